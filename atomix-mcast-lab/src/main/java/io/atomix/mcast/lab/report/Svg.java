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

/** Writes the elements of an SVG picture that can be read on light and on dark pages. */
final class Svg {
  /** Colours that differ for the colour-blind, too. */
  private static final List<String> COLOURS = List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7");

  private final StringBuilder text = new StringBuilder();

  Svg(int width, int height, String title) {
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
            + " font-family=\"sans-serif\" font-size=\"12\">",
        width, height, width, height);
    add("<title>%s</title>", escape(title));
    add("<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>", width, height);
    text(width / 2.0, 20, "middle", title, "bold");
  }

  static String colour(int series) {
    return COLOURS.get(series % COLOURS.size());
  }

  void text(double x, double y, String anchor, String words) {
    text(x, y, anchor, words, "normal");
  }

  private void text(double x, double y, String anchor, String words, String weight) {
    add(
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" font-weight=\"%s\""
            + " fill=\"#222222\">%s</text>",
        x, y, anchor, weight, escape(words));
  }

  void line(double x1, double y1, double x2, double y2, String colour) {
    add(
        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>",
        x1, y1, x2, y2, colour);
  }

  void path(List<double[]> points, String colour, boolean dashed) {
    StringBuilder joined = new StringBuilder();
    points.forEach(
        point -> joined.append(String.format(Locale.ROOT, "%.1f,%.1f ", point[0], point[1])));
    add(
        "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"%s/>",
        joined.toString().trim(), colour, dashed ? " stroke-dasharray=\"5 4\"" : "");
    points.forEach(
        point ->
            add(
                "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>",
                point[0], point[1], colour));
  }

  void bar(double x, double y, double width, double height, String colour) {
    add(
        "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>",
        x, y, width, height, colour);
  }

  private void add(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  private static String escape(String words) {
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  @Override
  public String toString() {
    return text + "</svg>\n";
  }
}
