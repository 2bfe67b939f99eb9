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
package io.atomix.mcast.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.agent.http.AgentClient;
import io.atomix.mcast.agent.http.HttpAddress;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.FreePorts;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three agents, as processes; members are killed one after the other, and the rest tells it. */
class KilledMemberTest {
  private static final int MEMBERS = 3;
  private static final int KILLED = 2;
  private static final Pattern DEGRADED =
      Pattern.compile(
          "m1 is ready; m2 has not been heard for \\S+ s: one more failure stops"
              + " data-1, data-2, data-3, system-1");

  @TempDir private Path folder;

  private final List<Process> agents = new ArrayList<>();
  private final List<HttpAddress> pages = new ArrayList<>();

  /** What a command printed, and how it ended. */
  private record Said(int status, String out) {
    private String first() {
      return out.lines().findFirst().orElse("");
    }
  }

  @AfterEach
  void stop() {
    agents.forEach(Process::destroyForcibly);
  }

  @Test
  @Timeout(300)
  void aMemberThatWasKilledIsSeenOnEveryPage() throws Exception {
    startAll();
    Said well = await("all is well", said -> said.status == 0);
    assertThat(well.out).startsWith("m1 is ready\n").contains("JAVA", "DISK FREE", "m3      127.");
    Said table = await("and so say all", said -> said.status == 0, "--all");
    assertThat(table.out).startsWith("3 of 3 members are ready\n");

    Await.until(
        "nothing is found of three nodes in good order",
        () -> command("doctor", "--http", pages.get(0).toString()),
        said -> said.status == 0);

    // SIGKILL, where there is such a thing.
    agents.get(KILLED - 1).destroyForcibly().waitFor();

    Said degraded =
        await("the first line says it", said -> DEGRADED.matcher(said.first()).matches());
    assertThat(degraded.status).isEqualTo(1);
    assertThat(degraded.out).containsPattern("m2 +data-1 +not for");
    Said rest = await("the two others serve all groups", said -> said.status == 1, "--all");
    assertThat(rest.out)
        .startsWith("2 of 3 members are ready; m2 has not been heard for ")
        .contains("m2: No agent answers at " + pages.get(KILLED - 1))
        .containsPattern("\nm2 .* no answer\n");
    Await.until(
        "the metrics of the two others say it",
        () -> metrics(0) + metrics(2),
        text ->
            text.contains("atomix_mcast_replicas_heard{group=\"data\",partition=\"1\"} 2.0")
                && text.contains("atomix_mcast_member_seen{member=\"m2\"} 0.0"));

    Said doctor = command("doctor", "--http", pages.get(0).toString());
    assertThat(doctor.status).isEqualTo(1);
    assertThat(doctor.out)
        .startsWith("Found 1. Looked at: what m1 says, what m3 says.")
        .contains("* m2 is missing: ", ": nothing listens there\n  -> start it");

    agents.get(MEMBERS - 1).destroyForcibly().waitFor();
    Said alone = await("one of three does not serve", said -> said.status == 2);
    assertThat(alone.first()).startsWith("m1 is ").contains("; m2 has not been heard for ");
    await(
        "no group is served",
        said ->
            said.status == 2 && said.out.contains("NOT SERVED: data-1, data-2, data-3, system-1"),
        "--all");
  }

  private Said await(String what, Predicate<Said> condition, String... options) {
    return Await.until(what, () -> run(options), condition);
  }

  private Said run(String... options) {
    List<String> command = new ArrayList<>(List.of("status", "--http", pages.get(0).toString()));
    command.addAll(List.of(options));
    return command(command.toArray(String[]::new));
  }

  private static Said command(String... command) {
    StringWriter out = new StringWriter();
    int status =
        Main.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(new StringWriter()))
            .execute(command);
    return new Said(status, out.toString());
  }

  private String metrics(int member) {
    try {
      return new AgentClient(Duration.ofSeconds(10)).page(pages.get(member), "/metrics", "--http");
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void startAll() throws IOException {
    List<Integer> ports = FreePorts.find(2 * MEMBERS);
    String sample = Files.readString(Path.of("..", "conf", "three-nodes.conf"));
    for (int i = 1; i <= MEMBERS; i++) {
      String text =
          sample
              .replace("2010${MCAST_NODE}", "" + ports.get(i - 1))
              .replace("${MCAST_NODE}", "" + i)
              .replace("type: raft", "type: generic-multicast")
              .replace("storage { level: mapped, directory:", "storage { directory:");
      for (int j = 1; j <= MEMBERS; j++) {
        text = text.replace("2010" + j, "" + ports.get(j - 1));
      }
      Path file = Files.writeString(folder.resolve("m" + i + ".conf"), text);
      HttpAddress http = HttpAddress.parse("" + ports.get(MEMBERS + i - 1));
      pages.add(http);
      agents.add(AgentProcess.start(file, "--data", folder.toString(), "--http", http.toString()));
    }
    for (Process agent : agents) {
      AgentProcess.awaitReady(agent);
    }
  }
}
