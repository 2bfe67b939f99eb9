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
package io.atomix.mcast.simulation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How long many runs took to come to rest. */
final class RecoveryTimes {
  private final Map<Recovery, List<Long>> times = new EnumMap<>(Recovery.class);

  /** Takes note of one run. */
  void add(Map<Recovery, Long> millis) {
    millis.forEach((what, time) -> times.computeIfAbsent(what, any -> new ArrayList<>()).add(time));
  }

  /** Returns the distribution of each, a line for each. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    times.forEach(
        (what, all) -> {
          Collections.sort(all);
          lines.add(
              String.format(
                  Locale.ROOT,
                  "%s after p50 %.1f s, p99 %.1f s, p99.9 %.1f s, at most %.1f s of %.1f s",
                  what,
                  at(all, 0.5),
                  at(all, 0.99),
                  at(all, 0.999),
                  at(all, 1),
                  what.millis() / 1e3));
        });
    return lines;
  }

  private static double at(List<Long> sorted, double share) {
    return sorted.get((int) Math.max(0, Math.ceil(share * sorted.size()) - 1)) / 1e3;
  }
}
