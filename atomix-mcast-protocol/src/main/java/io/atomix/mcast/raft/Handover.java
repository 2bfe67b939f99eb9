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
import io.atomix.mcast.wire.LeadershipOffer;
import io.atomix.protocols.raft.RaftServer;
import io.atomix.protocols.raft.cluster.RaftMember;
import io.atomix.protocols.raft.cluster.impl.RaftMemberContext;
import io.atomix.protocols.raft.impl.RaftContext;
import io.atomix.protocols.raft.storage.log.entry.RaftLogEntry;
import io.atomix.storage.journal.Indexed;
import io.atomix.utils.concurrent.Scheduled;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands a leader's leadership over to the preferred member, once the {@link HandoverPolicy} says
 * so: the leader lets no request in, waits until the other has all that it has itself, and offers
 * the other to stand for election ({@link LeadershipOffers}). The other asks for votes in a later
 * term, which ends this leadership as any other election would; what has come meanwhile goes on to
 * the new leader. Until then this member leads, and if nothing comes of the offer it goes on.
 *
 * <p>Since all that was let in is committed, applied and answered before, nothing is left open by
 * the end of this leadership, and the new leader knows every session.
 *
 * <p>Atomix's own transfer of leadership refuses commands for ever if it fails, and makes the other
 * a candidate whether it has the log or not.
 *
 * <p>All on the Raft thread.
 */
final class Handover {
  private static final Logger LOGGER = LoggerFactory.getLogger(Handover.class);

  /** Longest time for which requests wait: well below what clients wait for an answer. */
  private static final Duration LONGEST_HOLD = Duration.ofSeconds(2);

  private static final Duration CHECK_INTERVAL = Duration.ofMillis(1);
  private static final int SETTLE_TIMEOUTS = 2;

  private final RaftContext context;
  private final Spreading spreading;
  private final MemberMessages messages;
  private final RequestGate gate;
  private final HandoverPolicy policy;

  /** Time that the other has to catch up while requests wait. */
  private final Duration catchUp;

  /** Time after the offer for which requests wait. */
  private final Duration patience;

  private final Consumer<RaftMember> leaders = this::found;
  private Scheduled timer;
  private Move move;
  private long lastIndex;
  private long committed;

  /** Time of the last answer of the preferred member, as Raft has it. */
  private long responded;

  /** Time by the clock when that was seen. */
  private long respondedAt;

  Handover(RaftContext context, Spreading spreading, MemberMessages messages, RequestGate gate) {
    this.context = context;
    this.spreading = spreading;
    this.messages = messages;
    this.gate = gate;
    this.policy =
        new HandoverPolicy(context.getElectionTimeout().multipliedBy(SETTLE_TIMEOUTS).toNanos());
    this.catchUp = shorter(context.getHeartbeatInterval(), LONGEST_HOLD);
    this.patience = shorter(context.getElectionTimeout(), LONGEST_HOLD);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  void start() {
    context.addLeaderElectionListener(leaders);
    timer =
        context
            .getThreadContext()
            .schedule(context.getHeartbeatInterval(), context.getHeartbeatInterval(), this::look);
  }

  void stop() {
    if (timer != null) {
      timer.cancel();
      timer = null;
      context.removeLeaderElectionListener(leaders);
      if (move != null) {
        move.end(false, "this member stops");
      }
    }
  }

  private void look() {
    if (timer == null) {
      return;
    }
    long now = now();
    watch(now);
    RaftMember leader = context.getLeader();
    if (leader != null) {
      policy.sees(now, leader.memberId().equals(spreading.preferred()));
    }
    if (context.getRole() != RaftServer.Role.LEADER) {
      policy.notYet();
    } else if (move == null && policy.due(now, isUpToDate(now)) && spreading.turns().take()) {
      move = new Move(context.getTerm());
      move.ask(committed);
    }
    lastIndex = context.getLogWriter().getLastIndex();
    committed = context.getCommitIndex();
  }

  private long now() {
    return spreading.clock().getAsLong();
  }

  private RaftMemberContext member() {
    return context.getCluster().getMemberState(spreading.preferred());
  }

  /** Takes note of when the preferred member has last answered. */
  private void watch(long now) {
    RaftMemberContext member = member();
    if (member != null && member.getResponseTime() != responded) {
      responded = member.getResponseTime();
      respondedAt = now;
    }
  }

  /** Returns whether the preferred member answers, and has what the log had at the last look. */
  private boolean isUpToDate(long now) {
    RaftMemberContext member = member();
    return member != null
        && member.getFailureCount() == 0
        && member.getMatchIndex() >= lastIndex
        && now - respondedAt < context.getElectionTimeout().toNanos();
  }

  /** Somebody leads in another term than before. */
  private void found(RaftMember leader) {
    if (move != null) {
      boolean done = leader.memberId().equals(spreading.preferred());
      move.end(done, "%s was elected".formatted(leader.memberId()));
    }
  }

  /** One attempt. */
  private final class Move {
    private final long term;
    private boolean holds;
    private long heldSince;

    Move(long term) {
      this.term = term;
    }

    private boolean isCurrent() {
      return move == this;
    }

    private boolean leads() {
      return context.getRole() == RaftServer.Role.LEADER && context.getTerm() == term;
    }

    /** Goes on if the other would lead, and is up to date in what it has applied, too. */
    void ask(long demanded) {
      messages
          .logOf(spreading.preferred(), patience)
          .whenCompleteAsync(
              (log, error) -> {
                if (!isCurrent()) {
                  return;
                }
                if (error != null) {
                  end(false, "it does not answer: " + error.getMessage());
                } else if (!log.willing()) {
                  end(false, "it does not want to lead");
                } else if (!leads() || log.term() != term || log.applied() < demanded) {
                  putOff();
                } else {
                  hold();
                }
              },
              context.getThreadContext());
    }

    private void putOff() {
      move = null;
      spreading.turns().giveBack();
      policy.notYet();
    }

    private void hold() {
      gate.hold();
      holds = true;
      heldSince = now();
      // Behind what has passed the gate.
      context.getThreadContext().execute(this::check);
    }

    /** Offers when all that was let in is committed, applied, and known to the other. */
    private void check() {
      if (!isCurrent()) {
        return;
      }
      long last = context.getLogWriter().getLastIndex();
      RaftMemberContext member = member();
      if (!leads()) {
        end(false, "this member has lost the lead");
      } else if (member.getMatchIndex() == last
          && context.getCommitIndex() == last
          && context.getLastApplied() == last) {
        offer();
      } else if (heldNanos() > catchUp.toNanos()) {
        end(
            false,
            "of entry %d, %d is committed, %d applied and %d known to it"
                .formatted(
                    last,
                    context.getCommitIndex(),
                    context.getLastApplied(),
                    member.getMatchIndex()));
      } else {
        context.getThreadContext().schedule(CHECK_INTERVAL, this::check);
      }
    }

    private void offer() {
      Indexed<RaftLogEntry> last = context.getLogWriter().getLastEntry();
      context.getThreadContext().schedule(patience, this::late);
      messages
          .offer(
              spreading.preferred(),
              new LeadershipOffer(
                  term,
                  context.getCluster().getMember().memberId().id(),
                  last.index(),
                  last.entry().term(),
                  last.index()),
              patience)
          .whenCompleteAsync(
              (answer, error) -> {
                if (isCurrent() && leads() && error != null) {
                  end(false, "it does not answer the offer: " + error.getMessage());
                } else if (isCurrent() && leads() && !answer.isAccepted()) {
                  end(false, answer.refusal());
                }
              },
              context.getThreadContext());
    }

    private void late() {
      if (isCurrent()) {
        end(false, leads() ? "it was not elected" : "nobody was elected");
      }
    }

    private long heldNanos() {
      return holds ? now() - heldSince : 0;
    }

    void end(boolean done, String what) {
      move = null;
      long nanos = heldNanos();
      if (holds) {
        gate.release();
      }
      spreading.turns().giveBack();
      if (!done) {
        policy.failed(now());
      }
      String held = "requests waited for %d ms".formatted(TimeUnit.NANOSECONDS.toMillis(nanos));
      MemberId local = context.getCluster().getMember().memberId();
      if (done) {
        LOGGER.info(
            "{}: leadership moved from {} to {}, which is preferred and up to date; {}",
            context.getName(),
            local,
            spreading.preferred(),
            held);
      } else {
        LOGGER.info(
            "{}: leadership did not move from {} to {}, which is preferred: {}; {}",
            context.getName(),
            local,
            spreading.preferred(),
            what,
            held);
      }
      spreading.listener().moved(done, nanos);
    }
  }
}
