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
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Lines over time in seconds, where something happens at 0. */
final class TimeChart {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 380;
  private static final int LEFT = 70;
  private static final int RIGHT = 610;
  private static final int TOP = 40;
  private static final int BOTTOM = 280;
  private static final int LEGEND = 330;
  private static final int LEGEND_COLUMN = 290;
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
    Svg svg = new Svg(WIDTH, HEIGHT, title);
    int first = series.values().stream().mapToInt(SortedMap::firstKey).min().orElseThrow();
    int last = series.values().stream().mapToInt(SortedMap::lastKey).max().orElseThrow();
    List<Double> ticks = ticks();
    double low = ticks.get(0);
    double high = ticks.get(ticks.size() - 1);
    for (double tick : ticks) {
      double y = up(tick, low, high);
      svg.line(LEFT, y, RIGHT, y, "#dddddd");
      svg.text(LEFT - 8, y + 4, "end", number(tick));
    }
    for (int second = first; second <= last; second++) {
      if (second % LABEL_EVERY == 0) {
        svg.text(across(second, first, last), BOTTOM + 18, "middle", String.valueOf(second));
      }
    }
    if (first < 0) {
      svg.line(across(0, first, last), TOP, across(0, first, last), BOTTOM, "#888888");
    }
    svg.line(LEFT, BOTTOM, RIGHT, BOTTOM, "#222222");
    svg.line(LEFT, TOP, LEFT, BOTTOM, "#222222");
    svg.text((LEFT + RIGHT) / 2.0, BOTTOM + 36, "middle", "seconds");
    svg.text(LEFT, TOP - 6, "start", vertical);
    int number = 0;
    for (Map.Entry<String, SortedMap<Integer, Double>> line : series.entrySet()) {
      List<double[]> points = new ArrayList<>();
      line.getValue()
          .forEach(
              (second, value) ->
                  points.add(new double[] {across(second, first, last), up(value, low, high)}));
      svg.path(points, Svg.colour(number), number % 2 == 1);
      double x = LEFT + number % 2 * LEGEND_COLUMN;
      double y = LEGEND + number / 2 * 18;
      svg.line(x, y, x + 24, y, Svg.colour(number));
      svg.text(x + 30, y + 4, "start", line.getKey());
      number++;
    }
    return svg.toString();
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
    return first == last
        ? (LEFT + RIGHT) / 2.0
        : LEFT + 20 + (RIGHT - LEFT - 40.0) * (second - first) / (last - first);
  }

  private double up(double value, double low, double high) {
    double share =
        logarithmic ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
    return BOTTOM + (TOP - BOTTOM) * share;
  }

  private static String number(double number) {
    return number >= 1 || number == 0
        ? String.format(Locale.ROOT, "%,.0f", number)
        : String.format(Locale.ROOT, "%.4f", number).replaceAll("0+$", "");
  }
}
