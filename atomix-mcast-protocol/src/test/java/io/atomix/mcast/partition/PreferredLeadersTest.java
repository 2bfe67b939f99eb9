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
package io.atomix.mcast.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.cluster.MemberId;
import io.atomix.mcast.observe.GroupObserver;
import io.atomix.mcast.testing.Await;
import io.atomix.primitive.operation.OperationId;
import io.atomix.primitive.operation.PrimitiveOperation;
import io.atomix.primitive.partition.Partition;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.primitive.service.ServiceConfig;
import io.atomix.primitive.session.SessionClient;
import io.atomix.protocols.raft.RaftServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who leads nine partitions of three members: real servers in one JVM, replicas that record. */
class PreferredLeadersTest {
  private static final OperationId ADD = OperationId.command("add");
  private static final List<String> MEMBERS = List.of("m1", "m2", "m3");
  private static final int PARTITIONS = 9;
  private static final Duration PAUSE = Duration.ofMillis(15);

  @TempDir Path directory;

  private final Map<String, RecordingReplicas> replicas = new LinkedHashMap<>();
  private final Map<String, GenericMulticastPartitionGroup> groups = new LinkedHashMap<>();
  private final AtomicInteger moves = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();

  /** The longest time for which requests waited, in milliseconds, by the preferred member. */
  private final Map<String, Long> longestMoves = new ConcurrentHashMap<>();

  private ClusterOfNodes cluster;

  @BeforeEach
  void startNodes() throws Exception {
    cluster = new ClusterOfNodes("m1", "m2", "m3", "c1");
  }

  @AfterEach
  void stopNodes() throws Exception {
    for (String node : List.copyOf(groups.keySet())) {
      groups.get(node).close().get(60, TimeUnit.SECONDS);
    }
    cluster.close();
  }

  @Test
  void leadersAreSpreadFromTheStartAndAgainWhenEachMemberHasBeenAway() throws Exception {
    open(List.of("m1", "m2", "m3", "c1"), true);
    awaitSpread();
    List<Writer> writers = new ArrayList<>();
    for (int number = 1; number <= PARTITIONS; number++) {
      writers.add(new Writer(number));
    }
    for (String member : MEMBERS) {
      groups.get(member).close().get(60, TimeUnit.SECONDS);
      open(List.of(member), true);
      writers.forEach(Writer::forgetLongest);
      awaitSpread();
      System.out.printf(
          "%s is back: %d moves until now, the longest, ms: %s; the longest operation since %d"
              + " ms%n",
          member,
          moves.get(),
          longestMoves,
          writers.stream().mapToLong(writer -> writer.longest).max().orElseThrow());
    }
    for (Writer writer : writers) {
      writer.stop();
      for (String member : MEMBERS) {
        Await.until(
            "what " + member + " applied in " + writer.id,
            () -> replicas.get(member).services.applied(writer.id),
            writer.written::equals);
      }
    }
    assertThat(moves).as("of what each member got back").hasValueGreaterThanOrEqualTo(5);
  }

  @Test
  void aMemberThatDoesNotWantToLeadIsOfferedNothing() throws Exception {
    open(MEMBERS.subList(1, 3), true);
    open(MEMBERS.subList(0, 1), false);
    Await.until("attempts", failures::get, found -> found >= 2);
    awaitLeaders(found -> found.size() == PARTITIONS);
    assertThat(longestMoves).as("nothing waited for it").doesNotContainKey("m1");
  }

  @Test
  void withoutThePreferenceNobodyHandsOver() throws Exception {
    open(MEMBERS.subList(1, 3), false);
    open(MEMBERS.subList(0, 1), false);
    awaitLeaders(found -> found.size() == PARTITIONS);
    for (String member : MEMBERS) {
      for (int number = 1; number <= PARTITIONS; number++) {
        // Nobody is there to hand over to, now or later.
        assertThat(partition(member, number).preferredLeader()).isNull();
      }
    }
    assertThat(moves.get() + failures.get()).isZero();
  }

  private void awaitSpread() throws InterruptedException {
    long began = System.nanoTime();
    awaitLeaders(
        leaders ->
            leaders.size() == PARTITIONS
                && leaders.entrySet().stream()
                    .allMatch(
                        each ->
                            partition("m1", each.getKey())
                                .preferredLeader()
                                .equals(MemberId.from(each.getValue()))));
    System.out.printf("leaders spread after %d ms%n", millisSince(began));
  }

  private Map<Integer, String> awaitLeaders(Predicate<Map<Integer, String>> wanted)
      throws InterruptedException {
    return Await.until("the leaders, by partition", this::leaders, wanted);
  }

  private Map<Integer, String> leaders() {
    Map<Integer, String> leaders = new LinkedHashMap<>();
    for (String member : MEMBERS) {
      for (int number = 1; number <= PARTITIONS; number++) {
        RaftServer server = groups.containsKey(member) ? partition(member, number).server() : null;
        if (server != null && server.isLeader()) {
          leaders.put(number, member);
        }
      }
    }
    return leaders;
  }

  private void open(List<String> nodes, boolean spread) throws Exception {
    List<CompletableFuture<?>> opened = new ArrayList<>();
    for (String node : nodes) {
      GenericMulticastPartitionGroupConfig config =
          new GenericMulticastPartitionGroupConfig()
              .setName("data")
              .setMembers(MEMBERS)
              .setPartitions(PARTITIONS)
              .setSpreadLeaders(spread)
              .setElectionTimeout(Duration.ofMillis(500))
              .setHeartbeatInterval(Duration.ofMillis(50));
      config.getStorage().setDirectory(directory.resolve(node).toString());
      replicas.put(node, new RecordingReplicas());
      GenericMulticastPartitionGroup group =
          new GenericMulticastPartitionGroup(config, replicas.get(node)::replica);
      groups.put(node, group);
      for (Partition partition : group.getPartitions()) {
        GenericMulticastPartition each = (GenericMulticastPartition) partition;
        each.observe(new Moves(Placement.preferredLeader(config, each.id().id()).id()));
      }
      opened.add(group.join(cluster.management(node)));
    }
    CompletableFuture.allOf(opened.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
  }

  private GenericMulticastPartition partition(String node, int number) {
    return groups.get(node).getPartition(PartitionId.from("data", number));
  }

  private static long millisSince(long nanos) {
    return (System.nanoTime() - nanos) / 1_000_000;
  }

  private final class Moves implements GroupObserver {
    private final String preferred;

    Moves(String preferred) {
      this.preferred = preferred;
    }

    @Override
    public void leadershipMoved(boolean done, long nanos) {
      (done ? moves : failures).incrementAndGet();
      if (nanos > 0) {
        longestMoves.merge(preferred, TimeUnit.NANOSECONDS.toMillis(nanos), Math::max);
      }
    }
  }

  /**
   * Adds to one partition, one entry after the other, until it is told to stop. It pauses after
   * each: what is looked for is the entry that leadership moves away from, not how many there are.
   */
  private final class Writer {
    final PartitionId id;
    final List<String> written = new ArrayList<>();
    volatile long longest;
    private volatile long since = System.nanoTime();
    private final SessionClient session;
    private final CompletableFuture<Void> end;
    private volatile boolean stopped;

    Writer(int number) throws Exception {
      id = PartitionId.from("data", number);
      session =
          partition("c1", number)
              .raftClient()
              .sessionBuilder(
                  "recording", replicas.get("c1").services.type(id), new ServiceConfig())
              .build()
              .connect()
              .get(60, TimeUnit.SECONDS);
      end = CompletableFuture.runAsync(this::write, task -> new Thread(task, "writer").start());
    }

    private void write() {
      while (!stopped) {
        String text = "w" + written.size();
        long began = System.nanoTime();
        session.execute(PrimitiveOperation.operation(ADD, text.getBytes())).join();
        if (began - since > 0) {
          longest = Math.max(longest, millisSince(began));
        }
        written.add(text);
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }

    void forgetLongest() {
      since = System.nanoTime();
      longest = 0;
    }

    void stop() throws Exception {
      stopped = true;
      end.get(60, TimeUnit.SECONDS);
    }
  }
}
