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

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;

/**
 * The parts of the real core that the {@link Explorer} drives, so that a test can put a faulty one
 * in place of each.
 */
interface Protocol {
  /** The core as it is. */
  Protocol REAL = new Protocol() {};

  default GroupOrdering newGroup(GroupId group) {
    return new GroupOrdering(group);
  }

  default Optional<Entry.OrderEntry> decide(
      MessageId id,
      MessageStatus own,
      SortedSet<GroupId> otherDestinations,
      Map<GroupId, MessageStatus> others,
      boolean stable) {
    return Decisions.next(id, own, otherDestinations, others, stable);
  }

  default Stability newStability() {
    return new Stability(null);
  }

  /** Returns whether clients are told that a message is stable (rule 8). */
  default boolean tellsStable() {
    return true;
  }

  default boolean isComplete(Collection<MessageStatus> answers) {
    return EarlyCompletion.complete(answers);
  }

  /**
   * Rule 11: returns what a group tells of a conditional message.
   *
   * @param status what its core says
   * @param answered what the submission was answered, or null if this is the answer
   * @param holds whether the condition holds in the group's present state
   */
  default MessageStatus evaluate(MessageStatus status, MessageStatus answered, boolean holds) {
    if (!status.state().pending()) {
      return status;
    }
    return status.first()
        ? status.withHolds(holds)
        : status.withCondition(MessageStatus.Condition.OPEN);
  }
}
