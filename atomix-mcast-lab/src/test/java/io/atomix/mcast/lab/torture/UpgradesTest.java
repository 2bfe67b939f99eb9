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
package io.atomix.mcast.lab.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpgradesTest {
  private static final Build OLD = new Build("old", "/old/*");
  private static final Build PRESENT = new Build("present", "/present/*");

  @Test
  void allBeginWithTheEarlierBuildAndClientsStayWithIt() {
    Software software = new Software(NodeJavas.one(), PRESENT, OLD);
    software.upgrade(2);
    assertThat(software.build(1)).isEqualTo(OLD);
    assertThat(software.build(2)).isEqualTo(PRESENT);
    assertThat(software.isEarlier(1)).isTrue();
    assertThat(software.isEarlier(2)).isFalse();
    assertThat(software.ofClients()).isEqualTo(OLD);
    software.downgrade(2);
    assertThat(software.build(2)).isEqualTo(OLD);
  }

  @Test
  void withoutAnEarlierBuildNoneIsEarlier() {
    assertThat(new Software(NodeJavas.one(), PRESENT, PRESENT).isEarlier(1)).isFalse();
  }

  @Test
  void sealsOfAllGroupsAreRemovedAndNothingElse(@TempDir Path node) throws Exception {
    for (String group : new String[] {"data/multicast/1", "system/multicast/1"}) {
      Path folder = Files.createDirectories(node.resolve(group));
      Files.createFile(folder.resolve("partition-1.seal"));
      Files.createFile(folder.resolve("partition-1-1.log"));
    }
    Upgrades.removeSeals(node);
    try (var files = Files.walk(node)) {
      assertThat(files.filter(Files::isRegularFile))
          .hasSize(2)
          .allMatch(file -> file.toString().endsWith(".log"));
    }
  }

  @Test
  void aReplicaThatStopsForANewerFormatIsFoundInWhatTheNodeSaid() {
    String map =
        "ERROR The replica of group data-1 on m1 has stopped: Restoring map 'a': its snapshot has"
            + " version 3, this release reads 1 to 2 only; run the release that wrote it";
    assertThat(NewerFormats.refusal("WARN nothing\n" + map + "\n")).contains(map);
    assertThat(
            NewerFormats.refusal(
                "mcast: Cannot start m2: The data in /d are of format 2, but this node knows only"
                    + " format 1 and older: upgrade this node's atomix-mcast jars"))
        .isPresent();
    assertThat(
            NewerFormats.refusal(
                "ERROR The replica of group data-1 on m1 has stopped: The snapshot has version 6,"
                    + " but this node knows only version 1 to 5: upgrade"))
        .isPresent();
  }

  @Test
  void anAnswerToAClientIsNoReasonNorIsAnotherStop() {
    assertThat(
            NewerFormats.refusal(
                "WARN a request has version 9, but this node knows only version 1 to 2\n"
                    + "ERROR The replica of group data-1 on m1 has stopped: no space left\n"))
        .isEmpty();
  }
}
