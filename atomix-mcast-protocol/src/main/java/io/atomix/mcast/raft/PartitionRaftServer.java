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

import io.atomix.cluster.MemberId;
import io.atomix.mcast.wire.FollowerReport;
import io.atomix.protocols.raft.RaftServer;
import io.atomix.protocols.raft.impl.DefaultRaftServer;
import io.atomix.protocols.raft.impl.RaftContext;
import io.atomix.protocols.raft.storage.snapshot.Snapshot;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;

/**
 * Atomix's Raft server, which can also be stopped while it still waits for a leader, and more than
 * once, and which tells whether its log needs a snapshot.
 */
public final class PartitionRaftServer extends DefaultRaftServer {

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private PreferredLeader preferredLeader;
  private FollowerWatch watch;
  private MemberMessages messages;
  private CompletableFuture<Void> stopped;
  private volatile RuntimeException broken;
  private long latestCommitted;

  PartitionRaftServer(RaftContext context) {
    super(context);
  }

  /** Fails, and changes nothing, if the server has data of a partition with other members. */
  @Override
  public CompletableFuture<RaftServer> bootstrap(Collection<MemberId> members) {
    try {
      new FixedMembers(context).require(members);
    } catch (IllegalStateException e) {
      return CompletableFuture.failedFuture(e);
    }
    return super.bootstrap(members);
  }

  /** Sees to it, until the server stops, that the preferred member leads. */
  synchronized void spread(PreferredLeader leader) {
    preferredLeader = leader;
    leader.start();
  }

  /** Watches over the others whenever it leads, and asks by these messages who else does. */
  void watch(FollowerWatch followers, MemberMessages questions) {
    watch = followers;
    messages = questions;
    addRoleChangeListener(
        role -> {
          if (role == RaftServer.Role.LEADER) {
            followers.begin(context.getTerm());
          }
        });
  }

  /** Returns what it knows of the other members if it leads, from any thread. */
  public FollowerReport followers() {
    return watch.report();
  }

  /** Asks a member the same; fails if it does not answer within 2 seconds. From any thread. */
  public CompletableFuture<FollowerReport> askFollowers(MemberId leader) {
    return messages.followersOf(leader, PATIENCE);
  }

  /**
   * Returns when the current snapshot was written, in milliseconds since 1970, 0 if there is none.
   * From any thread.
   */
  public long lastSnapshotMillis() {
    Snapshot snapshot = context.getSnapshotStore().getCurrentSnapshot();
    return snapshot == null ? 0 : snapshot.timestamp().unixTimestamp();
  }

  /** Returns the Raft term, from any thread. */
  public long term() {
    return context.getTerm();
  }

  /** Returns the last index that is known to be committed, a moment old maybe, from any thread. */
  public long committed() {
    return context.getCommitIndex();
  }

  /** Returns the last index that is applied here, from any thread. */
  public long applied() {
    return context.getLastApplied();
  }

  /**
   * Stops the server and closes its files, whether it has found a leader or not. Later calls wait
   * for the same.
   */
  @Override
  public synchronized CompletableFuture<Void> shutdown() {
    if (stopped == null) {
      if (preferredLeader != null) {
        preferredLeader.stop();
      }
      stopped = isRunning() ? super.shutdown() : stopWaiting();
    }
    return stopped;
  }

  private CompletableFuture<Void> stopWaiting() {
    CompletableFuture<Void> inactive = new CompletableFuture<>();
    context
        .getThreadContext()
        .execute(
            () -> {
              context.transition(RaftServer.Role.INACTIVE);
              inactive.complete(null);
            });
    return inactive.thenRunAsync(context::close);
  }

  /**
   * Returns whether nothing that had to come out of a snapshot lies before this entry. A snapshot
   * that reaches beyond it has just come from the leader, and will be restored in its turn.
   */
  public boolean isLogWholeBefore(long index) {
    long snapshot = beforeLog();
    return snapshot == 0 || snapshot >= index;
  }

  /**
   * Returns the index of the last snapshot that went beyond what was applied when it came: it must
   * be restored before a later entry is applied. 0 if there was none since the start.
   */
  public long awaitedSnapshot() {
    return context instanceof GuardedRaftContext guarded ? guarded.awaitedSnapshot() : 0;
  }

  /**
   * Returns what is wrong if entries behind a snapshot have been applied although no service came
   * out of it, else null. What is applied is read first: a snapshot may come meanwhile.
   */
  public synchronized String lostSnapshot() {
    if (stopped != null) {
      return null;
    }
    long applied = context.getLastApplied();
    long snapshot = beforeLog();
    return snapshot > 0 && applied > snapshot && !context.getServices().iterator().hasNext()
        ? "its snapshot of entry %d held nothing, and entry %d is applied"
            .formatted(snapshot, applied)
        : null;
  }

  /**
   * Looks whether what is committed is applied, and reports the log as broken if not: an entry that
   * could not be read is skipped by Atomix, and no later one is applied any more.
   *
   * <p>To be called now and then. What was committed by the last call but one that saw more
   * committed must be applied when all is done that was enqueued by then.
   */
  public synchronized void checkApplied() {
    if (stopped == null) {
      context.getThreadContext().execute(this::demandApplied);
    }
  }

  private void demandApplied() {
    long committed = Math.min(context.getCommitIndex(), context.getLogWriter().getLastIndex());
    if (committed <= latestCommitted) {
      return;
    }
    long demanded = latestCommitted;
    latestCommitted = committed;
    context
        .getThreadContext()
        .execute(
            () -> context.getServiceManager().executor().execute(() -> requireApplied(demanded)));
  }

  private void requireApplied(long demanded) {
    long applied = context.getLastApplied();
    if (applied < demanded) {
      broken(
          new IllegalStateException(
              ("entry %d is committed, but nothing behind entry %d can be read from the log in %s."
                      + " Free space if its disk is full, and start this member again")
                  .formatted(demanded, applied, context.getStorage().directory())));
    }
  }

  /** Keeps what is wrong with the log; the first word counts. */
  void broken(RuntimeException reason) {
    if (broken == null) {
      broken = reason;
    }
  }

  /** Returns the fault of the log, null if none is known. */
  public RuntimeException broken() {
    return broken == null && context instanceof GuardedRaftContext guarded
        ? guarded.logFailure()
        : broken;
  }

  /** The last entry that has to come out of a snapshot; 0 if there is none. */
  private long beforeLog() {
    Snapshot snapshot = context.getSnapshotStore().getCurrentSnapshot();
    return snapshot != null ? snapshot.index() : context.getLogReader().getFirstIndex() - 1;
  }
}
