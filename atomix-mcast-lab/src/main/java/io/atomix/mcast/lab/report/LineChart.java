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
import java.util.TreeSet;

/** Lines over logarithmic axes; those whose name ends alike have the same stroke. */
final class LineChart {
  private final String title;
  private final String horizontal;
  private final String vertical;
  private final Map<String, SortedMap<Double, Double>> series = new LinkedHashMap<>();

  LineChart(String title, String horizontal, String vertical) {
    this.title = title;
    this.horizontal = horizontal;
    this.vertical = vertical;
  }

  /** Adds a point to the line of this name; both numbers must be positive. */
  void add(String name, double x, double y) {
    if (x > 0 && y > 0) {
      series.computeIfAbsent(name, key -> new TreeMap<>()).put(x, y);
    }
  }

  boolean isEmpty() {
    return series.isEmpty();
  }

  String svg() {
    ChartFrame frame = new ChartFrame(title);
    TreeSet<Double> xs = new TreeSet<>();
    TreeSet<Double> ys = new TreeSet<>();
    series.values().forEach(points -> xs.addAll(points.keySet()));
    series.values().forEach(points -> ys.addAll(points.values()));
    double low = Math.pow(10, Math.floor(Math.log10(ys.first())));
    double high = Math.pow(10, Math.ceil(Math.log10(ys.last() * 1.01)));
    for (double tick = low; tick <= high * 1.001; tick *= 10) {
      frame.tickUp(up(tick, low, high), tick);
    }
    for (double x : xs) {
      frame.tickAcross(across(x, xs), ChartFrame.number(x));
    }
    frame.axes(horizontal, vertical);
    series.forEach(
        (name, line) -> {
          List<double[]> points = new ArrayList<>();
          line.forEach((x, y) -> points.add(new double[] {across(x, xs), up(y, low, high)}));
          frame.line(name, points);
        });
    return frame.svg();
  }

  private static double across(double x, TreeSet<Double> xs) {
    return xs.size() == 1
        ? (ChartFrame.LEFT + ChartFrame.RIGHT) / 2.0
        : ChartFrame.logarithmic(
            x, xs.first(), xs.last(), ChartFrame.LEFT + 20, ChartFrame.RIGHT - 20);
  }

  private static double up(double y, double low, double high) {
    return ChartFrame.logarithmic(y, low, high, ChartFrame.BOTTOM, ChartFrame.TOP);
  }
}
