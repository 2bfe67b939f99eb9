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
package io.atomix.mcast.lab.torture;

import io.atomix.mcast.lab.cluster.PartitionKeys;

/** Says in which of three partitions a key is: Atomix's partitioner places its encoded form. */
public final class KeyPlacement {
  /** Number of partitions of the groups of the demo and of the torture. */
  public static final int PARTITIONS = 3;

  private KeyPlacement() {}

  /** Returns the number of the partition, from 1 on. */
  public static int partitionOf(String key) {
    return PartitionKeys.partitionOf(key, PARTITIONS);
  }
}
