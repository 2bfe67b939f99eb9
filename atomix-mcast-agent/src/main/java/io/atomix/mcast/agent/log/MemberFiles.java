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
record MemberFiles(Path folder, String name) {
  private static final int DEPTH = 8;

  private static final Pattern FILE =
      Pattern.compile("(.+-multicast-\\d+)(?:-\\d+\\.(?:log|snapshot)|\\.(?:meta|conf|seal))");

  /** Finds the partitions in a folder, or below it, in the order of their names. */
  static List<MemberFiles> below(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder, DEPTH)) {
      return files
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
}
