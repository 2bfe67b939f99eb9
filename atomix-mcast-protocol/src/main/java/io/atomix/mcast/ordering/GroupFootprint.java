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
package io.atomix.mcast.ordering;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Keys that a message touches in one group, or the whole primitive, or all primitives; a message on
 * several primitives touches something in each. What is touched in different primitives never
 * meets. Keys are 64-bit digests: equal keys have equal digests, and two keys that share one by
 * chance merely conflict without need.
 *
 * @param primitive the name of the primitive; null for all of them, which are touched as a whole
 * @param whole how it touches the whole primitive, or null if it does not
 * @param keys how it touches single keys, by digest
 * @param others what it touches in other primitives, one footprint for each, in the order of their
 *     names
 */
public record GroupFootprint(
    String primitive, Access whole, SortedMap<Long, Access> keys, List<GroupFootprint> others) {

  /**
   * Checks that each primitive is named once.
   *
   * @throws IllegalArgumentException if one is named twice, or all are and one beside them
   */
  public GroupFootprint {
    NavigableMap<Long, Access> copy = new TreeMap<>(keys);
    keys = Collections.unmodifiableSortedMap(copy);
    others = List.copyOf(others);
    checkOthers(primitive, others);
  }

  /** Creates the footprint of a message on one primitive, or on all. */
  public GroupFootprint(String primitive, Access whole, SortedMap<Long, Access> keys) {
    this(primitive, whole, keys, List.of());
  }

  private static void checkOthers(String primitive, List<GroupFootprint> others) {
    String last = null;
    for (GroupFootprint other : others) {
      boolean alone = primitive != null && !other.isEverything() && !other.isJoint();
      if (!alone
          || other.primitive.equals(primitive)
          || last != null && last.compareTo(other.primitive) >= 0) {
        throw new IllegalArgumentException(
            "what is touched in '"
                + other.title()
                + "' beside '"
                + primitive
                + "', which is not one more primitive in the order of their names");
      }
      last = other.primitive;
    }
  }

  /**
   * Returns a footprint that touches the same in its first primitive, and these others beside it.
   *
   * @param newOthers what it touches in others, in any order
   * @throws IllegalArgumentException if a primitive is named twice
   */
  public GroupFootprint beside(Collection<GroupFootprint> newOthers) {
    List<GroupFootprint> sorted = new ArrayList<>(newOthers);
    sorted.sort(Comparator.comparing(GroupFootprint::title));
    return new GroupFootprint(primitive, whole, keys, sorted);
  }

  /** Returns whether it touches something in several primitives that it names. */
  public boolean isJoint() {
    return !others.isEmpty();
  }

  /** Returns the names of the primitives that it touches, if it does not touch all. */
  public List<String> primitives() {
    if (others.isEmpty()) {
      return List.of(primitive);
    }
    List<String> names = new ArrayList<>(others.size() + 1);
    names.add(primitive);
    others.forEach(other -> names.add(other.primitive));
    return names;
  }

  /** Returns a footprint that touches nothing: its message conflicts with none. */
  public static GroupFootprint none(String primitive) {
    return new GroupFootprint(primitive, null, Collections.emptySortedMap());
  }

  /** Returns the footprint of a message that touches the whole primitive. */
  public static GroupFootprint whole(String primitive, Access access) {
    return new GroupFootprint(primitive, access, Collections.emptySortedMap());
  }

  /** Returns the footprint of a message that touches all primitives of the group. */
  public static GroupFootprint everything(Access access) {
    return whole(null, access);
  }

  /** Returns whether it touches all primitives of the group, so meets every footprint. */
  public boolean isEverything() {
    return primitive == null;
  }

  /** Returns what it touches, as people are told. */
  public String title() {
    return isEverything() ? "(all)" : String.join(", ", primitives());
  }

  /** Returns a footprint that touches the same and writes all of it. */
  public GroupFootprint written() {
    TreeMap<Long, Access> written = new TreeMap<>(keys);
    written.replaceAll((key, access) -> Access.WRITE);
    return new GroupFootprint(
        primitive,
        whole == null ? null : Access.WRITE,
        written,
        others.stream().map(GroupFootprint::written).toList());
  }

  /** Returns whether two messages with these footprints must be ordered in their group. */
  public boolean conflictsWith(GroupFootprint that) {
    return conflictsHere(that)
        || conflictsWithOthers(that)
        || that.conflictsWithOthers(this)
        || isJoint() && that.isJoint() && others.stream().anyMatch(that::conflictsWithOthers);
  }

  /** Returns whether what is touched in one of the other primitives conflicts with another one. */
  private boolean conflictsWithOthers(GroupFootprint that) {
    for (int i = 0; i < others.size(); i++) {
      if (others.get(i).conflictsHere(that)) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether they conflict in the primitives that both name first. */
  private boolean conflictsHere(GroupFootprint that) {
    return (isEverything() || that.isEverything() || primitive.equals(that.primitive))
        && (conflict(whole, that.whole)
            || conflict(whole, that.keys)
            || conflict(that.whole, keys)
            || keys.size() <= that.keys.size() && conflict(keys, that.keys)
            || keys.size() > that.keys.size() && conflict(that.keys, keys));
  }

  private static boolean conflict(Access one, Access other) {
    return one != null && other != null && one.conflictsWith(other);
  }

  private static boolean conflict(Access one, SortedMap<Long, Access> others) {
    if (one != null) {
      for (Access other : others.values()) {
        if (one.conflictsWith(other)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean conflict(SortedMap<Long, Access> few, SortedMap<Long, Access> many) {
    for (Map.Entry<Long, Access> key : few.entrySet()) {
      if (conflict(key.getValue(), many.get(key.getKey()))) {
        return true;
      }
    }
    return false;
  }

  /** Returns the ways in which keys of its first primitive are touched, each once. */
  Set<Access> keyAccesses() {
    return EnumSet.copyOf(keys.values());
  }

  /** Returns the ways in which anything is touched, each once. */
  Set<Access> accesses() {
    EnumSet<Access> all = EnumSet.noneOf(Access.class);
    all.addAll(keys.values());
    if (whole != null) {
      all.add(whole);
    }
    for (int i = 0; i < others.size(); i++) {
      all.addAll(others.get(i).accesses());
    }
    return all;
  }

  /** Returns whether it changes nothing that it touches. */
  public boolean onlyReads() {
    return (whole == null || whole == Access.READ)
        && keys.values().stream().allMatch(access -> access == Access.READ)
        && others.stream().allMatch(GroupFootprint::onlyReads);
  }

  /** Returns whether nothing is touched. */
  public boolean isEmpty() {
    return whole == null && keys.isEmpty() && others.stream().allMatch(GroupFootprint::isEmpty);
  }
}
