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
package io.atomix.mcast.primitives.counter.impl;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.ConflictRelation;
import io.atomix.mcast.Footprint;
import io.atomix.mcast.Invocation;
import io.atomix.mcast.conflict.ConflictRelations;
import io.atomix.primitive.operation.OperationId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the operations of several counters touch; that it is enough, CommutationTest tests. */
class MulticastCounterMapRelationTest {
  private final ConflictRelation relation =
      ConflictRelations.forService(MulticastCounterMapService.class);

  private Footprint command(String name, boolean resultWanted, Object... arguments) {
    return relation.footprint(Invocation.of(OperationId.command(name), arguments, resultWanted));
  }

  private Footprint query(String name, Object... arguments) {
    return relation.footprint(Invocation.of(OperationId.query(name), arguments, true));
  }

  @Test
  void itIsFound() {
    assertThat(relation).isInstanceOf(MulticastCounterMapRelation.class);
  }

  @Test
  void additionsWithoutResultCommute() {
    Map<String, Long> deltas = Map.of("a", 1L, "b", 2L);
    assertThat(command("addAll", false, deltas))
        .isEqualTo(Footprint.none().commutes("a").commutes("b"));
    assertThat(command("addAllAndGet", true, deltas))
        .isEqualTo(Footprint.none().writes("a").writes("b"));
    assertThat(command("change", false, deltas, Map.of("c", 1L), Set.of("d")))
        .isEqualTo(Footprint.none().commutes("a").commutes("b").writes("c").writes("d"));
    assertThat(command("change", true, deltas, Map.of("c", 1L), Set.of()))
        .isEqualTo(Footprint.none().writes("a").writes("b").writes("c"));
  }

  @Test
  void readsTouchWhatTheyRead() {
    assertThat(query("getAll", List.of("a", "b")))
        .isEqualTo(Footprint.none().reads("a").reads("b"));
    assertThat(query("sum")).isEqualTo(Footprint.none().readsAll());
    assertThat(query("within", Map.of("a", 1L), Map.of("a", 2L, "b", 2L)))
        .isEqualTo(Footprint.none().reads("a").reads("b"));
  }

  @Test
  void theRestIsAsInAtomicCounterMap() {
    assertThat(command("incrementAndGet", false, "a")).isEqualTo(Footprint.none().commutes("a"));
    assertThat(command("clear", false)).isEqualTo(Footprint.none().writesAll());
    assertThat(query("size")).isEqualTo(Footprint.none().readsAll());
  }

  @Test
  void whatIsNotExpectedTouchesTheWhole() {
    for (Object[] arguments : new Object[][] {{}, {null}, {1, 2}, {Map.of(), List.of(), 3}}) {
      for (String name : List.of("addAll", "addAllAndGet", "change")) {
        assertThat(command(name, false, arguments))
            .as("%s of %s", name, Arrays.toString(arguments))
            .isIn(Footprint.none(), Footprint.none().writesAll());
      }
      for (String name : List.of("getAll", "within")) {
        assertThat(query(name, arguments)).isIn(Footprint.none(), Footprint.none().readsAll());
      }
    }
  }
}
