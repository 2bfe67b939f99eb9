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
package io.atomix.mcast.primitives.transaction.impl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.atomix.primitive.partition.PartitionId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A transaction is split by the partitions of its keys, and nothing of it is lost. */
class TransactionPlanTest {
  private static final TransactionPlan<String, Is, String> PLAN =
      new TransactionPlan<>(
          List.of(new Is("a1", "x"), new Is("b1", "y"), new Is("a1", "z")),
          new TransactionBranch<>(Set.of("a1", "c1"), Map.of("a2", "put")),
          new TransactionBranch<>(Set.of("a1"), Map.of("b2", "removal", "d1", "put")));

  /** A condition that is of no kind. */
  private record Is(String key, String describe) implements KeyCondition<String, Is> {
    @Override
    public boolean contradicts(Is other) {
      return false;
    }
  }

  private static PartitionId partition(String key) {
    return PartitionId.from("data", key.charAt(0));
  }

  @Test
  void eachPartitionGetsWhatNamesItsKeys() {
    assertThat(PLAN.byPartition(TransactionPlanTest::partition))
        .containsOnly(
            entry(
                partition("a"),
                new TransactionPlan<>(
                    List.of(new Is("a1", "x"), new Is("a1", "z")),
                    new TransactionBranch<>(Set.of("a1"), Map.of("a2", "put")),
                    new TransactionBranch<>(Set.of("a1"), Map.of()))),
            entry(
                partition("b"),
                new TransactionPlan<>(
                    List.of(new Is("b1", "y")),
                    TransactionBranch.empty(),
                    new TransactionBranch<>(Set.of(), Map.of("b2", "removal")))),
            entry(
                partition("c"),
                TransactionPlan.unconditional(new TransactionBranch<>(Set.of("c1"), Map.of()))),
            entry(
                partition("d"),
                new TransactionPlan<String, Is, String>(
                    List.of(),
                    TransactionBranch.empty(),
                    new TransactionBranch<>(Set.of(), Map.of("d1", "put")))));
  }

  @Test
  void itKnowsWhatItNames() {
    assertThat(PLAN.reads()).containsExactlyInAnyOrder("a1", "c1");
    assertThat(PLAN.changed()).containsExactlyInAnyOrder("a2", "b2", "d1");
    assertThat(PLAN.keys()).containsExactlyInAnyOrder("a1", "a2", "b1", "b2", "c1", "d1");
    assertThat(PLAN.branch(true)).isEqualTo(PLAN.then());
    assertThat(PLAN.branch(false)).isEqualTo(PLAN.otherwise());
  }

  @Test
  void keysCanBeNamedAnew() {
    TransactionPlan<String, Is, String> named =
        PLAN.named(
            key -> key.toUpperCase(Locale.ROOT),
            each -> new Is(each.key().toUpperCase(Locale.ROOT), each.describe()));
    assertThat(named.keys()).containsExactlyInAnyOrder("A1", "A2", "B1", "B2", "C1", "D1");
    assertThat(named.otherwise().changes())
        .containsOnly(entry("B2", "removal"), entry("D1", "put"));
    assertThat(named.conditions()).contains(new Is("A1", "z"));
  }
}
