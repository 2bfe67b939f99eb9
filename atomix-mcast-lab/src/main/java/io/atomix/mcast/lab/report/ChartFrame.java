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

import java.util.List;
import java.util.Locale;

/** Frame of a chart of lines: axes with ticks, the lines, and their names below. */
final class ChartFrame {
  static final int LEFT = 70;
  static final int RIGHT = 610;
  static final int TOP = 40;
  static final int BOTTOM = 280;

  private static final int WIDTH = 640;
  private static final int HEIGHT = 380;
  private static final int LEGEND = 330;
  private static final int LEGEND_COLUMN = 290;
  private static final String GRID = "#dddddd";
  private static final String MARK = "#888888";
  private static final String AXIS = "#222222";

  private final Svg svg;
  private int lines;

  ChartFrame(String title) {
    svg = new Svg(WIDTH, HEIGHT, title);
  }

  /** Draws a line across, with the number that it stands for. */
  void tickUp(double y, double number) {
    svg.line(LEFT, y, RIGHT, y, GRID);
    svg.text(LEFT - 8, y + 4, "end", number(number));
  }

  /** Names a place on the horizontal axis. */
  void tickAcross(double x, String name) {
    svg.text(x, BOTTOM + 18, "middle", name);
  }

  /** Draws a line upwards. */
  void mark(double x) {
    svg.line(x, TOP, x, BOTTOM, MARK);
  }

  /** Draws both axes and says what they are. */
  void axes(String horizontal, String vertical) {
    svg.line(LEFT, BOTTOM, RIGHT, BOTTOM, AXIS);
    svg.line(LEFT, TOP, LEFT, BOTTOM, AXIS);
    svg.text((LEFT + RIGHT) / 2.0, BOTTOM + 36, "middle", horizontal);
    svg.text(LEFT, TOP - 6, "start", vertical);
  }

  /** Draws the next line, with a colour of its own, and its name. */
  void line(String name, List<double[]> points) {
    svg.path(points, Svg.colour(lines), lines % 2 == 1);
    double x = LEFT + lines % 2 * LEGEND_COLUMN;
    double y = LEGEND + lines / 2 * 18;
    svg.line(x, y, x + 24, y, Svg.colour(lines));
    svg.text(x + 30, y + 4, "start", name);
    lines++;
  }

  String svg() {
    return svg.toString();
  }

  /** Returns the place of a value on a logarithmic axis. */
  static double logarithmic(double value, double low, double high, double from, double to) {
    return from + (to - from) * (Math.log(value / low) / Math.log(high / low));
  }

  static String number(double number) {
    return number >= 1 || number == 0
        ? String.format(Locale.ROOT, "%,.0f", number)
        : String.format(Locale.ROOT, "%.4f", number).replaceAll("0+$", "");
  }
}
