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
package io.atomix.mcast.client;

import io.atomix.mcast.ordering.Entry;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.ordering.MessageStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The votes of all destination groups on a message.
 *
 * @param statuses the votes; none unless each group has voted
 */
record Votes(List<MessageStatus> statuses) {
  static Votes of(Collection<GroupReply> replies) {
    List<MessageStatus> statuses = new ArrayList<>(replies.size());
    for (GroupReply reply : replies) {
      if (reply.vote == null) {
        return new Votes(List.of());
      }
      statuses.add(reply.vote.status());
    }
    return new Votes(statuses);
  }

  boolean areComplete() {
    return !statuses.isEmpty();
  }

  /** Rule 3: returns whether all votes are here, and equal, so that no group raises the message. */
  boolean areEqual() {
    return areComplete()
        && statuses.stream().allMatch(each -> each.timestamp() == statuses.get(0).timestamp());
  }

  /**
   * Rule 6: returns what the groups may log of a message that is stable by these votes, or null if
   * they have to decide on its condition, which was not judged with the votes (rule 11).
   */
  Entry.Execute execution(MessageId id) {
    boolean decided =
        statuses.stream().allMatch(vote -> vote.condition() != MessageStatus.Condition.OPEN);
    return decided
        ? new Entry.Execute(
            id, statuses.get(0).timestamp(), statuses.stream().allMatch(MessageStatus::holds))
        : null;
  }
}
