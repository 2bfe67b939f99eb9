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
import java.util.function.Predicate;

/** Tables and plots of what operations do when a node is killed, second by second. */
public final class KillTables {
  /** Beginning of the names of such rows. */
  public static final String PREFIX = "kill-";

  /** Factor by which one that is as before may exceed the longest operation before the kill. */
  private static final double AS_BEFORE = 2;

  /** No operation counts as slow that takes no longer. */
  private static final double LEAST_SLOW_MICROS = 250_000;

  private KillTables() {}

  /** Prints the seconds of each row that has any. */
  public static void print(List<Row> rows, PrintWriter out) {
    for (Row row : rows) {
      if (row.seconds() != null) {
        out.printf("%n%s, %s: %s%n", title(row), row.contender(), verdict(row));
        out.printf("%7s %10s %10s %12s %7s%n", "second", "ops/s", "p99 ms", "longest ms", "errors");
        for (SecondRow second : row.seconds()) {
          out.printf(
              Locale.ROOT,
              "%7d %10.0f %10.1f %12.1f %7d%n",
              second.second(),
              second.opsPerSecond(),
              second.p99Micros() / 1e3,
              second.maxMicros() / 1e3,
              second.errors());
        }
      }
    }
    out.flush();
  }

  /** Returns the name of the row of an operation on partitions whose leaders lived, or not. */
  public static String name(String operation, boolean lived) {
    return PREFIX + operation + (lived ? "-leaders-lived" : "-leader-died");
  }

  private static String title(Row row) {
    return row.workload().substring(PREFIX.length()).replace('-', ' ');
  }

  /** The table in Markdown. */
  static String table(List<Row> rows) {
    if (rows.isEmpty()) {
      return "Not measured.\n";
    }
    StringBuilder table =
        new StringBuilder(
            "| operation | contender | before: operations/s, p99 ms, longest ms | after: fewest"
                + " operations/s, longest ms | as before after s | failed |\n"
                + "| --- | --- | --- | --- | --- | --- |\n");
    for (Row row : rows) {
      table.append(
          String.format(
              Locale.ROOT,
              "| %s | %s | %.0f, %.1f, %.1f | %.0f, %.1f | %s | %d |%n",
              title(row),
              row.contender(),
              row.seconds().stream()
                  .filter(KillTables::isBefore)
                  .mapToDouble(SecondRow::opsPerSecond)
                  .average()
                  .orElse(0),
              most(row, KillTables::isBefore, true) / 1e3,
              most(row, KillTables::isBefore, false) / 1e3,
              row.seconds().stream()
                  .filter(second -> !isBefore(second))
                  .mapToDouble(SecondRow::opsPerSecond)
                  .min()
                  .orElse(0),
              most(row, second -> !isBefore(second), false) / 1e3,
              asBefore(row) == 0 ? "at once" : String.valueOf(asBefore(row)),
              row.errors()));
    }
    return table.toString();
  }

  /** Returns in which second from the kill on no operation that is to begin is slow any more. */
  static int asBefore(Row row) {
    double slow = Math.max(LEAST_SLOW_MICROS, AS_BEFORE * most(row, KillTables::isBefore, false));
    return row.seconds().stream()
        .filter(second -> !isBefore(second) && second.maxMicros() > slow)
        .mapToInt(second -> second.second() + 1)
        .max()
        .orElse(0);
  }

  private static String verdict(Row row) {
    return String.format(
        Locale.ROOT,
        "longest operation before %.1f ms, after %.1f ms; as before after %d s",
        most(row, KillTables::isBefore, false) / 1e3,
        most(row, second -> !isBefore(second), false) / 1e3,
        asBefore(row));
  }

  private static boolean isBefore(SecondRow second) {
    return second.second() < 0;
  }

  private static double most(Row row, Predicate<SecondRow> when, boolean p99) {
    return row.seconds().stream()
        .filter(when)
        .mapToDouble(second -> p99 ? second.p99Micros() : second.maxMicros())
        .max()
        .orElse(0);
  }

  /** Operations a second of an operation, of each contender, with leaders that lived and not. */
  static TimeChart throughput(List<Row> rows, String operation) {
    TimeChart chart = new TimeChart(operation + ": throughput", "operations/s", false);
    rows.forEach(
        row ->
            row.seconds()
                .forEach(
                    second ->
                        chart.add(line(row, operation), second.second(), second.opsPerSecond())));
    return chart;
  }

  /** The 99th percentile of how long operations took. */
  static TimeChart latency(List<Row> rows, String operation) {
    TimeChart chart = new TimeChart(operation + ": p99 by when it was to begin", "ms", true);
    rows.forEach(
        row ->
            row.seconds()
                .forEach(
                    second ->
                        chart.add(
                            line(row, operation), second.second(), second.p99Micros() / 1e3)));
    return chart;
  }

  private static String line(Row row, String operation) {
    return row.contender()
        + row.workload().substring((PREFIX + operation).length()).replace('-', ' ');
  }
}
