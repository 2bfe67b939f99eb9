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
package io.atomix.mcast.replica;

import io.atomix.mcast.group.GroupService;
import io.atomix.primitive.Recovery;
import io.atomix.primitive.service.ServiceConfig;
import io.atomix.primitive.session.SessionClient;
import io.atomix.protocols.raft.RaftClient;
import io.atomix.protocols.raft.ReadConsistency;
import io.atomix.protocols.raft.session.CommunicationStrategy;
import java.time.Duration;

/**
 * Makes Raft sessions of a group's service. A lost session is never recovered behind the caller's
 * back.
 */
public record RaftSessions(RaftClient client, Duration timeout) {

  /**
   * Returns a session whose queries the leader answers and confirms (the raft package sees to it).
   */
  public SessionClient linearizable() {
    return session(ReadConsistency.LINEARIZABLE_LEASE, CommunicationStrategy.LEADER);
  }

  /** Returns a session whose queries any replica answers. */
  public SessionClient sequential() {
    return session(ReadConsistency.SEQUENTIAL, CommunicationStrategy.ANY);
  }

  private SessionClient session(ReadConsistency consistency, CommunicationStrategy strategy) {
    return client
        .sessionBuilder(GroupService.NAME, GroupService.clientType(), new ServiceConfig())
        .withReadConsistency(consistency)
        .withCommunicationStrategy(strategy)
        .withRecoveryStrategy(Recovery.CLOSE)
        .withMaxRetries(0)
        .withMinTimeout(timeout)
        .withMaxTimeout(timeout)
        .build();
  }
}
