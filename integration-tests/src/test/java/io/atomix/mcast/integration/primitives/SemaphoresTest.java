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

import io.atomix.core.semaphore.AtomicSemaphore;
import io.atomix.core.semaphore.DistributedSemaphore;
import io.atomix.mcast.integration.SharedCluster;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.Primitives;
import io.atomix.utils.time.Version;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedCluster.class)
class SemaphoresTest {

  private static AtomicSemaphore atomic(Primitives primitives, int member, int permits) {
    return primitives.open(
        member,
        "semaphore",
        (node, name) -> node.atomicSemaphoreBuilder(name).withInitialCapacity(permits));
  }

  private static DistributedSemaphore plain(Primitives primitives, int member, int permits) {
    return primitives.open(
        member,
        "semaphore",
        (node, name) -> node.semaphoreBuilder(name).withInitialCapacity(permits));
  }

  @Test
  void acquiringBlocksUntilAnotherNodeReleasesEnoughPermits(Primitives primitives) {
    AtomicSemaphore holder = atomic(primitives, 1, 3);
    AtomicSemaphore waiter = atomic(primitives, 2, 3);
    Version first = holder.acquire(2);

    CompletableFuture<Version> waiting = waiter.async().acquire(3);
    assertThat(waiter.queueStatus().queueLength()).isEqualTo(1);
    assertThat(waiter.queueStatus().totalPermits()).isEqualTo(3);
    assertThat(waiting).isNotDone();
    holder.release();
    assertThat(waiter.availablePermits()).isEqualTo(2);
    assertThat(waiting).as("one permit is missing").isNotDone();
    holder.release();

    assertThat(Await.result("three permits", waiting).value()).isGreaterThan(first.value());
    assertThat(holder.availablePermits()).isZero();
  }

  @Test
  void tryAcquireFailsAtOnceOrWhenItsTimeIsOver(Primitives primitives) {
    AtomicSemaphore holder = atomic(primitives, 1, 1);
    AtomicSemaphore other = atomic(primitives, 3, 1);
    holder.acquire();

    assertThat(other.tryAcquire()).isEmpty();
    assertThat(other.tryAcquire(Duration.ofMillis(200))).isEmpty();
    CompletableFuture<Optional<Version>> waiting = other.async().tryAcquire(Await.LIMIT);
    assertThat(other.queueStatus().queueLength()).isPositive();
    holder.release();

    assertThat(Await.result("a permit in time", waiting)).isPresent();
  }

  @Test
  void permitsOfANodeThatClosesGoBack(Primitives primitives) {
    AtomicSemaphore leaves = atomic(primitives, 1, 2);
    AtomicSemaphore waiter = atomic(primitives, 2, 2);
    leaves.acquire(2);
    CompletableFuture<Version> waiting = waiter.async().acquire(2);
    assertThat(waiter.queueStatus().queueLength()).isEqualTo(1);

    leaves.close();

    Await.result("the permits of a session that ended", waiting);
  }

  /** Atomix's service would fail the next release, and keep its permit for the one that is gone. */
  @Test
  void noPermitGoesToAWaiterThatIsGone(Primitives primitives) {
    AtomicSemaphore holder = atomic(primitives, 1, 2);
    AtomicSemaphore leaves = atomic(primitives, 2, 2);
    AtomicSemaphore stays = atomic(primitives, 3, 2);
    holder.acquire(2);
    leaves.async().acquire();
    leaves.async().tryAcquire(2, Duration.ofMinutes(1));
    Await.until("two wait", () -> holder.queueStatus().queueLength() == 2);
    CompletableFuture<Version> waiting = stays.async().acquire();
    Await.until("three wait", () -> holder.queueStatus().queueLength() == 3);

    leaves.close();

    assertThat(holder.queueStatus().queueLength()).isEqualTo(1);
    holder.release();
    Await.result("the permit for the one who stayed", waiting);
    holder.release();
    assertThat(holder.availablePermits()).isEqualTo(1);
    stays.release();
    assertThat(holder.availablePermits()).isEqualTo(2);
  }

  @Test
  void whoHoldsAPermitAndWaitsForAnotherLeavesNothingBehind(Primitives primitives) {
    AtomicSemaphore leaves = atomic(primitives, 1, 1);
    AtomicSemaphore stays = atomic(primitives, 3, 1);
    leaves.acquire();
    leaves.async().acquire();
    Await.until("one waits", () -> stays.queueStatus().queueLength() == 1);
    CompletableFuture<Version> waiting = stays.async().acquire();
    Await.until("two wait", () -> stays.queueStatus().queueLength() == 2);

    leaves.close();

    Await.result("the permit of the one who left", waiting);
    assertThat(stays.availablePermits()).isZero();
    stays.release();
    assertThat(stays.availablePermits()).isEqualTo(1);
  }

  @Test
  void permitsCanBeDrainedAddedAndTakenAway(Primitives primitives) {
    AtomicSemaphore first = atomic(primitives, 1, 5);
    AtomicSemaphore second = atomic(primitives, 3, 5);

    assertThat(first.increasePermits(2)).isEqualTo(7);
    assertThat(second.reducePermits(3)).isEqualTo(4);
    assertThat(first.drainPermits()).isEqualTo(4);
    assertThat(second.tryAcquire()).isEmpty();
    first.release(4);
    assertThat(second.availablePermits()).isEqualTo(4);
  }

  @Test
  void aDistributedSemaphoreHandsPermitsFromNodeToNode(Primitives primitives) throws Exception {
    DistributedSemaphore holder = plain(primitives, 1, 2);
    DistributedSemaphore waiter = plain(primitives, 2, 2);
    holder.acquire(2);
    assertThat(waiter.tryAcquire()).isFalse();
    assertThat(waiter.tryAcquire(Duration.ofMillis(200))).isFalse();

    CompletableFuture<Void> waiting = waiter.async().acquire();
    Await.until(
        "the waiter is queued", () -> waiter.async().queueStatus().join().queueLength() > 0);
    assertThat(waiting).isNotDone();
    holder.release(2);

    Await.result("a permit of another node", waiting);
    Await.until("the other permit is free", () -> holder.availablePermits() == 1);
  }
}
