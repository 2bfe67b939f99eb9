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
package io.atomix.mcast.lab.cluster;

import io.atomix.core.Atomix;
import io.atomix.mcast.client.GroupClient;
import io.atomix.mcast.partition.GenericMulticastPartition;
import io.atomix.mcast.partition.GenericMulticastPartitionGroup;
import java.util.Objects;

/** Makes a node ask queries of several partitions in rounds, without log entries (rule 12). */
public final class ReadRounds {
  private ReadRounds() {}

  /** Has a node, which is started, ask even those in rounds that are alone under way. */
  public static void always(Atomix node) {
    GenericMulticastPartitionGroup.of(node.getPartitionService())
        .flatMap(group -> group.getPartitions().stream())
        .map(GenericMulticastPartition.class::cast)
        .map(GenericMulticastPartition::groupClient)
        .filter(Objects::nonNull)
        .map(GroupClient::local)
        .distinct()
        .forEach(client -> client.enoughForRounds(1));
  }
}
