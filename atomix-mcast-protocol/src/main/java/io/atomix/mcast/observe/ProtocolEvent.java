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
public sealed interface ProtocolEvent {

  /** Returns the message. */
  MessageId message();

  /**
   * Has the visitor take it.
   *
   * @param <R> type of the visitor's result
   */
  <R> R accept(ProtocolEventVisitor<R> visitor);

  /**
   * Takes events, each kind in its way.
   *
   * @param <R> type of the result
   */
  interface ProtocolEventVisitor<R> {

    /** Takes the acceptance of a message. */
    R submitted(Submitted event);

    /** Takes a higher final timestamp. */
    R raised(Raised event);

    /** Takes the news that a message is stable. */
    R stable(Stable event);

    /** Takes an execution. */
    R executed(Executed event);

    /** Takes a refusal. */
    R refused(Refused event);

    /** Takes an end without an execution. */
    R aborted(Aborted event);

    /** Takes a caller's message. */
    R called(Called event);

    /** Takes the end that a caller is told. */
    R returned(Returned event);
  }

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
      GroupObserver.MessageKind kind,
      String operation,
      String client,
      Set<GroupId> destinations,
      Touched touched,
      long timestamp,
      MessageId waitsFor)
      implements ProtocolEvent {
    @Override
    public <R> R accept(ProtocolEventVisitor<R> visitor) {
      return visitor.submitted(this);
    }
  }

  /**
   * A group that had voted lower has logged the final timestamp (rule 4). Also of a local message
   * that ends a session, which has got a higher timestamp because messages of that session were put
   * behind it (rule 1).
   *
   * @param waitsFor the lowest message that precedes it here now, or null if none does
   */
  record Raised(MessageId message, long timestamp, MessageId waitsFor) implements ProtocolEvent {
    @Override
    public <R> R accept(ProtocolEventVisitor<R> visitor) {
      return visitor.raised(this);
    }
  }

  /**
   * The leader of a group knows that the message is stable: closed in every destination group, so
   * that nothing submitted later comes before it (rules 5 and 6). A group may execute a message
   * before its leader knows, because the client has said that it is stable.
   *
   * @param timestamp the final timestamp
   */
  record Stable(MessageId message, long timestamp) implements ProtocolEvent {
    @Override
    public <R> R accept(ProtocolEventVisitor<R> visitor) {
      return visitor.stable(this);
    }
  }

  /**
   * A group has executed the message (rules 1 and 6); before that it was stable.
   *
   * @param held of a conditional message, whether its condition held in all groups
   */
  record Executed(MessageId message, boolean held) implements ProtocolEvent {
    @Override
    public <R> R accept(ProtocolEventVisitor<R> visitor) {
      return visitor.executed(this);
    }
  }

  /** A group that had not voted on the message never will (rule 9). */
  record Refused(MessageId message) implements ProtocolEvent {
    @Override
    public <R> R accept(ProtocolEventVisitor<R> visitor) {
      return visitor.refused(this);
    }
  }

  /** A group has dropped the message because it, or another group, had refused it (rule 9). */
  record Aborted(MessageId message) implements ProtocolEvent {
    @Override
    public <R> R accept(ProtocolEventVisitor<R> visitor) {
      return visitor.aborted(this);
    }
  }

  /** A caller submits a multicast message to its groups. */
  record Called(MessageId message, String primitive, Set<GroupId> destinations)
      implements ProtocolEvent {
    @Override
    public <R> R accept(ProtocolEventVisitor<R> visitor) {
      return visitor.called(this);
    }
  }

  /** The caller of a multicast message has been told how it ended. */
  record Returned(MessageId message, Ending ending) implements ProtocolEvent {
    @Override
    public <R> R accept(ProtocolEventVisitor<R> visitor) {
      return visitor.returned(this);
    }
  }

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
