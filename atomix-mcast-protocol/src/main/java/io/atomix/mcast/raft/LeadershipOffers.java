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
import io.atomix.mcast.wire.MemberLog;
import io.atomix.protocols.raft.RaftServer;
import io.atomix.protocols.raft.cluster.RaftMember;
import io.atomix.protocols.raft.impl.RaftContext;
import io.atomix.protocols.raft.protocol.AppendRequest;
import io.atomix.protocols.raft.protocol.AppendResponse;
import io.atomix.protocols.raft.storage.log.entry.RaftLogEntry;
import io.atomix.storage.journal.Indexed;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Answers what other members ask before leadership moves, and stands for election when the leader
 * offers it: Ongaro's dissertation "Consensus: Bridging Theory and Practice" (2014), section 3.10.
 * An offer carries no right. It only lets a follower stand for election earlier than its timeout
 * would, and whether it is elected is up to Raft.
 *
 * <p>All on the Raft thread.
 */
final class LeadershipOffers {
  private final RaftContext context;
  private final boolean preferred;
  private final BooleanSupplier broken;
  private final Function<AppendRequest, CompletableFuture<AppendResponse>> append;

  /**
   * Makes the answers of one member.
   *
   * @param preferred whether this member should lead
   * @param broken tells whether its log is broken
   * @param append does what the server does with a request of the leader
   */
  LeadershipOffers(
      RaftContext context,
      boolean preferred,
      BooleanSupplier broken,
      Function<AppendRequest, CompletableFuture<AppendResponse>> append) {
    this.context = context;
    this.preferred = preferred;
    this.broken = broken;
    this.append = append;
  }

  /** Returns how the log of this member stands. */
  MemberLog log() {
    return log(context, refusal() == null);
  }

  /** Returns how the log of a server stands. */
  static MemberLog log(RaftContext context, boolean willing) {
    Indexed<RaftLogEntry> last = context.getLogWriter().getLastEntry();
    RaftMember leader = context.getLeader();
    return new MemberLog(
        context.getTerm(),
        leader == null ? "" : leader.memberId().id(),
        last == null ? 0 : last.index(),
        last == null ? 0 : last.entry().term(),
        context.getLastApplied(),
        context.getRole() == RaftServer.Role.FOLLOWER,
        willing);
  }

  private String refusal() {
    if (!preferred) {
      return "it is not to lead by its own configuration";
    } else if (broken.getAsBoolean()) {
      return "its log is broken";
    } else if (context.getState() != RaftContext.State.READY) {
      return "it has not applied its log since its start";
    } else if (context.getRole() != RaftServer.Role.FOLLOWER) {
      return "it is no follower";
    }
    return null;
  }

  private String refusal(LeadershipOffer offer) {
    RaftMember leader = context.getLeader();
    if (refusal() != null) {
      return refusal();
    } else if (context.getTerm() != offer.term()
        || leader == null
        || !leader.memberId().id().equals(offer.leader())) {
      return "it is in term %d under %s".formatted(context.getTerm(), leader);
    }
    return null;
  }

  /** Stands for election if this member has, and has applied, all that the leader has. */
  CompletableFuture<LeadershipOffer.OfferAnswer> consider(LeadershipOffer offer) {
    String refusal = refusal(offer);
    return refusal != null
        ? CompletableFuture.completedFuture(new LeadershipOffer.OfferAnswer(refusal))
        : append
            .apply(heartbeat(offer))
            .thenCompose(response -> applied())
            .thenApplyAsync(applied -> stand(offer), context.getThreadContext());
  }

  /** The offer is news of the leader, as any other: up to where the log is committed. */
  private static AppendRequest heartbeat(LeadershipOffer offer) {
    return AppendRequest.builder()
        .withTerm(offer.term())
        .withLeader(MemberId.from(offer.leader()))
        .withPrevLogIndex(offer.lastIndex())
        .withPrevLogTerm(offer.lastTerm())
        .withEntries(List.of())
        .withCommitIndex(offer.committed())
        .build();
  }

  /** Completes when what is known to be committed has been applied, or has failed to be. */
  private CompletableFuture<Void> applied() {
    CompletableFuture<Void> applied = new CompletableFuture<>();
    // Behind the turns that give the entries to the state machine's thread, and behind them there.
    context
        .getThreadContext()
        .execute(
            () -> context.getServiceManager().executor().execute(() -> applied.complete(null)));
    return applied;
  }

  private LeadershipOffer.OfferAnswer stand(LeadershipOffer offer) {
    String refusal = refusal(offer);
    MemberLog log = log();
    if (refusal == null
        && (log.lastIndex() != offer.lastIndex() || log.lastTerm() != offer.lastTerm())) {
      refusal =
          "its log ends at entry %d, the leader's at %d"
              .formatted(log.lastIndex(), offer.lastIndex());
    } else if (refusal == null && log.applied() < offer.committed()) {
      refusal =
          "it has applied entry %d, and entry %d is committed"
              .formatted(log.applied(), offer.committed());
    }
    if (refusal != null) {
      return new LeadershipOffer.OfferAnswer(refusal);
    }
    context.transition(RaftServer.Role.CANDIDATE);
    return LeadershipOffer.OfferAnswer.ACCEPTED;
  }
}
