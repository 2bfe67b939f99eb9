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

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atomix.mcast.agent.CommandException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/** Reads what {@link BackupWriter} wrote. Not thread-safe. */
final class BackupReader implements AutoCloseable {
  private static final ObjectMapper JSON =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private final File file;
  private final FileChannel channel;
  private final TableOfContents contents;

  /**
   * Opens a backup and reads its table of contents.
   *
   * @throws CommandException if there is no such file, or it is no backup, or cut off, damaged, or
   *     of a newer version
   */
  BackupReader(File file) {
    this.file = file;
    if (!file.isFile()) {
      throw new CommandException("No backup " + file.getAbsolutePath());
    }
    try {
      channel = FileChannel.open(file.toPath(), StandardOpenOption.READ);
      boolean read = false;
      try {
        contents = readContents();
        read = true;
      } finally {
        if (!read) {
          channel.close();
        }
      }
    } catch (IOException e) {
      throw new CommandException("Cannot read the backup " + file, e);
    }
  }

  private TableOfContents readContents() throws IOException {
    long size = channel.size();
    ByteBuffer header = read(0, Math.min(size, BackupWriter.HEADER));
    if (size < BackupWriter.HEADER || header.getLong() != BackupWriter.MAGIC) {
      throw new CommandException(file + " is no backup of bin/mcast backup");
    }
    int version = header.getInt();
    if (version != BackupWriter.VERSION) {
      throw new CommandException(
          "%s is a backup of version %d, but this bin/mcast knows only version %d: use that of the"
                  .formatted(file, version, BackupWriter.VERSION)
              + " release that took it, or a newer one");
    }
    if (size < BackupWriter.HEADER + BackupWriter.TRAILER) {
      throw cutOff();
    }
    ByteBuffer trailer = read(size - BackupWriter.TRAILER, BackupWriter.TRAILER);
    long begin = trailer.getLong();
    int length = trailer.getInt();
    int checksum = trailer.getInt();
    if (trailer.getLong() != BackupWriter.END
        || length < 0
        || begin != size - BackupWriter.TRAILER - length) {
      throw cutOff();
    }
    byte[] table = read(begin, length).array();
    CRC32C found = new CRC32C();
    found.update(table);
    if ((int) found.getValue() != checksum) {
      throw new CommandException(
          file + " is damaged: its table of contents is not what was written; take another copy");
    }
    try {
      return JSON.readValue(table, TableOfContents.class);
    } catch (JsonProcessingException e) {
      throw new CommandException(file + " has a table of contents that cannot be read", e);
    }
  }

  private CommandException cutOff() {
    return new CommandException(
        file + " is cut off: its end is missing; copy it again, or take another backup");
  }

  private ByteBuffer read(long position, long length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) length);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, position + bytes.position()) < 0) {
        throw cutOff();
      }
    }
    return bytes.flip();
  }

  TableOfContents contents() {
    return contents;
  }

  /** Returns what comes from a place in the file on; it ends with this reader. */
  InputStream from(long offset) throws IOException {
    channel.position(offset);
    return Channels.newInputStream(channel);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
