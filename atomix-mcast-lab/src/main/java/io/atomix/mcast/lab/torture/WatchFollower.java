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

import io.atomix.mcast.lab.torture.WatchLine.WatchedChange;
import io.atomix.mcast.lab.torture.WatchLine.WatchedEntry;
import io.atomix.mcast.primitives.map.EntryChanges;
import io.atomix.mcast.primitives.map.MapChanges;
import io.atomix.mcast.primitives.map.MapPosition;
import io.atomix.mcast.primitives.map.MapState;
import io.atomix.mcast.primitives.map.MapWatch;
import io.atomix.mcast.primitives.map.MapWatchListener;
import io.atomix.mcast.primitives.map.MulticastMap;
import io.atomix.mcast.primitives.map.WatchFrom;
import io.atomix.mcast.time.LocalTime;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.utils.time.Versioned;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * Watches a map, and records each call together with the position behind it. It watches again
 * behind the last one as long as that fails or the watch ends by itself, and with all entries where
 * the history does not reach so far any more.
 */
final class WatchFollower extends RecordingListener<WatchLine> {
  /** Words of the refusal of a position that is older than the history. */
  private static final String OLD = "but the oldest change that is kept is";

  private final MulticastMap<String, String> map;
  private final UnaryOperator<String> light;

  /** Touched by the thread alone, as all below. */
  private MapPosition kept;

  private Told told;

  /**
   * Goes on behind what the log has.
   *
   * @param light gives the value to be recorded of the map's
   * @param client who watches
   */
  WatchFollower(
      MulticastMap<String, String> map,
      UnaryOperator<String> light,
      EventLog<WatchLine> log,
      String client) {
    super(log, client, "watches");
    this.map = map;
    this.light = light;
    for (WatchLine line : log.found()) {
      if (line.kind() == WatchLine.WatchKind.GONE) {
        kept = null;
      } else if (line.kept() != null) {
        kept = MapPosition.fromJson(line.kept());
      }
    }
  }

  @Override
  void listen() {
    Told next = new Told();
    told = next;
    note(WatchLine.WatchKind.BEGIN, client());
    map.async()
        .watch(kept == null ? WatchFrom.snapshot() : WatchFrom.after(kept), next, thread())
        .whenComplete(
            (begun, error) -> {
              next.watch = begun;
              if (error != null && !isClosed()) {
                thread().execute(() -> again(next, error));
              }
            });
  }

  private void note(WatchLine.WatchKind kind, String text) {
    add(WatchLine.of(kind, LocalTime.nanos(), kept == null ? null : kept.toJson(), text));
  }

  private void again(Told failed, Throwable why) {
    if (told != failed || isClosed()) {
      return;
    }
    told = null;
    System.out.println(client() + " does not watch any more: " + why);
    if (why instanceof IllegalArgumentException && why.getMessage().contains(OLD)) {
      kept = null;
      note(WatchLine.WatchKind.GONE, why.toString());
    } else if (why instanceof IllegalArgumentException) {
      note(WatchLine.WatchKind.ENDED, why.toString());
    }
    again();
  }

  @Override
  Runnable newest() {
    MapPosition newest = map.position();
    return () -> noteDrained(newest);
  }

  private void noteDrained(MapPosition newest) {
    if (told != null && kept != null && kept.isAtLeast(newest)) {
      note(WatchLine.WatchKind.DRAINED, client());
      told.close();
      told = null;
      drained();
    }
  }

  @Override
  public String toString() {
    return "the watch of " + map.name();
  }

  private static Set<Integer> numbers(Set<PartitionId> partitions) {
    Set<Integer> numbers = new TreeSet<>();
    partitions.forEach(each -> numbers.add(each.id()));
    return numbers;
  }

  private Map<String, WatchedEntry> entries(Map<String, Versioned<String>> entries) {
    Map<String, WatchedEntry> all = new TreeMap<>();
    entries.forEach(
        (key, entry) ->
            all.put(key, new WatchedEntry(light.apply(entry.value()), entry.version())));
    return all;
  }

  /** The listener of one watch. */
  private final class Told implements MapWatchListener<String, String> {
    private volatile MapWatch watch;

    private boolean isOver() {
      return told != this || isClosed();
    }

    private void close() {
      MapWatch begun = watch;
      if (begun != null) {
        begun.close();
      }
    }

    @Override
    public void onSnapshot(MapState<String, String> state) {
      if (isOver()) {
        return;
      }
      kept = state.position();
      add(
          new WatchLine(
              WatchLine.WatchKind.SNAPSHOT,
              LocalTime.nanos(),
              kept.toJson(),
              entries(state.entries()),
              numbers(state.lost()),
              null,
              null));
    }

    @Override
    public void onChanges(MapChanges<String, String> changes) {
      if (isOver()) {
        return;
      }
      kept = changes.position();
      List<WatchedChange> messages = new ArrayList<>();
      for (EntryChanges<String, String> each : changes.messages()) {
        messages.add(
            new WatchedChange(
                each.message(),
                numbers(each.partitions()),
                entries(each.written()),
                new TreeSet<>(each.removed())));
      }
      add(
          new WatchLine(
              WatchLine.WatchKind.CHANGES,
              LocalTime.nanos(),
              kept.toJson(),
              null,
              null,
              messages,
              null));
    }

    @Override
    public void onEnd(Throwable why) {
      if (!isOver()) {
        note(WatchLine.WatchKind.ENDED, why.toString());
        again(this, new IllegalStateException("the watch has ended", why));
      }
    }
  }
}
