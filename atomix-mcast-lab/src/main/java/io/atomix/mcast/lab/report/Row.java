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

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;

/**
 * Measurement of one workload, done by one contender: one object of the JSON array. Of each number
 * that differs from round to round it has the median. Null is left out.
 *
 * @param workload what was done
 * @param contender what it was done with
 * @param outstanding how many operations were under way at once; of operations that block, threads;
 *     0 where they began at a fixed rate
 * @param opsPerSecond operations that ended in a second
 * @param p50Micros half of the operations took no longer, in microseconds
 * @param p99Micros 99 of 100 operations took no longer, in microseconds
 * @param overOneSecond operations of all rounds that took longer than a second
 * @param ratio for generic multicast: from each other contender to our operations a second divided
 *     by its own in the same round; and from the name of another workload, if this one is to be
 *     compared with it, to ours divided by ours there
 * @param opsPerSecondLow operations a second of the slowest round
 * @param opsPerSecondHigh operations a second of the fastest round
 * @param maxMicros the longest operation of all rounds
 * @param cpuMicrosPerOperation processor time of client and nodes for each operation
 * @param aborts how often an operation of any round was aborted, because of others, and begun anew
 * @param errors operations of all rounds that failed
 * @param rounds how many rounds there were
 * @param offeredPerSecond where operations began at a fixed rate: how many a second
 * @param delays where messages were delayed: the median latency in units of the delay
 * @param counts where log entries and messages were counted: how many
 * @param bytesPerKey where memory was measured: heap of all replicas together for each entry; the
 *     ratio is then of this number
 * @param seconds where something happened meanwhile: what there was in each second before and after
 * @param environment the machine, and how the nodes ran
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Row(
    String workload,
    String contender,
    int outstanding,
    double opsPerSecond,
    double p50Micros,
    double p99Micros,
    long overOneSecond,
    Map<String, Double> ratio,
    double opsPerSecondLow,
    double opsPerSecondHigh,
    double maxMicros,
    double cpuMicrosPerOperation,
    long aborts,
    long errors,
    int rounds,
    Integer offeredPerSecond,
    Double delays,
    Counts counts,
    Double bytesPerKey,
    List<SecondRow> seconds,
    String environment) {

  /** Returns a row about memory. */
  public static Row ofMemory(
      String contender,
      double fillsPerSecond,
      double bytesPerKey,
      Map<String, Double> ratio,
      String environment) {
    return ofRate(
        "memory",
        contender,
        0,
        fillsPerSecond,
        ratio,
        0,
        1,
        (double) Math.round(bytesPerKey),
        environment);
  }

  /** Returns a row about the processor's work for one operation in one role. */
  public static Row ofWork(
      String workload,
      String contender,
      int outstanding,
      double opsPerSecond,
      double micros,
      int rounds,
      String environment) {
    return ofRate(
        workload,
        contender,
        outstanding,
        opsPerSecond,
        null,
        Math.round(micros * 100) / 100.0,
        rounds,
        null,
        environment);
  }

  /** Returns a row without latencies. */
  private static Row ofRate(
      String workload,
      String contender,
      int outstanding,
      double opsPerSecond,
      Map<String, Double> ratio,
      double cpuMicrosPerOperation,
      int rounds,
      Double bytesPerKey,
      String environment) {
    double rate = Math.round(opsPerSecond);
    return new Row(
        workload,
        contender,
        outstanding,
        rate,
        0,
        0,
        0,
        ratio,
        rate,
        rate,
        0,
        cpuMicrosPerOperation,
        0,
        0,
        rounds,
        null,
        null,
        null,
        bytesPerKey,
        null,
        environment);
  }

  /**
   * Returns a row that is told second by second; its numbers are of all of them.
   *
   * @param offeredPerSecond how many operations were to begin in a second
   * @param rounds how many rounds the seconds are of
   */
  public static Row ofSeconds(
      String workload,
      String contender,
      int offeredPerSecond,
      List<SecondRow> seconds,
      int rounds,
      String environment) {
    DoubleSummaryStatistics rates =
        seconds.stream().mapToDouble(SecondRow::opsPerSecond).summaryStatistics();
    return new Row(
        workload,
        contender,
        0,
        Math.round(rates.getAverage()),
        0,
        seconds.stream().mapToDouble(SecondRow::p99Micros).max().orElse(0),
        0,
        null,
        rates.getMin(),
        rates.getMax(),
        seconds.stream().mapToDouble(SecondRow::maxMicros).max().orElse(0),
        0,
        0,
        seconds.stream().mapToLong(SecondRow::errors).sum(),
        rounds,
        offeredPerSecond,
        null,
        null,
        null,
        seconds,
        environment);
  }

  /** Returns the same with a comparison; its only one. */
  public Row compared(String with, double times) {
    Map<String, Double> only = Map.of(with, Math.round(times * 100) / 100.0);
    return with(workload, only, offeredPerSecond, delays, counts);
  }

  /** Returns the same with the rate that operations began at. */
  public Row offered(int perSecond) {
    return with(workload, ratio, perSecond, delays, counts);
  }

  /** Returns the same with its median latency told in units of a delay. */
  public Row delayed(double delayMicros) {
    return with(
        workload,
        ratio,
        offeredPerSecond,
        Math.round(p50Micros / delayMicros * 100) / 100.0,
        counts);
  }

  /** Returns the same with what was counted. */
  public Row counted(Counts counted) {
    return with(workload, ratio, offeredPerSecond, delays, counted);
  }

  /** Returns the same under another name of the workload. */
  public Row named(String name) {
    return with(name, ratio, offeredPerSecond, delays, counts);
  }

  private Row with(
      String name,
      Map<String, Double> newRatio,
      Integer newOffered,
      Double newDelays,
      Counts newCounts) {
    return new Row(
        name,
        contender,
        outstanding,
        opsPerSecond,
        p50Micros,
        p99Micros,
        overOneSecond,
        newRatio,
        opsPerSecondLow,
        opsPerSecondHigh,
        maxMicros,
        cpuMicrosPerOperation,
        aborts,
        errors,
        rounds,
        newOffered,
        newDelays,
        newCounts,
        bytesPerKey,
        seconds,
        environment);
  }
}
