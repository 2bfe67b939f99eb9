/*
 * Copyright 2026 the atomix-mcast authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 * http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.atomix.mcast.lab.torture;

import io.atomix.core.map.AsyncAtomicMap;
import io.atomix.core.map.AtomicMapEvent;
import io.atomix.core.map.AtomicMapEventListener;
import io.atomix.mcast.lab.torture.WatchLine.WatchedEntry;
import io.atomix.mcast.time.LocalTime;
import io.atomix.utils.time.Versioned;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** Listens to an {@code AtomicMap} of Atomix, in the session of the one that works on it. */
final class MapListener extends SessionListener<MapEventLine> {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final AsyncAtomicMap<String, String> map;
  private final UnaryOperator<String> light;
  private final List<String> keys;
  private final AtomicMapEventListener<String, String> listener = this::event;

  /** Touched by the thread alone. */
  private int turn;

  /**
   * Listens as soon as it is to {@link #begin}.
   *
   * @param light gives the value to be recorded of the map's
   * @param keys those that are used
   * @param client who listens
   */
  MapListener(
      AsyncAtomicMap<String, String> map,
      UnaryOperator<String> light,
      List<String> keys,
      EventLog<MapEventLine> log,
      String client) {
    super(map, log, client);
    this.map = map;
    this.light = light;
    this.keys = List.copyOf(keys);
  }

  @Override
  CompletableFuture<Void> register() {
    return map.addListener(listener, this::onThread);
  }

  @Override
  CompletableFuture<Void> unregister() {
    return map.removeListener(listener);
  }

  private void event(AtomicMapEvent<String, String> event) {
    add(
        MapEventLine.event(
            LocalTime.nanos(), event.key(), entry(event.oldValue()), entry(event.newValue())));
  }

  private WatchedEntry entry(Versioned<String> entry) {
    return Versioned.valueOrNull(entry) == null
        ? null
        : new WatchedEntry(light.apply(entry.value()), entry.version());
  }

  @Override
  MapEventLine line(ListenerMoment kind, long time, String text) {
    return MapEventLine.of(kind, time, text);
  }

  @Override
  CompletableFuture<Runnable> read() {
    return read(keys.get(turn++ % keys.size()));
  }

  private CompletableFuture<Runnable> read(String key) {
    long since = LocalTime.nanos();
    return map.get(key)
        .thenApply(
            found -> () -> add(MapEventLine.read(since, LocalTime.nanos(), key, entry(found))));
  }

  @Override
  Runnable readAll() {
    List<CompletableFuture<Runnable>> reads = new ArrayList<>();
    keys.forEach(key -> reads.add(read(key)));
    CompletableFuture.allOf(reads.toArray(CompletableFuture[]::new))
        .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .join();
    return () -> reads.forEach(each -> each.join().run());
  }
}
