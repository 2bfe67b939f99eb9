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
package io.atomix.mcast.primitives.map.impl;

import io.atomix.mcast.primitives.map.Filter;
import java.util.Comparator;
import java.util.Map;

/**
 * A filter as partitions judge it. Travels in log entries, so its fields and the codes of its kinds
 * are part of their format.
 */
public final class MapFilter {
  private final MapFilterKind kind;
  private final String from;
  private final String to;
  private final long first;
  private final long end;

  /** Kinds of filters. */
  public enum MapFilterKind {
    /** Strings that begin with the lower bound. */
    PREFIX(0),
    /** Strings from the lower bound on, below the upper one. */
    TEXTS(1),
    /** Numbers from the first on, below the end. */
    NUMBERS(2);

    private final int code;

    MapFilterKind(int code) {
      this.code = code;
    }

    /** Returns the number that is written for it, which never changes. */
    public int code() {
      return code;
    }
  }

  private MapFilter(MapFilterKind kind, String from, String to, long first, long end) {
    this.kind = kind;
    this.from = from;
    this.to = to;
    this.first = first;
    this.end = end;
  }

  /** Returns a filter as it is sent; its limit is the caller's affair. */
  public static MapFilter of(Filter<?> filter) {
    return filter.accept(
        new Filter.FilterVisitor<>() {
          @Override
          public MapFilter prefix(String prefix) {
            return new MapFilter(MapFilterKind.PREFIX, prefix, null, 0, 0);
          }

          @Override
          public MapFilter texts(String from, String to) {
            return new MapFilter(MapFilterKind.TEXTS, from, to, 0, 0);
          }

          @Override
          public MapFilter numbers(long from, long to) {
            return new MapFilter(MapFilterKind.NUMBERS, null, null, from, to);
          }
        });
  }

  /**
   * An entry with what its key is, by which it is found and has its place.
   *
   * @param place a string or a number
   */
  record Found<V>(Comparable<Object> place, Map.Entry<String, V> entry) {
    /** By their keys; keys of one string that are written in two ways by what is written. */
    static <V> Comparator<Found<V>> order() {
      return Comparator.<Found<V>, Comparable<Object>>comparing(Found::place)
          .thenComparing(found -> found.entry().getKey());
    }
  }

  /** Returns a lowest key of those that it may find, or what comes before them. */
  Object bound() {
    return kind == MapFilterKind.NUMBERS ? (Object) first : from;
  }

  /** Returns the string or number that a key is, of the kind that is looked for; else null. */
  Comparable<Object> place(String key) {
    return comparable(kind == MapFilterKind.NUMBERS ? KeyForm.number(key) : KeyForm.text(key));
  }

  @SuppressWarnings("unchecked")
  private static Comparable<Object> comparable(Object place) {
    return (Comparable<Object>) place;
  }

  /** Returns whether a key of such a place is found. */
  boolean finds(Comparable<Object> place) {
    return place != null
        && switch (kind) {
          case PREFIX -> place.toString().startsWith(from);
          case TEXTS, NUMBERS -> place.compareTo(bound()) >= 0 && place.compareTo(upper()) < 0;
        };
  }

  private Object upper() {
    return kind == MapFilterKind.NUMBERS ? (Object) end : to;
  }

  @Override
  public String toString() {
    return "MapFilter{" + kind + " " + bound() + " to " + upper() + "}";
  }
}
