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
import io.atomix.mcast.primitives.counter.MulticastCounterMap;
import io.atomix.mcast.primitives.counter.MulticastCounterMapConfig;
import io.atomix.mcast.primitives.counter.MulticastCounterMapType;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.FreePorts;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A counter map that a configuration file names. */
class MulticastCounterMapFileTest {
  @TempDir private Path folder;

  @Test
  void aFileCanNameACounterMapWithEveryOption() throws IOException {
    Path file = configuration();
    assertThat(Atomix.config(file.toFile()).getPrimitives().get("visits"))
        .isInstanceOfSatisfying(
            MulticastCounterMapConfig.class,
            config -> {
              assertThat(config.getKeyType()).isEqualTo(DayOfWeek.class);
              assertThat(config.getExtraTypes()).isEqualTo(List.of(Path.class));
              assertThat(config.isRegistrationRequired()).isTrue();
              assertThat(config.isCompatibleSerialization()).isTrue();
            });
    Atomix node = new Atomix(file.toString());
    try {
      Await.result("start", node.start());
      MulticastCounterMap<Object> visits =
          node.getPrimitive("visits", MulticastCounterMapType.instance());
      visits.addAll(Map.of(DayOfWeek.MONDAY, 1L, DayOfWeek.SUNDAY, 2L));
      assertThat(visits.sum()).isEqualTo(3);
      assertThat(visits.get(DayOfWeek.SUNDAY)).isEqualTo(2);
      assertThatThrownBy(() -> visits.addAll(Map.of(BigDecimal.TEN, 1L)))
          .as("a key of a class that is not registered")
          .isInstanceOf(RuntimeException.class)
          .hasMessageContaining("BigDecimal");
      MulticastCounterMap<Object> readOnly =
          node.getPrimitive("visits-to-read", MulticastCounterMapType.instance());
      assertThat(readOnly.sum()).isZero();
      assertThatThrownBy(() -> readOnly.addAll(Map.of("x", 1L)))
          .isExactlyInstanceOf(UnsupportedOperationException.class);
      MulticastCounterMap<DayOfWeek> builtReadOnly =
          node.primitiveBuilder("visits", MulticastCounterMapType.<DayOfWeek>instance())
              .withReadOnly()
              .build();
      assertThat(builtReadOnly.sum()).isEqualTo(3);
      assertThatThrownBy(() -> builtReadOnly.incrementAndGet(DayOfWeek.MONDAY))
          .isExactlyInstanceOf(UnsupportedOperationException.class);
      assertThatThrownBy(builtReadOnly::delete)
          .isExactlyInstanceOf(UnsupportedOperationException.class);
      assertThat(visits.sum()).isEqualTo(3);
      assertThat(visits.protocol().type().name()).isEqualTo("generic-multicast");
      assertThat(visits.type()).isSameAs(MulticastCounterMapType.instance());
    } finally {
      Await.result("stop", node.stop());
    }
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
        primitives.visits {
          type: multicast-counter-map
          keyType: java.time.DayOfWeek
          extraTypes: [java.nio.file.Path]
          registrationRequired: true
          compatibleSerialization: true
          protocol { type: generic-multicast, group: data }
        }
        primitives.visits-to-read {
          type: multicast-counter-map
          readOnly: true
          protocol { type: generic-multicast, group: data }
        }
        """
            .formatted(folder.getFileName(), FreePorts.find(1).get(0), folder));
  }
}
