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
import io.atomix.mcast.checker.VersionClaims;
import io.atomix.mcast.checker.VersionedAnswer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecheckTest {
  @TempDir private Path folder;
  private RecordedRun run;
  private String output;

  @BeforeEach
  void begin() throws IOException {
    run =
        new RecordedRun(folder)
            .load(Objects.REGISTERS, Operation.put("x", "1"), null)
            .load(Objects.REGISTERS, Operation.put("x", "2"), "1")
            .load(Objects.LEDGER, Operation.write(Map.of("a", "a", "b", "b")), null);
  }

  private int check() {
    StringWriter out = new StringWriter();
    int status =
        Main.commandLine()
            .setOut(new PrintWriter(out, true))
            .execute("torture", "--check", folder.toString());
    output = out.toString();
    return status;
  }

  private String lastLine() {
    return output.lines().reduce((one, next) -> next).orElseThrow();
  }

  @Test
  void aGoodHistoryEndsWith0() throws IOException {
    run.last(Objects.REGISTERS, Operation.read("x"), "2")
        .last(Objects.LEDGER, new Operation.Snapshot(), Map.of("a", "a", "b", "b"));
    assertThat(check()).as(output).isZero();
    assertThat(lastLine()).isEqualTo("torture: violations=0 lost=0 faults=0 operations=5");
  }

  @Test
  void aStaleReadEndsWith1AndIsExplained() throws IOException {
    run.load(Objects.REGISTERS, Operation.read("x"), "1");
    assertThat(check()).as(output).isEqualTo(1);
    assertThat(output)
        .contains("VIOLATION NOT strictly serializable: registers-1")
        .contains("read [x] gave {x=1}");
    assertThat(lastLine()).isEqualTo("torture: violations=1 lost=0 faults=0 operations=4");
  }

  @Test
  void aVersionThatFallsEndsWith1AndIsExplained() throws IOException {
    run.load(Objects.ENTRIES, Operation.write("x", "1"), wroteVersion(7))
        .load(Objects.ENTRIES, Operation.write("x", "2"), wroteVersion(5));
    assertThat(check()).as(output).isEqualTo(1);
    assertThat(output)
        .contains("VIOLATION NOT strictly serializable: entries-1")
        .contains("version order: ");
  }

  private static VersionedAnswer wroteVersion(long version) {
    return new VersionedAnswer(null, VersionClaims.written(new TreeMap<>(Map.of("x", version))));
  }

  @Test
  void anAcknowledgedWriteThatIsGoneInTheEndIsLost() throws IOException {
    run.last(Objects.REGISTERS, Operation.read("x"), "1");
    assertThat(check()).as(output).isEqualTo(1);
    assertThat(output).contains("LOST The last reads NOT strictly serializable: registers-1");
    assertThat(lastLine()).isEqualTo("torture: violations=0 lost=1 faults=0 operations=4");
  }

  @Test
  void eachMissingEntryOfTheLedgerCounts() throws IOException {
    run.last(Objects.LEDGER, new Operation.Snapshot(), Map.of());
    assertThat(check()).as(output).isEqualTo(1);
    assertThat(output).contains("LOST ledger entry a ").contains("LOST ledger entry b ");
    assertThat(lastLine()).isEqualTo("torture: violations=0 lost=2 faults=0 operations=4");
  }

  @Test
  void aFolderWithoutRoundsIsToldInOneLine(@TempDir Path empty) {
    StringWriter error = new StringWriter();
    int status =
        Main.commandLine()
            .setErr(new PrintWriter(error, true))
            .execute("torture", "--check", empty.toString());
    assertThat(status).isEqualTo(1);
    assertThat(error.toString().lines())
        .hasSize(1)
        .allMatch(line -> line.startsWith("mcast: Cannot read the rounds of a run in"));
  }
}
