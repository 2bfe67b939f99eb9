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
import io.atomix.mcast.ordering.OrderingCodec;
import io.atomix.mcast.wire.ConditionalAction;
import io.atomix.mcast.wire.WireReader;
import io.atomix.mcast.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Decides when the timers of a group's primitives run. They change a primitive without being
 * messages of a client. So that what a vote told stays true until the message executes, they take
 * their place in the order as local messages that write the whole primitive. A primitive that no
 * pending message touches lets its timers run with every entry. When the time of another has fallen
 * behind by {@value #TICK_LAG_MILLIS} ms of log time, or when its leader says that a timer of it is
 * due, its timers run too if nothing was told of it; otherwise it gets such a message, unless one
 * that was told of is stuck, which must not hold up other keys. One whose service has never used
 * time has no timers, and its time moves on with every entry: nothing was told of it that depends
 * on that.
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

  /** The primitives whose time stands still, with that time. */
  private final NamesByTime still = new NamesByTime();

  /** Those of them that nothing is pending for any more. */
  private final TreeSet<String> thawing = new TreeSet<>();

  /** The primitives that have timers, with the time behind which the first of them runs here. */
  private final NamesByTime wakes = new NamesByTime();

  /** The primitives that the present entry has touched. */
  private final TreeSet<String> touched = new TreeSet<>();

  GroupTimers(GroupOrdering ordering, HostedPrimitives primitives, Messages messages) {
    this.ordering = ordering;
    this.primitives = primitives;
    this.messages = messages;
  }

  /** A message was submitted, executed or dropped, or stands otherwise now; null if it is gone. */
  void touch(MessageWork message) {
    if (message != null && message.primitive() == null) {
      touchAll();
    } else if (message != null) {
      touched.addAll(message.primitives());
    }
  }

  /** All primitives are touched. */
  void touchAll() {
    primitives.all().forEach(primitive -> touched.add(primitive.name()));
  }

  /**
   * The log's time has moved on.
   *
   * @param ran told of the primitives whose timers run at once, without a message
   * @return the primitives for whose timers a message is to be submitted
   */
  List<String> tick(long stamp, Consumer<String> ran) {
    long time = primitives.advance(stamp);
    TreeSet<String> due = new TreeSet<>();
    wakes.before(time, due::add);
    still.before(time - TICK_LAG_MILLIS + 1, due::add);
    due.addAll(thawing);
    thawing.clear();
    List<String> submitted = new ArrayList<>(0);
    for (String name : due) {
      if (!ordering.anyPending(name)) {
        primitives.get(name).setStill(false);
        primitives.tick(name);
        ran.accept(name);
        touched.add(name);
      } else if (time - primitives.get(name).time() >= TICK_LAG_MILLIS && follow(name, ran)) {
        submitted.add(name);
      }
    }
    return submitted;
  }

  /**
   * An entry is over: the time of a primitive that it touched stands still from here while messages
   * are pending, and until its timers could run with the next entry. All others are as they were.
   */
  void settle() {
    for (String name : touched) {
      settle(name, primitives.get(name), ordering.anyPending(name));
    }
    touched.clear();
  }

  private void settle(String name, HostedPrimitive primitive, boolean pending) {
    if (!pending) {
      behind.remove(name);
    }
    if (primitive != null && pending && primitive.usesTime()) {
      primitive.setStill(true);
    }
    if (primitive == null || !primitive.isStill()) {
      still.remove(name);
      thawing.remove(name);
    } else {
      still.set(name, primitive.time());
      if (!pending) {
        thawing.add(name);
      }
    }
    long wakesAfter = primitive == null ? ServiceTimers.NONE : primitive.wakesAfter();
    if (wakesAfter == ServiceTimers.NONE) {
      wakes.remove(name);
    } else {
      wakes.set(name, wakesAfter);
    }
  }

  /**
   * Lets timers run at once if nothing was told, else behind a message for them; but not before all
   * are gone that were there when the time had fallen behind. One of them may be stuck, and behind
   * the message for the timers everything would be.
   *
   * @param ran told if they run at once
   * @return whether that message is to be submitted
   */
  boolean follow(String primitive, Consumer<String> ran) {
    HostedPrimitive hosted = primitives.get(primitive);
    if (hosted == null
        || !hosted.usesTime()
        || ticking.contains(primitive)
        || !ordering.anyPending(primitive)) {
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
      ran.accept(primitive);
      touched.add(primitive);
      return false;
    }
    ticking.add(primitive);
    return true;
  }

  /** The message for the timers of a primitive is executed. */
  void executes(MessageWork.Tick tick) {
    ticking.remove(tick.primitive());
  }

  /**
   * Returns the messages whose vote or readiness may have told of the primitive's state what timers
   * could change, and those that other groups may have executed already though they see all of it,
   * as cuts of backups do. All else sees the state when it executes, after the timers that ran
   * before.
   */
  private TreeSet<MessageId> mayHaveTold(String primitive) {
    TreeSet<MessageId> told = new TreeSet<>();
    messages.forEach(
        (id, message) -> {
          if (message.primitive() == null
              || message instanceof MessageWork.Invoke invoke
                  && invoke.multicast()
                  && invoke.primitives().contains(primitive)
                  && (invoke.action() instanceof ConditionalAction
                      || invoke.early() && invoke.isQuery()
                      || invoke.reserved() > 0)) {
            told.add(id);
          }
        });
    return told;
  }

  /** Returns when timers are due, after an entry. */
  TimersDue due() {
    long first = ServiceTimers.NONE;
    TreeSet<String> held = new TreeSet<>();
    for (NamesByTime.At at : wakes.inOrder()) {
      long next = primitives.get(at.name()).nextTimer();
      if (next != ServiceTimers.NONE && !waits(at.name())) {
        boolean past = primitives.isPast(next);
        if (past && ordering.anyPending(at.name())) {
          held.add(at.name());
        } else {
          first = Math.min(first, primitives.stampAfter(next));
        }
        if (!past) {
          break;
        }
      }
    }
    return first == ServiceTimers.NONE && held.isEmpty()
        ? TimersDue.NONE
        : new TimersDue(first, List.copyOf(held));
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
          each.writeAll(waiting.getValue(), OrderingCodec::writeId);
        });
  }

  /** Writes the primitives whose timers are a pending message. */
  void writeTicking(WireWriter out) {
    out.writeAll(ticking, WireWriter::writeString);
  }

  /** Takes the state that {@link #write} wrote. */
  void restore(WireReader in) {
    ticking.addAll(in.readAll(WireReader::readName));
    in.readAll(each -> Map.entry(each.readName(), each.readAll(OrderingCodec::readId)))
        .forEach(waiting -> behind.put(waiting.getKey(), new TreeSet<>(waiting.getValue())));
    touchAll();
    settle();
  }
}
