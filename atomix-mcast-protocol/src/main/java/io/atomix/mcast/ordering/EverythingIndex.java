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
package io.atomix.mcast.ordering;

/**
 * The pending messages of a group as those see them that touch all its primitives, such as the cut
 * of a backup.
 */
final class EverythingIndex {
  /** Holds the messages that touch everything. */
  private final ConflictScope everything = new ConflictScope();

  /** Holds all others, whatever they touch. */
  private final ConflictScope anything = new ConflictScope();

  EverythingIndex() {
    everything.oppose(everything, anything);
    anything.oppose(everything);
  }

  /** Returns whether a message is pending that touches everything. */
  boolean isMet() {
    return !everything.isEmpty();
  }

  /** Returns whether a message lower than the position changes everything. */
  boolean isChangedBelow(Position position) {
    return everything.isChangedBelow(position);
  }

  /** Visits the places that a footprint touches. */
  void visit(GroupFootprint footprint, PrimitiveIndex.Visitor visitor) {
    if (footprint.isEverything()) {
      visitor.visit(everything, footprint.whole());
    } else {
      for (Access access : footprint.accesses()) {
        visitor.visit(anything, access);
      }
    }
  }
}
