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
package io.atomix.mcast.primitives.counter.impl;

/**
 * The values that the conditions of a transaction allow a counter.
 *
 * @param least the least of them
 * @param most the greatest of them
 */
record Range(long least, long most) {
  static Range atLeast(long least) {
    return new Range(least, Long.MAX_VALUE);
  }

  static Range atMost(long most) {
    return new Range(Long.MIN_VALUE, most);
  }

  static Range of(long value) {
    return new Range(value, value);
  }

  /** Returns the values that both allow, which may be none. */
  Range and(Range other) {
    return new Range(Math.max(least, other.least), Math.min(most, other.most));
  }

  boolean isEmpty() {
    return least > most;
  }

  @Override
  public String toString() {
    if (least == most) {
      return "exactly " + least;
    }
    String from = least == Long.MIN_VALUE ? "" : "at least " + least;
    String to = most == Long.MAX_VALUE ? "" : "at most " + most;
    return from.isEmpty() || to.isEmpty() ? from + to : from + " and " + to;
  }
}
