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
package io.atomix.mcast.primitives.group;

import io.atomix.core.Atomix;
import io.atomix.core.election.LeaderElection;
import io.atomix.core.lock.AtomicLock;
import io.atomix.mcast.GenericMulticastProtocol;
import io.atomix.mcast.primitives.counter.MulticastCounterMap;
import io.atomix.mcast.primitives.group.impl.GroupStage;
import io.atomix.mcast.primitives.map.MulticastMap;
import io.atomix.utils.config.ConfigurationException;
import io.atomix.utils.time.Version;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * Begins transactions on several primitives of a partition group, or of those that a protocol
 * names: every call begins another one. Thread-safe.
 */
public final class GroupTransactions implements GroupTransaction {
  private final GroupTransaction empty;

  private GroupTransactions(GroupTransaction empty) {
    this.empty = empty;
  }

  /**
   * Returns what begins transactions on the primitives of a protocol.
   *
   * @param node the node on which the primitives were made
   * @param protocol that of the primitives, or one that names the same groups
   * @throws ConfigurationException if the node knows no such group
   */
  public static GroupTransactions of(Atomix node, GenericMulticastProtocol protocol) {
    Objects.requireNonNull(node, "node");
    Objects.requireNonNull(protocol, "protocol");
    for (String group : protocol.config().groupNames()) {
      if (node.getPartitionService() == null
          || node.getPartitionService().getPartitionGroup(group) == null) {
        throw new ConfigurationException(
            "transactions over protocol "
                + GenericMulticastProtocol.TYPE.name()
                + ": group = "
                + group
                + ": this node knows no partition group of that name; begin transactions after the"
                + " node has started, and name the group of the primitives");
      }
    }
    return new GroupTransactions(GroupStage.empty(protocol));
  }

  @Override
  public <K, V> MapWords<K, V> on(MulticastMap<K, V> map) {
    return empty.on(map);
  }

  @Override
  public <K> CounterWords<K> on(MulticastCounterMap<K> counters) {
    return empty.on(counters);
  }

  @Override
  public GroupTransaction ifHeld(AtomicLock lock, Version version) {
    return empty.ifHeld(lock, version);
  }

  @Override
  public GroupTransaction ifLeader(LeaderElection<?> election, long term) {
    return empty.ifLeader(election, term);
  }

  @Override
  public GroupCommit then(UnaryOperator<GroupOperations> operations) {
    return empty.then(operations);
  }
}
