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

import io.atomix.protocols.raft.impl.RaftContext;

/**
 * Sees to it that the preferred member of a partition leads whenever it can: on that member by the
 * {@link FirstElection}, on the others by a {@link Handover} if they have become leaders. Does
 * nothing if no member is preferred.
 */
final class PreferredLeader {
  private final RaftContext context;
  private final Spreading spreading;
  private final MemberMessages messages;
  private final RequestGate gate;
  private FirstElection election;
  private Handover handover;

  PreferredLeader(
      RaftContext context, Spreading spreading, MemberMessages messages, RequestGate gate) {
    this.context = context;
    this.spreading = spreading;
    this.messages = messages;
    this.gate = gate;
  }

  void start() {
    if (spreading.isOn()) {
      context.getThreadContext().execute(this::begin);
    }
  }

  private void begin() {
    if (context.localMemberId().equals(spreading.preferred())) {
      election = new FirstElection(context, messages, context.getElectionTimeout());
      election.start();
    } else {
      handover = new Handover(context, spreading, messages, gate);
      handover.start();
    }
  }

  /** Stops; what waits at the gate goes on. */
  void stop() {
    if (spreading.isOn()) {
      context.getThreadContext().execute(this::end);
    }
  }

  private void end() {
    if (election != null) {
      election.stop();
    }
    if (handover != null) {
      handover.stop();
    }
  }
}
