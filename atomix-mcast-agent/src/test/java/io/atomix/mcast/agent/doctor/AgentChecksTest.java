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

import io.atomix.mcast.agent.doctor.AgentChecks.ClockRange;
import io.atomix.mcast.status.DiskStatus;
import io.atomix.mcast.status.GroupStatus;
import io.atomix.mcast.status.MemberStatus;
import io.atomix.mcast.status.NodeInfo;
import io.atomix.mcast.status.NodeStatus;
import io.atomix.mcast.status.ReplicaStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AgentChecksTest {
  private final Map<String, ClockRange> clocks = new HashMap<>();
  private final Map<String, SortedMap<String, String>> file = new HashMap<>();

  /** A node in good order, in which a test puts something wrong. */
  private static final class Node {
    private final String id;
    private String state = "running";
    private String plugin = "0.1.0";
    private String atomix = "3.1.12";
    private List<String> missingFlags = List.of();
    private List<String> logged = List.of();
    private String problem;
    private long free = 1L << 40;
    private MemberStatus second = member("m2", "REACHABLE", 9_000);
    private ReplicaStatus replica = new ReplicaStatus("m2", true, 30, 0);
    private final SortedMap<String, String> settings =
        new TreeMap<>(
            Map.of(
                "cluster.clusterId", "one",
                "partitionGroups.data.members", "m1 m2",
                "partitionGroups.data.partitions", "3",
                "partitionGroups.data.type", "generic-multicast",
                "primitives.a.partitioner", "Standard"));

    Node(String id) {
      this.id = id;
    }

    private static MemberStatus member(String id, String sight, long millis) {
      return new MemberStatus(id, sight, millis, "127.0.0.1:20102", "3.1.12", null);
    }

    private NodeStatus status() {
      return new NodeStatus(
          id,
          state.equals("running") && problem == null,
          new NodeInfo(state, "17", atomix, plugin, 1, missingFlags, settings, logged),
          List.of(member("m1", "REACHABLE", 9_000), second),
          List.of(
              new GroupStatus(
                  "data-1",
                  List.of("m1", "m2"),
                  true,
                  "m1",
                  null,
                  problem,
                  problem == null,
                  true,
                  1,
                  1,
                  1,
                  0,
                  0,
                  0,
                  0,
                  0,
                  0,
                  0,
                  0,
                  null,
                  List.of(),
                  List.of(),
                  List.of(new ReplicaStatus("m1", true, 0, 0), replica),
                  0,
                  new DiskStatus("data", free, 32 << 20))));
    }
  }

  private final Node one = new Node("m1");
  private final Node two = new Node("m2");

  private List<String> found(Node... nodes) throws InterruptedException {
    return AgentChecks.of(
            List.of(nodes).stream().map(Node::status).toList(),
            address -> "tried " + address,
            clocks,
            file)
        .stream()
        .peek(finding -> assertThat(finding.remedy()).isNotBlank())
        .map(Finding::what)
        .toList();
  }

  @Test
  void nodesInGoodOrder() throws InterruptedException {
    assertThat(found(one, two)).isEmpty();
  }

  @Test
  void aMemberThatIsMissingAndWhatWasTried() throws InterruptedException {
    one.second = Node.member("m2", "GONE", 4_000);
    one.replica = new ReplicaStatus("m2", false, 14_000, 3);
    assertThat(found(one))
        .containsExactly(
            "m2 is missing: m1 has not seen it for 4.0 s, the leader of data-1 has not heard it for"
                + " 14 s; from here, 127.0.0.1:20102: tried 127.0.0.1:20102");
  }

  @Test
  void whatOneLeaderSaysToSeveralIsToldOnce() throws InterruptedException {
    one.second = Node.member("m3", "GONE", 4_000);
    two.second = Node.member("m3", "GONE", 5_000);
    one.replica = new ReplicaStatus("m3", false, 14_000, 3);
    two.replica = new ReplicaStatus("m3", false, 15_000, 3);
    assertThat(found(one, two))
        .singleElement()
        .asString()
        .startsWith(
            "m3 is missing: m1 has not seen it for 4.0 s, m2 has not seen it for 5.0 s, the leader"
                + " of data-1 has not heard it for 14 s; from here");
  }

  @Test
  void aMemberThatNeverCame() throws InterruptedException {
    one.second = new MemberStatus("m2", "NEVER_SEEN", 60_000, null, null, null);
    assertThat(found(one))
        .containsExactly(
            "m2 is missing: m1 has never seen it in 60 s; nobody has told where it should be");
    one.settings.put("cluster.discovery.m2", "h2:20102");
    assertThat(found(one))
        .containsExactly(
            "m2 is missing: m1 has never seen it in 60 s; from here, h2:20102: tried h2:20102");
  }

  @Test
  void aGroupThatCannotBeUsed() throws InterruptedException {
    one.problem = "it has no leader";
    assertThat(found(one)).containsExactly("m1 cannot use data-1: it has no leader");
  }

  @Test
  void aNodeThatIsStillStarting() throws InterruptedException {
    one.state = "starting";
    assertThat(found(one)).containsExactly("still starting: m1");
  }

  @Test
  void aFlagThatIsMissing() throws InterruptedException {
    one.missingFlags = List.of(NodeInfo.OPENS);
    assertThat(found(one, two))
        .containsExactly("the JVM of m1 was started without " + NodeInfo.OPENS);
  }

  @Test
  void whatTheLogOfANodeSays() throws InterruptedException {
    one.logged = List.of("The replica of group data-1 on m1 has stopped: its log is broken");
    assertThat(found(one, two))
        .containsExactly(
            "the log of m1 says: The replica of group data-1 on m1 has stopped: its log is broken");
  }

  @Test
  void aDiskThatIsTooFull() throws InterruptedException {
    two.free = 5 << 20;
    assertThat(found(one, two))
        .containsExactly("m2 has 5 MB left on the disk of data, and should have 32");
  }

  @Test
  void versionsThatDiffer() throws InterruptedException {
    two.plugin = "0.2.0";
    one.atomix = "3.1.11";
    assertThat(found(one, two))
        .containsExactly(
            "the versions of atomix-mcast differ: 0.1.0 on m1; 0.2.0 on m2",
            "the versions of Atomix differ: 3.1.11 on m1; 3.1.12 on m2");
  }

  @Test
  void clocksThatAreFarApart() throws InterruptedException {
    clocks.put("m1", new ClockRange(-10, 40));
    clocks.put("m2", new ClockRange(400, 900));
    assertThat(found(one, two)).as("they may differ by 360 ms only").isEmpty();
    clocks.put("m2", new ClockRange(3_240, 3_300));
    assertThat(found(one, two))
        .containsExactly("the clock of m2 is at least 3.2 s ahead of that of m1");
  }

  @Test
  void groupsAndPrimitivesThatDiffer() throws InterruptedException {
    one.settings.put("cluster.discovery.m2", "h2:20102");
    two.settings.put("cluster.discovery.m2", "127.0.0.1:20102");
    two.settings.put("partitionGroups.data.partitions", "5");
    two.settings.put("partitionGroups.data.members", "m1 m2 m3");
    two.settings.put("partitionGroups.data.type", "raft");
    two.settings.put("primitives.a.partitioner", "Mine");
    assertThat(found(one, two))
        .containsExactly(
            "partitionGroups.data.members differs: m1 m2 in m1; m1 m2 m3 in m2",
            "partitionGroups.data.partitions differs: 3 in m1; 5 in m2",
            "partitionGroups.data.type differs: generic-multicast in m1; raft in m2",
            "primitives.a.partitioner differs: Mine in m2; Standard in m1");
  }

  @Test
  void anotherCluster() throws InterruptedException {
    SortedMap<String, String> settings = new TreeMap<>(one.settings);
    settings.put("cluster.clusterId", "two");
    file.put("node.conf", settings);
    assertThat(found(one))
        .containsExactly("cluster.clusterId differs: one in m1; two in node.conf");
  }

  @Test
  void aGroupThatAMemberDoesNotHave() throws InterruptedException {
    two.settings.keySet().removeIf(key -> key.startsWith("partitionGroups"));
    assertThat(found(one, two))
        .containsExactly(
            "m2 is a member of partitionGroups.data, but its configuration does not have this"
                + " group");
  }
}
