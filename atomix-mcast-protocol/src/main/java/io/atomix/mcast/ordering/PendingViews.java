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

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/** Looks at pending messages from the lowest on, and counts the chains that they are in. */
final class PendingViews {
  private final ConflictIndex index;
  private final Map<MessageId, Integer> chains = new HashMap<>();

  PendingViews(ConflictIndex index) {
    this.index = index;
  }

  PendingView of(Pending message) {
    Position[] lowest = {message.position()};
    int[] longest = {0};
    index.visitBlocking(
        message,
        blocking -> {
          if (blocking.position().compareTo(lowest[0]) < 0) {
            lowest[0] = blocking.position();
          }
          longest[0] = Math.max(longest[0], chains.getOrDefault(blocking.id(), 1));
        });
    chains.put(message.id(), longest[0] + 1);
    return new PendingView(
        message.id(),
        message.status(),
        message.isMulticast() ? message.destinations() : Collections.emptySortedSet(),
        message.footprint().title(),
        lowest[0].id().equals(message.id()) ? null : lowest[0].id(),
        longest[0] + 1);
  }
}
