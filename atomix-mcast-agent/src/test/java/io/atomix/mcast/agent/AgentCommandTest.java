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

import io.atomix.mcast.agent.http.HttpAddress;
import io.atomix.mcast.agent.http.StatusJson;
import io.atomix.mcast.status.GroupStatus;
import io.atomix.mcast.testing.FreePorts;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An agent is a process: it is started, says that it is ready, and is stopped by a signal. */
class AgentCommandTest {
  private static final int TERMINATED = 128 + 15;

  @TempDir private Path folder;

  @Test
  @Timeout(300)
  void servesItsPagesSaysWhenItIsReadyAndStopsOnSigterm() throws Exception {
    Path data = folder.resolve("elsewhere");
    Process agent =
        AgentProcess.start(
            SampleConf.relative(folder), "--data", data.toString(), "--http", "0", "--trace=3");
    try (BufferedReader out = agent.inputReader()) {
      String http = AgentProcess.readUntil(out, "http on").replaceAll(".* ", "");
      assertThat(http).startsWith("127.0.0.1:");
      assertThat(get(http, "/health/live").statusCode()).isEqualTo(200);
      assertThat(AgentProcess.readUntil(out, "ready"))
          .contains("m1")
          .contains("data (generic-multicast)");
      awaitReady(http);
      assertThat(get(http, "/metrics").body())
          .contains("atomix_mcast_leader{group=\"data\",partition=\"1\"} 1.0")
          .contains("jvm_memory_used_bytes");
      assertThat(StatusJson.read(get(http, "/status").body()).groups())
          .extracting(GroupStatus::group)
          .containsExactly("data-1", "data-2", "data-3");
      StringWriter said = new StringWriter();
      assertThat(
              Main.commandLine()
                  .setOut(new PrintWriter(said, true))
                  .execute("status", "--http", http))
          .isZero();
      assertThat(said.toString()).startsWith("m1 is ready\n").contains("data-2  m1 (here)");
      StringWriter error = new StringWriter();
      assertThat(
              Main.commandLine()
                  .setErr(new PrintWriter(error, true))
                  .execute(
                      "compare", "--http", http + "," + http.replace("127.0.0.1", "localhost")))
          .isEqualTo(1);
      assertThat(error.toString()).contains("are both m1; name each agent once");
      Path trace = folder.resolve("trace.json");
      assertThat(Main.commandLine().execute("trace", "--http", http, "-o", trace.toString()))
          .isZero();
      assertThat(trace)
          .content()
          .startsWith("{\"version\":2,\"source\":\"node m1\",\"sampling\":3,");
      assertThat(data.resolve("data/single/m1/data")).isDirectory();
      // Not agent.destroy(), which closes the stream that is read here.
      agent.toHandle().destroy();
      AgentProcess.readUntil(out, "stopped");
      assertThat(agent.waitFor(60, TimeUnit.SECONDS)).as("ended").isTrue();
      assertThat(agent.exitValue()).isEqualTo(TERMINATED);
    } finally {
      agent.destroyForcibly();
    }
  }

  @Test
  @Timeout(120)
  void whileItStartsItSaysWhatItWaitsFor() throws Exception {
    List<Integer> ports = FreePorts.find(3);
    String sample = Files.readString(Path.of("..", "conf", "three-nodes.conf"));
    String ofFirst = sample.replace("2010${MCAST_NODE}", "20101").replace("${MCAST_NODE}", "1");
    for (int number = 1; number <= ports.size(); number++) {
      ofFirst = ofFirst.replace("2010" + number, "" + ports.get(number - 1));
    }
    Path config = Files.writeString(folder.resolve("three-nodes.conf"), ofFirst);
    Process agent = AgentProcess.start(config, "--data", folder.toString());
    try (BufferedReader out = agent.inputReader()) {
      assertThat(AgentProcess.readUntil(out, "has been starting"))
          .contains("m1 at 127.0.0.1:" + ports.get(0))
          .contains("does not see m2 at 127.0.0.1:" + ports.get(1))
          .contains("m3 at 127.0.0.1:" + ports.get(2) + "; no leader is known of data-1");
    } finally {
      agent.destroyForcibly();
    }
  }

  @Test
  void anAgentThatIsNotThereIsToldInOneLine() {
    StringWriter error = new StringWriter();
    int status =
        Main.commandLine()
            .setErr(new PrintWriter(error, true))
            .execute("status", "--http", "" + FreePorts.find(1).get(0));
    assertThat(status).isEqualTo(2);
    assertThat(error.toString().lines())
        .hasSize(1)
        .allMatch(line -> line.startsWith("mcast: No agent answers at 127.0.0.1:"));
  }

  @Test
  void aWrongOptionOfStatusIsNoStateOfANode() {
    assertThat(
            Main.commandLine()
                .setErr(new PrintWriter(new StringWriter()))
                .execute("status", "--http", "8080,8081"))
        .isEqualTo(3);
    assertThat(
            Main.commandLine()
                .setErr(new PrintWriter(new StringWriter()))
                .execute("status", "--htpp", "8080"))
        .isEqualTo(3);
  }

  @Test
  void oneReplicaIsNoComparison() {
    StringWriter error = new StringWriter();
    int status =
        Main.commandLine()
            .setErr(new PrintWriter(error, true))
            .execute("compare", "--http", "8080,8080");
    assertThat(status).isEqualTo(2);
    assertThat(error.toString()).startsWith("--http needs two agents at least");
  }

  @Test
  void aTraceNeedsAPageToBeAskedOn() {
    StringWriter error = new StringWriter();
    int status =
        Main.commandLine()
            .setErr(new PrintWriter(error, true))
            .execute("agent", "--config", "no-such.conf", "--trace");
    assertThat(status).isEqualTo(2);
    assertThat(error.toString()).startsWith("--trace needs --http");
  }

  @Test
  void aWrongFileIsToldInOneLine() {
    StringWriter error = new StringWriter();
    int status =
        Main.commandLine()
            .setErr(new PrintWriter(error, true))
            .execute("agent", "--config", "no-such.conf");
    assertThat(status).isEqualTo(1);
    assertThat(error.toString().lines())
        .hasSize(1)
        .allMatch(line -> line.startsWith("mcast: No configuration file"));
  }

  @Test
  void withoutACommandTheUsageIsPrinted() {
    StringWriter error = new StringWriter();
    int status = Main.commandLine().setErr(new PrintWriter(error, true)).execute();
    assertThat(status).isEqualTo(2);
    assertThat(error.toString())
        .contains("Usage: mcast", "  agent ", "  status ", "  help ", "  mcast status --http")
        .as("commands of modules that are not there")
        .doesNotContain("demo");
  }

  private static HttpResponse<String> get(String http, String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(HttpAddress.parse(http).uri(path)).build(),
            HttpResponse.BodyHandlers.ofString());
  }

  private static void awaitReady(String http) throws Exception {
    HttpResponse<String> answer = get(http, "/health/ready");
    // A question waits by itself for replicas to catch up, but not for a leader to be elected.
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (answer.statusCode() != 200 && System.nanoTime() < deadline) {
      assertThat(answer.statusCode()).isEqualTo(503);
      TimeUnit.MILLISECONDS.sleep(50);
      answer = get(http, "/health/ready");
    }
    assertThat(answer.body()).isEqualTo("ready\n");
  }
}
