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
import io.atomix.mcast.ordering.MessageId;
import java.util.Set;

/**
 * One thing that happened to one message. A thing may be told again when another group asks; what
 * counts is the first time.
 */
public sealed interface Happening {

  /** Returns the message. */
  MessageId message();

  /**
   * A group has accepted the message (rules 1 and 2).
   *
   * @param kind what sort of message it is
   * @param operation the name of the operation; nothing of its arguments
   * @param client the member or client node that sent it, or null if the group made it itself
   * @param destinations all destination groups
   * @param touched what it touches in this group
   * @param timestamp the group's vote, or the timestamp of a local message; 0 if it met nothing
   * @param waitsFor the lowest message that precedes it here, or null if none does
   */
  record Submitted(
      MessageId message,
      GroupObserver.Kind kind,
      String operation,
      String client,
      Set<GroupId> destinations,
      Touched touched,
      long timestamp,
      MessageId waitsFor)
      implements Happening {}

  /**
   * A group that had voted lower has logged the final timestamp (rule 4).
   *
   * @param waitsFor the lowest message that precedes it here now, or null if none does
   */
  record Raised(MessageId message, long timestamp, MessageId waitsFor) implements Happening {}

  /**
   * The leader of a group knows that the message is stable: closed in every destination group, so
   * that nothing submitted later comes before it (rules 5 and 6). A group may execute a message
   * before its leader knows, because the client has said that it is stable.
   *
   * @param timestamp the final timestamp
   */
  record Stable(MessageId message, long timestamp) implements Happening {}

  /**
   * A group has executed the message (rules 1 and 6); before that it was stable.
   *
   * @param held of a conditional message, whether its condition held in all groups
   */
  record Executed(MessageId message, boolean held) implements Happening {}

  /** A group that had not voted on the message never will (rule 9). */
  record Refused(MessageId message) implements Happening {}

  /** A group has dropped the message because it, or another group, had refused it (rule 9). */
  record Aborted(MessageId message) implements Happening {}

  /** A caller submits a multicast message to its groups. */
  record Called(MessageId message, String primitive, Set<GroupId> destinations)
      implements Happening {}

  /** The caller of a multicast message has been told how it ended. */
  record Returned(MessageId message, Ending ending) implements Happening {}

  /** Ways in which a caller comes to know the end of a multicast message. */
  enum Ending {
    /** By the votes alone (rule 8). */
    EARLY,
    /** By a leader that said that it is stable (rule 8). */
    STABLE,
    /** By an execution. */
    EXECUTED,
    /** By an error. */
    FAILED
  }
}
