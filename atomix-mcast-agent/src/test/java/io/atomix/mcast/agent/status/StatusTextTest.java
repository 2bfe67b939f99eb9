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

import io.atomix.mcast.agent.http.StatusJson;
import io.atomix.mcast.status.DiskStatus;
import io.atomix.mcast.status.GroupStatus;
import io.atomix.mcast.status.MemberStatus;
import io.atomix.mcast.status.NodeInfo;
import io.atomix.mcast.status.NodeStatus;
import io.atomix.mcast.status.PendingStatus;
import io.atomix.mcast.status.PrimitiveStatus;
import io.atomix.mcast.status.ReplicaStatus;
import io.atomix.mcast.status.WaitStep;
import io.atomix.mcast.status.WaitStep.WaitReason;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StatusTextTest {
  private static final String CLIENT = "5b0f2a1c93d84e7789d0a1b2c3d4e5f6";

  private static GroupStatus group(int partition, String problem, PendingStatus... pending) {
    return new GroupStatus(
        "data-" + partition,
        List.of("m1", "m2", "m3"),
        true,
        partition == 1 ? "m1" : "m2",
        partition == 1 ? "m3" : "m2",
        problem,
        problem == null,
        partition == 1,
        3,
        1204,
        1200,
        problem == null ? 4 : -1,
        pending.length,
        pending.length == 0 ? 0 : pending[0].ageMillis(),
        pending.length,
        0,
        0,
        2,
        1200,
        "cafe0123",
        List.of(
            new PrimitiveStatus("accounts", "atomic-map", 2, 10 * partition),
            new PrimitiveStatus("lock", "atomic-lock", 1, -1)),
        List.of(pending),
        List.of(
            new ReplicaStatus("m1", true, 0, 0),
            new ReplicaStatus("m2", problem == null, problem == null ? 40 : 14_200, 7),
            new ReplicaStatus("m3", true, 90, 0)),
        partition * 1_000L,
        new DiskStatus("data/m1", 5L << 30, 32 << 20));
  }

  private static NodeStatus status(boolean ready, GroupStatus... groups) {
    return new NodeStatus(
        "m1",
        ready,
        new NodeInfo(
            ready ? "running" : "starting",
            "17.0.11",
            "3.1.12",
            "0.1.0",
            182_000,
            List.of(),
            new TreeMap<>(),
            List.of()),
        List.of(
            new MemberStatus("m1", "REACHABLE", 9_000, "127.0.0.1:20101", "3.1.12", null),
            new MemberStatus(
                "m2",
                ready ? "REACHABLE" : "GONE",
                4_000,
                "127.0.0.1:20102",
                "3.1.12",
                "127.0.0.1:8082"),
            new MemberStatus("m3", "NEVER_SEEN", 9_000, null, null, null)),
        List.of(groups));
  }

  private static PendingStatus pending(List<WaitStep> why) {
    return new PendingStatus(
        CLIENT + "/7",
        1430,
        "accounts",
        "clear",
        "m2",
        "VOTED",
        0,
        List.of("data-1", "data-2"),
        why);
  }

  private static WaitStep step(int message, WaitReason reason, Integer next, String ask) {
    return new WaitStep(
        CLIENT + "/" + message, "data-2", reason, next == null ? null : CLIENT + "/" + next, ask);
  }

  @Test
  void aNodeInGoodOrder() {
    NodeStatus status = status(true, group(1, null), group(2, null));
    assertThat(new StatusText(false).of(status))
        .isEqualTo(
            """
            m1 is ready; m3 has never been seen in the 9.0 s since m1 is up

            JAVA     ATOMIX  ATOMIX-MCAST  DISK FREE  LAST SNAPSHOT  DATA
            17.0.11  3.1.12  0.1.0         5.0 GB     180 s ago      data/m1

            MEMBER  ADDRESS          SEEN              HEARD  BEHIND  LEADS  SHOULD LEAD
            m1      127.0.0.1:20101  asked             yes    0       1      0
            m2      127.0.0.1:20102  for 4.0 s         yes    7       1      1
            m3      ?                never, for 9.0 s  yes    0       0      1

            GROUP   LEADER                MEMBERS   POSITION  LAG  PENDING  OLDEST  CHAIN  CLIENTS
            data-1  m1 (here, m3 should)  m1 m2 m3  1200      4    0        -       0      2
            data-2  m2                    m1 m2 m3  1200      4    0        -       0      2

            PRIMITIVE  TYPE         ENTRIES  SESSIONS  GROUPS
            accounts   atomic-map   30       2         data-1 data-2
            lock       atomic-lock  -        1         data-1 data-2
            """);
  }

  @Test
  void problemsAndChainsAreTold() {
    PendingStatus stuck =
        pending(
            List.of(
                step(7, WaitReason.NOT_CLOSED, 6, null),
                step(6, WaitReason.NOT_VOTED, null, "m3")));
    NodeStatus status = status(false, group(1, "its leader does not answer", stuck));
    assertThat(new StatusText(false).of(status))
        .startsWith(
            """
            m1 is NOT READY, but starting; m2 has not been heard for 14 s, m3 has never been seen in the 9.0 s since m1 is up: one more failure stops data-1
              data-1: its leader does not answer
            """)
        .contains(
            """
            m2      127.0.0.1:20102  gone for 4.0 s    not for 14 s  7       0      0
            """)
        .contains(
            """
            REPLICA     OF      HEARD         BEHIND
            m1 (leads)  data-1  yes           0
            m2          data-1  not for 14 s  7
            m3          data-1  yes           0
            """)
        .contains("  ?    1        1.4 s")
        .endsWith(
            """
            PENDING, OLDEST FIRST
              5b0f2a1c/7  1.4 s in data-1: clear of accounts, from m2, to data-1 and data-2, voted at 0
                  5b0f2a1c/7: data-2 has not closed it, 5b0f2a1c/6 is below it there
                  5b0f2a1c/6: data-2 has not voted: the message never came there, and is refused after the refusalTimeout; ask m3
            """);
  }

  @Test
  void longChainsAreShortenedUnlessAllIsWanted() {
    List<WaitStep> steps = new ArrayList<>();
    for (int i = 30; i > 0; i--) {
      steps.add(step(i, WaitReason.NOT_CLOSED, i - 1, null));
    }
    NodeStatus status = status(true, group(1, null, pending(steps)));
    assertThat(new StatusText(false).of(status))
        .contains("5b0f2a1c/28: ", "... 24 more ...", "5b0f2a1c/3: ", "5b0f2a1c/1: ")
        .doesNotContain("5b0f2a1c/27: ", "5b0f2a1c/4: ");
    assertThat(new StatusText(true).of(status)).contains(CLIENT + "/27: ", CLIENT + "/4: ");
  }

  @Test
  void jsonKeepsEverything() {
    NodeStatus status =
        status(false, group(1, "why", pending(List.of(step(7, WaitReason.UNKNOWN, null, "m3")))));
    String json = StatusJson.write(status);
    assertThat(json).contains("\"reason\" : \"UNKNOWN\"").doesNotContain("null");
    assertThat(StatusJson.read(json)).isEqualTo(status);
    assertThat(StatusJson.read(json.replaceFirst("\\{", "{\"later\": 1,"))).isEqualTo(status);
  }
}
