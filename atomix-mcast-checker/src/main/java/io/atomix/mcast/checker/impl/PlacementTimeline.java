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
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * Some actions by time, as their intervals were when this was made (they may have become narrower
 * since), to find those that may overlap an interval without looking at all.
 */
final class PlacementTimeline {

  private final PlacedOperation[] byEarliest;
  private final long[] earliest;

  /** The latest times in the order of {@link #byEarliest}. */
  private final long[] ends;

  /** The greatest latest time of this action and those before it in {@link #byEarliest}. */
  private final long[] latestSoFar;

  private final PlacedOperation[] byLatest;
  private final long[] latest;

  /** Of this action and those before it in {@link #byLatest}, the one with the last beginning. */
  private final PlacedOperation[] lastToBegin;

  /** Actions without an end would make every search a long one. */
  private final List<PlacedOperation> endless = new ArrayList<>();

  PlacementTimeline(Collection<PlacedOperation> actions) {
    List<PlacedOperation> ended = new ArrayList<>();
    for (PlacedOperation action : actions) {
      (action.latest == Long.MAX_VALUE ? endless : ended).add(action);
    }
    byEarliest = ended.toArray(new PlacedOperation[0]);
    Arrays.sort(byEarliest, Comparator.comparingLong(action -> action.earliest));
    byLatest = ended.toArray(new PlacedOperation[0]);
    Arrays.sort(byLatest, Comparator.comparingLong(action -> action.latest));
    earliest = Arrays.stream(byEarliest).mapToLong(action -> action.earliest).toArray();
    ends = Arrays.stream(byEarliest).mapToLong(action -> action.latest).toArray();
    latest = Arrays.stream(byLatest).mapToLong(action -> action.latest).toArray();
    latestSoFar = new long[byEarliest.length];
    lastToBegin = new PlacedOperation[byLatest.length];
    for (int i = 0; i < byEarliest.length; i++) {
      latestSoFar[i] = i == 0 ? ends[i] : Math.max(latestSoFar[i - 1], ends[i]);
      lastToBegin[i] =
          i == 0 || lastToBegin[i - 1].earliest < byLatest[i].earliest
              ? byLatest[i]
              : lastToBegin[i - 1];
    }
  }

  /**
   * Returns, among the actions that end before {@code time}, the one that begins last; null if none
   * does.
   */
  PlacedOperation lastWhollyBefore(long time) {
    int count = endedBefore(time);
    return count == 0 ? null : lastToBegin[count - 1];
  }

  /** Returns the number of actions that end before {@code time}. */
  int endedBefore(long time) {
    return firstAtLeast(latest, time);
  }

  /** Returns the number of actions that have an end at all. */
  int ended() {
    return byLatest.length;
  }

  /** The action with this place in the order of ends. */
  PlacedOperation byEnd(int place) {
    return byLatest[place];
  }

  /**
   * Shows all that may begin no later than {@code to} and end no earlier than {@code from}, until
   * {@code more} says false.
   */
  void overlapping(long from, long to, Predicate<PlacedOperation> more) {
    int last = to == Long.MAX_VALUE ? earliest.length : firstAtLeast(earliest, to + 1);
    for (int i = last - 1; i >= 0 && latestSoFar[i] >= from; i--) {
      if (ends[i] >= from && !more.test(byEarliest[i])) {
        return;
      }
    }
    for (PlacedOperation action : endless) {
      if (action.earliest <= to && !more.test(action)) {
        return;
      }
    }
  }

  private static int firstAtLeast(long[] sorted, long value) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
