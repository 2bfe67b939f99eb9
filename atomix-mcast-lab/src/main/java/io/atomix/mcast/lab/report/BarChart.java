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
import java.util.List;
import java.util.Locale;

/** Horizontal bars, with their numbers beside them. */
final class BarChart {
  private static final int WIDTH = 640;
  private static final int LEFT = 270;
  private static final int LONGEST = 290;
  private static final int TOP = 40;
  private static final int STEP = 20;
  private static final int THICK = 14;

  private final String title;
  private final List<Bar> bars = new ArrayList<>();

  private record Bar(String name, double value, int colour) {}

  BarChart(String title) {
    this.title = title;
  }

  /**
   * Adds a bar.
   *
   * @param colour bars of the same number have the same colour
   */
  void add(String name, double value, int colour) {
    bars.add(new Bar(name, value, colour));
  }

  boolean isEmpty() {
    return bars.isEmpty();
  }

  String svg() {
    Svg svg = new Svg(WIDTH, TOP + bars.size() * STEP + 10, title);
    double most = bars.stream().mapToDouble(Bar::value).max().orElse(1);
    int y = TOP;
    for (Bar bar : bars) {
      double length = most > 0 ? bar.value() / most * LONGEST : 0;
      svg.text(LEFT - 8, y + THICK - 2, "end", bar.name());
      svg.bar(LEFT, y, length, THICK, Svg.colour(bar.colour()));
      svg.text(LEFT + length + 6, y + THICK - 2, "start", number(bar.value()));
      y += STEP;
    }
    return svg.toString();
  }

  private static String number(double number) {
    return String.format(Locale.ROOT, number < 100 ? "%.1f" : "%,.0f", number);
  }
}
