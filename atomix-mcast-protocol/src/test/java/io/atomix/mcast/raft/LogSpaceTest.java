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

import io.atomix.storage.StorageException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class LogSpaceTest {
  private static final int SIZE = 12 * LogSpace.PIECE;
  private static final int STAT_BLOCK = 512;

  @TempDir Path folder;

  @Test
  void aSegmentWithAHoleGetsItsBlocksAndKeepsItsContent() throws Exception {
    Path segment = segment(1);
    byte[] before = Files.readAllBytes(segment);
    assertThat(allocated(segment)).isLessThan(SIZE);
    LogSpace space = new LogSpace(folder.toFile(), "data");
    space.reserveAll();
    assertThat(allocated(segment)).as("ahead").isBetween(4L * LogSpace.PIECE, SIZE - 1L);
    reserveAll(space);
    assertThat(allocated(segment)).isGreaterThanOrEqualTo(SIZE);
    assertThat(Files.readAllBytes(segment)).isEqualTo(before);
  }

  @Test
  void aNewSegmentGetsItsBlocksPieceByPieceAndAheadOfWhatIsWritten() throws Exception {
    segment(1);
    LogSpace space = new LogSpace(folder.toFile(), "data");
    space.reserveAll();
    reserveAll(space);
    Path second = segment(2);
    byte[] before = Files.readAllBytes(second);
    assertThat(space.isReserved()).isFalse();
    space.reserve();
    assertThat(allocated(second)).isBetween(4L * LogSpace.PIECE, SIZE - 1L);
    reserveAll(space);
    assertThat(allocated(second)).isGreaterThanOrEqualTo(SIZE);
    assertThat(Files.readAllBytes(second)).isEqualTo(before);
  }

  @Test
  void segmentsThatWereMadeAnewAreLookedAtAgain() throws Exception {
    segment(1);
    Path second = segment(2);
    LogSpace space = new LogSpace(folder.toFile(), "data");
    space.reserveAll();
    assertThat(allocated(folder.resolve("data-1.log"))).isGreaterThanOrEqualTo(SIZE);
    reserveAll(space);
    Files.delete(second);
    Path first = segment(1);
    space.rescan();
    assertThat(space.isReserved()).isFalse();
    reserveAll(space);
    assertThat(allocated(first)).isGreaterThanOrEqualTo(SIZE);
  }

  @Test
  void anErrorSaysWhichFileAndWhatToDo() throws Exception {
    Files.createDirectory(folder.resolve("data-1.log"));
    LogSpace space = new LogSpace(folder.toFile(), "data");
    assertThatThrownBy(space::reserveAll)
        .isInstanceOf(StorageException.OutOfDiskSpace.class)
        .hasMessageContainingAll("data-1.log", "Free space on its disk", "start this member again");
  }

  private static void reserveAll(LogSpace space) {
    for (int i = 0; !space.isReserved(); i++) {
      assertThat(i).isLessThan(SIZE / LogSpace.PIECE);
      space.reserve();
    }
  }

  /** Makes a segment as Atomix does, with some entries that contain zeros. */
  private Path segment(long id) throws IOException {
    Path file = folder.resolve("data-" + id + ".log");
    Files.deleteIfExists(file);
    try (RandomAccessFile segment = new RandomAccessFile(file.toFile(), "rw")) {
      segment.setLength(SIZE);
      byte[] entry = new byte[5_000];
      new Random(id).nextBytes(entry);
      for (int i = 0; i < 40; i++) {
        segment.seek(64 + i * 17_000L);
        segment.write(entry);
      }
    }
    return file;
  }

  private static long allocated(Path file) throws Exception {
    Process stat = new ProcessBuilder("stat", "-c", "%b", file.toString()).start();
    String blocks = new String(stat.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
    return Long.parseLong(blocks) * STAT_BLOCK;
  }
}
