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
package io.atomix.mcast.primitives.map.impl;

import com.google.common.collect.Sets;
import io.atomix.mcast.primitives.StoredPrimitive;
import io.atomix.mcast.primitives.map.Filter;
import io.atomix.mcast.primitives.map.MulticastMapType;
import io.atomix.primitive.service.ServiceConfig;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What maps have sent and stored is read for ever. */
class StoredMapTest {
  private static final Set<String> SINCE_VERSION_4 =
      Set.of("keepHistory", "changes", "awaitChange", "fixWatch");

  private static final Set<String> SINCE_VERSION_3 =
      Sets.union(
          SINCE_VERSION_4,
          Set.of(
              "touch",
              "writeAndTouch",
              "writeAndTouchUnlessLocked",
              "matchesWithin",
              "fixMatches",
              "readMatches"));

  @Test
  void whatVersion1WroteMeansWhatItMeant() throws Exception {
    StoredPrimitive.check(
        1,
        MulticastMapType.instance(),
        new ServiceConfig(),
        MulticastMapService.class,
        SINCE_VERSION_3,
        StoredMapTest::script);
  }

  @Test
  void whatVersion2WroteMeansWhatItMeant() throws Exception {
    StoredPrimitive.check(
        2,
        MulticastMapType.instance(),
        new ServiceConfig(),
        MulticastMapService.class,
        SINCE_VERSION_3,
        StoredMapTest::scriptWithTimesToLive);
  }

  @Test
  void whatVersion3WroteMeansWhatItMeant() throws Exception {
    StoredPrimitive.check(
        3,
        MulticastMapType.instance(),
        new ServiceConfig(),
        MulticastMapService.class,
        SINCE_VERSION_4,
        StoredMapTest::scriptWithTouches);
  }

  @Test
  void whatVersion4WroteMeansWhatItMeant() throws Exception {
    StoredPrimitive.check(
        4,
        MulticastMapType.instance(),
        new ServiceConfig(),
        MulticastMapService.class,
        StoredMapTest::scriptWithWatches);
  }

  /** Since version 4, a partition keeps a history of changes for those who watch. */
  private static void scriptWithWatches(MulticastMapService map) {
    map.put("before", bytes("first"));
    map.changes(0, 1000);
    map.keepHistory(5, 10_000);
    map.awaitChange(0);
    map.put("watched", bytes("first"));
    map.awaitChange(0);
    map.write(list(MapWrite.put("watched", bytes("second")), MapWrite.remove("before")));
    map.changes(0, 1000);
    map.changes(1, 0);
    map.changes(Long.MAX_VALUE, 0);
    map.fixWatch(9);
    map.readSnapshot(9, 0);
    map.releaseSnapshot(9);
    map.awaitChange(2);
    scriptWithTouches(map);
    map.changes(0, 100_000);
  }

  /** Since version 3, times to live are set without a write, and filters find entries. */
  private static void scriptWithTouches(MulticastMapService map) {
    map.put("touched", bytes("first"));
    map.touch("touched", 1000);
    map.touch("not there", 1000);
    map.writeAndTouch(
        list(MapWrite.put("e", bytes("second")), MapWrite.remove("f")),
        list(MapTouch.of("e", 2000), MapTouch.of("touched", 3000), MapTouch.of("f", 10)));
    map.writeAndTouchUnlessLocked(list(MapWrite.put("g", null)), list(MapTouch.of("g", 4000)));
    scriptWithFilters(map);
    scriptWithTimesToLive(map);
  }

  /** Keys are in the form in which maps send them: a, b, an e with an accent, and 1 to 3. */
  private static void scriptWithFilters(MulticastMapService map) {
    for (String key : List.of("030182C3A9", "03018261", "03018262", "0902", "0904", "0906")) {
      map.put(key, bytes("value of " + key));
    }
    MapFilter prefix = MapFilter.of(Filter.prefix("a"));
    MapFilter texts = MapFilter.of(Filter.between("a", "c"));
    MapFilter numbers = MapFilter.of(Filter.between(1, 3));
    map.matchesWithin(prefix, 1000);
    map.matchesWithin(texts, 1);
    map.matchesWithin(numbers, 1000);
    map.fixMatches(5, texts);
    map.fixMatches(6, numbers);
    map.remove("03018261");
    map.readMatches(5, 0, 1);
    map.readMatches(5, 1, 10);
    map.readMatches(6, 0, 10);
    map.releaseSnapshot(6);
    map.readMatches(6, 0, 10);
  }

  /** Since version 2, snapshots of maps have times to live. */
  private static void scriptWithTimesToLive(MulticastMapService map) {
    map.put("mortal", bytes("first"), 1000);
    map.put("mortal", bytes("first"), 2000);
    map.putAndGet("other", bytes("second"), 3000);
    map.putIfAbsent("another", bytes("third"), 3000);
    script(map);
  }

  private static void script(MulticastMapService map) {
    map.put("a", bytes("first"));
    map.write(list(MapWrite.put("b", bytes("second")), MapWrite.put("c", bytes(""))));
    map.holds(
        list(
            MapCondition.present("a"),
            MapCondition.absent("d"),
            MapCondition.equalTo("b", bytes("second")),
            MapCondition.version("a", 1)),
        list("a", "d"),
        false);
    map.holds(list(MapCondition.absent("a")), list(), true);
    map.look(list("a", "b", "d"), list("a"), false);
    map.fixSnapshot(7);
    map.writeUnlessLocked(list(MapWrite.remove("a"), MapWrite.put("d", bytes("third"))));
    map.getAllPresent(new HashSet<>(list("a", "b", "c", "d")));
    map.readSnapshot(7, 0);
    map.entriesWithin(1000);
    map.entriesWithin(1);
    map.releaseSnapshot(7);
    map.remove("b");
    map.look(list("b"), list(), true);
    map.size();
    map.clear();
    map.entriesWithin(1000);
  }

  /** As clients send them. */
  @SafeVarargs
  private static <T> List<T> list(T... elements) {
    return new ArrayList<>(List.of(elements));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
