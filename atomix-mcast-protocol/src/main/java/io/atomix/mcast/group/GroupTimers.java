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
package io.atomix.mcast.group;

import io.atomix.mcast.ordering.GroupOrdering;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.wire.Conditional;
import io.atomix.mcast.wire.WireReader;
import io.atomix.mcast.wire.WireWriter;
import io.atomix.mcast.wire.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Decides when the timers of a group's primitives run. They change a primitive without being
 * messages of a client. So that what a vote told stays true until the message executes, they take
 * their place in the order as local messages that write the whole primitive. A primitive that no
 * pending message touches lets its timers run with every entry. When the time of another has fallen
 * behind by {@value #TICK_LAG_MILLIS} ms of log time, or when its leader says that a timer of it is
 * due, its timers run too if nothing was told of it; otherwise it gets such a message, unless one
 * that was told of is stuck, which must not hold up other keys.
 */
final class GroupTimers {
  private static final long TICK_LAG_MILLIS = 1000;

  private final GroupOrdering ordering;
  private final HostedPrimitives primitives;
  private final Messages messages;

  /** The primitives whose timers are a pending message. */
  private final TreeSet<String> ticking = new TreeSet<>();

  /** Messages that the timers of primitives wait for before they queue up, by primitive. */
  private final TreeMap<String, TreeSet<MessageId>> behind = new TreeMap<>();

  GroupTimers(GroupOrdering ordering, HostedPrimitives primitives, Messages messages) {
    this.ordering = ordering;
    this.primitives = primitives;
    this.messages = messages;
  }

  /**
   * The log's time has moved on.
   *
   * @return the primitives for whose timers a message is to be submitted
   */
  List<String> tick(long stamp) {
    long time = primitives.advance(stamp);
    behind.keySet().removeIf(name -> !ordering.anyPending(name));
    List<String> submitted = new ArrayList<>(0);
    for (HostedPrimitive primitive : primitives.all()) {
      String name = primitive.name();
      if (!ordering.anyPending(name)) {
        primitives.tick(name);
      } else if (time - primitive.time() >= TICK_LAG_MILLIS && follow(name)) {
        submitted.add(name);
      }
    }
    return submitted;
  }

  /**
   * Lets timers run at once if nothing was told, else behind a message for them; but not before all
   * are gone that were there when the time had fallen behind. One of them may be stuck, and behind
   * the message for the timers everything would be.
   *
   * @return whether that message is to be submitted
   */
  boolean follow(String primitive) {
    if (ticking.contains(primitive) || !ordering.anyPending(primitive)) {
      return false;
    }
    TreeSet<MessageId> first = behind.computeIfAbsent(primitive, this::mayHaveTold);
    while (!first.isEmpty() && !messages.contains(first.first())) {
      first.pollFirst();
    }
    if (!first.isEmpty()) {
      return false;
    }
    behind.remove(primitive);
    if (mayHaveTold(primitive).isEmpty()) {
      primitives.tick(primitive);
      return false;
    }
    ticking.add(primitive);
    return true;
  }

  /** The message for the timers of a primitive is executed. */
  void executes(Message.Tick tick) {
    ticking.remove(tick.primitive());
  }

  /**
   * Returns the messages whose vote or readiness may have told of the primitive's state what timers
   * could change. All else sees the state when it executes, after the timers that ran before.
   */
  private TreeSet<MessageId> mayHaveTold(String primitive) {
    TreeSet<MessageId> told = new TreeSet<>();
    messages.forEach(
        (id, message) -> {
          if (message instanceof Message.Invoke invoke
              && invoke.multicast()
              && invoke.primitive().equals(primitive)
              && (invoke.action() instanceof Conditional
                  || invoke.early() && invoke.isQuery()
                  || invoke.reserved() > 0)) {
            told.add(id);
          }
        });
    return told;
  }

  /** Returns when timers are due, after an entry. */
  TimersDue due() {
    TimersDue due = TimersDue.NONE;
    for (HostedPrimitive primitive : primitives.each()) {
      long next = primitive.nextTimer();
      if (next != ServiceTimers.NONE && !waits(primitive.name())) {
        due =
            primitives.isPast(next) && ordering.anyPending(primitive.name())
                ? held(due, primitive.name())
                : new TimersDue(Math.min(due.stamp(), primitives.stampAfter(next)), due.held());
      }
    }
    return due;
  }

  private static TimersDue held(TimersDue due, String primitive) {
    List<String> held = new ArrayList<>(due.held());
    held.add(primitive);
    return new TimersDue(due.stamp(), held);
  }

  /** Returns whether time alone does not make the primitive's timers run. */
  private boolean waits(String primitive) {
    TreeSet<MessageId> first = behind.get(primitive);
    return ticking.contains(primitive)
        || first != null && first.stream().anyMatch(messages::contains);
  }

  /**
   * Returns whether a timer would run before a query if that came in an entry of this stamp: what
   * the query would find without one is over.
   */
  boolean isDue(String primitive, long stamp) {
    HostedPrimitive hosted = primitives.get(primitive);
    long next = hosted == null ? ServiceTimers.NONE : hosted.nextTimer();
    return next != ServiceTimers.NONE
        && !ordering.anyPending(primitive)
        && primitives.stampAfter(next) <= stamp;
  }

  void write(WireWriter out) {
    out.writeAll(ticking, WireWriter::writeString);
    out.writeAll(
        behind.entrySet(),
        (each, waiting) -> {
          each.writeString(waiting.getKey());
          each.writeAll(waiting.getValue(), Words::writeId);
        });
  }

  /** Writes the primitives whose timers are a pending message. */
  void writeTicking(WireWriter out) {
    out.writeAll(ticking, WireWriter::writeString);
  }

  /** Takes the state that {@link #write} wrote. */
  void restore(WireReader in) {
    ticking.addAll(in.readAll(WireReader::readName));
    in.readAll(each -> Map.entry(each.readName(), each.readAll(Words::readId)))
        .forEach(waiting -> behind.put(waiting.getKey(), new TreeSet<>(waiting.getValue())));
  }
}
