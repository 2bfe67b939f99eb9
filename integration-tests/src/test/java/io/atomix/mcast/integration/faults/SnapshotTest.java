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
import static org.assertj.core.api.Assumptions.assumeThat;

import io.atomix.core.Atomix;
import io.atomix.core.map.AtomicMap;
import io.atomix.mcast.group.GroupCounts;
import io.atomix.mcast.integration.Backend;
import io.atomix.mcast.raft.files.FileFault;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.Primitives;
import io.atomix.mcast.testing.TestCluster;
import io.atomix.mcast.wire.Answer;
import io.atomix.utils.memory.MemorySize;
import io.atomix.utils.time.Versioned;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Logs are compacted, and what was in them has to come out of snapshots: on a member that was down
 * meanwhile, in a partition that was idle, on all members after a restart, and not at all if the
 * snapshot is damaged, or any other file.
 */
@Timeout(value = 360, unit = TimeUnit.SECONDS)
class SnapshotTest {
  private static final int SEGMENT_BYTES = 128 * 1024;
  private static final int ENTRY_BYTES = 16 * 1024;

  /** Longer than the story: what is half submitted is to be pending when it is restored. */
  private static final Duration NEVER = Duration.ofMinutes(5);

  /**
   * Long, so that no keep-alive disturbs a partition that is idle, and clients outlive a restart of
   * all members.
   */
  private static final Duration SESSION_TIMEOUT = Duration.ofMinutes(3);

  /**
   * Atomix takes snapshots by itself too; one that began before the log stood still is not the one
   * wanted, and another round is made, which takes ten seconds. A busy machine may want several.
   */
  private static final int ROUNDS = 5;

  private static TestCluster cluster;
  private static Atomix client;
  private static Primitives primitives;
  private static LogFiles files;
  private static SnapshotContents contents;
  private static SeveralPrimitives several;
  private static ChannelThroughSnapshots channel;
  private static MapThroughSnapshots watched;

  /** A message for partitions 1 and 2 that only partition 1 has got, and a write behind it. */
  private static RawClient halfway;

  private static long halfSubmitted;
  private static CompletableFuture<Versioned<String>> waiting;

  /** What partition 3 of m3 had noted of its term before there were others. */
  private static byte[] earlyTerm;

  @BeforeAll
  static void startCluster() {
    cluster =
        TestCluster.builder(Backend.selected())
            .withGroups(
                (directory, members) ->
                    List.of(
                        QuickGroups.group(TestCluster.DATA, directory, members)
                            .withStorageSegmentSize(new MemorySize(SEGMENT_BYTES))
                            .withStorageMaxEntrySize(new MemorySize(ENTRY_BYTES))
                            .withSessionTimeout(SESSION_TIMEOUT)
                            .withRefusalTimeout(NEVER)
                            .build()))
            .start();
    client = cluster.addClient();
    primitives = new Primitives(cluster);
    files = new LogFiles(cluster);
    contents = new SnapshotContents(cluster, client, primitives);
    several = new SeveralPrimitives(primitives, client);
    channel = new ChannelThroughSnapshots(primitives, client);
    watched = new MapThroughSnapshots(primitives, client);
    halfway = new RawClient(client);
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  @Test
  void whatWasCompactedComesOutOfSnapshots() throws IOException {
    int restored = aMemberThatWasDownDuringCompactionReturnsBySnapshot();
    allMembersReturnFromDiskWithTenPrimitivesInEachPartition();
    aDamagedSnapshotIsReportedAndNotServed();
    aDamagedLogIsReportedAndNotServed();
    assumeThat(restored)
        .as("replicas that restored themselves while they ran; a busy machine may see none")
        .isPositive();
  }

  /** Returns how many replicas restored themselves while they ran. */
  private int aMemberThatWasDownDuringCompactionReturnsBySnapshot() {
    contents.begin();
    several.fill();
    channel.begin();
    watched.begin();
    leaveHalfSubmitted();
    cluster.stop(3);
    earlyTerm = files.term(3, 3);

    int services = FragileType.servicesMade();
    for (int round = 1; round <= ROUNDS && FragileType.servicesMade() == services; round++) {
      contents.fill();
      if (round == 1) {
        contents.putForAWhile();
      }
      contents.write("round " + round);
      // Partition 3 is idle then, so that its next entry comes right after the snapshot.
      for (int member = 1; member <= 2; member++) {
        int of = member;
        Await.until(
            "nothing is left to be done in partition 3 on m" + member,
            () -> counts(of, 3),
            left -> left.pending() + left.remembered() + left.undelivered() == 0);
      }
      files.compact();
      contents.check("after snapshot " + round);
      contents.write("after snapshot " + round);
      contents.check("after the next write");
    }
    int restored = FragileType.servicesMade() - services;

    cluster.restart(3);
    awaitSameCounts();
    for (int partition = 1; partition <= 3; partition++) {
      assertThat(files.snapshot(3, partition)).as("it got a snapshot").isNotEmptyFile();
      assertThat(counts(3, partition).primitives()).isGreaterThanOrEqualTo(10);
    }
    assertThat(counts(3, 1).pending()).as("what waits for it, and it").isGreaterThanOrEqualTo(2);
    contents.awaitSameReplicas();
    several.awaitSameReplicas(cluster);
    contents.check("with the member that is back");
    several.check("with the member that is back");
    channel.checkLate(cluster.node(3), "with the member that is back");
    channel.send();
    watched.write();
    channel.checkLate(cluster.node(2), "when the history is full");
    return restored;
  }

  private static void leaveHalfSubmitted() {
    AtomicMap<String, String> map =
        primitives.open(client, "half", Atomix::<String, String>atomicMapBuilder);
    for (int partition = 1; partition <= 3; partition++) {
      map.put(Inside.key(partition), "old");
    }
    String name = primitives.name("half");
    halfway.openMap(name, 1, 2);
    halfSubmitted = halfway.nextSequence();
    halfway.submit(1, halfway.clear(halfSubmitted, name, 1, 1, 2));
    waiting = map.async().put(Inside.key(1), "new");
    Await.until("it is in the log", () -> counts(1, 1).pending() == 2);
  }

  private static GroupCounts counts(int member, int partition) {
    return Inside.partition(cluster.node(member), partition).counts();
  }

  private static void awaitSameCounts() {
    for (int i = 1; i <= 3; i++) {
      int partition = i;
      Await.until(
          "all replicas of partition " + partition + " hold as much",
          () -> IntStream.rangeClosed(1, 3).mapToObj(m -> counts(m, partition)).distinct().toList(),
          found -> found.size() == 1);
    }
  }

  private void allMembersReturnFromDiskWithTenPrimitivesInEachPartition() {
    cluster.stop(1, 2, 3);
    cluster.restart(1, 2, 3);
    contents.check("after a restart of all members");
    several.check("after a restart of all members");
    channel.checkLate(cluster.node(1), "after a restart of all members");
    channel.send();
    watched.write();
    channel.checkPaused();
    contents.checkOnNewNode();
    contents.checkTimers();
    contents.checkLock();

    assertThat(counts(2, 1).pending()).as("what waits for it, and it").isGreaterThanOrEqualTo(2);
    assertThat(waiting).isNotDone();
    String name = primitives.name("half");
    Answer vote = halfway.submit(2, halfway.clear(halfSubmitted, name, 2, 1, 2)).get(0);
    assertThat(vote).isInstanceOf(Answer.Voted.class);
    Await.until("what was half submitted has executed", () -> counts(2, 1).pending() == 0);
    AtomicMap<String, String> map =
        primitives.open(2, "half", Atomix::<String, String>atomicMapBuilder);
    assertThat(map.get(Inside.key(1)).value()).as("written behind it").isEqualTo("new");
    assertThat(map.get(Inside.key(2))).as("cleared").isNull();
    assertThat(map.get(Inside.key(3)).value()).as("it did not go there").isEqualTo("old");
    halfway.resolveAll(1);
    halfway.resolveAll(2);
    Inside.awaitNothingLeft(cluster);
  }

  /** One kind of damage in each partition: a bit, an earlier file of the log, an earlier term. */
  private void aDamagedLogIsReportedAndNotServed() throws IOException {
    cluster.stop(3);
    Path log = files.lastOfLog(3, 2);
    byte[] earlyLog = Files.readAllBytes(log);
    cluster.restart(3);
    contents.write("behind what was kept of the log");
    awaitSameCounts();
    cluster.stop(3);
    Path flipped = files.lastOfLog(3, 1);
    byte[] bytes = Files.readAllBytes(flipped);
    bytes[100] ^= 1;
    Files.write(flipped, bytes);
    Files.write(log, earlyLog);
    Path meta = Files.write(files.meta(3, 3), earlyTerm);
    List<Path> damaged = List.of(flipped, log, meta);
    for (int partition = 1; partition <= 3; partition++) {
      assertThat(files.faults(3, partition))
          .as("what is said of partition " + partition)
          .extracting(FileFault::file)
          .contains(damaged.get(partition - 1));
    }

    assertThat(Await.failure("the start of m3", cluster.beginRestart(3)))
        .hasMessageContainingAll(
            "The replica of group data-", "on m3 has not started", "remove the files");
    assertNothingServesOn3();
    contents.check("without m3, whose logs are damaged");
    giveFilesAnewTo3();
    contents.check("with m3, which got all from the others");
  }

  private static void assertNothingServesOn3() {
    for (int partition = 1; partition <= 3; partition++) {
      assertThat(Inside.partition(cluster.node(3), partition).server())
          .as("what serves partition " + partition + " on m3")
          .isNull();
    }
  }

  /** Does what the error says is to be done. */
  private void giveFilesAnewTo3() {
    cluster.stop(3);
    for (int partition = 1; partition <= 3; partition++) {
      files.remove(3, partition);
    }
    cluster.restart(3);
    awaitSameCounts();
    contents.awaitSameReplicas();
    several.awaitSameReplicas(cluster);
  }

  private void aDamagedSnapshotIsReportedAndNotServed() throws IOException {
    for (int partition = 1; partition <= 3; partition++) {
      assertThat(files.snapshot(3, partition)).as("it takes none at present").isNotEmptyFile();
    }
    cluster.stop(3);
    Path flipped = files.snapshot(3, 1);
    byte[] bytes = Files.readAllBytes(flipped);
    bytes[bytes.length / 2] ^= 1;
    Files.write(flipped, bytes);
    Files.delete(files.snapshot(3, 2));
    Path blank = files.snapshot(3, 3);
    bytes = Files.readAllBytes(blank);
    // Raft's own header stays as it is: without it the snapshot would count as none.
    Arrays.fill(bytes, 64, bytes.length, (byte) 0);
    Files.write(blank, bytes);

    assertThat(Await.failure("the start of m3", cluster.beginRestart(3)))
        .hasMessageContainingAll(
            "The replica of group data-", "on m3 has not started", ".snapshot", "remove the files");
    assertNothingServesOn3();
    contents.check("without m3");
    several.check("without m3");

    giveFilesAnewTo3();
  }
}
