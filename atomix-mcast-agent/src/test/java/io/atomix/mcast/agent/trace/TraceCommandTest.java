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
package io.atomix.mcast.agent.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.agent.Main;
import io.atomix.mcast.agent.http.AgentHttp;
import io.atomix.mcast.agent.http.HttpAddress;
import io.atomix.mcast.testing.FreePorts;
import io.atomix.mcast.trace.Trace;
import io.atomix.mcast.trace.TraceJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceCommandTest {
  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter error = new StringWriter();

  private int trace(String... options) {
    String[] all = new String[options.length + 1];
    all[0] = "trace";
    System.arraycopy(options, 0, all, 1, options.length);
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(error, true))
        .execute(all);
  }

  private String write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  @Test
  void aTraceInAFileBecomesAPageThatNeedsNothingElse() throws IOException {
    String file = write("trace.json", TraceJson.write(Traced.conflict("</script>").trace()));
    Path page = folder.resolve("trace.html");
    assertThat(trace("--file", file, "-o", page.toString())).isZero();
    assertThat(out.toString()).contains("17 events of 2 messages written to " + page);
    String html = Files.readString(page);
    assertThat(html.split("</script>", -1)).as("the page's own scripts end, no other").hasSize(3);
    assertThat(html).contains("\\u003c/script>").doesNotContain("/* PROGRAM */", "{DATA}");
    assertThat(html).doesNotContainPattern("(src|href)=\"(?!#)").doesNotContain("http://");
  }

  @Test
  void severalTracesArePutTogether() throws IOException {
    String file = write("trace.json", TraceJson.write(Traced.conflict().trace()));
    Path both = folder.resolve("both.json");
    assertThat(trace("--file", file + "," + file, "-o", both.toString())).isZero();
    assertThat(TraceReader.read(Files.readString(both), "there").events())
        .isEqualTo(Traced.conflict().trace().events());
  }

  @Test
  void aTraceOfVersion1IsReadWithoutWhatItToldInsteadOfStable() {
    Trace now = new Traced().submitted("data-1", 1, 5, "a/1", 0, null, "k").trace();
    String first =
        TraceJson.write(now)
            .replaceFirst("\"version\":" + Trace.VERSION, "\"version\":1")
            .replaceFirst(
                "\"events\":\\[",
                "\"events\":[{\"group\":\"data-1\",\"node\":\"m1\",\"message\":\"a/1\","
                    + "\"kind\":\"READY\",\"timestamp\":0},");
    assertThat(first).contains("READY");
    assertThat(TraceReader.read(first, "there").events()).isEqualTo(now.events());
  }

  @Test
  void whatIsNoTraceIsSaidInOneLine() throws IOException {
    String later =
        TraceJson.write(Traced.conflict().trace()).replaceFirst(":" + Trace.VERSION, ":7");
    String out = folder.resolve("trace.html").toString();
    assertThat(trace("--file", write("a", later), "-o", out)).isEqualTo(1);
    assertThat(trace("--file", write("b", "{}"), "-o", out)).isEqualTo(1);
    assertThat(trace("--file", write("c", "<html>"), "-o", out)).isEqualTo(1);
    assertThat(
            trace(
                "--file", write("d", "{\"version\":1,\"events\":[{\"node\":\"m1\"}]}"), "-o", out))
        .isEqualTo(1);
    assertThat(trace("--file", folder.resolve("none").toString(), "-o", out)).isEqualTo(1);
    assertThat(error.toString().lines())
        .hasSize(5)
        .satisfiesExactly(
            line -> assertThat(line).contains("version 7").contains("use the bin/mcast"),
            line -> assertThat(line).contains("does not hold a trace: "),
            line -> assertThat(line).contains("does not hold a trace: "),
            line -> assertThat(line).contains("lacks its group"),
            line -> assertThat(line).contains("Cannot read the trace in"));
  }

  @Test
  void anAgentThatIsNotThereIsToldInOneLine() {
    String port = "" + FreePorts.find(1).get(0);
    assertThat(trace("--http", port, "-o", folder.resolve("t.html").toString())).isEqualTo(1);
    assertThat(error.toString().lines())
        .singleElement()
        .asString()
        .startsWith("mcast: No agent answers at 127.0.0.1:" + port);
  }

  /** Two conflicting messages, between entries that only begin and end the record. */
  private static Traced orderedBefore(String first, String second) {
    return new Traced()
        .submitted("data-1", 1, 1, "z/1", 0, null, "z")
        .submitted("data-1", 2, 2, "a/1", 0, null, "k")
        .submitted("data-1", 3, 3, "a/2", 1, "a/1", "k")
        .executed("data-1", 4, 4, first)
        .executed("data-1", 5, 5, second)
        .submitted("data-1", 6, 6, "z/2", 1, "z/1", "z")
        .submitted("data-2", 1, 1, "z/1", 0, null, "z")
        .submitted("data-2", 2, 2, "a/1", 0, null, "k")
        .submitted("data-2", 3, 3, "a/2", 1, "a/1", "k")
        .submitted("data-2", 4, 4, "z/2", 1, "z/1", "z");
  }

  @Test
  void whatTheRulesAllowIsToldAndWhatTheyDoNotIsNamed() throws IOException {
    String right = write("right.json", TraceJson.write(orderedBefore("a/1", "a/2").trace()));
    assertThat(trace("--check", right)).as(out.toString()).isZero();
    assertThat(out.toString()).contains("6 steps of 2 messages in 2 groups", "allow all of them");
    String wrong = write("wrong.json", TraceJson.write(orderedBefore("a/2", "a/1").trace()));
    assertThat(trace("--check", wrong)).isEqualTo(1);
    assertThat(out.toString()).contains("Rule 6: data-1 executes a/2").contains("entry 4");
  }

  @Test
  void whatAgentsToldIsKeptAsTheyToldIt() throws IOException {
    String told = TraceJson.write(orderedBefore("a/1", "a/2").trace());
    HttpAddress address = HttpAddress.parse("127.0.0.1:" + FreePorts.find(1).get(0));
    Path kept = folder.resolve("some").resolve("folder");
    try (AgentHttp http =
        AgentHttp.start(
            address, Map.of("/trace", () -> new AgentHttp.Page(200, "application/json", told)))) {
      assertThat(trace("--check", "--http", address.toString(), "--keep", kept.toString()))
          .as(() -> out + "" + error)
          .isZero();
    }
    Path file = kept.resolve("127.0.0.1-" + address.port() + ".json");
    assertThat(file).hasContent(told);
    assertThat(trace("--check", file.toString())).as(() -> out + "" + error).isZero();
    assertThat(trace("--check", file.toString(), "--keep", kept.toString())).isEqualTo(2);
    assertThat(error.toString()).contains("--keep needs --check, and agents");
  }

  @Test
  void aMergedTraceIsNotJudged() throws IOException {
    String file = write("trace.json", TraceJson.write(orderedBefore("a/1", "a/2").trace()));
    String merged = folder.resolve("merged.json").toString();
    assertThat(trace("--file", file, "-o", merged)).isZero();
    assertThat(trace("--check", merged)).isEqualTo(1);
    assertThat(error.toString()).contains("it was merged").contains("/trace");
    assertThat(trace("--check", file, "-o", merged)).isEqualTo(2);
  }

  @Test
  void withoutATraceTheUsageIsPrinted() {
    assertThat(trace("-o", "x.html")).isEqualTo(2);
    assertThat(error.toString()).startsWith("Say where the trace is");
  }
}
