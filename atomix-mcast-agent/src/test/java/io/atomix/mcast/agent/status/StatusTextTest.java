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
import io.atomix.mcast.status.GroupStatus;
import io.atomix.mcast.status.NodeStatus;
import io.atomix.mcast.status.PendingStatus;
import io.atomix.mcast.status.PrimitiveStatus;
import io.atomix.mcast.status.WaitStep;
import io.atomix.mcast.status.WaitStep.Reason;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusTextTest {
  private static final String CLIENT = "5b0f2a1c93d84e7789d0a1b2c3d4e5f6";

  private static GroupStatus group(int partition, String problem, PendingStatus... pending) {
    return new GroupStatus(
        "data-" + partition,
        List.of("m1", "m2", "m3"),
        true,
        partition == 1 ? "m1" : "m2",
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
        List.of(pending));
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

  private static WaitStep step(int message, Reason reason, Integer next, String ask) {
    return new WaitStep(
        CLIENT + "/" + message, "data-2", reason, next == null ? null : CLIENT + "/" + next, ask);
  }

  @Test
  void aNodeInGoodOrder() {
    NodeStatus status = new NodeStatus("m1", true, List.of(group(1, null), group(2, null)));
    assertThat(new StatusText(false).of(status))
        .isEqualTo(
            """
            m1 is ready

            GROUP   LEADER     MEMBERS   POSITION  LAG  PENDING  OLDEST  CHAIN  CLIENTS
            data-1  m1 (here)  m1 m2 m3  1200      4    0        -       0      2
            data-2  m2         m1 m2 m3  1200      4    0        -       0      2

            PRIMITIVE  TYPE         ENTRIES  SESSIONS  GROUPS
            accounts   atomic-map   30       2         data-1 data-2
            lock       atomic-lock  -        1         data-1 data-2
            """);
  }

  @Test
  void problemsAndChainsAreTold() {
    PendingStatus stuck =
        pending(
            List.of(step(7, Reason.NOT_CLOSED, 6, null), step(6, Reason.NOT_VOTED, null, "m3")));
    NodeStatus status =
        new NodeStatus("m1", false, List.of(group(1, "its leader does not answer", stuck)));
    assertThat(new StatusText(false).of(status))
        .startsWith("m1 is NOT READY\n  data-1: its leader does not answer\n")
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
      steps.add(step(i, Reason.NOT_CLOSED, i - 1, null));
    }
    NodeStatus status = new NodeStatus("m1", true, List.of(group(1, null, pending(steps))));
    assertThat(new StatusText(false).of(status))
        .contains("5b0f2a1c/28: ", "... 24 more ...", "5b0f2a1c/3: ", "5b0f2a1c/1: ")
        .doesNotContain("5b0f2a1c/27: ", "5b0f2a1c/4: ");
    assertThat(new StatusText(true).of(status)).contains(CLIENT + "/27: ", CLIENT + "/4: ");
  }

  @Test
  void jsonKeepsEverything() {
    NodeStatus status =
        new NodeStatus(
            "m1",
            false,
            List.of(group(1, "why", pending(List.of(step(7, Reason.UNKNOWN, null, "m3"))))));
    String json = StatusJson.write(status);
    assertThat(json).contains("\"reason\" : \"UNKNOWN\"").doesNotContain("null");
    assertThat(StatusJson.read(json)).isEqualTo(status);
    assertThat(StatusJson.read(json.replaceFirst("\\{", "{\"later\": 1,"))).isEqualTo(status);
  }
}
