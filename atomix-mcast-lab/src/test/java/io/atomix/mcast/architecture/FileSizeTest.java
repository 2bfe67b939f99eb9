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
package io.atomix.mcast.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No Java file of the project, tests included, has more lines than a reader keeps in mind. */
class FileSizeTest {
  private static final int MOST_LINES = 500;
  private static final Path ROOT = Path.of("..");

  @Test
  void noFileIsTooLong() throws IOException {
    Map<String, Integer> lines = new TreeMap<>();
    for (Path source : sources()) {
      lines.merge(source.getFileName().toString(), (int) lines(source), Math::max);
    }
    assertThat(lines).hasSizeGreaterThan(700);
    assertThat(tooLong(lines)).as("files of more than %d lines", MOST_LINES).isEmpty();
  }

  @Test
  void findsAFileThatIsTooLong() {
    assertThat(tooLong(Map.of("A.java", 501, "B.java", 500)))
        .containsExactly("A.java has 501 lines");
  }

  private static List<String> tooLong(Map<String, Integer> lines) {
    return lines.entrySet().stream()
        .filter(file -> file.getValue() > MOST_LINES)
        .map(file -> file.getKey() + " has " + file.getValue() + " lines")
        .toList();
  }

  private static long lines(Path source) throws IOException {
    try (Stream<String> lines = Files.lines(source)) {
      return lines.count();
    }
  }

  /** Returns the sources of all modules, those of tests included. */
  private static List<Path> sources() throws IOException {
    List<Path> sources = new ArrayList<>();
    try (Stream<Path> modules = Files.list(ROOT)) {
      for (Path module : modules.toList()) {
        Path src = module.resolve("src");
        if (Files.isDirectory(src)) {
          try (Stream<Path> files = Files.walk(src)) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
          }
        }
      }
    }
    return sources;
  }
}
