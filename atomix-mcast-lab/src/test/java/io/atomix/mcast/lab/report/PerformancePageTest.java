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

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.lab.measure.Sample;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page has a table and plots of everything that was measured. */
class PerformancePageTest {
  private static final Pattern PICTURE = Pattern.compile("!\\[[^]]*]\\(([^)]+)\\)");

  @TempDir private Path folder;

  private static Row row(String workload, String contender, int outstanding) {
    Histogram latencies = new Histogram(3);
    for (int i = 1; i <= 100; i++) {
      latencies.recordValue(i * 100_000L);
    }
    Sample sample = new Sample(50_000_000, latencies, 0, 0, 0, 1_000_000);
    return Rows.of(
        workload, contender, outstanding, List.of(sample), Map.of(), "a <machine> & its nodes");
  }

  private static List<Row> everything() {
    List<Row> rows = new ArrayList<>();
    for (String contender : List.of("generic-multicast", "multi-raft")) {
      for (int outstanding : List.of(1, 16)) {
        rows.add(row("local-put", contender, outstanding));
        rows.add(row("local-get", contender, outstanding));
      }
      rows.add(row("two-key-write", contender, 8));
      rows.add(row("stream-10", contender, 128));
      rows.add(row("local-put-open", contender, 0).offered(2000));
      rows.add(row("delay-local-write", contender, 1).delayed(1000));
    }
    for (String contender : List.of("generic-multicast", "multi-raft")) {
      for (boolean lived : List.of(true, false)) {
        rows.add(KillTablesTest.row("put", lived, contender, 5, 1000, 20, 5));
        rows.add(KillTablesTest.row("two-key-write", lived, contender, 5, 1000, 0, 5));
      }
    }
    RoleWork work = new RoleWork(20, 10, 5);
    for (String contender : List.of("generic-multicast", "single-log")) {
      rows.addAll(ScaleProjectionTest.rows("put", contender, work));
      rows.addAll(ScaleProjectionTest.rows("two-key-write", contender, work));
    }
    for (int partitions : List.of(3, 9)) {
      Counts counts =
          new Counts(partitions, 10, 4, 15, new TreeMap<>(Map.of(1, new Counts.OfGroup(2, 7.5))));
      rows.add(
          row("genuine-" + partitions + "-two-key-write", "generic-multicast", 1).counted(counts));
    }
    return rows;
  }

  @Test
  void everyResultIsInATable() throws Exception {
    String page = Files.readString(PerformancePage.write(everything(), folder.toFile()).toPath());
    assertThat(page)
        .contains("- a <machine> & its nodes\n")
        .contains("| local-put | 16 | multi-raft | 2,000 (2,000 to 2,000) | 5.00 | 9.90 | 10.00 |")
        .contains("| two-key-write | 8 | generic-multicast |")
        .contains("| stream-10 | 128 | generic-multicast |")
        .contains("| local-put-open | 2000 | multi-raft |")
        .contains("| local-write | multi-raft | 5.0 |")
        .contains("| put-leader | single-log | 128 | 1,000 | 20.0 |")
        .contains(
            "| 0 % on two keys | 150,000 | 450,000 | 1,350,000 | 4,050,000 | 100,000 | from 3")
        .contains("| put leader died | multi-raft | 200, 2.5, 5.0 | 0, 1000.0 | 1 | 3 |")
        .contains("| two-key-write | 9 | 4.00 | 15.00 | 1: 2.00, 7.50 |")
        .doesNotContain("{{");
  }

  @Test
  void everyPlotIsThereAndWellFormed() throws Exception {
    File written = PerformancePage.write(everything(), folder.toFile());
    List<String> pictures = new ArrayList<>();
    Matcher matcher = PICTURE.matcher(Files.readString(written.toPath()));
    while (matcher.find()) {
      pictures.add(matcher.group(1));
    }
    assertThat(pictures).hasSize(13);
    for (String picture : pictures) {
      File file = folder.resolve(picture).toFile();
      assertThat(
              DocumentBuilderFactory.newInstance()
                  .newDocumentBuilder()
                  .parse(file)
                  .getDocumentElement()
                  .getTagName())
          .as(picture)
          .isEqualTo("svg");
      assertThat(Files.readString(file.toPath())).doesNotContain("NaN").doesNotContain("Infinity");
    }
  }

  @Test
  void whatWasNotMeasuredIsSaidToBeSo() throws Exception {
    String page = Files.readString(PerformancePage.write(List.of(), folder.toFile()).toPath());
    assertThat(page).contains("Not measured.").doesNotContain("![");
    try (Stream<Path> pictures = Files.list(folder.resolve("performance"))) {
      assertThat(pictures).isEmpty();
    }
  }
}
