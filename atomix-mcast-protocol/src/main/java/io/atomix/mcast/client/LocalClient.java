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

import io.atomix.mcast.observe.Happening;
import io.atomix.mcast.observe.Sampling;
import io.atomix.mcast.observe.Tracer;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.ordering.OwnStableMessages;
import io.atomix.mcast.time.LocalTime;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;

/**
 * The identity of this node as a client of all its multicast groups, and the numbers of its
 * messages. Thread-safe.
 *
 * <p>Numbers follow the order of the calls. A message is sent only when the client has sessions in
 * all destination groups, and at most once to each: a group relies on that when it forgets that it
 * has refused a message (rules 9 and 10).
 */
public final class LocalClient {
  private final UUID id;
  private final TreeSet<Long> unresolved = new TreeSet<>();
  private final Object multicastOrder = new Object();
  private final OwnStableMessages ownStable;
  private final LongAdder early = new LongAdder();
  private final LongAdder stable = new LongAdder();
  private final LongAdder late = new LongAdder();
  private volatile Tracer tracer = Tracer.NONE;

  /** Messages that the tracer wants to be told of, or null if there is none. */
  private volatile Sampling traced;

  private long last;

  /** Creates a client that no other is like. */
  public LocalClient() {
    this(UUID.randomUUID());
  }

  LocalClient(UUID id) {
    this.id = id;
    this.ownStable = new OwnStableMessages(messageId(0));
  }

  /** Returns the identity. */
  public UUID id() {
    return id;
  }

  /**
   * Returns the lock under which multicast messages are submitted, so that all groups are given
   * them in the same order.
   */
  Object multicastOrder() {
    return multicastOrder;
  }

  /** Returns the number of a new message, which is unresolved from now on. */
  synchronized long next() {
    unresolved.add(++last);
    return last;
  }

  /** Returns what the groups know a message of this number by. */
  MessageId messageId(long sequence) {
    return new MessageId(id.getMostSignificantBits(), id.getLeastSignificantBits(), sequence);
  }

  /** Returns what is known of the messages of this client from the answers to them. */
  OwnStableMessages ownStable() {
    return ownStable;
  }

  /** The message will not be submitted to any group any more. */
  synchronized void resolved(long sequence) {
    unresolved.remove(sequence);
  }

  /** Returns the number below which all messages are resolved. */
  synchronized long resolvedBelow() {
    return unresolved.isEmpty() ? last + 1 : unresolved.first();
  }

  /** Sets who is told of the multicast messages of this node. */
  public void trace(Tracer newTracer) {
    tracer = newTracer;
    traced = newTracer == Tracer.NONE ? null : newTracer.sampling();
  }

  private boolean traces(long sequence) {
    Sampling sampling = traced;
    return sampling != null && sampling.chooses(messageId(sequence));
  }

  private void tell(Happening happening) {
    tracer.atCaller(LocalTime.steadyMicros(), happening);
  }

  /** A multicast message is about to be submitted. */
  void called(long sequence, String primitive, SortedSet<GroupId> destinations) {
    if (traces(sequence)) {
      tell(new Happening.Called(messageId(sequence), primitive, destinations));
    }
  }

  /** Takes note that a multicast message was completed, and by what its end was known (rule 8). */
  void completed(long sequence, Happening.Ending ending) {
    switch (ending) {
      case EARLY -> early.increment();
      case STABLE -> stable.increment();
      case EXECUTED -> late.increment();
      case FAILED -> throw new IllegalArgumentException("What failed is not complete");
    }
    returned(sequence, ending);
  }

  /** The caller of a multicast message is told how it ended. */
  void returned(long sequence, Happening.Ending ending) {
    if (traces(sequence)) {
      tell(new Happening.Returned(messageId(sequence), ending));
    }
  }

  /** Returns how many multicast messages of this node were complete with their votes (rule 8). */
  public long completedEarly() {
    return early.sum();
  }

  /** Returns how many were complete when a leader said that they are stable (rule 8). */
  public long completedStable() {
    return stable.sum();
  }

  /** Returns how many multicast messages of this node were complete only when executed. */
  public long completedLate() {
    return late.sum();
  }
}
