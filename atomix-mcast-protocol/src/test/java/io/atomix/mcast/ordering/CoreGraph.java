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
package io.atomix.mcast.ordering;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The states of one group's real core, told apart by their snapshots, and the steps between them,
 * each of them taken once.
 */
final class CoreGraph {
  /** A state of the core. */
  static final class State {
    final int number;
    private final byte[] snapshot;

    /** The messages that are pending, one bit each. */
    final int pending;

    /** By message, its status if it is multicast and pending, or null. */
    final MessageStatus[] statuses;

    /** Whether it holds nothing, as when its log was empty. */
    final boolean empty;

    /** The messages whose clients submit them here no more, one bit each. */
    final int ended;

    private final Map<Entry, Step> steps = new IdentityHashMap<>();
    private final Map<GroupFootprint, Boolean> waits = new IdentityHashMap<>();

    private State(
        int number,
        byte[] snapshot,
        int pending,
        MessageStatus[] statuses,
        boolean empty,
        int ended) {
      this.number = number;
      this.snapshot = snapshot;
      this.pending = pending;
      this.statuses = statuses;
      this.empty = empty;
      this.ended = ended;
    }
  }

  /** Asks what is executed before a message, by what is known of all. */
  private record Question(State state, int message, List<Outlook> outlooks) {}

  /** What an entry does to a state. */
  record Step(State to, List<Effect> effects) {}

  private final SmallSystem system;
  private final Protocol protocol;
  private final GroupId group;
  private final Map<ByteBuffer, State> states = new HashMap<>();
  private final Map<Question, Optional<Foresight.Foreseen>> foreseen = new HashMap<>();
  private final List<State> byNumber = new ArrayList<>();

  CoreGraph(SmallSystem system, Protocol protocol, int group) {
    this.system = system;
    this.protocol = protocol;
    this.group = SmallSystem.group(group);
    intern(protocol.newGroup(this.group), 0);
  }

  State get(int number) {
    return byNumber.get(number);
  }

  /** Applies an entry; equal entries must be the same object. */
  Step step(State state, Entry entry) {
    Step step = state.steps.get(entry);
    if (step == null) {
      GroupOrdering core = core(state);
      List<Effect> effects = core.step(entry);
      step = new Step(intern(core, state.ended), effects);
      state.steps.put(entry, step);
    }
    return step;
  }

  /** Rule 7: returns whether a query has to wait for a pending message. */
  boolean waits(State state, GroupFootprint query) {
    return state.waits.computeIfAbsent(query, it -> core(state).conflictsWithPending(it));
  }

  /**
   * Rule 10: the client of a message says that it submits it no more, or loses its session; which
   * of the two is the message's choice.
   */
  State endSession(State state, int message) {
    return intern(core(state), state.ended | 1 << message);
  }

  /** Rule 11: returns what is executed before a message, as far as that is known already. */
  Optional<Foresight.Foreseen> foresee(State state, int message, Outlook[] outlooks) {
    return foreseen.computeIfAbsent(
        new Question(state, message, List.of(outlooks)),
        question ->
            core(state).foresee(SmallSystem.id(message), id -> outlooks[SmallSystem.number(id)]));
  }

  private GroupOrdering core(State state) {
    GroupOrdering core = Fixtures.restored(protocol.newGroup(group), state.snapshot);
    Submitters submitters = core.submitters();
    for (int m = 0; m < system.size(); m++) {
      MessageId id = SmallSystem.id(m);
      Submitters.Submitter submitter = submitters.open(id.clientHigh(), id.clientLow());
      if ((state.ended >> m & 1) != 0) {
        if (m % 2 == 0) {
          submitters.close(submitter);
        } else {
          submitter.resolved(id.sequence() + 1);
        }
      }
    }
    return core;
  }

  private State intern(GroupOrdering core, int ended) {
    byte[] snapshot = Fixtures.bytes(core);
    ByteBuffer key = ByteBuffer.allocate(snapshot.length + 4).put(snapshot).putInt(ended).flip();
    return states.computeIfAbsent(
        key,
        absent -> {
          int pending = 0;
          MessageStatus[] statuses = new MessageStatus[system.size()];
          for (int m = 0; m < system.size(); m++) {
            if (core.isPending(SmallSystem.id(m))) {
              pending |= 1 << m;
              statuses[m] = core.status(SmallSystem.id(m)).orElse(null);
            }
          }
          boolean empty = core.pendingCount() + core.outcomeCount() == 0;
          State state = new State(byNumber.size(), snapshot, pending, statuses, empty, ended);
          byNumber.add(state);
          return state;
        });
  }
}
