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
package io.atomix.mcast.benchmarks;

import io.atomix.mcast.LocalTime;
import io.atomix.mcast.benchmarks.Plan.Cell;
import io.atomix.mcast.benchmarks.measure.ClosedLoop;
import io.atomix.mcast.benchmarks.measure.MeasurementException;
import io.atomix.mcast.benchmarks.measure.Sample;
import io.atomix.mcast.benchmarks.report.Row;
import io.atomix.mcast.benchmarks.report.Rows;
import io.atomix.mcast.benchmarks.workload.Contender;
import io.atomix.mcast.benchmarks.workload.Stage;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Carries out a plan: round by round, and in each round one contender right after the other, in an
 * order that changes from round to round, so that what else the machine does hits all alike.
 */
public final class Campaign {
  /** How long operations run before they count, as a part of the time that they count. */
  private static final int WARM_UP_PART = 3;

  /** The first round has more to warm up: classes are loaded and compiled, and sessions opened. */
  private static final int FIRST_WARM_UP_PARTS = 3;

  private static final Duration SHORTEST = Duration.ofMillis(50);

  private final Plan plan;
  private final Stage stage;
  private final LongSupplier cpu;
  private final PrintWriter progress;
  private final Map<Cell, Map<Contender, List<Sample>>> samples = new LinkedHashMap<>();
  private final long begin = LocalTime.nanos();
  private int done;

  private Campaign(Plan plan, Stage stage, LongSupplier cpu, PrintWriter progress) {
    this.plan = plan;
    this.stage = stage;
    this.cpu = cpu;
    this.progress = progress;
  }

  /**
   * Measures everything.
   *
   * @param cpu tells how much processor time was taken so far, in nanoseconds
   * @param progress gets a line for each measurement
   * @return a row for each cell and contender
   */
  public static List<Row> run(Plan plan, Stage stage, LongSupplier cpu, PrintWriter progress)
      throws InterruptedException {
    return new Campaign(plan, stage, cpu, progress).run();
  }

  private List<Row> run() throws InterruptedException {
    for (int round = 1; round <= plan.rounds() && (round == 1 || !left().isZero()); round++) {
      for (Cell cell : plan.cells()) {
        for (Contender contender : inTurn(cell.contenders(), round)) {
          Sample sample = measure(cell, contender, round);
          samples.computeIfAbsent(cell, key -> empty(cell)).get(contender).add(sample);
          tell(cell, contender, round, sample);
        }
      }
    }
    List<Row> rows = new ArrayList<>();
    samples.forEach((cell, each) -> rows.addAll(rows(cell, each)));
    return rows;
  }

  private static List<Contender> inTurn(List<Contender> contenders, int round) {
    List<Contender> turned = new ArrayList<>(contenders);
    Collections.rotate(turned, round - 1);
    return turned;
  }

  private static Map<Contender, List<Sample>> empty(Cell cell) {
    Map<Contender, List<Sample>> empty = new LinkedHashMap<>();
    cell.contenders().forEach(contender -> empty.put(contender, new ArrayList<>()));
    return empty;
  }

  private Sample measure(Cell cell, Contender contender, int round) throws InterruptedException {
    Duration time = time();
    Duration warmUp = time.dividedBy(WARM_UP_PART);
    try {
      return ClosedLoop.run(
          cell.workload().contenders().get(contender).open(stage),
          cell.outstanding(),
          cell.workload().threads(),
          round,
          round == 1 ? warmUp.multipliedBy(FIRST_WARM_UP_PARTS) : warmUp,
          time,
          cpu);
    } catch (RuntimeException e) {
      throw new MeasurementException(
          "Cannot measure %s of %s, %d at once"
              .formatted(cell.workload().name(), contender, cell.outstanding()),
          e);
    }
  }

  private Duration left() {
    Duration left = plan.budget().minusNanos(LocalTime.nanos() - begin);
    return left.isNegative() ? Duration.ZERO : left;
  }

  private Duration time() {
    int measurements = plan.measurements() - done;
    if (done < plan.measurements() / plan.rounds()) {
      // The first round is longer.
      measurements += plan.measurements() / plan.rounds() - done;
    }
    Duration share =
        left().dividedBy(measurements).multipliedBy(WARM_UP_PART).dividedBy(WARM_UP_PART + 1);
    return share.compareTo(plan.time()) > 0
        ? plan.time()
        : share.compareTo(SHORTEST) < 0 ? SHORTEST : share;
  }

  private void tell(Cell cell, Contender contender, int round, Sample sample) {
    done++;
    double seconds = (LocalTime.nanos() - begin) / 1e9;
    progress.printf(
        Locale.ROOT,
        "round %d of %d, %d of %d, %.0f s, about %.0f s to go: %s at %d, %s: %,.0f/s, p99 %.2f"
            + " ms%n",
        round,
        plan.rounds(),
        done,
        plan.measurements(),
        seconds,
        seconds / done * (plan.measurements() - done),
        cell.workload().name(),
        cell.outstanding(),
        contender,
        sample.rate(),
        sample.micros(99) / 1e3);
    progress.flush();
  }

  private static List<Row> rows(Cell cell, Map<Contender, List<Sample>> each) {
    Map<String, List<Sample>> named = new LinkedHashMap<>();
    each.forEach((contender, rounds) -> named.put(contender.text(), rounds));
    return Rows.of(
        cell.workload().name(), cell.outstanding(), named, Contender.GENERIC_MULTICAST.text());
  }
}
