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

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Makes the page about performance: the words of a template, with tables and plots of results in
 * it.
 */
public final class PerformancePage {
  private static final String TEMPLATE = "performance.md";
  private static final Pattern MARK = Pattern.compile("(?m)^\\{\\{([a-z-]+)}}$");

  private final List<Row> rows;
  private final Path pictures;

  private PerformancePage(List<Row> rows, Path pictures) {
    this.rows = rows;
    this.pictures = pictures;
  }

  /**
   * Writes the page {@code performance.md}, and its plots to a folder {@code performance} beside
   * it.
   *
   * @param folder made if need be
   * @return the page
   */
  public static File write(List<Row> rows, File folder) {
    Path page = folder.toPath().resolve("performance.md");
    Path pictures = folder.toPath().resolve("performance");
    try {
      Files.createDirectories(pictures);
      return Files.writeString(page, new PerformancePage(rows, pictures).text()).toFile();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + page + " and its plots", e);
    }
  }

  private String text() throws IOException {
    Matcher mark = MARK.matcher(template());
    StringBuilder page = new StringBuilder();
    while (mark.find()) {
      mark.appendReplacement(page, Matcher.quoteReplacement(section(mark.group(1))));
    }
    return mark.appendTail(page).toString();
  }

  private String section(String name) throws IOException {
    return switch (name) {
      case "environment" -> environment();
      case "one-key" -> Tables.closed(of(row -> isClosed(row, "local-"))) + onOneKey();
      case "several-keys" ->
          several(
              "several-keys", of(row -> isClosed(row, "two-key-") || isClosed(row, "six-key-")));
      case "streams" -> several("streams", of(row -> isClosed(row, "stream-")));
      case "open" ->
          Tables.open(of(row -> row.offeredPerSecond() != null && row.seconds() == null));
      case "delays" -> delays(of(row -> row.delays() != null));
      case "groups" -> groups(of(row -> row.counts() != null));
      case "storage" -> Tables.closed(of(row -> isClosed(row, "storage-")));
      case "primitives" ->
          Tables.closed(of(row -> isClosed(row, "primitives-") || isClosed(row, "replica-")));
      case "scale" -> scale();
      case "kill" -> kill(of(row -> row.seconds() != null));
      case "memory" -> Tables.memory(of(row -> row.bytesPerKey() != null));
      default -> throw new IllegalStateException("The template has an unknown mark: " + name);
    };
  }

  private String environment() {
    return rows.stream()
        .map(row -> "- " + row.environment())
        .distinct()
        .collect(Collectors.joining("\n"));
  }

  private static boolean isClosed(Row row, String prefix) {
    return row.workload().startsWith(prefix) && row.offeredPerSecond() == null;
  }

  private List<Row> of(Predicate<Row> wanted) {
    return rows.stream().filter(wanted).toList();
  }

  private String onOneKey() throws IOException {
    StringBuilder plots = new StringBuilder();
    for (String workload : List.of("local-put", "local-get")) {
      List<Row> those = of(row -> row.workload().equals(workload));
      LineChart throughput =
          new LineChart(workload + ": throughput", "operations under way at once", "operations/s");
      LineChart latency =
          new LineChart(workload + ": latency", "operations under way at once", "ms");
      for (Row row : those) {
        throughput.add(row.contender(), row.outstanding(), row.opsPerSecond());
        latency.add(row.contender() + " p50", row.outstanding(), row.p50Micros() / 1e3);
        latency.add(row.contender() + " p99", row.outstanding(), row.p99Micros() / 1e3);
      }
      if (!throughput.isEmpty()) {
        plots.append(picture(workload + "-throughput", throughput.svg()));
        plots.append(picture(workload + "-latency", latency.svg()));
      }
    }
    return plots.toString();
  }

  private String several(String name, List<Row> those) throws IOException {
    BarChart chart = new BarChart("operations/s");
    List<String> contenders = those.stream().map(Row::contender).distinct().sorted().toList();
    for (Row row : those) {
      chart.add(
          "%s, %s, %d".formatted(row.workload(), row.contender(), row.outstanding()),
          row.opsPerSecond(),
          contenders.indexOf(row.contender()));
    }
    return Tables.closed(those) + (chart.isEmpty() ? "" : picture(name, chart.svg()));
  }

  private String delays(List<Row> those) throws IOException {
    BarChart chart = new BarChart("median latency in message delays");
    List<String> contenders = those.stream().map(Row::contender).distinct().sorted().toList();
    for (Row row : those) {
      chart.add(
          row.workload().substring("delay-".length()) + ", " + row.contender(),
          row.delays(),
          contenders.indexOf(row.contender()));
    }
    return Tables.delays(those) + (chart.isEmpty() ? "" : picture("delays", chart.svg()));
  }

  private String groups(List<Row> those) throws IOException {
    LineChart chart = new LineChart("two-key-write: what it costs", "partitions", "per operation");
    for (Row row : those) {
      if (row.workload().endsWith("-two-key-write")) {
        int partitions = row.counts().partitions();
        chart.add("log entries", partitions, row.counts().entriesPerOperation());
        chart.add("messages", partitions, row.counts().requestsPerOperation());
      }
    }
    return Tables.groups(those) + (chart.isEmpty() ? "" : picture("groups", chart.svg()));
  }

  private String scale() throws IOException {
    StringBuilder section = new StringBuilder(Tables.work(of(row -> isClosed(row, "work-"))));
    for (ScaleTables.Projected kind : ScaleTables.Projected.values()) {
      Optional<ScaleProjection> projection = kind.projection(rows);
      if (projection.isPresent()) {
        section.append('\n').append(ScaleTables.table(kind, projection.orElseThrow()));
        String svg = ScaleTables.chart(kind, projection.orElseThrow()).svg();
        section.append(picture("scale-" + kind.text(), svg));
      }
    }
    return section.toString();
  }

  private String kill(List<Row> those) throws IOException {
    StringBuilder section = new StringBuilder(KillTables.table(those));
    for (String operation : List.of("put", "two-key-write")) {
      List<Row> rows =
          those.stream()
              .filter(row -> row.workload().startsWith(KillTables.PREFIX + operation))
              .toList();
      if (!rows.isEmpty()) {
        String name = KillTables.PREFIX + operation;
        section.append(picture(name + "-throughput", KillTables.throughput(rows, operation).svg()));
        section.append(picture(name + "-latency", KillTables.latency(rows, operation).svg()));
      }
    }
    return section.toString();
  }

  private String picture(String name, String svg) throws IOException {
    Files.writeString(pictures.resolve(name + ".svg"), svg);
    return "\n![%s](performance/%s.svg)\n".formatted(name, name);
  }

  private static String template() throws IOException {
    try (InputStream stream = PerformancePage.class.getResourceAsStream(TEMPLATE)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
