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
package io.atomix.mcast.lab.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Lines over time in seconds, where something happens at 0. */
final class TimeChart {
  private static final int STEPS = 5;
  private static final int LABEL_EVERY = 5;

  private final String title;
  private final String vertical;
  private final boolean logarithmic;
  private final Map<String, SortedMap<Integer, Double>> series = new LinkedHashMap<>();

  /**
   * Creates a chart without lines.
   *
   * @param logarithmic whether the vertical axis is; what is 0 is left out then
   */
  TimeChart(String title, String vertical, boolean logarithmic) {
    this.title = title;
    this.vertical = vertical;
    this.logarithmic = logarithmic;
  }

  /** Adds a point to the line of this name. */
  void add(String name, int second, double value) {
    if (value > 0 || !logarithmic) {
      series.computeIfAbsent(name, any -> new TreeMap<>()).put(second, value);
    }
  }

  boolean isEmpty() {
    return series.isEmpty();
  }

  String svg() {
    ChartFrame frame = new ChartFrame(title);
    int first = series.values().stream().mapToInt(SortedMap::firstKey).min().orElseThrow();
    int last = series.values().stream().mapToInt(SortedMap::lastKey).max().orElseThrow();
    List<Double> ticks = ticks();
    double low = ticks.get(0);
    double high = ticks.get(ticks.size() - 1);
    ticks.forEach(tick -> frame.tickUp(up(tick, low, high), tick));
    for (int second = first; second <= last; second++) {
      if (second % LABEL_EVERY == 0) {
        frame.tickAcross(across(second, first, last), String.valueOf(second));
      }
    }
    if (first < 0) {
      frame.mark(across(0, first, last));
    }
    frame.axes("seconds", vertical);
    series.forEach(
        (name, line) -> {
          List<double[]> points = new ArrayList<>();
          line.forEach(
              (second, value) ->
                  points.add(new double[] {across(second, first, last), up(value, low, high)}));
          frame.line(name, points);
        });
    return frame.svg();
  }

  private List<Double> ticks() {
    double most = extreme(true);
    List<Double> ticks = new ArrayList<>();
    if (logarithmic) {
      double tick = Math.pow(10, Math.floor(Math.log10(extreme(false))));
      ticks.add(tick);
      while (tick < most || ticks.size() < 2) {
        tick *= 10;
        ticks.add(tick);
      }
    } else {
      double magnitude = Math.pow(10, Math.floor(Math.log10(Math.max(1, most) / STEPS)));
      double step = magnitude * Math.ceil(Math.max(1, most) / STEPS / magnitude);
      for (int i = 0; i <= STEPS; i++) {
        ticks.add(i * step);
      }
    }
    return ticks;
  }

  private double extreme(boolean most) {
    var values =
        series.values().stream()
            .flatMap(points -> points.values().stream())
            .mapToDouble(Double::doubleValue);
    return (most ? values.max() : values.min()).orElseThrow();
  }

  private static double across(int second, int first, int last) {
    double left = ChartFrame.LEFT;
    double right = ChartFrame.RIGHT;
    return first == last
        ? (left + right) / 2
        : left + 20 + (right - left - 40) * (second - first) / (last - first);
  }

  private double up(double value, double low, double high) {
    return logarithmic
        ? ChartFrame.logarithmic(value, low, high, ChartFrame.BOTTOM, ChartFrame.TOP)
        : ChartFrame.BOTTOM + (ChartFrame.TOP - ChartFrame.BOTTOM) * ((value - low) / (high - low));
  }
}
