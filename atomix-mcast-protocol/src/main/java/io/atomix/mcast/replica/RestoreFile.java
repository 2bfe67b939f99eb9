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
package io.atomix.mcast.replica;

import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.wire.WireException;
import io.atomix.mcast.wire.WireReader;
import io.atomix.mcast.wire.WireWriter;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;

/**
 * File with what a replica's group begins with, in the replica's directory: its first leader brings
 * it into the log, and no client is let in before that is done. It is there from the restore until
 * a snapshot holds the same.
 *
 * @param file where it is
 * @param backup the id of the backup
 * @param group the group that it is for
 * @param total how many bytes it is, as {@link io.atomix.mcast.wire.Command.Load} brings them
 * @param checksum their CRC-32C
 * @param start where in the file they begin
 */
public record RestoreFile(
    Path file, String backup, GroupId group, long total, int checksum, long start) {
  private static final String NAME = "restore";
  private static final String UNFINISHED = "restore.new";
  private static final int MAGIC = 0x6d637273;
  private static final int VERSION = 1;
  private static final int LONGEST_HEADER = 4096;

  /**
   * Writes one that does not count yet: no member starts while there is one. {@link #finish} makes
   * it count.
   *
   * @param bytes as many as it says; not closed
   * @throws IOException if they are not those of the checksum, or cannot be written
   */
  public static void begin(
      File directory, String backup, GroupId group, long total, int checksum, InputStream bytes)
      throws IOException {
    Files.createDirectories(directory.toPath());
    Path file = directory.toPath().resolve(UNFINISHED);
    byte[] header =
        new WireWriter()
            .writeString(backup)
            .writeString(group.group())
            .writeInt(group.partition())
            .writeVarLong(total)
            .writeVarLong(Integer.toUnsignedLong(checksum))
            .toByteArray();
    try (OutputStream out = Files.newOutputStream(file);
        DataOutputStream data = new DataOutputStream(out)) {
      data.writeInt(MAGIC);
      data.writeInt(VERSION);
      data.writeInt(header.length);
      data.write(header);
      CheckedInputStream checked = new CheckedInputStream(bytes, new CRC32C());
      byte[] buffer = new byte[1 << 16];
      for (long left = total; left > 0; ) {
        int count = checked.read(buffer, 0, (int) Math.min(left, buffer.length));
        if (count < 0) {
          throw new EOFException("The backup of " + group + " ends " + left + " bytes too early");
        }
        data.write(buffer, 0, count);
        left -= count;
      }
      if ((int) checked.getChecksum().getValue() != checksum) {
        throw new IOException(
            "The backup of "
                + group
                + " is damaged: its checksum is another; copy it again, or take another backup");
      }
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /** Makes the file of {@link #begin} count. */
  public static void finish(File directory) throws IOException {
    Path unfinished = directory.toPath().resolve(UNFINISHED);
    Files.move(unfinished, unfinished.resolveSibling(NAME), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Removes what {@link #begin} has written, if anything. */
  public static void abandon(File directory) throws IOException {
    Files.deleteIfExists(directory.toPath().resolve(UNFINISHED));
  }

  /** Returns whether a file of this name belongs to a restore, whether it was finished or not. */
  public static boolean isName(String name) {
    return name.equals(NAME) || name.equals(UNFINISHED);
  }

  /**
   * Returns the id of the backup that a replica in this directory begins with; null if there is
   * none, or it has to be restored again.
   */
  public static String backupIn(File directory, GroupId group) {
    try {
      RestoreFile found = of(directory, group);
      return found == null ? null : found.backup;
    } catch (IllegalStateException e) {
      return null;
    }
  }

  /**
   * Returns the file of a directory, null if there is none.
   *
   * @throws IllegalStateException if a restore was interrupted, or the file is damaged, of a newer
   *     version or of another group
   */
  static RestoreFile of(File directory, GroupId group) {
    Path file = directory.toPath().resolve(NAME);
    if (Files.exists(directory.toPath().resolve(UNFINISHED))) {
      throw new IllegalStateException(
          "A restore into "
              + directory
              + " was interrupted: run it again on this member, or remove the folder to start"
              + " without it");
    }
    if (!Files.exists(file)) {
      return null;
    }
    try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
      RestoreFile found = read(file, in);
      if (!found.group.equals(group)) {
        throw new IllegalStateException(file + " is for " + found.group + ", not for " + group);
      }
      if (Files.size(file) != found.start + found.total) {
        throw new IllegalStateException(file + " is cut off: restore again on this member");
      }
      return found;
    } catch (IOException | WireException e) {
      throw new IllegalStateException(
          file + " cannot be read: restore again on this member (" + e.getMessage() + ")", e);
    }
  }

  private static RestoreFile read(Path file, DataInputStream in) throws IOException {
    int magic = in.readInt();
    int version = in.readInt();
    int length = in.readInt();
    if (magic != MAGIC || length < 0 || length > LONGEST_HEADER) {
      throw new IOException("it is no part of a backup");
    }
    if (version != VERSION) {
      throw new IOException(
          "it is of version " + version + ", but this node knows only version " + VERSION);
    }
    byte[] bytes = in.readNBytes(length);
    WireReader header = new WireReader("The header of " + file, bytes);
    String backup = header.readName();
    GroupId group = new GroupId(header.readName(), header.readInt());
    long total = header.readVarLong();
    int checksum = (int) header.readVarLong();
    header.end();
    return new RestoreFile(file, backup, group, total, checksum, 3L * Integer.BYTES + length);
  }

  /** Returns some of the bytes; fewer at the end. */
  byte[] read(long offset, int most) throws IOException {
    byte[] bytes = new byte[(int) Math.max(0, Math.min(most, total - offset))];
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      in.seek(start + offset);
      in.readFully(bytes);
    }
    return bytes;
  }
}
