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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.atomix.core.Atomix;
import io.atomix.core.AtomixConfig;
import io.atomix.mcast.GenericMulticastProtocolConfig;
import io.atomix.mcast.agent.doctor.SharedSettings;
import io.atomix.mcast.partition.GenericMulticastPartitionGroupConfig;
import io.atomix.mcast.testing.Certificates;
import io.atomix.mcast.tls.TlsAtomix;
import io.atomix.primitive.config.PrimitiveConfig;
import io.atomix.primitive.partition.PartitionGroupConfig;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every file in the folder conf is one that a node can be made from, and says what it means to. */
class ConfFilesTest {
  private static final Path CONF = Path.of("..", "conf");
  private static final Map<String, String> VARIABLES =
      Map.of(
          "MCAST_NODE", "2",
          "MCAST_DATA", "target/demo-data",
          "MCAST_PORT", "20102",
          "MCAST_PORT_1", "20101",
          "MCAST_PORT_2", "20102",
          "MCAST_PORT_3", "20103",
          "MCAST_PARTITIONS", "3",
          "MCAST_PEER_PARTITIONS", "3");

  /** What tls.conf takes from the environment. */
  private static final List<String> TLS_VARIABLES =
      List.of(
          "MCAST_KEY_STORE",
          "MCAST_KEY_STORE_PASSWORD",
          "MCAST_TRUST_STORE",
          "MCAST_TRUST_STORE_PASSWORD");

  private static final Path CLIENT = CONF.resolve("client.conf");

  @TempDir static Path stores;

  private static Certificates certificates;

  @TempDir private Path folder;

  /** Returns those of members. */
  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(CONF)) {
      return files.filter(file -> !file.equals(CLIENT)).sorted().toList();
    }
  }

  @BeforeAll
  static void makeCertificates() throws Exception {
    certificates = Certificates.make(stores);
  }

  @BeforeEach
  void setVariables() {
    VARIABLES.forEach(System::setProperty);
    System.setProperty("MCAST_KEY_STORE", certificates.keys().toString());
    System.setProperty("MCAST_KEY_STORE_PASSWORD", Certificates.PASSWORD);
    System.setProperty("MCAST_TRUST_STORE", certificates.trust().toString());
    System.setProperty("MCAST_TRUST_STORE_PASSWORD", Certificates.PASSWORD);
    ConfigFactory.invalidateCaches();
  }

  @AfterEach
  void removeVariables() {
    VARIABLES.keySet().forEach(System::clearProperty);
    TLS_VARIABLES.forEach(System::clearProperty);
    ConfigFactory.invalidateCaches();
  }

  @ParameterizedTest
  @MethodSource("files")
  void makesANode(Path file) {
    Atomix node = NodeFactory.fromFile(file.toFile());
    assertThat(node.getMembershipService().getLocalMember().address().host())
        .isEqualTo("127.0.0.1");
    AtomixConfig config = Atomix.config(file.toFile());
    assertThat(config.getPartitionGroups().values())
        .hasAtLeastOneElementOfType(GenericMulticastPartitionGroupConfig.class);
    assertThat(config.getClusterConfig().getMessagingConfig().getInterfaces())
        .containsExactly("127.0.0.1");
    config.getPrimitives().values().forEach(primitive -> assertGroupsExist(config, primitive));
  }

  @Test
  void threeNodesDifferInNameAndPort() {
    AtomixConfig config = Atomix.config(CONF.resolve("three-nodes.conf").toFile());
    assertThat(config.getClusterConfig().getNodeConfig().getId().id()).isEqualTo("m2");
    assertThat(config.getClusterConfig().getNodeConfig().getPort()).isEqualTo(20102);
  }

  @Test
  void theClientIsOneOfTheThreeNodesAndHoldsNothing() {
    Atomix node = NodeFactory.fromFile(CLIENT.toFile());
    assertThat(node.getMembershipService().getLocalMember().address().host())
        .isEqualTo("127.0.0.1");
    AtomixConfig client = Atomix.config(CLIENT.toFile());
    assertThat(client.getManagementGroup()).isNull();
    assertThat(client.getPartitionGroups()).isEmpty();
    assertThat(client.getClusterConfig().getMessagingConfig().getInterfaces())
        .containsExactly("127.0.0.1");
    AtomixConfig members = Atomix.config(CONF.resolve("three-nodes.conf").toFile());
    assertThat(NodeFactory.bootstrapNodes(members))
        .extracting(each -> each.getId().id())
        .doesNotContain(client.getClusterConfig().getNodeConfig().getId().id());
    assertThat(SharedSettings.of(client))
        .isEqualTo(
            SharedSettings.of(members).entrySet().stream()
                .filter(each -> !each.getKey().matches("(managementGroup|partitionGroups)\\..*"))
                .collect(
                    Collectors.toMap(
                        Map.Entry::getKey,
                        Map.Entry::getValue,
                        (one, other) -> one,
                        TreeMap::new)));
    client.getPrimitives().values().forEach(primitive -> assertGroupsExist(members, primitive));
  }

  @Test
  void severalGroupsHaveOnePartitionEach() {
    AtomixConfig config = Atomix.config(CONF.resolve("several-groups.conf").toFile());
    assertThat(config.getPartitionGroups()).containsOnlyKeys("east", "west", "south");
    assertThat(config.getPartitionGroups().values())
        .extracting(PartitionGroupConfig::getPartitions)
        .containsOnly(1);
    GenericMulticastProtocolConfig protocol =
        (GenericMulticastProtocolConfig) config.getPrimitive("accounts").getProtocolConfig();
    assertThat(protocol.getGroups()).containsExactly("east", "west", "south");
  }

  @Test
  void tlsIsForEverythingThatNodesSayToEachOther() {
    assertThat(NodeFactory.fromFile(CONF.resolve("tls.conf").toFile()))
        .isInstanceOf(TlsAtomix.class);
    assertThat(NodeFactory.fromFile(CONF.resolve("single-node.conf").toFile()))
        .isNotInstanceOf(TlsAtomix.class);
  }

  /** Each is told before anything starts, with the option and what is wrong with it. */
  @Test
  void storesThatAreOfNoUseForTlsAreNamed() {
    assertTlsFails(
        Map.of("MCAST_KEY_STORE", folder.resolve("none.p12").toString()),
        "cluster.messaging.tls.keyStore",
        "none.p12",
        "no such file");
    assertTlsFails(
        Map.of("MCAST_TRUST_STORE_PASSWORD", "wrong"),
        "cluster.messaging.tls.trustStore",
        "trustStorePassword");
    assertTlsFails(
        Map.of("MCAST_KEY_STORE", certificates.trust().toString()),
        "cluster.messaging.tls.keyStore",
        "no private key");
    assertTlsFails(
        Map.of("MCAST_TRUST_STORE", certificates.keys().toString()),
        "cluster.messaging.tls.trustStore",
        "no trusted certificate");
  }

  @Test
  void multicastWhichCannotBeEncryptedIsNotForTls() throws IOException {
    String text = Files.readString(CONF.resolve("tls.conf"));
    Path file = folder.resolve("multicast.conf");
    Files.writeString(file, text + "cluster.multicast.enabled: true\n");
    assertThatThrownBy(() -> NodeFactory.fromFile(file.toFile()))
        .isInstanceOf(CommandException.class)
        .hasMessageContainingAll("cluster.multicast.enabled = true", "not encrypted");
  }

  private static void assertTlsFails(Map<String, String> variables, String... told) {
    Map<String, String> before = new HashMap<>();
    variables.forEach((name, value) -> before.put(name, System.setProperty(name, value)));
    ConfigFactory.invalidateCaches();
    assertThatThrownBy(() -> NodeFactory.fromFile(CONF.resolve("tls.conf").toFile()))
        .isInstanceOf(CommandException.class)
        .hasMessageContainingAll(told);
    before.forEach(System::setProperty);
    ConfigFactory.invalidateCaches();
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(() -> NodeFactory.fromFile(new File("no-such.conf")))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("no-such.conf")
        .hasMessageContaining("conf");
  }

  @Test
  void aVariableWithoutValueIsNamed() {
    removeVariables();
    assertThatThrownBy(() -> NodeFactory.fromFile(CONF.resolve("three-nodes.conf").toFile()))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("MCAST_NODE")
        .hasMessageContaining("environment");
  }

  @Test
  void anUnknownOptionIsNamed() throws IOException {
    String good = Files.readString(CONF.resolve("single-node.conf"));
    Path file = folder.resolve("wrong.conf");
    Files.writeString(file, good.replace("partitions: 3", "partitions: 3, electionTimeoutt: 1s"));
    assertThatThrownBy(() -> NodeFactory.fromFile(file.toFile()))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("wrong.conf")
        .hasMessageContaining("electionTimeoutt")
        .hasMessageContaining("(did you mean electionTimeout?)");
    // Also of Atomix's own options.
    Files.writeString(file, good.replace("clusterId:", "clusterid:"));
    assertThatThrownBy(() -> NodeFactory.fromFile(file.toFile()))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("(did you mean clusterId?)");
  }

  /** Sizes, flags and names as docs/options.md writes them, and errors for other texts. */
  @Test
  void valuesAreTakenAsThePageOnOptionsWritesThem() throws IOException {
    String good = Files.readString(CONF.resolve("single-node.conf"));
    Path file = folder.resolve("values.conf");
    Files.writeString(
        file,
        good.replace(
            "partitions: 3",
            "partitions: 3, storage { segmentSize: 8 MB, maxEntrySize: 256 KB, flushOnCommit:"
                + " yes }"));
    assertThat(NodeFactory.fromFile(file.toFile())).isNotNull();
    Files.writeString(file, good.replace("partitions: 3", "storage.flushOnCommit: 1"));
    assertThatThrownBy(() -> NodeFactory.fromFile(file.toFile()))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("storage.flushOnCommit = 1: must be true or false");
  }

  private static void assertGroupsExist(AtomixConfig config, PrimitiveConfig<?> primitive) {
    if (primitive.getProtocolConfig() instanceof GenericMulticastProtocolConfig protocol) {
      List<String> groups =
          protocol.getGroups() == null ? List.of(protocol.getGroup()) : protocol.getGroups();
      assertThat(config.getPartitionGroups()).containsKeys(groups.toArray(String[]::new));
    }
  }
}
