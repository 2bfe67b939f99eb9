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

import io.atomix.primitive.operation.Command;
import io.atomix.primitive.operation.Query;

/** Operations of a partition of a channel. */
public interface ChannelService {
  /** Adds a message and returns its position. */
  @Command
  long multicast(Envelope envelope);

  /** Begins a subscription of the calling session, or goes on with it. */
  @Command
  SubscribeAnswer subscribe(SubscribeRequest request);

  /** Ends a subscription of the calling session. */
  @Command
  void unsubscribe(long subscription);

  /**
   * Tells that the listener of a subscription has dealt with what came up to a position.
   *
   * @param offset the offset of that position, as it came with it
   */
  @Command
  void handled(long subscription, long position, long offset);

  /** Returns messages from a position on, in bounded pieces. */
  @Query
  HistoryAnswer history(long from, int limit);
}
