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
package io.atomix.mcast.checker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Histories as files, and the program that checks them. */
class HistoryFileTest {

  @TempDir private Path directory;

  @Test
  void whatIsWrittenIsRead() throws IOException {
    List<Event> history =
        SimulatedStore.history(5, new Workload(3, 3, 4, 30, true), 4, 500, 10).stream()
            .map(event -> event.on("object \"1\"\n\\"))
            .toList();
    Path file = directory.resolve("history.jsonl");

    HistoryFile.write(file, history);

    assertThat(HistoryFile.read(file)).isEqualTo(history);
  }

  @Test
  void versionsAreWrittenAndRead() throws IOException {
    List<Event> history =
        SimulatedStore.versionedHistory(6, new Workload(3, 1, 4, 20, true), 4, 300, 10);
    assertThat(history).anyMatch(event -> !event.versions().found().isEmpty());
    assertThat(history).anyMatch(event -> !event.versions().written().isEmpty());
    Path file = directory.resolve("history.jsonl");

    HistoryFile.write(file, history);

    assertThat(HistoryFile.read(file)).isEqualTo(history);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"client\":\"a\",\"start\":1 | Unexpected end-of-input",
        "{\"client\":\"a\",\"start\":1} | it lacks \"op\"",
        "{\"client\":\"a\",\"start\":1,\"op\":\"fly\"} | there is no operation \"fly\"",
        "{\"client\":\"a\",\"start\":1.5,\"op\":\"size\"} | \"start\" is 1.5, not a whole number",
        "{\"client\":\"a\",\"start\":9,\"end\":1,\"op\":\"size\",\"result\":1} | returned at 1",
        "{\"client\":\"a\",\"start\":1,\"end\":2,\"op\":\"size\",\"result\":\"x\"} | has to be a",
        "[1, 2] | has to be a JSON object",
        "{\"client\":\"a\",\"client\":\"b\"} | Duplicate field 'client'",
        "{\"client\":\"a\",\"start\":1,\"op\":\"size\"} 2 | Trailing token",
        "{\"client\":\"a\",\"start\":1,\"op\":\"add\",\"deltas\":{\"n\":99999999999999999999}} |"
            + " out of range of long",
        "{\"client\":\"a\",\"start\":1,\"end\":2,\"op\":\"count\",\"keys\":[\"n\"],\"result\":{\"n\":0.5}}"
            + " | is 0.5, not a whole",
        "{\"client\":\"a\",\"start\":1,\"end\":2,\"op\":\"size\",\"result\":2.5} | is 2.5, not a"
            + " whole number",
        "{\"client\":\"a\",\"start\":1,\"end\":2,\"op\":\"read\",\"keys\":[\"x\"],\"result\":{},"
            + "\"versions\":{\"found\":{\"x\":3}}} | did not find a value of x, but the version 3",
        "{\"client\":\"a\",\"start\":1,\"end\":2,\"op\":\"size\",\"result\":1,\"versions\":{\"read\":{}}}"
            + " | \"versions\" has \"read\"; it takes found and written",
        "{\"client\":\"a\",\"start\":1,\"end\":2,\"op\":\"size\",\"result\":1,\"versions\":7}"
            + " | \"versions\" has to be an object",
        "so | at character",
      })
  void aLineThatIsNoOperationIsNamed(String line, String reason) {
    assertThatThrownBy(() -> HistoryFile.read(new StringReader("# note\n" + line), "FILE"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Line 2 of FILE is not an operation: ")
        .hasMessageContaining(reason);
  }

  @Test
  void theProgramTellsByItsExitCode() throws IOException {
    Path good = directory.resolve("good.jsonl");
    Files.writeString(
        good,
        """
        // one after the other
        {"client":"a","start":0,"end":9,"op":"write","values":{"x":"1","y":null}}
        {"client":"b","start":14,"end":17,"op":"read","keys":["x","y"],"result":{"x":"1"}}
        """);
    Path bad = directory.resolve("bad.jsonl");
    Files.writeString(
        bad,
        """
        {"client":"a","start":0,"end":9,"op":"write","values":{"x":"1","y":null}}
        {"client":"b","start":14,"end":17,"op":"read","keys":["x","y"],"result":{}}
        """);

    assertThat(run(good)).startsWith("0 ").contains("2 operations, strictly serializable");
    assertThat(run(good, bad)).startsWith("1 ").contains("NOT strictly serializable", "rw: ");
    assertThat(run(directory.resolve("none"))).startsWith("2 ").contains("Cannot check");
    assertThat(run()).startsWith("2 ").contains("Usage");
  }

  private static String run(Path... files) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true);
    int exit = CheckerMain.run(List.of(files).stream().map(Path::toString).toList(), out, out);
    return exit + " " + bytes;
  }
}
