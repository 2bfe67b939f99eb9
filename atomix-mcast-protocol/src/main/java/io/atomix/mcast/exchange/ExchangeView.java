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
package io.atomix.mcast.exchange;

import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.ordering.MessageStatus;
import io.atomix.mcast.ordering.Stability;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Knowledge of a group's leader about its pending multicast messages.
 *
 * @param statuses what each destination group says of each, the own one included. A group is
 *     missing where nothing was heard, and its status is {@link MessageStatus#ABSENT} where the
 *     group said that it does not know the message
 * @param stable those that are known to be stable (rule 6)
 */
public record ExchangeView(
    Map<MessageId, Map<GroupId, MessageStatus>> statuses, Set<MessageId> stable) {

  static ExchangeView of(GroupId self, Collection<TrackedMessage> messages, Stability stability) {
    Map<MessageId, Map<GroupId, MessageStatus>> statuses = new HashMap<>();
    Set<MessageId> stable = new HashSet<>();
    for (TrackedMessage message : messages) {
      if (message.own().state().pending()) {
        statuses.put(message.id(), message.statuses(self));
        if (stability.isStable(message.id())) {
          stable.add(message.id());
        }
      }
    }
    return new ExchangeView(statuses, stable);
  }
}
