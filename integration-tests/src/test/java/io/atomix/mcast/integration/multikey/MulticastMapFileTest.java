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
import static org.assertj.core.api.Assertions.catchThrowable;

import io.atomix.core.Atomix;
import io.atomix.mcast.primitives.map.MulticastMap;
import io.atomix.mcast.primitives.map.MulticastMapType;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A map that a configuration file names. */
class MulticastMapFileTest {
  @TempDir private Path folder;

  @Test
  void aFileCanNameAMapWithEveryOption() throws IOException {
    Atomix node = new Atomix(configuration().toString());
    try {
      Await.result("start", node.start());
      MulticastMap<String, Long> accounts =
          node.getPrimitive("accounts", MulticastMapType.<String, Long>instance());
      accounts.putAll(Map.of("alice", 1L, "bob", 2L));
      assertThat(accounts.getAll(List.of("alice", "bob"))).hasSize(2);
      assertThat(accounts.get("bob").value()).isEqualTo(2L);
      assertThat(accounts.type()).isSameAs(MulticastMapType.instance());
      assertThat(accounts.protocol().type().name()).isEqualTo("generic-multicast");
      MulticastMap<String, Place> places =
          node.getPrimitive("places", MulticastMapType.<String, Place>instance());
      places.putAll(Map.of("here", new Place("a", List.of(1, 2))));
      assertThat(places.get("here").value()).isEqualTo(new Place("a", List.of(1, 2)));
      MulticastMap<String, Long> readOnly =
          node.getPrimitive("archive", MulticastMapType.<String, Long>instance());
      assertThat(readOnly.snapshot()).isEmpty();
      assertThat(catchThrowable(() -> readOnly.put("a", 1L)))
          .isExactlyInstanceOf(UnsupportedOperationException.class);
    } finally {
      Await.result("stop", node.stop());
    }
  }

  /** A record that the configuration names. */
  public record Place(String name, List<Integer> position) {}

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
        primitives.accounts {
          type: multicast-map
          nullValues: true
          keyType: java.lang.String
          valueType: java.lang.Long
          cache { enabled: true, size: 10 }
          protocol { type: generic-multicast, group: data }
        }
        primitives.places {
          type: multicast-map
          valueType: "%4$s"
          registrationRequired: true
          protocol { type: generic-multicast, group: data }
        }
        primitives.archive {
          type: multicast-map
          readOnly: true
          protocol { type: generic-multicast, group: data }
        }
        """
            .formatted(
                folder.getFileName(), FreePorts.find(1).get(0), folder, Place.class.getName()));
  }
}
