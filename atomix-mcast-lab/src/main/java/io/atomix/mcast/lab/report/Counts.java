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

import java.util.SortedMap;

/**
 * Log entries and messages of operations that were made one after the other. Messages that are
 * there without them are left out: heartbeats, and those that keep sessions alive.
 *
 * @param partitions how many groups there were
 * @param operations how many operations were made
 * @param entriesPerOperation log entries of all groups
 * @param requestsPerOperation messages of all groups, not counting their answers
 * @param groups the same by group, which is numbered from 1; all operations addressed the first
 *     ones
 */
public record Counts(
    int partitions,
    int operations,
    double entriesPerOperation,
    double requestsPerOperation,
    SortedMap<Integer, OfGroup> groups) {

  /**
   * Counts of one group.
   *
   * @param entries log entries for each operation
   * @param requests messages for each operation: of clients to the group, of its leader to its
   *     other replicas, of other groups to it, and of it to clients
   */
  public record OfGroup(double entries, double requests) {}
}
