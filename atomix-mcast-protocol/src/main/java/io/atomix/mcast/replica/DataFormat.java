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

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * The version of what a replica keeps in its directory: log entries and snapshots. It is written
 * into a file beside them, so that an older program does not run on what a newer one has left: it
 * could not tell what entries mean, and would go on without them.
 */
public final class DataFormat {
  /** Version that this program writes, and the newest that it reads. */
  static final int VERSION = 1;

  private static final String FILE = "format";

  private DataFormat() {}

  /**
   * Makes sure that this program knows what is in a directory, and notes that it has been there.
   *
   * @param directory made if it is not there
   * @throws IllegalStateException if a newer program has written into it, or its version cannot be
   *     read
   */
  public static void enter(File directory) {
    Path file = directory.toPath().resolve(FILE);
    try {
      String found =
          Files.exists(file) ? Files.readString(file, StandardCharsets.US_ASCII).strip() : "";
      if (found.isEmpty()) {
        // Earlier builds did not force the file: a power cut left it without what they wrote.
        write(file);
      } else {
        check(file, found);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The version of the data in " + directory + " cannot be read or written", e);
    }
  }

  private static void check(Path file, String found) {
    int version;
    try {
      version = Integer.parseInt(found);
    } catch (NumberFormatException e) {
      throw new IllegalStateException(
          file
              + " should hold the version of the data beside it, but holds '"
              + found
              + "'; put it back from where it comes, or restore the whole directory",
          e);
    }
    if (version > VERSION) {
      throw new IllegalStateException(
          "The data in "
              + file.getParent()
              + " are of format "
              + version
              + ", but this node knows only format "
              + VERSION
              + " and older: upgrade this node's atomix-mcast jars");
    }
  }

  /** A power cut leaves the whole file or none. */
  private static void write(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Path temporary = file.resolveSibling(FILE + ".new");
    try (FileChannel channel =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap((VERSION + "\n").getBytes(StandardCharsets.US_ASCII)));
      channel.force(true);
    }
    Files.move(
        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
