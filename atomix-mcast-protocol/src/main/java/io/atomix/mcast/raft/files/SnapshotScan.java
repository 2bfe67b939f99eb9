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
package io.atomix.mcast.raft.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32;

/**
 * A snapshot of Raft as it is on the disk: a head of 64 bytes, the length of the content, and this.
 * Atomix writes no checksum. Ours stands in the part of the head that Atomix leaves free, and
 * covers what the head says and the content.
 *
 * @param file the file
 * @param index the entry that it is of, by its name
 * @param millis when it was taken, in milliseconds since 1970
 * @param length the length of the content
 * @param complete whether it was finished; Raft deletes one that was not
 * @param checked whether it has a checksum
 * @param fault what is wrong with it; null if nothing is
 */
public record SnapshotScan(
    Path file,
    long index,
    long millis,
    int length,
    boolean complete,
    boolean checked,
    String fault) {
  private static final int HEAD_BYTES = 64;
  private static final int MILLIS_POSITION = 8;
  private static final int VERSION_POSITION = 16;
  private static final int COMPLETE_POSITION = 20;
  private static final int MARK_POSITION = 24;
  private static final int CONTENT_POSITION = HEAD_BYTES + Integer.BYTES;
  private static final int VERSION = 1;

  /** Says that a checksum follows: "mcck". */
  private static final int MARK = 0x6d63636b;

  /** Returns how many bytes of the file count. */
  public long end() {
    return (long) CONTENT_POSITION + length;
  }

  /** Reads a file. */
  static SnapshotScan of(Path file, long index) throws IOException {
    try (ReadOnlyFile bytes = new ReadOnlyFile(file)) {
      if (!bytes.has(0, HEAD_BYTES) || bytes.byteAt(COMPLETE_POSITION) == 0) {
        return new SnapshotScan(file, index, 0, 0, false, false, null);
      }
      long millis = bytes.longAt(MILLIS_POSITION);
      int length = bytes.has(HEAD_BYTES, Integer.BYTES) ? bytes.intAt(HEAD_BYTES) : -1;
      boolean checked = bytes.intAt(MARK_POSITION) == MARK;
      String fault = fault(bytes, index, length, checked);
      return new SnapshotScan(file, index, millis, length, true, checked, fault);
    }
  }

  private static String fault(ReadOnlyFile bytes, long index, int length, boolean checked)
      throws IOException {
    long own = bytes.longAt(0);
    int version = bytes.intAt(VERSION_POSITION);
    int complete = bytes.byteAt(COMPLETE_POSITION);
    if (own != index || version != VERSION || complete != 1) {
      return "its head is damaged: it says entry %d, version %d, state %d"
          .formatted(own, version, complete);
    }
    if (length < 0 || !bytes.has(CONTENT_POSITION, length)) {
      return "it is cut off: it has %d bytes, and its content alone should be %d"
          .formatted(bytes.size(), length);
    }
    int expected = bytes.intAt(MARK_POSITION + Integer.BYTES);
    int found = checked ? checksum(bytes, length) : expected;
    return found == expected
        ? null
        : "its checksum is %08x, and it was %08x".formatted(found, expected);
  }

  private static int checksum(ReadOnlyFile bytes, int length) throws IOException {
    CRC32 checksum = new CRC32();
    bytes.addTo(checksum, 0, COMPLETE_POSITION);
    bytes.addTo(checksum, HEAD_BYTES, (long) CONTENT_POSITION + length);
    return (int) checksum.getValue();
  }

  /** Writes the checksum into a snapshot that has just been completed. */
  public static void mark(Path file) throws IOException {
    ByteBuffer mark = ByteBuffer.allocate(2 * Integer.BYTES).putInt(MARK);
    try (ReadOnlyFile bytes = new ReadOnlyFile(file)) {
      mark.putInt(checksum(bytes, bytes.intAt(HEAD_BYTES))).flip();
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      while (mark.hasRemaining()) {
        channel.write(mark, MARK_POSITION + mark.position());
      }
    }
  }
}
