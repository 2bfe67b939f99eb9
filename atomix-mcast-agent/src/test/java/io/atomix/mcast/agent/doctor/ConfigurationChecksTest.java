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
package io.atomix.mcast.agent.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.agent.CommandException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationChecksTest {
  @TempDir private Path folder;

  private List<String> found(String old, String changed) {
    return ConfigurationChecks.of(ConfigOfTest.good(folder, 20101).with(old, changed).read(folder))
        .stream()
        .peek(finding -> assertThat(finding.remedy()).isNotBlank())
        .map(Finding::what)
        .toList();
  }

  @Test
  void aGoodConfigurationHasNothing() {
    assertThat(found("m1", "m1")).isEmpty();
  }

  @Test
  void aNodeThatIsAlmostAMember() {
    assertThat(found("node { id: m1", "node { id: M1"))
        .containsExactly("cluster.node.id = M1 is not a member of any group, but m1 is");
  }

  @Test
  void aNodeWithoutAnId() {
    assertThat(found("node { id: m1, ", "node { "))
        .containsExactly(
            "the node has no id, so it gets another one at each start, and the groups are held by"
                + " m1, m2");
  }

  @Test
  void aClientMayHaveAnyName() {
    assertThat(found("node { id: m1", "node { id: web-server")).isEmpty();
  }

  @Test
  void aMemberThatDiscoveryDoesNotKnow() {
    assertThat(found("partitions: 3, members: [m1, m2]", "partitions: 3, members: [m1, m22]"))
        .containsExactly(
            "partitionGroups.data.members has m22, but cluster.discovery.nodes has no node of this"
                + " id (is it m2?)");
  }

  @Test
  void twoAddressesOfTheNodeItself() {
    assertThat(found("nodes.1 { id: m1, host: \"127.0.0.1\"", "nodes.1 { id: m1, host: \"h1\""))
        .containsExactly(
            "cluster.node is m1 at 127.0.0.1:20101, but cluster.discovery.nodes says h1:20101");
  }

  @Test
  void twoNodesAtOneAddress() {
    assertThat(found("port: 1 }", "port: 20101 }"))
        .containsExactly(
            "cluster.discovery.nodes has m1 and m2 at the same address, 127.0.0.1:20101");
  }

  @Test
  void oneNodeTwice() {
    assertThat(
            found("    nodes.2 {", "nodes.3 { id: m2, host: \"127.0.0.1\", port: 2 }\nnodes.2 {"))
        .containsExactly("cluster.discovery.nodes has m2 twice");
  }

  @Test
  void aPrimitiveOfAGroupThatIsNotThere() {
    assertThat(found("group: data", "group: dta"))
        .containsExactly(
            "primitives.accounts.groups has dta, but partitionGroups has no such group (is it"
                + " data?)");
  }

  /** As it is where the jar is missing that has the type. */
  @Test
  void aTypeThatNoJarBrings() {
    for (String unknown : List.of("type: multi-log", "type: multi-primary")) {
      Finding finding = error("type: generic-multicast, group: data", unknown + ", group: data");
      assertThat(finding.remedy()).contains(".jar: put it on the class path");
    }
    assertThat(error("type: raft,", "type: log,").remedy())
        .startsWith("log comes with atomix-log.jar: ");
    assertThat(error("type: atomic-map", "type: primary-backup").remedy())
        .startsWith("primary-backup comes with atomix-primary-backup.jar: ");
  }

  @Test
  void aFileThatCannotBeRead() {
    Finding finding = error("partitions: 3", "partitoins: 3");
    assertThat(finding.what()).contains("did you mean").contains("partitions");
    assertThat(finding.remedy()).startsWith("correct the file");
  }

  private Finding error(String old, String changed) {
    try {
      ConfigOfTest.good(folder, 20101).with(old, changed).read(folder);
    } catch (CommandException e) {
      return ConfigurationErrors.of(e.getMessage());
    }
    throw new AssertionError("could be read: " + changed);
  }

  @Test
  void theSettingsThatAllShare() {
    assertThat(SharedSettings.of(ConfigOfTest.good(folder, 20101).read(folder)))
        .containsEntry("cluster.clusterId", "doctor-test")
        .containsEntry("cluster.discovery.m2", "127.0.0.1:1")
        .containsEntry("managementGroup.members", "m1 m2")
        .containsEntry("partitionGroups.data.partitions", "3")
        .containsEntry("partitionGroups.data.type", "generic-multicast")
        .containsEntry("primitives.accounts.protocol", "generic-multicast")
        .containsEntry("primitives.accounts.groups", "data")
        .containsKey("primitives.accounts.partitioner");
    assertThat(SharedSettings.of(ConfigOfTest.good(folder, 20101).read(folder)).toString())
        .as("names that differ from process to process")
        .doesNotContain("Lambda")
        .doesNotContain("0x");
  }
}
