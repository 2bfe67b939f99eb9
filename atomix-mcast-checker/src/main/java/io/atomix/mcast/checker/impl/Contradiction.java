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
package io.atomix.mcast.checker.impl;

import java.util.List;

/** The history has no explanation. Thrown by inference; never leaves the package. */
final class Contradiction extends Exception {

  private static final long serialVersionUID = 1;

  /** The edge that closes a cycle; null if what was read cannot have been. */
  final transient Edge edge;

  /** Actions that contradict each other, if there is no edge. */
  final transient List<PlacedOperation> actions;

  Contradiction(Edge edge) {
    super("a cycle", null, false, false);
    this.edge = edge;
    this.actions = List.of();
  }

  Contradiction(String reason, List<PlacedOperation> actions) {
    super(reason, null, false, false);
    this.edge = null;
    this.actions = actions;
  }
}
