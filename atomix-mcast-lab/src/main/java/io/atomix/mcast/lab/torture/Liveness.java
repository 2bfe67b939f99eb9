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

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Times that calls took while there was a fault, and until they went on as before when it was
 * healed, by kind of fault. Calls that failed count as those that were answered do; what a client
 * had under way when it was killed has no end and does not count.
 */
final class Liveness {
  /** A call that takes longer is slow: half of the election timeout. */
  static final long SLOW_NANOS = 500_000_000;

  private final Map<FaultKind, OfKind> kinds = new EnumMap<>(FaultKind.class);

  /** Of one kind of fault. */
  private static final class OfKind {
    private int times;
    private long longest;
    private final List<Long> slowAfter = new ArrayList<>();
  }

  /**
   * Takes a round into account.
   *
   * @param faults all that there were in it
   * @param calls all that clients made meanwhile
   */
  void add(Collection<FaultTime> faults, Collection<CallTime> calls) {
    for (FaultTime fault : faults) {
      OfKind kind = kinds.computeIfAbsent(fault.kind(), any -> new OfKind());
      kind.times++;
      for (CallTime call : calls) {
        if (fault.meets(call.invoked(), call.ended())) {
          kind.longest = Math.max(kind.longest, call.nanos());
        }
      }
      boolean others =
          faults.stream()
              .anyMatch(other -> other != fault && other.meets(fault.healed(), fault.healed()));
      if (!others) {
        kind.slowAfter.add(slowAfter(fault, faults, calls));
      }
    }
  }

  /** Returns for how long after it was healed, and before the next one, calls were slow. */
  private static long slowAfter(
      FaultTime fault, Collection<FaultTime> faults, Collection<CallTime> calls) {
    long next =
        faults.stream()
            .mapToLong(FaultTime::begun)
            .filter(begun -> begun > fault.healed())
            .min()
            .orElse(Long.MAX_VALUE);
    return calls.stream()
        .filter(call -> call.nanos() > SLOW_NANOS)
        .filter(call -> call.ended() > fault.healed() && call.invoked() < next)
        .mapToLong(call -> Math.min(call.ended(), next) - fault.healed())
        .max()
        .orElse(0);
  }

  /** Tells it as a table, line by line; nothing if there was no fault. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    if (!kinds.isEmpty()) {
      lines.add(
          text(
              "%-14s %5s %24s %36s",
              "fault", "times", "longest call meanwhile", "calls over 0.5 s until after healing"));
    }
    kinds.forEach(
        (kind, of) ->
            lines.add(
                text(
                    "%-14s %5d %22.1f s %36s",
                    kind, of.times, of.longest / 1e9, after(of.slowAfter))));
    return lines;
  }

  private static String after(List<Long> nanos) {
    if (nanos.isEmpty()) {
      return "never alone";
    }
    List<Long> sorted = nanos.stream().sorted().toList();
    return text(
        "median %.1f s, longest %.1f s",
        sorted.get(sorted.size() / 2) / 1e9, sorted.get(sorted.size() - 1) / 1e9);
  }

  private static String text(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
