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

import io.atomix.mcast.agent.Main;
import io.atomix.mcast.checker.Operation;
import io.atomix.mcast.lab.torture.RoundTraces.TraceVerdict;
import io.atomix.mcast.trace.Trace;
import io.atomix.mcast.trace.TraceEvent;
import io.atomix.mcast.trace.TraceEvent.TraceEventKind;
import io.atomix.mcast.trace.TraceJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoundTracesTest {
  @TempDir private Path folder;
  private String output;

  private int mcast(String... command) {
    StringWriter out = new StringWriter();
    PrintWriter writer = new PrintWriter(out, true);
    int status = Main.commandLine().setOut(writer).setErr(writer).execute(command);
    output = out.toString();
    return status;
  }

  private static TraceEvent submitted(String node, long index, long vote) {
    TraceEvent.What what =
        new TraceEvent.What(
            "local", "put", "map", "c1", List.of("data-1"), null, List.of(), 0, null);
    return new TraceEvent(
        "data-1",
        node,
        true,
        index,
        index,
        "a/" + index,
        TraceEventKind.SUBMITTED,
        vote,
        null,
        null,
        what);
  }

  /** What a node recorded of three entries, of which the one in the middle counts. */
  private static Trace of(String node, long vote) {
    List<TraceEvent> events =
        List.of(submitted(node, 3, 0), submitted(node, 4, vote), submitted(node, 5, 9));
    return new Trace(
        Trace.VERSION,
        "node " + node,
        1,
        Map.of(),
        List.of(),
        List.of(),
        List.of(new Trace.Segment("data-1", node, 3, 5, events.size())),
        events);
  }

  private static Path write(Path folder, Trace trace) throws IOException {
    Files.createDirectories(folder);
    return Files.writeString(
        folder.resolve(trace.events().get(0).node() + ".json"), TraceJson.write(trace));
  }

  private TraceVerdict verdict(Path one, Path other) {
    int status = mcast("trace", "--check", one.toString(), other.toString());
    return RoundTraces.verdict(status, output);
  }

  @Test
  void theVerdictIsThatOfTheCommand() throws IOException {
    Path one = write(folder, of("m1", 0));
    assertThat(verdict(one, write(folder, of("m2", 0)))).as(output).isEqualTo(TraceVerdict.RIGHT);
    assertThat(verdict(one, write(folder, of("m3", 1)))).as(output).isEqualTo(TraceVerdict.WRONG);
    assertThat(verdict(one, folder.resolve("none"))).as(output).isEqualTo(TraceVerdict.NONE);
  }

  @Test
  void tracesThatWereKeptAreJudgedOnceMore() throws IOException {
    new RecordedRun(folder).load(Objects.REGISTERS, Operation.put("x", "1"), null);
    Path traces = RoundTraces.in(folder.resolve("rounds").resolve("1"));
    write(traces, of("m1", 0));
    write(traces, of("m2", 0));
    assertThat(mcast("torture", "--check", folder.toString())).as(output).isZero();
    assertThat(output).contains("rounds whose traces were judged: 1");
    write(traces, of("m2", 1));
    assertThat(mcast("torture", "--check", folder.toString())).as(output).isEqualTo(1);
    assertThat(output).contains("Replicas differ: ", "torture: violations=1 lost=0");
  }
}
