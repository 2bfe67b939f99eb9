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
package io.atomix.mcast.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of metrics in the documentation is that of the code. */
class MetricsTableTest {
  private static final Path DOCUMENTATION = Path.of("..", "docs", "operations.md");

  private static List<List<String>> rows() throws IOException {
    String text = Files.readString(DOCUMENTATION);
    String table =
        text.substring(
            text.indexOf("<!-- METRICS: begin -->"), text.indexOf("<!-- METRICS: end -->"));
    return table
        .lines()
        .filter(line -> line.startsWith("| `"))
        .map(line -> Stream.of(line.split("\\|", -1)).skip(1).map(String::strip).toList())
        .toList();
  }

  @Test
  void itHasEveryMetricInTheOrderOfTheCode() throws IOException {
    assertThat(rows().stream().map(row -> row.subList(0, 4)))
        .containsExactlyElementsOf(
            Arrays.stream(Metric.values())
                .map(
                    metric ->
                        List.of(
                            "`" + metric.meter() + "`",
                            metric.type(),
                            metric.unit(),
                            "`" + String.join("`, `", metric.tags()) + "`"))
                .toList());
  }

  @Test
  void itSaysWhatTheRegistrySays() throws IOException {
    List<List<String>> rows = rows();
    for (Metric metric : Metric.values()) {
      String meaning = rows.get(metric.ordinal()).get(4);
      String said = metric.description();
      assertThat(meaning.substring(0, 8)).isEqualToIgnoringCase(said.substring(0, 8));
    }
  }
}
