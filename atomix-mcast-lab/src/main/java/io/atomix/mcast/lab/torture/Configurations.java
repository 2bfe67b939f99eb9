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

import io.atomix.mcast.agent.CommandException;
import io.atomix.mcast.lab.torture.Network.NodeAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes the configuration of nodes and clients. Segments are small, so that logs are compacted.
 */
final class Configurations {
  /** The partition group that is tortured. */
  static final String GROUP = "data";

  private static final String SEGMENT = "256K";
  private static final String ENTRY = "32K";

  private final Path folder;
  private final String cluster;
  private final String management;
  private final String level;
  private final boolean flush;
  private final int nodes;
  private final Network network;

  /**
   * Writes to {@code folder}.
   *
   * @param management the type of the management group
   * @param level the storage level of all groups
   * @param flush whether entries are forced to the disk before they are acknowledged
   */
  Configurations(
      Path folder, String management, String level, boolean flush, int nodes, Network network) {
    this.folder = folder;
    this.cluster = folder.getFileName().toString();
    this.management = management;
    this.level = level;
    this.flush = flush;
    this.nodes = nodes;
    this.network = network;
  }

  /** Writes that of a node, which keeps its logs in {@code data}, and returns the file. */
  Path node(int number, Path data) {
    String members =
        IntStream.rangeClosed(1, nodes).mapToObj(i -> "m" + i).collect(Collectors.joining(", "));
    return write(
        "m" + number,
        cluster("m" + number, network.node(number))
            + """
            managementGroup {
              type: %s, partitions: 1, members: [%s]
              storage { level: %s, directory: "%s/system", flushOnCommit: %s }
            }
            partitionGroups.%s {
              type: generic-multicast, partitions: %d, members: [%s]
              storage {
                level: %s, directory: "%s/data", segmentSize: %s, maxEntrySize: %s,
                flushOnCommit: %s
              }
            }
            """
                .formatted(
                    management,
                    members,
                    level,
                    data,
                    flush,
                    GROUP,
                    KeyPlacement.PARTITIONS,
                    members,
                    level,
                    data,
                    SEGMENT,
                    ENTRY,
                    flush));
  }

  /** Writes that of a client, which learns the groups from the nodes, and returns the file. */
  Path client(String name, NodeAddress place) {
    return write(name, cluster(name, place));
  }

  private String cluster(String name, NodeAddress place) {
    String discovery =
        IntStream.rangeClosed(1, nodes)
            .mapToObj(
                i ->
                    "    nodes.%d { id: m%d, host: \"%s\", port: %d }%n"
                        .formatted(i, i, network.node(i).host(), network.node(i).port()))
            .collect(Collectors.joining());
    return """
    cluster {
      clusterId: %s
      node { id: "%s", host: "%s", port: %d }
      messaging { interfaces: ["%s"], port: %d }
      discovery {
        type: bootstrap
    %s  }
    }
    """
        .formatted(
            cluster, name, place.host(), place.port(), place.host(), place.bound(), discovery);
  }

  private Path write(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name + ".conf"), text);
    } catch (IOException e) {
      throw new CommandException("Cannot write the configuration of " + name, e);
    }
  }
}
