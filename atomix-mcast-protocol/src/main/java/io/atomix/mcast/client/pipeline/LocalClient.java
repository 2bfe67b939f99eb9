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
package io.atomix.mcast.client.pipeline;

import io.atomix.mcast.observe.ProtocolEvent;
import io.atomix.mcast.observe.Sampling;
import io.atomix.mcast.observe.Tracer;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.time.LocalTime;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
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
  /** Votes that others may get between two messages of a chain without changing theirs. */
  private static final long APART = 1 << 10;

  /**
   * Rule 12: a query that is alone is a message, which takes two message delays less. Two at once
   * share the rounds already, and from there on these were faster in all that was measured.
   */
  private static final int ENOUGH_FOR_ROUNDS = 2;

  private final UUID id;
  private final TreeSet<Long> unresolved = new TreeSet<>();
  private final Object multicastOrder = new Object();
  private final JudgedByVotes judgedByVotes;
  private final LongAdder early = new LongAdder();
  private final LongAdder stable = new LongAdder();
  private final LongAdder late = new LongAdder();
  private final LongAdder unlogged = new LongAdder();
  private volatile Tracer tracer = Tracer.NONE;

  /** Messages that the tracer wants to be told of, or null if there is none. */
  private volatile Sampling traced;

  private volatile int enoughForRounds = ENOUGH_FOR_ROUNDS;
  private long last;

  /** Rule 2: the largest lowest vote that was given to a message, or vote that was heard. */
  private final AtomicLong highestVote = new AtomicLong();

  /** Creates a client that no other is like. */
  public LocalClient() {
    this(UUID.randomUUID());
  }

  /** Creates a client of this identity, which no other may have. */
  public LocalClient(UUID id) {
    this.id = id;
    this.judgedByVotes = new JudgedByVotes(messageId(0));
  }

  /** Returns the identity. */
  public UUID id() {
    return id;
  }

  /**
   * Returns the lock under which multicast messages are submitted, so that all groups are given
   * them in the same order.
   */
  public Object multicastOrder() {
    return multicastOrder;
  }

  /** Returns the number of a new message, which is unresolved from now on. */
  public synchronized long next() {
    unresolved.add(++last);
    return last;
  }

  /** Returns what the groups know a message of this number by. */
  public MessageId messageId(long sequence) {
    return new MessageId(id.getMostSignificantBits(), id.getLeastSignificantBits(), sequence);
  }

  /**
   * Rule 2: returns the lowest vote of a message that goes right behind others of this client. It
   * is above theirs, so each group gives it this very vote, unless it meets others that are as far:
   * then all votes are equal, and its client knows from them that it is stable.
   */
  public long nextLowestVote() {
    return highestVote.addAndGet(APART);
  }

  /** A group has voted so on a message. */
  public void voted(long timestamp) {
    highestVote.accumulateAndGet(timestamp, Math::max);
  }

  /** Returns what is known of the messages of this client from the answers to them. */
  public JudgedByVotes judgedByVotes() {
    return judgedByVotes;
  }

  /** The message will not be submitted to any group any more. */
  public synchronized void resolved(long sequence) {
    unresolved.remove(sequence);
  }

  /** Returns the number below which all messages are resolved. */
  public synchronized long resolvedBelow() {
    return unresolved.isEmpty() ? last + 1 : unresolved.first();
  }

  /** Sets who is told of the multicast messages of this node. */
  public void trace(Tracer newTracer) {
    tracer = newTracer;
    traced = newTracer == Tracer.NONE ? null : newTracer.sampling();
  }

  /**
   * Rule 12: returns how many queries of several groups a primitive must have under way for one to
   * be asked without log entries.
   */
  public int enoughForRounds() {
    return enoughForRounds;
  }

  /** Sets how many it must have; 1 for all to be asked so. */
  public void enoughForRounds(int queries) {
    enoughForRounds = queries;
  }

  private boolean traces(long sequence) {
    Sampling sampling = traced;
    return sampling != null && sampling.chooses(messageId(sequence));
  }

  private void tell(ProtocolEvent event) {
    tracer.atCaller(LocalTime.steadyMicros(), event);
  }

  /** A multicast message is about to be submitted. */
  public void called(long sequence, String primitive, SortedSet<GroupId> destinations) {
    if (traces(sequence)) {
      tell(new ProtocolEvent.Called(messageId(sequence), primitive, destinations));
    }
  }

  /** Takes note that a multicast message was completed, and by what its end was known (rule 8). */
  public void completed(long sequence, ProtocolEvent.Ending ending) {
    switch (ending) {
      case EARLY -> early.increment();
      case STABLE -> stable.increment();
      case EXECUTED -> late.increment();
      case FAILED -> throw new IllegalArgumentException("What failed is not complete");
    }
    returned(sequence, ending);
  }

  /** The caller of a multicast message is told how it ended. */
  public void returned(long sequence, ProtocolEvent.Ending ending) {
    if (traces(sequence)) {
      tell(new ProtocolEvent.Returned(messageId(sequence), ending));
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

  /** Takes note that a query of several groups was answered without log entries (rule 12). */
  public void completedUnlogged() {
    unlogged.increment();
  }

  /** Returns how many queries of several groups were answered without log entries (rule 12). */
  public long unlogged() {
    return unlogged.sum();
  }

  /** Returns how many multicast messages of this node were complete only when executed. */
  public long completedLate() {
    return late.sum();
  }
}
