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

/**
 * What a group's log says of a multicast message. It is a fact that follows from committed entries: it may be told late, repeatedly
 * and out of order, and never becomes false (a later standing says more, it does not contradict).
 *
 * @param state how far the message is
 * @param timestamp the vote, or the final timestamp once it is known to be higher; 0 where the state has none
 * @param first whether no conflicting pending message of the group has a lower (timestamp, id): with the final timestamp, this is
 *     readiness (rule 5)
 */
public record Standing(State state, long timestamp, boolean first) {
  /** How far a message is in a group. */
  public enum State {
    /** The group has voted: the timestamp is a lower bound of the final one. */
    VOTED,
    /** The group has logged a final timestamp above its vote. */
    FINAL,
    /** Executed; this implies that it was ready. */
    EXECUTED,
    /** Voted on, and never to be executed, because another group has refused it. */
    ABORTED,
    /** Never to be voted on. */
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
