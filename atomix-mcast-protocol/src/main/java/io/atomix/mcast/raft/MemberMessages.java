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
import io.atomix.cluster.messaging.ClusterCommunicationService;
import io.atomix.mcast.wire.FollowerReport;
import io.atomix.mcast.wire.LatestTerm;
import io.atomix.mcast.wire.LeadershipOffer;
import io.atomix.mcast.wire.MemberLog;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/** Messages that the members of a partition send each other beside those of Atomix's Raft. */
final class MemberMessages {
  private static final byte[] NOTHING = {};

  private final ClusterCommunicationService communication;
  private final String term;
  private final String log;
  private final String offer;
  private final String followers;

  /**
   * Makes the messages of one partition.
   *
   * @param prefix the name of the partition in messages
   */
  MemberMessages(String prefix, ClusterCommunicationService communication) {
    this.communication = communication;
    this.term = prefix + "-term";
    this.log = prefix + "-log";
    this.offer = prefix + "-offer";
    this.followers = prefix + "-followers";
  }

  /** Answers questions for the term, until {@link #stop}. */
  void serveTerm(Supplier<CompletableFuture<LatestTerm>> answer) {
    serve(term, bytes -> answer.get(), LatestTerm::encode);
  }

  /** Answers questions for the log, and offers of leadership, until {@link #stop}. */
  void serveElections(
      Supplier<CompletableFuture<MemberLog>> logs,
      Function<LeadershipOffer, CompletableFuture<LeadershipOffer.OfferAnswer>> offers) {
    serve(log, bytes -> logs.get(), MemberLog::encode);
    serve(
        offer,
        bytes -> offers.apply(LeadershipOffer.decode(bytes)),
        LeadershipOffer.OfferAnswer::encode);
  }

  /** Answers questions for the followers, until {@link #stop}. */
  void serveFollowers(Supplier<CompletableFuture<FollowerReport>> reports) {
    serve(followers, bytes -> reports.get(), FollowerReport::encode);
  }

  private <A> void serve(
      String subject, Function<byte[], CompletableFuture<A>> handler, Function<A, byte[]> encoder) {
    communication.<byte[], A>subscribe(subject, Function.identity(), handler, encoder);
  }

  void stop() {
    communication.unsubscribe(term);
    communication.unsubscribe(log);
    communication.unsubscribe(offer);
    communication.unsubscribe(followers);
  }

  /**
   * Asks a member for its term.
   *
   * @param patience how long to wait for the answer
   */
  CompletableFuture<Long> termOf(MemberId member, Duration patience) {
    return send(term, NOTHING, LatestTerm::decode, member, patience).thenApply(LatestTerm::term);
  }

  /** Asks a member how its log stands. */
  CompletableFuture<MemberLog> logOf(MemberId member, Duration patience) {
    return send(log, NOTHING, MemberLog::decode, member, patience);
  }

  /** Asks a member what it knows of its followers, if it leads. */
  CompletableFuture<FollowerReport> followersOf(MemberId member, Duration patience) {
    return send(followers, NOTHING, FollowerReport::decode, member, patience);
  }

  /** Offers a member to stand for election. */
  CompletableFuture<LeadershipOffer.OfferAnswer> offer(
      MemberId member, LeadershipOffer leadership, Duration patience) {
    return send(offer, leadership.encode(), LeadershipOffer.OfferAnswer::decode, member, patience);
  }

  private <A> CompletableFuture<A> send(
      String subject,
      byte[] message,
      Function<byte[], A> decoder,
      MemberId member,
      Duration patience) {
    try {
      return communication.send(subject, message, Function.identity(), decoder, member, patience);
    } catch (RuntimeException e) {
      // Atomix throws if it is to send to a member that it does not know (yet).
      return CompletableFuture.failedFuture(e);
    }
  }
}
