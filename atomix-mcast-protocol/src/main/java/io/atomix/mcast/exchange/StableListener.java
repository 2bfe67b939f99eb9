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
import io.atomix.mcast.ordering.MessageId;
import java.util.List;

/** Listener to what the exchange of a leader finds out of stable messages. Calls must not block. */
@FunctionalInterface
public interface StableListener {

  /**
   * Rule 6: a message that is pending here is stable.
   *
   * @param timestamp its final timestamp
   */
  default void stable(MessageId id, long timestamp) {}

  /**
   * Rule 8: messages of a client are stable, and their conditions hold if they have any. The client
   * wants to know no more of them, and does not know it from their votes.
   *
   * @param sequences the numbers of the messages
   */
  void tell(ClientAddress client, List<Long> sequences);
}
