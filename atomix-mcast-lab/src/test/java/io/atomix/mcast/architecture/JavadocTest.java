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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Javadoc of the production code begins with a noun or a verb, not with a question. */
class JavadocTest {
  private static final Pattern JAVADOC = Pattern.compile("/\\*\\*[\\s*]*([A-Z]\\w*)( \\w+)?");

  private static final Pattern QUESTION =
      Pattern.compile("(What|How|Whether|Where|Which|Who|Whose|When|Why)|Makes what");

  @Test
  void beginsWithANounOrAVerb() throws IOException {
    Map<String, String> sources = ProductionSources.read();
    assertThat(sources).hasSizeGreaterThan(500);
    List<String> wrong = new ArrayList<>();
    sources.forEach((name, source) -> wrong.addAll(questions(name, source)));
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
        found.add(name + ":" + ProductionSources.line(source, javadoc.start()) + ": " + beginning);
      }
    }
    return found;
  }
}
