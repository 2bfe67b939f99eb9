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

import io.atomix.mcast.agent.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The version is written in the root pom, and comes from there. */
class VersionTest {
  private static final Path ROOT = Path.of("..");

  private static String version() throws IOException {
    Matcher revision =
        Pattern.compile("<revision>(.*)</revision>")
            .matcher(Files.readString(ROOT.resolve("pom.xml")));
    assertThat(revision.find()).isTrue();
    return revision.group(1);
  }

  @Test
  void theCommandLineTellsIt() throws IOException {
    assertThat(new Version().getVersion())
        .containsExactly("atomix-mcast " + version() + " for Atomix 3.1.12");
  }
}
