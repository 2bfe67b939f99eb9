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
package io.atomix.mcast.checker;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * An operation that a client asked of an object: a map of registers, of counters, or both. Each
 * operation is meant to take effect at one instant, whatever number of keys it has. {@link Model}
 * says what each one does and answers.
 *
 * <p>A register is absent or has a string; where a value is asked for, null stands for absent. A
 * counter has a number, at first 0. The two do not share keys.
 */
public sealed interface Operation {

  /**
   * Has the visitor take it.
   *
   * @param <R> type of the visitor's result
   */
  <R> R accept(OperationVisitor<R> visitor);

  /** Returns whether it changes nothing. */
  default boolean isQuery() {
    return false;
  }

  /** Returns the keys that it reads and writes, none if that are all; those of conditions apart. */
  default SortedSet<String> keys() {
    return Collections.emptySortedSet();
  }

  /**
   * Takes operations, each kind in its way.
   *
   * @param <R> type of the result
   */
  interface OperationVisitor<R> {

    /** Takes a read of registers. */
    R read(Read operation);

    /** Takes a write of registers. */
    R write(Write operation);

    /** Takes a write of registers that answers what was there. */
    R swap(Swap operation);

    /** Takes a conditional write of registers. */
    R transact(Transact operation);

    /** Takes a count of registers. */
    R size(Size operation);

    /** Takes a search for a value. */
    R containsValue(ContainsValue operation);

    /** Takes a read of all registers. */
    R snapshot(Snapshot operation);

    /** Takes a removal of everything. */
    R clear(Clear operation);

    /** Takes an addition to counters. */
    R add(Add operation);

    /** Takes an addition that answers what the counters are then. */
    R addAndGet(AddAndGet operation);

    /** Takes a conditional addition. */
    R addIf(AddIf operation);

    /** Takes a read of counters. */
    R count(Count operation);

    /** Takes a sum of all counters. */
    R sum(Sum operation);
  }

  /** Reads registers. Its result is a map of those that are present. */
  record Read(SortedSet<String> keys) implements Operation {
    /** Copies {@code keys}. */
    public Read {
      keys = copy(keys);
    }

    @Override
    public <R> R accept(OperationVisitor<R> visitor) {
      return visitor.read(this);
    }

    @Override
    public boolean isQuery() {
      return true;
    }

    @Override
    public String toString() {
      return "read " + keys;
    }
  }

  /** Writes registers; null removes one. It has no result. */
  record Write(SortedMap<String, String> values) implements Operation {
    /** Copies {@code values}. */
    public Write {
      values = copy(values);
    }

    @Override
    public SortedSet<String> keys() {
      return copy(new TreeSet<>(values.keySet()));
    }

    @Override
    public <R> R accept(OperationVisitor<R> visitor) {
      return visitor.write(this);
    }

    @Override
    public String toString() {
      return "write " + values;
    }
  }

  /**
   * Writes registers; null removes one. Its result is a map of what was there before. With one key
   * it is the put and remove of Atomix's maps.
   */
  record Swap(SortedMap<String, String> values) implements Operation {
    /** Copies {@code values}. */
    public Swap {
      values = copy(values);
    }

    @Override
    public SortedSet<String> keys() {
      return copy(new TreeSet<>(values.keySet()));
    }

    @Override
    public <R> R accept(OperationVisitor<R> visitor) {
      return visitor.swap(this);
    }

    @Override
    public String toString() {
      return "swap " + values;
    }
  }

  /**
   * If all conditions hold writes {@code then}, else {@code otherwise}. Its result is an {@link
   * Outcome}: whether they held, and the values before of the registers {@code reads}.
   */
  record Transact(
      List<WriteCondition> conditions,
      SortedMap<String, String> then,
      SortedMap<String, String> otherwise,
      SortedSet<String> reads)
      implements Operation {
    /** Copies its arguments. */
    public Transact {
      conditions = List.copyOf(conditions);
      then = copy(then);
      otherwise = copy(otherwise);
      reads = copy(reads);
    }

    @Override
    public SortedSet<String> keys() {
      SortedSet<String> keys = new TreeSet<>(reads);
      keys.addAll(then.keySet());
      keys.addAll(otherwise.keySet());
      return Collections.unmodifiableSortedSet(keys);
    }

    @Override
    public <R> R accept(OperationVisitor<R> visitor) {
      return visitor.transact(this);
    }

    @Override
    public String toString() {
      return "if "
          + conditions
          + " write "
          + then
          + (otherwise.isEmpty() ? "" : " else " + otherwise)
          + (reads.isEmpty() ? "" : " and read " + reads);
    }
  }

  /** Counts the registers that are present. Its result is the number, a Long. */
  record Size() implements Operation {
    @Override
    public <R> R accept(OperationVisitor<R> visitor) {
      return visitor.size(this);
    }

    @Override
    public boolean isQuery() {
      return true;
    }

    @Override
    public String toString() {
      return "size";
    }
  }

  /** Asks whether some register has a value. Its result is a Boolean. */
  record ContainsValue(String value) implements Operation {
    @Override
    public <R> R accept(OperationVisitor<R> visitor) {
      return visitor.containsValue(this);
    }

    @Override
    public boolean isQuery() {
      return true;
    }

    @Override
    public String toString() {
      return "contains value " + value;
    }
  }

  /** Reads all registers. Its result is a map of those that are present. */
  record Snapshot() implements Operation {
    @Override
    public <R> R accept(OperationVisitor<R> visitor) {
      return visitor.snapshot(this);
    }

    @Override
    public boolean isQuery() {
      return true;
    }

    @Override
    public String toString() {
      return "snapshot";
    }
  }

  /** Removes all registers and sets all counters to 0. It has no result. */
  record Clear() implements Operation {
    @Override
    public <R> R accept(OperationVisitor<R> visitor) {
      return visitor.clear(this);
    }

    @Override
    public String toString() {
      return "clear";
    }
  }

  /** Adds to counters. It has no result. */
  record Add(SortedMap<String, Long> deltas) implements Operation {
    /** Copies {@code deltas}. */
    public Add {
      deltas = copy(deltas);
    }

    @Override
    public SortedSet<String> keys() {
      return copy(new TreeSet<>(deltas.keySet()));
    }

    @Override
    public <R> R accept(OperationVisitor<R> visitor) {
      return visitor.add(this);
    }

    @Override
    public String toString() {
      return "add " + deltas;
    }
  }

  /** Adds to counters. Its result is a map of what they are then. */
  record AddAndGet(SortedMap<String, Long> deltas) implements Operation {
    /** Copies {@code deltas}. */
    public AddAndGet {
      deltas = copy(deltas);
    }

    @Override
    public SortedSet<String> keys() {
      return copy(new TreeSet<>(deltas.keySet()));
    }

    @Override
    public <R> R accept(OperationVisitor<R> visitor) {
      return visitor.addAndGet(this);
    }

    @Override
    public String toString() {
      return "add and get " + deltas;
    }
  }

  /** Adds to counters if all conditions hold. Its result is a Boolean: whether they held. */
  record AddIf(List<WriteCondition> conditions, SortedMap<String, Long> deltas)
      implements Operation {
    /** Copies its arguments. */
    public AddIf {
      conditions = List.copyOf(conditions);
      deltas = copy(deltas);
    }

    @Override
    public SortedSet<String> keys() {
      return copy(new TreeSet<>(deltas.keySet()));
    }

    @Override
    public <R> R accept(OperationVisitor<R> visitor) {
      return visitor.addIf(this);
    }

    @Override
    public String toString() {
      return "if " + conditions + " add " + deltas;
    }
  }

  /** Reads counters. Its result is a map of all {@code keys}. */
  record Count(SortedSet<String> keys) implements Operation {
    /** Copies {@code keys}. */
    public Count {
      keys = copy(keys);
    }

    @Override
    public <R> R accept(OperationVisitor<R> visitor) {
      return visitor.count(this);
    }

    @Override
    public boolean isQuery() {
      return true;
    }

    @Override
    public String toString() {
      return "count " + keys;
    }
  }

  /** Adds up all counters. Its result is the total, a Long. */
  record Sum() implements Operation {
    @Override
    public <R> R accept(OperationVisitor<R> visitor) {
      return visitor.sum(this);
    }

    @Override
    public boolean isQuery() {
      return true;
    }

    @Override
    public String toString() {
      return "sum";
    }
  }

  /**
   * The result of a {@link Transact}.
   *
   * @param held whether all its conditions held
   * @param values the registers that it read and that were present
   */
  record Outcome(boolean held, SortedMap<String, String> values) {
    /** Copies {@code values}. */
    public Outcome {
      values = copy(values);
    }

    @Override
    public String toString() {
      return held + (values.isEmpty() ? "" : " " + values);
    }
  }

  /** Reads some registers. */
  static Read read(String... keys) {
    return new Read(new TreeSet<>(Arrays.asList(keys)));
  }

  /** Writes one register without asking what was there. */
  static Write write(String key, String value) {
    return new Write(single(key, value));
  }

  /** Writes several registers without asking what was there. */
  static Write write(Map<String, String> values) {
    return new Write(new TreeMap<>(values));
  }

  /** Writes one register; the result is what was there before. */
  static Swap put(String key, String value) {
    return new Swap(single(key, value));
  }

  /** Removes one register; the result is what was there before. */
  static Swap remove(String key) {
    return new Swap(single(key, null));
  }

  /** Writes one register if it has a value, null for absent; the result is whether it had it. */
  static Transact compareAndSet(String key, String expected, String update) {
    return transact(List.of(new WriteCondition.Is(key, expected)), single(key, update));
  }

  /** Writes registers if all conditions hold; the result is whether they held. */
  static Transact transact(List<WriteCondition> conditions, Map<String, String> then) {
    return new Transact(conditions, new TreeMap<>(then), new TreeMap<>(), new TreeSet<>());
  }

  /** Adds to one counter without asking what it is. */
  static Add add(String key, long delta) {
    return new Add(single(key, delta));
  }

  /** Adds to several counters without asking what they are. */
  static Add add(Map<String, Long> deltas) {
    return new Add(new TreeMap<>(deltas));
  }

  /** Adds to one counter; the result is what it is then. */
  static AddAndGet addAndGet(String key, long delta) {
    return new AddAndGet(single(key, delta));
  }

  /** Reads some counters. */
  static Count count(String... keys) {
    return new Count(new TreeSet<>(Arrays.asList(keys)));
  }

  private static <V> SortedMap<String, V> single(String key, V value) {
    SortedMap<String, V> map = new TreeMap<>();
    map.put(key, value);
    return map;
  }

  private static <V> SortedMap<String, V> copy(SortedMap<String, V> map) {
    return Collections.unmodifiableSortedMap(new TreeMap<>(map));
  }

  private static SortedSet<String> copy(SortedSet<String> set) {
    return Collections.unmodifiableSortedSet(new TreeSet<>(set));
  }
}
