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
package io.atomix.mcast.benchmarks.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.atomix.mcast.benchmarks.measure.Sample;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
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
   * Makes a row for each contender.
   *
   * @param workload what was done
   * @param outstanding how many at once
   * @param samples of each contender in turn, one for each round
   * @param ours the contender whose rows tell ratios
   */
  public static List<Row> of(
      String workload, int outstanding, Map<String, List<Sample>> samples, String ours) {
    List<Row> rows = new ArrayList<>();
    samples.forEach(
        (contender, rounds) ->
            rows.add(
                row(
                    workload,
                    contender,
                    outstanding,
                    rounds,
                    contender.equals(ours) ? ratios(samples, ours) : null)));
    return rows;
  }

  private static Row row(
      String workload,
      String contender,
      int outstanding,
      List<Sample> rounds,
      Map<String, Double> ratio) {
    Statistics rate = statistics(rounds, Sample::rate);
    return new Row(
        workload,
        contender,
        outstanding,
        round(rate.median()),
        round(rate.low()),
        round(rate.high()),
        round(statistics(rounds, sample -> sample.micros(50)).median()),
        round(statistics(rounds, sample -> sample.micros(99)).median()),
        rounds.stream().mapToLong(Sample::overOneSecond).sum(),
        round(statistics(rounds, Sample::cpuMicrosPerOperation).median()),
        rounds.stream().mapToLong(Sample::aborts).sum(),
        rounds.stream().mapToLong(Sample::errors).sum(),
        rounds.size(),
        ratio);
  }

  private static Map<String, Double> ratios(Map<String, List<Sample>> samples, String ours) {
    List<Sample> mine = samples.get(ours);
    Map<String, Double> ratios = new LinkedHashMap<>();
    samples.forEach(
        (contender, theirs) -> {
          if (!contender.equals(ours)) {
            List<Double> each =
                IntStream.range(0, Math.min(mine.size(), theirs.size()))
                    .mapToObj(i -> mine.get(i).rate() / theirs.get(i).rate())
                    .filter(Double::isFinite)
                    .toList();
            if (!each.isEmpty()) {
              ratios.put(contender, round(Statistics.of(each).median()));
            }
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
