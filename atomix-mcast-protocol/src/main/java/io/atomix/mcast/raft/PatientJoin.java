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
import io.atomix.protocols.raft.protocol.JoinResponse;
import io.atomix.protocols.raft.protocol.RaftResponse;
import io.atomix.utils.concurrent.Scheduled;
import io.atomix.utils.concurrent.ThreadContext;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Asks to join until a leader says yes. Atomix's server asks the other members once each, and if
 * nobody leads yet, as whenever a whole group starts, it asks again two election timeouts later.
 * Here it is told nothing but yes: the leader is asked as soon as it is known, and while none is
 * known the others in turn, at growing intervals, because a leader may take its time to look for a
 * member that was away.
 *
 * <p>All on the Raft thread.
 */
final class PatientJoin {
  private static final Duration INTERVAL = Duration.ofMillis(50);

  private final ThreadContext thread;
  private final Supplier<MemberId> leader;
  private final Supplier<List<MemberId>> others;
  private final int longestPause;
  private Attempt current;

  /**
   * Makes the requests of one server.
   *
   * @param leader the leader as the server knows it, null if it knows none
   * @param others the other members
   * @param patience the longest interval at which others are asked
   */
  PatientJoin(
      ThreadContext thread,
      Supplier<MemberId> leader,
      Supplier<List<MemberId>> others,
      Duration patience) {
    this.thread = thread;
    this.leader = leader;
    this.others = others;
    this.longestPause = (int) Math.max(1, patience.toMillis() / INTERVAL.toMillis());
  }

  /**
   * Begins to ask, and ends what was asked before: that is never answered.
   *
   * @param first who is asked first
   * @param question asks a member, which may be this server itself
   * @return the answer that says yes
   */
  CompletableFuture<JoinResponse> join(
      MemberId first, Function<MemberId, CompletableFuture<JoinResponse>> question) {
    stop();
    current = new Attempt(question);
    current.ask(first);
    return current.answer;
  }

  /** Ends what is asked, if anything. */
  void stop() {
    if (current != null) {
      current.timer.cancel();
      current = null;
    }
  }

  private final class Attempt {
    private final CompletableFuture<JoinResponse> answer = new CompletableFuture<>();
    private final Function<MemberId, CompletableFuture<JoinResponse>> question;
    private final Scheduled timer = thread.schedule(INTERVAL, INTERVAL, this::look);
    private boolean asking;
    private int pause = 1;
    private int looks;
    private int turn;

    Attempt(Function<MemberId, CompletableFuture<JoinResponse>> question) {
      this.question = question;
    }

    private void look() {
      if (current != this || asking) {
        return;
      }
      looks++;
      MemberId known = leader.get();
      if (known != null) {
        ask(known);
      } else if (looks >= pause) {
        looks = 0;
        pause = Math.min(2 * pause, longestPause);
        List<MemberId> members = others.get();
        ask(members.get(turn++ % members.size()));
      }
    }

    private void ask(MemberId member) {
      asking = true;
      CompletableFuture<JoinResponse> asked;
      try {
        asked = question.apply(member);
      } catch (RuntimeException e) {
        // Atomix throws if it is to send to a member that it does not know (yet).
        asked = CompletableFuture.failedFuture(e);
      }
      asked.whenCompleteAsync(this::answered, thread);
    }

    private void answered(JoinResponse response, Throwable error) {
      asking = false;
      if (current == this && error == null && response.status() == RaftResponse.Status.OK) {
        stop();
        answer.complete(response);
      }
    }
  }
}
