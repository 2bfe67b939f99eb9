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

import io.atomix.core.election.LeaderElection;
import io.atomix.core.election.Leadership;
import io.atomix.mcast.lab.torture.ElectionCall.ElectionCallKind;
import io.atomix.mcast.lab.torture.ElectionLine.Led;
import io.atomix.mcast.time.LocalTime;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Has candidates run, which nobody else has run before, and withdraws, anoints and evicts some, and
 * records that. Used by one thread.
 */
final class ElectionSource {
  /** With so many candidates there are more who go than who come. */
  private static final int MANY = 5;

  private final LeaderElection<String> election;
  private final EventLog<ElectionCall> log;
  private final UniqueValues candidates;
  private final SplittableRandom random;
  private List<String> known = List.of();
  private long calls;

  ElectionSource(
      LeaderElection<String> election,
      EventLog<ElectionCall> log,
      UniqueValues candidates,
      SplittableRandom random) {
    this.election = election;
    this.log = log;
    this.candidates = candidates;
    this.random = random;
  }

  /** Returns what is recorded of a leadership. */
  static Led led(Leadership<String> leadership) {
    return leadership.leader() == null
        ? new Led(null, 0, List.copyOf(leadership.candidates()))
        : new Led(
            leadership.leader().id(),
            leadership.leader().term(),
            List.copyOf(leadership.candidates()));
  }

  /**
   * Makes another call.
   *
   * @throws RuntimeException if that fails; what that means is recorded
   */
  void step(String client) {
    ElectionCallKind kind = kind();
    String candidate =
        kind == ElectionCallKind.RUN ? candidates.next() : known.get(random.nextInt(known.size()));
    ElectionCall call = ElectionCall.begun(++calls, kind, candidate, LocalTime.nanos());
    log.add(call);
    Led led = null;
    Boolean leads = null;
    try {
      switch (kind) {
        case RUN -> led = led(election.run(candidate));
        case WITHDRAW -> election.withdraw(candidate);
        case ANOINT -> leads = election.anoint(candidate);
        case EVICT -> election.evict(candidate);
      }
    } catch (RuntimeException e) {
      if (Journal.saysNotApplied(e)) {
        log.add(call.refusal());
      }
      throw e;
    }
    log.add(call.answered(LocalTime.nanos(), led, leads));
    known = led == null ? without(kind, candidate) : led.candidates();
  }

  private ElectionCallKind kind() {
    int drawn = random.nextInt(10);
    if (known.isEmpty() || drawn < (known.size() < MANY ? 5 : 2)) {
      return ElectionCallKind.RUN;
    }
    return switch (drawn) {
      case 9, 8 -> ElectionCallKind.ANOINT;
      case 7, 6 -> ElectionCallKind.EVICT;
      default -> ElectionCallKind.WITHDRAW;
    };
  }

  private List<String> without(ElectionCallKind kind, String candidate) {
    return kind == ElectionCallKind.ANOINT
        ? known
        : known.stream().filter(each -> !each.equals(candidate)).toList();
  }
}
