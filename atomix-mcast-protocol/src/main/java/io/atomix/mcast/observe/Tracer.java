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
package io.atomix.mcast.observe;

import io.atomix.mcast.ordering.GroupId;

/**
 * Observer of single messages; see {@code GenericMulticastPartition.trace}. Every method does
 * nothing unless it is overridden. Nothing flows back: a tracer changes nothing.
 *
 * <p>It is called on threads for callers' code, never on one that does a group's work, so it may
 * take its time: one call at a time for each partition that it was given to, in the order in which
 * things happened there, some milliseconds later. While it is slower than what happens, the latest
 * 16,384 things of a partition wait for it; it is told how many older ones it {@linkplain #missed
 * missed}. An exception that it throws is logged, of each partition the first time, and it is told
 * the next thing. Dates are this node's, in microseconds since 1970, as they were when the thing
 * happened.
 */
public interface Tracer {
  /** Wants to know of no message. */
  Tracer NONE = new Tracer() {};

  /**
   * Returns which messages to tell of; nothing is paid for the others. It is asked once, by {@code
   * GenericMulticastPartition.trace}.
   */
  default Sampling sampling() {
    return Sampling.ALL;
  }

  /**
   * A replica of a group has applied an entry of its log in which this happened.
   *
   * @param index the entry's index; 0 of what is no effect of an entry ({@link
   *     ProtocolEvent.Stable})
   * @param leads whether the replica leads the group
   */
  default void inGroup(
      GroupId group, long index, boolean leads, long micros, ProtocolEvent event) {}

  /** This happened where the message was called. */
  default void atCaller(long micros, ProtocolEvent event) {}

  /**
   * Events of a group from now on do not join on to those that were told before: a replica begins
   * to be traced, or has taken over a snapshot, so that it may skip entries or apply some again.
   */
  default void begins(GroupId group) {}

  /**
   * Takes note that a number of things of a partition will not be told, because too many waited
   * already.
   *
   * @param group the partition that the tracer was given to
   */
  default void missed(GroupId group, long count) {}
}
