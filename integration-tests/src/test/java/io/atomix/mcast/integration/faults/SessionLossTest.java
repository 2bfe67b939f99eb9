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
package io.atomix.mcast.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.core.Atomix;
import io.atomix.core.lock.AtomicLock;
import io.atomix.core.map.AtomicMap;
import io.atomix.core.map.AtomicMapEvent;
import io.atomix.core.value.AtomicValue;
import io.atomix.core.value.AtomicValueEvent;
import io.atomix.mcast.GenericMulticastProtocol;
import io.atomix.mcast.NotAppliedException;
import io.atomix.mcast.OutcomeUnknownException;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.Heard;
import io.atomix.mcast.testing.Primitives;
import io.atomix.mcast.testing.TestCluster;
import io.atomix.primitive.PrimitiveException;
import io.atomix.primitive.PrimitiveState;
import io.atomix.primitive.Recovery;
import io.atomix.utils.time.Version;
import io.atomix.utils.time.Versioned;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A client's Raft sessions end while it lives. */
@ExtendWith(Quick.class)
class SessionLossTest {

  private TestCluster cluster;
  private Primitives primitives;
  private Atomix client;

  @BeforeEach
  void startClient(TestCluster cluster, Primitives primitives) {
    this.cluster = cluster;
    this.primitives = primitives;
    client = cluster.addClient();
  }

  @AfterEach
  void stopClient() {
    cluster.stopClient(client);
  }

  private AtomicMap<String, String> onMember() {
    return primitives.open(1, "map", Atomix::<String, String>atomicMapBuilder);
  }

  private AtomicMap<String, String> onClient(Recovery recovery) {
    return client
        .<String, String>atomicMapBuilder(primitives.name("map"))
        .withProtocol(
            GenericMulticastProtocol.builder(TestCluster.DATA)
                .withRecoveryStrategy(recovery)
                .build())
        .build();
  }

  @Test
  void listenersHearOfItAndHearEventsAgainAfterwards() {
    AtomicMap<String, String> member = onMember();
    Heard<PrimitiveState> states = new Heard<>();
    Heard<AtomicMapEvent<String, String>> events = new Heard<>();
    AtomicValue<Integer> value = primitives.open(1, "value", Atomix::<Integer>atomicValueBuilder);
    Heard<AtomicValueEvent<Integer>> valueEvents = new Heard<>();
    RaftSessionsOf sessions =
        RaftSessionsOf.opening(
            cluster,
            () -> {
              AtomicMap<String, String> map = onClient(Recovery.RECOVER);
              map.addStateChangeListener(states::add);
              map.addListener(events::add);
              map.put("key", "before");
              client
                  .<Integer>atomicValueBuilder(primitives.name("value"))
                  .withProtocol(GenericMulticastProtocol.builder(TestCluster.DATA).build())
                  .build()
                  .addListener(valueEvents::add);
            });
    assertThat(sessions.count(1)).isEqualTo(1);
    events.atLeast(1);

    long lost = System.nanoTime();
    sessions.end();

    states.first("the loss", state -> state == PrimitiveState.SUSPENDED);
    Await.until(
        "the recovery",
        states::soFar,
        seen ->
            seen.indexOf(PrimitiveState.SUSPENDED) < seen.lastIndexOf(PrimitiveState.CONNECTED));
    AtomicInteger puts = new AtomicInteger();
    for (int partition = 1; partition <= 3; partition++) {
      String key = Inside.key(partition);
      Await.until(
          "an event of " + key,
          () -> {
            // A map publishes nothing when the value stays the same.
            member.put(key, "after " + puts.incrementAndGet());
            return events.soFar().stream().anyMatch(event -> event.key().equals(key));
          });
    }
    // Atomix's value itself does not register its listeners again.
    Await.until(
        "an event of the value",
        () -> {
          value.set(puts.incrementAndGet());
          return !valueEvents.soFar().isEmpty();
        });
    System.out.printf(
        "session loss: events again after %d ms%n",
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lost));
    assertThat(states.soFar()).doesNotContain(PrimitiveState.CLOSED, PrimitiveState.EXPIRED);
    assertThat(member.size()).isEqualTo(4);
  }

  @Test
  void whatWasInFlightFailsWithAnErrorThatSaysWhetherItsOutcomeIsKnown() {
    AtomicMap<String, String> member = onMember();
    Map<String, CompletableFuture<?>> writes = new LinkedHashMap<>();
    RaftSessionsOf[] sessions = new RaftSessionsOf[1];
    AtomicMap<String, String> map = onClientNow(sessions);

    for (int i = 0; i < 400; i++) {
      if (i == 100) {
        CompletableFuture.runAsync(sessions[0]::end);
      }
      writes.put("write-" + i, map.async().put("write-" + i, "x"));
      if (i % 20 == 0) {
        writes.put("size-" + i, map.async().size());
      }
    }

    Map<String, Integer> outcomes = new LinkedHashMap<>();
    writes.forEach(
        (key, write) -> {
          Throwable error = Await.outcome(key, write);
          outcomes.merge(
              error == null ? "done" : error.getClass().getSimpleName(), 1, Integer::sum);
          boolean isWrite = key.startsWith("write");
          if (error == null && isWrite) {
            assertThat(member.containsKey(key)).as("acknowledged: " + key).isTrue();
          } else if (error instanceof NotAppliedException && isWrite) {
            assertThat(member.containsKey(key)).as("not applied: " + key).isFalse();
          } else if (error != null) {
            assertThat(error)
                .isInstanceOfAny(OutcomeUnknownException.class, NotAppliedException.class);
            assertThat(error.getMessage()).contains("session");
          }
        });
    System.out.println("session loss under load: " + outcomes);
    map.put("later", "x");
    assertThat(member.containsKey("later")).isTrue();
    Inside.awaitNothingLeft(cluster);
  }

  /** A map whose sessions are known. */
  private AtomicMap<String, String> onClientNow(RaftSessionsOf[] sessions) {
    CompletableFuture<AtomicMap<String, String>> map = new CompletableFuture<>();
    sessions[0] = RaftSessionsOf.opening(cluster, () -> map.complete(onClient(Recovery.RECOVER)));
    return map.join();
  }

  @Test
  void aWriteThatWaitsForOthersWhenItsSessionEndsHasAnUnknownOutcome() {
    AtomicMap<String, String> member = onMember();
    RaftSessionsOf[] sessions = new RaftSessionsOf[1];
    AtomicMap<String, String> map = onClientNow(sessions);
    try (RawClient vanished = new RawClient(cluster.node(2))) {
      vanished.openMap(primitives.name("map"), 1, 2);
      vanished.submit(1, vanished.clear(vanished.nextSequence(), primitives.name("map"), 1, 1, 2));
      CompletableFuture<Versioned<String>> waiting = map.async().put(Inside.key(1), "x");
      // What follows it in the same session has been answered, so it is in the log.
      map.async().addListener(event -> {}).join();

      sessions[0].end(1);

      assertThat(Await.outcome("the write that waited", waiting))
          .isInstanceOf(OutcomeUnknownException.class)
          .hasMessageContaining("unknown");
    }
    assertThat(member.get(Inside.key(1)).value()).as("it was in the log").isEqualTo("x");
  }

  @Test
  void aLockHeldByALostSessionPassesOn() {
    AtomicLock member = primitives.open(1, "lock", Atomix::atomicLockBuilder);
    RaftSessionsOf sessions =
        RaftSessionsOf.opening(
            cluster,
            () -> {
              AtomicLock lock =
                  client
                      .atomicLockBuilder(primitives.name("lock"))
                      .withProtocol(cluster.protocol())
                      .build();
              lock.lock();
            });
    CompletableFuture<Version> waiting = member.async().lock();
    assertThat(member.isLocked()).isTrue();
    assertThat(waiting).isNotDone();

    sessions.end();

    Await.result("the lock of a lost session", waiting);
    member.unlock();
  }

  @Test
  void aPrimitiveThatIsNotToRecoverCloses() {
    onMember();
    Heard<PrimitiveState> states = new Heard<>();
    CompletableFuture<AtomicMap<String, String>> opened = new CompletableFuture<>();
    RaftSessionsOf sessions =
        RaftSessionsOf.opening(
            cluster,
            () -> {
              AtomicMap<String, String> map = onClient(Recovery.CLOSE);
              map.addStateChangeListener(states::add);
              opened.complete(map);
            });

    sessions.end(2);

    states.first("the end", state -> state == PrimitiveState.CLOSED);
    assertThat(
            Await.outcome("a write to a closed map", opened.join().async().put(Inside.key(2), "x")))
        .isInstanceOf(PrimitiveException.ClosedSession.class);
    AtomicMap<String, String> again = onClient(Recovery.CLOSE);
    again.put(Inside.key(2), "x");
    assertThat(again.get(Inside.key(2)).value()).isEqualTo("x");
  }
}
