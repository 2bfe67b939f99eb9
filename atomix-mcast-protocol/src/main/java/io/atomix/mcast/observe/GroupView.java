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
package io.atomix.mcast.observe;

import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.ordering.MessageStatus;
import java.util.List;
import java.util.Map;

/**
 * The state of a group as one replica has it, between two entries of the log.
 *
 * @param pending pending messages by (timestamp, id), the lowest; not necessarily all
 * @param remembered the outcomes of multicast messages that other groups may still ask for; not
 *     necessarily all
 * @param primitives what the group hosts, by name
 * @param checksum what other replicas have to agree on
 */
public record GroupView(
    List<PendingMessage> pending,
    Map<MessageId, MessageStatus> remembered,
    List<HostedView> primitives,
    StateChecksum checksum) {
  /** The state of a group whose log is empty. */
  public static final GroupView EMPTY =
      new GroupView(List.of(), Map.of(), List.of(), StateChecksum.NONE);

  /** Returns the length of the longest chain of messages of which each waits for the one before. */
  public int longestChain() {
    return longestChain(pending);
  }

  /** Returns the same of some pending messages. */
  public static int longestChain(List<PendingMessage> pending) {
    return pending.stream().mapToInt(message -> message.order().chain()).max().orElse(0);
  }
}
