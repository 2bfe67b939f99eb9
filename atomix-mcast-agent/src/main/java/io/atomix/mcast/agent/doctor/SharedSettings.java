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
package io.atomix.mcast.agent.doctor;

import io.atomix.core.AtomixConfig;
import io.atomix.mcast.GenericMulticastProtocolConfig;
import io.atomix.mcast.agent.NodeFactory;
import io.atomix.mcast.partition.GenericMulticastPartitionGroupConfig;
import io.atomix.primitive.config.PrimitiveConfig;
import io.atomix.primitive.partition.PartitionGroupConfig;
import io.atomix.primitive.protocol.PrimitiveProtocolConfig;
import io.atomix.protocols.raft.partition.RaftPartitionGroupConfig;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Options that all members should have alike in their configurations. */
public final class SharedSettings {
  /** The key of the cluster's id. */
  static final String CLUSTER_ID = "cluster.clusterId";

  /** The beginning of a key whose value is where a node is to be found; nodes may see it apart. */
  static final String DISCOVERY = "cluster.discovery.";

  /** The end of a key whose value names members. */
  static final String MEMBERS = ".members";

  private SharedSettings() {}

  /** Returns them by their keys, as in a configuration file. */
  public static SortedMap<String, String> of(AtomixConfig config) {
    SortedMap<String, String> settings = new TreeMap<>();
    settings.put(CLUSTER_ID, config.getClusterConfig().getClusterId());
    NodeFactory.bootstrapNodes(config)
        .forEach(
            node -> settings.put(DISCOVERY + node.getId().id(), String.valueOf(node.getAddress())));
    if (config.getManagementGroup() != null) {
      put(settings, "managementGroup", config.getManagementGroup());
    }
    config
        .getPartitionGroups()
        .forEach((name, group) -> put(settings, "partitionGroups." + name, group));
    config
        .getPrimitives()
        .forEach((name, primitive) -> put(settings, "primitives." + name, primitive));
    return settings;
  }

  private static void put(
      SortedMap<String, String> settings, String key, PartitionGroupConfig<?> group) {
    settings.put(key + ".type", group.getType().name());
    settings.put(key + ".partitions", "" + group.getPartitions());
    if (group instanceof GenericMulticastPartitionGroupConfig multicast) {
      settings.put(key + MEMBERS, sorted(multicast.getMembers()));
      settings.put(key + ".partitionSize", "" + multicast.getPartitionSize());
      settings.put(key + ".spreadLeaders", "" + multicast.isSpreadLeaders());
    } else if (group instanceof RaftPartitionGroupConfig raft) {
      settings.put(key + MEMBERS, sorted(raft.getMembers()));
      settings.put(key + ".partitionSize", "" + raft.getPartitionSize());
    }
  }

  private static void put(
      SortedMap<String, String> settings, String key, PrimitiveConfig<?> primitive) {
    settings.put(key + ".type", primitive.getType().name());
    PrimitiveProtocolConfig<?> protocol = primitive.getProtocolConfig();
    if (protocol != null) {
      settings.put(key + ".protocol", protocol.getType().name());
    }
    if (protocol instanceof GenericMulticastProtocolConfig multicast) {
      settings.put(key + ".groups", sorted(multicast.groupNames()));
      settings.put(key + ".partitioner", name(multicast.getPartitioner()));
    }
  }

  /** Lambdas, such as that of the standard partitioner, have another name in each process. */
  private static String name(Object partitioner) {
    return partitioner.getClass().isHidden() || partitioner.getClass().isSynthetic()
        ? partitioner.getClass().getName().replaceFirst("\\$\\$Lambda.*", "")
        : partitioner.getClass().getName();
  }

  private static String sorted(Collection<String> values) {
    return String.join(" ", new TreeSet<>(values));
  }
}
