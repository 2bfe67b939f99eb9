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
package io.atomix.mcast.lab.bench;

import io.atomix.mcast.lab.bench.BenchPlan.Cell;
import io.atomix.mcast.lab.measure.ClosedLoop;
import io.atomix.mcast.lab.measure.MeasuredOperation;
import io.atomix.mcast.lab.measure.MeasurementException;
import io.atomix.mcast.lab.measure.OpenLoop;
import io.atomix.mcast.lab.measure.Sample;
import io.atomix.mcast.lab.report.Row;
import io.atomix.mcast.lab.report.Rows;
import io.atomix.mcast.lab.workload.Contender;
import io.atomix.mcast.lab.workload.Stage;
import io.atomix.mcast.time.LocalTime;
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
  /** Time for which operations run before they count, as a part of the time that they count. */
  private static final int WARM_UP_PART = 3;

  /** The first round has more to warm up: classes are loaded and compiled, and sessions opened. */
  private static final int FIRST_WARM_UP_PARTS = 3;

  private static final Duration SHORTEST = Duration.ofMillis(50);

  private final BenchPlan plan;
  private final Stage stage;
  private final LongSupplier cpu;
  private final String environment;
  private final PrintWriter progress;
  private final Map<Cell, Map<Contender, List<Sample>>> samples = new LinkedHashMap<>();
  private final long begin = LocalTime.nanos();
  private int done;

  private Campaign(
      BenchPlan plan, Stage stage, LongSupplier cpu, String environment, PrintWriter progress) {
    this.plan = plan;
    this.stage = stage;
    this.cpu = cpu;
    this.environment = environment;
    this.progress = progress;
  }

  /**
   * Measures everything.
   *
   * @param cpu tells how much processor time was taken so far, in nanoseconds
   * @param environment what the rows tell of the machine
   * @param progress gets a line for each measurement
   * @return a row for each cell and contender
   */
  public static List<Row> run(
      BenchPlan plan, Stage stage, LongSupplier cpu, String environment, PrintWriter progress)
      throws InterruptedException {
    return new Campaign(plan, stage, cpu, environment, progress).run();
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
    samples.keySet().forEach(cell -> rows.addAll(rows(cell)));
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
      MeasuredOperation operation = cell.workload().contenders().get(contender).open(stage);
      if (round == 1) {
        warmUp = warmUp.multipliedBy(FIRST_WARM_UP_PARTS);
      }
      return cell.rate() > 0
          ? OpenLoop.run(operation, cell.rate(), round, warmUp, time, cpu)
          : ClosedLoop.run(
              operation,
              cell.outstanding(),
              cell.workload().hasThreads(cell.outstanding()),
              round,
              warmUp,
              time,
              cpu);
    } catch (RuntimeException e) {
      throw new MeasurementException(
          "Cannot measure %s of %s".formatted(cell.title(), contender), e);
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
        "round %d of %d, %d of %d, %.0f s, about %.0f s to go: %s, %s: %,.0f/s, p99 %.2f" + " ms%n",
        round,
        plan.rounds(),
        done,
        plan.measurements(),
        seconds,
        seconds / done * (plan.measurements() - done),
        cell.title(),
        contender,
        sample.rate(),
        sample.micros(99) / 1e3);
    progress.flush();
  }

  private List<Row> rows(Cell cell) {
    return cell.contenders().stream()
        .map(
            contender -> {
              Row row =
                  Rows.of(
                      cell.name(),
                      contender.text(),
                      cell.outstanding(),
                      samples.get(cell).get(contender),
                      contender == Contender.GENERIC_MULTICAST ? peers(cell) : null,
                      environment);
              return cell.rate() == 0 ? row : row.offered(cell.rate());
            })
        .toList();
  }

  private Map<String, List<Sample>> peers(Cell cell) {
    Map<String, List<Sample>> peers = new LinkedHashMap<>();
    samples.get(cell).forEach((contender, rounds) -> peers.put(contender.text(), rounds));
    List<Sample> ours = peers.remove(Contender.GENERIC_MULTICAST.text());
    samples.forEach(
        (other, theirs) -> {
          if (ours != null
              && other.workload().name().equals(cell.workload().baseline())
              && other.outstanding() == cell.outstanding()
              && other.rate() == cell.rate()) {
            peers.put(other.name(), theirs.get(Contender.GENERIC_MULTICAST));
          }
        });
    return peers;
  }
}
