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

import io.atomix.cluster.MemberConfig;
import io.atomix.cluster.NodeConfig;
import io.atomix.core.AtomixConfig;
import io.atomix.mcast.agent.NodeFactory;
import io.atomix.mcast.partition.OptionNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Checks of one configuration by itself: whether the names and addresses in it match. */
final class ConfigurationChecks {
  private static final String NODE_ID = "cluster.node.id";

  private final AtomixConfig config;
  private final List<Finding> findings = new ArrayList<>();

  /** The groups' members, by the groups' keys. */
  private final SortedMap<String, List<String>> members = new TreeMap<>();

  private ConfigurationChecks(AtomixConfig config) {
    this.config = config;
    SharedSettings.of(config)
        .forEach(
            (key, value) -> {
              if (key.endsWith(SharedSettings.MEMBERS) && !value.isEmpty()) {
                members.put(key, List.of(value.split(" ")));
              }
            });
  }

  /** Returns what is wrong in a configuration. */
  static List<Finding> of(AtomixConfig config) {
    ConfigurationChecks checks = new ConfigurationChecks(config);
    checks.node();
    checks.discovery();
    checks.primitives();
    return checks.findings;
  }

  /** Returns the nodes that are to be found first, without this one. */
  static List<NodeConfig> others(AtomixConfig config) {
    return NodeFactory.bootstrapNodes(config).stream()
        .filter(node -> !id(node).equals(local(config)))
        .toList();
  }

  /** Returns the id of the node that the configuration is for. */
  static String local(AtomixConfig config) {
    return id(config.getClusterConfig().getNodeConfig());
  }

  private static String id(NodeConfig node) {
    return node.getId() == null ? "" : node.getId().id();
  }

  private boolean isMember() {
    return members.values().stream().anyMatch(ids -> ids.contains(local(config)));
  }

  private void node() {
    String local = local(config);
    if (isMember() || members.isEmpty()) {
      return;
    }
    TreeSet<String> all = new TreeSet<>();
    members.values().forEach(all::addAll);
    Optional<String> meant = OptionNames.nearest(local, all);
    if (meant.isPresent()) {
      findings.add(
          new Finding(
              "%s = %s is not a member of any group, but %s is"
                  .formatted(NODE_ID, local, meant.get()),
              "write the id and the groups' members alike, or ignore this if %s is a client"
                  .formatted(local)));
    } else if (local.length() == 36 && local.chars().filter(c -> c == '-').count() == 4) {
      findings.add(
          new Finding(
              "the node has no id, so it gets another one at each start, and the groups are held by"
                  + " "
                  + String.join(", ", all),
              "set %s to one of them, or ignore this if it is a client".formatted(NODE_ID)));
    }
  }

  private void discovery() {
    List<NodeConfig> nodes = NodeFactory.bootstrapNodes(config);
    if (nodes.isEmpty()) {
      return;
    }
    Map<String, String> byId = new HashMap<>();
    Map<String, String> byAddress = new HashMap<>();
    for (NodeConfig node : nodes) {
      String address = String.valueOf(node.getAddress());
      String other = byAddress.put(address, id(node));
      if (other != null && !other.equals(id(node))) {
        findings.add(
            new Finding(
                "cluster.discovery.nodes has %s and %s at the same address, %s"
                    .formatted(other, id(node), address),
                "give each its own"));
      }
      if (byId.put(id(node), address) != null) {
        findings.add(
            new Finding(
                "cluster.discovery.nodes has %s twice".formatted(id(node)),
                "leave one, or correct the id of the other"));
      }
    }
    own(byId);
    members.forEach(
        (key, ids) ->
            ids.stream()
                .filter(id -> !byId.containsKey(id))
                .forEach(id -> findings.add(notFound(key, id, byId))));
  }

  private static Finding notFound(String key, String id, Map<String, String> byId) {
    return new Finding(
        "%s has %s, but cluster.discovery.nodes has no node of this id%s"
            .formatted(
                key,
                id,
                OptionNames.nearest(id, byId.keySet())
                    .map(meant -> " (is it " + meant + "?)")
                    .orElse("")),
        "write the ids alike: Atomix asks members by id, and takes %s for missing".formatted(id));
  }

  private void own(Map<String, String> byId) {
    MemberConfig node = config.getClusterConfig().getNodeConfig();
    String told = byId.get(local(config));
    String own = String.valueOf(node.getAddress());
    if (told != null && !told.equals(own)) {
      findings.add(
          new Finding(
              "cluster.node is %s at %s, but cluster.discovery.nodes says %s"
                  .formatted(local(config), own, told),
              "write the same address in both, in the configurations of all nodes"));
    }
  }

  private void primitives() {
    SharedSettings.of(config)
        .forEach(
            (key, value) -> {
              if (key.startsWith("primitives.") && key.endsWith(".groups")) {
                for (String group : value.split(" ")) {
                  group(key, group);
                }
              }
            });
  }

  private void group(String key, String group) {
    if (!group.isEmpty() && !config.getPartitionGroups().containsKey(group)) {
      findings.add(
          new Finding(
              "%s has %s, but partitionGroups has no such group%s"
                  .formatted(
                      key,
                      group,
                      OptionNames.nearest(group, config.getPartitionGroups().keySet())
                          .map(meant -> " (is it " + meant + "?)")
                          .orElse("")),
              "write the names alike, or ignore this if other nodes have the group"));
    }
  }
}
