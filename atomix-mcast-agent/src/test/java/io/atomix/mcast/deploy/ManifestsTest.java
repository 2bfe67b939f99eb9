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
package io.atomix.mcast.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.atomix.mcast.agent.Main;
import io.atomix.mcast.agent.NodeFactory;
import io.atomix.mcast.agent.http.NodePages;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The manifests for Kubernetes, the Dockerfile and the unit of systemd agree with each other, and
 * with the agent.
 */
class ManifestsTest {
  private static final String HOME = "/opt/atomix-mcast/";
  private static final JsonNode LABELS;

  static {
    try {
      LABELS = set().at("/spec/template/metadata/labels");
    } catch (IOException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  @TempDir private Path folder;

  private static JsonNode only(String kind) throws IOException {
    List<JsonNode> found =
        DeployFiles.yaml("kubernetes/atomix-mcast.yaml").stream()
            .filter(each -> each.get("kind").asText().equals(kind))
            .toList();
    assertThat(found).as(kind).hasSize(1);
    return found.get(0);
  }

  private static JsonNode set() throws IOException {
    return only("StatefulSet");
  }

  private static JsonNode container() throws IOException {
    return set().at("/spec/template/spec/containers/0");
  }

  /** What a variable is in the script that starts a member, if the environment does not have it. */
  private static String byDefault(String variable) throws IOException {
    Matcher found =
        Pattern.compile("\\$\\{" + variable + ":-([^}]+)}")
            .matcher(DeployFiles.text("docker/entrypoint.sh"));
    assertThat(found.find()).as(variable).isTrue();
    return found.group(1);
  }

  private static String line(String name, String word) throws IOException {
    return DeployFiles.text(name)
        .lines()
        .filter(line -> line.startsWith(word))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + word + " in " + name));
  }

  @Test
  void membersAreFoundBeforeTheyAreReady() throws IOException {
    JsonNode service = only("Service");
    assertThat(set().at("/spec/serviceName").asText())
        .isEqualTo(service.at("/metadata/name").asText());
    assertThat(service.at("/spec/clusterIP").asText()).isEqualTo("None");
    assertThat(service.at("/spec/publishNotReadyAddresses").asBoolean()).isTrue();
    assertThat(service.at("/spec/selector")).isEqualTo(LABELS);
    assertThat(set().at("/spec/podManagementPolicy").asText()).isEqualTo("Parallel");
    assertThat(set().at("/spec/selector/matchLabels")).isEqualTo(LABELS);
  }

  @Test
  void membersStopOneByOneAndInTime() throws IOException {
    JsonNode budget = only("PodDisruptionBudget");
    assertThat(budget.at("/spec/maxUnavailable").asInt()).isEqualTo(1);
    assertThat(budget.at("/spec/selector/matchLabels")).isEqualTo(LABELS);
    JsonNode pod = set().at("/spec/template/spec");
    // The agent takes up to 30 s for a clean stop.
    assertThat(pod.at("/terminationGracePeriodSeconds").asInt()).isGreaterThan(30);
    JsonNode apart =
        pod.at("/affinity/podAntiAffinity/requiredDuringSchedulingIgnoredDuringExecution/0");
    assertThat(apart.at("/labelSelector/matchLabels")).isEqualTo(LABELS);
    assertThat(apart.at("/topologyKey").asText()).isEqualTo("kubernetes.io/hostname");
  }

  @Test
  void probesAskPagesThatThereAre() throws IOException {
    File single = Path.of("..", "conf", "single-node.conf").toFile();
    Set<String> pages =
        new NodePages(NodeFactory.fromFile(single), null, Map.of()).byPath().keySet();
    String port = byDefault("MCAST_HTTP").replaceFirst(".*:", "");
    for (String name : Set.of("startupProbe", "livenessProbe", "readinessProbe")) {
      JsonNode probe = container().get(name);
      assertThat(pages).contains(probe.at("/httpGet/path").asText());
      assertThat(probe.at("/timeoutSeconds").asInt()).isEqualTo(5);
      assertThat(port(probe.at("/httpGet/port").asText())).isEqualTo(port);
    }
    assertThat(container().at("/livenessProbe/httpGet/path").asText()).isEqualTo("/health/live");
    assertThat(container().at("/readinessProbe/httpGet/path").asText()).isEqualTo("/health/ready");
    assertThat(port("nodes")).isEqualTo(byDefault("MCAST_PORT"));
    assertThat(port("nodes-udp")).isEqualTo(byDefault("MCAST_PORT"));
  }

  private static String port(String name) throws IOException {
    return DeployFiles.each(container().get("ports"))
        .filter(port -> port.get("name").asText().equals(name))
        .map(port -> port.get("containerPort").asText())
        .collect(Collectors.joining());
  }

  @Test
  void podsAreWhatTheImageIsMadeFor() throws IOException {
    JsonNode pod = set().at("/spec/template/spec");
    String user = pod.at("/securityContext/runAsUser").asText();
    assertThat(line("docker/Dockerfile", "USER")).isEqualTo("USER " + user + ":" + user);
    assertThat(DeployFiles.text("docker/Dockerfile")).contains("--uid " + user + " ");
    assertThat(pod.at("/securityContext/fsGroup").asText()).isEqualTo(user);
    String data = byDefault("MCAST_DATA");
    assertThat(line("docker/Dockerfile", "VOLUME")).isEqualTo("VOLUME " + data);
    assertThat(container().at("/volumeMounts/0/mountPath").asText()).isEqualTo(data);
    assertThat(container().at("/volumeMounts/0/name").asText())
        .isEqualTo(set().at("/spec/volumeClaimTemplates/0/metadata/name").asText());
    String nodes = byDefault("MCAST_PORT");
    String http = byDefault("MCAST_HTTP").replaceFirst(".*:", "");
    assertThat(line("docker/Dockerfile", "EXPOSE"))
        .isEqualTo("EXPOSE " + nodes + "/tcp " + nodes + "/udp " + http + "/tcp");
  }

  @Test
  void theImageStartsWhatTheArchiveHas() throws IOException {
    String entry = line("docker/Dockerfile", "ENTRYPOINT").replaceAll("ENTRYPOINT \\[\"|\"]", "");
    assertThat(entry).startsWith(HOME);
    Path script = Path.of("..", entry.substring(HOME.length()));
    assertThat(script).isExecutable();
    String archive =
        Files.readString(Path.of("..", "atomix-mcast-dist/src/main/assembly/archive.xml"));
    assertThat(archive)
        .as("with its mode")
        .containsPattern(
            "(?s)<include>deploy/docker/entrypoint.sh</include>\\s*</includes>\\s*<fileMode>0755");
    assertThat(DeployFiles.text("docker/Dockerfile"))
        .contains("CMD [\"" + entry + "\", \"--health\", \"live\"]");
  }

  @Test
  void whoReachesAMember() throws IOException {
    JsonNode policy = only("NetworkPolicy");
    assertThat(policy.at("/spec/podSelector/matchLabels")).isEqualTo(LABELS);
    assertThat(policy.at("/spec/ingress/0/from/0/podSelector/matchLabels")).isEqualTo(LABELS);
    assertThat(policy.at("/spec/ingress/0/ports/0/port").asText()).isEqualTo(port("nodes"));
    assertThat(policy.at("/spec/ingress/1/ports/0/port").asText()).isEqualTo(port("http"));
  }

  @Test
  void thePageNamesEveryFile() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "deployment.md"));
    for (String part : Set.of("docker", "grafana", "kubernetes", "prometheus", "systemd")) {
      assertThat(DeployFiles.names(part))
          .isNotEmpty()
          .allSatisfy(n -> assertThat(page).contains(n));
    }
  }

  @Test
  void theUnitStartsAnAgentAsItsOptionsAre() throws IOException {
    String options =
        line("systemd/atomix-mcast.service", "ExecStart=")
            .replaceFirst("ExecStart=" + HOME + "bin/mcast ", "");
    assertThat(Main.commandLine().parseArgs(options.split(" ")).errors()).isEmpty();
    assertThat(options).startsWith("agent ");
  }

  /** Where systemd is, it reads the unit; else this is skipped. */
  @Test
  void systemdReadsItsUnit() throws Exception {
    String unit = DeployFiles.text("systemd/atomix-mcast.service");
    boolean there =
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(where -> Files.isExecutable(Path.of(where, "systemd-analyze")));
    assumeTrue(there, "skipped: systemd-analyze is not on the PATH");
    assertThat(verify(unit)).isEmpty();
    assertThat(verify(unit.replace("LimitNOFILE", "LimitNOFILES"))).contains("LimitNOFILES");
  }

  /** Returns what systemd has to say, with the archive where it is here. */
  private String verify(String unit) throws IOException, InterruptedException {
    String home = Path.of("..").toRealPath() + "/";
    Path file = folder.resolve("atomix-mcast.service");
    Files.writeString(file, unit.replace(HOME, home));
    Process process =
        new ProcessBuilder("systemd-analyze", "verify", "--man=no", file.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes());
    process.waitFor();
    return said.lines()
        .filter(line -> line.contains("atomix-mcast.service"))
        .collect(Collectors.joining("\n"));
  }
}
