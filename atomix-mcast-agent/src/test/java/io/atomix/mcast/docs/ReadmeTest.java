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
package io.atomix.mcast.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The README is short, and a newcomer can copy its commands and coordinates. */
class ReadmeTest {
  private static final int MOST_LINES = 150;

  @Test
  void isShort() throws IOException {
    assertThat(Pages.text("README.md").lines().count()).isLessThanOrEqualTo(MOST_LINES);
  }

  @Test
  void theFilesInConfAreNamed() throws IOException {
    String page = Pages.text("docs/deployment.md");
    try (Stream<Path> files = Files.list(Pages.ROOT.resolve("conf"))) {
      assertThat(files).isNotEmpty().allMatch(file -> page.contains("" + file.getFileName()));
    }
  }

  @Test
  void theCommandsAreThoseOfTheProject() throws IOException {
    Matcher command =
        Pattern.compile("^exec (mvn [^<]*[^< ])", Pattern.MULTILINE)
            .matcher(Files.readString(Pages.ROOT.resolve(".ci/run")));
    assertThat(command.find()).isTrue();
    assertThat(Pages.text("README.md"))
        .contains("\n" + command.group(1) + " ")
        .contains("\nbin/mcast demo ");
  }

  /** Both ways of naming the artifacts have the version of the project and the names of the BOM. */
  @Test
  void theCoordinatesAreThoseOfTheBom() throws IOException {
    String bom = Files.readString(Pages.ROOT.resolve("atomix-mcast-bom/pom.xml"));
    String version = first("<revision>([^<]+)</revision>", Pages.text("pom.xml"));
    String readme = Pages.text("README.md");
    assertThat(first("atomix-mcast-bom</artifactId>\\s*<version>([^<]+)<", readme))
        .isEqualTo(version);
    assertThat(first("platform\\(\"io.atomix.mcast:atomix-mcast-bom:([^\"]+)\"", readme))
        .isEqualTo(version);
    assertThat(first("implementation\\(\"io.atomix.mcast:([^\"]+)\"", readme))
        .isEqualTo("atomix-mcast-primitives");
    assertThat(bom).contains("<artifactId>atomix-mcast-primitives</artifactId>");
  }

  private static String first(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as("%s", pattern).isTrue();
    return matcher.group(1);
  }
}
