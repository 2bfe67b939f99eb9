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

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigFactory;
import io.atomix.cluster.discovery.BootstrapDiscoveryConfig;
import io.atomix.core.Atomix;
import io.atomix.core.AtomixConfig;
import io.atomix.mcast.agent.NodeFactory;
import io.atomix.mcast.agent.http.AgentHttp;
import io.atomix.mcast.agent.http.AgentHttp.Page;
import io.atomix.mcast.agent.http.HttpAddress;
import io.atomix.mcast.partition.GenericMulticastPartitionGroupConfig;
import io.atomix.mcast.testing.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The script that starts a member in a container makes a configuration that a node can be made of,
 * or says what is wrong. It is given a program in place of bin/mcast, and one in place of getent,
 * since the names of a cluster of containers are not known here.
 */
class EntrypointTest {
  private static final Path SCRIPT = DeployFiles.FOLDER.resolve("docker/entrypoint.sh");
  private static final String THREE = "m1=127.0.0.1:20101,m2=127.0.0.1:20102,m3=127.0.0.1:20103";

  /** 128 and the number of SIGTERM. */
  private static final int TERMINATED = 128 + 15;

  private static final Pattern VARIABLE = Pattern.compile("MCAST_[A-Z_]+");

  @TempDir private Path folder;

  private final Map<String, String> variables = new HashMap<>();

  /** What the script said, and how it ended. */
  private record Said(int status, String out, String err) {}

  @BeforeEach
  void prepare() throws IOException {
    program("home/bin/mcast", "printf '%s\\n' \"$@\" \"options: $MCAST_JAVA_OPTS\"");
    program("names/getent", "[[ $2 == *known* ]] || exit 2", "echo \"10.1.2.3  STREAM $2\"");
    variables.put("MCAST_HOME", folder.resolve("home").toString());
    variables.put("MCAST_DATA", data().toString());
    variables.put("MCAST_NAME_TIMEOUT", "0");
    variables.put("HOSTNAME", "m2.example.com");
  }

  private Path data() {
    return folder.resolve("data");
  }

  private void program(String name, String... lines) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/usr/bin/env bash\n" + String.join("\n", lines) + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  /** Starts the script; names are those of this machine, unless a test says otherwise. */
  private Process start(ProcessBuilder.Redirect out, String... options) throws IOException {
    List<String> command = new ArrayList<>(List.of("bash", SCRIPT.toString()));
    command.addAll(List.of(options));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(out)
            .redirectError(folder.resolve("err").toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("MCAST_"));
    builder.environment().putAll(variables);
    return builder.start();
  }

  private Said run(String... options) throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Process process = start(ProcessBuilder.Redirect.to(out.toFile()), options);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
    return new Said(
        process.exitValue(), Files.readString(out), Files.readString(folder.resolve("err")));
  }

  private void namesOfContainersAreKnown() {
    variables.put("PATH", folder.resolve("names") + ":" + System.getenv("PATH"));
  }

  private static List<String> addresses(AtomixConfig config) {
    BootstrapDiscoveryConfig discovery =
        (BootstrapDiscoveryConfig) config.getClusterConfig().getDiscoveryConfig();
    return discovery.getNodes().stream()
        .map(node -> node.getId().id() + "=" + node.getAddress())
        .sorted()
        .toList();
  }

  @Test
  void makesAConfigurationAndStartsAMember() throws Exception {
    Path more = folder.resolve("more.conf");
    Files.writeString(
        more,
        """
        primitives.accounts { type: atomic-map, protocol { type: generic-multicast, group: bank } }
        partitionGroups.bank.storage.flushOnCommit: false
        """);
    variables.put("MCAST_NODES", THREE);
    variables.put("MCAST_CLUSTER", "accounts");
    variables.put("MCAST_GROUP", "bank");
    variables.put("MCAST_PARTITIONS", "7");
    variables.put("MCAST_PARTITION_SIZE", "2");
    variables.put("MCAST_INCLUDE", more.toString());
    variables.put("MCAST_HTTP", "127.0.0.1:8181");
    variables.put("MCAST_JAVA_OPTS", "-Xmx100m");

    Said said = run("--trace=5");

    Path made = data().resolve("node.conf");
    assertThat(said.err).isEmpty();
    assertThat(said.out.lines().toList())
        .startsWith("agent", "--config", made.toString(), "--data", data().toString())
        .contains("--http", "127.0.0.1:8181", "--trace=5")
        .last()
        .asString()
        .startsWith("options: -XX:+ExitOnOutOfMemoryError")
        .endsWith("-Xmx100m");
    AtomixConfig config = NodeFactory.configuration(made.toFile());
    assertThat(config.getClusterConfig().getClusterId()).isEqualTo("accounts");
    assertThat(config.getClusterConfig().getMessagingConfig().getInterfaces())
        .containsExactly("127.0.0.1");
    assertThat(addresses(config))
        .containsExactly("m1=127.0.0.1:20101", "m2=127.0.0.1:20102", "m3=127.0.0.1:20103");
    GenericMulticastPartitionGroupConfig group =
        (GenericMulticastPartitionGroupConfig) config.getPartitionGroups().get("bank");
    assertThat(group.getMembers()).containsExactlyInAnyOrder("m1", "m2", "m3");
    assertThat(group.getPartitions()).isEqualTo(7);
    assertThat(group.getPartitionSize()).isEqualTo(2);
    assertThat(group.getStorage().isFlushOnCommit()).isFalse();
    assertThat(config.getManagementGroup())
        .isInstanceOf(GenericMulticastPartitionGroupConfig.class);
    assertThat(config.getPrimitives()).containsOnlyKeys("accounts");
    Atomix node = NodeFactory.fromFile(made.toFile(), data().toFile());
    assertThat(node.getMembershipService().getLocalMember().id().id()).isEqualTo("m2");
    assertThat(node.getMembershipService().getLocalMember().address())
        .hasToString("127.0.0.1:20102");
  }

  /** The variables are those of the StatefulSet, for each of its pods. */
  @Test
  void eachPodOfTheStatefulSetIsAMember() throws Exception {
    JsonNode set = DeployFiles.yaml("kubernetes/atomix-mcast.yaml").get(3);
    String name = set.at("/metadata/name").asText();
    String service = set.at("/spec/serviceName").asText();
    namesOfContainersAreKnown();
    variables.remove("HOSTNAME");
    List<String> pods =
        IntStream.range(0, set.at("/spec/replicas").asInt()).mapToObj(i -> name + "-" + i).toList();
    for (String pod : pods) {
      Map<String, String> fields =
          Map.of(
              "metadata.namespace", "known",
              "metadata.name", pod,
              "status.podIP", "10.9.8.7");
      DeployFiles.each(set.at("/spec/template/spec/containers/0/env"))
          .forEach(
              variable -> {
                JsonNode field = variable.at("/valueFrom/fieldRef/fieldPath");
                String value =
                    field.isMissingNode()
                        ? variable.get("value").asText()
                        : fields.get(field.asText());
                variables.put(
                    variable.get("name").asText(), value.replace("$(POD_NAMESPACE)", "known"));
              });
      variables.put("MCAST_DATA", folder.resolve(pod).toString());
      assertThat(run().err).isEmpty();
      AtomixConfig config =
          NodeFactory.configuration(folder.resolve(pod).resolve("node.conf").toFile());
      assertThat(config.getClusterConfig().getNodeConfig().getId().id()).isEqualTo(pod);
      assertThat(config.getClusterConfig().getMessagingConfig().getInterfaces())
          .containsExactly("10.9.8.7");
      assertThat(addresses(config))
          .containsExactlyElementsOf(
              pods.stream()
                  .map(each -> each + "=" + each + "." + service + ".known.svc:5679")
                  .toList());
    }
  }

  /** Without MCAST_BIND it listens where its own name leads, and never everywhere. */
  @Test
  void listensOnTheAddressOfItsName() throws Exception {
    namesOfContainersAreKnown();
    variables.put("MCAST_NODES", "m1,m2.known.example.com:5680");
    Said said = run("--print");
    assertThat(said.err).isEmpty();
    assertThat(said.out)
        .contains("interfaces: [\"10.1.2.3\"]", "host: \"m2.known.example.com\", port: 5680");
    assertThat(data()).as("--print writes nothing").doesNotExist();
  }

  @Test
  void passwordsAreNotWritten() throws Exception {
    Path store = Files.writeString(folder.resolve("store.p12"), "");
    variables.put("MCAST_NODES", THREE);
    Map<String, String> ofTls =
        Map.of(
            "MCAST_KEY_STORE",
            store.toString(),
            "MCAST_KEY_STORE_PASSWORD",
            "se\"cret",
            "MCAST_TRUST_STORE",
            store.toString(),
            "MCAST_TRUST_STORE_PASSWORD",
            "se\"cret");
    variables.putAll(ofTls);
    assertThat(run().err).isEmpty();
    Path made = data().resolve("node.conf");
    assertThat(Files.readString(made)).doesNotContain("cret");
    try {
      ofTls.forEach(System::setProperty);
      ConfigFactory.invalidateCaches();
      var tls =
          NodeFactory.configuration(made.toFile())
              .getClusterConfig()
              .getMessagingConfig()
              .getTlsConfig();
      assertThat(tls.isEnabled()).isTrue();
      assertThat(tls.getKeyStorePassword()).isEqualTo("se\"cret");
    } finally {
      ofTls.keySet().forEach(System::clearProperty);
      ConfigFactory.invalidateCaches();
    }
  }

  /** The member is in the script's place, so that it gets the signals that a container gets. */
  @Test
  void aSignalEndsTheMember() throws Exception {
    program("home/bin/mcast", "echo $$", "exec sleep 60");
    variables.put("MCAST_NODES", THREE);
    Process process = start(ProcessBuilder.Redirect.PIPE);
    try {
      assertThat(process.inputReader().readLine()).isEqualTo("" + process.pid());
      process.toHandle().destroy();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(TERMINATED);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void aConfigurationOfOnesOwnIsTakenAsItIs() throws Exception {
    Path own = Files.writeString(folder.resolve("own.conf"), "");
    variables.put("MCAST_CONFIG", own.toString());
    assertThat(run().out.lines().toList()).startsWith("agent", "--config", own.toString());
  }

  /** Each says which variable, what it is, and what to do; nothing is written or started. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "MCAST_NODES; ``; MCAST_NODES is not set: name all members",
        "MCAST_NODES; ` , `; it names no member; ",
        "MCAST_NODES; m1,m2,m1; 'm1,m2,m1': it names m1 twice",
        "MCAST_NODES; m1,m2=; the host of 'm2=' in MCAST_NODES is '': it must consist of",
        "MCAST_NODES; m1.a:1,m1.b:1; 'm1.a:1,m1.b:1': it names m1 twice",
        "MCAST_NODES; 10.0.0.1:1; '10.0.0.1:1' has an address and no id; write ID=10.0.0.1:1",
        "MCAST_NODES; m1:x,m2; the port of 'm1:x' in MCAST_NODES is 'x': it must be a whole number",
        "MCAST_NODES; m1=a:b:1,m2; the host of 'm1=a:b:1' in MCAST_NODES is 'a:b': it must",
        "MCAST_NODES; m2=127.0.0.1:70000; is '70000': it must be a whole number from 1 to 65535",
        "MCAST_NODES; m\"2=a; the id of 'm\"2=a' in MCAST_NODES is 'm\"2': it must consist of",
        "MCAST_NODES; m1,m3; the name of this host is 'm2.example.com', which MCAST_NODES (m1,m3)"
            + " does not name",
        "MCAST_NODES; m1,m2; the host of m2 is 'm2', and no address is known of it after 0 s",
        "MCAST_NODE; m7; MCAST_NODE is 'm7', which MCAST_NODES (m1=",
        "MCAST_PORT; 80a; MCAST_PORT is '80a': it must be a whole number from 1 to 65535",
        "MCAST_PARTITIONS; 0; MCAST_PARTITIONS is '0': it must be a whole number from 1 to 999",
        "MCAST_PARTITION_SIZE; 4; MCAST_PARTITION_SIZE is '4': it must be a whole number from 0 to"
            + " 3",
        "MCAST_CLUSTER; a b; MCAST_CLUSTER is 'a b': it must consist of letters",
        "MCAST_GROUP; system; MCAST_GROUP is 'system': that is the group of Atomix's own books",
        "MCAST_DOMAIN; a/b; MCAST_DOMAIN is 'a/b': it must consist of letters",
        "MCAST_BIND; 0.0.0.0; MCAST_BIND is '0.0.0.0': listen on one address that others reach",
        "MCAST_BIND; eth0; MCAST_BIND is 'eth0': it must be an address, such as 127.0.0.1",
        "MCAST_HTTP; 0.0.0.0; MCAST_HTTP is '0.0.0.0': it must be HOST:PORT",
        "MCAST_HTTP; 0.0.0.0:99999; MCAST_HTTP is '0.0.0.0:99999': it must be HOST:PORT",
        "MCAST_INCLUDE; /no/such; MCAST_INCLUDE is '/no/such': no file that can be read is there",
        "MCAST_CONFIG; /no/such; MCAST_CONFIG is '/no/such': no file that can be read is there",
        "MCAST_KEY_STORE; /no/such; MCAST_KEY_STORE_PASSWORD is not set: TLS needs all four",
        "MCAST_DATA; /proc/none; MCAST_DATA is '/proc/none': ",
        "MCAST_NAME_TIMEOUT; soon; MCAST_NAME_TIMEOUT is 'soon': it must be a whole number",
        "MCAST_HOME; /no/such; MCAST_HOME is '/no/such': no bin/mcast is there; set it to",
      })
  void aWrongValueIsNamed(String variable, String value, String told) throws Exception {
    variables.put("MCAST_NODES", THREE);
    variables.put(variable, value);
    if (!variable.equals("MCAST_DATA")) {
      Files.createDirectories(data());
      Files.writeString(data().resolve("node.conf"), "the old one");
    }
    Said said = run();
    assertThat(said.err.lines().toList()).hasSize(1);
    assertThat(said.err).startsWith("atomix-mcast: ").contains(told.strip());
    assertThat(said.status).isEqualTo(2);
    assertThat(said.out).as("nothing is started").isEmpty();
    if (!variable.equals("MCAST_DATA")) {
      assertThat(Files.readString(data().resolve("node.conf"))).isEqualTo("the old one");
      try (Stream<Path> files = Files.list(data())) {
        assertThat(files).hasSize(1);
      }
    }
  }

  @Test
  void asksThePagesOfTheMember() throws Exception {
    int port = FreePorts.find(1).get(0);
    // On all addresses, as in a container: it is asked on the loopback address.
    variables.put("MCAST_HTTP", "0.0.0.0:" + port);
    assertThat(run("--health", "live").status).isEqualTo(1);
    Map<String, AgentHttp.PageSource> pages =
        Map.of(
            "/health/live", () -> new Page(200, "text/plain", "live\n"),
            "/health/ready", () -> new Page(503, "text/plain", "not ready\n"));
    try (AgentHttp http = AgentHttp.start(HttpAddress.parse("127.0.0.1:" + port), pages)) {
      assertThat(run("--health", "live")).isEqualTo(new Said(0, "", ""));
      assertThat(run("--health", "ready")).isEqualTo(new Said(1, "atomix-mcast: not ready\n", ""));
    }
    Said wrong = run("--health", "well");
    assertThat(wrong.status).isEqualTo(2);
    assertThat(wrong.err).contains("--health is given 'well': it must be live or ready");
  }

  /** The head of the script explains every variable that the rest uses, and so does the page. */
  @Test
  void everyVariableIsExplained() throws IOException {
    String text = Files.readString(SCRIPT);
    String head = text.substring(0, text.indexOf("set -euo"));
    Set<String> explained = variables(head);
    assertThat(explained).hasSizeGreaterThan(15);
    Set<String> used = variables(text.substring(head.length()));
    used.remove("MCAST_HOME");
    assertThat(explained).isEqualTo(used);
    assertThat(variables(Files.readString(Path.of("..", "docs", "deployment.md"))))
        .containsAll(explained);
  }

  private static Set<String> variables(String text) {
    return VARIABLE
        .matcher(text)
        .results()
        .map(found -> found.group())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
