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
package io.atomix.mcast.integration.multikey;

import io.atomix.mcast.primitives.map.EntryChanges;
import io.atomix.mcast.primitives.map.MapChanges;
import io.atomix.mcast.primitives.map.MapPosition;
import io.atomix.mcast.primitives.map.MapState;
import io.atomix.mcast.primitives.map.MapWatchListener;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A listener that keeps all that it is told, and a copy of the map. Thread-safe. */
public final class WatchRecording implements MapWatchListener<String, String> {
  private final List<MapState<String, String>> snapshots = new ArrayList<>();
  private final List<EntryChanges<String, String>> messages = new ArrayList<>();
  private final List<Throwable> ends = new ArrayList<>();
  private final TreeMap<String, String> copy = new TreeMap<>();
  private MapPosition position;

  @Override
  public synchronized void onSnapshot(MapState<String, String> state) {
    snapshots.add(state);
    copy.clear();
    state.entries().forEach((key, entry) -> copy.put(key, entry.value()));
    position = state.position();
  }

  @Override
  public synchronized void onChanges(MapChanges<String, String> changes) {
    for (EntryChanges<String, String> message : changes.messages()) {
      messages.add(message);
      message.written().forEach((key, entry) -> copy.put(key, entry.value()));
      message.removed().forEach(copy::remove);
    }
    position = changes.position();
  }

  @Override
  public synchronized void onEnd(Throwable why) {
    ends.add(why);
  }

  synchronized List<MapState<String, String>> snapshots() {
    return List.copyOf(snapshots);
  }

  synchronized List<EntryChanges<String, String>> messages() {
    return List.copyOf(messages);
  }

  /** Returns, for each message, what it has written and removed. */
  synchronized List<String> texts() {
    return messages.stream().map(WatchRecording::text).toList();
  }

  private static String text(EntryChanges<String, String> message) {
    Map<String, String> changes = new TreeMap<>();
    message.written().forEach((key, entry) -> changes.put(key, entry.value()));
    message.removed().forEach(key -> changes.put(key, "-"));
    return new LinkedHashMap<>(changes).toString();
  }

  /** Returns the keys with a prefix that were written, in their order, as often as they were. */
  public synchronized List<String> writtenBy(String prefix) {
    return messages.stream()
        .flatMap(message -> message.written().keySet().stream())
        .filter(key -> key.startsWith(prefix))
        .toList();
  }

  synchronized List<Throwable> ends() {
    return List.copyOf(ends);
  }

  /** Returns what the map is, as far as the listener was told. */
  public synchronized Map<String, String> copy() {
    return new TreeMap<>(copy);
  }

  synchronized MapPosition position() {
    return position;
  }
}
