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
 * State of a multicast message in a group's log. It is a fact that follows from committed entries:
 * it may be told late, repeatedly and out of order, and never becomes false (a later status says
 * more, it does not contradict).
 *
 * @param state how far the message is
 * @param timestamp the vote, or the final timestamp once it is known to be higher, also after the
 *     execution; 0 where the state has none
 * @param first whether nothing is below it any more
 * @param below what was below it when it took this timestamp (rule 5), but for what is known to be
 *     stable or dropped
 * @param condition of a conditional message (rule 11): while it is pending, the verdict of this
 *     group; once it is executed, what all groups have decided
 */
public record MessageStatus(
    State state, long timestamp, boolean first, Below below, Condition condition) {
  /** The status of a message that its group does not know, says an entry of its log. */
  public static final MessageStatus ABSENT = new MessageStatus(State.ABSENT, 0, false);

  /** States of a message's condition. A message without one is one whose condition holds. */
  public enum Condition implements Coded {
    /** The group has not judged yet. */
    OPEN(0),
    /** It holds. */
    HOLDS(1),
    /** It does not hold. */
    FAILS(2);

    /** The constants by their codes. */
    public static final Codes<Condition> CODES = Codes.of(values());

    private final int code;

    Condition(int code) {
      this.code = code;
    }

    @Override
    public int code() {
      return code;
    }
  }

  public MessageStatus {
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(below, "below");
    Objects.requireNonNull(condition, "condition");
  }

  /** Creates the status of a message without a condition, which does not tell what is below. */
  public MessageStatus(State state, long timestamp, boolean first) {
    this(state, timestamp, first, first ? Below.NONE : Below.TOO_MANY, Condition.HOLDS);
  }

  /** Creates the status of a message whose condition has been judged, if it has one. */
  public MessageStatus(State state, long timestamp, boolean first, boolean holds) {
    this(
        state,
        timestamp,
        first,
        first ? Below.NONE : Below.TOO_MANY,
        holds ? Condition.HOLDS : Condition.FAILS);
  }

  /** Creates the status of a message without a condition. */
  public MessageStatus(State state, long timestamp, boolean first, Below below) {
    this(state, timestamp, first, below, Condition.HOLDS);
  }

  /** Returns the status of a message that was executed with this final timestamp. */
  public static MessageStatus executed(long timestamp) {
    return executed(timestamp, true);
  }

  /**
   * Returns the status of a message that was executed with this final timestamp.
   *
   * @param held whether its condition held in all groups
   */
  public static MessageStatus executed(long timestamp, boolean held) {
    return new MessageStatus(State.EXECUTED, timestamp, true).withHolds(held);
  }

  /** Returns whether the condition holds as far as it is known. */
  public boolean holds() {
    return condition != Condition.FAILS;
  }

  /** Returns this status with what the group found out about the condition. */
  public MessageStatus withHolds(boolean newHolds) {
    return withCondition(newHolds ? Condition.HOLDS : Condition.FAILS);
  }

  /** Returns this status with another verdict. */
  public MessageStatus withCondition(Condition newCondition) {
    return new MessageStatus(state, timestamp, first, below, newCondition);
  }

  /** Returns this status with a smaller set of what is below. */
  public MessageStatus withBelow(Below newBelow) {
    return new MessageStatus(state, timestamp, first, newBelow, condition);
  }

  /**
   * Returns the status of a message that will never be executed, because it was refused here or
   * elsewhere.
   */
  public static MessageStatus dropped(State state) {
    if (!state.dropped()) {
      throw new IllegalArgumentException("A message that is " + state + " has not been dropped");
    }
    return new MessageStatus(state, 0, false);
  }

  /**
   * Returns whether the message is closed in this group by what this says alone, given its final
   * timestamp (rule 5): it is executed, or nothing is below it.
   */
  public boolean isClosed(long finalTimestamp) {
    return state == State.EXECUTED
        || state.pending() && (first || below.isNone()) && timestamp == finalTimestamp;
  }

  /** Stages of a message in a group. */
  public enum State implements Coded {
    /** The group has voted: the timestamp is a lower bound of the final one. */
    VOTED(0),
    /** The group has logged a final timestamp above its vote. */
    FINAL(1),
    /** Executed; this implies that it was stable. */
    EXECUTED(2),
    /**
     * Submitted here, and never to be executed, because this group or another one had refused it.
     */
    ABORTED(3),
    /** Not submitted here so far, and never to be voted on. */
    REFUSED(4),
    /** Logged as not known here at the time of asking (see {@link Entry.Confirm}). */
    ABSENT(5);

    /** The constants by their codes. */
    public static final Codes<State> CODES = Codes.of(values());

    private final int code;

    State(int code) {
      this.code = code;
    }

    @Override
    public int code() {
      return code;
    }

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
