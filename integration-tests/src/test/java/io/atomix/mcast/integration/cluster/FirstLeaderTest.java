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
package io.atomix.mcast.integration.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.atomix.core.Atomix;
import io.atomix.core.map.AtomicMap;
import io.atomix.mcast.GenericMulticastProtocol;
import io.atomix.mcast.partition.GenericMulticastPartitionGroup;
import io.atomix.mcast.testing.GroupKind;
import io.atomix.mcast.testing.Primitives;
import io.atomix.mcast.testing.TestCluster;
import io.atomix.primitive.partition.ManagedPartitionGroup;
import io.atomix.primitive.protocol.ProxyProtocol;
import java.io.File;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The start of groups whose election timeout is longer than any test takes. */
class FirstLeaderTest {

  private static final GroupKind PATIENT =
      new GroupKind() {
        @Override
        public ManagedPartitionGroup group(
            String name, int partitions, Collection<String> members, File directory) {
          return GenericMulticastPartitionGroup.builder(name)
              .withPartitions(partitions)
              .withMembers(List.copyOf(members))
              .withStorageDirectory(directory.getPath())
              .withElectionTimeout(Duration.ofHours(1))
              .withHeartbeatInterval(Duration.ofMillis(250))
              .withSessionTimeout(Duration.ofHours(2))
              .build();
        }

        @Override
        public ProxyProtocol protocol(String group) {
          return GenericMulticastProtocol.builder(group).build();
        }
      };

  @Test
  void membersThatStartTogetherWaitForNoElectionTimeout() {
    try (TestCluster cluster = TestCluster.builder(PATIENT).start();
        Primitives primitives = new Primitives(cluster)) {
      map(primitives, 1).put("key", "before");
      cluster.stop(1, 2, 3);
      cluster.restart(1, 2, 3);
      assertThat(map(primitives, 2).get("key").value()).isEqualTo("before");
    }
  }

  /** The sessions that it closes belong to groups that nobody leads, nor will for an hour. */
  @Test
  void theLastMemberStopsThoughNoGroupAnswersIt() {
    try (TestCluster cluster = TestCluster.builder(PATIENT).start()) {
      cluster.stop(2, 3);
      assertThatNoException().isThrownBy(() -> cluster.stop(1));
    }
  }

  private static AtomicMap<String, String> map(Primitives primitives, int member) {
    return primitives.open(member, "map", Atomix::<String, String>atomicMapBuilder);
  }
}
