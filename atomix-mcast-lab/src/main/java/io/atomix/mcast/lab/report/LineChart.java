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
import java.util.TreeSet;

/** Lines over logarithmic axes; those whose name ends alike have the same stroke. */
final class LineChart {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 380;
  private static final int LEFT = 70;
  private static final int RIGHT = 610;
  private static final int TOP = 40;
  private static final int BOTTOM = 280;
  private static final int LEGEND = 330;
  private static final int LEGEND_COLUMN = 290;

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
    Svg svg = new Svg(WIDTH, HEIGHT, title);
    TreeSet<Double> xs = new TreeSet<>();
    TreeSet<Double> ys = new TreeSet<>();
    series.values().forEach(points -> xs.addAll(points.keySet()));
    series.values().forEach(points -> ys.addAll(points.values()));
    double low = Math.pow(10, Math.floor(Math.log10(ys.first())));
    double high = Math.pow(10, Math.ceil(Math.log10(ys.last() * 1.01)));
    for (double tick = low; tick <= high * 1.001; tick *= 10) {
      double y = place(tick, low, high, BOTTOM, TOP);
      svg.line(LEFT, y, RIGHT, y, "#dddddd");
      svg.text(LEFT - 8, y + 4, "end", number(tick));
    }
    for (double x : xs) {
      svg.text(across(x, xs), BOTTOM + 18, "middle", number(x));
    }
    svg.line(LEFT, BOTTOM, RIGHT, BOTTOM, "#222222");
    svg.line(LEFT, TOP, LEFT, BOTTOM, "#222222");
    svg.text((LEFT + RIGHT) / 2.0, BOTTOM + 36, "middle", horizontal);
    svg.text(LEFT, TOP - 6, "start", vertical);
    int number = 0;
    for (Map.Entry<String, SortedMap<Double, Double>> line : series.entrySet()) {
      List<double[]> points = new ArrayList<>();
      line.getValue()
          .forEach(
              (x, y) -> points.add(new double[] {across(x, xs), place(y, low, high, BOTTOM, TOP)}));
      svg.path(points, Svg.colour(number), number % 2 == 1);
      double x = LEFT + number % 2 * LEGEND_COLUMN;
      double y = LEGEND + number / 2 * 18;
      svg.line(x, y, x + 24, y, Svg.colour(number));
      svg.text(x + 30, y + 4, "start", line.getKey());
      number++;
    }
    return svg.toString();
  }

  private static double across(double x, TreeSet<Double> xs) {
    return xs.size() == 1
        ? (LEFT + RIGHT) / 2.0
        : place(x, xs.first(), xs.last(), LEFT + 20, RIGHT - 20);
  }

  private static double place(double value, double low, double high, double from, double to) {
    return from + (to - from) * (Math.log(value / low) / Math.log(high / low));
  }

  private static String number(double number) {
    return number >= 1
        ? String.format(Locale.ROOT, "%,.0f", number)
        : String.format(Locale.ROOT, "%.4f", number).replaceAll("0+$", "");
  }
}
