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

import io.atomix.mcast.raft.files.StoredEntry.EntrySink;
import io.atomix.protocols.raft.partition.impl.RaftNamespaces;
import io.atomix.protocols.raft.storage.log.entry.InitializeEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32;

/**
 * A file of a log as it is on the disk: a head of 64 bytes, then entries, then zeros. An entry is
 * its length, the CRC-32 of its bytes, and these. Its index stands nowhere: the head has that of
 * the first, and the others follow from their order.
 *
 * @param file the file
 * @param id the number of the file in its log, by its name
 * @param size its length
 * @param first the index of its first entry, by its head
 * @param last the index of the last entry that can be read one after the other from the first; one
 *     less than the first if there is none
 * @param lastPosition where that entry begins; 0 if there is none
 * @param end where the entries end
 * @param contentEnd behind which byte there is nothing but zeros
 * @param fault what is wrong with its length or its head; null if nothing is
 */
public record SegmentScan(
    Path file,
    long id,
    long size,
    long first,
    long last,
    long lastPosition,
    long end,
    long contentEnd,
    String fault) {
  static final int HEAD_BYTES = 64;

  private static final int VERSION = 1;
  private static final int ID_POSITION = 4;
  private static final int FIRST_POSITION = 12;
  private static final int MAX_BYTES_POSITION = 20;
  private static final int HEADER_BYTES = 2 * Integer.BYTES;

  /** Reads so many bytes more than there is content: an entry may end with zeros. */
  private static final int ZEROS_OF_ENTRY = 1 << 20;

  /** The kinds of entries have numbers next to each other; this one is in their middle. */
  private static final int MIDDLE_KIND =
      kind(RaftNamespaces.RAFT_STORAGE.serialize(new InitializeEntry(1, 1)), 0);

  private static final int KINDS_BELOW = 3;
  private static final int KINDS_ABOVE = 4;

  /**
   * Reads a file.
   *
   * @param sink takes its entries; null if they are of no interest
   */
  static SegmentScan of(Path file, long id, EntrySink sink) throws IOException {
    try (ReadOnlyFile bytes = new ReadOnlyFile(file)) {
      long contentEnd = bytes.contentEnd();
      String fault = contentEnd == 0 ? null : fault(bytes, id);
      if (contentEnd == 0 || fault != null) {
        return new SegmentScan(file, id, bytes.size(), 0, 0, 0, 0, contentEnd, fault);
      }
      long first = bytes.longAt(FIRST_POSITION);
      long index = first;
      long lastPosition = 0;
      long position = HEAD_BYTES;
      for (int length = length(bytes, position); length > 0; length = length(bytes, position)) {
        if (sink != null) {
          sink.entry(
              new StoredEntry(index, position, bytes.bytes(position + HEADER_BYTES, length)));
        }
        index++;
        lastPosition = position;
        position += HEADER_BYTES + length;
      }
      return new SegmentScan(
          file, id, bytes.size(), first, index - 1, lastPosition, position, contentEnd, null);
    }
  }

  private static String fault(ReadOnlyFile bytes, long id) throws IOException {
    if (bytes.size() < HEAD_BYTES) {
      return "it is cut off: it has %d bytes, and its head alone is %d"
          .formatted(bytes.size(), HEAD_BYTES);
    }
    int version = bytes.intAt(0);
    long ownId = bytes.longAt(ID_POSITION);
    long first = bytes.longAt(FIRST_POSITION);
    int maxBytes = bytes.intAt(MAX_BYTES_POSITION);
    if (version != VERSION || ownId != id || first < 1 || maxBytes <= HEAD_BYTES) {
      return "its head is damaged: it says version %d, file %d of the log, first entry %d, %d bytes"
          .formatted(version, ownId, first, maxBytes);
    }
    return bytes.size() < maxBytes
        ? "it is cut off: it has %d of %d bytes".formatted(bytes.size(), maxBytes)
        : null;
  }

  /** Returns the length of the entry at a position; 0 if there is none, or it is damaged. */
  private static int length(ReadOnlyFile bytes, long position) throws IOException {
    if (!bytes.has(position, HEADER_BYTES)) {
      return 0;
    }
    int length = bytes.intAt(position);
    int expected = bytes.intAt(position + Integer.BYTES);
    long from = position + HEADER_BYTES;
    if (length <= 0 || !bytes.has(from, length)) {
      return 0;
    }
    CRC32 checksum = new CRC32();
    bytes.addTo(checksum, from, from + length);
    return (int) checksum.getValue() == expected ? length : 0;
  }

  /** Returns whether nothing has ever been written into it: its making was interrupted. */
  public boolean isBlank() {
    return contentEnd == 0;
  }

  /** Returns whether something is behind the entries that can be read. */
  public boolean hasRest() {
    return contentEnd > end;
  }

  /** Returns the checksum of a file's beginning. */
  static int checksum(Path file, long length) throws IOException {
    try (ReadOnlyFile bytes = new ReadOnlyFile(file)) {
      CRC32 checksum = new CRC32();
      bytes.addTo(checksum, 0, length);
      return (int) checksum.getValue();
    }
  }

  /** Returns the last entry that can be read. There must be one. */
  StoredEntry lastEntry() throws IOException {
    try (ReadOnlyFile bytes = new ReadOnlyFile(file)) {
      long from = lastPosition + HEADER_BYTES;
      return new StoredEntry(last, lastPosition, bytes.bytes(from, (int) (end - from)));
    }
  }

  /**
   * Returns where a whole entry is, behind what cannot be read; 0 if there is none. An entry that
   * was not finished, the normal end of a log after a crash, has none behind it.
   */
  long wholeEntryInRest() throws IOException {
    if (!hasRest()) {
      return 0;
    }
    try (ReadOnlyFile bytes = new ReadOnlyFile(file)) {
      byte[] rest = bytes.bytes(end, (int) (Math.min(size, contentEnd + ZEROS_OF_ENTRY) - end));
      ByteBuffer ints = ByteBuffer.wrap(rest);
      for (int at = 1; at + HEADER_BYTES < rest.length; at++) {
        int length = ints.getInt(at);
        int from = at + HEADER_BYTES;
        if (0 < length && length <= rest.length - from && isKindOfEntry(rest, from)) {
          CRC32 checksum = new CRC32();
          checksum.update(rest, from, length);
          if ((int) checksum.getValue() == ints.getInt(at + Integer.BYTES)) {
            return end + at;
          }
        }
      }
    }
    return 0;
  }

  private static boolean isKindOfEntry(byte[] bytes, int from) {
    int kind = kind(bytes, from);
    return MIDDLE_KIND - KINDS_BELOW <= kind && kind <= MIDDLE_KIND + KINDS_ABOVE;
  }

  /** Returns Kryo's number of the class whose object begins here: 7 bits of it in each byte. */
  private static int kind(byte[] bytes, int from) {
    int kind = 0;
    for (int i = 0; i < Integer.BYTES && from + i < bytes.length; i++) {
      kind |= (bytes[from + i] & 0x7f) << 7 * i;
      if (bytes[from + i] >= 0) {
        return kind;
      }
    }
    return -1;
  }
}
