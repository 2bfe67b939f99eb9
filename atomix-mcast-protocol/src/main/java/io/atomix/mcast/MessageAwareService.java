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
package io.atomix.mcast;

import java.util.UUID;

/**
 * A service that wants to know which message has changed it, so that it can tell what one message
 * has done in several partitions as one. Its class implements this beside {@code PrimitiveService}.
 */
public interface MessageAwareService {
  /**
   * Called whenever an operation, a timer or a session's beginning or end may have changed the
   * service, when all of that is over; on each replica for the same of these, in the same order and
   * with the same arguments. It may publish events. It must not throw: what it throws is logged and
   * changes nothing.
   *
   * @param client the client that has sent the message; null if it was no client's operation
   * @param number the number that tells the client's messages apart; a message has the same client
   *     and number in all its partitions, and no other message has both
   */
  void changedBy(UUID client, long number);
}
