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

import io.atomix.mcast.group.GroupEffects;
import io.atomix.mcast.group.Observed;
import io.atomix.mcast.group.StatusChange;
import io.atomix.mcast.observe.GroupObserver;
import io.atomix.mcast.observe.GroupView;
import io.atomix.mcast.observe.HostedDetails;
import io.atomix.mcast.observe.ProtocolEvent;
import io.atomix.mcast.observe.Sampling;
import io.atomix.mcast.observe.StateView;
import io.atomix.mcast.observe.Tracer;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.ordering.MessageStatus;
import io.atomix.mcast.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * View of one replica from outside: passes on what happens, and knows by this node's clock how long
 * messages have waited. The replica's threads tell, any thread may ask.
 */
final class Observation {
  private final GroupId group;
  private final LongSupplier clock;
  private final Leadership leadership;

  /** Since when each pending message has been known here. */
  private final Map<MessageId, Long> since = new ConcurrentHashMap<>();

  /** Messages whose refusal has been told. */
  private final Set<MessageId> refused = ConcurrentHashMap.newKeySet();

  private volatile GroupObserver observer = GroupObserver.NONE;
  private volatile Tracer tracer = Tracer.NONE;

  /** Messages that the tracer wants to be told of, or null if there is none. */
  private volatile Sampling traced;

  private volatile StateView state = StateView.EMPTY;
  private long snapshotSince;

  Observation(GroupId group, LongSupplier clock, Leadership leadership) {
    this.group = group;
    this.clock = clock;
    this.leadership = leadership;
  }

  void observe(GroupObserver next) {
    observer = next;
  }

  void trace(Tracer next) {
    next.begins(group);
    tracer = next;
    traced = next == Tracer.NONE ? null : next.sampling();
  }

  boolean traces(MessageId id) {
    Sampling sampling = traced;
    return sampling != null && sampling.chooses(id);
  }

  void traced(long index, ProtocolEvent event) {
    tracer.inGroup(group, index, leadership.leads(), LocalTime.steadyMicros(), event);
  }

  /** Returns whom to tell what one replica of a group should tell, not each: the leader. */
  GroupObserver ofLeader() {
    return leadership.leads() ? observer : GroupObserver.NONE;
  }

  void hosting(StateView newState) {
    state = newState;
  }

  /** Returns the primitives that the group hosts, by name. */
  List<HostedDetails> hosted() {
    return state.hosted();
  }

  /** Returns the state, where pending messages have their age. */
  GroupView view(int limit) {
    GroupView view = state.all(limit);
    long now = clock.getAsLong();
    return new GroupView(
        view.pending().stream()
            .map(each -> each.withAge(now - since.getOrDefault(each.order().id(), now)))
            .toList(),
        view.remembered(),
        view.primitives(),
        view.checksum());
  }

  /** Returns the age of the oldest pending message in nanoseconds, 0 if there is none. */
  long oldestNanos() {
    long now = clock.getAsLong();
    return now - since.values().stream().mapToLong(Long::longValue).min().orElse(now);
  }

  /** Returns the length of the longest chain among so many pending messages, the lowest. */
  int longestChain(int limit) {
    return GroupView.longestChain(state.pending(limit));
  }

  /** Tells what came of an entry. */
  void applied(GroupEffects effects) {
    if (effects.answer() != null) {
      ofLeader().batch(effects.answer().answers().size());
    }
    for (StatusChange change : effects.statuses()) {
      if (change.status() == null) {
        refused.remove(change.id());
      } else {
        stands(change.id(), change.status());
      }
    }
    if (!effects.observed().isEmpty()) {
      Observed.ObservedVisitor teller = new EventTeller(effects.index());
      effects.observed().forEach(event -> event.accept(teller));
    }
  }

  void waits(MessageId id) {
    since.putIfAbsent(id, clock.getAsLong());
  }

  void waitsNoMore(MessageId id, GroupObserver.MessageKind kind) {
    Long began = since.remove(id);
    if (began != null) {
      ofLeader().waited(kind, clock.getAsLong() - began);
    }
  }

  void stands(MessageId id, MessageStatus status) {
    switch (status.state()) {
      case VOTED, FINAL -> waits(id);
      case EXECUTED -> waitsNoMore(id, GroupObserver.MessageKind.MULTICAST);
      case ABORTED -> {
        refused.remove(id);
        if (since.remove(id) != null) {
          ofLeader().aborted();
        }
      }
      case REFUSED -> {
        if (refused.add(id)) {
          ofLeader().refused();
        }
      }
      case ABSENT -> since.remove(id);
    }
  }

  /** The state is that of a snapshot: what it holds pending keeps its age, if it was known here. */
  void restored() {
    tracer.begins(group);
    Set<MessageId> pending =
        state.pending(Integer.MAX_VALUE).stream()
            .map(each -> each.order().id())
            .collect(Collectors.toSet());
    since.keySet().retainAll(pending);
    pending.forEach(this::waits);
    refused.clear();
  }

  void snapshotBegins() {
    snapshotSince = clock.getAsLong();
  }

  void snapshotEnds(int bytes) {
    observer.snapshot(bytes, clock.getAsLong() - snapshotSince);
  }

  /** Tells what was observed of one entry. */
  private final class EventTeller implements Observed.ObservedVisitor {
    private final long index;

    private EventTeller(long index) {
      this.index = index;
    }

    @Override
    public void executed(Observed.ExecutionSeen event) {
      ofLeader()
          .executed(
              event.kind(),
              event.failed()
                  ? GroupObserver.ObservedOutcome.FAILED
                  : GroupObserver.ObservedOutcome.DONE);
    }

    @Override
    public void waits(Observed.Waits event) {
      Observation.this.waits(event.id());
    }

    @Override
    public void waitsNoMore(Observed.WaitsNoMore event) {
      Observation.this.waitsNoMore(event.id(), event.kind());
    }

    @Override
    public void traced(Observed.Traced event) {
      Observation.this.traced(index, event.event());
    }
  }
}
