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

import io.atomix.primitive.partition.PartitionManagementService;

/** Makes what runs above Raft in a partition. */
interface Wiring {

  /** Makes what runs on a member's server. */
  Replica replica(GenericMulticastPartition partition, PartitionManagementService management);

  /**
   * Makes what runs on every process that knows the group; {@link
   * GenericMulticastPartition#raftClient()} is there.
   */
  Caller caller(GenericMulticastPartition partition, PartitionManagementService management);

  /** Returns the wiring of a production group. */
  static Wiring production() {
    return new GroupWiring();
  }
}
