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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Facts that other groups have told of messages that are not known here. Bounded: the oldest is
 * dropped, and heard again when it is resent. Not thread-safe but where it says so.
 */
final class EarlyFacts {
  private static final int MOST = 10_000;

  private final Map<MessageId, Map<GroupId, MessageStatus>> facts = new LinkedHashMap<>();
  private volatile boolean any;

  /** Returns whether other groups have spoken of messages that are not known here. Any thread. */
  boolean any() {
    return any;
  }

  /**
   * Keeps what a group says of a message.
   *
   * @return the message that is dropped for it, or null
   */
  MessageId add(MessageId id, GroupId from, MessageStatus status) {
    facts.computeIfAbsent(id, key -> new HashMap<>()).put(from, status);
    any = true;
    if (facts.size() <= MOST) {
      return null;
    }
    MessageId oldest = facts.keySet().iterator().next();
    facts.remove(oldest);
    return oldest;
  }

  /** Returns what was said of a message, null if nothing was; it is not kept any longer. */
  Map<GroupId, MessageStatus> take(MessageId id) {
    Map<GroupId, MessageStatus> heard = facts.remove(id);
    any = !facts.isEmpty();
    return heard;
  }
}
