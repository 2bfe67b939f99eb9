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
package io.atomix.mcast.exchange;

import io.atomix.mcast.ordering.Access;
import io.atomix.mcast.ordering.EarlyCompletion;
import io.atomix.mcast.ordering.GroupFootprint;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Result;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** A message of a simulated client, and what its client knows of it. */
final class SimMessage {
  private final long number;
  private final GroupFootprint footprint;
  private final SortedSet<GroupId> destinations;
  private final Map<GroupId, Boolean> conditions;
  private final long start;
  private final SortedSet<GroupId> unsubmitted;
  private final Map<GroupId, Answer.Voted> votes = new TreeMap<>();
  private final Map<GroupId, Result> results = new TreeMap<>();
  private long known = Long.MAX_VALUE;

  /**
   * Creates a message.
   *
   * @param conditions if it is conditional, what its condition answers in each group
   */
  SimMessage(
      long number,
      GroupFootprint footprint,
      SortedSet<GroupId> destinations,
      Map<GroupId, Boolean> conditions,
      long start) {
    this.number = number;
    this.footprint = footprint;
    this.destinations = destinations;
    this.conditions = conditions;
    this.start = start;
    this.unsubmitted = new TreeSet<>(destinations);
  }

  long number() {
    return number;
  }

  GroupFootprint footprint() {
    return footprint;
  }

  SortedSet<GroupId> destinations() {
    return destinations;
  }

  boolean isMulticast() {
    return destinations.size() > 1;
  }

  boolean isConditional() {
    return !conditions.isEmpty();
  }

  /** Rule 11: returns whether its condition holds in all groups. */
  boolean holds() {
    return conditions.values().stream().allMatch(Boolean.TRUE::equals);
  }

  /** Returns what its client concludes from the votes, if it completes early. */
  boolean holdsEarly() {
    return votes.values().stream().allMatch(vote -> vote.status().holds());
  }

  /** Returns when its client began to submit it. */
  long start() {
    return start;
  }

  /** Returns from when on somebody may know that it takes effect. */
  long known() {
    return known;
  }

  void known(long now) {
    known = Math.min(known, now);
  }

  void answered(GroupId group, Answer answer, long now) {
    unsubmitted.remove(group);
    if (answer instanceof Answer.Finished finished) {
      results.put(group, finished.result());
    } else if (answer instanceof Answer.Voted voted) {
      votes.put(group, voted);
    }
    if (completesEarly()) {
      known(now);
    }
  }

  void executed(GroupId group, Result result) {
    results.put(group, result);
  }

  boolean isSubmittedEverywhere() {
    return unsubmitted.isEmpty();
  }

  boolean isRefused() {
    return results.values().stream()
        .anyMatch(
            result ->
                result instanceof Result.Failed failed && failed.cause() == Result.Cause.ABORTED);
  }

  /** Rule 8. */
  boolean completesEarly() {
    return votes.size() == destinations.size()
        && votes.values().stream().allMatch(vote -> vote.early() != null)
        && EarlyCompletion.complete(votes.values().stream().map(Answer.Voted::status).toList());
  }

  /** Returns whether its client knows what became of it. */
  boolean isConcluded() {
    return isRefused() || completesEarly() || results.keySet().equals(destinations);
  }

  boolean conflictsWith(SimMessage that) {
    GroupFootprint mine = footprint;
    GroupFootprint other = that.footprint;
    if (conflicts(mine.whole(), other.whole())
        || other.keys().values().stream().anyMatch(access -> conflicts(mine.whole(), access))
        || mine.keys().values().stream().anyMatch(access -> conflicts(other.whole(), access))) {
      return true;
    }
    return mine.keys().entrySet().stream()
        .anyMatch(key -> conflicts(key.getValue(), other.keys().get(key.getKey())));
  }

  private static boolean conflicts(Access one, Access another) {
    return one != null && another != null && one.conflictsWith(another);
  }

  @Override
  public String toString() {
    return "message "
        + number
        + " to "
        + destinations
        + " touching "
        + footprint
        + (conditions.isEmpty() ? "" : ", conditions " + conditions)
        + ", votes "
        + votes
        + ", results "
        + results
        + ", not yet submitted to "
        + unsubmitted;
  }
}
