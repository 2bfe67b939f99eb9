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
package io.atomix.mcast.raft;

import io.atomix.protocols.raft.storage.log.RaftLogWriter;
import io.atomix.protocols.raft.storage.log.entry.RaftLogEntry;
import io.atomix.storage.StorageException;
import io.atomix.storage.journal.Indexed;
import java.util.function.Supplier;

/**
 * Atomix's log writer, which writes nothing more once an entry found no room.
 *
 * <p>Atomix begins no segment when its disk has less room than three of them need. A follower then
 * answers that it lacks the entry, and is sent it again at once, and again; each time the leader
 * opens the segment before it once more and never closes it, until it has no memory left: one full
 * disk ends another member. A leader tries again on whatever thread has compacted the log, while
 * the Raft thread writes. And the bytes of what found no room stay where the next entry is written.
 *
 * <p>So the first failure is the last: what it throws then is neither tried again nor answered, and
 * the replica stops. Compaction has had its turn by then, because Atomix compacts every few seconds
 * when little room is left.
 */
final class GuardedLogWriter extends RaftLogWriter {
  private final RaftLogWriter writer;
  private final Supplier<String> where;
  private volatile StorageException failure;

  /**
   * Guards a writer.
   *
   * @param where tells where the log is
   */
  GuardedLogWriter(RaftLogWriter writer, Supplier<String> where) {
    super(null, null);
    this.writer = writer;
    this.where = where;
  }

  /** Returns the reason why nothing is written any more; null if all is well. From any thread. */
  StorageException failure() {
    return failure;
  }

  @Override
  public <T extends RaftLogEntry> Indexed<T> append(T entry) {
    return guarded(() -> writer.append(entry));
  }

  @Override
  public void append(Indexed<RaftLogEntry> entry) {
    guarded(
        () -> {
          writer.append(entry);
          return entry;
        });
  }

  private <T> T guarded(Supplier<T> append) {
    if (failure != null) {
      throw new StorageException(failure.getMessage(), failure);
    }
    try {
      return append.get();
    } catch (StorageException.TooLarge e) {
      throw e;
    } catch (RuntimeException e) {
      failure =
          new StorageException(
              "Cannot write to the log in %s: %s. Free space if its disk is full, and start this member again"
                  .formatted(where.get(), e),
              e);
      throw failure;
    }
  }

  @Override
  public long getLastIndex() {
    return writer.getLastIndex();
  }

  @Override
  public Indexed<RaftLogEntry> getLastEntry() {
    return writer.getLastEntry();
  }

  @Override
  public long getNextIndex() {
    return writer.getNextIndex();
  }

  @Override
  public void commit(long index) {
    writer.commit(index);
  }

  @Override
  public void reset(long index) {
    writer.reset(index);
  }

  @Override
  public void truncate(long index) {
    writer.truncate(index);
  }

  @Override
  public void flush() {
    writer.flush();
  }

  @Override
  public void close() {
    writer.close();
  }
}
