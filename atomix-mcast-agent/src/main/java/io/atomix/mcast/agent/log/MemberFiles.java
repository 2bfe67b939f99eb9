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
package io.atomix.mcast.agent.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Files of one partition on one member.
 *
 * @param folder where they are
 * @param name what their names begin with
 */
public record MemberFiles(Path folder, String name) {
  private static final int DEPTH = 8;
  private static final String MOVED = ".damaged-";

  private static final Pattern FILE =
      Pattern.compile("(.+-multicast-\\d+)(?:-\\d+\\.(?:log|snapshot)|\\.(?:meta|conf|seal))");

  /**
   * Finds the partitions in a folder, or below it, in the order of their names. Folders there that
   * were moved away are left out.
   *
   * @throws IOException if a folder cannot be read
   */
  public static List<MemberFiles> below(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder, DEPTH)) {
      return files
          .filter(file -> !folder.relativize(file).toString().contains(MOVED))
          .flatMap(MemberFiles::of)
          .distinct()
          .sorted(Comparator.comparing(MemberFiles::folder))
          .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static Stream<MemberFiles> of(Path file) {
    Matcher matcher = FILE.matcher(file.getFileName().toString());
    return matcher.matches() && Files.isRegularFile(file)
        ? Stream.of(new MemberFiles(file.toAbsolutePath().getParent(), matcher.group(1)))
        : Stream.empty();
  }

  /** Returns the name of the partition as messages have it, such as {@code data-2}. */
  public String partition() {
    return name.replaceFirst("-multicast-(\\d+)$", "-$1");
  }

  /** Returns whether the files of another partition are in the same folder. */
  boolean isBeside(MemberFiles other) {
    return folder.equals(other.folder);
  }

  /** Moves the folder away, to a name beside it that is free, and returns that. */
  Path moveAway() throws IOException {
    int number = 1;
    Path to = moved(number);
    while (Files.exists(to)) {
      number++;
      to = moved(number);
    }
    return Files.move(folder, to, StandardCopyOption.ATOMIC_MOVE);
  }

  private Path moved(int number) {
    return folder.resolveSibling(folder.getFileName() + MOVED + number);
  }
}
