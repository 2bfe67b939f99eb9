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
import io.atomix.mcast.wire.MemberLog;
import io.atomix.protocols.raft.RaftServer;
import io.atomix.protocols.raft.impl.RaftContext;
import io.atomix.utils.concurrent.Scheduled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Lets the preferred member stand for election as soon as all members are there, when a whole group
 * starts: nobody leads, so there is nobody to wait for, and nobody who would have to hand over
 * later. It asks the others until somebody leads, for the first time since its start; then never
 * again.
 *
 * <p>All on the Raft thread.
 */
final class FirstElection {
  private static final Duration INTERVAL = Duration.ofMillis(50);

  private final RaftContext context;
  private final MemberMessages messages;
  private final Duration patience;
  private Scheduled timer;
  private boolean asking;

  /**
   * Makes the first election of a preferred member.
   *
   * @param patience how long to wait for an answer of another member
   */
  FirstElection(RaftContext context, MemberMessages messages, Duration patience) {
    this.context = context;
    this.messages = messages;
    this.patience = patience;
  }

  void start() {
    timer = context.getThreadContext().schedule(INTERVAL, INTERVAL, this::look);
  }

  void stop() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  private void look() {
    if (timer == null || asking) {
      return;
    }
    RaftServer.Role role = context.getRole();
    if (context.getLeader() != null
        || role == RaftServer.Role.CANDIDATE
        || role == RaftServer.Role.LEADER) {
      stop();
    } else if (role == RaftServer.Role.FOLLOWER) {
      ask();
    }
  }

  private void ask() {
    List<CompletableFuture<MemberLog>> questions = new ArrayList<>();
    for (MemberId other : others()) {
      questions.add(messages.logOf(other, patience));
    }
    asking = true;
    CompletableFuture.allOf(questions.toArray(CompletableFuture[]::new))
        .whenCompleteAsync(
            (all, error) -> {
              asking = false;
              if (error == null) {
                answered(questions.stream().map(CompletableFuture::join).toList());
              }
            },
            context.getThreadContext());
  }

  private List<MemberId> others() {
    return context.getCluster().getActiveMemberStates().stream()
        .map(state -> state.getMember().memberId())
        .toList();
  }

  private void answered(List<MemberLog> logs) {
    MemberLog own = LeadershipOffers.log(context, true);
    boolean undecided =
        timer != null
            && own.follows()
            && own.leader().isEmpty()
            && logs.stream().allMatch(log -> log.follows() && log.leader().isEmpty());
    if (undecided && logs.stream().allMatch(own::isUpToDate)) {
      stop();
      context.setTerm(logs.stream().mapToLong(MemberLog::term).reduce(own.term(), Math::max));
      context.transition(RaftServer.Role.CANDIDATE);
    }
  }
}
