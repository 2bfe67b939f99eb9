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

import io.atomix.mcast.ordering.GroupId;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The way to the replicas of other groups. Calls must not block. */
public interface OtherGroups {

  /**
   * Returns the members that hold replicas of a group, empty if this node has not heard of the
   * group (yet).
   */
  List<String> members(GroupId group);

  /**
   * Sends an encoded exchange message to a replica of a group; the future fails if it does not
   * answer.
   */
  CompletableFuture<byte[]> send(GroupId group, String member, byte[] message);

  /**
   * Takes note that a group, which has not answered what it was told before, is about to be told
   * again.
   */
  default void resending(GroupId group) {}
}
