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

import io.atomix.mcast.raft.files.SnapshotScan;
import io.atomix.protocols.raft.storage.RaftStorage;
import io.atomix.protocols.raft.storage.snapshot.Snapshot;
import io.atomix.protocols.raft.storage.snapshot.SnapshotDescriptor;
import io.atomix.protocols.raft.storage.snapshot.SnapshotReader;
import io.atomix.protocols.raft.storage.snapshot.SnapshotStore;
import io.atomix.protocols.raft.storage.snapshot.SnapshotWriter;
import io.atomix.storage.buffer.HeapBuffer;
import io.atomix.utils.time.WallClockTimestamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a replica from spoiling the snapshot that its leader has sent.
 *
 * <p>A follower that gets a snapshot up to entry S does not restore it before entry S + 1 comes. It
 * counts the entries up to S as applied meanwhile, though its state lacks them. When it then takes
 * a snapshot of its own, which happens every ten seconds, that is one of the old state, and is
 * called S as well. Atomix writes it to the file of the leader's snapshot, behind what is there,
 * and marks the file as not complete. When entry S + 1 comes the file cannot be read, which Raft
 * swallows: it applies what follows to the old state. Ten seconds later it deletes the file. The
 * replica goes on without what the snapshot held, over a log that is the same as the others'.
 *
 * <p>So nothing is written for an entry that the current snapshot covers, or that another snapshot
 * is being written for: it would be of no use, as the state up to there is in that one. And what
 * waits to be restored is told, so that the service can find out that it was not.
 *
 * <p>A snapshot that is complete gets a checksum, which Atomix does not write.
 */
final class GuardedSnapshotStore extends SnapshotStore {
  private static final Logger LOGGER = LoggerFactory.getLogger(GuardedSnapshotStore.class);

  /** The indices of snapshots that have a file and are not complete. */
  private final Set<Long> begun = new HashSet<>();

  private final RaftStorage storage;
  private final LongSupplier applied;
  private volatile long awaited;

  /**
   * Opens the snapshots of a Raft server.
   *
   * @param applied tells up to which entry the server has applied its log
   */
  GuardedSnapshotStore(RaftStorage storage, LongSupplier applied) {
    super(storage);
    this.storage = storage;
    this.applied = applied;
  }

  /**
   * Returns the index of the last snapshot that went beyond what was applied when it came: it must
   * be restored before a later entry is applied. 0 if there was none since the start.
   */
  long awaited() {
    return awaited;
  }

  @Override
  public synchronized Snapshot newSnapshot(long index, WallClockTimestamp timestamp) {
    Snapshot current = getCurrentSnapshot();
    if (current != null && current.index() >= index || !begun.add(index)) {
      SnapshotDescriptor descriptor =
          SnapshotDescriptor.builder()
              .withIndex(index)
              .withTimestamp(timestamp.unixTimestamp())
              .build();
      return new Superfluous(descriptor, this);
    }
    return super.newSnapshot(index, timestamp);
  }

  @Override
  protected synchronized void completeSnapshot(Snapshot snapshot) {
    // Null while the snapshots on disk are opened, by the constructor of the class above.
    if (begun != null) {
      begun.remove(snapshot.index());
      if (snapshot.index() > Math.max(awaited, applied.getAsLong())) {
        awaited = snapshot.index();
      }
      mark(snapshot.index());
    }
    super.completeSnapshot(snapshot);
  }

  private void mark(long index) {
    Path folder = storage.directory().toPath();
    Path file = folder.resolve("%s-%d.snapshot".formatted(storage.prefix(), index));
    try {
      if (Files.exists(file)) {
        SnapshotScan.mark(file);
      }
    } catch (IOException e) {
      LOGGER.warn("Snapshot {} gets no checksum", file, e);
    }
  }

  /** Takes what is written, and keeps nothing. */
  private static final class Superfluous extends Snapshot {
    private Superfluous(SnapshotDescriptor descriptor, SnapshotStore store) {
      super(descriptor, store);
    }

    @Override
    public SnapshotWriter openWriter() {
      return openWriter(new SnapshotWriter(HeapBuffer.allocate(), this), descriptor);
    }

    @Override
    public SnapshotReader openReader() {
      throw new IllegalStateException("Snapshot " + index() + " is covered by another");
    }

    @Override
    public boolean isPersisted() {
      return true;
    }

    @Override
    public Snapshot complete() {
      return this;
    }
  }
}
