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

import io.atomix.protocols.raft.RaftServer;
import io.atomix.protocols.raft.impl.RaftContext;
import io.atomix.protocols.raft.protocol.AppendRequest;
import io.atomix.protocols.raft.protocol.AppendResponse;
import io.atomix.protocols.raft.protocol.RaftResponse;
import io.atomix.protocols.raft.storage.log.RaftLogReader;
import io.atomix.protocols.raft.storage.log.entry.RaftLogEntry;
import io.atomix.protocols.raft.storage.snapshot.Snapshot;
import io.atomix.storage.journal.Indexed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a follower from making a hole in its log.
 *
 * <p>A leader that has no entry before those that it sends says so with a previous term of 0, and
 * Atomix's follower then throws its whole log away and begins anew behind the previous index,
 * whatever its log and its snapshot hold. The leader believes that the snapshot is there, because
 * the follower once answered that it needs none; the follower's disk then has neither the entries
 * nor a snapshot that holds them. Readers of the segments thrown away stand on closed files for
 * ever after, so that nothing is applied any more.
 *
 * <p>Such a request is accepted in one of two ways. If the entry that it follows is in the log and
 * known to be committed, it is the leader's too (a leader drops only what is committed), and the
 * request is continued behind the last such entry, as any other would be. If the snapshot holds
 * everything before it, the log may begin anew. Otherwise the leader must send its snapshot, and
 * there is one way to make it do so: it remembers what it sent for as long as it leads, so its
 * leadership is ended by a higher term, which any member may ask for.
 *
 * <p>All but {@link #isPlain} and {@link #term} on the Raft thread.
 */
class LogGuard {
  private static final Logger LOGGER = LoggerFactory.getLogger(LogGuard.class);

  /** Number of leaders in a row that are sent away; more would be of no use. */
  static final int PATIENCE = 3;

  private final RaftContext context;
  private final Consumer<RuntimeException> broken;
  private int refused;

  /**
   * Guards the log of a server.
   *
   * @param broken told when no leader can complete the log, or the log itself is broken
   */
  LogGuard(RaftContext context, Consumer<RuntimeException> broken) {
    this.context = context;
    this.broken = broken;
  }

  /** Reports that the log is broken, so that the replica must stop. From any thread. */
  void broken(RuntimeException reason) {
    broken.accept(reason);
  }

  /** The server's term. From any thread. */
  long term() {
    return context.getTerm();
  }

  /** Returns whether there is nothing to check. */
  static boolean isPlain(AppendRequest request) {
    return (request.prevLogTerm() != 0 || request.prevLogIndex() == 0)
        && request.entries().stream().allMatch(entry -> entry.term() != 0);
  }

  /** Returns the request as the follower may have it; nothing if it must be refused. */
  Optional<AppendRequest> checked(AppendRequest request) {
    if (request.term() < context.getTerm() || context.getRole() == RaftServer.Role.INACTIVE) {
      return Optional.of(request);
    }
    if (request.entries().stream().anyMatch(entry -> entry.term() == 0)) {
      // No leader writes such an entry: it has lost its end on a disk that was full.
      return Optional.empty();
    }
    Optional<AppendRequest> safe =
        continued(request)
            .or(() -> mayBeginAnew(request) ? Optional.of(request) : safeIdle(request));
    if (safe.isPresent() && !request.entries().isEmpty()) {
      refused = 0;
    }
    return safe;
  }

  /** The same request from the last entry on that is known to be the leader's, if there is one. */
  private Optional<AppendRequest> continued(AppendRequest request) {
    long end = request.prevLogIndex() + request.entries().size();
    long known = Math.min(Math.min(context.getCommitIndex(), last()), end);
    if (known < request.prevLogIndex() || known < first()) {
      return Optional.empty();
    }
    List<RaftLogEntry> entries =
        new ArrayList<>(
            request
                .entries()
                .subList((int) (known - request.prevLogIndex()), request.entries().size()));
    long at = known;
    RaftLogEntry entry = read(at);
    while (entry != null && entry.term() == 0) {
      // Damaged but committed, by members that did not yet refuse it: nothing can be said to
      // follow it, so it is sent once more itself, and found to be there.
      entries.add(0, entry);
      at--;
      entry = at < first() ? null : read(at);
    }
    return entry == null
        ? Optional.empty()
        : Optional.of(copy(request, at, entry.term(), entries, request.commitIndex()));
  }

  private boolean mayBeginAnew(AppendRequest request) {
    Snapshot snapshot = context.getSnapshotStore().getCurrentSnapshot();
    return snapshot != null
        && snapshot.index() >= request.prevLogIndex()
        && first() <= request.prevLogIndex() + 1;
  }

  /**
   * A heartbeat may pass, but must not say that anything is committed: entries of this log might be
   * taken for those of the leader.
   */
  private static Optional<AppendRequest> safeIdle(AppendRequest request) {
    return request.entries().isEmpty()
        ? Optional.of(copy(request, request.prevLogIndex(), 0, List.of(), 0))
        : Optional.empty();
  }

  /** Answers what must be refused: the leader's term is over, and the next begins from nothing. */
  AppendResponse refuse(AppendRequest request) {
    refused++;
    String what =
        "%s: member %s sent entries from %d on, but this log ends at %d and its snapshot at %d"
            .formatted(
                context.getName(),
                request.leader(),
                request.prevLogIndex() + 1,
                last(),
                snapshot());
    if (refused > PATIENCE) {
      IllegalStateException reason =
          new IllegalStateException(
              what
                  + ", and no leader sends a snapshot. While the other members are up, stop this"
                  + " one, remove the files of the partition (the folder multicast/PARTITION of the"
                  + " group's storage.directory) and start it again");
      broken.accept(reason);
      throw reason;
    }
    LOGGER.warn(
        "{}; the entries are refused, and a new leader is asked for, which sends its snapshot",
        what);
    if (context.getRole() != RaftServer.Role.FOLLOWER) {
      context.transition(RaftServer.Role.FOLLOWER);
    }
    context.setTerm(request.term() + 1);
    return AppendResponse.builder()
        .withStatus(RaftResponse.Status.OK)
        .withTerm(context.getTerm())
        .withSucceeded(false)
        .withLastLogIndex(last())
        .build();
  }

  /**
   * Cuts the log back to where it agrees with the request, as the follower would do itself, and
   * clears what was behind.
   *
   * <p>Atomix only writes eight zeros where it cuts, and then over them. If the next entry is as
   * long as the old one, the old ones behind it come alive again: whoever reads takes them for what
   * follows. Otherwise a reader finds itself in the middle of an old entry, and may fail.
   *
   * <p>It is cleared first, from the end on, so that a crash never leaves a whole entry behind the
   * end of a log: that would be taken for damage.
   *
   * @return whether segments may be others than before
   */
  boolean cutBack(AppendRequest request, LogSpace space) {
    long index = request.prevLogIndex();
    if (request.prevLogTerm() == 0 && index > 0) {
      return true;
    }
    if (index >= last()
        || request.term() < context.getTerm()
        || context.getRole() == RaftServer.Role.INACTIVE) {
      return false;
    }
    for (RaftLogEntry entry : request.entries()) {
      index++;
      if (index > last()) {
        return false;
      }
      if (index > context.getCommitIndex() && index >= first()) {
        RaftLogEntry own = read(index);
        if (own == null || own.term() != entry.term()) {
          cutBack(index - 1, space);
          return true;
        }
      }
    }
    return false;
  }

  private void cutBack(long end, LogSpace space) {
    long lastOfSegment = space.lastOfSegment(end);
    if (lastOfSegment < last()) {
      context.getLogWriter().truncate(lastOfSegment);
    }
    space.clearBehind(end);
    context.getLogWriter().truncate(end);
  }

  private RaftLogEntry read(long index) {
    RaftLogReader reader = context.getLogReader();
    reader.reset(index);
    if (!reader.hasNext()) {
      return null;
    }
    Indexed<RaftLogEntry> entry = reader.next();
    return entry.index() == index ? entry.entry() : null;
  }

  private long first() {
    return context.getLogReader().getFirstIndex();
  }

  /** Returns the index of the last entry. */
  long last() {
    return context.getLogWriter().getLastIndex();
  }

  private long snapshot() {
    Snapshot snapshot = context.getSnapshotStore().getCurrentSnapshot();
    return snapshot != null ? snapshot.index() : 0;
  }

  private static AppendRequest copy(
      AppendRequest request, long index, long term, List<RaftLogEntry> entries, long commit) {
    return AppendRequest.builder()
        .withTerm(request.term())
        .withLeader(request.leader())
        .withPrevLogIndex(index)
        .withPrevLogTerm(term)
        .withEntries(entries)
        .withCommitIndex(commit)
        .build();
  }
}
