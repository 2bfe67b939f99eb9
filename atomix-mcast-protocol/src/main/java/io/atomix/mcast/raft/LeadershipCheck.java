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
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Checks that a leader's term is still the latest, by asking the other members: the ReadIndex of
 * Ongaro's dissertation "Consensus: Bridging Theory and Practice" (2014), section 6.4, with a
 * question of its own for its heartbeat.
 *
 * <p>A leader of a later term has the votes of a majority, each of which took over that term before
 * it voted. So if a majority, with the leader itself, still knows no later one, there was no later
 * leader when it was asked, and nothing has been answered that this leader does not know.
 *
 * <p>Atomix's own check takes until a heartbeat that was sent in a later millisecond is answered,
 * and sends heartbeats without a pause until then: most of a processor for as long as anybody
 * reads.
 *
 * <p>One round is under way at a time; whoever comes meanwhile is answered by the next, because the
 * members must be asked after he came. Thread-safe.
 */
final class LeadershipCheck {
  private final Function<MemberId, CompletableFuture<Long>> termOf;
  private Round running;
  private Round next;

  /**
   * Makes a check.
   *
   * @param termOf asks a member for its term; must fail after a while if there is no answer
   */
  LeadershipCheck(Function<MemberId, CompletableFuture<Long>> termOf) {
    this.termOf = termOf;
  }

  /** Members to ask, and how many of them must know no later term. */
  record Others(Collection<MemberId> members, int needed) {}

  /**
   * Asks whether a term is the latest.
   *
   * @return whether it was at some moment from now on; false, too, if that cannot be found out
   */
  CompletableFuture<Boolean> holds(long term, Others others) {
    if (others.needed() <= 0) {
      return CompletableFuture.completedFuture(true);
    }
    Round joined;
    synchronized (this) {
      next = next == null ? new Round() : next;
      next.join(term, others);
      joined = next;
    }
    beginNext();
    return joined.result(term);
  }

  private void beginNext() {
    Round round;
    synchronized (this) {
      if (running != null || next == null) {
        return;
      }
      round = next;
      running = round;
      next = null;
    }
    round.over.thenRun(this::end);
    for (MemberId member : round.others.members()) {
      ask(member).whenComplete((term, error) -> round.answered(error == null ? term : null));
    }
  }

  private void end() {
    synchronized (this) {
      running = null;
    }
    beginNext();
  }

  private CompletableFuture<Long> ask(MemberId member) {
    try {
      return termOf.apply(member);
    } catch (RuntimeException e) {
      // Those who wait must be told: a round that is never over holds up all that come.
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Guarded by itself, but for the joining, which is over when it begins. */
  private static final class Round {
    /** With the latest term of those who joined; the leaderships of the others are over. */
    private final CompletableFuture<Boolean> over = new CompletableFuture<>();

    private long term;
    private Others others;
    private int agreed;
    private int missing;

    void join(long term, Others others) {
      this.term = Math.max(this.term, term);
      this.others = others;
      this.missing = others.members().size();
    }

    CompletableFuture<Boolean> result(long asked) {
      return over.thenApply(holds -> holds && asked == term);
    }

    /**
     * A member has answered with its term.
     *
     * @param known null if it has not
     */
    void answered(Long known) {
      boolean enough;
      boolean failed;
      synchronized (this) {
        missing--;
        agreed += known != null && known <= term ? 1 : 0;
        enough = agreed >= others.needed();
        failed = agreed + missing < others.needed();
      }
      if (enough || failed) {
        over.complete(enough);
      }
    }
  }
}
