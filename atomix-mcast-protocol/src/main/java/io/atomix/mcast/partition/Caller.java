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
package io.atomix.mcast.partition;

import io.atomix.mcast.client.GroupClient;
import io.atomix.mcast.observe.GroupObserver;
import io.atomix.mcast.observe.Tracer;
import io.atomix.primitive.partition.PartitionClient;
import java.util.concurrent.CompletableFuture;

/** What a partition offers to the callers of one process, whether it is a member or not. */
interface Caller {

  /**
   * Returns what Atomix itself opens sessions of primitives with, for the management group's
   * primitives.
   */
  PartitionClient client();

  /** Returns the way of this process's primitives into the partition. */
  GroupClient groupClient();

  /** Sets who is told how the operations end that this process calls; see {@link Replica}'s. */
  default void observe(GroupObserver observer) {}

  /** Sets who is told of the multicast messages that this process calls, in whichever groups. */
  default void trace(Tracer tracer) {}

  /**
   * Ends the process's sessions in the partition. Called before the replica and the server stop.
   */
  CompletableFuture<Void> stop();
}
