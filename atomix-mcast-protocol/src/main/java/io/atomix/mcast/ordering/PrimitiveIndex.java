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

import java.util.HashMap;
import java.util.Map;

/** The pending messages of one primitive, by what they touch. */
final class PrimitiveIndex {
  /** Visits one place that a footprint touches. */
  interface Visitor {
    void visit(ConflictScope scope, Access access);
  }

  private final ConflictScope whole = new ConflictScope();
  private final ConflictScope anyKey = new ConflictScope();
  private final Map<Long, ConflictScope> keys = new HashMap<>();

  /** The number of pending messages, those with an empty footprint included. */
  int messages;

  PrimitiveIndex() {
    whole.oppose(whole, anyKey);
    anyKey.oppose(whole);
  }

  int keyCount() {
    return keys.size();
  }

  /** Returns whether a message lower than the position changes the whole. */
  boolean isWholeChangedBelow(Position position) {
    return whole.isChangedBelow(position);
  }

  /**
   * Visits the places that a footprint touches, leaving out keys that no pending message touches.
   */
  void visitPresent(GroupFootprint footprint, Visitor visitor) {
    visitShared(footprint, visitor);
    footprint
        .keys()
        .forEach(
            (key, access) -> {
              ConflictScope scope = keys.get(key);
              if (scope != null) {
                visitor.visit(scope, access);
              }
            });
  }

  /**
   * Visits the places that a pending message touches, makes those that are missing, and removes
   * those left empty.
   */
  void visitAndTidy(GroupFootprint footprint, Visitor visitor) {
    visitShared(footprint, visitor);
    footprint
        .keys()
        .forEach(
            (key, access) -> {
              ConflictScope scope = keys.computeIfAbsent(key, absent -> new ConflictScope());
              visitor.visit(scope, access);
              if (scope.isEmpty()) {
                keys.remove(key);
              }
            });
  }

  private void visitShared(GroupFootprint footprint, Visitor visitor) {
    if (footprint.whole() != null) {
      visitor.visit(whole, footprint.whole());
    }
    if (!footprint.keys().isEmpty()) {
      for (Access access : footprint.keyAccesses()) {
        visitor.visit(anyKey, access);
      }
    }
  }
}
