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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomix.primitive.operation.OperationId;
import io.atomix.primitive.operation.PrimitiveOperation;
import io.atomix.protocols.raft.partition.impl.RaftNamespaces;
import io.atomix.protocols.raft.storage.RaftStorage;
import io.atomix.protocols.raft.storage.log.RaftLog;
import io.atomix.protocols.raft.storage.log.RaftLogReader;
import io.atomix.protocols.raft.storage.log.entry.CommandEntry;
import io.atomix.protocols.raft.storage.log.entry.RaftLogEntry;
import io.atomix.storage.StorageException;
import io.atomix.storage.StorageLevel;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A log whose disk has room for one segment, and for no second. */
class GuardedLogWriterTest {
  private static final int SEGMENT = 64 * 1024;
  private static final int LARGE = 4 * 1024;

  @TempDir Path folder;
  private SmallDisk disk;
  private RaftLog log;

  @BeforeEach
  void makeDisk() {
    disk = new SmallDisk(folder);
  }

  @AfterEach
  void closeLog() {
    log.close();
  }

  /** Opens a log with nothing but one segment that has no room for another large entry. */
  private GuardedLogWriter full(StorageLevel level) {
    log =
        RaftStorage.builder()
            .withPrefix("full")
            .withDirectory(disk)
            .withStorageLevel(level)
            .withMaxSegmentSize(SEGMENT)
            .withMaxEntrySize(2 * LARGE)
            .withNamespace(RaftNamespaces.RAFT_STORAGE)
            .build()
            .openLog();
    for (int i = 0; i < SEGMENT / LARGE - 1; i++) {
      log.writer().append(entry(LARGE));
    }
    disk.fill();
    return new GuardedLogWriter(log.writer(), disk::toString);
  }

  private static RaftLogEntry entry(int bytes) {
    return new CommandEntry(
        1, 1, 1, 1, PrimitiveOperation.operation(OperationId.command("batch"), new byte[bytes]));
  }

  private int readable() {
    try (RaftLogReader reader = log.openReader(1, RaftLogReader.Mode.ALL)) {
      int entries = 0;
      while (reader.hasNext()) {
        reader.next();
        entries++;
      }
      return entries;
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"MAPPED", "DISK"})
  void nothingIsWrittenOnceAnEntryFoundNoRoom(StorageLevel level) {
    GuardedLogWriter writer = full(level);
    int before = readable();
    assertThat(writer.failure()).isNull();

    assertThatThrownBy(() -> writer.append(entry(LARGE)))
        .isInstanceOf(StorageException.class)
        .as("Raft would try again on any thread, or answer that the entry is to be sent again")
        .isNotInstanceOf(StorageException.OutOfDiskSpace.class)
        .hasMessageContainingAll(
            folder.toString(), "Not enough space", "Free space", "start this member again");

    assertThat(writer.failure()).hasMessageContaining(folder.toString());
    disk.free();
    assertThatThrownBy(() -> writer.append(entry(10)))
        .as("what follows may have no place any more")
        .isInstanceOf(StorageException.class);
    assertThat(writer.getLastIndex()).isEqualTo(before);
    assertThat(readable()).isEqualTo(before);
  }

  @Test
  void anEntryThatIsTooLargeIsNoFailure() {
    GuardedLogWriter writer = full(StorageLevel.MAPPED);
    disk.free();

    assertThatThrownBy(() -> writer.append(entry(3 * LARGE)))
        .isInstanceOf(StorageException.TooLarge.class);

    assertThat(writer.failure()).isNull();
    assertThat(writer.append(entry(10)).index()).isEqualTo(readable());
  }
}
