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
package io.atomix.mcast.lab.torture;

import io.atomix.mcast.checker.Event;
import io.atomix.mcast.checker.Operation;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Adds up what happened and tells it in the end. Thread-safe as far as notes go, else used by one
 * thread.
 */
final class Summary {
  private static final int DONE = 0;
  private static final int NOT_APPLIED = 1;
  private static final int UNKNOWN = 2;

  private final Map<String, long[]> operations = new TreeMap<>();
  private final Map<FaultKind, Integer> faults = new EnumMap<>(FaultKind.class);
  private final Map<FaultKind, Integer> failed = new EnumMap<>(FaultKind.class);
  private final Map<String, Integer> notes = new ConcurrentSkipListMap<>();
  private final Map<FaultKind, String> skipped = new EnumMap<>(FaultKind.class);
  private final EventCounts events = new EventCounts();
  private final Availability availability = new Availability();
  private final Liveness liveness = new Liveness();
  private final List<String> troubles = new ArrayList<>();
  private int rounds;
  private int compared;
  private int traced;
  private int checked;
  private int violations;
  private int lost;
  private int undecided;
  private int partly;

  /** A fault was injected. */
  void injected(FaultKind kind) {
    faults.merge(kind, 1, Integer::sum);
  }

  /** A fault was tried, but was not what it is meant to be. */
  void failed(FaultKind kind) {
    failed.merge(kind, 1, Integer::sum);
  }

  /** A kind of fault is left out. */
  void skipped(FaultKind kind, String why) {
    skipped.put(kind, why);
  }

  /** The run could not do something that it is there for. */
  void trouble(String what) {
    troubles.add(what);
  }

  /** Replicas were compared after a round; that they differ is a violation. */
  void compared(boolean same) {
    compared++;
    violations += same ? 0 : 1;
  }

  /** The traces of a round were judged; that a rule was broken is a violation. */
  void traced(boolean right) {
    traced++;
    violations += right ? 0 : 1;
  }

  /** Something was done that is never right. */
  void violation() {
    violations++;
  }

  /** Adds a note on something that is no reason to fail. */
  void note(String what) {
    notes.merge(what, 1, Integer::sum);
  }

  /** A round was checked. */
  void add(Histories histories, RoundCheck check) {
    rounds++;
    checked += (int) histories.all().stream().map(Event::object).distinct().count();
    histories.all().forEach(event -> count(event, event.isUnknown() ? UNKNOWN : DONE));
    histories.notApplied().forEach(event -> count(event, NOT_APPLIED));
    availability.add(histories.load());
    liveness.add(histories.faults(), histories.times());
    events.add(histories);
    violations += check.violations().size();
    lost += check.lost().size();
    undecided += check.undecided().size();
    partly += check.partly().size();
  }

  private void count(Event event, int outcome) {
    operations.computeIfAbsent(kind(event), any -> new long[UNKNOWN + 1])[outcome]++;
  }

  /** The object's name without its round, and the operation's. */
  private static String kind(Event event) {
    String object = event.object().substring(0, event.object().lastIndexOf('-'));
    return object + " " + name(event.operation());
  }

  private static String name(Operation operation) {
    String name = operation.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    int keys = operation.keys().size();
    return keys == 0 ? name : name + (keys == 1 ? " of one key" : " of several");
  }

  /** Returns whether nothing is wrong and the run did what it is there for. */
  boolean isGood() {
    return isCorrect() && whyUseless() == null;
  }

  /** Returns whether nothing is wrong, whatever the run did. */
  boolean isCorrect() {
    return violations == 0 && lost == 0;
  }

  private String whyUseless() {
    if (!troubles.isEmpty()) {
      return troubles.get(0);
    } else if (rounds == 0) {
      return "no round was checked";
    } else if (done() == 0) {
      return "no operation was answered";
    } else if (faults.isEmpty()) {
      return "no fault was injected";
    } else if (!faults.keySet().containsAll(failed.keySet())) {
      return "a kind of fault did not succeed once: " + failed;
    } else if (compared == 0) {
      return "the replicas could not be compared once";
    } else if (undecided * 10 > checked) {
      return "more than a tenth of the histories could not be decided";
    }
    return null;
  }

  private long done() {
    return operations.values().stream().mapToLong(counts -> counts[DONE]).sum();
  }

  private long total() {
    return operations.values().stream()
        .mapToLong(counts -> counts[DONE] + counts[NOT_APPLIED] + counts[UNKNOWN])
        .sum();
  }

  private int allFaults() {
    return faults.values().stream().mapToInt(Integer::intValue).sum();
  }

  /**
   * Tells all, line by line.
   *
   * @param begun the histories' time that is to count as zero
   */
  List<String> lines(long begun) {
    List<String> lines = new ArrayList<>();
    lines.add(text("%-40s %10s %12s %10s", "operations", "done", "not applied", "unknown"));
    operations.forEach(
        (kind, counts) ->
            lines.add(
                text(
                    "%-40s %10d %12d %10d",
                    kind, counts[DONE], counts[NOT_APPLIED], counts[UNKNOWN])));
    lines.addAll(events.lines());
    lines.add("faults: " + faults);
    failed.forEach((kind, times) -> lines.add("tried without success: " + kind + " " + times));
    notes.forEach(
        (what, times) -> lines.add("noted: " + what + (times > 1 ? ", times " + times : "")));
    skipped.forEach((kind, why) -> lines.add("not done: " + kind + ": " + why));
    availability
        .longest()
        .forEach(
            (group, gap) ->
                lines.add(
                    text(
                        "longest unavailability of group %d: %.1f s, from %.1f s on",
                        group, gap.nanos() / 1e9, (gap.begun() - begun) / 1e9)));
    lines.addAll(liveness.lines());
    lines.add(
        text(
            "rounds: %d, histories checked: %d, of which only a beginning: %d, undecided: %d",
            rounds, checked, partly, undecided));
    lines.add(text("replicas compared after rounds: %d", compared));
    lines.add(text("rounds whose traces were judged: %d", traced));
    String useless = whyUseless();
    if (useless != null) {
      lines.add("The run did not do its work: " + useless);
    }
    lines.add(
        text(
            "torture: violations=%d lost=%d faults=%d operations=%d",
            violations, lost, allFaults(), total()));
    return lines;
  }

  private static String text(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
