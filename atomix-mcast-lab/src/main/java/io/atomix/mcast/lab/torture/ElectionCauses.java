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

import io.atomix.mcast.lab.torture.ElectionLine.Led;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The calls of a {@code LeaderElection}, and the ends of sessions, which change a leadership. */
final class ElectionCauses {
  private final Map<String, ElectionCall> runs = new HashMap<>();
  private final Map<String, String> owners = new HashMap<>();
  private final Map<String, List<ElectionCall>> ends = new HashMap<>();
  private final Map<String, List<ElectionCall>> anoints = new HashMap<>();
  private final Set<String> mayHaveEnded;

  /**
   * Takes calls.
   *
   * @param calls by the process that made them
   * @param mayHaveEnded the processes whose session may have ended
   */
  ElectionCauses(Map<String, List<ElectionCall>> calls, Set<String> mayHaveEnded) {
    this.mayHaveEnded = mayHaveEnded;
    calls.forEach((process, all) -> all.forEach(call -> add(process, call)));
  }

  private void add(String process, ElectionCall call) {
    String candidate = call.candidate();
    switch (call.kind()) {
      case RUN -> {
        runs.put(candidate, call);
        owners.put(candidate, process);
      }
      case ANOINT -> anoints.computeIfAbsent(candidate, any -> new ArrayList<>()).add(call);
      case WITHDRAW, EVICT -> ends.computeIfAbsent(candidate, any -> new ArrayList<>()).add(call);
    }
  }

  /**
   * Looks for the cause of a change.
   *
   * @param highest the highest term that there was before
   * @param time when it was told
   * @return why there is none, or null
   */
  String explain(Led before, Led after, long highest, long time) {
    List<String> came = without(after.candidates(), before.candidates());
    List<String> gone = without(before.candidates(), after.candidates());
    if (came.size() == 1 && gone.isEmpty()) {
      return ran(came.get(0), before, after, highest, time);
    } else if (came.isEmpty() && !gone.isEmpty()) {
      return left(gone, before, after, time);
    } else if (came.isEmpty()) {
      return anointed(before, after, time);
    }
    return "no call does that";
  }

  /** The name of a change, which no two have. */
  static String name(Led before, Led after) {
    List<String> came = without(after.candidates(), before.candidates());
    List<String> gone = without(before.candidates(), after.candidates());
    return came.isEmpty() && gone.isEmpty()
        ? "term " + after.term()
        : (came.isEmpty() ? "" : "running " + came) + (gone.isEmpty() ? "" : "leaving " + gone);
  }

  private static List<String> without(List<String> all, List<String> those) {
    return all.stream().filter(each -> !those.contains(each)).toList();
  }

  private String ran(String candidate, Led before, Led after, long highest, long time) {
    ElectionCall run = runs.get(candidate);
    List<String> candidates = new ArrayList<>(before.candidates());
    candidates.add(candidate);
    boolean leads =
        before.leader() == null
            ? candidate.equals(after.leader()) && after.term() > highest
            : before.leader().equals(after.leader()) && before.term() == after.term();
    if (run == null || run.refused() || run.invoked() > time) {
      return candidate + (run != null && run.refused() ? " was refused" : " did not run");
    } else if (run.isAnswered() && !run.led().equals(after)) {
      return candidate + " was answered " + run.led();
    }
    return leads && candidates.equals(after.candidates()) ? null : "running does not do that";
  }

  private String left(List<String> gone, Led before, Led after, long time) {
    if (!without(before.candidates(), gone).equals(after.candidates())) {
      return "candidates change places";
    }
    Led expected =
        !gone.contains(before.leader())
            ? new Led(before.leader(), before.term(), after.candidates())
            : after.candidates().isEmpty()
                ? new Led(null, 0, List.of())
                : new Led(after.candidates().get(0), before.term() + 1, after.candidates());
    if (!expected.equals(after)) {
      return "it has to be " + expected;
    }
    boolean asked = gone.size() == 1 && mayBe(ends.getOrDefault(gone.get(0), List.of()), time);
    return asked || isEnd(gone, before) ? null : "nobody has had " + gone + " leave";
  }

  /**
   * Returns whether these are candidates of a process whose session may have ended: all, or the
   * first of them, since others may run in its next session already.
   */
  private boolean isEnd(List<String> gone, Led before) {
    String owner = owners.get(gone.get(0));
    return owner != null
        && mayHaveEnded.contains(owner)
        && before.candidates().stream()
            .filter(each -> owner.equals(owners.get(each)))
            .limit(gone.size())
            .toList()
            .equals(gone);
  }

  private String anointed(Led before, Led after, long time) {
    boolean isNext =
        before.candidates().equals(after.candidates()) && after.term() == before.term() + 1;
    return isNext && mayBe(anoints.getOrDefault(after.leader(), List.of()), time)
        ? null
        : "nobody was anointed so";
  }

  /** Returns whether one of some calls may have been carried out before a moment. */
  private static boolean mayBe(List<ElectionCall> calls, long time) {
    return calls.stream()
        .anyMatch(
            each ->
                !each.refused() && each.invoked() <= time && !Boolean.FALSE.equals(each.leads()));
  }

  /**
   * Compares a leadership that was answered with the calls that were answered before.
   *
   * @return what it contradicts, or null
   */
  String contradicts(Led led, long invoked, long returned) {
    Set<String> candidates = new HashSet<>(led.candidates());
    for (String candidate : candidates) {
      ElectionCall run = runs.get(candidate);
      if (run == null || run.refused() || run.invoked() > returned) {
        return candidate + " did not run";
      }
    }
    for (ElectionCall run : runs.values()) {
      List<ElectionCall> its = ends.getOrDefault(run.candidate(), List.of());
      boolean isThere = candidates.contains(run.candidate());
      if (isThere && its.stream().anyMatch(each -> isBetween(run, each, invoked))) {
        return run.candidate() + " had left";
      } else if (!isThere
          && run.returned() < invoked
          && !mayBe(its, returned)
          && !mayHaveEnded.contains(owners.get(run.candidate()))) {
        return run.candidate() + " runs";
      }
    }
    return null;
  }

  /** Returns whether an end comes behind the run, and before a moment. */
  private static boolean isBetween(ElectionCall run, ElectionCall end, long moment) {
    return run.returned() < end.invoked() && end.returned() < moment;
  }
}
