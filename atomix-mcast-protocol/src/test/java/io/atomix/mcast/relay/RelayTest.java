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
package io.atomix.mcast.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.client.CallbackThreads;
import io.atomix.mcast.observe.GroupObserver;
import io.atomix.mcast.observe.ProtocolEvent;
import io.atomix.mcast.observe.Tracer;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.testing.Await;
import io.atomix.utils.concurrent.BlockingAwareThreadPoolContextFactory;
import io.atomix.utils.concurrent.ThreadContextFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

@Timeout(60)
final class RelayTest {
  private static final GroupId GROUP = new GroupId("data", 1);

  private final ThreadContextFactory protocol =
      new BlockingAwareThreadPoolContextFactory(
          "protocol-%d", 1, LoggerFactory.getLogger(RelayTest.class));
  private final CallbackThreads callbacks =
      new CallbackThreads("data", 1, protocol.createContext());
  private final Relays relays = new Relays(GROUP, callbacks, protocol.createContext());
  private final List<String> told = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch end = new CountDownLatch(1);

  @AfterEach
  void stop() {
    end.countDown();
    callbacks.close();
    protocol.close();
  }

  private void standStill() {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitTold() throws Exception {
    relays.told().get(60, TimeUnit.SECONDS);
  }

  private static ProtocolEvent ready(long sequence) {
    return new ProtocolEvent.Stable(new MessageId(1, 2, sequence), 0);
  }

  /** Takes note of batches and snapshots. */
  private class Noting implements GroupObserver {
    @Override
    public void batch(int commands) {
      told.add("batch of " + commands);
    }

    @Override
    public void snapshot(int bytes, long nanos) {
      told.add("snapshot on " + Thread.currentThread().getName());
    }

    @Override
    public void missed(long count) {
      told.add("missed " + count);
    }
  }

  @Test
  void whatHappensIsToldInItsOrderOnThreadsForCallersCode() throws Exception {
    relays.observe(new Noting());
    for (int i = 0; i < 5000; i++) {
      relays.observer().batch(i);
    }
    relays.observer().snapshot(1, 2);
    relays.trace(new Tracer() {});
    awaitTold();
    assertThat(told.subList(0, 5000))
        .isEqualTo(IntStream.range(0, 5000).mapToObj(i -> "batch of " + i).toList());
    assertThat(told).last().asString().startsWith("snapshot on generic-multicast-data-callback-");
  }

  @Test
  void whatHappensIsToldThoughNobodyAsksForIt() throws Exception {
    relays.observe(new Noting());
    relays.observer().batch(1);
    Await.until("it is told", () -> List.copyOf(told), List.of("batch of 1")::equals);
  }

  @Test
  void whoStandsStillHoldsUpNobodyAndIsToldHowMuchItMissed() throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    relays.observe(
        new Noting() {
          @Override
          public void becameLeader() {
            held.countDown();
            standStill();
          }
        });
    relays.trace(
        new Tracer() {
          @Override
          public void inGroup(
              GroupId group, long index, boolean leads, long micros, ProtocolEvent event) {
            told.add(group + " at " + index + ": " + event);
          }
        });
    relays.observer().becameLeader();
    held.await();

    int many = RelayedObserver.CAPACITY + 10;
    for (int i = 0; i < many; i++) {
      relays.observer().batch(i);
    }
    relays.tracer().inGroup(GROUP, 7, true, 1, ready(3));
    Await.until(
        "the tracer is told", () -> List.copyOf(told), List.of("data-1 at 7: " + ready(3))::equals);

    end.countDown();
    Await.until(
        "the observer is told",
        () -> told.get(told.size() - 1),
        ("batch of " + (many - 1))::equals);
    assertThat(told).hasSize(2 + RelayedObserver.CAPACITY);
    assertThat(told.get(1)).isEqualTo("missed 10");
    assertThat(told.get(2)).isEqualTo("batch of 10");
  }

  @Test
  void aTracerIsToldHowMuchItMissed() throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    relays.trace(
        new Tracer() {
          @Override
          public void atCaller(long micros, ProtocolEvent event) {
            held.countDown();
            standStill();
          }

          @Override
          public void missed(GroupId group, long count) {
            told.add(group + " missed " + count);
          }
        });
    relays.tracer().atCaller(1, ready(1));
    held.await();
    for (int i = 0; i < RelayedTracer.CAPACITY + 10; i++) {
      relays.tracer().inGroup(GROUP, i, true, 2, ready(i));
    }
    end.countDown();
    Await.until("it is told", () -> List.copyOf(told), List.of("data-1 missed 10")::equals);
  }

  @Test
  void whoWaitsForAnObserverThatStandsStillIsToldWhenItIsNoUseAnyMore() throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    relays.observe(
        new GroupObserver() {
          @Override
          public void becameLeader() {
            held.countDown();
            standStill();
          }
        });
    relays.observer().becameLeader();
    held.await();
    var waiting = relays.told();
    assertThat(waiting).isNotDone();
    for (int i = 0; i <= RelayedObserver.CAPACITY; i++) {
      relays.observer().batch(i);
    }
    waiting.get(60, TimeUnit.SECONDS);
  }

  @Test
  void whatAnObserverThrowsEndsNothing() throws Exception {
    relays.observe(
        new Noting() {
          @Override
          public void refused() {
            throw new IllegalStateException("thrown by the test");
          }
        });
    relays.observer().refused();
    relays.observer().batch(1);
    relays.observer().refused();
    relays.observer().batch(2);
    awaitTold();
    assertThat(told).containsExactly("batch of 1", "batch of 2");
  }

  @Test
  void whoIsReplacedIsToldWhatHappenedBefore() throws Exception {
    GroupObserver noting = new Noting();
    relays.observe(noting);
    GroupObserver first = relays.observer();
    relays.observe(noting);
    assertThat(relays.observer()).as("of one observer there is one order").isSameAs(first);
    first.batch(1);
    relays.observe(GroupObserver.NONE);
    assertThat(relays.observer()).isSameAs(GroupObserver.NONE);
    assertThat(relays.tracer()).isSameAs(Tracer.NONE);
    awaitTold();
    assertThat(told).containsExactly("batch of 1");
  }

  @Test
  void whatHappensWhenTheThreadsHaveEndedIsToldAllTheSame() throws Exception {
    relays.observe(new Noting());
    callbacks.close();
    protocol.close();
    relays.observer().batch(1);
    Await.until("it is told", () -> List.copyOf(told), List.of("batch of 1")::equals);
  }
}
