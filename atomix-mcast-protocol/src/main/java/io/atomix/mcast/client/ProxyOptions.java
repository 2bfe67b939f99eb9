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
package io.atomix.mcast.client;

import io.atomix.primitive.Recovery;
import io.atomix.primitive.partition.Partitioner;
import io.atomix.primitive.protocol.PrimitiveProtocol;
import java.time.Duration;

/**
 * Options of a primitive in its groups.
 *
 * @param protocol the protocol that it was configured with
 * @param partitioner chooses the group of a key
 * @param sequential whether a read of one group may miss the latest writes of others
 * @param recovery what happens when a session is lost
 * @param maxRetries how often an operation that was applied nowhere is tried again
 * @param retryDelay how long to wait before that
 */
public record ProxyOptions(
    PrimitiveProtocol protocol,
    Partitioner<String> partitioner,
    boolean sequential,
    Recovery recovery,
    int maxRetries,
    Duration retryDelay) {

  /** Returns those of a session that Atomix has asked for: nothing is tried again. */
  static ProxyOptions ofSingleSession() {
    return new ProxyOptions(null, null, false, Recovery.RECOVER, 0, Duration.ZERO);
  }
}
