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
package io.atomix.mcast.agent.backup;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.atomix.mcast.agent.CommandException;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * Writes a backup beside its file, which is there when all of it is: a magic number and a version,
 * the bytes of the partitions, the table of contents, and where that begins. Not thread-safe.
 */
final class BackupWriter implements AutoCloseable {
  static final long MAGIC = 0x6d63_6173_7462_616bL;
  static final long END = 0x6d63_6173_7465_6e64L;
  static final int VERSION = 1;

  /** Magic number and version. */
  static final int HEADER = Long.BYTES + Integer.BYTES;

  /** Beginning, length and checksum of the table of contents, and a magic number. */
  static final int TRAILER = Long.BYTES + 2 * Integer.BYTES + Long.BYTES;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final Path unfinished;
  private final FileChannel channel;

  /**
   * Begins a backup.
   *
   * @throws CommandException if there is such a file already, or it cannot be written
   */
  BackupWriter(File file) {
    this.file = file.toPath().toAbsolutePath();
    this.unfinished = this.file.resolveSibling(this.file.getFileName() + ".partial");
    if (Files.exists(this.file)) {
      throw new CommandException(file + " is there already: name another file, or remove it");
    }
    FileChannel opened = null;
    try {
      opened =
          FileChannel.open(
              unfinished,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE);
      write(opened, ByteBuffer.allocate(HEADER).putLong(MAGIC).putInt(VERSION).flip());
    } catch (IOException e) {
      throw new CommandException("Cannot write the backup " + unfinished, e);
    }
    channel = opened;
    // Ctrl-C and SIGTERM leave nothing, either; once it is finished there is no such file any more.
    unfinished.toFile().deleteOnExit();
  }

  /** Returns how many bytes there are. */
  long position() throws IOException {
    return channel.position();
  }

  /** Takes back all behind this many bytes. */
  void cut(long position) throws IOException {
    channel.truncate(position);
    channel.position(position);
  }

  void write(byte[] bytes) throws IOException {
    write(channel, ByteBuffer.wrap(bytes));
  }

  private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Ends the backup: from now on its file is there, and is on the disk. */
  void finish(TableOfContents contents) throws IOException {
    byte[] table = JSON.writeValueAsBytes(contents);
    CRC32C checksum = new CRC32C();
    checksum.update(table);
    long begin = position();
    write(table);
    ByteBuffer trailer = ByteBuffer.allocate(TRAILER);
    trailer.putLong(begin).putInt(table.length).putInt((int) checksum.getValue()).putLong(END);
    write(channel, trailer.flip());
    channel.force(true);
    channel.close();
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Removes what was written, unless it was finished. */
  @Override
  public void close() throws IOException {
    if (channel.isOpen()) {
      channel.close();
      Files.deleteIfExists(unfinished);
    }
  }
}
