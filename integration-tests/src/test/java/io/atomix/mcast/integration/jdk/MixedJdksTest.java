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
package io.atomix.mcast.integration.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.atomix.mcast.testing.FreePorts;
import io.atomix.mcast.testing.Jdk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One cluster of processes on two versions of Java: messages, logs and values are the same. */
class MixedJdksTest {
  private static final int OLD = 17;
  private static final int RECENT = 25;

  @TempDir private Path folder;

  @Test
  void membersOnTwoVersionsOfJavaServeEachOther() throws Exception {
    Jdk here = Jdk.running();
    int wanted = here.feature() == RECENT ? OLD : RECENT;
    Optional<Jdk> other = Jdk.find(wanted);
    if (other.isEmpty()) {
      String why = "there is no Java " + wanted + "; name its home in " + Jdk.variable(wanted);
      System.out.println("SKIPPED: a cluster on two versions of Java: " + why);
      assumeTrue(false, why);
    }
    List<Integer> ports = FreePorts.find(3);
    List<MemberProcess> members = new ArrayList<>();
    try {
      List<Jdk> jdks = List.of(here, other.get(), here);
      for (int number = 1; number <= 3; number++) {
        members.add(new MemberProcess(number, jdks.get(number - 1), file(number, ports), folder));
      }
      for (int i = 0; i < 3; i++) {
        assertThat(members.get(i).answer()).isEqualTo("Java " + jdks.get(i).feature());
      }
      serveEachOther(members);
      for (MemberProcess member : members) {
        assertThat(member.end()).as("how m%d ends", members.indexOf(member) + 1).isZero();
        assertThat(member.said()).noneMatch(Jdk::isWarning);
      }
    } finally {
      members.forEach(MemberProcess::close);
    }
  }

  private static void serveEachOther(List<MemberProcess> members) {
    for (int writer = 0; writer < 3; writer++) {
      for (int key = 0; key < 6; key++) {
        String name = "key-" + writer + "-" + key;
        assertThat(members.get(writer).ask("put " + name + " " + key)).isEqualTo("done");
        for (MemberProcess reader : members) {
          assertThat(reader.ask("get " + name)).isEqualTo(String.valueOf(key));
        }
      }
      assertThat(members.get((writer + 1) % 3).ask("size")).isEqualTo(6 * (writer + 1) + "");
      String value = "by-" + writer;
      members.get(writer).ask("putAll garden " + value + " house " + value + " shed " + value);
      for (MemberProcess reader : members) {
        assertThat(reader.ask("getAll garden house shed"))
            .isEqualTo("garden=" + value + " house=" + value + " shed=" + value);
      }
    }
    members.get(1).ask("clear");
    assertThat(members.get(0).ask("size")).isEqualTo("0");
  }

  private Path file(int number, List<Integer> ports) throws Exception {
    String quick = "electionTimeout: 1s, heartbeatInterval: 100ms, members: [m1, m2, m3]";
    return Files.writeString(
        folder.resolve("m" + number + ".conf"),
        """
        cluster {
          clusterId: mcast-mixed
          node { id: m%1$d, host: "127.0.0.1", port: %2$d }
          messaging { interfaces: ["127.0.0.1"], connectTimeout: 2s }
          discovery {
            type: bootstrap
            nodes.1 { id: m1, host: "127.0.0.1", port: %3$d }
            nodes.2 { id: m2, host: "127.0.0.1", port: %4$d }
            nodes.3 { id: m3, host: "127.0.0.1", port: %5$d }
          }
        }
        managementGroup {
          type: generic-multicast, partitions: 1, %6$s, storage.directory: "%7$s/system"
        }
        partitionGroups.data {
          type: generic-multicast, partitions: 3, %6$s, storage.directory: "%7$s/data"
        }
        primitives.accounts { type: atomic-map, protocol { type: generic-multicast, group: data } }
        """
            .formatted(
                number,
                ports.get(number - 1),
                ports.get(0),
                ports.get(1),
                ports.get(2),
                quick,
                folder.resolve("m" + number)));
  }
}
