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

import io.atomix.mcast.agent.Main;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemedyTest {
  @TempDir Path node;

  @Test
  void partitionsWhoseOwnFilesAreDamagedAreFoundInWhatTheNodeSaid() {
    assertThat(
            Remedy.partitions(
                """
                mcast: Cannot start m1: The replica of group data-1 on m1 has stopped: Group data-1\
                 has entries behind a snapshot, but the snapshot is lost or damaged; see its log
                ERROR The replica of group data-3 on m1 has stopped: its snapshot of entry 7 held\
                 nothing, and entry 9 is applied
                ERROR The replica of group data-2 on m1 has stopped: Free space on its disk
                ERROR The replica of group data-4 on m1 has not started: files in data/multicast/4\
                 are damaged. While the other members are up, remove the files of the partition
                """))
        .containsExactly("data-1", "data-3", "data-4");
  }

  @Test
  void theCommandMovesTheFilesOfThatPartitionAndTheyAreDeletedLater() throws Exception {
    for (String partition : new String[] {"1", "2"}) {
      Path folder = node.resolve("data").resolve("multicast").resolve(partition);
      Files.createDirectories(folder);
      Files.createFile(folder.resolve("data-multicast-" + partition + "-1.log"));
    }
    List<String> command = Remedy.command(node, new TreeSet<>(Set.of("data-1")));
    assertThat(Main.commandLine().execute(command.toArray(String[]::new))).isZero();
    Path partitions = node.resolve("data/multicast");
    assertThat(partitions.resolve("1")).doesNotExist();
    assertThat(partitions.resolve("1.damaged-1/data-multicast-1-1.log")).exists();
    Remedy.deleteMoved(node);
    assertThat(partitions).isDirectoryNotContaining("glob:**/1*");
    assertThat(partitions.resolve("2/data-multicast-2-1.log")).exists();
  }
}
