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

import io.atomix.cluster.MemberId;
import io.atomix.protocols.raft.partition.impl.RaftNamespaces;
import io.atomix.protocols.raft.protocol.AppendRequest;
import io.atomix.protocols.raft.protocol.AppendResponse;
import io.atomix.protocols.raft.protocol.RaftResponse;
import io.atomix.protocols.raft.storage.log.entry.InitializeEntry;
import io.atomix.protocols.raft.storage.log.entry.RaftLogEntry;
import io.atomix.utils.serializer.Serializer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlushingRaftServerProtocolTest {
  private static final List<RaftLogEntry> ENTRIES = List.of(new InitializeEntry(1, 0));
  private static final List<RaftLogEntry> HEARTBEAT = List.of();

  private final StubCommunication communication = new StubCommunication();
  private final CompletableFuture<FlushingRaftServerProtocol.Log> log = new CompletableFuture<>();
  private final CompletableFuture<GuardedRaftServerProtocol.Guards> guards =
      new CompletableFuture<>();
  private final Queue<Runnable> raftThread = new ArrayDeque<>();
  @TempDir Path folder;
  private boolean succeeds = true;
  private int flushes;

  @BeforeEach
  void register() {
    new FlushingRaftServerProtocol(
            "data",
            Serializer.using(RaftNamespaces.RAFT_PROTOCOL),
            communication.service(),
            bytes -> bytes,
            guards,
            log)
        .registerAppendHandler(request -> answer());
    guards.complete(guards(raftThread::add));
    log.complete(new FlushingRaftServerProtocol.Log(raftThread::add, () -> flushes++));
  }

  @Test
  void entriesAreAcknowledgedAfterTheyAreFlushedOnTheThreadOfTheLog() {
    CompletableFuture<Object> answer = append(ENTRIES);
    assertThat(answer).isNotDone();
    assertThat(flushes).isZero();
    runRaftThread();
    assertThat(flushes).isEqualTo(1);
    assertThat(answer).isCompleted();
  }

  @Test
  void theFirstAcknowledgementFlushesWhatAnEarlierRunLeft() {
    append(HEARTBEAT);
    runRaftThread();
    assertThat(flushes).isEqualTo(1);
  }

  @Test
  void aHeartbeatCostsNoFlush() {
    append(ENTRIES);
    append(HEARTBEAT);
    append(HEARTBEAT);
    runRaftThread();
    assertThat(flushes).isEqualTo(1);
  }

  @Test
  void whatIsRefusedIsNotFlushed() {
    succeeds = false;
    CompletableFuture<Object> answer = append(ENTRIES);
    runRaftThread();
    assertThat(flushes).isZero();
    assertThat(answer).isCompleted();
  }

  @Test
  void aFlushThatFailsIsNoAcknowledgement() {
    CompletableFuture<FlushingRaftServerProtocol.Log> broken = new CompletableFuture<>();
    new FlushingRaftServerProtocol(
            "broken",
            Serializer.using(RaftNamespaces.RAFT_PROTOCOL),
            communication.service(),
            bytes -> bytes,
            CompletableFuture.completedFuture(guards(Runnable::run)),
            broken)
        .registerAppendHandler(request -> answer());
    broken.complete(
        new FlushingRaftServerProtocol.Log(
            Runnable::run,
            () -> {
              throw new IllegalStateException("disk gone");
            }));
    assertThat(communication.handlers.get("broken-append").apply(request(ENTRIES)))
        .isCompletedExceptionally();
  }

  private CompletableFuture<AppendResponse> answer() {
    return CompletableFuture.completedFuture(
        AppendResponse.builder()
            .withStatus(RaftResponse.Status.OK)
            .withTerm(1)
            .withSucceeded(succeeds)
            .withLastLogIndex(1)
            .build());
  }

  private GuardedRaftServerProtocol.Guards guards(Executor thread) {
    LogGuard nothingToCutBack =
        new LogGuard(null, reason -> {}) {
          @Override
          boolean cutBack(AppendRequest request, LogSpace space) {
            return false;
          }
        };
    return new GuardedRaftServerProtocol.Guards(
        thread,
        nothingToCutBack,
        new LogSpace(folder.toFile(), "data"),
        request -> answer(),
        null,
        null,
        null,
        null);
  }

  private CompletableFuture<Object> append(List<RaftLogEntry> entries) {
    return communication.handlers.get("data-append").apply(request(entries));
  }

  private static AppendRequest request(List<RaftLogEntry> entries) {
    return AppendRequest.builder()
        .withTerm(1)
        .withLeader(MemberId.from("m1"))
        .withPrevLogIndex(0)
        .withPrevLogTerm(0)
        .withEntries(entries)
        .withCommitIndex(0)
        .build();
  }

  private void runRaftThread() {
    while (!raftThread.isEmpty()) {
      raftThread.remove().run();
    }
  }
}
