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
package io.atomix.mcast.integration.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.core.Atomix;
import io.atomix.core.election.LeaderElection;
import io.atomix.core.lock.AtomicLock;
import io.atomix.core.map.AtomicMap;
import io.atomix.core.map.AtomicMapEvent;
import io.atomix.core.value.AtomicValue;
import io.atomix.mcast.integration.SharedCluster;
import io.atomix.mcast.integration.faults.Inside;
import io.atomix.mcast.observe.GroupObserver;
import io.atomix.mcast.observe.ProtocolEvent;
import io.atomix.mcast.observe.Tracer;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.primitives.channel.ChannelListener;
import io.atomix.mcast.primitives.channel.Conflicts;
import io.atomix.mcast.primitives.channel.From;
import io.atomix.mcast.primitives.channel.MulticastChannel;
import io.atomix.mcast.primitives.channel.MulticastChannelType;
import io.atomix.mcast.primitives.channel.Partitions;
import io.atomix.mcast.primitives.map.MulticastMap;
import io.atomix.mcast.primitives.map.MulticastMapType;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.Heard;
import io.atomix.mcast.testing.Primitives;
import io.atomix.mcast.testing.TestCluster;
import io.atomix.primitive.PrimitiveState;
import io.atomix.primitive.partition.PartitionId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a program does in its callbacks does not hold up the protocol, nor itself. */
@ExtendWith(SharedCluster.class)
class CallbacksTest {
  /**
   * More than a pool of Atomix's has threads: twice as many as there are processors, but 4 at
   * least, and 16 at most.
   */
  private static final int CALLBACKS =
      1 + Math.max(Math.min(Runtime.getRuntime().availableProcessors() * 2, 16), 4);

  private static final int CALLS = 3;

  private TestCluster cluster;
  private Primitives primitives;
  private final CountDownLatch end = new CountDownLatch(1);

  @BeforeEach
  void useCluster(TestCluster cluster, Primitives primitives) {
    this.cluster = cluster;
    this.primitives = primitives;
  }

  @AfterEach
  void letGo() {
    end.countDown();
  }

  /** A callback, given what it can do with the primitive that it is called for. */
  private interface Callback {
    void run(Runnable use);
  }

  enum Kind {
    CONTINUATION_OF_A_LOCAL_CALL {
      @Override
      void call(Primitives primitives, int number, Callback callback) {
        AtomicMap<String, String> map = map(primitives, number);
        whenDone(() -> map.async().put("key", "value"), () -> callback.run(() -> use(map)));
      }
    },
    CONTINUATION_OF_A_MULTICAST_CALL {
      @Override
      void call(Primitives primitives, int number, Callback callback) {
        AtomicMap<String, String> map = map(primitives, number);
        whenDone(() -> map.async().clear(), () -> callback.run(() -> use(map)));
      }
    },
    CONTINUATION_OF_A_READ {
      @Override
      void call(Primitives primitives, int number, Callback callback) {
        AtomicMap<String, String> map = map(primitives, number);
        whenDone(() -> map.async().get("key"), () -> callback.run(() -> use(map)));
      }
    },
    LISTENER_OF_AN_ATOMIC_MAP {
      @Override
      void call(Primitives primitives, int number, Callback callback) {
        AtomicMap<String, String> map = map(primitives, number);
        map.addListener(
            event -> {
              if (event.key().equals("heard")) {
                callback.run(() -> use(map));
              }
            });
        map.async().put("heard", "value");
      }
    },
    LISTENER_OF_A_MULTICAST_MAP {
      @Override
      void call(Primitives primitives, int number, Callback callback) {
        MulticastMap<String, String> map =
            primitives.open(
                MEMBER,
                "multicast-" + number,
                (Atomix node, String name) ->
                    node.primitiveBuilder(name, MulticastMapType.<String, String>instance()));
        map.addListener(
            event -> {
              if (event.key().equals("heard")) {
                callback.run(
                    () -> {
                      use(map);
                      map.putAll(Map.of("one", "1", "another", "2", "third", "3"));
                      assertThat(map.getAll(List.of("one", "another"))).hasSize(2);
                    });
              }
            });
        map.async().putAll(Map.of("heard", "value", "other", "value"));
      }
    },
    SUBSCRIBER_OF_A_CHANNEL {
      @Override
      void call(Primitives primitives, int number, Callback callback) {
        MulticastChannel<String> channel =
            primitives.open(
                MEMBER,
                "channel-" + number,
                (Atomix node, String name) ->
                    node.primitiveBuilder(name, MulticastChannelType.<String>instance()));
        channel.subscribe(
            Partitions.numbered(1),
            From.oldest(),
            ChannelListener.of(
                message -> {
                  if (message.payload().equals("heard")) {
                    callback.run(
                        () -> {
                          channel.multicast(Partitions.numbered(1, 2), Conflicts.all(), "more");
                          assertThat(
                                  channel
                                      .history(PartitionId.from(TestCluster.DATA, 1), 1, 1)
                                      .messages())
                              .hasSize(1);
                        });
                  }
                },
                gap -> {}));
        channel.async().multicast(Partitions.numbered(1), Conflicts.all(), "heard");
      }
    },
    LISTENER_OF_STATE_CHANGES {
      @Override
      void call(Primitives primitives, int number, Callback callback) {
        AtomicMap<String, String> other = map(primitives, CALLBACKS + number);
        AtomicMap<String, String> map = map(primitives, number);
        map.addStateChangeListener(
            state -> {
              if (state == PrimitiveState.CLOSED) {
                callback.run(() -> use(other));
              }
            });
        map.async().close();
      }
    },
    CONTINUATION_OF_A_LOCK {
      @Override
      void call(Primitives primitives, int number, Callback callback) {
        AtomicLock lock =
            primitives.open(MEMBER, "lock-" + number, (node, name) -> node.atomicLockBuilder(name));
        AtomicBoolean locked = new AtomicBoolean();
        whenDone(
            () -> {
              if (locked.getAndSet(true)) {
                lock.unlock();
              }
              return lock.async().lock();
            },
            () ->
                callback.run(
                    () -> {
                      lock.unlock();
                      lock.lock();
                      assertThat(lock.isLocked()).isTrue();
                    }));
      }
    },
    LISTENER_OF_AN_ELECTION {
      @Override
      void call(Primitives primitives, int number, Callback callback) {
        LeaderElection<String> election =
            primitives.open(MEMBER, "election-" + number, Atomix::<String>leaderElectionBuilder);
        AtomicInteger heard = new AtomicInteger();
        election.addListener(
            event -> {
              if (heard.getAndIncrement() == 0) {
                callback.run(() -> assertThat(election.getLeadership().candidates()).isNotEmpty());
              }
            });
        election.async().run("candidate");
      }
    },
    LISTENER_OF_A_VALUE {
      @Override
      void call(Primitives primitives, int number, Callback callback) {
        AtomicValue<String> value =
            primitives.open(MEMBER, "value-" + number, Atomix::<String>atomicValueBuilder);
        value.addListener(
            event -> {
              if (event.newValue().equals("heard")) {
                callback.run(
                    () -> {
                      value.set("more");
                      assertThat(value.get()).isEqualTo("more");
                    });
              }
            });
        value.async().set("heard");
      }
    };

    private static final int MEMBER = 1;

    /** Opens a primitive, and has a callback called once. */
    abstract void call(Primitives primitives, int number, Callback callback);

    /**
     * Goes on when a call has ended, and not on the thread that calls: a future that is complete
     * already would run it there, so then there is another call.
     */
    private static void whenDone(Supplier<CompletableFuture<?>> call, Runnable next) {
      Thread caller = Thread.currentThread();
      call.get()
          .thenRun(
              () -> {
                if (Thread.currentThread() == caller) {
                  whenDone(call, next);
                } else {
                  next.run();
                }
              });
    }

    private static AtomicMap<String, String> map(Primitives primitives, int number) {
      return primitives.open(MEMBER, "map-" + number, Atomix::<String, String>atomicMapBuilder);
    }

    private static void use(AtomicMap<String, String> map) {
      map.put("written", "value");
      assertThat(map.get("written").value()).isEqualTo("value");
      assertThat(map.size()).isPositive();
    }
  }

  @ParameterizedTest
  @EnumSource
  void othersGoOnWhileCallbacksAreHeldUpInMoreThreadsThanAPoolHas(Kind kind) {
    AtomicInteger held = new AtomicInteger();
    for (int i = 0; i < CALLBACKS; i++) {
      kind.call(
          primitives,
          i,
          use -> {
            held.incrementAndGet();
            awaitEnd();
          });
    }
    Await.until("all callbacks are held up", held::get, count -> count == CALLBACKS);
    assertOthersGoOn();
  }

  private void assertOthersGoOn() {
    for (int member = 1; member <= 3; member++) {
      AtomicMap<String, String> map =
          primitives.open(member, "free", Atomix::<String, String>atomicMapBuilder);
      Heard<AtomicMapEvent<String, String>> events = new Heard<>();
      map.addListener(events::add);
      for (int partition = 1; partition <= 3; partition++) {
        map.put(Inside.key(partition), "by " + member);
      }
      assertThat(map.size()).isEqualTo(3);
      map.clear();
      events.atLeast(6);
    }
  }

  @Test
  void whoObservesOrTracesHoldsUpNobody() {
    Heard<String> held = new Heard<>();
    for (int member = 1; member <= 3; member++) {
      String node = "m" + member;
      for (int partition = 1; partition <= 3; partition++) {
        Inside.partition(cluster.node(member), partition).observe(observer(node, held));
        Inside.partition(cluster.node(member), partition).trace(tracer(node, held));
      }
    }
    try {
      assertOthersGoOn();
      for (int member = 1; member <= 3; member++) {
        String node = "m" + member;
        held.first("what " + node + " has called", what -> what.equals(node + " observes"));
        held.first("what happened on " + node, what -> what.equals(node + " traces"));
      }
      assertOthersGoOn();
    } finally {
      for (int member = 1; member <= 3; member++) {
        for (int partition = 1; partition <= 3; partition++) {
          Inside.partition(cluster.node(member), partition).observe(GroupObserver.NONE);
          Inside.partition(cluster.node(member), partition).trace(Tracer.NONE);
        }
      }
    }
  }

  private GroupObserver observer(String node, Heard<String> held) {
    return new GroupObserver() {
      @Override
      public void called(MessageKind kind, ObservedOutcome outcome, long nanos) {
        held.add(node + " observes");
        awaitEnd();
      }
    };
  }

  private Tracer tracer(String node, Heard<String> held) {
    return new Tracer() {
      @Override
      public void inGroup(
          GroupId group, long index, boolean leads, long micros, ProtocolEvent event) {
        held.add(node + " traces");
        awaitEnd();
      }

      @Override
      public void atCaller(long micros, ProtocolEvent event) {
        held.add(node + " traces calls");
        awaitEnd();
      }
    };
  }

  private void awaitEnd() {
    Await.until("the end of the test", () -> end.getCount() == 0);
  }

  @ParameterizedTest
  @EnumSource
  void callsAfterCallsFromWithinCallbacksWork(Kind kind) {
    Heard<String> ended = new Heard<>();
    for (int i = 0; i < CALLBACKS; i++) {
      int number = i;
      kind.call(
          primitives,
          i,
          use -> {
            try {
              for (int call = 0; call < CALLS; call++) {
                use.run();
              }
              ended.add("well");
            } catch (Throwable e) {
              ended.add(number + ": " + e);
            }
          });
    }
    assertThat(ended.atLeast(CALLBACKS)).containsOnly("well");
  }

  @Test
  void aBurstOfEventsEachOfWhichIsReadAboutIsHeardInItsOrder() throws InterruptedException {
    int events = 300;
    AtomicMap<String, String> map =
        primitives.open(1, "burst", Atomix::<String, String>atomicMapBuilder);
    AtomicMap<String, String> writer =
        primitives.open(2, "burst", Atomix::<String, String>atomicMapBuilder);
    Heard<String> heard = new Heard<>();
    CountDownLatch begin = new CountDownLatch(1);
    map.addListener(
        event -> {
          Await.until("all have been written", () -> begin.getCount() == 0);
          map.get(event.key());
          heard.add(event.newValue().value());
        });
    String key = Inside.key(1);
    for (int i = 0; i < events; i++) {
      writer.put(key, String.valueOf(i));
    }
    begin.countDown();
    assertThat(begin.await(1, TimeUnit.SECONDS)).isTrue();

    List<String> all = heard.atLeast(events);

    assertThat(all.stream().map(Integer::valueOf).toList()).isSorted().hasSize(events);
  }
}
