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

import io.atomix.mcast.primitives.channel.MulticastChannelConfig;
import io.atomix.primitive.service.ServiceConfig;

/** Configuration that the replicas of a channel need: the limits of its history. */
public class ChannelServiceConfig extends ServiceConfig {
  private final int historySize;
  private final long historyBytes;

  /** Creates the configuration of a channel that nobody has configured. */
  public ChannelServiceConfig() {
    this(new MulticastChannelConfig());
  }

  /** Takes what matters from a channel's configuration. */
  public ChannelServiceConfig(MulticastChannelConfig config) {
    historySize = config.getHistorySize();
    historyBytes = config.getHistoryBytes().bytes();
  }

  /** Returns how many messages to keep. */
  public int historySize() {
    return historySize;
  }

  /** Returns how many bytes of messages to keep. */
  public long historyBytes() {
    return historyBytes;
  }
}
