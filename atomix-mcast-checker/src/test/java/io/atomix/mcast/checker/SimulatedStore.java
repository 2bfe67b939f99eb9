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

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.Supplier;

/**
 * A store in which every operation takes effect at one instant between its beginning and its end,
 * used by several clients at once, some of which give up waiting. All from one seed.
 */
final class SimulatedStore {

  private static final int LONGEST = 20;

  private final Random random;
  private final Workload workload;
  private final int unknownPercent;
  private final Fault fault;
  private final SimulatedVersions versions;
  private final Model model = new Model();
  private final List<Event> history = new ArrayList<>();
  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparingLong(Task::time).thenComparing(Task::number));
  private int started;
  private int scheduled;

  private record Task(long time, int number, Runnable what) {}

  /**
   * A store and its clients.
   *
   * @param unknownPercent how many of a hundred operations have an unknown outcome
   * @param fault what the store does wrong
   */
  SimulatedStore(long seed, Workload workload, int unknownPercent, Fault fault) {
    this(seed, workload, unknownPercent, fault, null);
  }

  /**
   * A store that tells versions.
   *
   * @param versions null for none
   */
  SimulatedStore(
      long seed, Workload workload, int unknownPercent, Fault fault, SimulatedVersions versions) {
    this.random = new Random(seed);
    this.workload = workload;
    this.unknownPercent = unknownPercent;
    this.fault = fault;
    this.versions = versions;
  }

  /** What {@code clients} see of {@code operations} in total. */
  static List<Event> history(
      long seed, Workload workload, int clients, int operations, int unknownPercent) {
    return new SimulatedStore(seed, workload, unknownPercent, new Fault(null, 0))
        .run(clients, operations);
  }

  /** The same, with versions. */
  static List<Event> versionedHistory(
      long seed, Workload workload, int clients, int operations, int unknownPercent) {
    SimulatedVersions versions = new SimulatedVersions(new Random(~seed), null, 0);
    return new SimulatedStore(seed, workload, unknownPercent, new Fault(null, 0), versions)
        .run(clients, operations);
  }

  List<Event> run(int clients, int operations) {
    for (int i = 0; i < clients; i++) {
      invoke("client-" + i, random.nextInt(LONGEST), operations);
    }
    while (!tasks.isEmpty()) {
      tasks.poll().what().run();
    }
    return history;
  }

  private void at(long time, Runnable what) {
    tasks.add(new Task(time, scheduled++, what));
  }

  private void invoke(String client, long time, int operations) {
    at(
        time,
        () -> {
          if (started++ < operations) {
            Operation operation = workload.draw(random, started);
            if (random.nextInt(100) < unknownPercent) {
              giveUp(client, operation, time, operations);
            } else {
              complete(client, operation, time, operations);
            }
          }
        });
  }

  private void giveUp(String client, Operation operation, long time, int operations) {
    history.add(Event.unknown(client, operation, time));
    if (random.nextBoolean()) {
      at(
          time + random.nextInt(LONGEST * 10),
          () -> answer(operation, () -> model.apply(operation)));
    }
    invoke(client, time + LONGEST, operations);
  }

  private void complete(String client, Operation operation, long time, int operations) {
    long effect = time + random.nextInt(LONGEST);
    long end = effect + random.nextInt(LONGEST);
    Model before = fault.wantsPast() ? new Model(model) : null;
    at(
        effect,
        () -> {
          Object result =
              answer(
                  operation,
                  () ->
                      fault.apply(operation, model, before, later -> at(end + 2 * LONGEST, later)));
          history.add(Event.completed(client, operation, time, end, result));
        });
    invoke(client, end + random.nextInt(5), operations);
  }

  /** The result, with versions if they are told. */
  private Object answer(Operation operation, Supplier<Object> apply) {
    if (versions == null) {
      return apply.get();
    }
    Map<String, String> before = registers();
    Object result = apply.get();
    return new VersionedAnswer(result, versions.note(operation, result, before, registers()));
  }

  @SuppressWarnings("unchecked")
  private Map<String, String> registers() {
    return (Map<String, String>) model.apply(new Operation.Snapshot());
  }
}
