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
package io.atomix.mcast.client;

import io.atomix.cluster.messaging.ClusterCommunicationService;
import io.atomix.mcast.client.pipeline.LocalClient;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.wire.Batch;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.primitive.session.SessionClient;
import io.atomix.utils.concurrent.ThreadContextFactory;
import java.time.Duration;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Makes clients for the simulation, whose identities and clocks follow from its seed. */
public final class SimulatedClients {
  private static final int USUAL_ENTRY_BYTES = 1 << 20;

  /** Holds any command, and few at once. */
  private static final int SMALL_ENTRY_BYTES = Batch.OVERHEAD + 1000;

  private SimulatedClients() {}

  /** Returns what all groups know a process by. */
  public static LocalClient local(UUID identity) {
    return new LocalClient(identity);
  }

  /**
   * Returns the client of a group in one run of a process.
   *
   * @param smallEntries whether an entry of the client holds few commands
   */
  public static GroupClient of(
      GroupId group,
      LocalClient local,
      Supplier<SessionClient> sessions,
      Supplier<SessionClient> sequentialSessions,
      ClusterCommunicationService communication,
      ThreadContextFactory threads,
      LongSupplier clock,
      boolean smallEntries) {
    return new GroupClient(
        PartitionId.from(group.group(), group.partition()),
        local,
        sessions,
        sequentialSessions,
        communication,
        threads,
        threads,
        new GroupLimits(
            1000,
            false,
            smallEntries ? SMALL_ENTRY_BYTES : USUAL_ENTRY_BYTES,
            Duration.ofSeconds(5),
            Duration.ofMillis(600)),
        clock);
  }
}
