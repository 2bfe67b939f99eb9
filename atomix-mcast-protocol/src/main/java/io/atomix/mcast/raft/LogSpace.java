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

import io.atomix.storage.StorageException;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Makes sure that the files of a Raft log have the disk space that their length promises.
 *
 * <p>Atomix makes a segment as a file with a hole: blocks are found for it as entries are written.
 * If the disk is full by then, a mapped segment swallows the bytes: what is read back is zero, and
 * the checksum, computed from what is read back, is right. Such an entry is replicated and
 * committed without its end. So every segment gets its blocks here, by zeros written where it holds
 * nothing yet: all of them before the log is used, a new one piece by piece with the entries that
 * are appended. No entry may be acknowledged when that fails.
 *
 * <p>A segment is only ever changed on the Raft thread. Asking is allowed from any.
 */
final class LogSpace {
  /** Space that a new segment gets at once, and then with each append; spreads the writing. */
  static final int PIECE = 1 << 20;

  private static final int FIRST_PIECES = 4;
  private static final int BLOCK = 1024;
  private static final int CHUNK = 64 * BLOCK;
  private static final byte[] ZEROS = new byte[CHUNK];

  private final File directory;
  private final String prefix;
  private final Pattern segmentName;
  private volatile File current;
  private volatile File next;
  private volatile long reserved;
  private volatile boolean complete;

  /**
   * Looks after the segments of one log.
   *
   * @param prefix what the names of its files begin with
   */
  LogSpace(File directory, String prefix) {
    this.directory = directory;
    this.prefix = prefix;
    this.segmentName = Pattern.compile(Pattern.quote(prefix) + "-(\\d+)\\.log");
  }

  /**
   * Reserves what the segments need, before the log is used: all of them up to their end, the last
   * one as {@link #reserve} does for a new one, so that nobody waits for megabytes to be forced.
   *
   * @throws StorageException.OutOfDiskSpace if the disk is full
   */
  void reserveAll() {
    rescan();
    for (long id : segments()) {
      File file = file(id);
      if (!file.equals(current)) {
        fill(file, 0, Long.MAX_VALUE);
      }
    }
    if (current != null) {
      reserved = Math.max(0, LogTail.contentEnd(current) - PIECE);
      reservePieces(FIRST_PIECES + 1);
    }
  }

  /** Returns whether the segment that is written has all its space. Cheap, for every append. */
  boolean isReserved() {
    return complete && !next.exists();
  }

  /**
   * Reserves the next piece, or the first ones of a segment that is new.
   *
   * @throws StorageException.OutOfDiskSpace if the disk is full
   */
  void reserve() {
    int pieces = 1;
    if (current == null || next.exists()) {
      rescan();
      pieces = FIRST_PIECES;
    }
    if (current != null && !complete) {
      reservePieces(pieces);
    }
  }

  /**
   * Returns the index of the last entry that may be in the segment of this one; a very large number
   * if that is the last segment.
   */
  long lastOfSegment(long index) {
    return segments().stream()
        .map(id -> LogTail.firstIndex(file(id)))
        .filter(first -> first > index)
        .min(Comparator.naturalOrder())
        .map(first -> first - 1)
        .orElse(Long.MAX_VALUE);
  }

  /**
   * Writes zeros behind an entry to which the log is cut back, before anything is appended.
   *
   * @param last the index of the entry
   */
  void clearBehind(long last) {
    rescan();
    if (current != null) {
      LogTail.clearBehind(current, last);
    }
  }

  private void reservePieces(int pieces) {
    long to = reserved + (long) pieces * PIECE;
    complete = !fill(current, reserved, to);
    reserved = to;
  }

  /** Looks anew which segment is written: after what may have removed some, or made them anew. */
  void rescan() {
    List<Long> segments = segments();
    complete = false;
    reserved = 0;
    if (segments.isEmpty()) {
      current = null;
      return;
    }
    long last = segments.get(segments.size() - 1);
    next = file(last + 1);
    current = file(last);
  }

  /**
   * Clears what is left behind the entries of each segment, before the log is opened: the process
   * may have ended between cutting back and clearing.
   *
   * @param maxEntryBytes what no entry may exceed
   * @throws io.atomix.utils.config.ConfigurationException if one does
   */
  void clearTails(int maxEntryBytes) {
    segments().forEach(id -> LogTail.clear(file(id), maxEntryBytes));
  }

  private List<Long> segments() {
    String[] names = directory.list();
    return Stream.of(names == null ? new String[0] : names)
        .map(segmentName::matcher)
        .filter(Matcher::matches)
        .map(name -> Long.valueOf(name.group(1)))
        .sorted(Comparator.naturalOrder())
        .toList();
  }

  private File file(long id) {
    return new File(directory, prefix + "-" + id + ".log");
  }

  /**
   * Writes zeros where the file holds zeros, which changes nothing but that it has blocks there.
   *
   * @return whether the file goes on behind the end
   */
  private boolean fill(File file, long from, long to) {
    Path path = file.toPath();
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      long size = channel.size();
      long end = Math.min(to, size);
      ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
      for (long position = from; position < end; position += chunk.position()) {
        chunk.clear().limit((int) Math.min(CHUNK, end - position));
        if (channel.read(chunk, position) <= 0) {
          break;
        }
        fillZeros(channel, chunk, position);
      }
      return end < size;
    } catch (NoSuchFileException dropped) {
      return false;
    } catch (IOException e) {
      throw unusable(file, e);
    }
  }

  static StorageException unusable(File file, IOException e) {
    StorageException full =
        new StorageException.OutOfDiskSpace(
            "Cannot reserve space for the log in "
                + file
                + ": "
                + e.getMessage()
                + ". Free space on its disk and start this member again");
    full.addSuppressed(e);
    return full;
  }

  private static void fillZeros(FileChannel channel, ByteBuffer chunk, long position)
      throws IOException {
    int begin = 0;
    while (begin < chunk.position()) {
      int end = begin;
      while (end < chunk.position() && isZero(chunk, end)) {
        end += BLOCK;
      }
      if (end > begin) {
        int length = Math.min(end, chunk.position()) - begin;
        ByteBuffer zeros = ByteBuffer.wrap(ZEROS, 0, length);
        while (zeros.hasRemaining()) {
          channel.write(zeros, position + begin + zeros.position());
        }
      }
      begin = end + BLOCK;
    }
  }

  private static boolean isZero(ByteBuffer chunk, int from) {
    int to = Math.min(from + BLOCK, chunk.position());
    return Arrays.mismatch(chunk.array(), from, to, ZEROS, 0, to - from) < 0;
  }
}
