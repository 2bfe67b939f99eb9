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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomix.mcast.NotAppliedException;
import io.atomix.mcast.checker.Event;
import io.atomix.mcast.checker.Operation;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  private static final Operation PUT = Operation.put("x", "1");

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("c1.journal");
  }

  @Test
  void whatWasAnsweredIsThereWithItsResult() throws Exception {
    try (Journal journal = new Journal(file)) {
      assertThat(journal.run("c", "map-1", PUT, () -> "0")).isEqualTo("0");
    }
    JournalFile read = JournalFile.read(file);
    assertThat(read.notApplied()).isEmpty();
    assertThat(read.events()).hasSize(1);
    Event event = read.events().get(0);
    assertThat(event.isUnknown()).isFalse();
    assertThat(event)
        .isEqualTo(Event.completed("c", PUT, event.invoked(), event.returned(), "0").on("map-1"));
    assertThat(read.times()).containsExactly(new CallTime(event.invoked(), event.returned()));
  }

  @Test
  void anOperationThatHasBegunIsInTheFileBeforeItIsCarriedOut() throws Exception {
    try (Journal journal = new Journal(file)) {
      journal.run(
          "c",
          "map-1",
          PUT,
          () -> {
            // As if the process were killed here.
            JournalFile read = JournalFile.read(file);
            assertThat(read.events()).hasSize(1);
            assertThat(read.events().get(0).isUnknown()).isTrue();
            assertThat(read.events().get(0).operation()).isEqualTo(PUT);
            return null;
          });
    }
  }

  @Test
  void aLastLineThatIsNotCompleteLeavesTheOutcomeUnknown() throws Exception {
    try (Journal journal = new Journal(file)) {
      journal.run("c", "map-1", PUT, () -> null);
    }
    String text = Files.readString(file);
    Files.writeString(file, text.substring(0, text.length() - 5));
    assertThat(JournalFile.read(file).events())
        .hasSize(1)
        .allSatisfy(event -> assertThat(event.isUnknown()).isTrue());
  }

  @Test
  void errorsSayWhetherItWasAppliedOrLeaveItOpen() throws Exception {
    try (Journal journal = new Journal(file)) {
      assertThatThrownBy(
              () -> journal.run("c", "map-1", PUT, () -> fail(new NotAppliedException("refused"))))
          .isInstanceOf(NotAppliedException.class);
      assertThatThrownBy(
              () -> journal.run("c", "map-1", PUT, () -> fail(new RuntimeException("broken"))))
          .hasMessage("broken");
    }
    JournalFile read = JournalFile.read(file);
    assertThat(read.notApplied()).hasSize(1);
    assertThat(read.events())
        .hasSize(1)
        .allSatisfy(event -> assertThat(event.isUnknown()).isTrue());
    assertThat(read.times())
        .extracting(CallTime::invoked)
        .containsExactly(read.notApplied().get(0).invoked(), read.events().get(0).invoked());
    assertThat(read.times()).allSatisfy(time -> assertThat(time.nanos()).isNotNegative());
  }

  @Test
  void olderFilesDoNotTellWhenAnOperationFailed() throws Exception {
    try (Journal journal = new Journal(file)) {
      journal.run("c", "map-1", PUT, () -> null);
    }
    String begun = Files.readAllLines(file).get(0);
    Files.writeString(file, begun + "\n?1\n");
    JournalFile read = JournalFile.read(file);
    assertThat(read.events()).hasSize(1);
    assertThat(read.times()).isEmpty();
  }

  @Test
  void aLineThatIsNoneIsAnError() throws Exception {
    Files.writeString(file, "hello\n");
    assertThatThrownBy(() -> JournalFile.read(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("hello")
        .hasMessageContaining(file.toString());
  }

  private static Object fail(RuntimeException e) {
    throw e;
  }
}
