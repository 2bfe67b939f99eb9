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

/**
 * Observer of one group, told by the replica and the client that this node has of it; see {@code
 * GenericMulticastPartition.observe}. Every method does nothing unless it is overridden. Times are
 * in nanoseconds.
 *
 * <p>It is called on threads for callers' code, never on one that does the group's work, so it may
 * take its time: one call at a time for each partition that it was given to, in the order in which
 * things happened there, some milliseconds later. While it is slower than what happens, the latest
 * 65,536 things wait for it; it is told how many older ones it {@linkplain #missed missed}. An
 * exception that it throws is logged, of each partition the first time, and it is told the next
 * thing.
 */
public interface GroupObserver {
  /** Takes note of nothing, and costs nothing. */
  GroupObserver NONE = new GroupObserver() {};

  /** Kinds of operations. */
  enum MessageKind {
    /** A query of one group, answered without a log entry. */
    QUERY,
    /** One operation on one group through its log. */
    LOCAL,
    /** A message to several groups. */
    MULTICAST,
    /** The opening or closing of a hosted session, the deletion of a primitive, or a timer. */
    BOOKKEEPING
  }

  /** Ends of an operation. */
  enum ObservedOutcome {
    /** It was carried out. */
    DONE,
    /** The primitive's service, or the group, answered with an error. */
    FAILED,
    /** It was not applied and never will be; the caller knows. */
    NOT_APPLIED,
    /** The caller does not know whether it was applied. */
    UNKNOWN
  }

  /** The replica that leads has carried out an operation of a hosted primitive. */
  default void executed(MessageKind kind, ObservedOutcome outcome) {}

  /** The replica that leads was asked queries in one request, of which so many were answered. */
  default void answered(int asked, int answered) {}

  /** The replica that leads has applied a log entry with so many commands. */
  default void batch(int commands) {}

  /** The replica that leads has executed a message that had waited for it since it was accepted. */
  default void waited(MessageKind kind, long nanos) {}

  /** This group, of which this node has the leader, refuses a message for good (rule 9). */
  default void refused() {}

  /** A message that the group had voted on was dropped, because another group refused it. */
  default void aborted() {}

  /** The leader told another group something again, because no answer had come. */
  default void resent() {}

  /** The local replica has become leader. */
  default void becameLeader() {}

  /**
   * The local replica, which led, has tried to hand over to the member that is preferred.
   *
   * @param done whether that member leads now
   * @param nanos for how long requests were held up
   */
  default void leadershipMoved(boolean done, long nanos) {}

  /** The local replica has written a snapshot of so many bytes. */
  default void snapshot(int bytes, long nanos) {}

  /** An operation that this node called has ended. */
  default void called(MessageKind kind, ObservedOutcome outcome, long nanos) {}

  /** Takes note that a number of things will not be told, because too many waited already. */
  default void missed(long count) {}
}
