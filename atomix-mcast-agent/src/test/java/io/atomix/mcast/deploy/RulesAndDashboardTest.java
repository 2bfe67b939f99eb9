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
package io.atomix.mcast.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atomix.mcast.agent.NodeFactory;
import io.atomix.mcast.agent.http.NodePages;
import io.atomix.mcast.metrics.Metric;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The alert rules and the dashboard are made from the table of metrics. */
class RulesAndDashboardTest {
  private static final Pattern SERIES = Pattern.compile("^(\\w+)(?:\\{(.*)})? ", Pattern.MULTILINE);
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");
  private static final Pattern TEMPLATE_LABEL = Pattern.compile("\\$labels\\.(\\w+)");

  /** What an agent serves to Prometheus: the labels of each series. */
  private static Map<String, Set<String>> series;

  @TempDir private Path folder;

  /** A rule: its name, expression, and annotations. */
  private record Rule(String name, String expression, JsonNode labels, JsonNode annotations) {
    String metric() {
      return annotations.path("metric").asText();
    }
  }

  /** The pages are those of a node that is never started: the meters of its groups are there. */
  @BeforeAll
  static void scrape() {
    File single = Path.of("..", "conf", "single-node.conf").toFile();
    series =
        series(
            new NodePages(NodeFactory.fromFile(single), null, Map.of())
                .byPath()
                .get("/metrics")
                .page()
                .body());
  }

  private static Map<String, Set<String>> series(String scraped) {
    Map<String, Set<String>> found = new TreeMap<>();
    SERIES
        .matcher(scraped)
        .results()
        .forEach(
            line ->
                found
                    .computeIfAbsent(line.group(1), name -> new TreeSet<>())
                    .addAll(
                        LABEL
                            .matcher(Optional.ofNullable(line.group(2)).orElse(""))
                            .results()
                            .map(label -> label.group(1))
                            .toList()));
    return found;
  }

  /** The series that Micrometer makes of a metric, without buckets. */
  private static Set<String> seriesOf(Metric metric) {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    String name = metric.meter();
    String unit = Set.of("seconds", "bytes").contains(metric.unit()) ? metric.unit() : null;
    Map<String, Runnable> makers =
        Map.of(
            "counter", () -> Counter.builder(name).register(registry),
            "gauge", () -> Gauge.builder(name, () -> 1).baseUnit(unit).register(registry),
            "summary", () -> DistributionSummary.builder(name).baseUnit(unit).register(registry),
            "timer", () -> Timer.builder(name).register(registry));
    makers.get(metric.type()).run();
    return series(registry.scrape()).keySet();
  }

  /** The series of a metric that an agent serves. */
  private static Set<String> served(Metric metric) {
    Set<String> made = seriesOf(metric);
    assertThat(series.keySet()).as("served of %s", metric.meter()).containsAll(made);
    Set<String> all = new TreeSet<>(made);
    made.stream()
        .filter(name -> name.endsWith("_count"))
        .map(name -> name.replaceFirst("_count$", "_bucket"))
        .filter(series::containsKey)
        .forEach(all::add);
    return all;
  }

  private static List<Rule> rules() throws IOException {
    return DeployFiles.each(DeployFiles.yaml("prometheus/alerts.yml").get(0).get("groups"))
        .flatMap(group -> DeployFiles.each(group.get("rules")))
        .map(
            rule ->
                new Rule(
                    rule.path("alert").asText(),
                    rule.path("expr").asText(),
                    rule.path("labels"),
                    rule.path("annotations")))
        .toList();
  }

  private static List<JsonNode> panels() throws IOException {
    return DeployFiles.each(DeployFiles.json("grafana/dashboard.json").get("panels")).toList();
  }

  /** The expressions of the dashboard, by the titles of their panels. */
  private static Map<String, List<String>> drawn() throws IOException {
    return panels().stream()
        .filter(panel -> panel.has("targets"))
        .collect(
            Collectors.toMap(
                panel -> panel.get("title").asText(),
                panel ->
                    DeployFiles.each(panel.get("targets"))
                        .map(target -> target.get("expr").asText())
                        .toList()));
  }

  /** Of each metric in the table, what it says to alert on. */
  private static Map<String, String> table() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "operations.md"));
    return page.substring(
            page.indexOf("<!-- METRICS: begin -->"), page.indexOf("<!-- METRICS: end -->"))
        .lines()
        .filter(line -> line.startsWith("| `"))
        .map(line -> line.split("\\|", -1))
        .collect(
            Collectors.toMap(
                cells -> cells[1].strip().replace("`", ""), cells -> cells[6].strip()));
  }

  private static Metric metric(String name) {
    return Arrays.stream(Metric.values())
        .filter(metric -> metric.meter().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no metric " + name));
  }

  @Test
  void everySeriesOfAnAgentIsOneOfTheTable() throws IOException {
    Set<String> ofTheTable =
        table().keySet().stream()
            .flatMap(name -> served(metric(name)).stream())
            .collect(Collectors.toSet());
    assertThat(series.keySet())
        .filteredOn(name -> name.startsWith("atomix_mcast_"))
        .hasSizeGreaterThan(40)
        .containsExactlyInAnyOrderElementsOf(ofTheTable);
  }

  @Test
  void everyExpressionIsMadeOfWhatThereIs() throws IOException {
    Map<String, List<String>> expressions = new TreeMap<>(drawn());
    for (Rule rule : rules()) {
      expressions.put(rule.name(), List.of(rule.expression()));
    }
    assertThat(expressions).hasSizeGreaterThan(60);
    expressions.forEach(
        (where, each) ->
            assertThat(each)
                .as(where)
                .allSatisfy(
                    expression -> {
                      PromqlCheck check = new PromqlCheck(expression, series);
                      assertThat(check.problems()).isEmpty();
                      assertThat(check.used()).isNotEmpty();
                    }));
  }

  @Test
  void whatTheTableSaysToAlertOnHasARule() throws IOException {
    Map<String, String> table = table();
    assertThat(rules().stream().map(Rule::metric).collect(Collectors.toSet()))
        .as("metrics with a rule in deploy/prometheus/alerts.yml (annotation 'metric')")
        .containsExactlyInAnyOrderElementsOf(
            table.keySet().stream().filter(name -> !table.get(name).isEmpty()).toList());
    for (Rule rule : rules()) {
      assertThat(new PromqlCheck(rule.expression(), series).used())
          .as(rule.name() + " looks at " + rule.metric())
          .containsAnyElementsOf(served(metric(rule.metric())));
    }
  }

  @Test
  void everyMetricIsDrawn() throws IOException {
    Set<String> drawn =
        drawn().values().stream()
            .flatMap(List::stream)
            .flatMap(expression -> new PromqlCheck(expression, series).used().stream())
            .collect(Collectors.toSet());
    assertThat(table().keySet())
        .allSatisfy(name -> assertThat(drawn).as(name).containsAnyElementsOf(served(metric(name))));
  }

  @Test
  void everyRuleTellsWhatIsWrongAndWhatToDo() throws IOException {
    assertThat(rules()).extracting(Rule::name).doesNotHaveDuplicates();
    for (Rule rule : rules()) {
      assertThat(rule.name()).matches("AtomixMcast\\w+");
      assertThat(rule.labels().path("severity").asText()).isIn("critical", "warning", "info");
      String summary = rule.annotations().path("summary").asText();
      assertThat(summary).as(rule.name()).isNotBlank();
      assertThat(rule.annotations().path("action").asText()).as(rule.name()).endsWith(".");
      Set<String> labels = new HashSet<>(Set.of("job", "instance"));
      new PromqlCheck(rule.expression(), series)
          .used()
          .forEach(name -> labels.addAll(series.get(name)));
      Matcher named = TEMPLATE_LABEL.matcher(summary);
      while (named.find()) {
        assertThat(labels).as(rule.name()).contains(named.group(1));
      }
    }
  }

  /** The examples for promtool have a case in which each rule fires. */
  @Test
  void everyRuleHasAnExample() throws IOException {
    String examples = DeployFiles.text("prometheus/alerts.test.yml");
    assertThat(DeployFiles.yaml("prometheus/alerts.test.yml")).hasSize(1);
    assertThat(rules())
        .allSatisfy(
            rule -> assertThat(examples).contains("labels: '{alertname=\"" + rule.name() + "\""));
  }

  @Test
  void panelsHaveNamesAndPlacesOfTheirOwn() throws IOException {
    Set<List<Integer>> taken = new HashSet<>();
    for (JsonNode panel : panels()) {
      JsonNode place = panel.get("gridPos");
      assertThat(place.get("x").asInt() + place.get("w").asInt()).isLessThanOrEqualTo(24);
      for (int x = 0; x < place.get("w").asInt(); x++) {
        for (int y = 0; y < place.get("h").asInt(); y++) {
          assertThat(taken.add(List.of(place.get("x").asInt() + x, place.get("y").asInt() + y)))
              .as(panel.get("title").asText())
              .isTrue();
        }
      }
    }
    assertThat(panels().stream().map(panel -> panel.get("id").asInt())).doesNotHaveDuplicates();
    assertThat(panels().stream().map(panel -> panel.get("title").asText())).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "sum(atomix_mcast_pending; is not closed",
        "atomix_mcast_pending) > 1; closes nothing",
        "summ(atomix_mcast_pending); no function summ",
        "atomix_mcast_pendin > 1; no series atomix_mcast_pendin",
        "atomix_mcast_pending{grup=\"a\"}; no label grup",
        "sum by (grup) (atomix_mcast_pending); no label grup",
        "rate(atomix_mcast_refusals_total) > 1; no range",
        "rate(atomix_mcast_refusals_total[5]) > 1; is no range",
        "sum() > 1; nothing between",
        "atomix_mcast_pending ? 1; cannot read '?'"
      })
  void aWrongExpressionIsSeen(String expression, String problem) {
    assertThat(new PromqlCheck(expression, series).problems())
        .anySatisfy(found -> assertThat(found).contains(problem));
  }

  /** Where Prometheus's own tool is to be had, it reads all expressions; else this is skipped. */
  @Test
  void promtoolReadsThem() throws Exception {
    Optional<Path> promtool =
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .map(where -> Path.of(where, "promtool"))
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(promtool.isPresent(), "skipped: promtool is not on the PATH");
    List<Map<String, String>> records = new ArrayList<>();
    for (List<String> expressions : drawn().values()) {
      for (String expression : expressions) {
        records.add(
            Map.of(
                "record",
                "drawn:" + records.size(),
                "expr",
                expression.replace("$__rate_interval", "1m")));
      }
    }
    Path drawn =
        Files.writeString(
            folder.resolve("drawn.yml"),
            new ObjectMapper()
                .writeValueAsString(
                    Map.of("groups", List.of(Map.of("name", "drawn", "rules", records)))));
    Path alerts = DeployFiles.FOLDER.resolve("prometheus/alerts.yml");
    Process process =
        new ProcessBuilder(
                promtool.get().toString(), "check", "rules", alerts.toString(), drawn.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).contains("SUCCESS: " + rules().size(), "SUCCESS: " + records.size());
  }
}
