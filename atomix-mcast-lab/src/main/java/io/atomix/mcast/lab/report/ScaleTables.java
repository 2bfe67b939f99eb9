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

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Tables and plots of what larger clusters can do, as it is projected from measured work. */
public final class ScaleTables {
  private ScaleTables() {}

  /** Kinds of operations that are projected. */
  enum Projected {
    WRITES("writes", ScaleProjection::ofWrites),
    READS("reads", ScaleProjection::ofReads);

    private final String text;
    private final Function<List<Row>, Optional<ScaleProjection>> projection;

    Projected(String text, Function<List<Row>, Optional<ScaleProjection>> projection) {
      this.text = text;
      this.projection = projection;
    }

    String text() {
      return text;
    }

    Optional<ScaleProjection> projection(List<Row> rows) {
      return projection.apply(rows);
    }
  }

  /** Prints the projections that the rows have what it takes for. */
  public static void print(List<Row> rows, PrintWriter out) {
    for (Projected kind : Projected.values()) {
      kind.projection(rows).ifPresent(projection -> out.printf("%n%s", table(kind, projection)));
    }
    out.flush();
  }

  /** Writes a projection as a table in Markdown. */
  static String table(Projected kind, ScaleProjection projection) {
    String nodes =
        ScaleProjection.NODES.stream()
            .map(count -> count + " nodes")
            .collect(Collectors.joining(" | "));
    String rule =
        "| --- | "
            + ScaleProjection.NODES.stream().map(count -> "--- | ").collect(Collectors.joining());
    StringBuilder table = new StringBuilder();
    table.append("| ").append(kind.text()).append(", projected operations/s | ").append(nodes);
    table.append(" | single-log | more than single-log |\n").append(rule).append("--- | --- |\n");
    for (int percent : ScaleProjection.PERCENTS) {
      String rates =
          ScaleProjection.NODES.stream()
              .map(count -> number(projection.multicast(count, percent)))
              .collect(Collectors.joining(" | "));
      table.append(
          String.format(
              Locale.ROOT,
              "| %d %% on two keys | %s | %s | from %d nodes on |%n",
              percent,
              rates,
              number(projection.singleLog(percent)),
              projection.winsFrom(percent)));
    }
    return table.toString();
  }

  /** Draws a projection. */
  static LineChart chart(Projected kind, ScaleProjection projection) {
    LineChart chart =
        new LineChart(
            kind.text() + ", projected: by how many are on two keys", "nodes", "operations/s");
    for (int percent : ScaleProjection.PERCENTS) {
      for (int count : ScaleProjection.NODES) {
        chart.add("multicast, " + percent + " %", count, projection.multicast(count, percent));
        chart.add("single-log, " + percent + " %", count, projection.singleLog(percent));
      }
    }
    return chart;
  }

  private static String number(double number) {
    return String.format(Locale.ROOT, "%,.0f", number);
  }
}
