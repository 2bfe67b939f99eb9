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
package io.atomix.mcast;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomix.mcast.partition.GenericMulticastPartitionGroup;
import io.atomix.primitive.partition.PartitionGroup;
import io.atomix.primitive.partition.PartitionService;
import io.atomix.primitive.service.ServiceConfig;
import io.atomix.protocols.raft.partition.RaftPartitionGroup;
import io.atomix.utils.config.ConfigurationException;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Finding the partition groups of a primitive. */
class GenericMulticastProtocolTest {
  private final PartitionService service =
      new Groups(
          RaftPartitionGroup.builder("system").withMembers("m1").build(),
          List.of(
              RaftPartitionGroup.builder("old").withMembers("m1").build(),
              GenericMulticastPartitionGroup.builder("data").withMembers("m1").build()));

  @Test
  void anUnknownGroupIsReportedWithThoseThatAreKnown() {
    assertThatThrownBy(
            () -> proxy(GenericMulticastProtocol.builder().withGroups("data", "dada").build()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "primitive 'accounts', protocol generic-multicast: group = dada: there is no partition"
                + " group of that name; there are [data (generic-multicast), old (raft), system"
                + " (raft)]; configure it below partitionGroups");
  }

  @Test
  void aGroupOfAnotherTypeIsReportedWithWhatToDo() {
    assertThatThrownBy(() -> proxy(GenericMulticastProtocol.builder("old").build()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "primitive 'accounts', protocol generic-multicast: group = old: that partition group"
                + " has type raft, but this protocol needs type generic-multicast; name another"
                + " group, or use protocol multi-raft");
  }

  private void proxy(GenericMulticastProtocol protocol) {
    protocol.newProxy("accounts", null, Object.class, new ServiceConfig(), service);
  }

  private record Groups(PartitionGroup system, List<PartitionGroup> groups)
      implements PartitionService {
    @Override
    public PartitionGroup getSystemPartitionGroup() {
      return system;
    }

    @Override
    public PartitionGroup getPartitionGroup(String name) {
      return groups.stream().filter(group -> group.name().equals(name)).findFirst().orElse(null);
    }

    @Override
    public Collection<PartitionGroup> getPartitionGroups() {
      return groups;
    }
  }
}
