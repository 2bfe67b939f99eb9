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
package io.atomix.mcast.integration.rolling;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.core.Atomix;
import io.atomix.core.map.AtomicMap;
import io.atomix.mcast.checker.Event;
import io.atomix.mcast.checker.Operation;
import io.atomix.mcast.history.CounterHistoryRecorder;
import io.atomix.mcast.history.HistoryCheck;
import io.atomix.mcast.history.HistoryRecorder;
import io.atomix.mcast.history.RandomMapOperations;
import io.atomix.mcast.integration.faults.Actors;
import io.atomix.mcast.integration.multikey.CounterHistoryTest;
import io.atomix.mcast.primitives.counter.MulticastCounterMap;
import io.atomix.mcast.primitives.map.MulticastMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Random operations of three clients, whose history must be strictly serializable. */
final class HistoryLoad implements Load {
  private static final int CLIENTS = 3;
  private static final int LONGEST_PAUSE_MILLIS = 150;

  private final String name;
  private final List<Runnable> clients = new ArrayList<>();
  private final List<Supplier<List<Event>>> histories = new ArrayList<>();

  private HistoryLoad(String name) {
    this.name = name;
  }

  /** On an {@link AtomicMap}. */
  static HistoryLoad ofMap(Stage stage) {
    HistoryLoad load = new HistoryLoad("map-history");
    for (int i = 0; i < CLIENTS; i++) {
      Random random = new Random(stage.seed() + i);
      HistoryRecorder recorder =
          new HistoryRecorder("client-" + i, stage.map(load.node(stage, i), load.name));
      int client = i;
      AtomicInteger values = new AtomicInteger();
      load.add(
          () -> recorder.run(operation(random, client + "-" + values.incrementAndGet())),
          recorder::events);
    }
    return load;
  }

  /** On a {@link MulticastMap}. */
  static HistoryLoad ofMulticastMap(Stage stage) {
    HistoryLoad load = new HistoryLoad("multicast-map-history");
    for (int i = 0; i < CLIENTS; i++) {
      RandomMapOperations operations =
          new RandomMapOperations(
              new Random(stage.seed() + i), List.of("a", "b", "c", "d"), i + "-");
      HistoryRecorder recorder =
          new HistoryRecorder("client-" + i, stage.multicastMap(load.node(stage, i), load.name));
      load.add(() -> recorder.run(operations.next()), recorder::events);
    }
    return load;
  }

  /** On a {@link MulticastCounterMap}. */
  static HistoryLoad ofMulticastCounters(Stage stage) {
    HistoryLoad load = new HistoryLoad("multicast-counters-history");
    for (int i = 0; i < CLIENTS; i++) {
      Random random = new Random(stage.seed() + i);
      CounterHistoryRecorder recorder =
          new CounterHistoryRecorder(
              "client-" + i, stage.multicastCounters(load.node(stage, i), load.name));
      load.add(() -> recorder.run(CounterHistoryTest.operation(random)), recorder::events);
    }
    return load;
  }

  private Atomix node(Stage stage, int client) {
    return client == 0 ? stage.writers() : stage.readers();
  }

  private void add(Runnable operation, Supplier<List<Event>> history) {
    clients.add(operation);
    histories.add(history);
  }

  private static Operation operation(Random random, String value) {
    String key = "key-" + random.nextInt(3);
    return switch (random.nextInt(7)) {
      case 0, 1 -> Operation.put(key, value);
      case 2 -> Operation.remove(key);
      case 3 -> Operation.read(key);
      case 4 -> new Operation.Size();
      case 5 -> new Operation.Clear();
      default -> new Operation.ContainsValue(value);
    };
  }

  @Override
  public void start(Actors actors) {
    for (int i = 0; i < clients.size(); i++) {
      Runnable client = clients.get(i);
      Random pauses = new Random(i);
      actors.start(
          name + "-" + i,
          () -> {
            client.run();
            Thread.sleep(pauses.nextInt(LONGEST_PAUSE_MILLIS));
          });
    }
  }

  @Override
  public void check() {
    List<Event> history = new ArrayList<>();
    histories.forEach(each -> history.addAll(each.get()));
    assertThat(history).as("a client that tries again sees no error").noneMatch(Event::isUnknown);
    HistoryCheck.assertGood(history);
  }
}
