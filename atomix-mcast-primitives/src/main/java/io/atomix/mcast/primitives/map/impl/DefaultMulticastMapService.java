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
import io.atomix.core.map.AtomicMapEvent;
import io.atomix.core.map.impl.MapEntryUpdateResult;
import io.atomix.core.map.impl.MapUpdate;
import io.atomix.core.transaction.TransactionId;
import io.atomix.core.transaction.TransactionLog;
import io.atomix.core.transaction.impl.CommitResult;
import io.atomix.core.transaction.impl.PrepareResult;
import io.atomix.core.transaction.impl.RollbackResult;
import io.atomix.mcast.Invocation;
import io.atomix.mcast.PreviewingService;
import io.atomix.mcast.primitives.serialization.VerdictSerializer;
import io.atomix.primitive.service.BackupInput;
import io.atomix.primitive.service.BackupOutput;
import io.atomix.primitive.session.Session;
import io.atomix.utils.serializer.Serializer;
import io.atomix.utils.time.Versioned;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The entries of one partition. What it shares with {@code AtomicMap} is Atomix's own service, but
 * for the times that entries live: the last write of an entry says how long, also if the value is
 * the one that is there. The creation time of the values that it returns itself is that of the log,
 * the same on every replica.
 */
public final class DefaultMulticastMapService extends WatchedMapService
    implements MulticastMapService, PreviewingService {
  private static final int VERSION = 3;

  /** Has no times to live of its own: they are those of Atomix's entries. */
  private static final int WITHOUT_TIMES_TO_LIVE = 1;

  /** Has no history of changes. */
  private static final int WITHOUT_HISTORY = 2;

  private final FixedSnapshots snapshots = new FixedSnapshots();
  private final TimesToLive times = new TimesToLive(this::end);

  /** Ids of Atomix's transactions that were prepared, here or elsewhere, and have not ended. */
  private final Set<String> prepared = new TreeSet<>();

  private final Serializer serializer = new VerdictSerializer(super.serializer());

  @Override
  public Serializer serializer() {
    return serializer;
  }

  @Override
  public void backup(BackupOutput output) {
    output.writeByte(VERSION);
    super.backup(output);
    output.writeObject(new ArrayList<>(prepared));
    snapshots.backup(output);
    times.backup(output);
    history().backup(output);
  }

  @Override
  public void restore(BackupInput input) {
    int version = input.readByte();
    if (version < WITHOUT_TIMES_TO_LIVE || version > VERSION) {
      throw new IllegalStateException(
          "Restoring map '%s': its snapshot has version %d, this release reads %d to %d only; run the release that wrote it, or a later one"
              .formatted(getServiceName(), version, WITHOUT_TIMES_TO_LIVE, VERSION));
    }
    super.restore(input);
    prepared.clear();
    prepared.addAll(input.<List<String>>readObject());
    snapshots.restore(input);
    if (version > WITHOUT_TIMES_TO_LIVE) {
      times.restore(input, now(), getScheduler(), this::entry);
    }
    if (version > WITHOUT_HISTORY) {
      history().restore(input);
    }
  }

  private long now() {
    return getWallClock().getTime().unixTimestamp();
  }

  @Override
  public MapEntryUpdateResult<String, byte[]> put(String key, byte[] value, long ttl) {
    return withTimeToLive(key, ttl, super.put(key, value, 0));
  }

  @Override
  public MapEntryUpdateResult<String, byte[]> putAndGet(String key, byte[] value, long ttl) {
    return withTimeToLive(key, ttl, super.putAndGet(key, value, 0));
  }

  @Override
  public MapEntryUpdateResult<String, byte[]> putIfAbsent(String key, byte[] value, long ttl) {
    MapEntryUpdateResult<String, byte[]> result = super.putIfAbsent(key, value, 0);
    return result.updated() ? withTimeToLive(key, ttl, result) : result;
  }

  /**
   * Sets how long an entry lives that was written, or found to have the value already. Atomix takes
   * an equal value for no write at all, and would leave the time as it is.
   */
  private MapEntryUpdateResult<String, byte[]> withTimeToLive(
      String key, long ttl, MapEntryUpdateResult<String, byte[]> result) {
    MapEntryValue entry = entries().get(key);
    boolean equal = result.status() == MapEntryUpdateResult.Status.NOOP;
    // The times of a snapshot of version 1 are Atomix's, until their entries are written.
    if (!result.updated() && !equal || entry.ttl() > 0) {
      return result;
    }
    if (ttl <= 0 && !times.has(entry)) {
      return result;
    }
    if (equal && preparedKeys.contains(key)) {
      return new MapEntryUpdateResult<>(
          MapEntryUpdateResult.Status.WRITE_LOCK, getCurrentIndex(), key, result.result());
    }
    times.set(key, entry.version(), entry, ttl, now(), getScheduler());
    return result;
  }

  /** Called with every entry that is written over or removed. */
  @Override
  protected void cancelTtl(MapEntryValue value) {
    super.cancelTtl(value);
    if (value != null) {
      times.cancel(value);
    }
  }

  private Optional<MapEntryValue> entry(String key, long version) {
    return Optional.ofNullable(entries().get(key)).filter(entry -> entry.version() == version);
  }

  /** The time of an entry is over. */
  private void end(TimesToLive.Life life) {
    MapEntryValue value = entries().get(life.key());
    if (!valueIsNull(value) && value.version() == life.version()) {
      entries().remove(life.key());
      // Each by itself, whichever of them end at once.
      changedBy(null, 0);
      AtomicMapEvent<String, byte[]> event =
          new AtomicMapEvent<>(AtomicMapEvent.Type.REMOVE, life.key(), null, toVersioned(value));
      listeners.forEach(listener -> getSession(listener).accept(client -> client.change(event)));
    }
  }

  @Override
  public boolean holds(List<MapCondition> conditions, Collection<String> writes, boolean wholeMap) {
    return !locked(writes, wholeMap) && conditions.stream().allMatch(this::holds);
  }

  /** Locks are taken and released by operations that touch the whole map. */
  @Override
  public Boolean holdsAnyhow(Invocation condition) {
    if (!condition.name().equals("holds")) {
      return null;
    }
    if (locked((Collection<?>) condition.argument(1), (Boolean) condition.argument(2))) {
      return false;
    }
    return ((List<?>) condition.argument(0)).isEmpty() ? true : null;
  }

  @Override
  public Preview newPreview() {
    return new MapPreview(this::previewed, preparedKeys::contains, this::locked);
  }

  private MapPreview.PreviewedEntry previewed(String key) {
    MapEntryValue entry = entries().get(key);
    return valueIsNull(entry)
        ? MapPreview.PreviewedEntry.NONE
        : new MapPreview.PreviewedEntry(true, entry.value(), entry.version(), true);
  }

  private boolean holds(MapCondition condition) {
    Versioned<byte[]> entry = entry(condition.key());
    return entry == null
        ? condition.holds(false, null, 0)
        : condition.holds(true, entry.value(), entry.version());
  }

  @Override
  public MapReading look(Collection<String> reads, Collection<String> writes, boolean wholeMap) {
    return new MapReading(present(reads), locked(writes, wholeMap));
  }

  private boolean locked(Collection<?> writes, boolean wholeMap) {
    return writes.stream().anyMatch(preparedKeys::contains) || wholeMap && !prepared.isEmpty();
  }

  @Override
  public Map<String, Versioned<byte[]>> getAllPresent(Set<String> keys) {
    return present(keys);
  }

  private Map<String, Versioned<byte[]>> present(Collection<String> keys) {
    Map<String, Versioned<byte[]>> found = new HashMap<>();
    for (String key : keys) {
      Versioned<byte[]> entry = entry(key);
      if (entry != null) {
        found.put(key, entry);
      }
    }
    return found;
  }

  @Override
  public Map<String, Long> write(List<MapWrite> writes) {
    writes.forEach(write -> checkNotLocked(write.key()));
    Map<String, Long> versions = new HashMap<>();
    for (MapWrite write : writes) {
      if (write.isRemoval()) {
        remove(write.key());
      } else {
        versions.put(write.key(), versionOf(put(write.key(), write.value(), 0)));
      }
    }
    return versions;
  }

  private void checkNotLocked(String key) {
    if (preparedKeys.contains(key)) {
      throw new IllegalStateException(
          "Writing to map '%s': key %s was locked after it was found free"
              .formatted(getServiceName(), key));
    }
  }

  @Override
  public Map<String, Long> versionsAfterWrite(List<MapWrite> writes) {
    writes.forEach(write -> checkNotLocked(write.key()));
    Map<String, Long> versions = new HashMap<>();
    for (MapWrite write : writes) {
      if (!write.isRemoval()) {
        MapEntryValue entry = entries().get(write.key());
        boolean stays = !valueIsNull(entry) && valuesEqual(entry.value(), write.value());
        versions.put(write.key(), stays ? entry.version() : getCurrentIndex());
      }
    }
    return versions;
  }

  private static long versionOf(MapEntryUpdateResult<String, byte[]> put) {
    return put.updated() ? put.version() : put.result().version();
  }

  @Override
  public Map<String, Long> writeUnlessLocked(List<MapWrite> writes) {
    return prepared.isEmpty() ? write(writes) : new HashMap<>();
  }

  @Override
  public Map<String, Long> versionsAfterWriteUnlessLocked(List<MapWrite> writes) {
    return prepared.isEmpty() ? versionsAfterWrite(writes) : new HashMap<>();
  }

  @Override
  public MapEntryUpdateResult<String, byte[]> touch(String key, long millis) {
    MapEntryValue entry = entries().get(key);
    MapEntryUpdateResult.Status status = MapEntryUpdateResult.Status.OK;
    if (valueIsNull(entry)) {
      status = MapEntryUpdateResult.Status.PRECONDITION_FAILED;
    } else if (preparedKeys.contains(key)) {
      status = MapEntryUpdateResult.Status.WRITE_LOCK;
    } else {
      setTimeToLive(key, entry, millis);
    }
    return new MapEntryUpdateResult<>(status, getCurrentIndex(), key, null);
  }

  @Override
  public Map<String, Long> writeAndTouch(List<MapWrite> writes, List<MapTouch> touches) {
    touches.forEach(touch -> checkNotLocked(touch.key()));
    Map<String, Long> versions = write(writes);
    for (MapTouch touch : touches) {
      MapEntryValue entry = entries().get(touch.key());
      if (!valueIsNull(entry)) {
        setTimeToLive(touch.key(), entry, touch.millis());
        versions.put(touch.key(), entry.version());
      }
    }
    return versions;
  }

  @Override
  public Map<String, Long> versionsAfterWriteAndTouch(
      List<MapWrite> writes, List<MapTouch> touches) {
    touches.forEach(touch -> checkNotLocked(touch.key()));
    Map<String, Long> versions = versionsAfterWrite(writes);
    Set<String> written = new HashSet<>();
    writes.forEach(write -> written.add(write.key()));
    for (MapTouch touch : touches) {
      MapEntryValue entry = entries().get(touch.key());
      if (!written.contains(touch.key()) && !valueIsNull(entry)) {
        versions.put(touch.key(), entry.version());
      }
    }
    return versions;
  }

  @Override
  public Map<String, Long> writeAndTouchUnlessLocked(
      List<MapWrite> writes, List<MapTouch> touches) {
    return prepared.isEmpty() ? writeAndTouch(writes, touches) : new HashMap<>();
  }

  @Override
  public Map<String, Long> versionsAfterWriteAndTouchUnlessLocked(
      List<MapWrite> writes, List<MapTouch> touches) {
    return prepared.isEmpty() ? versionsAfterWriteAndTouch(writes, touches) : new HashMap<>();
  }

  /** The times of a snapshot of version 1 are Atomix's, until their entries are written. */
  private void setTimeToLive(String key, MapEntryValue entry, long millis) {
    if (entry.ttl() <= 0) {
      times.set(key, entry.version(), entry, millis, now(), getScheduler());
    }
  }

  @Override
  public IteratorBatch<Map.Entry<String, Versioned<byte[]>>> entriesWithin(int bytes) {
    return atOnce(sortedEntries(bytes));
  }

  private static IteratorBatch<Map.Entry<String, Versioned<byte[]>>> atOnce(
      List<Map.Entry<String, Versioned<byte[]>>> found) {
    return found == null
        ? new IteratorBatch<>(0, 0, new ArrayList<>(), false)
        : new IteratorBatch<>(0, found.size(), found, true);
  }

  @Override
  public void fixSnapshot(long number) {
    // A message may be executed after its session has ended: then nobody will ask or release.
    if (getCurrentSession() != null) {
      snapshots.keep(getCurrentSession().sessionId().id(), number, sortedEntries(Long.MAX_VALUE));
    }
  }

  @Override
  public ChangesAnswer fixWatch(long number) {
    fixSnapshot(number);
    return history().moment();
  }

  @Override
  public IteratorBatch<Map.Entry<String, Versioned<byte[]>>> matchesWithin(
      MapFilter filter, int bytes) {
    return atOnce(found(filter, bytes));
  }

  @Override
  public void fixMatches(long number, MapFilter filter) {
    if (getCurrentSession() != null) {
      snapshots.keep(getCurrentSession().sessionId().id(), number, found(filter, Long.MAX_VALUE));
    }
  }

  /** Returns the entries that a filter finds, in its order, or null if they are larger. */
  private List<Map.Entry<String, Versioned<byte[]>>> found(MapFilter filter, long bytes) {
    List<MapFilter.Found<Versioned<byte[]>>> found = new ArrayList<>();
    long size = 0;
    for (String key : entries().keySet()) {
      Comparable<Object> place = filter.place(key);
      Versioned<byte[]> value = filter.finds(place) ? entry(key) : null;
      if (value != null) {
        Map.Entry<String, Versioned<byte[]>> entry = Entries.of(key, value);
        found.add(new MapFilter.Found<>(place, entry));
        size += FixedSnapshots.size(entry);
        if (size > bytes) {
          return null;
        }
      }
    }
    found.sort(MapFilter.Found.order());
    List<Map.Entry<String, Versioned<byte[]>>> entries = new ArrayList<>(found.size());
    found.forEach(each -> entries.add(each.entry()));
    return entries;
  }

  @Override
  public IteratorBatch<Map.Entry<String, Versioned<byte[]>>> readMatches(
      long number, int position, int most) {
    return snapshots.piece(getCurrentSession().sessionId().id(), number, position, most);
  }

  /** Returns all entries in the order of their keys, or null if they are larger. */
  private List<Map.Entry<String, Versioned<byte[]>>> sortedEntries(long bytes) {
    List<Map.Entry<String, Versioned<byte[]>>> sorted = new ArrayList<>();
    long size = 0;
    for (String key : entries().keySet()) {
      Versioned<byte[]> value = entry(key);
      if (value != null) {
        Map.Entry<String, Versioned<byte[]>> entry = Entries.of(key, value);
        sorted.add(entry);
        size += FixedSnapshots.size(entry);
        if (size > bytes) {
          return null;
        }
      }
    }
    sorted.sort(Map.Entry.comparingByKey());
    return sorted;
  }

  @Override
  public IteratorBatch<Map.Entry<String, Versioned<byte[]>>> readSnapshot(
      long number, int position) {
    return snapshots.piece(
        getCurrentSession().sessionId().id(), number, position, Integer.MAX_VALUE);
  }

  @Override
  public void releaseSnapshot(long number) {
    if (getCurrentSession() != null) {
      snapshots.release(getCurrentSession().sessionId().id(), number);
    }
  }

  /** Returns an entry, or null if there is none. */
  private Versioned<byte[]> entry(String key) {
    MapEntryValue entry = entries().get(key);
    return valueIsNull(entry)
        ? null
        : new Versioned<>(entry.value(), entry.version(), entry.created());
  }

  @Override
  public PrepareResult prepare(TransactionLog<MapUpdate<String, byte[]>> log) {
    prepared.add(log.transactionId().id());
    return super.prepare(log);
  }

  @Override
  public PrepareResult prepareAndCommit(TransactionLog<MapUpdate<String, byte[]>> log) {
    try {
      return super.prepareAndCommit(log);
    } finally {
      prepared.remove(log.transactionId().id());
    }
  }

  @Override
  public CommitResult commit(TransactionId transactionId) {
    prepared.remove(transactionId.id());
    return super.commit(transactionId);
  }

  @Override
  public RollbackResult rollback(TransactionId transactionId) {
    prepared.remove(transactionId.id());
    return super.rollback(transactionId);
  }

  @Override
  public void onExpire(Session session) {
    super.onExpire(session);
    snapshots.releaseAll(session.sessionId().id());
  }

  @Override
  public void onClose(Session session) {
    super.onClose(session);
    snapshots.releaseAll(session.sessionId().id());
  }
}
