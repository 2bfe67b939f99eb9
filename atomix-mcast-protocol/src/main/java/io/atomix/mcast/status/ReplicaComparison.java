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
package io.atomix.mcast.status;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Compares the replicas of groups by their checksums. Replicas of a group show the same checksum
 * when they have applied the same entries; as their logs move on, each node has to be looked at
 * again and again until they were seen at the same index. A checksum counts when two looks in a row
 * found it. Not thread-safe.
 */
public final class ReplicaComparison {
  /** Results of comparing the replicas of a group. */
  public enum ComparisonOutcome {
    /** All replicas were seen at one index and agreed there. */
    SAME,
    /** Two replicas were seen at one index and did not agree. */
    DIFFERENT,
    /** Not all replicas were seen at one index yet. */
    UNKNOWN
  }

  /**
   * Result for one group.
   *
   * @param group the group's name
   * @param index the log index at which they were compared, 0 if unknown
   * @param checksums by node: at that index, or else the last that was seen
   */
  public record GroupComparison(
      String group, ComparisonOutcome outcome, long index, SortedMap<String, String> checksums) {}

  private record Seen(long index, String checksum) {}

  /** By group and node. */
  private final SortedMap<String, SortedMap<String, Seen>> last = new TreeMap<>();

  /** By group, index and node. */
  private final Map<String, SortedMap<Long, SortedMap<String, String>>> settled = new HashMap<>();

  /** Adds what a node says now. */
  public void add(NodeStatus status) {
    for (GroupStatus group : status.groups()) {
      if (group.hosted()) {
        Seen now = new Seen(group.checksumIndex(), group.checksum());
        Seen before =
            last.computeIfAbsent(group.group(), name -> new TreeMap<>()).put(status.node(), now);
        if (now.checksum != null && now.equals(before)) {
          settled
              .computeIfAbsent(group.group(), name -> new TreeMap<>())
              .computeIfAbsent(now.index, index -> new TreeMap<>())
              .put(status.node(), now.checksum);
        }
      }
    }
  }

  /** Returns whether more looks cannot change what is known. */
  public boolean isDone() {
    return findings().stream().noneMatch(finding -> finding.outcome() == ComparisonOutcome.UNKNOWN);
  }

  /** Returns what is known of each group that a node hosts, by name. */
  public List<GroupComparison> findings() {
    List<GroupComparison> findings = new ArrayList<>();
    last.forEach((group, nodes) -> findings.add(finding(group, nodes)));
    return findings;
  }

  private GroupComparison finding(String group, SortedMap<String, Seen> nodes) {
    GroupComparison same = null;
    for (Map.Entry<Long, SortedMap<String, String>> at :
        settled.getOrDefault(group, new TreeMap<>()).entrySet()) {
      if (new TreeSet<>(at.getValue().values()).size() > 1) {
        return new GroupComparison(group, ComparisonOutcome.DIFFERENT, at.getKey(), at.getValue());
      } else if (at.getValue().size() == nodes.size()) {
        same = new GroupComparison(group, ComparisonOutcome.SAME, at.getKey(), at.getValue());
      }
    }
    if (same != null) {
      return same;
    }
    SortedMap<String, String> seen = new TreeMap<>();
    nodes.forEach((node, each) -> seen.put(node, each.checksum + " at " + each.index));
    return new GroupComparison(group, ComparisonOutcome.UNKNOWN, 0, seen);
  }
}
