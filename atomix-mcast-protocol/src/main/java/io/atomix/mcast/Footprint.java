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
package io.atomix.mcast;

import io.atomix.mcast.conflict.KeyDigest;
import io.atomix.mcast.ordering.Access;
import java.util.Collection;
import java.util.Collections;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Keys that an operation reads or writes in each group that it goes to, or the whole primitive.
 * Built by a {@link ConflictRelation}, for example {@code Footprint.none().writes(key)}. Instances
 * are immutable.
 *
 * <p>A key should be a {@code String}, boxed primitive, enum constant, {@code UUID}, {@code byte[]}
 * or null. For a key of any other type it is not known which other keys it equals, so that touching
 * it counts as touching the whole primitive in the same way.
 */
public final class Footprint {
  private static final Footprint NONE = new Footprint(null, new TreeMap<>());

  private final Access whole;
  private final SortedMap<Long, Access> keys;

  private Footprint(Access whole, SortedMap<Long, Access> keys) {
    this.whole = whole;
    this.keys = keys;
  }

  /** Returns the footprint of an operation that touches nothing: it is ordered with no other. */
  public static Footprint none() {
    return NONE;
  }

  /** Returns this footprint with a key that is read. */
  public Footprint reads(Object key) {
    return with(key, Access.READ);
  }

  /** Returns this footprint with a key that is written. */
  public Footprint writes(Object key) {
    return with(key, Access.WRITE);
  }

  /**
   * Returns this footprint with a key that is changed by an operation which tells nothing and
   * commutes with others like it.
   */
  public Footprint commutes(Object key) {
    return with(key, Access.COMMUTE);
  }

  /** Returns this footprint with keys that are read. */
  public Footprint readsEach(Collection<?> keys) {
    return withEach(keys, Access.READ);
  }

  /** Returns this footprint with keys that are written. */
  public Footprint writesEach(Collection<?> keys) {
    return withEach(keys, Access.WRITE);
  }

  /**
   * Returns this footprint with keys that are changed by an operation which tells nothing and
   * commutes with others like it.
   */
  public Footprint commutesEach(Collection<?> keys) {
    return withEach(keys, Access.COMMUTE);
  }

  /**
   * Returns the footprint of an operation that reads the whole primitive, besides what this one
   * touches.
   */
  public Footprint readsAll() {
    return new Footprint(merge(whole, Access.READ), keys);
  }

  /**
   * Returns the footprint of an operation that changes the whole primitive, tells nothing and
   * commutes with others like it.
   */
  public Footprint commutesAll() {
    return new Footprint(merge(whole, Access.COMMUTE), keys);
  }

  /** Returns the footprint of an operation that writes the whole primitive. */
  public Footprint writesAll() {
    return new Footprint(Access.WRITE, new TreeMap<>());
  }

  /** Returns this footprint as one of the named primitive, for the ordering core. */
  public io.atomix.mcast.ordering.GroupFootprint of(String primitive) {
    return new io.atomix.mcast.ordering.GroupFootprint(primitive, whole, keys);
  }

  /** Returns whether nothing is touched. */
  public boolean isEmpty() {
    return whole == null && keys.isEmpty();
  }

  /**
   * Returns what an operation touches that does both: a key that one reads or adds to and the other
   * touches in another way is written.
   */
  public Footprint and(Footprint other) {
    Access all = other.whole == null ? whole : merge(whole, other.whole);
    if (all == Access.WRITE) {
      return none().writesAll();
    }
    SortedMap<Long, Access> both = new TreeMap<>(keys);
    other.keys.forEach((key, access) -> both.merge(key, access, Footprint::merge));
    return new Footprint(all, both);
  }

  private Footprint with(Object key, Access access) {
    return withEach(Collections.singleton(key), access);
  }

  private Footprint withEach(Collection<?> each, Access access) {
    Access all = whole;
    SortedMap<Long, Access> copy = new TreeMap<>(keys);
    for (Object key : each) {
      OptionalLong digest = KeyDigest.of(key);
      if (digest.isPresent()) {
        copy.merge(digest.getAsLong(), access, Footprint::merge);
      } else {
        all = merge(all, access);
      }
    }
    return all == Access.WRITE ? none().writesAll() : new Footprint(all, copy);
  }

  private static Access merge(Access one, Access other) {
    return one == null || one == other ? other : Access.WRITE;
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof Footprint that && whole == that.whole && keys.equals(that.keys);
  }

  @Override
  public int hashCode() {
    return 31 * keys.hashCode() + (whole == null ? 0 : whole.code() + 1);
  }

  @Override
  public String toString() {
    return "Footprint{whole=" + whole + ", keys=" + keys + "}";
  }
}
