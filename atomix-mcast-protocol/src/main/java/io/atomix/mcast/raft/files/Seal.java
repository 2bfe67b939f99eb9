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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * Word of a server about its files, in one more file beside them: when it stops, the checksum of
 * each, and while it runs, what they may not fall behind.
 *
 * @param closed whether the server was stopped in good order since, and nothing has changed
 * @param boot the {@link Boot} in which the server began, or was stopped
 * @param term the term that it had reached
 * @param committed the last entry that it knew to be committed
 * @param snapshot the last entry of its snapshot; 0 if it had none
 * @param files the other files; none while the server runs
 */
record Seal(
    boolean closed, String boot, long term, long committed, long snapshot, List<SealedFile> files) {
  static final int VERSION = 1;

  private static final String TITLE = "atomix-mcast-files ";
  private static final String CHECKSUM = "checksum ";
  private static final String BOOT = "boot ";
  private static final int WORDS_OF_FILE = 4;
  private static final int HEXADECIMAL = 16;

  /**
   * Beginning of a file, and its checksum.
   *
   * @param name the file's name
   * @param length how many bytes it is
   */
  record SealedFile(String name, long length, int checksum) {}

  /** Cannot be read: not what was written, or by a newer program. */
  static final class SealException extends Exception {
    private static final long serialVersionUID = 1;

    SealException(String message) {
      super(message);
    }
  }

  /** Reads a seal; nothing if there is none. */
  static Optional<Seal> read(Path file) throws IOException, SealException {
    try {
      return Optional.of(parse(new String(Files.readAllBytes(file), StandardCharsets.UTF_8)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static Seal parse(String text) throws SealException {
    int end = text.lastIndexOf(CHECKSUM);
    List<String> lines = text.lines().toList();
    if (end < 0
        || !text.substring(end).equals(CHECKSUM + checksum(text.substring(0, end)) + "\n")) {
      throw new SealException("it is not what was written: its checksum does not fit");
    }
    if (!lines.get(0).equals(TITLE + VERSION)) {
      throw new SealException(
          "it begins with '%s', but this program knows version %d and older: upgrade this node's atomix-mcast jars"
              .formatted(lines.get(0), VERSION));
    }
    List<SealedFile> files = new ArrayList<>();
    for (String line : lines) {
      String[] words = line.split(" ", WORDS_OF_FILE);
      if (words[0].equals("file") && words.length == WORDS_OF_FILE) {
        int checksum = Integer.parseUnsignedInt(words[2], HEXADECIMAL);
        files.add(new SealedFile(words[3], Long.parseLong(words[1]), checksum));
      }
    }
    return new Seal(
        lines.contains("closed"),
        lines.stream()
            .filter(line -> line.startsWith(BOOT))
            .map(line -> line.substring(BOOT.length()))
            .findFirst()
            .orElse(Boot.UNKNOWN),
        number(lines, "term "),
        number(lines, "committed "),
        number(lines, "snapshot "),
        List.copyOf(files));
  }

  private static long number(List<String> lines, String word) throws SealException {
    for (String line : lines) {
      if (line.startsWith(word)) {
        return Long.parseLong(line.substring(word.length()));
      }
    }
    throw new SealException("it has no line '" + word.strip() + "'");
  }

  /** Returns the same while the server runs: what the files may not fall behind. */
  Seal open() {
    return new Seal(false, Boot.current(), term, committed, snapshot, List.of());
  }

  /**
   * Returns whether the server was running when the machine's power went, as far as is known: then
   * some of the last that was written may be on the disk, without some that was written before.
   */
  boolean mayHaveLostPower() {
    return !closed && !Boot.isCurrent(boot);
  }

  /**
   * Writes it in place of the one before; a crash leaves one of the two.
   *
   * @param force whether it is on the disk when this returns
   */
  void write(Path file, boolean force) throws IOException {
    StringBuilder text = new StringBuilder();
    text.append(TITLE).append(VERSION).append(closed ? "\nclosed" : "\nopen");
    text.append('\n').append(BOOT).append(boot);
    text.append("\nterm ").append(term).append("\ncommitted ").append(committed);
    text.append("\nsnapshot ").append(snapshot).append('\n');
    for (SealedFile each : files) {
      text.append("file %d %08x %s\n".formatted(each.length, each.checksum, each.name));
    }
    String checksum = checksum(text.toString());
    text.append(CHECKSUM).append(checksum).append('\n');
    Path temporary = file.resolveSibling(file.getFileName() + ".new");
    try (FileChannel channel =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(text.toString());
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      if (force) {
        channel.force(true);
      }
    }
    Files.move(
        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String checksum(String text) {
    CRC32 checksum = new CRC32();
    checksum.update(text.getBytes(StandardCharsets.UTF_8));
    return "%08x".formatted((int) checksum.getValue());
  }
}
