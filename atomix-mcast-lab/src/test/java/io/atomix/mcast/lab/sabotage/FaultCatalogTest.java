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
package io.atomix.mcast.lab.sabotage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomix.mcast.agent.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The faults of this project can be put back into the sources of today. */
class FaultCatalogTest {
  private static final Path HOME = Path.of("..");
  private static final List<String> RIGHT =
      List.of(
          "fault: It was wrong",
          "found by: source",
          "test: some-module some.Test#method",
          "file: some/File.java",
          "--- is",
          "  right",
          "--- was",
          "  wrong",
          "--- end");

  @TempDir private Path folder;

  @Test
  void allThatAreBuiltInAreNamedWithWhatTheyDo() {
    List<KnownFault> faults = FaultCatalog.of(HOME);
    assertThat(faults)
        .extracting(fault -> fault.method() + " " + fault.name())
        .contains("SIMULATION NO_FENCE", "SIMULATION EQUAL_VOTES", "EXPLORER OWN_ORDER")
        .doesNotContain("SIMULATION NONE")
        .doesNotHaveDuplicates();
    assertThat(faults)
        .filteredOn(fault -> fault.name().equals("UNCONFIRMED"))
        .extracting(KnownFault::text)
        .containsExactly("Rule 12: values are taken for current without a confirmation.");
  }

  @Test
  void thoseOfTheCodeFitTheCode() throws IOException {
    List<KnownFault> faults =
        FaultCatalog.of(HOME).stream().filter(fault -> !fault.edits().isEmpty()).toList();
    assertThat(faults).hasSizeGreaterThan(10);
    for (KnownFault fault : faults) {
      Map<Path, String> sources = new HashMap<>();
      for (SourceEdit edit : fault.edits()) {
        String before = sources.getOrDefault(edit.file(), edit.source(HOME));
        String after = edit.applyTo(fault.name(), before);
        assertThat(after).as(fault.name()).isNotEqualTo(before);
        sources.put(edit.file(), after);
      }
      String[] test = fault.test().split("#");
      Path source =
          HOME.resolve(fault.module())
              .resolve("src/test/java")
              .resolve(test[0].replaceAll("\\$.*", "").replace('.', '/') + ".java");
      assertThat(source).as(fault.name()).isRegularFile();
      if (test.length > 1) {
        assertThat(Files.readString(source)).as(fault.name()).contains("void " + test[1] + "(");
      }
    }
  }

  @Test
  void whatDoesNotFitIsToldWithTheLines() {
    SourceEdit edit = new SourceEdit(Path.of("A.java"), "  call();\n", "");
    assertThat(edit.applyTo("LOST_CALL", "a\n  call();\nb\n")).isEqualTo("a\nb\n");
    assertThatThrownBy(() -> edit.applyTo("LOST_CALL", "a\nb\n"))
        .isInstanceOf(CommandException.class)
        .hasMessageContainingAll("LOST_CALL", "A.java has not these lines", "  call();");
    assertThatThrownBy(() -> edit.applyTo("LOST_CALL", "  call();\n  call();\n"))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("A.java has more than once these lines");
  }

  @Test
  void aFileIsRead() throws IOException {
    assertThat(read(RIGHT))
        .isEqualTo(
            new KnownFault(
                "A_FAULT",
                "It was wrong",
                KnownFault.Method.TEST,
                "source",
                "some-module",
                "some.Test#method",
                List.of(new SourceEdit(Path.of("some/File.java"), "  right\n", "  wrong\n"))));
  }

  @Test
  void eachLineOfAFileIsNeeded() throws IOException {
    for (String line : RIGHT) {
      if (!line.equals("  wrong")) {
        assertThatThrownBy(() -> read(RIGHT.stream().filter(each -> !each.equals(line)).toList()))
            .as("without '%s'", line)
            .isInstanceOf(CommandException.class)
            .hasMessageContaining("A_FAULT.fault cannot be understood: ");
      }
    }
  }

  private KnownFault read(List<String> lines) throws IOException {
    return FaultFile.read(Files.write(folder.resolve("A_FAULT.fault"), lines));
  }

  @Test
  void withoutSourcesItSaysWhatIsNeeded() {
    assertThatThrownBy(() -> FaultCatalog.of(folder))
        .isInstanceOf(CommandException.class)
        .hasMessageContainingAll(folder.toString(), "a clone of the project");
  }
}
