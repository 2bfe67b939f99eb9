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
package io.atomix.mcast.primitives.channel.impl;

import io.atomix.primitive.event.Event;
import java.util.List;

/**
 * Events that a partition of a channel sends to a session that subscribes, in the order of
 * positions.
 */
public interface ChannelClient {
  /** Messages without a hole between them. */
  @Event("messages")
  void messages(long subscription, List<StoredMessage> messages);

  /**
   * These positions are not there any more.
   *
   * @param offset the offset of the last
   */
  @Event("gap")
  void gap(long subscription, long first, long last, long offset);

  /** There is no room for more. */
  @Event("overrun")
  void overrun(long subscription, long next, long newest);
}
