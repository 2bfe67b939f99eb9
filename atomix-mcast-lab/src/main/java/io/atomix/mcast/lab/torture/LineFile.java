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
package io.atomix.mcast.lab.torture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;

/**
 * File of lines that a process adds to. A line is with the operating system before {@link #add}
 * returns, as a whole or, if the process dies, not at all: an incomplete one counts as none.
 * Thread-safe.
 */
final class LineFile implements AutoCloseable {
  private final Path path;
  private final FileChannel file;

  private LineFile(Path path, FileChannel file) {
    this.path = path;
    this.file = file;
  }

  /** Begins a file; there must be none. */
  static LineFile begin(Path path) {
    try {
      return new LineFile(
          path, FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot begin the file " + path, e);
    }
  }

  /** Goes on behind the last complete line of a file, or begins one. */
  static LineFile goOn(Path path) {
    try {
      FileChannel file =
          FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      byte[] there = Files.readAllBytes(path);
      int end = there.length;
      while (end > 0 && there[end - 1] != '\n') {
        end--;
      }
      file.truncate(end);
      file.position(end);
      return new LineFile(path, file);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot open " + path, e);
    }
  }

  /** Returns the complete lines of a file that are not empty. */
  static List<String> lines(Path path) throws IOException {
    String text = Files.readString(path, StandardCharsets.UTF_8);
    return Arrays.stream(text.substring(0, text.lastIndexOf('\n') + 1).split("\n"))
        .filter(line -> !line.isEmpty())
        .toList();
  }

  /** Adds a line. */
  synchronized void add(String line) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot add '" + line + "' to " + path, e);
    }
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot close " + path, e);
    }
  }
}
