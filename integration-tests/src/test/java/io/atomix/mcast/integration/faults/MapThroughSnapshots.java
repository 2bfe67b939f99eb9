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
package io.atomix.mcast.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.core.Atomix;
import io.atomix.mcast.integration.multikey.WatchRecording;
import io.atomix.mcast.primitives.map.MapMirror;
import io.atomix.mcast.primitives.map.MapPosition;
import io.atomix.mcast.primitives.map.MapWatch;
import io.atomix.mcast.primitives.map.MulticastMap;
import io.atomix.mcast.primitives.map.MulticastMapType;
import io.atomix.mcast.primitives.map.WatchFrom;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.Primitives;
import io.atomix.utils.time.Versioned;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A map with keys in partitions 1 and 2 that is watched all the time, mirrored, and watched by
 * somebody who comes back each time behind a position that was kept.
 */
final class MapThroughSnapshots {
  private static final int WRITES = 20;

  private final MulticastMap<String, String> map;
  private final List<String> keys = List.of(Inside.key(1), Inside.key(2), Inside.keys(1, 2).get(1));
  private final WatchRecording all = new WatchRecording();
  private MapWatch watch;
  private MapMirror<String, String> mirror;
  private String kept;
  private int written;

  MapThroughSnapshots(Primitives primitives, Atomix client) {
    map =
        primitives.open(
            client,
            "watched",
            (on, name) -> on.primitiveBuilder(name, MulticastMapType.<String, String>instance()));
  }

  void begin() {
    watch = map.watch(WatchFrom.snapshot(), all);
    mirror = map.mirror();
    kept = map.position().toJson();
    write();
  }

  /** Writes, and waits until everybody has been told of it once. */
  void write() {
    WatchRecording back = new WatchRecording();
    try (MapWatch again = map.watch(WatchFrom.after(MapPosition.fromJson(kept)), back)) {
      int before = written;
      for (int i = 0; i < WRITES; i++) {
        written++;
        Map<String, String> entries = new HashMap<>();
        keys.forEach(key -> entries.put(key, "value " + written));
        entries.put("only " + written, "once");
        map.putAll(entries);
        map.remove("only " + (written - WRITES));
      }
      MapPosition now = map.position();
      for (MapWatch each : List.of(watch, again)) {
        Await.until("a watch has come to " + now, () -> each.position().isAtLeast(now));
      }
      Await.result("the mirror", mirror.awaitAtLeast(now));
      assertThat(back.writtenBy("only ")).hasSize(written - before);
      kept = again.position().toJson();
    }
    check();
  }

  /** Checks that all have the map as it is, and were told of each write once. */
  void check() {
    Map<String, String> there = new HashMap<>();
    map.snapshot().forEach((key, entry) -> there.put(key, entry.value()));
    assertThat(all.copy()).isEqualTo(there);
    Map<String, String> mirrored = new HashMap<>();
    for (Map.Entry<String, Versioned<String>> each : mirror.entries().entrySet()) {
      mirrored.put(each.getKey(), each.getValue().value());
    }
    assertThat(mirrored).isEqualTo(there);
    assertThat(all.writtenBy("only ")).hasSize(written).doesNotHaveDuplicates();
  }
}
