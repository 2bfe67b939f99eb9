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
package io.atomix.mcast.integration.faults;

import io.atomix.mcast.GenericMulticastProtocol;
import io.atomix.mcast.partition.GenericMulticastPartitionGroup;
import io.atomix.mcast.partition.GenericMulticastPartitionGroupBuilder;
import io.atomix.mcast.testing.TestCluster;
import io.atomix.primitive.protocol.ProxyProtocol;
import io.atomix.utils.memory.MemorySize;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Partition groups whose timeouts suit tests of faults: leaders and lost messages are given up
 * within a second or two. Nothing is flushed on commit: no member of a test loses its power.
 */
public final class QuickGroups {

  /** How long a group waits for the vote of another before it asks for a refusal. */
  public static final Duration REFUSAL = Duration.ofMillis(2000);

  /** The largest entry of the log. */
  public static final int MAX_ENTRY_BYTES = 64 * 1024;

  private static final long SEGMENT_BYTES = 1024 * 1024;

  private QuickGroups() {}

  /** A group in the making, with three partitions unless changed. */
  public static GenericMulticastPartitionGroupBuilder group(
      String name, Path directory, List<String> members) {
    return GenericMulticastPartitionGroup.builder(name)
        .withPartitions(3)
        .withMembers(members)
        .withStorageDirectory(directory.resolve(name).toString())
        .withStorageSegmentSize(new MemorySize(SEGMENT_BYTES))
        .withStorageFlushOnCommit(false)
        .withStorageMaxEntrySize(new MemorySize(MAX_ENTRY_BYTES))
        .withElectionTimeout(Duration.ofMillis(1000))
        .withHeartbeatInterval(Duration.ofMillis(100))
        .withSessionTimeout(Duration.ofSeconds(4))
        .withExchangeResendInterval(Duration.ofMillis(100))
        .withRefusalTimeout(REFUSAL);
  }

  /** The only group of a node: the data group. */
  public static TestCluster.GroupsOfNode dataGroup() {
    return (directory, members) -> List.of(group(TestCluster.DATA, directory, members).build());
  }

  /**
   * As {@link #dataGroup()}, for tests that stop leaders: another one is elected within half a
   * second or a whole one.
   */
  public static TestCluster.GroupsOfNode dataGroupOfHastyElections() {
    return (directory, members) ->
        List.of(hasty(group(TestCluster.DATA, directory, members)).build());
  }

  /** Has leaders given up after half a second, which a busy machine may do for no reason. */
  public static GenericMulticastPartitionGroupBuilder hasty(
      GenericMulticastPartitionGroupBuilder group) {
    return group
        .withElectionTimeout(Duration.ofMillis(500))
        .withHeartbeatInterval(Duration.ofMillis(50));
  }

  /**
   * A protocol that tries again what was refused, because a change of leader may take longer than
   * the refusal timeout.
   */
  public static ProxyProtocol persistent(String group) {
    return GenericMulticastProtocol.builder(group).withMaxRetries(20).build();
  }
}
