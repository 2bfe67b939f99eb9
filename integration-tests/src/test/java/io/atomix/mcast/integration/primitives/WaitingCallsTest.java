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
import io.atomix.core.barrier.DistributedCyclicBarrier;
import io.atomix.core.lock.AtomicLock;
import io.atomix.core.lock.DistributedLock;
import io.atomix.core.map.AtomicMap;
import io.atomix.core.semaphore.AtomicSemaphore;
import io.atomix.mcast.integration.SharedCluster;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.Primitives;
import io.atomix.mcast.testing.TestCluster;
import io.atomix.primitive.PrimitiveException;
import io.atomix.primitive.protocol.ProxyProtocol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Calls that wait for an event fail, and say why, when it cannot come any more. */
@ExtendWith(SharedCluster.class)
class WaitingCallsTest {
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final Executor NEW_THREAD = task -> new Thread(task, "waits").start();

  private static AtomicLock lock(Primitives primitives, int member) {
    return primitives.open(member, "lock", Atomix::atomicLockBuilder);
  }

  private static AtomicSemaphore semaphore(Primitives primitives, Atomix on) {
    return primitives.open(
        on, "semaphore", (node, name) -> node.atomicSemaphoreBuilder(name).withInitialCapacity(1));
  }

  private static DistributedCyclicBarrier barrier(Primitives primitives, Atomix on) {
    return primitives.open(
        on, "barrier", (node, name) -> node.cyclicBarrierBuilder(name).withBarrierAction(() -> {}));
  }

  private static Throwable root(Throwable error) {
    return error.getCause() == null ? error : root(error.getCause());
  }

  private static void assertTold(List<CompletableFuture<?>> calls, String primitive, String why) {
    for (int i = 0; i < calls.size(); i++) {
      assertThat(root(Await.failure("call " + i + " of " + primitive, calls.get(i))))
          .as("call %d of %s", i, primitive)
          .isInstanceOf(PrimitiveException.ClosedSession.class)
          .hasMessageContaining("'" + primitive + "'")
          .hasMessageContaining(why);
    }
  }

  @Test
  void whoWaitsForALockHearsThatItWasDeleted(TestCluster cluster, Primitives primitives) {
    AtomicLock holder = lock(primitives, 1);
    AtomicLock waiter = lock(primitives, 2);
    AtomicLock deleter = lock(primitives, 3);
    holder.lock();
    List<CompletableFuture<?>> waiting = new ArrayList<>();
    waiting.add(waiter.async().lock());
    waiting.add(waiter.async().tryLock(LONG));
    waiting.add(CompletableFuture.supplyAsync(waiter::lock, NEW_THREAD));
    waiting.add(holder.async().lock());
    assertThat(waiter.isLocked()).isTrue();
    assertThat(waiting).noneMatch(CompletableFuture::isDone);

    deleter.delete();

    assertTold(waiting, primitives.name("lock"), "was deleted");
    assertTold(List.of(waiter.async().lock()), primitives.name("lock"), "was deleted");
    AtomicLock again = lock(primitives, 2);
    again.lock();
    again.unlock();
  }

  @Test
  void whoWaitsForADistributedLockHearsThatItWasDeleted(
      TestCluster cluster, Primitives primitives) {
    DistributedLock holder = primitives.open(1, "plain", Atomix::lockBuilder);
    DistributedLock waiter = primitives.open(2, "plain", Atomix::lockBuilder);
    holder.lock();
    CompletableFuture<Void> waiting = waiter.async().lock();
    assertThat(waiter.isLocked()).isTrue();

    holder.delete();

    assertTold(List.of(waiting), primitives.name("plain"), "was deleted");
  }

  @Test
  void whoWaitsForAPermitHearsThatTheSemaphoreWasDeleted(
      TestCluster cluster, Primitives primitives) {
    AtomicSemaphore holder = semaphore(primitives, cluster.node(1));
    AtomicSemaphore waiter = semaphore(primitives, cluster.node(2));
    holder.acquire();
    List<CompletableFuture<?>> waiting = new ArrayList<>();
    waiting.add(waiter.async().acquire());
    waiting.add(waiter.async().tryAcquire(LONG));
    Await.until("two wait", () -> holder.queueStatus().queueLength() == 2);

    holder.delete();

    assertTold(waiting, primitives.name("semaphore"), "was deleted");
    assertTold(List.of(waiter.async().acquire()), primitives.name("semaphore"), "was deleted");
    assertThat(semaphore(primitives, cluster.node(3)).availablePermits()).isEqualTo(1);
  }

  @Test
  void whoWaitsAtABarrierHearsThatItWasDeleted(TestCluster cluster, Primitives primitives) {
    DistributedCyclicBarrier first = barrier(primitives, cluster.node(1));
    DistributedCyclicBarrier second = barrier(primitives, cluster.node(2));
    DistributedCyclicBarrier third = barrier(primitives, cluster.node(3));
    List<CompletableFuture<?>> waiting = new ArrayList<>();
    waiting.add(first.async().await());
    waiting.add(second.async().await(LONG));
    Await.until("two wait", () -> third.getNumberWaiting() == 2);

    third.delete();

    assertTold(waiting, primitives.name("barrier"), "was deleted");
    assertTold(List.of(first.async().await()), primitives.name("barrier"), "was deleted");
  }

  @Test
  void whoWaitsInAnInstanceThatIsClosedHearsOfIt(TestCluster cluster, Primitives primitives) {
    AtomicLock holder = lock(primitives, 1);
    AtomicLock waiter = lock(primitives, 2);
    AtomicSemaphore permits = semaphore(primitives, cluster.node(1));
    AtomicSemaphore waits = semaphore(primitives, cluster.node(2));
    DistributedCyclicBarrier alone = barrier(primitives, cluster.node(1));
    barrier(primitives, cluster.node(2));
    holder.lock();
    permits.acquire();
    CompletableFuture<?> forLock = waiter.async().lock();
    CompletableFuture<?> forPermit = waits.async().acquire();
    CompletableFuture<?> atBarrier = alone.async().await();
    Await.until(
        "all wait", () -> alone.getNumberWaiting() + waits.queueStatus().queueLength() == 2);

    waiter.close();
    waits.close();
    alone.close();

    assertTold(List.of(forLock), primitives.name("lock"), "was closed");
    assertTold(List.of(forPermit), primitives.name("semaphore"), "was closed");
    assertTold(List.of(atBarrier), primitives.name("barrier"), "was closed");
    holder.unlock();
    assertThat(holder.tryLock()).as("nobody waits any more").isPresent();
  }

  @Test
  void whateverIsUnderWayOnANodeFailsWhenItIsStopped(TestCluster cluster, Primitives primitives) {
    lock(primitives, 1).lock();
    semaphore(primitives, cluster.node(1)).acquire();
    barrier(primitives, cluster.node(1));
    Atomix client = cluster.addClient();
    ProxyProtocol protocol = cluster.protocol();
    AtomicLock lock =
        client.atomicLockBuilder(primitives.name("lock")).withProtocol(protocol).build();
    AtomicSemaphore semaphore =
        client.atomicSemaphoreBuilder(primitives.name("semaphore")).withProtocol(protocol).build();
    DistributedCyclicBarrier barrier =
        client
            .cyclicBarrierBuilder(primitives.name("barrier"))
            .withBarrierAction(() -> {})
            .withProtocol(protocol)
            .build();
    AtomicMap<String, String> map =
        client
            .<String, String>atomicMapBuilder(primitives.name("map"))
            .withProtocol(protocol)
            .build();
    List<CompletableFuture<?>> forLock = new ArrayList<>();
    forLock.add(lock.async().lock());
    forLock.add(lock.async().tryLock(LONG));
    forLock.add(CompletableFuture.supplyAsync(lock::lock, NEW_THREAD));
    forLock.add(CompletableFuture.supplyAsync(() -> lock.tryLock(LONG), NEW_THREAD));
    CompletableFuture<?> forPermit = semaphore.async().acquire();
    CompletableFuture<?> atBarrier = barrier.async().await();
    Await.until(
        "all wait", () -> barrier.getNumberWaiting() + semaphore.queueStatus().queueLength() == 2);
    List<CompletableFuture<?>> busy = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      busy.add(map.async().put("key-" + i, "x"));
      busy.add(map.async().get("key-" + i));
      busy.add(map.async().size());
    }

    cluster.stopClient(client);

    assertTold(forLock, primitives.name("lock"), "this node was stopped");
    assertTold(List.of(forPermit), primitives.name("semaphore"), "this node was stopped");
    assertTold(List.of(atBarrier), primitives.name("barrier"), "this node was stopped");
    for (CompletableFuture<?> call : busy) {
      Throwable error = Await.outcome("a call that was under way", call);
      if (error != null) {
        assertThat(root(error)).hasMessageContaining("stopped");
      }
    }
    assertTold(List.of(lock.async().lock()), primitives.name("lock"), "this node was stopped");
    assertTold(List.of(map.async().get("key-1")), primitives.name("map"), "this node was stopped");
  }
}
