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
package io.atomix.mcast.simulation;

import io.atomix.mcast.ordering.GroupId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The versions that changes of ledgers have: whoever is told of one, by a vote, an execution, a
 * read or an event, must be told the same; and those of a cell must grow.
 */
final class Versions {
  private final History history;
  private final Map<Change, Told> all = new HashMap<>();
  private final List<Problem> problems = new ArrayList<>();

  private record Change(String primitive, GroupId group, int call) {}

  private record Told(long version, String by) {}

  Versions(History history) {
    this.history = history;
  }

  /** Somebody was told which version a change has in a group. */
  void told(String primitive, GroupId group, int call, long version, String by) {
    Told before = all.putIfAbsent(new Change(primitive, group, call), new Told(version, by));
    if (before != null && before.version != version) {
      problems.add(
          Problem.of(
              "A change in %s has version %d, says %s, and %d, says %s: %s"
                  .formatted(group, version, by, before.version, before.by, history.call(call)),
              history.call(call)));
    }
  }

  /** Returns the calls that a cell holds, as {@code 1@3,2@5} says them with their versions. */
  List<Integer> read(Cell cell, String text) {
    List<Integer> calls = new ArrayList<>();
    long last = -1;
    for (String each : text.isEmpty() ? new String[0] : text.split(",")) {
      int at = each.indexOf('@');
      int call = Integer.parseInt(each.substring(0, at));
      long version = Long.parseLong(each.substring(at + 1));
      told(cell.primitive(), cell.group(), call, version, "a read");
      // Timers that run at the same moment make one version.
      boolean moment =
          version == last
              && history.call(call).timed
              && history.call(calls.get(calls.size() - 1)).timed;
      if (version <= last && !moment) {
        problems.add(
            Problem.of(
                "The versions of " + cell + " do not grow: " + text + ": " + history.call(call),
                history.call(call)));
      }
      last = version;
      calls.add(call);
    }
    return calls;
  }

  /** Returns the calls that each key holds, as {@code a=1@3,2@5;b=3@8} says it. */
  Map<String, List<Integer>> dump(String primitive, GroupId group, String text) {
    Map<String, List<Integer>> keys = new TreeMap<>();
    for (String key : text.isEmpty() ? new String[0] : text.split(";")) {
      String[] parts = key.split("=");
      keys.put(parts[0], read(new Cell(primitive, group, parts[0]), parts[1]));
    }
    return keys;
  }

  /** Returns what is wrong; empty if nothing is. */
  List<Problem> problems() {
    return problems;
  }
}
