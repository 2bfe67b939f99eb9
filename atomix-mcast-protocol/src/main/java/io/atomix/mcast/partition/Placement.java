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

import io.atomix.cluster.MemberId;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Assigns partitions, and their leadership, to members. Every node computes it alone, so it depends
 * on nothing but the configuration.
 */
final class Placement {
  private Placement() {}

  /**
   * Returns the members of the partition, in the order of their ids: as many as the partition size,
   * starting at another one for each.
   */
  static List<MemberId> members(GenericMulticastPartitionGroupConfig config, int partition) {
    return holders(config, partition).sorted().toList();
  }

  /**
   * Returns the member that should lead the partition: another one for each, so that each member
   * leads as many as any other, or one more. Where the first partition begins depends on the name
   * of the group, so that groups of few partitions do not all have the same leaders.
   */
  static MemberId preferredLeader(GenericMulticastPartitionGroupConfig config, int partition) {
    List<MemberId> holders = holders(config, partition).toList();
    return holders.get(Math.floorMod(config.getName().hashCode(), holders.size()));
  }

  private static Stream<MemberId> holders(
      GenericMulticastPartitionGroupConfig config, int partition) {
    List<MemberId> all = config.getMembers().stream().map(MemberId::from).sorted().toList();
    int size = config.getPartitionSize() == 0 ? all.size() : config.getPartitionSize();
    return IntStream.range(0, size)
        .mapToObj(replica -> all.get((partition - 1 + replica) % all.size()));
  }
}
