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

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Orders the actions that saw something that only grows, a counter or a version: who found less
 * than another left behind was first.
 */
final class GrowthOrder {

  private final OrderGraph graph;
  private final Edge.EdgeKind kind;

  /** Adds edges of {@code kind} to {@code graph}. */
  GrowthOrder(OrderGraph graph, Edge.EdgeKind kind) {
    this.graph = graph;
    this.kind = kind;
  }

  /** Orders all that saw one variable. */
  void order(int variable, List<GrowthReading> readings) throws Contradiction {
    orderThoseApart(variable, readings);
    orderThoseThatOverlap(variable, readings);
  }

  /**
   * Finds one that ended long before another but saw more: compares with the last to begin of those
   * that saw less.
   */
  private void orderThoseApart(int variable, List<GrowthReading> readings) throws Contradiction {
    List<GrowthReading> byFound = new ArrayList<>(readings);
    byFound.sort(Comparator.comparingLong(GrowthReading::found));
    List<GrowthReading> byLeft = new ArrayList<>(readings);
    byLeft.sort(Comparator.comparingLong(GrowthReading::left));
    GrowthReading lastToBegin = null;
    int next = 0;
    for (GrowthReading reading : byLeft) {
      while (next < byFound.size() && byFound.get(next).found() < reading.left()) {
        GrowthReading less = byFound.get(next++);
        if (lastToBegin == null
            || less.action().event.invoked() > lastToBegin.action().event.invoked()) {
          lastToBegin = less;
        }
      }
      if (lastToBegin != null
          && lastToBegin.action().event.invoked() > reading.action().event.returned()) {
        add(lastToBegin, reading, variable);
      }
    }
  }

  private void orderThoseThatOverlap(int variable, List<GrowthReading> readings)
      throws Contradiction {
    List<GrowthReading> byStart = new ArrayList<>(readings);
    byStart.sort(Comparator.comparingLong(reading -> reading.action().event.invoked()));
    List<GrowthReading> open = new ArrayList<>();
    for (GrowthReading reading : byStart) {
      open.removeIf(other -> other.action().event.returned() < reading.action().event.invoked());
      for (GrowthReading other : open) {
        if (other.found() < reading.left()) {
          add(other, reading, variable);
        }
        if (reading.found() < other.left()) {
          add(reading, other, variable);
        }
      }
      open.add(reading);
    }
  }

  private void add(GrowthReading less, GrowthReading more, int variable) throws Contradiction {
    if (less.action() != more.action()) {
      graph.add(less.action(), more.action(), kind, variable, less.found(), more.action());
    }
  }
}
