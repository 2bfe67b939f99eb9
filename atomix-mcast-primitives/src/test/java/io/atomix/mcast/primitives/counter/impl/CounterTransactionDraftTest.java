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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomix.mcast.primitives.counter.CounterTransaction;
import io.atomix.mcast.primitives.transaction.impl.Committer;
import io.atomix.mcast.primitives.transaction.impl.TransactionBranch;
import io.atomix.mcast.primitives.transaction.impl.TransactionPlan;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What can be said in a transaction on counters, and what cannot. */
class CounterTransactionDraftTest {
  private final CounterTransaction<String, Object, Object> transaction =
      CounterTransactionDraft.empty("balances", new Returning());

  /** Returns what is committed. */
  private static final class Returning
      implements Committer<
          TransactionPlan<String, CounterCondition<String>, CounterChange>, Object, Object> {

    @Override
    public Object commit(TransactionPlan<String, CounterCondition<String>, CounterChange> plan) {
      return plan;
    }

    @Override
    public Object commitAndGet(
        TransactionPlan<String, CounterCondition<String>, CounterChange> plan) {
      return plan;
    }
  }

  @Test
  void aPlanHoldsWhatWasSaid() {
    assertThat(
            transaction
                .ifAtLeast("a", 1)
                .ifAtMost("a", 9)
                .ifEquals("b", 3)
                .ifAtLeast("a", 1)
                .then(ops -> ops.get("c").add("a", -1).put("b", 4))
                .otherwise(ops -> ops.remove("c"))
                .commit())
        .isEqualTo(
            new TransactionPlan<>(
                List.of(
                    new CounterCondition<>("a", Range.atLeast(1)),
                    new CounterCondition<>("a", Range.atMost(9)),
                    new CounterCondition<>("b", Range.of(3))),
                new TransactionBranch<>(
                    Set.of("c"), Map.of("a", CounterChange.add(-1), "b", CounterChange.put(4))),
                new TransactionBranch<>(Set.of(), Map.of("c", CounterChange.remove()))));
  }

  @Test
  void stagesAreImmutable() {
    CounterTransaction.CounterConditions<String, Object, Object> conditional =
        transaction.ifAtLeast("a", 1);
    conditional.ifAtMost("a", 9);
    var done = conditional.then(ops -> ops.get("a"));
    done.otherwise(ops -> ops.get("b"));
    assertThat(done.commitAndGet())
        .isEqualTo(
            new TransactionPlan<>(
                List.of(new CounterCondition<>("a", Range.atLeast(1))),
                TransactionBranch.empty().reading("a"),
                TransactionBranch.empty()));
  }

  @Test
  void conditionsThatCannotHoldTogetherAreRefused() {
    assertThatThrownBy(() -> transaction.ifAtLeast("a", 5).ifAtMost("a", 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'balances'")
        .hasMessageContaining("'a'")
        .hasMessageContaining("at least 5")
        .hasMessageContaining("at most 3");
    assertThatThrownBy(() -> transaction.ifEquals("a", 5).ifEquals("a", 6))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("exactly 5");
    assertThatThrownBy(() -> transaction.ifAtMost("a", 4).ifAtLeast("a", 2).ifEquals("a", 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at most 4, and it is exactly 5");
    transaction.ifAtLeast("a", 5).ifAtMost("b", 3);
    transaction.ifAtLeast("a", 5).ifAtMost("a", 5);
  }

  @Test
  void aBranchThatDoesNothingOrOneThingTwiceIsRefused() {
    assertThatThrownBy(() -> transaction.then(ops -> ops))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("then does nothing");
    assertThatThrownBy(() -> transaction.then(ops -> null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> transaction.ifEquals("a", 1).then(ops -> ops.get("a")).otherwise(ops -> ops))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("otherwise does nothing");
    assertThatThrownBy(() -> transaction.then(ops -> ops.add("a", 1).add("b", 1).add("a", 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'a'");
    assertThatThrownBy(() -> transaction.then(ops -> ops.put("a", 1).add("a", 2)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> transaction.then(ops -> ops.add("a", 1).remove("a")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> transaction.then(ops -> ops.remove("a").put("a", 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void nullsAreRefused() {
    assertThatThrownBy(() -> transaction.ifAtLeast(null, 1))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("condition");
    assertThatThrownBy(() -> transaction.then(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> transaction.then(ops -> ops.get(null)))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> transaction.then(ops -> ops.add(null, 1)))
        .isInstanceOf(NullPointerException.class);
  }
}
