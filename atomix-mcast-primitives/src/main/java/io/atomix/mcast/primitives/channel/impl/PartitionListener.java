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

import io.atomix.primitive.PrimitiveState;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Gives what one partition tells a channel instance to the subscriptions that it is for. */
final class PartitionListener implements ChannelClient {
  private final Map<Long, PartitionSubscription> subscriptions = new ConcurrentHashMap<>();

  void add(long id, PartitionSubscription subscription) {
    subscriptions.put(id, subscription);
  }

  void remove(long id) {
    subscriptions.remove(id);
  }

  @Override
  public void messages(long id, List<StoredMessage> messages) {
    PartitionSubscription subscription = subscriptions.get(id);
    if (subscription != null) {
      subscription.messages(id, messages);
    }
  }

  @Override
  public void gap(long id, long first, long last, long offset) {
    PartitionSubscription subscription = subscriptions.get(id);
    if (subscription != null) {
      subscription.gap(id, first, last, offset);
    }
  }

  @Override
  public void overrun(long id, long next, long newest) {
    PartitionSubscription subscription = subscriptions.get(id);
    if (subscription != null) {
      subscription.overrun(id, next, newest);
    }
  }

  void stateChanged(PrimitiveState state) {
    subscriptions.values().forEach(subscription -> subscription.stateChanged(state));
  }
}
