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
package io.atomix.mcast.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomix.core.Atomix;
import io.atomix.core.map.AtomicMap;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.FreePorts;
import io.atomix.utils.config.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a user of Atomix writes into a configuration file, read by Atomix itself. */
class ConfigurationFileTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir Path folder;

  @Test
  void aFileSelectsTheGroupAndTheProtocol() throws Exception {
    Atomix node =
        node("partitions: 2, electionTimeout: 500ms, heartbeatInterval: 50ms", "group: data");
    try {
      Await.result("start", LIMIT, node.start());
      AtomicMap<String, String> accounts = node.getAtomicMap("accounts");
      accounts.put("a", "1");
      assertThat(accounts.get("a").value()).isEqualTo("1");
      assertThat(accounts.protocol().type().name()).isEqualTo("generic-multicast");
      assertThat(folder.resolve("data/multicast/2")).isDirectory();
    } finally {
      Await.result("stop", LIMIT, node.stop());
    }
  }

  @Test
  void anUnknownGroupOfAPrimitiveIsReportedWhenItIsUsed() throws Exception {
    Atomix node =
        node("partitions: 1, electionTimeout: 500ms, heartbeatInterval: 50ms", "group: dada");
    try {
      Await.result("start", LIMIT, node.start());
      assertThatThrownBy(() -> node.getAtomicMap("accounts"))
          .hasStackTraceContaining(
              "primitive 'accounts', protocol generic-multicast: group = dada: there is no"
                  + " partition group of that name; there are [data (generic-multicast), system"
                  + " (raft)]");
    } finally {
      Await.result("stop", LIMIT, node.stop());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          partitions: 0          | partition group 'data': partitions = 0: must be greater than zero
          partitionSize: 2       | partition group 'data': partitionSize = 2: there are only 1 members [m1]
          storage.level: tape    | partition group 'data': storage.level = tape: unknown, use one of memory, mapped, disk
          memory: 1G             | Unknown properties present in configuration: partitionGroups.data.memory
          storage.fsync: true    | partition group 'data': storage.fsync = true: unknown, use one of storage.directory, storage.flushOnCommit, storage.level, storage.maxEntrySize, storage.segmentSize
          """)
  void aWrongOptionOfTheGroupIsReportedBeforeAnythingStarts(String option, String message) {
    assertThatThrownBy(() -> node(option, "group: data"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(message);
  }

  @Test
  void anUnknownOptionOfTheProtocolIsReportedBeforeAnythingStarts() {
    assertThatThrownBy(() -> node("partitions: 1", "group: data, minTimeout: 1s"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("minTimeout")
        .hasMessageContaining("- readConsistency");
  }

  private Atomix node(String groupOptions, String protocolOptions) throws IOException {
    Path file = folder.resolve("node.conf");
    Files.writeString(
        file,
        """
        cluster {
          clusterId: %1$s
          node { id: m1, host: "127.0.0.1", port: %2$d }
          messaging { interfaces: ["127.0.0.1"] }
        }
        managementGroup {
          type: raft, partitions: 1, members: [m1], storage { level: mapped, directory: "%3$s/system" }
        }
        partitionGroups.data {
          type: generic-multicast, members: [m1], storage { directory: "%3$s/data" }
          %4$s
        }
        primitives.accounts { type: atomic-map, protocol { type: generic-multicast, %5$s } }
        """
            .formatted(
                folder.getFileName(),
                FreePorts.find(1).get(0),
                folder,
                groupOptions,
                protocolOptions));
    return new Atomix(file.toString());
  }
}
