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
package io.atomix.mcast.integration.rolling;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.core.Atomix;
import io.atomix.core.map.AtomicMap;
import io.atomix.mcast.integration.Backend;
import io.atomix.mcast.integration.faults.Actors;
import io.atomix.mcast.integration.faults.FenceProbe;
import io.atomix.mcast.integration.faults.Inside;
import io.atomix.mcast.integration.faults.QuickGroups;
import io.atomix.mcast.integration.faults.RawClient;
import io.atomix.mcast.integration.faults.TracedPartitions;
import io.atomix.mcast.observe.ProtocolEvent;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.Primitives;
import io.atomix.mcast.testing.TestCluster;
import io.atomix.mcast.wire.Answer;
import io.atomix.protocols.raft.RaftServer;
import io.atomix.utils.time.Versioned;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Leaders go and come back under every kind of load. The clients are not members: they and their
 * sessions stay, and as they try again what was not applied, they see no error.
 */
class RollingRestartTest {
  private static final Duration ELECTION_TIMEOUT = Duration.ofMillis(1000);

  /** Between two operations of an actor: two dozen of them are load enough. */
  private static final Duration PAUSE = Duration.ofMillis(50);

  private static final Duration REFUSAL_TIMEOUT = Duration.ofSeconds(15);

  /** So long that no session ends, however slow the machine is. */
  private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(20);

  private static TestCluster cluster;
  private static Atomix writers;
  private static Atomix readers;

  /** The member to restart first: the one whose replica was stopped. */
  private static int first = 1;

  @BeforeAll
  static void startCluster() {
    cluster =
        TestCluster.builder(Backend.selected())
            .withGroups(
                (directory, members) ->
                    List.of(
                        QuickGroups.group(TestCluster.DATA, directory, members)
                            .withElectionTimeout(ELECTION_TIMEOUT)
                            .withRefusalTimeout(REFUSAL_TIMEOUT)
                            .withSessionTimeout(SESSION_TIMEOUT)
                            .build(),
                        SpreadLoad.group(directory, members, ELECTION_TIMEOUT)))
            .start();
    writers = cluster.addClient();
    readers = cluster.addClient();
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  @Test
  @Timeout(value = 420, unit = TimeUnit.SECONDS)
  void leadersGoAndComeBackUnderLoad() {
    aNewLeaderFinishesWhatTheOldOneBegan();
    aRollingRestartLosesNothingAndShowsNoErrorToAClientThatTriesAgain();
  }

  private static void aNewLeaderFinishesWhatTheOldOneBegan() {
    Primitives primitives = new Primitives(cluster);
    AtomicMap<String, String> map =
        primitives.open(writers, "map", Atomix::<String, String>atomicMapBuilder);
    for (int partition = 1; partition <= 3; partition++) {
      map.put(Inside.key(partition), "old");
    }
    int old = Inside.leader(cluster, 1);
    AtomicLong elected = electionsOfOthers(old);

    Atomix other = cluster.node(old % 3 + 1);
    try (RawClient caller = new RawClient(other);
        TracedPartitions traced = new TracedPartitions(other)) {
      String name = primitives.name("map");
      caller.openMap(name, 1, 2);
      long sequence = caller.nextSequence();
      caller.submit(1, caller.clear(sequence, name, 1, 1, 2));
      // It has to wait, so partition 1 votes higher than the others, and a raise must be told.
      CompletableFuture<Void> clear = map.async().clear();
      CompletableFuture<Versioned<String>> write = map.async().put(Inside.key(1), "new");
      Await.until(
          "both are pending where the leader stops",
          () -> Inside.partition(cluster.node(old), 1).counts().pending(),
          pending -> pending >= 2);

      long stopped = System.nanoTime();
      Inside.partition(cluster.node(old), 1).server().shutdown();
      Answer vote = caller.submit(2, caller.clear(sequence, name, 2, 1, 2)).get(0);
      assertThat(vote).isInstanceOf(Answer.Voted.class);

      Await.result("what the old leader began", clear);
      assertThat(Await.result("what waited for that", write)).isNull();
      long finished = System.nanoTime();
      assertThat(elected).as("the new leader").doesNotHaveValue(0);
      System.out.printf(
          "a new leader after %d ms; it finished what the old one began in %d ms%n",
          TimeUnit.NANOSECONDS.toMillis(elected.get() - stopped),
          TimeUnit.NANOSECONDS.toMillis(finished - elected.get()));
      // Nobody had it refused.
      traced.awaitInOrder(
          1, new ProtocolEvent.Executed(traced.submitted(1, "clear").message(), true));
      caller.resolveAll(1);
      caller.resolveAll(2);
    }
    assertThat(map.get(Inside.key(2))).isNull();
    assertThat(map.get(Inside.key(3))).isNull();
    // The caller's clear has its last vote only after the stop, so may come behind the write.
    Versioned<String> written = map.get(Inside.key(1));
    assertThat(written == null ? "new" : written.value()).isEqualTo("new");
    primitives.close();
    first = old;
  }

  /** When another member became leader of partition 1, the latest time it happened. */
  private static AtomicLong electionsOfOthers(int old) {
    AtomicLong elected = new AtomicLong();
    for (int member = 1; member <= 3; member++) {
      if (member != old) {
        Inside.partition(cluster.node(member), 1)
            .addRoleChangeListener(
                role -> {
                  if (role == RaftServer.Role.LEADER) {
                    elected.set(System.nanoTime());
                  }
                });
      }
    }
    return elected;
  }

  private static void aRollingRestartLosesNothingAndShowsNoErrorToAClientThatTriesAgain() {
    long seed = Long.getLong("mcast.seed", new Random().nextLong());
    System.out.println("RollingRestartTest seed " + seed);
    Primitives primitives = new Primitives(cluster);
    Stage stage = new Stage(cluster, primitives, writers, readers, seed);
    CountersLoad counters = new CountersLoad(stage);
    SpreadLoad spread = new SpreadLoad(stage, ELECTION_TIMEOUT.multipliedBy(2));
    spread.awaitSpread("after the start");
    List<Load> loads =
        List.of(
            new WritersLoad(stage),
            new TokensLoad(stage),
            counters,
            new SnapshotsLoad(stage),
            new BankLoad(stage),
            new ChannelLoad(stage),
            spread,
            HistoryLoad.ofMap(stage),
            HistoryLoad.ofMulticastMap(stage),
            HistoryLoad.ofMulticastCounters(stage));
    Actors actors = new Actors(PAUSE);
    loads.forEach(load -> load.start(actors));
    FenceProbe fence =
        new FenceProbe(cluster, readers, primitives.name(CountersLoad.NAME), counters.floors());
    actors.awaitProgress(3);

    for (int member = 1; member <= 3; member++) {
      fence.watch(member);
    }
    for (int i = 0; i < 3; i++) {
      restart((first + i - 1) % 3 + 1, actors, fence, spread);
    }
    actors.stop();

    assertThat(actors.failures()).as("errors that clients saw").isEmpty();
    System.out.println(fence);
    assertThat(fence.stale()).isEmpty();
    fence.close();
    loads.forEach(Load::check);
    Inside.awaitNothingLeft(cluster);
    primitives.close();
  }

  private static void restart(int member, Actors actors, FenceProbe fence, SpreadLoad spread) {
    actors.longestGaps();
    cluster.stop(member);
    actors.awaitProgress(3);
    System.out.println(
        "without m" + member + ", longest time without a success, ms: " + actors.longestGaps());
    spread.measure();
    cluster.restart(member);
    fence.watch(member);
    spread.awaitSpread("with m" + member + " back");
    actors.awaitProgress(3);
    System.out.println(
        "m" + member + " is back, longest time without a success, ms: " + actors.longestGaps());
  }
}
