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

import io.atomix.core.Atomix;
import io.atomix.core.lock.AtomicLock;
import io.atomix.core.lock.DistributedLock;
import io.atomix.mcast.integration.SharedCluster;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.Parallel;
import io.atomix.mcast.testing.Primitives;
import io.atomix.utils.time.Version;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedCluster.class)
class LocksTest {

  private static AtomicLock atomic(Primitives primitives, int member) {
    return primitives.open(member, "lock", Atomix::atomicLockBuilder);
  }

  private static DistributedLock plain(Primitives primitives, int member) {
    return primitives.open(member, "lock", Atomix::lockBuilder);
  }

  @Test
  void aLockBlocksUntilItsHolderOnAnotherNodeReleasesIt(Primitives primitives) {
    AtomicLock holder = atomic(primitives, 1);
    AtomicLock waiter = atomic(primitives, 2);
    Version held = holder.lock();

    CompletableFuture<Version> waiting = waiter.async().lock();
    assertThat(waiter.isLocked(held)).isTrue();
    assertThat(waiting).as("the lock is held").isNotDone();
    holder.unlock();

    Version passedOn = Await.result("the lock passed on", waiting);
    assertThat(passedOn.value()).isGreaterThan(held.value());
    waiter.unlock();
    assertThat(holder.isLocked()).isFalse();
  }

  @Test
  void tryLockOfAHeldLockFailsAtOnce(Primitives primitives) {
    AtomicLock holder = atomic(primitives, 1);
    AtomicLock other = atomic(primitives, 3);
    holder.lock();

    assertThat(other.tryLock()).isEmpty();

    holder.unlock();
    assertThat(other.tryLock()).isPresent();
  }

  @Test
  void whoGaveUpWaitingIsNotServedLater(Primitives primitives) {
    AtomicLock holder = atomic(primitives, 1);
    AtomicLock impatient = atomic(primitives, 2);
    AtomicLock patient = atomic(primitives, 3);
    holder.lock();

    Optional<Version> gaveUp = impatient.tryLock(Duration.ofMillis(300));
    assertThat(gaveUp).isEmpty();
    CompletableFuture<Version> waiting = patient.async().lock();
    holder.unlock();

    Await.result("the lock passed to the one still waiting", waiting);
    assertThat(impatient.tryLock()).isEmpty();
  }

  @Test
  void whoWaitsWithATimeoutGetsTheLockIfItComesFreeInTime(Primitives primitives) {
    AtomicLock holder = atomic(primitives, 1);
    AtomicLock waiter = atomic(primitives, 2);
    holder.lock();

    CompletableFuture<Optional<Version>> waiting = waiter.async().tryLock(Await.LIMIT);
    assertThat(waiter.isLocked()).isTrue();
    holder.unlock();

    assertThat(Await.result("the lock in time", waiting)).isPresent();
  }

  @Test
  void waitersAreServedInTheOrderTheyCame(Primitives primitives) {
    AtomicLock holder = atomic(primitives, 1);
    AtomicLock second = atomic(primitives, 2);
    AtomicLock third = atomic(primitives, 3);
    holder.lock();
    CompletableFuture<Version> secondWaits = second.async().lock();
    second.isLocked();
    CompletableFuture<Version> thirdWaits = third.async().lock();
    third.isLocked();

    holder.unlock();
    Await.result("the lock for the first waiter", secondWaits);
    assertThat(thirdWaits).isNotDone();
    second.unlock();

    Await.result("the lock for the second waiter", thirdWaits);
  }

  @Test
  void aLockPassesOnWhenItsHolderCloses(Primitives primitives) {
    AtomicLock holder = atomic(primitives, 1);
    AtomicLock waiter = atomic(primitives, 2);
    holder.lock();
    CompletableFuture<Version> waiting = waiter.async().lock();
    assertThat(waiter.isLocked()).isTrue();

    holder.close();

    Await.result("the lock of a holder that closed", waiting);
  }

  @Test
  void aWaiterThatClosedIsPassedOver(Primitives primitives) {
    AtomicLock holder = atomic(primitives, 1);
    AtomicLock leaves = atomic(primitives, 2);
    AtomicLock stays = atomic(primitives, 3);
    holder.lock();
    leaves.async().lock();
    leaves.isLocked();
    CompletableFuture<Version> waiting = stays.async().lock();
    stays.isLocked();

    leaves.close();
    holder.unlock();

    Await.result("the lock for the waiter that stayed", waiting);
  }

  @Test
  void aDistributedLockExcludesTheOtherNodes(Primitives primitives) {
    AtomicInteger inside = new AtomicInteger();
    List<Callable<Integer>> tasks = new ArrayList<>();
    for (int member = 1; member <= 3; member++) {
      DistributedLock lock = plain(primitives, member);
      tasks.add(
          () -> {
            int most = 0;
            for (int i = 0; i < 10; i++) {
              lock.lock();
              most = Math.max(most, inside.incrementAndGet());
              inside.decrementAndGet();
              lock.unlock();
            }
            return most;
          });
    }

    assertThat(Parallel.run(tasks)).containsExactly(1, 1, 1);
  }

  @Test
  void aDistributedLockPassesOnToAWaiterOnAnotherNode(Primitives primitives) throws Exception {
    DistributedLock holder = plain(primitives, 1);
    DistributedLock waiter = plain(primitives, 3);
    holder.lock();
    assertThat(waiter.tryLock()).isFalse();
    assertThat(waiter.tryLock(Duration.ofMillis(200))).isFalse();

    CompletableFuture<Void> waiting = waiter.async().lock();
    assertThat(waiter.isLocked()).isTrue();
    assertThat(waiting).isNotDone();
    holder.unlock();

    Await.result("the lock passed on", waiting);
    waiter.unlock();
    assertThat(holder.isLocked()).isFalse();
  }
}
