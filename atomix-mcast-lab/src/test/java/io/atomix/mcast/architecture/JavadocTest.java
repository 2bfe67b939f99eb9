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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Javadoc of the production code begins with a noun or a verb, not with a question. */
class JavadocTest {
  private static final Path ROOT = Path.of("..");

  private static final Pattern JAVADOC = Pattern.compile("/\\*\\*[\\s*]*([A-Z]\\w*)( \\w+)?");

  private static final Pattern QUESTION =
      Pattern.compile("(What|How|Whether|Where|Which|Who|Whose|When|Why)|Makes what");

  @Test
  void beginsWithANounOrAVerb() throws IOException {
    List<String> wrong = new ArrayList<>();
    int files = 0;
    for (Path source : sources()) {
      files++;
      wrong.addAll(questions(ROOT.relativize(source).toString(), Files.readString(source)));
    }
    assertThat(files).isGreaterThan(500);
    assertThat(wrong).as("Javadoc that begins with a question").isEmpty();
  }

  @Test
  void findsQuestions() {
    String source =
        """
        /** Returns what was asked. */
        /** What was asked. */
        /**
         * Makes what
         * was asked.
         */
        /** Whichever comes first. */
        """;
    assertThat(questions("A.java", source))
        .containsExactly("A.java:2: What was", "A.java:3: Makes what");
  }

  /** Returns each place in a source where Javadoc begins with a question. */
  private static List<String> questions(String name, String source) {
    List<String> found = new ArrayList<>();
    Matcher javadoc = JAVADOC.matcher(source);
    while (javadoc.find()) {
      String second = javadoc.group(2) == null ? "" : javadoc.group(2);
      String beginning = javadoc.group(1) + second;
      if (QUESTION.matcher(javadoc.group(1)).matches() || QUESTION.matcher(beginning).matches()) {
        long line = source.substring(0, javadoc.start()).lines().count() + 1;
        found.add(name + ":" + line + ": " + beginning);
      }
    }
    return found;
  }

  /** Returns the production sources of all modules. */
  private static List<Path> sources() throws IOException {
    List<Path> sources = new ArrayList<>();
    try (Stream<Path> modules = Files.list(ROOT)) {
      for (Path module : modules.toList()) {
        Path main = module.resolve("src/main/java");
        if (Files.isDirectory(main)) {
          try (Stream<Path> files = Files.walk(main)) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
          }
        }
      }
    }
    return sources;
  }
}
