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

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.core.map.impl.AtomicMapService;
import io.atomix.mcast.ConflictRelation;
import io.atomix.mcast.Footprint;
import io.atomix.mcast.Invocation;
import io.atomix.mcast.conflict.ConflictRelations;
import io.atomix.mcast.primitives.map.Filter;
import io.atomix.primitive.operation.OperationId;
import io.atomix.primitive.operation.Operations;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What each operation of a map's service touches. */
class MulticastMapRelationTest {
  private static final Map<String, OperationId> OPERATIONS =
      Operations.getMethodMap(MulticastMapService.class).values().stream()
          .collect(Collectors.toMap(OperationId::id, id -> id));

  private final ConflictRelation relation = ConflictRelations.forService(MulticastMapService.class);

  private Footprint footprint(String operation, Object... arguments) {
    return relation.footprint(Invocation.of(OPERATIONS.get(operation), arguments, true));
  }

  @Test
  void isFound() {
    assertThat(relation).isInstanceOf(MulticastMapRelation.class);
  }

  @Test
  void operationsOnSeveralKeysTouchEach() {
    List<MapCondition> conditions = List.of(MapCondition.absent("a"), MapCondition.present("b"));
    List<MapWrite> writes = List.of(MapWrite.put("a", new byte[1]), MapWrite.remove("b"));
    Footprint ab = Footprint.none().writes("a").writes("b");
    assertThat(footprint("holds", conditions, List.of("c"), false))
        .isEqualTo(Footprint.none().readsEach(List.of("a", "b", "c")));
    assertThat(footprint("look", List.of("a"), List.of("b"), true))
        .as("the steps of transactions write everything")
        .isEqualTo(Footprint.none().reads("a").reads("b").reads("locks"));
    assertThat(footprint("look", List.of("a"), List.of("b"), false))
        .isEqualTo(Footprint.none().reads("a").reads("b"));
    assertThat(footprint("write", writes)).isEqualTo(ab);
    assertThat(footprint("writeUnlessLocked", writes)).isEqualTo(ab);
    List<MapTouch> touches = List.of(MapTouch.of("b", 1), MapTouch.of("c", 1));
    for (String operation : List.of("writeAndTouch", "writeAndTouchUnlessLocked")) {
      assertThat(footprint(operation, writes, touches))
          .isEqualTo(Footprint.none().writes("a").writes("b").writes("c"));
    }
    for (String operation :
        List.of("versionsAfterWriteAndTouch", "versionsAfterWriteAndTouchUnlessLocked")) {
      assertThat(footprint(operation, writes, touches))
          .isEqualTo(Footprint.none().readsEach(List.of("a", "b", "c")));
    }
    assertThat(footprint("touch", "a", 1L)).isEqualTo(Footprint.none().writes("a"));
    assertThat(footprint("getAllPresent", Set.of("a"))).isEqualTo(Footprint.none().reads("a"));
  }

  @Test
  void aSnapshotIsReadAfterItWasFixedAndBeforeItIsReleased() {
    assertThat(footprint("entriesWithin", 10)).isEqualTo(Footprint.none().readsAll());
    Footprint fixed = footprint("fixSnapshot", 5L);
    assertThat(fixed).isEqualTo(Footprint.none().readsAll().writes("snapshot 5"));
    assertThat(footprint("fixWatch", 5L)).isEqualTo(fixed);
    assertThat(footprint("readSnapshot", 5L, 0)).isEqualTo(Footprint.none().reads("snapshot 5"));
    MapFilter filter = MapFilter.of(Filter.prefix("a"));
    assertThat(footprint("matchesWithin", filter, 10)).isEqualTo(Footprint.none().readsAll());
    assertThat(footprint("fixMatches", 5L, filter)).isEqualTo(fixed);
    assertThat(footprint("readMatches", 5L, 0, 9)).isEqualTo(Footprint.none().reads("snapshot 5"));
    assertThat(footprint("releaseSnapshot", 5L))
        .isEqualTo(Footprint.none().writes("snapshot 5"))
        .isNotEqualTo(footprint("releaseSnapshot", 6L));
  }

  @Test
  void changesAreThoseOfTheWholeMapUpToAMoment() {
    assertThat(footprint("changes", 5L, 10)).isEqualTo(Footprint.none().readsAll());
    assertThat(footprint("keepHistory", 5, 10L)).isEqualTo(Footprint.none());
    assertThat(footprint("awaitChange", 5L)).isEqualTo(Footprint.none());
  }

  @Test
  void theRestIsAsInAtomicMapButForTransactions() {
    ConflictRelation ofAtomicMap = ConflictRelations.forService(AtomicMapService.class);
    Set<String> different = new TreeSet<>();
    for (OperationId id : Operations.getMethodMap(AtomicMapService.class).values()) {
      Invocation call = Invocation.of(id, new Object[] {"a"}, true);
      assertThat(relation.footprint(call)).isEqualTo(ofAtomicMap.footprint(call));
      assertThat(relation.changesService(call)).isEqualTo(ofAtomicMap.changesService(call));
      if (relation.spansGroups(call) != ofAtomicMap.spansGroups(call)) {
        different.add(id.id());
      }
    }
    assertThat(different).containsExactly("commit", "prepare", "prepareAndCommit", "rollback");
  }

  @Test
  void whatIsNotExpectedTouchesTheWholeMap() {
    for (String operation :
        List.of(
            "holds",
            "look",
            "write",
            "writeUnlessLocked",
            "fixSnapshot",
            "readSnapshot",
            "touch",
            "writeAndTouch")) {
      for (Object[] wrong : new Object[][] {null, {}, {1}, {List.of(1), 2}, {null, null, null}}) {
        Invocation call = Invocation.of(OPERATIONS.get(operation), wrong, true);
        assertThat(relation.footprint(call))
            .as(operation)
            .isEqualTo(ConflictRelation.everythingConflicts(call));
      }
    }
  }

  @Test
  void everyOperationIsAccountedFor() {
    Set<String> own = new TreeSet<>(OPERATIONS.keySet());
    Operations.getMethodMap(AtomicMapService.class).values().forEach(id -> own.remove(id.id()));
    assertThat(own)
        .containsExactly(
            "awaitChange",
            "changes",
            "entriesWithin",
            "fixMatches",
            "fixSnapshot",
            "fixWatch",
            "holds",
            "keepHistory",
            "look",
            "matchesWithin",
            "readMatches",
            "readSnapshot",
            "releaseSnapshot",
            "touch",
            "versionsAfterWrite",
            "versionsAfterWriteAndTouch",
            "versionsAfterWriteAndTouchUnlessLocked",
            "versionsAfterWriteUnlessLocked",
            "write",
            "writeAndTouch",
            "writeAndTouchUnlessLocked",
            "writeUnlessLocked");
  }
}
