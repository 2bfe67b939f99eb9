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
package io.atomix.mcast.integration.primitives;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.core.barrier.DistributedCyclicBarrier;
import io.atomix.mcast.integration.Backend;
import io.atomix.mcast.integration.SharedCluster;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.Primitives;
import io.atomix.mcast.testing.TestCluster;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedCluster.class)
class CyclicBarrierTest {

  private final AtomicInteger actions = new AtomicInteger();
  private DistributedCyclicBarrier first;
  private DistributedCyclicBarrier second;
  private DistributedCyclicBarrier third;

  @BeforeEach
  void threeNodesJoin(Primitives primitives) {
    first = barrier(primitives, 1);
    second = barrier(primitives, 2);
    third = barrier(primitives, 3);
    assertThat(first.getParties()).isEqualTo(3);
  }

  private DistributedCyclicBarrier barrier(Primitives primitives, int member) {
    return primitives.open(
        member,
        "barrier",
        (node, name) ->
            node.cyclicBarrierBuilder(name).withBarrierAction(actions::incrementAndGet));
  }

  @Test
  void nobodyPassesBeforeAllAreThereAndTheActionRunsOnceARound() {
    for (int round = 1; round <= 2; round++) {
      CompletableFuture<Integer> one = first.async().await();
      CompletableFuture<Integer> two = second.async().await();
      Await.until("two wait", () -> third.getNumberWaiting() == 2);
      assertThat(one).isNotDone();
      assertThat(two).isNotDone();

      CompletableFuture<Integer> three = third.async().await();

      assertThat(
              List.of(
                  Await.result("first passes", one),
                  Await.result("second passes", two),
                  Await.result("third passes", three)))
          .containsExactlyInAnyOrder(0, 1, 2);
      int expected = round;
      Await.until("the action ran", () -> actions.get() == expected);
    }
  }

  @Test
  void resettingBreaksTheBarrierForThoseWhoWait() {
    CompletableFuture<Integer> one = first.async().await();
    Await.until("one waits", () -> second.getNumberWaiting() == 1);

    second.reset();

    assertThat(Await.failure("waiting at a barrier that was reset", one))
        .isInstanceOf(BrokenBarrierException.class);
    assertThat(second.getNumberWaiting()).isZero();
    assertThat(actions).hasValue(0);
  }

  @Test
  void aWaiterWhoseTimeIsOverBreaksTheBarrierForAll(TestCluster cluster, Primitives primitives) {
    CompletableFuture<Integer> one = first.async().await();
    Await.until("one waits", () -> third.getNumberWaiting() == 1);

    CompletableFuture<Integer> two = second.async().await(Duration.ofMillis(300));

    Await.until(
        "the barrier is broken",
        () -> {
          Backend.selected().nudge(() -> barrier(primitives, 1));
          return two.isDone();
        });
    assertThat(Await.failure("waiting longer than allowed", two))
        .isInstanceOf(BrokenBarrierException.class);
    assertThat(Await.failure("waiting with one who gave up", one))
        .isInstanceOf(BrokenBarrierException.class);
    assertThat(third.isBroken()).isTrue();
  }

  @Test
  void aPartyThatClosesIsNotWaitedForAnyMore() {
    third.close();
    Await.until("two parties are left", () -> first.getParties() == 2);

    CompletableFuture<Integer> one = first.async().await();
    CompletableFuture<Integer> two = second.async().await();

    assertThat(List.of(Await.result("first", one), Await.result("second", two)))
        .containsExactlyInAnyOrder(0, 1);
  }
}
