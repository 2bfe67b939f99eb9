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
package io.atomix.mcast.lab.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Values measured at equal intervals, and whether they stay the same. The first part is left out:
 * caches fill and code is compiled. Not safe for several threads.
 */
final class Trend {
  /** The share of what was measured that does not count. */
  private static final double WARM_UP = 0.2;

  /** Growth that is tolerated over the time that counts, as a share of the mean. */
  private static final double TOLERANCE = 0.05;

  private static final int LEAST = 3;

  private final List<Double> values = new ArrayList<>();

  /** Adds what was measured next. */
  void add(double value) {
    values.add(value);
  }

  /** Returns what was measured last. */
  double last() {
    return values.get(values.size() - 1);
  }

  /** Returns whether there are enough values to tell anything from. */
  boolean isKnown() {
    return counting().size() >= LEAST;
  }

  private List<Double> counting() {
    return values.subList(warmUp(values.size()), values.size());
  }

  /** Returns how many of so many values, the first ones, do not count. */
  static int warmUp(int measurements) {
    return (int) Math.ceil(measurements * WARM_UP);
  }

  int size() {
    return values.size();
  }

  /** Returns the slope of the straight line that fits best, for one interval; 0 if not known. */
  double slope() {
    List<Double> counting = counting();
    double middle = (counting.size() - 1) / 2.0;
    double above = 0;
    double below = 0;
    for (int i = 0; i < counting.size(); i++) {
      above += (i - middle) * (counting.get(i) - mean());
      below += (i - middle) * (i - middle);
    }
    return below == 0 ? 0 : above / below;
  }

  double mean() {
    return counting().stream().mapToDouble(Double::doubleValue).average().orElse(0);
  }

  /**
   * Returns whether the line has risen by no more than a twentieth of the mean; falling is no
   * growth.
   */
  boolean isFlat() {
    return isKnown() && slope() * (counting().size() - 1) <= TOLERANCE * mean();
  }

  @Override
  public String toString() {
    List<Double> counting = counting();
    return String.format(
        Locale.ROOT,
        "%.1f..%.1f slope=%+.3f",
        counting.stream().mapToDouble(Double::doubleValue).min().orElse(0),
        counting.stream().mapToDouble(Double::doubleValue).max().orElse(0),
        slope());
  }
}
