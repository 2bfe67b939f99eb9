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

import io.atomix.mcast.testing.Jdk;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Builds that nodes and clients run, and the Java of each. All begin with the earlier build, if
 * there is one. Clients stay with it, since what is new may be called only when all nodes know it.
 * Thread-safe.
 */
final class Software {
  private final NodeJavas javas;
  private final Build present;
  private final Build earlier;
  private final Map<Integer, Build> nodes = new ConcurrentHashMap<>();

  /**
   * Software of a run.
   *
   * @param earlier the build that all begin with; the present one if there is no other
   */
  Software(NodeJavas javas, Build present, Build earlier) {
    this.javas = javas;
    this.present = present;
    this.earlier = earlier;
  }

  /** The Java of a node, from 1 on. */
  Jdk java(int node) {
    return javas.of(node);
  }

  /** The build of a node. */
  Build build(int node) {
    return nodes.getOrDefault(node, earlier);
  }

  /** The build of clients. */
  Build ofClients() {
    return earlier;
  }

  /** Returns whether clients run another build than the present one. */
  boolean clientsAreEarlier() {
    return !earlier.equals(present);
  }

  /** Returns whether a node runs, or will run, another build than the present one. */
  boolean isEarlier(int node) {
    return !build(node).equals(present);
  }

  /** A node runs the present build from its next start on. */
  void upgrade(int node) {
    nodes.put(node, present);
  }

  /** A node runs the earlier build from its next start on. */
  void downgrade(int node) {
    nodes.put(node, earlier);
  }
}
