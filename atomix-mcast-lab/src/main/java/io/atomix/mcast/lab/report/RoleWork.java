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
package io.atomix.mcast.lab.report;

import java.util.List;

/**
 * Processor's work for one operation, in microseconds.
 *
 * @param leader of the leader of each partition that the operation addresses
 * @param follower of each follower there
 * @param client of the client
 */
public record RoleWork(double leader, double follower, double client) {

  /** Number of followers of each partition. */
  static final int FOLLOWERS = 2;

  /**
   * Work of one node.
   *
   * @param leads how many of the addressed partitions it leads
   * @param follows how many it follows
   * @param micros its work for one operation
   */
  public record NodeWork(int leads, int follows, double micros) {}

  /**
   * Tells apart what leaders and followers do: the work of each node is that of the leaders and
   * followers on it, and least squares decide where the nodes do not agree. Less than nothing,
   * which comes of a node that was busier at rest, is nothing.
   *
   * @throws IllegalArgumentException if the nodes all have the same roles, so that nothing tells
   *     them apart
   */
  public static RoleWork of(List<NodeWork> nodes, double client) {
    double leaders = 0;
    double both = 0;
    double followers = 0;
    double leading = 0;
    double following = 0;
    for (NodeWork node : nodes) {
      leaders += node.leads() * node.leads();
      both += node.leads() * node.follows();
      followers += node.follows() * node.follows();
      leading += node.leads() * node.micros();
      following += node.follows() * node.micros();
    }
    double determinant = leaders * followers - both * both;
    if (determinant == 0) {
      throw new IllegalArgumentException("Nothing tells leaders from followers in " + nodes);
    }
    return new RoleWork(
        Math.max(0, (leading * followers - following * both) / determinant),
        Math.max(0, (following * leaders - leading * both) / determinant),
        client);
  }

  /** Returns the work of all replicas of the partitions that an operation addresses. */
  double ofReplicas(int partitions) {
    return partitions * (leader + FOLLOWERS * follower);
  }
}
