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
package io.atomix.mcast.checker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

/** On tiny histories, good and bad, the checker says what trying everything says. */
class BruteForceComparisonTest {

  private static final int RUNS = Integer.getInteger("mcast.runs", 3_000);

  private static final List<Workload> WORKLOADS =
      List.of(
          new Workload(2, 0, 0, 0, false),
          new Workload(3, 0, 2, 20, false),
          new Workload(0, 2, 0, 20, false),
          new Workload(0, 2, 0, 20, true),
          new Workload(2, 2, 2, 20, true),
          new Workload(2, 2, 0, 30, false));

  @Test
  void theySayTheSameOfWhatIsNearlyRight() {
    compare(BruteForceComparisonTest::nearlyRight, 20);
  }

  @Test
  void theySayTheSameOfWhatIsMadeUp() {
    compare(BruteForceComparisonTest::madeUp, 5);
  }

  /** Wants more than one in so many to be bad, and more than a quarter to be good. */
  private static void compare(LongFunction<List<Event>> histories, int part) {
    long first = Long.getLong("mcast.seed", new Random().nextInt(1 << 30));
    System.out.println("BruteForceComparisonTest seed " + first);
    int good = 0;
    int bad = 0;
    for (long seed = first; seed < first + RUNS; seed++) {
      List<Event> history = histories.apply(seed);
      boolean expected = BruteForce.isStrictlySerializable(history);
      Verdict verdict = StrictSerializability.check(history);
      assertThat(verdict)
          .as("seed %d, history %s", seed, history)
          .isInstanceOf(expected ? Verdict.StrictlySerializable.class : Verdict.Violation.class);
      good += expected ? 1 : 0;
      bad += expected ? 0 : 1;
    }
    System.out.println("BruteForceComparisonTest good " + good + ", bad " + bad);
    assertThat(good).isGreaterThan(RUNS / 4);
    assertThat(bad).isGreaterThan(RUNS / part);
  }

  /** What a correct store gave, with some times or results changed. */
  private static List<Event> nearlyRight(long seed) {
    Random random = new Random(seed);
    Workload workload = WORKLOADS.get((int) Math.floorMod(seed, WORKLOADS.size()));
    List<Event> history =
        new ArrayList<>(SimulatedStore.history(seed, workload, 3, 3 + random.nextInt(5), 15));
    for (int changes = random.nextInt(4); changes > 0; changes--) {
      int place = random.nextInt(history.size());
      Event event = history.get(place);
      if (random.nextBoolean()) {
        history.set(place, moved(event, random.nextInt(60) - 30));
      } else if (!event.isUnknown()) {
        List<Operation> operations = history.stream().map(Event::operation).toList();
        Object result = someResult(event.operation(), operations, random);
        history.set(
            place,
            Event.completed(
                event.client(), event.operation(), event.invoked(), event.returned(), result));
      }
    }
    return history;
  }

  /** Operations at any time, with results that they could have somewhere. */
  private static List<Event> madeUp(long seed) {
    Random random = new Random(seed);
    Workload workload = WORKLOADS.get((int) Math.floorMod(seed, WORKLOADS.size()));
    List<Operation> operations = new ArrayList<>();
    for (int i = 0; i < 4 + random.nextInt(3); i++) {
      operations.add(workload.draw(random, i));
    }
    List<Event> history = new ArrayList<>();
    for (Operation operation : operations) {
      String client = "client-" + history.size();
      long start = random.nextInt(12);
      history.add(
          random.nextInt(8) == 0
              ? Event.unknown(client, operation, start)
              : Event.completed(
                  client,
                  operation,
                  start,
                  start + random.nextInt(20),
                  someResult(operation, operations, random)));
    }
    return history;
  }

  private static Object someResult(Operation operation, List<Operation> others, Random random) {
    Model model = new Model();
    for (int i = random.nextInt(4); i > 0; i--) {
      model.apply(others.get(random.nextInt(others.size())));
    }
    return model.apply(operation);
  }

  private static Event moved(Event event, long by) {
    long start = Math.max(0, event.invoked() + by);
    if (event.isUnknown()) {
      return Event.unknown(event.client(), event.operation(), start);
    }
    long end = start + event.returned() - event.invoked();
    return Event.completed(event.client(), event.operation(), start, end, event.result());
  }
}
