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
package io.atomix.mcast.relay;

import io.atomix.mcast.observe.GroupObserver;
import io.atomix.mcast.observe.Tracer;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.utils.concurrent.ThreadContext;
import io.atomix.utils.concurrent.ThreadContextFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;

/**
 * Observers of a group on this node, each behind a queue of its own, so that none is waited for:
 * not by the protocol, and not by the other. An observer that takes another's place does not take
 * what that one has still to be told.
 */
public final class Relays {
  private final GroupId group;
  private final ThreadContextFactory callbacks;
  private final ThreadContext timer;

  /** Queues of the observers, and of earlier ones that may still have to be told something. */
  private final List<Relay> relays = new ArrayList<>();

  private GroupObserver observer = GroupObserver.NONE;
  private Tracer tracer = Tracer.NONE;

  /**
   * Creates the relays of a group that nobody observes.
   *
   * @param callbacks makes contexts for callers' code, on which observers are told
   * @param timer runs short tasks of the relays themselves
   */
  public Relays(GroupId group, ThreadContextFactory callbacks, ThreadContext timer) {
    this.group = group;
    this.callbacks = callbacks;
    this.timer = timer;
  }

  /** Returns who is to be told on the protocol's threads, or {@link GroupObserver#NONE}. */
  public synchronized GroupObserver observer() {
    return observer;
  }

  /** Returns who is to be told on the protocol's threads, or {@link Tracer#NONE}. */
  public synchronized Tracer tracer() {
    return tracer;
  }

  /** Sets who observes from now on, {@link GroupObserver#NONE} for nobody. */
  public synchronized void observe(GroupObserver next) {
    if (next == GroupObserver.NONE) {
      observer = next;
    } else if (!(observer instanceof RelayedObserver same) || same.observer() != next) {
      observer = new RelayedObserver(next, relay(RelayedObserver.CAPACITY, next::missed));
    }
  }

  /** Sets who traces from now on, {@link Tracer#NONE} for nobody. */
  public synchronized void trace(Tracer next) {
    if (next == Tracer.NONE) {
      tracer = next;
    } else if (!(tracer instanceof RelayedTracer same) || same.tracer() != next) {
      tracer =
          new RelayedTracer(
              next, relay(RelayedTracer.CAPACITY, count -> next.missed(group, count)));
    }
  }

  private Relay relay(int capacity, LongConsumer missed) {
    relays.removeIf(each -> each.isIdle() && !isUsed(each));
    Relay relay = new Relay("partition " + group, capacity, callbacks, timer, missed);
    relays.add(relay);
    return relay;
  }

  private boolean isUsed(Relay relay) {
    return observer instanceof RelayedObserver one && one.relay() == relay
        || tracer instanceof RelayedTracer other && other.relay() == relay;
  }

  /** Returns a future that completes when all have been told what has happened until now. */
  public synchronized CompletableFuture<Void> told() {
    return CompletableFuture.allOf(
        relays.stream().map(Relay::told).toArray(CompletableFuture[]::new));
  }
}
