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
package io.atomix.mcast.agent.trace;

import io.atomix.mcast.trace.TraceEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Differences between clocks, as far as a trace tells. No message is submitted before it is called,
 * nor is its caller told before the leaders have it; and no group executes it before the leaders of
 * the others have it (rule 6). Each such pair of events by two clocks bounds their difference from
 * one side. A clock that is within its bounds is left alone, another one is set to their middle.
 */
final class Clocks {
  private static final double MICROS = 1000.0;

  /** Microseconds by which each clock is at most ahead of another. */
  private final Map<String, Map<String, Long>> ahead = new TreeMap<>();

  private final Map<String, Long> shifts = new TreeMap<>();
  private final List<String> notes;

  /**
   * An event, and what its time was taken from.
   *
   * @param clock names a clock; a trace of several nodes has one of its own
   */
  record TimedEvent(TraceEvent event, String clock) {
    long time() {
      return event.time();
    }
  }

  /** Known events of one message. */
  private static final class MessageTimes {
    private TimedEvent called;
    private TimedEvent returned;
    private final List<TimedEvent> submitted = new ArrayList<>();
    private final List<TimedEvent> executed = new ArrayList<>();
  }

  private Clocks(List<TimedEvent> events) {
    Map<String, MessageTimes> messages = new HashMap<>();
    TreeSet<String> clocks = new TreeSet<>();
    for (TimedEvent each : events) {
      clocks.add(each.clock());
      note(messages.computeIfAbsent(each.event().message(), id -> new MessageTimes()), each);
    }
    messages.values().forEach(this::compare);
    this.notes = spread(clocks);
  }

  /** Compares the clocks of some events. */
  static Clocks of(List<TimedEvent> events) {
    return new Clocks(events);
  }

  /** Returns the time of an event by the clock that all are compared with. */
  long time(TimedEvent event) {
    return event.time() - shifts.getOrDefault(event.clock(), 0L);
  }

  /** Returns what was found, in sentences. */
  List<String> notes() {
    return notes;
  }

  private static void note(MessageTimes message, TimedEvent each) {
    switch (each.event().kind()) {
      case CALLED -> message.called = each;
      case RETURNED, RETURNED_EARLY, RETURNED_STABLE -> message.returned = each;
      case SUBMITTED -> message.submitted.add(each);
      case EXECUTED -> message.executed.add(each);
      case RAISED, STABLE, REFUSED, ABORTED, FAILED -> {}
    }
  }

  private void compare(MessageTimes message) {
    for (TimedEvent submitted : message.submitted) {
      bound(message.called, submitted);
      if (submitted.event().leads()) {
        bound(submitted, message.returned);
        message.executed.stream()
            .filter(executed -> !executed.event().group().equals(submitted.event().group()))
            .forEach(executed -> bound(submitted, executed));
      }
    }
  }

  /** The first came before the second, whatever their clocks say. */
  private void bound(TimedEvent first, TimedEvent second) {
    if (first != null && second != null && !first.clock().equals(second.clock())) {
      ahead
          .computeIfAbsent(second.clock(), clock -> new TreeMap<>())
          .merge(first.clock(), second.time() - first.time(), Math::min);
    }
  }

  /** From one clock to those that it can be compared with, and so on. */
  private List<String> spread(TreeSet<String> clocks) {
    List<String> found = new ArrayList<>();
    for (String root : clocks) {
      if (shifts.putIfAbsent(root, 0L) == null) {
        if (!root.equals(clocks.first())) {
          found.add("The clock of " + root + " cannot be compared with that of " + clocks.first());
        }
        spreadFrom(root, clocks, found);
      }
    }
    return List.copyOf(found);
  }

  private void spreadFrom(String root, TreeSet<String> clocks, List<String> found) {
    Queue<String> next = new ArrayDeque<>(List.of(root));
    while (!next.isEmpty()) {
      String known = next.remove();
      for (String clock : clocks) {
        if (!shifts.containsKey(clock) && (has(clock, known) || has(known, clock))) {
          long shift = shifts.get(known) + difference(clock, known);
          shifts.put(clock, shift);
          next.add(clock);
          if (shift != 0) {
            found.add(sentence(clock, shift, root));
          }
        }
      }
    }
  }

  private boolean has(String clock, String other) {
    return ahead.getOrDefault(clock, Map.of()).containsKey(other);
  }

  private long most(String clock, String other) {
    return ahead.getOrDefault(clock, Map.of()).getOrDefault(other, Long.MAX_VALUE);
  }

  /**
   * Returns the time by which a clock is ahead of a known one: none, if nothing speaks against it.
   */
  private long difference(String clock, String known) {
    long high = most(clock, known);
    long low = -most(known, clock);
    if (low <= 0 && high >= 0) {
      return 0;
    } else if (has(clock, known) && has(known, clock)) {
      return low + (high - low) / 2;
    }
    return has(clock, known) ? high : low;
  }

  private static String sentence(String clock, long shift, String reference) {
    return String.format(
        "The clock of %s is about %.1f ms %s that of %s, by which its events are drawn",
        clock, Math.abs(shift) / MICROS, shift > 0 ? "ahead of" : "behind", reference);
  }
}
