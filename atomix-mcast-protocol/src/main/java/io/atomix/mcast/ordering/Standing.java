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
package io.atomix.mcast.ordering;

import java.util.Objects;

/**
 * What a group's log says of a multicast message. It is a fact that follows from committed entries:
 * it may be told late, repeatedly and out of order, and never becomes false (a later standing says
 * more, it does not contradict).
 *
 * @param state how far the message is
 * @param timestamp the vote, or the final timestamp once it is known to be higher, also after the
 *     execution; 0 where the state has none
 * @param first whether no conflicting pending message of the group has a lower (timestamp, id):
 *     with the final timestamp, this is readiness (rule 5)
 * @param holds of a conditional message (rule 11): once it is ready, whether its condition holds in
 *     this group; once it is executed, whether it held in all. A message without a condition is one
 *     whose condition holds
 */
public record Standing(State state, long timestamp, boolean first, boolean holds) {
  /** The standing of a message that its group does not know, says an entry of its log. */
  public static final Standing ABSENT = new Standing(State.ABSENT, 0, false);

  public Standing {
    Objects.requireNonNull(state, "state");
  }

  /** Creates the standing of a message without a condition. */
  public Standing(State state, long timestamp, boolean first) {
    this(state, timestamp, first, true);
  }

  /** Returns the standing of a message that was executed with this final timestamp. */
  public static Standing executed(long timestamp) {
    return executed(timestamp, true);
  }

  /**
   * Returns the standing of a message that was executed with this final timestamp.
   *
   * @param held whether its condition held in all groups
   */
  public static Standing executed(long timestamp, boolean held) {
    return new Standing(State.EXECUTED, timestamp, true, held);
  }

  /** Returns this standing with what the group found out about the condition. */
  public Standing withHolds(boolean newHolds) {
    return new Standing(state, timestamp, first, newHolds);
  }

  /**
   * Returns the standing of a message that will never be executed, because it was refused here or
   * elsewhere.
   */
  public static Standing dropped(State state) {
    if (!state.dropped()) {
      throw new IllegalArgumentException("A message that is " + state + " has not been dropped");
    }
    return new Standing(state, 0, false);
  }

  /**
   * Returns whether nothing can precede the message any more in this group, given its final
   * timestamp (rule 5).
   */
  public boolean isReady(long finalTimestamp) {
    return state == State.EXECUTED || state.pending() && first && timestamp == finalTimestamp;
  }

  /** How far a message is in a group. */
  public enum State {
    /** The group has voted: the timestamp is a lower bound of the final one. */
    VOTED,
    /** The group has logged a final timestamp above its vote. */
    FINAL,
    /** Executed; this implies that it was ready. */
    EXECUTED,
    /**
     * Submitted here, and never to be executed, because this group or another one had refused it.
     */
    ABORTED,
    /** Not submitted here so far, and never to be voted on. */
    REFUSED,
    /** Logged as not known here at the time of asking (see {@link Entry.Confirm}). */
    ABSENT;

    /** Returns whether the message waits for execution. */
    public boolean pending() {
      return this == VOTED || this == FINAL;
    }

    /** Returns whether the message will never be executed. */
    public boolean dropped() {
      return this == ABORTED || this == REFUSED;
    }
  }
}
