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
package io.atomix.mcast.agent.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.agent.CommandException;
import io.atomix.mcast.agent.http.HttpAddress;
import io.atomix.mcast.status.DiskStatus;
import io.atomix.mcast.status.GroupStatus;
import io.atomix.mcast.status.MemberStatus;
import io.atomix.mcast.status.NodeHealth.HealthGrade;
import io.atomix.mcast.status.NodeInfo;
import io.atomix.mcast.status.NodeStatus;
import io.atomix.mcast.status.ReplicaStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ClusterStatusTest {
  private final Map<String, NodeStatus> agents = new HashMap<>();
  private final List<HttpAddress> questions = new ArrayList<>();
  private final ClusterStatus cluster = new ClusterStatus(this::answer);

  private NodeStatus answer(HttpAddress address) {
    questions.add(address);
    NodeStatus status = agents.get(address.toString());
    if (status == null) {
      throw new CommandException("No agent answers at " + address);
    }
    return status;
  }

  private static MemberStatus member(int number, String http) {
    return new MemberStatus("m" + number, "REACHABLE", 9_000, "127.0.0.1:1", "3.1.12", http);
  }

  private static NodeStatus node(int number, boolean ready, boolean allHeard, String... http) {
    return node(number, ready, "running", allHeard, http);
  }

  private static NodeStatus node(
      int number, boolean ready, String state, boolean allHeard, String... http) {
    List<MemberStatus> members = new ArrayList<>();
    for (int i = 1; i <= http.length; i++) {
      members.add(member(i, http[i - 1]));
    }
    GroupStatus group =
        new GroupStatus(
            "data-1",
            List.of("m1", "m2", "m3"),
            true,
            "m1",
            "m2",
            null,
            ready,
            number == 1,
            3,
            9,
            9,
            0,
            number,
            0,
            0,
            0,
            0,
            0,
            0,
            null,
            List.of(),
            List.of(),
            List.of(
                new ReplicaStatus("m1", true, 0, 0),
                new ReplicaStatus("m2", true, 0, 0),
                new ReplicaStatus("m3", allHeard, 14_000, 0)),
            0,
            new DiskStatus("data", 3L << 30, 1));
    return new NodeStatus(
        "m" + number,
        ready,
        new NodeInfo(state, "17.0.1", "3.1.12", "0.1.0", 1, List.of(), new TreeMap<>(), List.of()),
        members,
        List.of(group));
  }

  private void ask(String... addresses) throws InterruptedException {
    cluster.ask(List.of(addresses).stream().map(HttpAddress::parse).toList());
  }

  @Test
  void oneAgentTellsWhereTheOthersAre() throws InterruptedException {
    for (int i = 1; i <= 3; i++) {
      agents.put("h:" + i, node(i, true, true, "h:1", "h:2", "h:3"));
    }
    ask("h:2");
    assertThat(questions).extracting(HttpAddress::port).containsExactly(2, 1, 3);
    assertThat(cluster.grade()).isEqualTo(HealthGrade.WELL);
    assertThat(cluster.answers()).extracting(NodeStatus::node).containsExactly("m1", "m2", "m3");
    assertThat(cluster.text())
        .isEqualTo(
            """
            3 of 3 members are ready

            MEMBER  AGENT  STATE  LEADS  SHOULD LEAD  BEHIND  PENDING  DISK FREE  LAST SNAPSHOT  ATOMIX-MCAST  ATOMIX  JAVA
            m1      h:1    ready  1      0            0       1        3.0 GB     none           0.1.0         3.1.12  17.0.1
            m2      h:2    ready  0      1            0       2        3.0 GB     none           0.1.0         3.1.12  17.0.1
            m3      h:3    ready  0      0            0       3        3.0 GB     none           0.1.0         3.1.12  17.0.1
            """);
  }

  @Test
  void anAgentThatDoesNotAnswerIsARowOfItsOwn() throws InterruptedException {
    agents.put("h:1", node(1, true, false, "h:1", "h:2", "h:3"));
    agents.put("h:2", node(2, true, true, "h:1", "h:2", "h:3"));
    ask("h:1", "h:3");
    assertThat(questions).extracting(HttpAddress::port).containsExactly(1, 3, 2);
    assertThat(cluster.grade()).isEqualTo(HealthGrade.DEGRADED);
    assertThat(cluster.text())
        .startsWith(
            """
            2 of 3 members are ready; m3 has not been heard for 14 s: one more failure stops data-1
              m3: No agent answers at h:3
            """)
        .contains("\nm3      h:3    no answer\n");
  }

  @Test
  void aMemberThatIsStartingSaysSo() throws InterruptedException {
    agents.put("h:1", node(1, true, true, "h:1", "h:2", "h:3"));
    agents.put("h:2", node(2, false, "starting", true, "h:1", "h:2", "h:3"));
    agents.put("h:3", node(3, false, true, "h:1", "h:2", "h:3"));
    ask("h:1");
    assertThat(cluster.grade()).isEqualTo(HealthGrade.DEGRADED);
    assertThat(cluster.text())
        .contains("\nm2      h:2    NOT READY, but starting  0 ")
        .contains("\nm3      h:3    NOT READY                0 ");
  }

  @Test
  void anAgentThatServesItsOwnMachineOnlyIsNotTakenForAnother() throws InterruptedException {
    agents.put("127.0.0.1:8", node(1, true, true, "127.0.0.1:8", "127.0.0.1:8", null));
    ask("127.0.0.1:8");
    assertThat(cluster.grade()).isEqualTo(HealthGrade.DEGRADED);
    assertThat(cluster.problems())
        .containsExactly(
            "m2: its agent serves 127.0.0.1:8 on its own machine only, and here that is m1; start"
                + " it with --http HOST:PORT of a network, or ask there",
            "m3: its agent serves no pages; start it with --http");
  }

  @Test
  void aGroupThatNobodyCanUseIsTheWorst() throws InterruptedException {
    agents.put("h:1", node(1, false, true, "h:1"));
    ask("h:1", "h:9");
    assertThat(cluster.grade()).isEqualTo(HealthGrade.NOT_SERVING);
    assertThat(cluster.text()).startsWith("0 of 2 members are ready; NOT SERVED: data-1\n");
  }

  @Test
  void whereNobodyAnswersNothingIsServedAsFarAsIsKnown() throws InterruptedException {
    ask("h:1");
    assertThat(cluster.grade()).isEqualTo(HealthGrade.NOT_SERVING);
    assertThat(cluster.problems()).containsExactly("h:1: No agent answers at h:1");
  }
}
