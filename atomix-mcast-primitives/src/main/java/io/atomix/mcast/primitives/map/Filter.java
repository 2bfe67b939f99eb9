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
package io.atomix.mcast.primitives.map;

import java.util.Objects;

/**
 * Says which entries {@link MulticastMap#snapshot(Filter)} reads, by their keys, and in which
 * order. The partitions judge it, and send no other entries. Strings are compared as {@link
 * String#compareTo} does, numbers by their size. A filter finds keys of its own type only, also in
 * a map that has keys of several. It is not changed once it is made.
 *
 * @param <K> type of the keys that it finds
 */
public sealed interface Filter<K> permits Filter.Prefix, Filter.TextRange, Filter.NumberRange {

  /**
   * Returns a filter of the keys that begin with a prefix, as {@link String#startsWith} says.
   *
   * @throws IllegalArgumentException if the prefix is empty: that is no filter
   */
  static Filter<String> prefix(String prefix) {
    return new Prefix(prefix, 0);
  }

  /**
   * Returns a filter of the keys from {@code from} on that are below {@code to}.
   *
   * @param from the lowest that is found
   * @param to above the highest that is found
   * @throws IllegalArgumentException if there is nothing between them
   */
  static Filter<String> between(String from, String to) {
    return new TextRange(from, to, 0);
  }

  /**
   * Returns a filter of the keys from {@code from} on that are below {@code to}.
   *
   * @param from the lowest that is found
   * @param to above the highest that is found
   * @throws IllegalArgumentException if there is nothing between them
   */
  static Filter<Long> between(long from, long to) {
    return new NumberRange(from, to, 0);
  }

  /**
   * Returns this filter with another limit: a page has at most so many entries, the lowest of those
   * that no page had before.
   *
   * @throws IllegalArgumentException unless the limit is positive
   */
  Filter<K> limit(int entries);

  /** Returns how many entries a page has at most; 0 if it has no limit, and one page has all. */
  int limit();

  /** Calls the method of a visitor that is for it, and returns what that returns. */
  <R> R accept(FilterVisitor<R> visitor);

  /**
   * Work that is done with a filter, kind by kind.
   *
   * @param <R> what comes of it
   */
  interface FilterVisitor<R> {

    /** Visits a filter of the strings with a prefix. */
    R prefix(String prefix);

    /** Visits a filter of strings from one to another, that one not included. */
    R texts(String from, String to);

    /** Visits a filter of numbers from one to another, that one not included. */
    R numbers(long from, long to);
  }

  private static int checked(int limit, Object filter) {
    if (limit < 1) {
      throw new IllegalArgumentException(
          "Filter %s: a limit of %d; give at least 1, or none to read all at once"
              .formatted(filter, limit));
    }
    return limit;
  }

  private static void check(int limit) {
    if (limit < 0) {
      throw new IllegalArgumentException(
          "Filter: a limit of %d; give at least 1, or 0 to read all at once".formatted(limit));
    }
  }

  private static IllegalArgumentException nothingBetween(Object from, Object to) {
    return new IllegalArgumentException(
        "Filter: no key is between '%s' and '%s'; give the lower bound first, and a higher one that is not found itself"
            .formatted(from, to));
  }

  /**
   * A filter of the strings with a prefix.
   *
   * @param prefix what they begin with; not empty
   * @param limit entries of a page, 0 for all
   */
  record Prefix(String prefix, int limit) implements Filter<String> {
    /** Checks that it has a bound, and a limit that can be. */
    public Prefix {
      check(limit);
      Objects.requireNonNull(prefix, "Filter: the prefix is null");
      if (prefix.isEmpty()) {
        throw new IllegalArgumentException(
            "Filter: the prefix is '', which every key has; give one of a character or more, or"
                + " read all with snapshot()");
      }
    }

    @Override
    public Filter<String> limit(int entries) {
      return new Prefix(prefix, checked(entries, this));
    }

    @Override
    public <R> R accept(FilterVisitor<R> visitor) {
      return visitor.prefix(prefix);
    }
  }

  /**
   * A filter of strings between two.
   *
   * @param from the lowest that is found
   * @param to above the highest that is found
   * @param limit entries of a page, 0 for all
   */
  record TextRange(String from, String to, int limit) implements Filter<String> {
    /** Checks that there may be something between its bounds. */
    public TextRange {
      check(limit);
      Objects.requireNonNull(from, "Filter: the lower bound is null");
      Objects.requireNonNull(to, "Filter: the upper bound is null");
      if (from.compareTo(to) >= 0) {
        throw nothingBetween(from, to);
      }
    }

    @Override
    public Filter<String> limit(int entries) {
      return new TextRange(from, to, checked(entries, this));
    }

    @Override
    public <R> R accept(FilterVisitor<R> visitor) {
      return visitor.texts(from, to);
    }
  }

  /**
   * A filter of numbers between two.
   *
   * @param from the lowest that is found
   * @param to above the highest that is found
   * @param limit entries of a page, 0 for all
   */
  record NumberRange(long from, long to, int limit) implements Filter<Long> {
    /** Checks that there is something between its bounds. */
    public NumberRange {
      check(limit);
      if (from >= to) {
        throw nothingBetween(from, to);
      }
    }

    @Override
    public Filter<Long> limit(int entries) {
      return new NumberRange(from, to, checked(entries, this));
    }

    @Override
    public <R> R accept(FilterVisitor<R> visitor) {
      return visitor.numbers(from, to);
    }
  }
}
