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

/**
 * Says when a leader should hand its leadership over to the member that is preferred. It knows
 * nothing but what it is told, times in nanoseconds of any origin among that.
 *
 * <p>Each move costs a moment in which nobody leads, so it is made only to a member that has been
 * up to date for a while. After a move that failed, and after the preferred member has lost the
 * lead soon (it crashes again and again, or stands still), the next one waits, each time twice as
 * long.
 */
final class HandoverPolicy {
  /** Number of times that the wait is doubled, at most. */
  static final int MOST_DOUBLINGS = 6;

  /** Number of settling times for which a member must lead to be as good as any other again. */
  static final int LONG_REIGN = 32;

  private final long settle;
  private boolean upToDate;
  private long upToDateSince;
  private boolean reigns;
  private long reignsSince;
  private boolean waits;
  private long waitsSince;
  private int troubles;

  /**
   * Makes a policy.
   *
   * @param settleNanos for how long the preferred member must have been up to date
   */
  HandoverPolicy(long settleNanos) {
    this.settle = settleNanos;
  }

  /** Takes note of who leads; to be called now and then on every member. */
  void sees(long now, boolean preferredLeads) {
    if (preferredLeads && !reigns) {
      reigns = true;
      reignsSince = now;
    } else if (!preferredLeads && reigns) {
      reigns = false;
      troubles = now - reignsSince >= LONG_REIGN * settle ? 0 : troubles + 1;
      waitFrom(now);
    }
  }

  /**
   * Returns whether to hand over now; to be called now and then by the leader.
   *
   * @param isUpToDate whether the preferred member has all but the very last entries
   */
  boolean due(long now, boolean isUpToDate) {
    if (!isUpToDate || !upToDate) {
      upToDate = isUpToDate;
      upToDateSince = now;
      return false;
    }
    return now - upToDateSince >= settle && (!waits || now - waitsSince >= pause());
  }

  /** Takes note that this member does not lead, or that the other has fallen behind after all. */
  void notYet() {
    upToDate = false;
  }

  /** Takes note that a move failed. */
  void failed(long now) {
    troubles++;
    upToDate = false;
    waitFrom(now);
  }

  private void waitFrom(long now) {
    waits = true;
    waitsSince = now;
  }

  /** Returns for how long the next move waits after trouble. */
  private long pause() {
    return settle << Math.min(troubles, MOST_DOUBLINGS);
  }
}
