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

import io.atomix.core.iterator.impl.IteratorBatch;
import io.atomix.core.map.impl.AtomicMapService;
import io.atomix.core.map.impl.MapEntryUpdateResult;
import io.atomix.mcast.ResultAtVote;
import io.atomix.primitive.operation.Command;
import io.atomix.primitive.operation.Query;
import io.atomix.utils.time.Versioned;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Operations of one partition of a {@code MulticastMap}. Each operation names keys of that
 * partition only. Operations that change several keys check nothing by themselves: they are what a
 * conditional message does whose condition is {@link #holds}.
 *
 * <p>Where {@code wholeMap} is an argument: the steps of Atomix's transactions go to all partitions
 * at once, so that all of them agree on whether one is between its prepare and its end, and a
 * branch that is done when some other partition disagrees can be done everywhere or nowhere.
 */
public interface MulticastMapService extends AtomicMapService<String> {

  /**
   * Returns whether all conditions hold and writes are not forbidden.
   *
   * @param conditions on keys of this partition
   * @param writes keys that must not be locked by a transaction of Atomix
   * @param wholeMap whether, besides, no such transaction may be under way on any key
   */
  @Query
  boolean holds(List<MapCondition> conditions, Collection<String> writes, boolean wholeMap);

  /**
   * Returns the entries of some keys, and whether writes are forbidden.
   *
   * @param reads the keys to read
   * @param writes as for {@link #holds}
   * @param wholeMap as for {@link #holds}
   */
  @Query
  MapReading look(Collection<String> reads, Collection<String> writes, boolean wholeMap);

  /**
   * Changes keys, each named once and none locked, in this order.
   *
   * @return the versions of those that have a value now
   */
  @Command
  @ResultAtVote("versionsAfterWrite")
  Map<String, Long> write(List<MapWrite> writes);

  /** Returns what {@link #write} would return now. */
  @Query
  Map<String, Long> versionsAfterWrite(List<MapWrite> writes);

  /**
   * Does as {@link #write}, but nothing if a transaction of Atomix is under way on any key of the
   * map, in whatever partition.
   */
  @Command
  @ResultAtVote("versionsAfterWriteUnlessLocked")
  Map<String, Long> writeUnlessLocked(List<MapWrite> writes);

  /** Returns what {@link #writeUnlessLocked} would return now. */
  @Query
  Map<String, Long> versionsAfterWriteUnlessLocked(List<MapWrite> writes);

  /**
   * Sets how long an entry lives from now on, if there is one; its value and version stay.
   *
   * @param millis for ever if not positive
   * @return with the status {@code PRECONDITION_FAILED} if there is none
   */
  @Command
  MapEntryUpdateResult<String, byte[]> touch(String key, long millis);

  /**
   * Changes keys as {@link #write} does, and then sets how long entries live, of those keys or of
   * others, as far as they are there.
   *
   * @return the versions of those that have a value now
   */
  @Command
  @ResultAtVote("versionsAfterWriteAndTouch")
  Map<String, Long> writeAndTouch(List<MapWrite> writes, List<MapTouch> touches);

  /** Returns what {@link #writeAndTouch} would return now. */
  @Query
  Map<String, Long> versionsAfterWriteAndTouch(List<MapWrite> writes, List<MapTouch> touches);

  /** Does as {@link #writeAndTouch}, under the condition of {@link #writeUnlessLocked}. */
  @Command
  @ResultAtVote("versionsAfterWriteAndTouchUnlessLocked")
  Map<String, Long> writeAndTouchUnlessLocked(List<MapWrite> writes, List<MapTouch> touches);

  /** Returns what {@link #writeAndTouchUnlessLocked} would return now. */
  @Query
  Map<String, Long> versionsAfterWriteAndTouchUnlessLocked(
      List<MapWrite> writes, List<MapTouch> touches);

  /**
   * Returns all entries if keys and values are no larger than this together; else a batch that is
   * not complete.
   */
  @Query
  IteratorBatch<Map.Entry<String, Versioned<byte[]>>> entriesWithin(int bytes);

  /**
   * Keeps the entries as they are now, for the caller's session, until they are released or the
   * session ends. Of a session that keeps too many, the oldest are released.
   *
   * @param number tells the caller's snapshots apart; greater than that of all before
   */
  @Command
  void fixSnapshot(long number);

  /**
   * Returns a piece of what {@link #fixSnapshot} kept.
   *
   * @param position where the piece begins, 0 or as the piece before says
   * @return null if the snapshot is not kept (any more)
   */
  @Query
  IteratorBatch<Map.Entry<String, Versioned<byte[]>>> readSnapshot(long number, int position);

  /**
   * Returns the entries that a filter finds, in the order of their keys, if they are no larger than
   * this together; else a batch that is not complete.
   */
  @Query
  IteratorBatch<Map.Entry<String, Versioned<byte[]>>> matchesWithin(MapFilter filter, int bytes);

  /** Keeps the entries that a filter finds, in the order of their keys, as {@link #fixSnapshot}. */
  @Command
  void fixMatches(long number, MapFilter filter);

  /**
   * Returns a piece of what {@link #fixMatches} kept.
   *
   * @param position where the piece begins, 0 or as the piece before says
   * @param most as many entries it has at most
   * @return null if they are not kept (any more)
   */
  @Query
  IteratorBatch<Map.Entry<String, Versioned<byte[]>>> readMatches(
      long number, int position, int most);

  /**
   * Has the partition keep a history of its changes from now on, for those who watch the map. If it
   * keeps one, it keeps as many as the one who wants most.
   *
   * @param size how many changes, at least 1
   * @param bytes how many bytes of them, but for the newest
   * @return what the history is now, without changes
   */
  @Command
  ChangesAnswer keepHistory(int size, long bytes);

  /**
   * Returns the changes behind a position.
   *
   * @param behind the position; the newest there may be for none
   * @param bytes how many bytes of them, if that is more than one
   */
  @Query
  ChangesAnswer changes(long behind, int bytes);

  /**
   * Has the caller's session be told of the next change, once, by {@link MapWatchClient}.
   *
   * @return whether there is a change behind the position already; then it is not told
   */
  @Command
  boolean awaitChange(long behind);

  /**
   * Keeps the entries as {@link #fixSnapshot} does, and returns what the history is then, without
   * changes.
   */
  @Command
  ChangesAnswer fixWatch(long number);

  /**
   * Releases what {@link #fixSnapshot} or {@link #fixMatches} kept; nothing happens if it is not
   * kept (any more).
   */
  @Command
  void releaseSnapshot(long number);
}
