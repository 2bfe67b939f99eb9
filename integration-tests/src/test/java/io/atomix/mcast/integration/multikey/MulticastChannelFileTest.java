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
package io.atomix.mcast.integration.multikey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomix.core.Atomix;
import io.atomix.mcast.primitives.channel.Conflicts;
import io.atomix.mcast.primitives.channel.MulticastChannel;
import io.atomix.mcast.primitives.channel.MulticastChannelType;
import io.atomix.mcast.primitives.channel.Partitions;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Channels that a configuration file names. */
class MulticastChannelFileTest {
  @TempDir private Path folder;

  @Test
  void aFileCanNameAChannelWithEveryOption() throws IOException {
    Atomix node = new Atomix(configuration().toString());
    try {
      Await.result("start", node.start());
      MulticastChannel<String> orders = channel(node, "orders");
      assertThat(orders.protocol().type().name()).isEqualTo("generic-multicast");
      assertThat(orders.type()).isSameAs(MulticastChannelType.instance());
      for (int i = 0; i < 5; i++) {
        orders.multicast(Partitions.all(), Conflicts.none(), "order " + i);
      }
      assertThat(orders.history(orders.partitions().get(0), 1, 10).oldest()).isEqualTo(3);
      MulticastChannel<String> archive = channel(node, "archive");
      assertThatThrownBy(() -> archive.multicast(Partitions.all(), Conflicts.none(), "x"))
          .isInstanceOf(UnsupportedOperationException.class);
      assertThatThrownBy(() -> channel(node, "wrong"))
          .hasStackTraceContaining("channel 'wrong': backlogSize = 0: must be greater than zero");
      assertThatThrownBy(() -> channel(node, "elsewhere"))
          .hasStackTraceContaining("this type needs protocol generic-multicast");
    } finally {
      Await.result("stop", node.stop());
    }
  }

  private static MulticastChannel<String> channel(Atomix node, String name) {
    return node.getPrimitive(name, MulticastChannelType.<String>instance());
  }

  private Path configuration() throws IOException {
    return Files.writeString(
        folder.resolve("node.conf"),
        """
        cluster {
          clusterId: %1$s
          node { id: m1, host: "127.0.0.1", port: %2$d }
          messaging { interfaces: ["127.0.0.1"] }
        }
        managementGroup {
          type: raft, partitions: 1, members: [m1]
          storage { level: mapped, directory: "%3$s/system" }
        }
        partitionGroups.data {
          type: generic-multicast, partitions: 3, members: [m1]
          storage.directory: "%3$s/data", electionTimeout: 500ms, heartbeatInterval: 50ms
        }
        partitionGroups.other {
          type: raft, partitions: 1, members: [m1]
          storage { level: mapped, directory: "%3$s/other" }
        }
        primitives.orders {
          type: multicast-channel
          historySize: 3
          historyBytes: 1M
          backlogSize: 10
          backlogBytes: 100K
          elementType: java.lang.String
          extraTypes: [java.util.ArrayList]
          registrationRequired: true
          compatibleSerialization: true
          protocol { type: generic-multicast, group: data }
        }
        primitives.archive {
          type: multicast-channel
          readOnly: true
          protocol { type: generic-multicast, group: data }
        }
        primitives.wrong {
          type: multicast-channel
          backlogSize: 0
          protocol { type: generic-multicast, group: data }
        }
        primitives.elsewhere {
          type: multicast-channel
          protocol { type: multi-raft, group: other }
        }
        """
            .formatted(folder.getFileName(), FreePorts.find(1).get(0), folder));
  }
}
