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

import io.atomix.utils.config.ConfigurationException;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Segments as Atomix writes them, by hand. */
class LogTailTest {
  private static final int SEGMENT_BYTES = 200_000;
  private static final int MAX_ENTRY_BYTES = 100_000;
  private static final int FIRST_INDEX = 100;

  @TempDir Path folder;
  private final ByteBuffer segment = ByteBuffer.allocate(SEGMENT_BYTES);
  private File file;

  @BeforeEach
  void describe() {
    file = folder.resolve("data-1.log").toFile();
    segment.putLong(12, FIRST_INDEX).position(64);
  }

  private int entry(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    CRC32 crc = new CRC32();
    crc.update(bytes);
    segment.putInt(length).putInt((int) crc.getValue()).put(bytes);
    return segment.position();
  }

  private void write() throws IOException {
    Files.write(file.toPath(), segment.array());
  }

  private void assertClearedBehind(int end) throws IOException {
    byte[] now = Files.readAllBytes(file.toPath());
    byte[] wanted = segment.array().clone();
    Arrays.fill(wanted, end, wanted.length, (byte) 0);
    assertThat(now).isEqualTo(wanted);
    assertThat(LogTail.contentEnd(file)).isGreaterThanOrEqualTo(Math.min(end, 64));
  }

  @Test
  void whatIsBehindAnEntryIsCleared() throws IOException {
    entry(10, 1);
    int end = entry(20, 2);
    entry(30, 3);
    entry(90_000, 4);
    write();
    LogTail.clearBehind(file, FIRST_INDEX + 1);
    assertClearedBehind(end);
  }

  @Test
  void allIsClearedWhereTheEntryIsInAnEarlierSegment() throws IOException {
    entry(10, 1);
    write();
    LogTail.clearBehind(file, FIRST_INDEX - 1);
    assertClearedBehind(64);
  }

  @Test
  void whatIsLeftBehindAnEmptyHeaderIsClearedAtTheStart() throws IOException {
    int end = entry(10, 1);
    segment.putLong(0).put(new byte[12]);
    entry(30, 3);
    write();
    LogTail.clear(file, MAX_ENTRY_BYTES);
    assertClearedBehind(end);
  }

  @Test
  void whatIsLeftOfAnEntryIsClearedAtTheStart() throws IOException {
    int end = entry(10, 1);
    segment.putInt(30).putInt(77).put(new byte[] {1, 2, 3});
    write();
    LogTail.clear(file, MAX_ENTRY_BYTES);
    assertClearedBehind(end);
  }

  @Test
  void aLengthThatGoesBeyondTheSegmentIsTheEnd() throws IOException {
    int end = entry(MAX_ENTRY_BYTES, 1);
    segment.position(SEGMENT_BYTES - 9_812);
    // An entry up to there, then a length in the middle of an old one.
    segment.position(end);
    end = entry(SEGMENT_BYTES - 9_812 - end - 8, 2);
    segment.putInt(24_947).putInt(1).put((byte) 1);
    write();
    LogTail.clear(file, MAX_ENTRY_BYTES);
    assertClearedBehind(end);
  }

  @Test
  void anEntryOfALargerLimitIsNotTakenForTheEnd() throws IOException {
    entry(10, 1);
    entry(50_000, 2);
    entry(20, 3);
    write();
    assertThatThrownBy(() -> LogTail.clear(file, 49_999))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("storage.maxEntrySize = 49999", file.getPath(), "50000 bytes");
    assertThat(Files.readAllBytes(file.toPath())).isEqualTo(segment.array());
    LogTail.clear(file, 50_000);
    assertThat(Files.readAllBytes(file.toPath())).isEqualTo(segment.array());
  }

  @Test
  void aSegmentWithNothingBehindItsEntriesStaysAsItIs() throws IOException {
    entry(10, 1);
    entry(70_000, 2);
    write();
    LogTail.clear(file, MAX_ENTRY_BYTES);
    assertThat(Files.readAllBytes(file.toPath())).isEqualTo(segment.array());
  }
}
