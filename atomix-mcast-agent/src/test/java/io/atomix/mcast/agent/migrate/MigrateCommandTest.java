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
package io.atomix.mcast.agent.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.agent.Main;
import io.atomix.mcast.testing.FreePorts;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be told before a cluster is asked is told in one line. */
class MigrateCommandTest {
  @TempDir private Path folder;

  private final StringWriter error = new StringWriter();

  private int run(String from, String to, String... options) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "migrate",
                "--connect",
                "127.0.0.1:" + FreePorts.find(1).get(0),
                "--cluster-id",
                "none",
                "--primitive",
                "accounts",
                "--from",
                from,
                "--to",
                to));
    arguments.addAll(List.of(options));
    return Main.commandLine()
        .setErr(new PrintWriter(error, true))
        .execute(arguments.toArray(String[]::new));
  }

  @Test
  void twoGroupsAreNeeded() {
    assertThat(run("raft", "raft")).isEqualTo(2);
    assertThat(error.toString()).startsWith("--from and --to are both 'raft'; name two groups");
  }

  @Test
  void thereIsOneWord() {
    assertThat(run("raft", "data", "--cutover-on-exit", "--cutover-file", "go")).isEqualTo(2);
    assertThat(error.toString()).startsWith("--cutover-file and --cutover-on-exit are two words");
  }

  @Test
  void aWordThatIsThereAlreadyIsRefused() throws Exception {
    Path word = Files.createFile(folder.resolve("go"));
    assertThat(run("raft", "data", "--cutover-file", word.toString())).isEqualTo(1);
    assertOneLine("go exists already: it would be the word at once; remove it");
  }

  @Test
  void whatCannotBeMovedIsToldWithWhatToDo() {
    assertThat(run("raft", "data", "--type", "leader-election")).isEqualTo(1);
    assertOneLine("accounts is of type leader-election: nothing to move");
  }

  @Test
  void anUnknownTypeIsToldWithThoseThatThereAre() {
    assertThat(run("raft", "data", "--type", "atomic-mapp")).isEqualTo(1);
    assertOneLine("'atomic-mapp' is no type that can be moved; there are atomic-counter, ");
  }

  @Test
  void aFileOfKeysThatIsNotThereIsNamed() {
    assertThat(run("raft", "data", "--keys", folder.resolve("keys").toString())).isEqualTo(1);
    assertOneLine("Cannot read the keys in " + folder.resolve("keys"));
  }

  @Test
  void aClusterThatIsNotThereIsTold() {
    assertThat(run("raft", "data", "--connect-timeout", "1")).isEqualTo(1);
    assertOneLine("No member of the cluster 'none' (--connect) can be reached");
  }

  private void assertOneLine(String what) {
    assertThat(error.toString().lines())
        .singleElement()
        .satisfies(line -> assertThat(line).startsWith("mcast: ").contains(what));
  }
}
