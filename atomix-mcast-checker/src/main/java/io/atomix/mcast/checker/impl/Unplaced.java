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

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The actions that the search has not placed yet, by their earliest times. Taking one out and
 * putting it back is cheap, if they are put back in the opposite order.
 */
final class Unplaced {

  private final PlacedOperation[] sorted;
  private final int[] next;
  private final int[] previous;
  private final int[] place;
  private final boolean[] out;

  Unplaced(List<PlacedOperation> actions) {
    sorted = actions.toArray(new PlacedOperation[0]);
    Arrays.sort(sorted, Comparator.comparingLong(action -> action.earliest));
    int count = sorted.length;
    next = new int[count + 1];
    previous = new int[count + 1];
    place = new int[count];
    out = new boolean[count];
    for (int i = 0; i <= count; i++) {
      next[i] = i == count ? 0 : i + 1;
      previous[i] = i == 0 ? count : i - 1;
    }
    for (int i = 0; i < count; i++) {
      place[sorted[i].id] = i + 1;
    }
  }

  boolean contains(PlacedOperation action) {
    return !out[action.id];
  }

  /** The first one; null if there is none. */
  PlacedOperation first() {
    return at(next[0]);
  }

  /** The one after {@code action}; null if there is none. */
  PlacedOperation after(PlacedOperation action) {
    return at(next[place[action.id]]);
  }

  void take(PlacedOperation action) {
    int at = place[action.id];
    out[action.id] = true;
    next[previous[at]] = next[at];
    previous[next[at]] = previous[at];
  }

  void putBack(PlacedOperation action) {
    int at = place[action.id];
    out[action.id] = false;
    next[previous[at]] = at;
    previous[next[at]] = at;
  }

  private PlacedOperation at(int index) {
    return index == 0 ? null : sorted[index - 1];
  }
}
