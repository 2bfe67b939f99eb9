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

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.atomix.mcast.lab.measure.Sample;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Makes rows, and writes and reads them as JSON. */
public final class Rows {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private Rows() {}

  /**
   * Makes the row of one contender.
   *
   * @param workload what was done
   * @param outstanding how many at once
   * @param rounds a sample for each round
   * @param peers what {@link Row#ratio()} compares with: a sample for each round; null for a row
   *     without ratio
   */
  public static Row of(
      String workload,
      String contender,
      int outstanding,
      List<Sample> rounds,
      Map<String, List<Sample>> peers,
      String environment) {
    Statistics rate = statistics(rounds, Sample::rate);
    return new Row(
        workload,
        contender,
        outstanding,
        round(rate.median()),
        round(statistics(rounds, sample -> sample.micros(50)).median()),
        round(statistics(rounds, sample -> sample.micros(99)).median()),
        rounds.stream().mapToLong(Sample::overOneSecond).sum(),
        peers == null ? null : ratios(rounds, peers),
        round(rate.low()),
        round(rate.high()),
        round(statistics(rounds, sample -> sample.micros(100)).high()),
        round(statistics(rounds, Sample::cpuMicrosPerOperation).median()),
        rounds.stream().mapToLong(Sample::aborts).sum(),
        rounds.stream().mapToLong(Sample::errors).sum(),
        rounds.size(),
        null,
        null,
        null,
        null,
        null,
        environment);
  }

  private static Map<String, Double> ratios(List<Sample> mine, Map<String, List<Sample>> peers) {
    Map<String, Double> ratios = new LinkedHashMap<>();
    peers.forEach(
        (peer, theirs) -> {
          List<Double> each =
              IntStream.range(0, Math.min(mine.size(), theirs.size()))
                  .mapToObj(i -> mine.get(i).rate() / theirs.get(i).rate())
                  .filter(Double::isFinite)
                  .toList();
          if (!each.isEmpty()) {
            ratios.put(peer, round(Statistics.of(each).median()));
          }
        });
    return ratios;
  }

  private static Statistics statistics(List<Sample> rounds, ToDoubleFunction<Sample> number) {
    return Statistics.of(rounds.stream().mapToDouble(number).boxed().toList());
  }

  /** Two decimals are more than any of these numbers deserves. */
  private static double round(double number) {
    return Math.round(number * 100) / 100.0;
  }

  /** Writes rows to a file, as a JSON array. */
  public static void write(List<Row> rows, File file) {
    try {
      JSON.writeValue(file, rows);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write the results to " + file, e);
    }
  }

  /** Reads rows that were written before. */
  public static List<Row> read(File file) {
    try {
      return List.of(JSON.readValue(file, Row[].class));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read results from " + file, e);
    }
  }
}
