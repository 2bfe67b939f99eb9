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

import io.atomix.utils.config.ConfigurationException;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * Bytes in a segment of a Raft log behind its last entry: nothing but zeros, or the rest of what
 * was there before the log was cut back.
 *
 * <p>An entry is a length, a checksum of four bytes, and so many bytes; the first one follows a
 * descriptor, which holds its index. A length that is not positive ends the segment.
 */
final class LogTail {
  private static final int DESCRIPTOR_BYTES = 64;
  private static final int INDEX_POSITION = 12;
  private static final int HEADER_BYTES = 2 * Integer.BYTES;
  private static final int CHUNK = 64 * 1024;
  private static final byte[] ZEROS = new byte[CHUNK];

  private LogTail() {}

  /** Returns behind which byte of the file there is nothing but zeros. */
  static long contentEnd(File segment) {
    try (FileChannel channel = FileChannel.open(segment.toPath(), StandardOpenOption.READ)) {
      return contentEnd(channel);
    } catch (IOException e) {
      throw LogSpace.unusable(segment, e);
    }
  }

  private static long contentEnd(FileChannel channel) throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    long position = (channel.size() - 1) / CHUNK * CHUNK;
    while (position >= 0) {
      chunk.clear();
      int length = channel.read(chunk, position);
      if (length > 0 && Arrays.mismatch(chunk.array(), 0, length, ZEROS, 0, length) >= 0) {
        return position + length;
      }
      position -= CHUNK;
    }
    return 0;
  }

  /** Clears what is behind the entry of this index, whose segment it is; all if it is not there. */
  static void clearBehind(File segment, long last) {
    clear(
        segment,
        (channel, header) -> {
          long end = DESCRIPTOR_BYTES;
          for (long index = firstIndex(channel); index <= last; index++) {
            end += HEADER_BYTES + length(channel, header, end);
          }
          return end;
        });
  }

  /**
   * Clears what is behind the entries that can be read one after the other from the first.
   *
   * @param maxEntryBytes what no entry may exceed: Atomix would take a larger one for the end
   * @throws ConfigurationException if one does; nothing is cleared then
   */
  static void clear(File segment, int maxEntryBytes) {
    clear(
        segment,
        (channel, header) -> {
          long end = DESCRIPTOR_BYTES;
          int length = length(channel, header, end);
          while (0 < length
              && isWhole(channel, end + HEADER_BYTES, length, header.getInt(Integer.BYTES))) {
            if (length > maxEntryBytes) {
              throw new ConfigurationException(
                  "storage.maxEntrySize = %d: the log in %s has an entry of %d bytes, and it would be lost; set at least that"
                      .formatted(maxEntryBytes, segment, length));
            }
            end += HEADER_BYTES + length;
            length = length(channel, header, end);
          }
          return end;
        });
  }

  /** Finds where the entries end. */
  @FunctionalInterface
  private interface EndFinder {
    long find(FileChannel channel, ByteBuffer header) throws IOException;
  }

  /** Returns the index of the segment's first entry; 0 if there is no such segment any more. */
  static long firstIndex(File segment) {
    try (FileChannel channel = FileChannel.open(segment.toPath(), StandardOpenOption.READ)) {
      return firstIndex(channel);
    } catch (NoSuchFileException dropped) {
      return 0;
    } catch (IOException e) {
      throw LogSpace.unusable(segment, e);
    }
  }

  /** From the end on: what is left when the process ends meanwhile is a log as well. */
  private static void clear(File segment, EndFinder end) {
    try (FileChannel channel =
        FileChannel.open(segment.toPath(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      long from = end.find(channel, ByteBuffer.allocate(HEADER_BYTES));
      long to = contentEnd(channel);
      while (from < to) {
        long begin = Math.max(from, to - CHUNK);
        ByteBuffer zeros = ByteBuffer.wrap(ZEROS, 0, (int) (to - begin));
        while (zeros.hasRemaining()) {
          channel.write(zeros, begin + zeros.position());
        }
        to = begin;
      }
    } catch (NoSuchFileException dropped) {
      // There is nothing to clear any more.
    } catch (IOException e) {
      throw LogSpace.unusable(segment, e);
    }
  }

  private static long firstIndex(FileChannel channel) throws IOException {
    ByteBuffer index = ByteBuffer.allocate(Long.BYTES);
    channel.read(index, INDEX_POSITION);
    return index.getLong(0);
  }

  /** Returns the length that stands at a position; its header is in the buffer then. */
  private static int length(FileChannel channel, ByteBuffer header, long position)
      throws IOException {
    header.clear();
    return channel.read(header, position) < HEADER_BYTES ? 0 : header.getInt(0);
  }

  private static boolean isWhole(FileChannel channel, long position, int length, int checksum)
      throws IOException {
    if (length > channel.size() - position) {
      return false;
    }
    ByteBuffer entry = ByteBuffer.allocate(length);
    while (entry.hasRemaining() && channel.read(entry, position + entry.position()) > 0) {
      // Until the entry is there.
    }
    CRC32 crc = new CRC32();
    crc.update(entry.flip());
    return entry.limit() == length && (int) crc.getValue() == checksum;
  }
}
