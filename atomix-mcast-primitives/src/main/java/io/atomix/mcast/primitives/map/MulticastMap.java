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

import io.atomix.core.map.AtomicMap;
import io.atomix.utils.time.Versioned;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * An {@link AtomicMap} whose entries can be read and changed several at once, whichever partitions
 * they are in. Needs the protocol {@code generic-multicast}. Every operation is one message to no
 * more than the partitions of the keys that it names; all are strictly serializable with each other
 * and with those of {@code AtomicMap}. Of the latter, {@link #getAllPresent}, {@link #size}, {@link
 * #isEmpty}, {@link #containsValue} and {@link #clear} take effect at one moment too, and the
 * iterators and streams of {@link #keySet}, {@link #values} and {@link #entrySet} show the map as
 * it was at one moment, as {@link #snapshot} does.
 *
 * <p>These views are collections in every respect, except that nothing can be added to them. What
 * removes several elements from one ({@code removeIf}, {@code retainAll}, an iterator's {@code
 * remove}) first looks at one moment and then removes what it found: a key whatever its value is by
 * then, an entry or value only if it is still the same. {@code equals}, {@code hashCode} and {@code
 * toString} read all that they show. Values and entries are compared with their versions, unless
 * the one that is asked for has none (0), and without the time of their creation.
 *
 * <p>As with {@link #put}, writing the value that a key already has changes neither its version nor
 * tells listeners; each other change of an entry is an event of its own, and gives it a higher
 * version, which says nothing of other entries. With caching, {@link #get}, {@link #getOrDefault}
 * and {@link #containsKey} may lag behind changes by others, never behind those made through this
 * instance; operations on several keys always ask the partitions.
 *
 * <p>Keys and values are of the classes of {@code docs/values.md}, and are compared in their
 * serialized form, as the conditions of {@link #replace} and {@link MapTransaction} are. A value
 * that could not be read back is refused with an {@link IllegalArgumentException} before anything
 * is sent. An entry that another program wrote and that cannot be read here does not hide others:
 * operations on it fail with an {@link
 * io.atomix.mcast.primitives.serialization.UnreadableValueException} that names its key, those on
 * several entries with an {@link UnreadableEntriesException} that has the others; an iterator
 * throws it in the place of the entry, and goes on. The changes of such an operation have been
 * made. A listener hears of such a change, and gets the exception when it asks the event for what
 * cannot be read.
 *
 * <p>Keys are never null, values only if the map is configured for them. A null, an empty
 * collection of keys or a key that is named twice is refused with a {@link NullPointerException} or
 * {@link IllegalArgumentException} before anything is sent; an exception of a function that a
 * {@code compute} was given is thrown as it is; whatever fails later fails with a {@link
 * io.atomix.primitive.PrimitiveException}. Writes, of several keys as a whole, fail with a {@link
 * io.atomix.mcast.NotAppliedException} if one of the keys is locked by a transaction of Atomix that
 * is being committed, and if they do not fit into an entry of the log. An instance that was built
 * read-only refuses every change, {@link #delete} among them, with an {@link
 * UnsupportedOperationException}, and sends nothing. Thread-safe; calls block, at most for as long
 * as {@link AsyncMulticastMap#sync} says.
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 */
public interface MulticastMap<K, V> extends AtomicMap<K, V> {

  /**
   * Writes an entry that lives for a time. The last write of an entry says how long it lives, also
   * if it writes the value that the entry has, which renews the time, keeps the version and tells
   * listeners nothing (where {@code AtomicMap} does nothing at all). A write that is given no time
   * makes the entry live until it is removed: {@link #put(Object, Object)}, {@link #replace},
   * {@link #compute}, {@link #putAll(Map)} and a transaction's {@link MapOperations#put(Object,
   * Object)}. {@link #touch} sets the time without a write.
   *
   * <p>The end of an entry's time has its place in the order of all operations, as a removal has:
   * every read and every condition sees the entry or does not see it, the same on every replica,
   * and listeners hear that it is removed. Time passes while all members are stopped, too: what is
   * over by then ends when the partition has a leader again.
   *
   * @param ttl by the log's time, and at least a millisecond; zero means that the entry lives until
   *     it is removed
   * @throws IllegalArgumentException if the time is negative
   * @return the entry that was there before, or null
   */
  @Override
  Versioned<V> put(K key, V value, Duration ttl);

  /**
   * Writes an entry that lives for a time, as {@link #put(Object, Object, Duration)} does.
   *
   * @return the entry that is there now
   */
  @Override
  Versioned<V> putAndGet(K key, V value, Duration ttl);

  /**
   * Writes an entry that lives for a time, if there is none; does not renew the time of one that is
   * there.
   *
   * @return the entry that is there already, or null
   */
  @Override
  Versioned<V> putIfAbsent(K key, V value, Duration ttl);

  /**
   * Returns several entries as they were at one moment. Without conflict this costs no more than
   * one write to one partition.
   *
   * @return the entries that exist; immutable
   */
  Map<K, Versioned<V>> getAll(Collection<? extends K> keys);

  /**
   * Writes several entries at once. Without conflict this costs no more than one write to one
   * partition.
   */
  void putAll(Map<? extends K, ? extends V> entries);

  /**
   * Writes several entries at once that live for a time, as {@link #put(Object, Object, Duration)}
   * does, at the cost of {@link #putAll(Map)}. Those of one partition end at one moment; of two
   * partitions, each goes by its own log's time.
   *
   * @param ttl by the log's time, and at least a millisecond
   * @throws IllegalArgumentException if the time is zero or negative
   */
  void putAll(Map<? extends K, ? extends V> entries, Duration ttl);

  /**
   * Sets how long an entry lives from now on, if there is one, whether it had a time or not. Its
   * value and its version stay, and listeners are told nothing.
   *
   * @param ttl by the log's time, and at least a millisecond
   * @throws IllegalArgumentException if the time is zero or negative
   * @return whether there is such an entry
   */
  boolean touch(K key, Duration ttl);

  /**
   * Writes several entries at once and returns those that were there before, at the cost of {@link
   * #putAll(Map)}.
   *
   * @return the entries that existed, as they were; immutable
   */
  Map<K, Versioned<V>> getAndPutAll(Map<? extends K, ? extends V> entries);

  /**
   * Writes several entries at once and returns them with their versions. Without conflict this
   * costs no more than {@link #putAll(Map)}; else it waits until all partitions have written, where
   * that one need not.
   *
   * @return all entries that were written; immutable
   */
  Map<K, Versioned<V>> putAllAndGet(Map<? extends K, ? extends V> entries);

  /**
   * Removes several entries at once, as far as they exist. Without conflict this costs no more than
   * one write to one partition.
   */
  void removeAll(Collection<? extends K> keys);

  /**
   * Removes several entries at once and returns them, at the cost of {@link #removeAll}.
   *
   * @return the entries that existed; immutable
   */
  Map<K, Versioned<V>> getAndRemoveAll(Collection<? extends K> keys);

  /**
   * Returns all entries as they were at one moment. A small map (up to 64 KB in each partition) is
   * read in one message. Of a larger one, a message to all partitions fixes the moment; each
   * partition then keeps what it had while it is fetched in pieces of about 128 KB. Writers wait
   * for neither beyond that message.
   *
   * @return immutable
   */
  Map<K, Versioned<V>> snapshot();

  /**
   * Returns the entries whose keys a filter finds, as they were at one moment, in the order of
   * their keys. The partitions judge the filter: each looks at all its keys, and sends what it
   * found. If that is no more than 64 KB in each partition, it comes with the one message; else a
   * message to all partitions fixes the moment, each partition keeps what it found, and it is
   * fetched in pieces of about 128 KB. With a {@linkplain Filter#limit(int) limit} the result is
   * the first page, from which the others are read, of the same moment; without, it has all.
   *
   * @throws IllegalArgumentException if the map was given a serializer that writes its keys
   *     otherwise than by default: the partitions could not read them
   */
  MapPage<K, V> snapshot(Filter<? extends K> filter);

  /**
   * Tells a listener of every change from a moment on, each once and none left out, across lost
   * sessions, changes of leader and restarts: from now, with a snapshot and then the changes, or
   * behind a kept position. The changes of a message come together, those of one entry in their
   * order, and each call has the changes between two moments of the whole map. The first watch has
   * the partitions keep a {@linkplain MulticastMapConfig#getHistorySize history}; a listener that
   * is slower than that is long, or was cut off for longer, is told so and gets a snapshot.
   *
   * <p>While something changes, the watch reads all partitions in one message, and pauses for 5 ms
   * before the next. Writes that conflict with such a read, which is every write, wait for it if it
   * is under way. A watch of a map that does not change costs nothing.
   *
   * @return the watch, once it is sure from which moment on everything is told
   */
  MapWatch watch(WatchFrom from, MapWatchListener<K, V> listener);

  /** Watches with an executor that calls the listener, one call at a time. */
  MapWatch watch(WatchFrom from, MapWatchListener<K, V> listener, Executor executor);

  /**
   * Keeps a copy of the map in memory, which follows the changes as a {@link #watch} does.
   *
   * @return the copy, filled
   */
  MapMirror<K, V> mirror();

  /**
   * Returns the position of a moment behind the call: all that was written when it was called is in
   * it. For {@link MapMirror#awaitAtLeast}. Costs as much as {@link #getAll} of keys in all
   * partitions.
   */
  MapPosition position();

  /**
   * Begins a transaction: conditions, and what to do if they all hold or do not. Through a
   * read-only instance, one that only reads can be committed.
   */
  MapTransaction<K, V, MapResult<K, V>, VersionedMapResult<K, V>> transaction();

  @Override
  AsyncMulticastMap<K, V> async();
}
