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
package io.atomix.mcast.raft;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.raft.files.FilesCheck;
import io.atomix.mcast.raft.files.FilesReport;
import io.atomix.mcast.testing.Await;
import io.atomix.protocols.raft.protocol.AppendRequest;
import io.atomix.protocols.raft.protocol.AppendResponse;
import io.atomix.protocols.raft.storage.log.RaftLogReader;
import io.atomix.protocols.raft.storage.log.entry.InitializeEntry;
import io.atomix.protocols.raft.storage.snapshot.Snapshot;
import io.atomix.protocols.raft.storage.snapshot.SnapshotWriter;
import io.atomix.utils.time.WallClockTimestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * What a guarded log takes from leaders: nothing with a hole before it, nothing that is cut, and
 * nothing that there is no room for.
 */
class LogGuardTest extends FollowerFixture {
  private long committed = 13;

  @Test
  void withoutAGuardTheLogHasAHoleAndNothingIsAppliedAnyMore() throws Exception {
    follower(false);
    append(0, 0, 1, 1, 10, 10);
    awaitApplied(10);
    append(10, 0, 2, 11, 12, 12);
    append(12, 2, 2, 13, 13, 13);
    assertThat(firstIndex()).as("entries 1 to 10 are in no snapshot").isEqualTo(11);
    assertThat(snapshotIndex()).isZero();
    assertThat(context.getLastApplied()).as("its readers stand on closed files").isEqualTo(10);
    PartitionRaftServer server = new PartitionRaftServer(context);
    Await.until(
        "the replica's log is reported as broken",
        () -> {
          server.checkApplied();
          try {
            append(request(committed, 2, 2, entries(2, committed + 1, committed + 1), ++committed));
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
          return server.broken();
        },
        Objects::nonNull);
    assertThat(server.broken())
        .hasMessageContainingAll("nothing behind entry 10 can be read", folder.toString());
  }

  @Test
  void whatFollowsACommittedEntryIsAppendedToTheLog() throws Exception {
    follower(true);
    append(0, 0, 1, 1, 10, 10);
    awaitApplied(10);
    assertThat(append(10, 0, 2, 11, 12, 12).succeeded()).isTrue();
    awaitApplied(12);
    assertThat(firstIndex()).isEqualTo(1);
    assertThat(terms()).containsExactly(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2);
    PartitionRaftServer server = new PartitionRaftServer(context);
    for (long index = 13; index < 30; index++) {
      server.checkApplied();
      append(index - 1, 2, 2, index, index, index);
    }
    awaitApplied(29);
    assertThat(server.broken()).isNull();
  }

  @Test
  void whatIsKnownToBeCommittedIsNotReplaced() throws Exception {
    follower(true);
    append(0, 0, 1, 1, 10, 8);
    awaitApplied(8);
    AppendResponse response = append(4, 0, 2, 5, 12, 12);
    assertThat(response.succeeded()).isTrue();
    assertThat(response.lastLogIndex()).isEqualTo(12);
    awaitApplied(12);
    assertThat(firstIndex()).isEqualTo(1);
    assertThat(terms()).containsExactly(1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2);
  }

  @Test
  void entriesThatNothingHereReachesAreRefusedAndTheLeaderIsSentAwaySoThatTheNextSendsItsSnapshot()
      throws Exception {
    follower(true);
    append(0, 0, 1, 1, 10, 10);
    AppendResponse refused = append(15, 0, 1, 16, 18, 18);
    assertThat(refused.succeeded()).isFalse();
    assertThat(refused.lastLogIndex()).isEqualTo(10);
    assertThat(refused.term()).as("ends the leader's term").isEqualTo(2).isEqualTo(term());
    assertThat(terms()).hasSize(10);
    snapshot(15);
    assertThat(append(15, 0, 3, 16, 18, 18).succeeded()).isTrue();
    assertThat(firstIndex()).isEqualTo(16);
    assertThat(snapshotIndex()).isEqualTo(15);
    awaitApplied(18);
  }

  @Test
  void entriesThatMayNotBeTheLeadersAreNotTakenForCommitted() throws Exception {
    follower(true);
    append(0, 0, 1, 1, 10, 3);
    awaitApplied(3);
    append(10, 0, 2, 11, 10, 10);
    assertThat(commitIndex()).as("after a heartbeat").isEqualTo(3);
    assertThat(append(10, 0, 2, 11, 12, 12).succeeded()).isFalse();
    assertThat(commitIndex()).isEqualTo(3);
    assertThat(terms()).hasSize(10);
  }

  @Test
  void anEntryThatLostItsEndIsRefused() throws Exception {
    follower(true);
    append(0, 0, 1, 1, 10, 10);
    assertThat(append(request(10, 1, 1, List.of(new InitializeEntry(0, 0)), 10)).succeeded())
        .isFalse();
    assertThat(terms()).hasSize(10);
  }

  @Test
  void whatFollowsACommittedEntryThatLostItsEndBeforeThisWasPreventedIsAppended() throws Exception {
    follower(false);
    append(0, 0, 1, 1, 9, 9);
    append(request(9, 1, 1, List.of(new InitializeEntry(0, 0)), 10));
    awaitApplied(10);
    LogGuard guard = new LogGuard(context, reported::add);
    AppendRequest checked =
        onRaftThread(() -> guard.checked(request(10, 0, 2, entries(2, 11, 12), 12))).orElseThrow();
    assertThat(append(checked).succeeded()).isTrue();
    awaitApplied(12);
    assertThat(terms()).containsExactly(1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 2, 2);
  }

  @Test
  void aReplicaThatNoLeaderCompletesSaysWhatToDo() throws Exception {
    follower(true);
    for (int leader = 1; leader <= LogGuard.PATIENCE; leader++) {
      assertThat(append(15, 0, 2 * leader, 16, 18, 18).succeeded()).isFalse();
    }
    assertThat(reported).isEmpty();
    assertThat(send(request(15, 0, 90, entries(90, 16, 18), 18)))
        .failsWithin(Duration.ofSeconds(60));
    assertThat(reported)
        .singleElement()
        .asString()
        .contains("entries from 16 on", "this log ends at 0", "remove the files of the partition");
    assertThat(term()).as("no more leaders are sent away").isLessThan(90);
  }

  @Test
  void withoutAGuardOldEntriesComeAliveBehindTheOneThatReplacesThem() throws Exception {
    follower(false);
    append(0, 0, 1, 1, 10, 5);
    append(5, 1, 2, 6, 6, 5);
    assertThat(terms()).as("7 to 10 are gone").containsExactly(1, 1, 1, 1, 1, 2, 1, 1, 1, 1);
  }

  @Test
  void nothingIsBehindTheEntryThatReplacesOthers() throws Exception {
    follower(true);
    append(0, 0, 1, 1, 10, 5);
    assertThat(append(5, 1, 2, 6, 6, 5).succeeded()).isTrue();
    assertThat(terms()).containsExactly(1, 1, 1, 1, 1, 2);
    assertThat(append(6, 2, 2, 7, 8, 8).succeeded()).isTrue();
    awaitApplied(8);
    assertThat(terms()).containsExactly(1, 1, 1, 1, 1, 2, 2, 2);
  }

  @Test
  void filesAreWholeBehindWhatReplacesTheEntriesOfSeveralOfThem() throws Exception {
    follower(true);
    append(0, 0, 1, 1, 10_000, 5);
    assertThat(FilesCheck.of(folder, "data", null).segments()).hasSizeGreaterThan(1);
    assertThat(append(5, 1, 2, 6, 6, 5).succeeded()).isTrue();
    assertThat(terms()).containsExactly(1, 1, 1, 1, 1, 2);
    FilesReport report = FilesCheck.of(folder, "data", entry -> {});
    assertThat(report.faults()).isEmpty();
    assertThat(report.notes()).isEmpty();
    assertThat(report.lastEntry()).isEqualTo(6);
  }

  @Test
  void whatIsThereAlreadyIsNotCutBack() throws Exception {
    follower(true);
    append(0, 0, 1, 1, 10, 3);
    assertThat(append(4, 1, 1, 5, 7, 3).succeeded()).isTrue();
    assertThat(terms()).hasSize(10);
  }

  @Test
  void aLeaderOfAnEarlierTermCutsNothingBack() throws Exception {
    follower(true);
    append(0, 0, 3, 1, 10, 3);
    assertThat(append(5, 3, 2, 6, 6, 3).succeeded()).isFalse();
    assertThat(terms()).hasSize(10).containsOnly(3);
  }

  /** Entries for more than one segment. */
  private CompletableFuture<Object> sendMoreThanThereIsRoomFor() throws Exception {
    append(0, 0, 1, 1, 10, 10);
    disk.fill();
    return send(request(10, 1, 1, entries(1, 11, 10_000), 10));
  }

  @Test
  void withoutAGuardWhatFindsNoRoomIsAskedForAgainAtOnce() throws Exception {
    follower(false);
    AppendResponse answer = (AppendResponse) sendMoreThanThereIsRoomFor().get(60, TimeUnit.SECONDS);
    assertThat(answer.succeeded()).isFalse();
    assertThat(answer.lastLogIndex()).isBetween(100L, 9_999L);
    AppendResponse next = append(answer.lastLogIndex(), 1, 1, 10_000, 10_001, 10);
    assertThat(next.succeeded()).isFalse();
    assertThat(next.lastLogIndex())
        .as("so the leader sends the same again at once")
        .isEqualTo(answer.lastLogIndex());
  }

  @Test
  void aReplicaWhoseLogHasNoRoomStops() throws Exception {
    follower(true);
    PartitionRaftServer server = new PartitionRaftServer(context);
    assertThat(server.broken()).isNull();
    assertThat(sendMoreThanThereIsRoomFor())
        .as("a failure, behind which the leader waits until the next heartbeat")
        .failsWithin(60, TimeUnit.SECONDS);
    assertThat(server.broken())
        .hasMessageContainingAll(folder.toString(), "Free space", "start this member again");
  }

  private void snapshot(long index) throws Exception {
    onRaftThread(
        () -> {
          Snapshot snapshot =
              context.getSnapshotStore().newTemporarySnapshot(index, new WallClockTimestamp(1));
          try (SnapshotWriter writer = snapshot.openWriter()) {
            writer.writeInt(0);
          }
          return snapshot.persist().complete();
        });
  }

  private long snapshotIndex() {
    Snapshot snapshot = context.getSnapshotStore().getCurrentSnapshot();
    return snapshot == null ? 0 : snapshot.index();
  }

  private long firstIndex() throws Exception {
    return onRaftThread(() -> context.getLogReader().getFirstIndex());
  }

  private long commitIndex() throws Exception {
    return onRaftThread(context::getCommitIndex);
  }

  private List<Integer> terms() throws Exception {
    return onRaftThread(
        () -> {
          List<Integer> terms = new ArrayList<>();
          try (RaftLogReader reader = context.getLog().openReader(1, RaftLogReader.Mode.ALL)) {
            while (reader.hasNext()) {
              terms.add((int) reader.next().entry().term());
            }
          }
          return terms;
        });
  }
}
