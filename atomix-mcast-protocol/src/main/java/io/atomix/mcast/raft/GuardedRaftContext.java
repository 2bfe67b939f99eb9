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

import io.atomix.cluster.ClusterMembershipService;
import io.atomix.cluster.MemberId;
import io.atomix.mcast.raft.files.ServerFiles;
import io.atomix.primitive.PrimitiveTypeRegistry;
import io.atomix.protocols.raft.RaftServer;
import io.atomix.protocols.raft.impl.RaftContext;
import io.atomix.protocols.raft.protocol.RaftServerProtocol;
import io.atomix.protocols.raft.storage.RaftStorage;
import io.atomix.protocols.raft.storage.log.RaftLogWriter;
import io.atomix.protocols.raft.storage.snapshot.SnapshotStore;
import io.atomix.storage.StorageException;
import io.atomix.storage.StorageLevel;
import io.atomix.utils.concurrent.ThreadContextFactory;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Atomix's Raft server with a {@link GuardedSnapshotStore} and a {@link GuardedLogWriter}, whose
 * leadership and candidacy end with their term.
 *
 * <p>A new leader makes itself known with its configuration. Atomix's server, when that comes to a
 * leader that stood still meanwhile, takes over the new term but goes on as a leader: what it then
 * writes to its log bears the new leader's term, so that the two logs differ over equal terms. Raft
 * takes them for equal ever after, and the replicas apply different entries. A candidate would take
 * the votes of its own term for a leadership in the other's.
 *
 * <p>A server votes once in a term. Atomix's forgets its vote, also on disk, when it hears of a
 * leader, and when that one is silent for long it knows of none, so a request of the same term that
 * was late gets a second vote: two leaders of one term. Since what is stored may be forgotten, a
 * server that was restarted does not vote in the term that it finds.
 *
 * <p>A server that has become inactive stays so: an answer to the request to join that comes after
 * the end would make Atomix's server a follower again, whose files are closed. And its files are
 * closed by the thread that reads and writes them.
 */
final class GuardedRaftContext extends RaftContext {
  private static final Logger LOGGER = LoggerFactory.getLogger(GuardedRaftContext.class);
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration PATIENCE_WITH_FILES = Duration.ofSeconds(20);

  /** Without an initial value, which would be set after the constructor above has used it. */
  private volatile GuardedSnapshotStore snapshots;

  private volatile GuardedLogWriter writer;

  /** Only on the Raft thread. */
  private boolean over;

  /** The last term in which it has voted, or may have. Only on the Raft thread. */
  private long votedIn;

  /** The server that it has voted for then; itself if it does not know. */
  private MemberId votedFor;

  private final AtomicBoolean closing = new AtomicBoolean();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();

  GuardedRaftContext(
      String name,
      MemberId localMemberId,
      ClusterMembershipService membershipService,
      RaftServerProtocol protocol,
      RaftStorage storage,
      PrimitiveTypeRegistry primitiveTypes,
      ThreadContextFactory threadContextFactory) {
    super(
        name,
        localMemberId,
        membershipService,
        protocol,
        storage,
        primitiveTypes,
        threadContextFactory,
        false);
    votedIn = getTerm();
    votedFor = localMemberId;
  }

  @Override
  public void transition(RaftServer.Role role) {
    if (!over) {
      over = role == RaftServer.Role.INACTIVE;
      super.transition(role);
    }
  }

  /**
   * Closes the files on the Raft thread, none of whose tasks runs after that, and waits for it; a
   * thread that does not come to it for 2 seconds is not waited for. Atomix closes them beside that
   * thread, which may be reading a log that is unmapped meanwhile: the JVM crashes.
   *
   * <p>Files that the Raft thread has closed are sealed, so that the next start knows them.
   */
  @Override
  public void close() {
    if (getThreadContext().isCurrentContext()) {
      closeOnce();
      return;
    }
    try {
      getThreadContext().execute(this::closeOnce);
      closed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException | RejectedExecutionException e) {
      closeBeside(e);
    }
  }

  private void closeBeside(Exception reason) {
    if (!closing.get()) {
      LOGGER.warn("Closes the files of {} though its thread is busy", getName(), reason);
    }
    closeOnce();
    try {
      closed.get(PATIENCE_WITH_FILES.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOGGER.warn("The files of {} are not closed yet", getName(), e);
    }
  }

  private void closeOnce() {
    if (!closing.getAndSet(true)) {
      boolean onItsThread = getThreadContext().isCurrentContext();
      long committed = getCommitIndex();
      try {
        super.close();
        if (onItsThread && getStorage().storageLevel() != StorageLevel.MEMORY) {
          seal(committed);
        }
      } finally {
        closed.complete(null);
      }
    }
  }

  private void seal(long committed) {
    // Its own thread has just been interrupted, and files cannot be read then.
    boolean interrupted = Thread.interrupted();
    new ServerFiles(getStorage().directory(), getStorage().prefix()).seal(committed);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void setTerm(long term) {
    boolean deposed = term > getTerm() && getRole() == RaftServer.Role.LEADER;
    super.setTerm(term);
    if (deposed) {
      transition(RaftServer.Role.FOLLOWER);
    }
  }

  @Override
  public void setLeader(MemberId leader) {
    super.setLeader(leader);
    if (leader != null
        && !leader.equals(localMemberId())
        && getRole() == RaftServer.Role.CANDIDATE) {
      transition(RaftServer.Role.FOLLOWER);
    }
  }

  @Override
  public void setLastVotedFor(MemberId candidate) {
    super.setLastVotedFor(candidate);
    votedIn = getTerm();
    votedFor = candidate;
  }

  /** Returns the server that got the vote of this term, or null. On the Raft thread. */
  @Override
  public MemberId getLastVotedFor() {
    return votedIn > 0 && votedIn == getTerm() ? votedFor : null;
  }

  @Override
  public SnapshotStore getSnapshotStore() {
    return guarded();
  }

  private GuardedSnapshotStore guarded() {
    return snapshots != null ? snapshots : makeSnapshots();
  }

  private synchronized GuardedSnapshotStore makeSnapshots() {
    if (snapshots == null) {
      snapshots = new GuardedSnapshotStore(getStorage(), this::getLastApplied);
    }
    return snapshots;
  }

  @Override
  public RaftLogWriter getLogWriter() {
    return guardedWriter();
  }

  private GuardedLogWriter guardedWriter() {
    return writer != null ? writer : makeWriter();
  }

  private synchronized GuardedLogWriter makeWriter() {
    if (writer == null) {
      writer =
          new GuardedLogWriter(
              super.getLogWriter(), () -> getStorage().directory().getAbsolutePath());
    }
    return writer;
  }

  /** Returns {@link GuardedLogWriter#failure}. From any thread. */
  StorageException logFailure() {
    return guardedWriter().failure();
  }

  /** Returns {@link GuardedSnapshotStore#awaited}. From any thread. */
  long awaitedSnapshot() {
    return guarded().awaited();
  }
}
