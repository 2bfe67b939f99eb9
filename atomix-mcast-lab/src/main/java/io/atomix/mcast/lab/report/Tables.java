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
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Writes rows as tables in Markdown. */
final class Tables {
  private static final String NONE = "Not measured.\n";

  private Tables() {}

  /** Of operations that begin when another ends. */
  static String closed(List<Row> rows) {
    return table(
        "| workload | at once | contender | operations/s (low to high) | p50 ms | p99 ms | longest"
            + " ms | over 1 s | CPU us | ratio |",
        rows,
        row ->
            String.format(
                Locale.ROOT,
                "| %s | %d | %s | %s (%s to %s) | %s | %s | %s | %d | %s | %s |",
                row.workload(),
                row.outstanding(),
                row.contender(),
                number(row.opsPerSecond()),
                number(row.opsPerSecondLow()),
                number(row.opsPerSecondHigh()),
                millis(row.p50Micros()),
                millis(row.p99Micros()),
                millis(row.maxMicros()),
                row.overOneSecond(),
                number(row.cpuMicrosPerOperation()),
                remarks(row)));
  }

  /** Of operations that begin at a fixed rate. */
  static String open(List<Row> rows) {
    return table(
        "| workload | offered/s | contender | done/s | p50 ms | p99 ms | longest ms | over 1 s |",
        rows,
        row ->
            String.format(
                Locale.ROOT,
                "| %s | %d | %s | %s | %s | %s | %s | %d |",
                row.workload(),
                row.offeredPerSecond(),
                row.contender(),
                number(row.opsPerSecond()),
                millis(row.p50Micros()),
                millis(row.p99Micros()),
                millis(row.maxMicros()),
                row.overOneSecond()));
  }

  /** In units of a message delay. */
  static String delays(List<Row> rows) {
    return table(
        "| operation | with | delays | p50 ms | p99 ms |",
        rows,
        row ->
            String.format(
                Locale.ROOT,
                "| %s | %s | %.1f | %s | %s |",
                row.workload().substring("delay-".length()),
                row.contender(),
                row.delays(),
                millis(row.p50Micros()),
                millis(row.p99Micros())));
  }

  /** On the heap. */
  static String memory(List<Row> rows) {
    return table(
        "| contender | bytes for each entry, three replicas together | ratio |",
        rows,
        row ->
            String.format(
                Locale.ROOT,
                "| %s | %s | %s |",
                row.contender(),
                number(row.bytesPerKey()),
                Table.ratios(row)));
  }

  /** By role. */
  static String work(List<Row> rows) {
    return table(
        "| operation and role | contender | at once | operations/s | CPU us | measured of what the"
            + " roles add up to |",
        rows,
        row ->
            String.format(
                Locale.ROOT,
                "| %s | %s | %d | %s | %s | %s |",
                row.workload().substring("work-".length()),
                row.contender(),
                row.outstanding(),
                number(row.opsPerSecond()),
                number(row.cpuMicrosPerOperation()),
                Table.ratios(row)));
  }

  /** By group. */
  static String groups(List<Row> rows) {
    return table(
        "| operation | partitions | log entries | messages | by partition: log entries, messages |",
        rows,
        row ->
            String.format(
                Locale.ROOT,
                "| %s | %d | %.2f | %.2f | %s |",
                row.workload().replaceFirst("genuine-\\d+-", ""),
                row.counts().partitions(),
                row.counts().entriesPerOperation(),
                row.counts().requestsPerOperation(),
                row.counts().groups().entrySet().stream()
                    .map(Tables::group)
                    .collect(Collectors.joining("; "))));
  }

  private static String group(Map.Entry<Integer, Counts.OfGroup> group) {
    return String.format(
        Locale.ROOT,
        "%d: %.2f, %.2f",
        group.getKey(),
        group.getValue().entries(),
        group.getValue().requests());
  }

  private static String table(String heading, List<Row> rows, Function<Row, String> line) {
    if (rows.isEmpty()) {
      return NONE;
    }
    String rule = heading.replaceAll("[^|]+", " --- ");
    return heading
        + "\n"
        + rule
        + "\n"
        + rows.stream().map(line).map(each -> each + "\n").collect(Collectors.joining());
  }

  private static String remarks(Row row) {
    return Table.ratios(row)
        + (row.aborts() == 0 ? "" : " (" + row.aborts() + " aborts)")
        + (row.errors() == 0 ? "" : " (" + row.errors() + " errors)");
  }

  private static String number(double number) {
    return String.format(Locale.ROOT, number < 100 ? "%.1f" : "%,.0f", number);
  }

  private static String millis(double micros) {
    return String.format(Locale.ROOT, "%.2f", micros / 1e3);
  }
}
