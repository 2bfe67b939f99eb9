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
import io.atomix.protocols.raft.RaftServer;
import io.atomix.protocols.raft.protocol.AppendResponse;
import io.atomix.protocols.raft.protocol.ConfigureRequest;
import io.atomix.protocols.raft.protocol.VoteRequest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/**
 * A member keeps to its term: leaderships, candidacies and answers that are over, and servers that
 * have ended.
 */
class GuardedRolesTest extends FollowerFixture {
  @Test
  void anAnswerFromAnEarlierTermIsNotCountedInTheNext() throws Exception {
    follower(true);
    CompletableFuture<AppendResponse> late = sendAsLeaderOf(3);
    onRaftThread(
        () -> {
          context.setTerm(4);
          return null;
        });
    communication.answer.completeExceptionally(new TimeoutException("late"));
    assertThat(late).isNotDone();
    assertThat(sendAsLeaderOf(4)).isCompletedExceptionally();
  }

  private CompletableFuture<AppendResponse> sendAsLeaderOf(long term) throws Exception {
    return onRaftThread(
        () -> {
          context.setTerm(term);
          return context
              .getProtocol()
              .append(MemberId.from("m3"), request(0, 0, term, List.of(), 0));
        });
  }

  /** What Atomix's server does when its request to join is answered. */
  private RaftServer.Role joinedAfterTheEnd() throws Exception {
    return onRaftThread(
        () -> {
          context.transition(RaftServer.Role.INACTIVE);
          context.getCluster().commit();
          return context.getRole();
        });
  }

  @Test
  void withoutAGuardAServerThatHasEndedIsAFollowerAgain() throws Exception {
    follower(false);
    assertThat(joinedAfterTheEnd()).isEqualTo(RaftServer.Role.FOLLOWER);
  }

  @Test
  void aServerThatHasEndedStaysInactive() throws Exception {
    follower(true);
    assertThat(joinedAfterTheEnd()).isEqualTo(RaftServer.Role.INACTIVE);
  }

  /** The new leader of a later term tells its configuration first. */
  private RaftServer.Role toldOfALaterLeader(RaftServer.Role role) throws Exception {
    return onRaftThread(
        () -> {
          context.setTerm(1);
          context.transition(role);
          assertThat(context.getRole()).isEqualTo(role);
          long term = context.getTerm() + 5;
          context
              .getRaftRole()
              .onConfigure(
                  ConfigureRequest.builder()
                      .withTerm(term)
                      .withLeader(LEADER)
                      .withIndex(2)
                      .withTime(2)
                      .withMembers(List.of(raftMember("m1"), raftMember("m2"), raftMember("m3")))
                      .build());
          assertThat(context.getTerm()).isEqualTo(term);
          return context.getRole();
        });
  }

  @Test
  void withoutAGuardALeaderLeadsOnInTheTermOfTheNext() throws Exception {
    follower(false);
    assertThat(toldOfALaterLeader(RaftServer.Role.LEADER))
        .as("what it writes to its log bears the other's term")
        .isEqualTo(RaftServer.Role.LEADER);
  }

  @Test
  void aLeadershipEndsWithItsTerm() throws Exception {
    follower(true);
    assertThat(toldOfALaterLeader(RaftServer.Role.LEADER)).isEqualTo(RaftServer.Role.FOLLOWER);
  }

  @Test
  void aCandidacyEndsWhenALeaderIsKnown() throws Exception {
    follower(true);
    assertThat(toldOfALaterLeader(RaftServer.Role.CANDIDATE)).isEqualTo(RaftServer.Role.FOLLOWER);
  }

  private boolean vote(long term, String candidate) throws Exception {
    VoteRequest request =
        VoteRequest.builder()
            .withTerm(term)
            .withCandidate(MemberId.from(candidate))
            .withLastLogIndex(0)
            .withLastLogTerm(0)
            .build();
    return onRaftThread(() -> context.getRaftRole().onVote(request)).get().voted();
  }

  /** Votes for one, hears of it as the leader, and then nothing any more. */
  private void voteForALeaderThatIsSilentThen() throws Exception {
    assertThat(vote(3, "m1")).isTrue();
    append(request(0, 0, 3, List.of(), 0));
    onRaftThread(
        () -> {
          assertThat(context.getLeader().memberId()).isEqualTo(LEADER);
          context.setLeader(null);
          return null;
        });
  }

  @Test
  void withoutAGuardAServerVotesTwiceInATerm() throws Exception {
    follower(false);
    voteForALeaderThatIsSilentThen();
    assertThat(vote(3, "m3")).isTrue();
  }

  @Test
  void aServerVotesOnceInATerm() throws Exception {
    follower(true);
    voteForALeaderThatIsSilentThen();
    assertThat(vote(3, "m3")).isFalse();
    assertThat(vote(4, "m3")).isTrue();
  }

  @Test
  void aServerThatWasRestartedDoesNotVoteInTheTermThatItFinds() throws Exception {
    follower(true);
    voteForALeaderThatIsSilentThen();
    context.close();
    follower(true);
    assertThat(term()).isEqualTo(3);
    assertThat(vote(3, "m3")).isFalse();
    assertThat(vote(3, "m1")).isFalse();
    assertThat(vote(4, "m3")).isTrue();
  }
}
