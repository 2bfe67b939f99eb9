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

import io.atomix.mcast.client.GroupClient;
import io.atomix.mcast.client.GroupLimits;
import io.atomix.primitive.partition.PartitionManagementService;

/** The wiring of a production group. */
final class GroupWiring implements Wiring {
  private static final int RESENDS_BEFORE_ASKING = 4;

  @Override
  public Replica replica(
      GenericMulticastPartition partition, PartitionManagementService management) {
    return new GroupReplica(
        partition.group(), node(management), partition.config(), partition.threads(), management);
  }

  @Override
  public Caller caller(GenericMulticastPartition partition, PartitionManagementService management) {
    GenericMulticastPartitionGroupConfig config = partition.config();
    LocalNode node = node(management);
    node.know(partition.group(), partition.members());
    RaftSessions sessions = new RaftSessions(partition.raftClient(), config.getSessionTimeout());
    return new GroupCaller(
        new GroupClient(
            partition.id(),
            node.client(),
            sessions::linearizable,
            sessions::sequential,
            management.getMessagingService(),
            partition.threads(),
            partition.callbacks(),
            new GroupLimits(
                config.getMaxInFlight(),
                config.getOnOverload() == OverloadPolicy.WAIT,
                (int) config.getStorage().getMaxEntrySize().bytes(),
                config.getSessionTimeout(),
                config.getExchangeResendInterval().multipliedBy(RESENDS_BEFORE_ASKING))));
  }

  private static LocalNode node(PartitionManagementService management) {
    return LocalNode.of(management.getMessagingService());
  }
}
