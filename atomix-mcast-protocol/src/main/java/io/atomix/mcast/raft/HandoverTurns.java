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
package io.atomix.mcast.raft;

import java.util.concurrent.atomic.AtomicBoolean;

/** Sees to it that a node hands over one partition of a group at a time. Thread-safe. */
public final class HandoverTurns {
  private final AtomicBoolean taken = new AtomicBoolean();

  /** Makes the turns of the partitions of one group on one node. */
  public HandoverTurns() {}

  /** Takes the turn, unless another partition has it. */
  boolean take() {
    return taken.compareAndSet(false, true);
  }

  /** Gives the turn back. */
  void giveBack() {
    taken.set(false);
  }
}
