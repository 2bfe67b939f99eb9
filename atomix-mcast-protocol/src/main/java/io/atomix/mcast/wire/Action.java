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
package io.atomix.mcast.wire;

/** Work of a message in one group. */
public sealed interface Action extends Writable permits HostedOperation, ConditionalAction {
  /** The code of an operation. */
  int OPERATION = 1;

  /** The code of a conditional operation. */
  int CONDITIONAL = 2;

  /** The code of a conditional operation on several primitives. */
  int JOINT = 3;

  /** Returns whether it changes nothing, whatever it finds. */
  boolean isQuery();

  /** Returns whether it is on several primitives of the group. */
  default boolean isJoint() {
    return false;
  }

  /**
   * Returns whether it may write and reads nothing, so that its caller may want to know no more
   * than that it takes effect, and whether its condition held if it has one.
   */
  default boolean isBlind() {
    return !isQuery();
  }

  /**
   * Returns whether it writes, and what it returns can be told with the vote, where nothing is
   * below (rule 8).
   */
  boolean isToldAtVote();

  /** Returns about how many bytes this takes in an entry, never too few. */
  int size();

  /** Reads an action. */
  static Action read(WireReader in) {
    int kind = in.readByte();
    return switch (kind) {
      case OPERATION -> HostedOperation.read(in);
      case CONDITIONAL -> ConditionalAction.read(in);
      case JOINT -> ConditionalAction.readJoint(in);
      default -> throw in.broken("no action of kind " + kind);
    };
  }
}
