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
package io.atomix.mcast.trace.rules;

import io.atomix.mcast.trace.TraceEvent;
import io.atomix.mcast.trace.rules.RecordedLog.RecordedStep;
import io.atomix.mcast.trace.rules.ReplayedMessage.ReplayedPart;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** A group, replayed from its log: what is pending, and whether each step is one of the rules. */
final class ReplayedGroup {
  /** Name of the sort of opening and ending sessions, of timers and of deletions. */
  private static final String UPKEEP = "bookkeeping";

  private final String name;
  private final List<RecordedStep> steps;
  private final LogReplay replay;
  private final Map<String, ReplayedPart> pending = new LinkedHashMap<>();

  /** Raises of the present entry that say that nothing is below. */
  private final Map<TraceEvent, ReplayedPart> raises = new LinkedHashMap<>();

  /** Ends of sessions that executions of the present entry have overtaken. */
  private final Map<ReplayedPart, TraceEvent> overtaken = new LinkedHashMap<>();

  private int taken;

  ReplayedGroup(String name, List<RecordedStep> steps, LogReplay replay) {
    this.name = name;
    this.steps = steps;
    this.replay = replay;
  }

  /** Takes steps as long as the next one may be taken; returns whether there was one. */
  boolean advance() {
    int before = taken;
    while (!hasEnded() && whyNot() == null) {
      force();
    }
    return taken > before;
  }

  boolean hasEnded() {
    return taken == steps.size();
  }

  /** Returns the next step; there must be one. */
  TraceEvent next() {
    return steps.get(taken).event();
  }

  Collection<ReplayedPart> pending() {
    return pending.values();
  }

  /** Returns the rule that says when the next step may be taken. */
  int ruleOfNext() {
    return switch (next().kind()) {
      case RAISED -> 3;
      case REFUSED -> 10;
      case ABORTED -> 9;
      default -> 6;
    };
  }

  /** Returns what other groups have to have said before the next step; null if it may be taken. */
  String whyNot() {
    TraceEvent step = next();
    if (step == null) {
      return null;
    }
    ReplayedMessage message = replay.message(step.message());
    if (!message.isMulticast()) {
      return null;
    }
    return switch (step.kind()) {
      case RAISED -> whyNotRaised(message);
      case EXECUTED -> whyNotExecuted(message);
      case REFUSED -> whyNotRefused(message);
      case ABORTED -> whyNotAborted(message);
      default -> null;
    };
  }

  private String whyNotRaised(ReplayedMessage message) {
    for (String group : message.destinations()) {
      ReplayedPart part = message.in(group);
      if ((part == null || part.placed() == null)
          && !replay.mayBeUnrecorded(message, group)
          && !replay.isOpen(group)) {
        return name + " raises " + message + " before " + group + " has voted on it";
      }
    }
    return null;
  }

  private String whyNotExecuted(ReplayedMessage message) {
    String why = replay.stability().whyNotStable(message);
    return why == null ? null : name + " executes " + message + " before it is stable: " + why;
  }

  /**
   * Rules 9 and 10: a group that has forgotten what it has executed refuses it when it is asked. It
   * has forgotten it after all other groups had executed it, so none of them drops it: the question
   * is one that came late, of a replica that trailed its log when it asked.
   */
  private String whyNotRefused(ReplayedMessage message) {
    ReplayedPart own = message.in(name);
    if (own == null || own.executed() == null) {
      return null;
    }
    for (String group : message.destinations()) {
      ReplayedPart part = message.in(group);
      boolean ended =
          part != null && (part.executed() != null || part.isOutOfSight())
              || replay.mayBeUnrecorded(message, group)
              || replay.isOpen(group);
      if (!ended) {
        return name + " refuses " + message + ", which it has executed and " + group + " has not";
      }
    }
    return null;
  }

  private String whyNotAborted(ReplayedMessage message) {
    boolean refused =
        message.destinations().stream()
            .map(message::in)
            .anyMatch(part -> part != null && part.refused() != null);
    ReplayedPart own = message.in(name);
    // A refusal is told again when another group asks: the first time may not be recorded.
    boolean known = refused || own != null && own.refused() != null || !replay.isWhole();
    return known ? null : name + " drops " + message + " before any group has refused it";
  }

  /** Takes the next step, whether it may be taken or not. */
  void force() {
    RecordedStep step = steps.get(taken++);
    if (step.event() == null) {
      pending.values().forEach(ReplayedPart::lose);
      pending.clear();
    } else {
      ReplayedMessage message = replay.message(step.event().message());
      take(step.event(), message, message.at(name));
      if (step.last()) {
        // What waited for a message alone executes when that is raised, by the same entry.
        raises.forEach(this::checkWait);
        raises.clear();
        overtaken.forEach((end, by) -> checkOvertaken(end, by, step.event().index()));
        overtaken.clear();
        checkLocalOnes(step.event());
      }
    }
  }

  private void take(TraceEvent step, ReplayedMessage message, ReplayedPart part) {
    switch (step.kind()) {
      case SUBMITTED -> submitted(step, message, part);
      case RAISED -> raised(step, message, part);
      case EXECUTED -> executed(step, message, part);
      case REFUSED -> refused(step, message, part);
      case ABORTED -> aborted(step, message, part);
      default -> throw new IllegalArgumentException("No log entry says " + step);
    }
  }

  /** Rules 1 and 2. */
  private void submitted(TraceEvent step, ReplayedMessage message, ReplayedPart part) {
    int rule = message.isMulticast() ? 2 : 1;
    if (part.hasEnded()) {
      replay.broke(
          part.executed() != null ? rule : 9,
          name + " accepts " + message + ", which has ended there",
          step,
          ended(part));
      return;
    } else if (part.submitted() != null) {
      if (part.timestamp() != ReplayedMessage.timestampOf(step)) {
        replay.broke(rule, name + " votes twice on " + message, step, part.placed());
      }
      return;
    }
    ReplayedPart highest = highestConflicting(step);
    part.take(step);
    pending.put(message.name(), part);
    long least = highest == null ? 0 : highest.timestamp() + 1;
    if (part.timestamp() < least) {
      replay.broke(
          rule,
          name + " gives " + message + " no higher timestamp than one that it conflicts with has",
          step,
          highest.placed());
    } else if (replay.isExact() && !message.isMulticast() && part.timestamp() > least) {
      replay.broke(
          rule,
          name + " gives the local " + message + " a timestamp above " + least,
          step,
          highest == null ? null : highest.placed());
    }
    checkWait(step, part);
  }

  private ReplayedPart highestConflicting(TraceEvent step) {
    ReplayedPart highest = null;
    for (ReplayedPart other : pending.values()) {
      if (RecordedFootprint.conflict(step.what().footprint(), other.footprint())
          && (highest == null || other.timestamp() > highest.timestamp())) {
        highest = other;
      }
    }
    return highest;
  }

  /** Rule 5: what a message is said to wait for is below it; if something is, it waits. */
  private void checkWait(TraceEvent step, ReplayedPart part) {
    if (part.hasEnded() || part.isOutOfSight()) {
      return;
    }
    List<ReplayedPart> below = replay.below(part, name);
    boolean waits = step.waitsFor() != null;
    if (!waits && !below.isEmpty()) {
      replay.broke(
          5,
          name + " says that nothing is below " + part.message() + ", but something is",
          step,
          below.get(0).placed());
    } else if (waits
        && replay.isExact()
        && below.stream().noneMatch(each -> each.message().name().equals(step.waitsFor()))) {
      replay.broke(5, name + " says that " + step.waitsFor() + " is below " + part.message(), step);
    }
  }

  /** Rules 3 and 4, and rule 1 of the end of a session. */
  private void raised(TraceEvent step, ReplayedMessage message, ReplayedPart part) {
    long timestamp = ReplayedMessage.timestampOf(step);
    if (part.hasEnded()) {
      replay.broke(4, name + " raises " + message + ", which has ended there", step, ended(part));
      return;
    } else if (part.raised() != null && message.isMulticast()) {
      if (part.timestamp() != timestamp) {
        replay.broke(4, name + " raises " + message + " twice", step, part.raised());
      }
      return;
    }
    OptionalLong last = message.finalTimestamp();
    if (timestamp <= part.timestamp()) {
      replay.broke(4, name + " raises " + message + " to what is not higher", step, part.placed());
    } else if (message.isMulticast() && last.isPresent() && last.getAsLong() != timestamp) {
      replay.broke(
          3,
          name + " raises " + message + " to what is not the maximum of its votes",
          step,
          message.highestVote());
    } else if (part.submitted() == null && replay.isWhole()) {
      replay.broke(4, name + " raises " + message + ", on which it has not voted", step);
    }
    part.take(step);
    if (part.submitted() != null && step.waitsFor() == null) {
      raises.put(step, part);
    } else if (part.submitted() != null) {
      checkWait(step, part);
    }
  }

  /** Rules 1, 3, 6 and 11. */
  private void executed(TraceEvent step, ReplayedMessage message, ReplayedPart part) {
    if (part.executed() != null) {
      replay.broke(6, name + " executes " + message + " twice", step, part.executed());
      return;
    } else if (part.hasEnded()) {
      replay.broke(9, name + " executes " + message + ", which it has dropped", step, ended(part));
    } else if (part.submitted() == null && replay.isWhole()) {
      replay.broke(6, name + " executes " + message + ", which it has never accepted", step);
    } else if (part.submitted() != null && !part.isOutOfSight()) {
      checkPlace(step, message, part);
    }
    part.take(step);
    pending.remove(message.name());
    TraceEvent other = message.decide(step);
    if (other != null) {
      replay.broke(
          11, "groups differ on whether the condition of " + message + " held", step, other);
    }
  }

  private void checkPlace(TraceEvent step, ReplayedMessage message, ReplayedPart part) {
    OptionalLong last = message.finalTimestamp();
    if (message.isMulticast() && last.isPresent() && last.getAsLong() != part.timestamp()) {
      replay.broke(
          3,
          name + " executes " + message + " at a timestamp that is not the maximum of its votes",
          step,
          part.placed(),
          message.highestVote());
    }
    List<ReplayedPart> below = new ArrayList<>(replay.below(part, name));
    below.stream().filter(ReplayedGroup::mayMove).forEach(end -> overtaken.put(end, step));
    below.removeIf(ReplayedGroup::mayMove);
    if (!below.isEmpty()) {
      replay.broke(
          message.isMulticast() ? 6 : 1,
          name + " executes " + message + " before another that is below it",
          step,
          part.placed(),
          below.get(0).placed());
    }
  }

  private static boolean mayMove(ReplayedPart part) {
    return !part.message().isMulticast() && part.submitted().what().sort().equals(UPKEEP);
  }

  /**
   * Rule 1: the end of a session goes behind messages of that session that were raised above it.
   * When its turn comes, what waited for it goes on, and it takes its new place at the end of that
   * entry.
   */
  private void checkOvertaken(ReplayedPart end, TraceEvent by, long index) {
    boolean moved = end.raised() != null && end.raised().index() == index;
    boolean executed = end.executed() != null && end.executed().index() == index;
    if (!moved && !executed && !end.isOutOfSight()) {
      replay.broke(
          1,
          name + " executes " + by.message() + " before another that is below it",
          by,
          end.placed());
    }
  }

  /** Rule 9. */
  private void refused(TraceEvent step, ReplayedMessage message, ReplayedPart part) {
    if (part.placed() != null && !part.hasEnded() && !part.isOutOfSight()) {
      replay.broke(
          9, name + " refuses " + message + ", on which it has voted", step, part.placed());
    }
    part.take(step);
    pending.remove(message.name());
  }

  /** Rule 9. */
  private void aborted(TraceEvent step, ReplayedMessage message, ReplayedPart part) {
    if (part.executed() != null && part.refused() == null) {
      replay.broke(
          9, name + " drops " + message + ", which it has executed", step, part.executed());
    } else if (part.raised() != null) {
      replay.broke(
          9, name + " drops " + message + ", on which all have voted", step, part.raised());
    }
    part.take(step);
    pending.remove(message.name());
  }

  /** Rule 1: a local message waits for nothing but what is below it. */
  private void checkLocalOnes(TraceEvent step) {
    if (!replay.isExact()) {
      return;
    }
    for (ReplayedPart part : List.copyOf(pending.values())) {
      if (!part.message().isMulticast() && replay.below(part, name).isEmpty()) {
        replay.broke(
            1,
            name + " has not executed the local " + part.message() + ", below which nothing is",
            step,
            part.placed());
        pending.remove(part.message().name());
      }
    }
  }

  private static TraceEvent ended(ReplayedPart part) {
    return part.executed() != null
        ? part.executed()
        : part.aborted() != null ? part.aborted() : part.refused();
  }

  @Override
  public String toString() {
    return name;
  }
}
