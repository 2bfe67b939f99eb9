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

import io.atomix.mcast.primitives.map.EntryChanges;
import io.atomix.mcast.primitives.map.MapChanges;
import io.atomix.mcast.primitives.map.MapPosition;
import io.atomix.mcast.primitives.map.MapState;
import io.atomix.mcast.testing.schedules.Schedules;
import io.atomix.mcast.testing.schedules.ThreadNotes;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.utils.time.Versioned;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Schedules of threads that read a {@link DefaultMapMirror}, and keep it up, and close it. */
class MirrorSchedulesTest {
  private static final PartitionId ONE = PartitionId.from("data", 1);
  private static final MapPosition BEFORE = position(1);
  private static final MapPosition AFTER = position(2);

  private static MapPosition position(long upTo) {
    return new MapPosition("map", Map.of(ONE, new MapPosition.MapPlace(1, upTo)));
  }

  private static DefaultMapMirror<String, Integer> filled() {
    DefaultMapMirror<String, Integer> mirror = new DefaultMapMirror<>("map", over -> {});
    mirror.onSnapshot(
        new MapState<>(
            Map.of("a", new Versioned<>(10, 1), "b", new Versioned<>(0, 1)),
            Map.of(),
            List.of(),
            Set.of(),
            BEFORE));
    return mirror;
  }

  /** One message moves all from one key to another. */
  private static MapChanges<String, Integer> moved() {
    return new MapChanges<>(
        List.of(
            new EntryChanges<>(
                "message",
                Set.of(ONE),
                Map.of("a", new Versioned<>(0, 2), "b", new Versioned<>(10, 2)),
                Set.of(),
                Map.of(),
                List.of())),
        AFTER);
  }

  private static int sum(Map<String, Versioned<Integer>> entries) {
    return entries.get("a").value() + entries.get("b").value();
  }

  @Test
  void aMessageIsSeenAsAWholeAndWithItsPosition() {
    Schedules.explore(
        300,
        () -> {
          DefaultMapMirror<String, Integer> mirror = filled();
          Schedules.sideBySide(
              () -> mirror.onChanges(moved()),
              () -> {
                Schedules.same("of a copy", 10, sum(mirror.getAll(List.of("a", "b"))));
                Schedules.same("of a read", 10, mirror.read(MirrorSchedulesTest::sum));
              },
              () -> {
                boolean isThere = mirror.position().isAtLeast(AFTER);
                int value = mirror.get("b").value();
                Schedules.holds("what its position says is there", !isThere || value == 10);
              });
        });
  }

  @Test
  void whoWaitsForAPositionIsToldOfItOrOfTheEnd() {
    Schedules.explore(
        300,
        () -> {
          DefaultMapMirror<String, Integer> mirror = filled();
          ThreadNotes<CompletableFuture<Void>> waited = new ThreadNotes<>();
          Schedules.sideBySide(
              () -> mirror.onChanges(moved()), () -> waited.add(mirror.awaitAtLeast(AFTER)));
          waited.all().get(0).join();
          Schedules.sideBySide(() -> waited.add(mirror.awaitAtLeast(position(3))), mirror::close);
          CompletableFuture<Void> never = waited.all().get(1);
          Schedules.holds("told of the end", never.isCompletedExceptionally());
        });
  }
}
