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
package io.atomix.mcast.raft;

import io.atomix.cluster.ClusterMembershipService;
import io.atomix.cluster.messaging.ClusterCommunicationService;
import io.atomix.primitive.PrimitiveTypeRegistry;
import io.atomix.primitive.partition.PartitionManagementService;
import io.atomix.primitive.partition.PrimaryElectionService;
import io.atomix.primitive.session.SessionIdService;
import java.util.function.LongSupplier;

/** The services of a node, whose communication is a {@link ReroutingCommunication}. */
public final class ReroutingManagement implements PartitionManagementService {
  private final PartitionManagementService management;
  private final ClusterCommunicationService communication;

  /**
   * Makes these of the node's own.
   *
   * @param clock tells the time in nanoseconds of any origin
   */
  public ReroutingManagement(PartitionManagementService management, LongSupplier clock) {
    this.management = management;
    this.communication = new ReroutingCommunication(management.getMessagingService(), clock);
  }

  @Override
  public ClusterMembershipService getMembershipService() {
    return management.getMembershipService();
  }

  @Override
  public ClusterCommunicationService getMessagingService() {
    return communication;
  }

  @Override
  public PrimitiveTypeRegistry getPrimitiveTypes() {
    return management.getPrimitiveTypes();
  }

  @Override
  public PrimaryElectionService getElectionService() {
    return management.getElectionService();
  }

  @Override
  public SessionIdService getSessionIdService() {
    return management.getSessionIdService();
  }
}
