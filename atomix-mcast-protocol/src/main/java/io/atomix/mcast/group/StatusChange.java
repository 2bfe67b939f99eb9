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
package io.atomix.mcast.group;

import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.ordering.MessageStatus;
import java.util.SortedSet;

/**
 * A multicast message has a new status in the group's log, or was asked about, or is no longer
 * remembered.
 *
 * @param status null when the message is no longer remembered
 * @param unhurried whether the message's client waits for nothing more if all groups have voted the
 *     same with nothing below it (rule 8)
 * @param foreseen whether this is the vote that the message's client has foreseen (rule 2), and
 *     nothing is below it but messages of that client
 * @param whenStable whom to tell as soon as the message is stable: its client if it wants no result
 *     (rule 8), else null
 */
public record StatusChange(
    MessageId id,
    MessageStatus status,
    SortedSet<GroupId> destinations,
    boolean unhurried,
    boolean foreseen,
    ClientAddress whenStable) {

  /** Creates a change that somebody may wait for. */
  public StatusChange(MessageId id, MessageStatus status, SortedSet<GroupId> destinations) {
    this(id, status, destinations, false, false, null);
  }

  /** Returns the change that a message is no longer remembered. */
  public static StatusChange forgotten(MessageId id) {
    return new StatusChange(id, null, null);
  }

  /** Returns whether nobody does anything because of it before somebody asks, or for a while. */
  public boolean mayWait() {
    return status == null || status.state() == MessageStatus.State.EXECUTED || nobodyWaits();
  }

  /**
   * Rule 8: returns whether the client has been told all it wants with the votes, unless another
   * group has voted otherwise or has something below it, and then that one tells it at once.
   */
  public boolean nobodyWaits() {
    return unhurried
        && status.state() == MessageStatus.State.VOTED
        && status.timestamp() == 0
        && status.first();
  }
}
