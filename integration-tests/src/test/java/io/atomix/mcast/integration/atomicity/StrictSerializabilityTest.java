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
package io.atomix.mcast.integration.atomicity;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.core.Atomix;
import io.atomix.core.map.AtomicMap;
import io.atomix.mcast.checker.Event;
import io.atomix.mcast.checker.HistoryFile;
import io.atomix.mcast.checker.Operation;
import io.atomix.mcast.checker.StrictSerializability;
import io.atomix.mcast.checker.Verdict;
import io.atomix.mcast.history.HistoryRecorder;
import io.atomix.mcast.testing.Parallel;
import io.atomix.mcast.testing.Primitives;
import io.atomix.mcast.testing.SharedCluster;
import io.atomix.mcast.testing.TestCluster;
import io.atomix.primitive.protocol.ProxyProtocol;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Short bursts of operations on one map over three partitions, by clients on three nodes, checked
 * after each burst. {@code -Dmcast.seed=N} repeats the operations of a run (not their timing).
 * {@code -Dmcast.history=FILE} writes what was done on multi-raft up to the first violation into a
 * file that the checker reads.
 */
@ExtendWith(SharedCluster.class)
class StrictSerializabilityTest {

  private static final int CLIENTS = 6;
  private static final int OPERATIONS = 5;
  private static final List<String> KEYS = List.of("a", "b", "c", "d", "e", "f", "g", "h");
  private static final Duration BUDGET = Duration.ofSeconds(12);
  private static final int BURSTS = 150;

  @Test
  void burstsOfOperationsOnAllPartitionsAreStrictlySerializable(
      TestCluster cluster, Primitives primitives) {
    assertThat(firstViolation(primitives, cluster, cluster.protocol())).isEmpty();
  }

  @Test
  void theSameBurstsOnMultiRaftAreSeenToFail(TestCluster cluster, Primitives primitives) {
    assertThat(firstViolation(primitives, cluster, cluster.baselineProtocol()))
        .as("if this fails, the test above proves nothing")
        .isNotEmpty();
  }

  /** Runs bursts until one has no explanation, and describes it; empty if all have one. */
  private String firstViolation(
      Primitives primitives, TestCluster cluster, ProxyProtocol protocol) {
    long seed = Long.getLong("mcast.seed", new Random().nextLong());
    System.out.println("StrictSerializabilityTest seed " + seed);
    Random random = new Random(seed);
    List<AtomicMap<String, String>> maps = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      maps.add(
          primitives.open(
              cluster.node(i % cluster.size() + 1),
              "checked",
              Atomix::<String, String>atomicMapBuilder,
              protocol));
    }
    List<Event> history = new ArrayList<>();
    long end = System.nanoTime() + BUDGET.toNanos();
    for (int burst = 1; burst <= BURSTS && System.nanoTime() < end; burst++) {
      history.addAll(burst(maps, random));
      Verdict verdict = StrictSerializability.check(history);
      if (verdict instanceof Verdict.Violation) {
        write(history);
        return "seed " + seed + ", burst " + burst + ": " + verdict;
      }
      assertThat(verdict).isInstanceOf(Verdict.StrictlySerializable.class);
    }
    return "";
  }

  private static void write(List<Event> history) {
    String file = System.getProperty("mcast.history");
    if (file != null) {
      try {
        HistoryFile.write(Path.of(file), history);
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot write the history", e);
      }
    }
  }

  private static List<Event> burst(List<AtomicMap<String, String>> maps, Random random) {
    List<Callable<List<Event>>> clients = new ArrayList<>();
    for (int i = 0; i < maps.size(); i++) {
      HistoryRecorder recorder = new HistoryRecorder("client-" + i, maps.get(i));
      List<Operation> operations = new ArrayList<>();
      for (int j = 0; j < OPERATIONS; j++) {
        operations.add(randomOperation(random));
      }
      clients.add(
          () -> {
            operations.forEach(recorder::run);
            return recorder.events();
          });
    }
    List<Event> history = Parallel.run(clients).stream().flatMap(Collection::stream).toList();
    assertThat(history).as("the cluster is healthy").noneMatch(Event::isUnknown);
    return history;
  }

  private static Operation randomOperation(Random random) {
    String key = KEYS.get(random.nextInt(KEYS.size()));
    String value = String.valueOf(random.nextInt(3));
    return switch (random.nextInt(10)) {
      case 0, 1, 2 -> Operation.put(key, value);
      case 3, 4 -> Operation.remove(key);
      case 5 -> Operation.read(key);
      case 6 -> new Operation.Clear();
      case 7 -> new Operation.ContainsValue(value);
      default -> new Operation.Size();
    };
  }
}
