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

import io.atomix.mcast.group.ClientAddress;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.MessageId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rule 8: a caller that wants no result hears from a leader as soon as its message is stable. One
 * leader is enough, because the results of the executions follow in any case: that of the first of
 * the destination groups, which all leaders agree on without a word, and which has many messages of
 * one client to tell of at once. What a notice says of a conditional message is that its condition
 * holds, too; of others than these, the client hears by their execution. Not thread-safe.
 */
final class StableNotices {
  private final GroupId self;
  private final StableListener listener;
  private final Map<MessageId, TrackedMessage> tracked;
  private final Map<ClientAddress, List<Long>> gathered = new LinkedHashMap<>();

  /**
   * Creates notices of which none has to be told.
   *
   * @param tracked what is known of messages
   */
  StableNotices(GroupId self, StableListener listener, Map<MessageId, TrackedMessage> tracked) {
    this.self = self;
    this.listener = listener;
    this.tracked = tracked;
  }

  /** A message has been found stable; those below it come first. */
  void add(TrackedMessage message) {
    message.foundStable(tracked);
    if (!message.own().state().pending()) {
      return;
    }
    // Another group may have told that it has executed it: then this log has raised it, too, though
    // this leader may not have applied that yet.
    long timestamp = Math.max(message.own().timestamp(), message.outlook(true).timestamp());
    listener.stable(message.id(), timestamp);
    if (message.whenStable() != null
        && self.equals(message.destinations().first())
        && message.holds()
        && !message.isExecutedAnywhere()
        && !message.isKnownFromVotes()) {
      gathered
          .computeIfAbsent(message.whenStable(), client -> new ArrayList<>())
          .add(message.id().sequence());
    }
  }

  /** Tells what has gathered. */
  void send() {
    if (!gathered.isEmpty()) {
      gathered.forEach(listener::tell);
      gathered.clear();
    }
  }
}
