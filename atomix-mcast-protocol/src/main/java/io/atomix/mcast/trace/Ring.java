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
package io.atomix.mcast.trace;

import java.util.ArrayList;
import java.util.List;

/** The latest of many. Thread-safe; adding never waits for long. */
final class Ring<T> {
  private final Object[] places;
  private long added;

  /** Creates one that keeps so many. */
  Ring(int size) {
    places = new Object[size];
  }

  synchronized void add(T each) {
    places[(int) (added % places.length)] = each;
    added++;
  }

  /** Returns how many were kept and are not any more. */
  synchronized long lost() {
    return Math.max(0, added - places.length);
  }

  /** Returns what is kept, the oldest first. */
  @SuppressWarnings("unchecked")
  synchronized List<T> all() {
    List<T> all = new ArrayList<>();
    for (long i = lost(); i < added; i++) {
      all.add((T) places[(int) (i % places.length)]);
    }
    return all;
  }
}
