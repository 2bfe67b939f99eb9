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

import io.atomix.mcast.checker.Event;
import java.util.ArrayList;
import java.util.List;

/**
 * An operation of the history while it is being placed: between which instants it took effect, what
 * is known to come before and after it, and, if its outcome is unknown, whether it took effect.
 */
final class PlacedOperation {

  final int id;
  final Event event;

  /** The branches that it may have taken; at least one. */
  final List<Branch> branches;

  /** Edges to the actions that are known to come after it; {@code before} has the others. */
  final List<Edge> after = new ArrayList<>(2);

  final List<Edge> before = new ArrayList<>(2);

  /** Earliest time at which it took effect: the latest beginning among it and what precedes it. */
  long earliest;

  /** Latest time at which it took effect: the earliest end among it and what follows it. */
  long latest;

  private Branch branch;

  PlacedOperation(int id, Event event, List<Branch> branches) {
    this.id = id;
    this.event = event;
    this.branches = branches;
    this.earliest = event.invoked();
    this.latest = event.returned();
    this.branch = event.isUnknown() ? null : branches.get(0);
  }

  /** Returns whether it has taken effect for certain. */
  boolean isCertain() {
    return branch != null;
  }

  /** Returns the branch that it took; null if it may not have taken effect. */
  Branch branch() {
    return branch;
  }

  /** Its effect was seen. */
  void seen(Branch did) {
    branch = did;
  }

  /** Returns whether it took effect for certain, and that leaves {@code state} as it is. */
  boolean leaves(SearchState state) {
    return branch != null && branch.leaves(state);
  }

  boolean conflictsWith(PlacedOperation other, Variables variables) {
    for (Branch mine : branches) {
      for (Branch theirs : other.branches) {
        if (mine.conflictsWith(theirs, variables)) {
          return true;
        }
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return event.toString();
  }
}
