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
import io.atomix.mcast.trace.rules.ReplayedMessage.ReplayedPart;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * LogReplay of the logs of all groups. Clocks of nodes say little, and need not: facts that follow
 * from logs never become false, so a step that is allowed stays so, and each group is replayed as
 * far as what the others have said until then allows. If none can go on, then no order of all these
 * steps is one that the rules allow.
 */
final class LogReplay {
  private final Map<String, ReplayedMessage> messages = new HashMap<>();
  private final Map<String, ReplayedGroup> groups = new TreeMap<>();
  private final List<BrokenRule> broken = new ArrayList<>();
  private final boolean whole;
  private final boolean exact;
  private final LogStability stability = new LogStability(this);

  /**
   * Prepares a replay.
   *
   * @param whole whether the record begins with the first entries and ends with the last, so that
   *     what is not in it has not happened
   * @param sampled whether some messages are not in it
   */
  LogReplay(Map<String, RecordedLog> logs, boolean whole, boolean sampled) {
    this.whole = whole;
    boolean known = true;
    for (RecordedLog log : logs.values()) {
      broken.addAll(log.broken());
      for (RecordedLog.RecordedStep step : log.steps()) {
        TraceEvent event = step.event();
        if (event != null) {
          message(event.message()).foresee(event);
          known &=
              event.kind() != TraceEvent.TraceEventKind.SUBMITTED
                  || event.what().footprint() != null;
        }
      }
    }
    this.exact = whole && !sampled && known;
    logs.forEach((name, log) -> groups.put(name, new ReplayedGroup(name, log.steps(), this)));
  }

  /** Replays all. */
  void run() {
    boolean over = false;
    while (!over) {
      boolean moved = false;
      for (ReplayedGroup group : groups.values()) {
        moved |= group.advance();
      }
      over = groups.values().stream().allMatch(ReplayedGroup::hasEnded);
      if (!moved && !over) {
        stuck();
      }
    }
  }

  /** The first of the steps that no group may take is what is wrong; to go on, it is taken. */
  private void stuck() {
    List<ReplayedGroup> all = groups.values().stream().filter(group -> !group.hasEnded()).toList();
    ReplayedGroup first =
        all.stream()
            .min((one, other) -> Long.compare(one.next().time(), other.next().time()))
            .orElseThrow();
    List<TraceEvent> steps = new ArrayList<>(List.of(first.next()));
    StringBuilder text = new StringBuilder(first.whyNot());
    for (ReplayedGroup other : all) {
      if (other != first) {
        steps.add(other.next());
        text.append("; meanwhile in ").append(other).append(", ").append(other.whyNot());
      }
    }
    broken.add(new BrokenRule(first.ruleOfNext(), text.toString(), steps));
    first.force();
  }

  /** Returns whether what a group has not said by now may have happened all the same. */
  boolean isOpen(String group) {
    ReplayedGroup replayed = groups.get(group);
    return !whole && (replayed == null || replayed.hasEnded());
  }

  /** Returns whether a message may have been submitted to a group where no record says so. */
  boolean mayBeUnrecorded(ReplayedMessage message, String group) {
    return !whole && message.vote(group) == null;
  }

  /** Returns those pending messages of a group that certainly come before one of them. */
  List<ReplayedPart> below(ReplayedPart part, String group) {
    ReplayedGroup replayed = groups.get(group);
    return replayed == null
        ? List.of()
        : replayed.pending().stream().filter(part::isBehind).toList();
  }

  ReplayedMessage message(String name) {
    return messages.computeIfAbsent(name, ReplayedMessage::new);
  }

  Collection<ReplayedMessage> messages() {
    return messages.values();
  }

  LogStability stability() {
    return stability;
  }

  boolean isWhole() {
    return whole;
  }

  /** Returns whether all pending messages, and all that they touch, are known at each step. */
  boolean isExact() {
    return exact;
  }

  void broke(int rule, String text, TraceEvent... steps) {
    broken.add(BrokenRule.of(rule, text, steps));
  }

  /** Returns what was found, without what is found again because of it. */
  List<BrokenRule> broken() {
    return broken.stream().filter(Objects::nonNull).distinct().toList();
  }
}
