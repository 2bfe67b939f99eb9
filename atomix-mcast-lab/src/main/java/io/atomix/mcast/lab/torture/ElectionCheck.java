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
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks what listeners of a {@code LeaderElection} have been told against the calls of it. A
 * candidate runs once, and terms grow, so no change comes twice.
 *
 * <ul>
 *   <li>each event has one cause ({@link ElectionCauses}): somebody who runs, is withdrawn, evicted
 *       or anointed, or whose session ends; what callers were told agrees with it;
 *   <li>each event goes on from the leadership that the one before has made, each is told once, and
 *       what comes right behind an event does so for every listener;
 *   <li>terms grow, and each has one leader;
 *   <li>a leadership that is read in the session has been told before the answer, and so has what
 *       was answered before the read began;
 *   <li>answers do not forget who runs, nor who has gone, and terms of later ones are no lower.
 * </ul>
 *
 * <p>Where the primitive told another state than that it is connected, its session may have been
 * lost: then nothing has to go on from what was told before, but for a leadership that is read
 * behind that.
 */
final class ElectionCheck {
  private static final String CONNECTED = "CONNECTED";

  private final ElectionCauses causes;
  private final List<String> violations = new ArrayList<>();
  private final Map<String, String> next = new HashMap<>();
  private final Map<String, String> previous = new HashMap<>();
  private final Map<Long, String> leaders = new HashMap<>();
  private final List<LedAnswer> answers = new ArrayList<>();

  /** A leadership that somebody was answered between two moments. */
  private record LedAnswer(String who, long invoked, long returned, Led led) {}

  private ElectionCheck(ListenerRecord record) {
    causes = new ElectionCauses(record.calls(), mayHaveEnded(record));
    record
        .calls()
        .forEach(
            (process, calls) -> {
              for (ElectionCall call : calls) {
                if (call.led() != null) {
                  answers.add(
                      new LedAnswer(
                          process + ", " + call, call.invoked(), call.returned(), call.led()));
                }
              }
            });
  }

  /** The processes whose session may have ended: it was lost, or they did not come to the end. */
  private static Set<String> mayHaveEnded(ListenerRecord record) {
    Set<String> ended = new HashSet<>(record.calls().keySet());
    for (List<ElectionLine> lines : record.elections().values()) {
      String process = null;
      boolean lost = false;
      boolean drained = false;
      for (ElectionLine line : lines) {
        if (line.kind() == ListenerMoment.BEGIN && !line.text().equals(process)) {
          process = line.text();
          lost = false;
          drained = false;
        }
        lost |= isLoss(line);
        drained |= line.kind() == ListenerMoment.DRAINED;
      }
      if (drained && !lost) {
        ended.remove(process);
      }
    }
    return ended;
  }

  private static boolean isLoss(ElectionLine line) {
    return line.kind() == ListenerMoment.STATE && !line.text().equals(CONNECTED);
  }

  /** Checks the listeners of an election and returns what must not be, with reasons. */
  static List<String> of(ListenerRecord record) {
    ElectionCheck check = new ElectionCheck(record);
    record.elections().forEach((name, lines) -> check.new ElectionWalk(name).walk(lines));
    check.answers();
    return check.violations;
  }

  private void answers() {
    for (LedAnswer answer : answers) {
      whole(answer.who(), answer.led());
      String why = causes.contradicts(answer.led(), answer.invoked(), answer.returned());
      if (why != null) {
        violations.add(answer.who() + " was answered " + answer.led() + ", but " + why);
      }
    }
    List<LedAnswer> byEnd = new ArrayList<>(answers);
    byEnd.sort(Comparator.comparingLong(LedAnswer::returned));
    answers.sort(Comparator.comparingLong(LedAnswer::invoked));
    LedAnswer highest = null;
    int ended = 0;
    for (LedAnswer answer : answers) {
      while (byEnd.get(ended).returned() < answer.invoked()) {
        LedAnswer before = byEnd.get(ended++);
        highest = highest == null || before.led().term() > highest.led().term() ? before : highest;
      }
      boolean isLower = highest != null && answer.led().term() < highest.led().term();
      if (isLower && answer.led().leader() != null) {
        violations.add(
            answer.who()
                + " was answered "
                + answer.led()
                + ", after "
                + highest.who()
                + " was answered "
                + highest.led());
      }
    }
  }

  /** One of the candidates leads if there are any, and nobody else in his term. */
  private void whole(String who, Led led) {
    boolean isWhole =
        led.leader() == null ? led.candidates().isEmpty() : led.candidates().contains(led.leader());
    if (!isWhole || new HashSet<>(led.candidates()).size() != led.candidates().size()) {
      violations.add(who + " was told the leadership " + led);
    }
    String other = led.leader() == null ? null : leaders.putIfAbsent(led.term(), led.leader());
    if (other != null && !other.equals(led.leader())) {
      violations.add(who + " was told " + led + ", but others that " + other + " leads in it");
    }
  }

  /** Goes through what one listener has recorded. */
  private final class ElectionWalk {
    private final String name;

    /** Leaderships that were told since the listener has listened without a gap, in their order. */
    private final List<Led> told = new ArrayList<>();

    private final Set<String> events = new HashSet<>();
    private String latest;
    private long highest;

    /** The highest term since the listener has listened without a gap. */
    private long highestTold;

    private long broken;

    ElectionWalk(String name) {
      this.name = "listener " + name + " of the election";
    }

    private void violation(String format, Object... arguments) {
      violations.add(name + " " + String.format(format, arguments));
    }

    void walk(List<ElectionLine> lines) {
      for (ElectionLine line : lines) {
        if (line.kind() == ListenerMoment.BEGIN || isLoss(line)) {
          told.clear();
          latest = null;
          highestTold = 0;
          broken = line.time();
        } else if (line.kind() == ListenerMoment.LISTENING) {
          broken = line.time();
        } else if (line.kind() == ListenerMoment.EVENT) {
          event(line);
        } else if (line.kind() == ListenerMoment.READ) {
          read(line);
        }
      }
    }

    private void event(ElectionLine line) {
      Led before = line.before();
      Led after = line.after();
      whole(name, before);
      whole(name, after);
      if (!told.isEmpty() && !told.get(told.size() - 1).equals(before)) {
        violation(
            "was told of %s behind %s, but had heard of %s",
            after, before, told.get(told.size() - 1));
      }
      String event = ElectionCauses.name(before, after);
      if (!events.add(event)) {
        violation("was told twice of %s", event);
      }
      if (latest != null) {
        adjacent(latest, event);
      }
      latest = event;
      if (after.leader() != null && after.term() < highest) {
        violation("was told of %s, behind term %d", after, highest);
      }
      if (before.leader() == null && highestTold > 0 && after.term() > highestTold + 1) {
        violation("was told of %s behind nobody and term %d", after, highestTold);
      }
      String why = causes.explain(before, after, Math.max(highest, before.term()), line.time());
      if (why != null) {
        violation("was told of %s behind %s, but %s", after, before, why);
      }
      highestTold = Math.max(highestTold, Math.max(before.term(), after.term()));
      highest = Math.max(highest, highestTold);
      if (told.isEmpty()) {
        told.add(before);
      }
      told.add(after);
    }

    private void adjacent(String before, String event) {
      String others = next.putIfAbsent(before, event);
      if (others != null && !others.equals(event)) {
        violation("was told of %s right behind %s, but another one of %s", event, before, others);
      }
      others = previous.putIfAbsent(event, before);
      if (others != null && !others.equals(before)) {
        violation("was told of %s right before %s, but another one of %s", before, event, others);
      }
    }

    private void read(ElectionLine line) {
      answers.add(new LedAnswer(name, line.since(), line.time(), line.after()));
      if (line.since() <= broken) {
        // It may be answered in a session that is lost.
        return;
      }
      if (told.isEmpty()) {
        told.add(line.after());
        highestTold = line.after().term();
        highest = Math.max(highest, highestTold);
      } else if (!told.contains(line.after())) {
        violation(
            "reads %s, but had heard of %s before the answer",
            line.after(), told.get(told.size() - 1));
      }
      Led last = told.get(told.size() - 1);
      String why = causes.contradicts(last, line.since(), line.time());
      if (why != null) {
        violation("had heard of %s before the answer to a read, but %s", last, why);
      }
    }
  }
}
