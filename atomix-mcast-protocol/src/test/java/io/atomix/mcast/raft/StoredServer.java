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

import io.atomix.mcast.raft.files.ServerFiles;
import io.atomix.protocols.raft.partition.impl.RaftNamespaces;
import io.atomix.protocols.raft.storage.RaftStorage;
import io.atomix.protocols.raft.storage.log.RaftLog;
import io.atomix.protocols.raft.storage.log.entry.InitializeEntry;
import io.atomix.protocols.raft.storage.snapshot.Snapshot;
import io.atomix.protocols.raft.storage.snapshot.SnapshotWriter;
import io.atomix.protocols.raft.storage.system.MetaStore;
import io.atomix.storage.StorageLevel;
import io.atomix.utils.time.WallClockTimestamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Files that Atomix writes for a server, without the server. */
final class StoredServer {
  static final String NAME = "data";

  private static final int SEGMENT_BYTES = 8 * 1024;
  private static final int MAX_ENTRY_BYTES = 512;
  static final int SNAPSHOT_BYTES = 3_000;

  private final Path folder;
  private final RaftStorage storage;

  StoredServer(Path folder, StorageLevel level) {
    this.folder = folder;
    storage =
        RaftStorage.builder()
            .withPrefix(NAME)
            .withDirectory(folder.toFile())
            .withStorageLevel(level)
            .withMaxSegmentSize(SEGMENT_BYTES)
            .withMaxEntrySize(MAX_ENTRY_BYTES)
            .withNamespace(RaftNamespaces.RAFT_STORAGE)
            .build();
  }

  /** Appends entries of a term; the last is the entry of this index. */
  void append(long term, long last) {
    RaftLog log = storage.openLog();
    for (long index = log.writer().getNextIndex(); index <= last; index++) {
      log.writer().append(new InitializeEntry(term, index));
    }
    log.close();
    try (MetaStore meta = storage.openMetaStore()) {
      meta.storeTerm(term);
      meta.storeConfiguration(FollowerFixture.threeMembers());
    }
  }

  /** Returns the index of the last entry that Atomix finds, which may change the files. */
  long lastByAtomix() {
    RaftLog log = storage.openLog();
    try {
      return log.writer().getLastIndex();
    } finally {
      log.close();
    }
  }

  /** Takes a snapshot, and drops the files of the log that it makes superfluous. */
  void snapshot(long index) {
    Snapshot snapshot =
        new GuardedSnapshotStore(storage, () -> index)
            .newTemporarySnapshot(index, new WallClockTimestamp(1));
    try (SnapshotWriter writer = snapshot.openWriter()) {
      for (int i = 0; i < SNAPSHOT_BYTES; i++) {
        writer.writeByte((int) (index + i));
      }
    }
    snapshot.persist().complete();
    RaftLog log = storage.openLog();
    log.compact(index);
    log.close();
  }

  ServerFiles files() {
    return new ServerFiles(folder.toFile(), NAME);
  }

  /** The names and the bytes of all files in a folder. */
  static Map<String, byte[]> bytes(Path folder) throws IOException {
    Map<String, byte[]> bytes = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        bytes.put(file.getFileName().toString(), Files.readAllBytes(file));
      }
    }
    return bytes;
  }

  static void write(Path folder, Map<String, byte[]> bytes) throws IOException {
    Files.createDirectories(folder);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    for (Map.Entry<String, byte[]> each : bytes.entrySet()) {
      Files.write(folder.resolve(each.getKey()), each.getValue());
    }
  }
}
