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
package io.atomix.mcast.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.status.NodeHealth.HealthGrade;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeHealthTest {
  private static final ReplicaStatus ONE = new ReplicaStatus("m1", true, 0, 0);
  private static final ReplicaStatus TWO = new ReplicaStatus("m2", true, 120, 0);
  private static final ReplicaStatus THREE = new ReplicaStatus("m3", true, 80, 1);

  private static GroupStatus group(String name, boolean ready, ReplicaStatus... replicas) {
    return new GroupStatus(
        name,
        List.of(),
        true,
        "m1",
        null,
        null,
        ready,
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
        List.of(replicas),
        0,
        new DiskStatus("data", 1L << 30, 32 << 20));
  }

  private static MemberStatus seen(String member, String sight, long millis) {
    return new MemberStatus(member, sight, millis, "127.0.0.1:1", "3.1.12", null);
  }

  private static NodeStatus status(List<MemberStatus> members, GroupStatus... groups) {
    boolean ready = List.of(groups).stream().allMatch(GroupStatus::ready);
    return new NodeStatus("m1", ready, null, members, List.of(groups));
  }

  private static List<MemberStatus> all(String sightOfTwo, long millis) {
    return List.of(
        seen("m1", "REACHABLE", 9), seen("m2", sightOfTwo, millis), seen("m3", "REACHABLE", 9));
  }

  private static String sentence(NodeStatus status) {
    return NodeHealth.of(status).sentence("m1 is ready");
  }

  @Test
  void allIsWell() {
    NodeStatus status = status(all("REACHABLE", 9), group("data-1", true, ONE, TWO, THREE));
    assertThat(NodeHealth.of(status).grade()).isEqualTo(HealthGrade.WELL);
    assertThat(sentence(status)).isEqualTo("m1 is ready");
  }

  @Test
  void aMemberThatIsSilentLeavesTheGroupsOfThreeOneFailureFromTheirEnd() {
    ReplicaStatus silent = new ReplicaStatus("m2", false, 14_200, 7);
    NodeStatus status =
        status(
            all("GONE", 4_000),
            group("data-1", true, ONE, silent, THREE),
            group("data-2", true, ONE, new ReplicaStatus("m2", false, 12_000, -1), THREE));
    assertThat(NodeHealth.of(status).grade()).isEqualTo(HealthGrade.DEGRADED);
    assertThat(sentence(status))
        .isEqualTo(
            "m1 is ready; m2 has not been heard for 14 s: one more failure stops data-1, data-2");
  }

  @Test
  void aMemberThatOnlyTheMembershipMissesIsTold() {
    NodeStatus status = status(all("UNREACHABLE", 3_140), group("data-1", true, ONE, TWO, THREE));
    assertThat(NodeHealth.of(status).grade()).isEqualTo(HealthGrade.DEGRADED);
    assertThat(sentence(status)).isEqualTo("m1 is ready; the cluster has not seen m2 for 3.1 s");
  }

  @Test
  void aMemberThatNeverCameIsTold() {
    NodeStatus status =
        status(
            all("NEVER_SEEN", 700_000),
            group("data-1", true, ONE, new ReplicaStatus("m2", false, 1, -1), THREE));
    assertThat(sentence(status))
        .isEqualTo(
            "m1 is ready; m2 has never been seen in the 11 min since m1 is up: one more failure"
                + " stops data-1");
  }

  @Test
  void ofFiveReplicasOneMayBeMissing() {
    NodeStatus status =
        status(
            all("REACHABLE", 9),
            group(
                "data-1",
                true,
                ONE,
                new ReplicaStatus("m2", false, 5_000, 0),
                THREE,
                new ReplicaStatus("m4", true, 0, 0),
                new ReplicaStatus("m5", true, 0, 0)));
    assertThat(sentence(status)).isEqualTo("m1 is ready; m2 has not been heard for 5.0 s");
  }

  @Test
  void aLeaderThatHearsNoMajorityDoesNotServe() {
    ReplicaStatus two = new ReplicaStatus("m2", false, 9_000, 0);
    NodeStatus status =
        status(
            all("REACHABLE", 9),
            group("data-1", true, ONE, two, new ReplicaStatus("m3", false, 3_000, 0)),
            group("data-2", true, ONE, two, THREE));
    assertThat(NodeHealth.of(status).grade()).isEqualTo(HealthGrade.NOT_SERVING);
    assertThat(sentence(status))
        .isEqualTo(
            "m1 is ready; m2 has not been heard for 9.0 s, m3 has not been heard for 3.0 s: no"
                + " majority is left of data-1; one more stops data-2");
  }

  @Test
  void whatTheLeaderWasNotAskedIsNotHeldAgainstAMember() {
    ReplicaStatus unknown = new ReplicaStatus("m2", null, -1, -1);
    assertThat(
            NodeHealth.of(status(all("REACHABLE", 9), group("data-1", true, ONE, unknown, THREE)))
                .grade())
        .isEqualTo(HealthGrade.WELL);
  }

  @Test
  void aReplicaThatLagsIsTold() {
    NodeStatus status =
        status(
            all("REACHABLE", 9),
            group("data-1", true, ONE, new ReplicaStatus("m2", true, 10, 10_001), THREE));
    assertThat(sentence(status)).isEqualTo("m1 is ready; m2 is 10001 entries behind in data-1");
  }

  @Test
  void aDiskWithoutRoomForAllReplicasIsTold() {
    GroupStatus[] groups = new GroupStatus[33];
    for (int i = 0; i < groups.length; i++) {
      groups[i] = group("data-" + i, true, ONE);
    }
    NodeStatus status = status(List.of(), groups);
    assertThat(NodeHealth.of(status).grade()).isEqualTo(HealthGrade.DEGRADED);
    assertThat(sentence(status))
        .isEqualTo("m1 is ready; m1 has 1024 MB left on the disk of data, and should have 1056");
  }

  @Test
  void aGroupThatCannotBeUsedCountsMost() {
    assertThat(NodeHealth.of(status(all("REACHABLE", 9), group("data-1", false, ONE, TWO))).grade())
        .isEqualTo(HealthGrade.NOT_SERVING);
  }

  @Test
  void timesAreShort() {
    assertThat(List.of(400L, 14_999L, 720_000L, 36_000_000L).stream().map(NodeHealth::duration))
        .containsExactly("0.4 s", "14 s", "12 min", "10 h");
  }
}
