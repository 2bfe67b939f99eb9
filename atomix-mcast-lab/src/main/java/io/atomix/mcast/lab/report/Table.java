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
import java.util.stream.Collectors;

/** Prints rows for people. */
public final class Table {
  private static final String LINE = "%-26s %5s  %-18s %10s %21s %10s %10s %7s %6s  %s%n";

  private Table() {}

  /** Prints rows, with a heading. */
  public static void print(List<Row> rows, PrintWriter out) {
    out.printf(
        LINE,
        "workload",
        "at",
        "contender",
        "ops/s",
        "low to high",
        "p50 us",
        "p99 us",
        "cpu us",
        ">1 s",
        "ratio");
    String last = "";
    for (Row row : rows) {
      String group = row.workload() + row.outstanding();
      if (!last.isEmpty() && !last.equals(group)) {
        out.println();
      }
      last = group;
      out.printf(
          LINE,
          row.workload(),
          row.outstanding(),
          row.contender(),
          number(row.opsPerSecond()),
          number(row.opsPerSecondLow()) + " to " + number(row.opsPerSecondHigh()),
          number(row.p50Micros()),
          number(row.p99Micros()),
          number(row.cpuMicrosPerOperation()),
          row.overOneSecond(),
          remarks(row));
    }
    out.flush();
  }

  /** Says how a row compares with each of its peers; nothing for the peers themselves. */
  static String ratios(Row row) {
    return row.ratio() == null
        ? ""
        : row.ratio().entrySet().stream()
            .map(each -> String.format(Locale.ROOT, "%.2f x %s", each.getValue(), each.getKey()))
            .collect(Collectors.joining(", "));
  }

  private static String remarks(Row row) {
    return ratios(row)
        + (row.offeredPerSecond() == null ? "" : " at " + row.offeredPerSecond() + "/s")
        + (row.delays() == null ? "" : String.format(Locale.ROOT, " %.1f delays", row.delays()))
        + (row.counts() == null ? "" : " " + counts(row.counts()))
        + (row.bytesPerKey() == null ? "" : " " + number(row.bytesPerKey()) + " bytes a key")
        + (row.aborts() == 0 ? "" : " aborts " + row.aborts())
        + (row.errors() == 0 ? "" : " errors " + row.errors());
  }

  private static String counts(Counts counts) {
    return String.format(
        Locale.ROOT,
        "%.2f entries, %.2f messages an operation",
        counts.entriesPerOperation(),
        counts.requestsPerOperation());
  }

  private static String number(double number) {
    return String.format(Locale.ROOT, number < 100 ? "%.1f" : "%,.0f", number);
  }
}
