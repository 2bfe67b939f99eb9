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
import io.atomix.mcast.checker.Verdict;
import io.atomix.mcast.history.GrowingHistory;
import io.atomix.mcast.history.HistoryRecorder;
import io.atomix.mcast.integration.SharedCluster;
import io.atomix.mcast.testing.Parallel;
import io.atomix.mcast.testing.Primitives;
import io.atomix.mcast.testing.TestCluster;
import io.atomix.primitive.protocol.ProxyProtocol;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Short bursts of operations on one map over three partitions, by clients on three nodes; the whole
 * history is checked every few bursts. {@code -Dmcast.seed=N} repeats the operations of a run (not
 * their timing). {@code -Dmcast.history=FILE} writes what was done up to the first violation into a
 * file that the checker reads; {@code -Dmcast.test.backend=multi-raft} runs it on multi-raft, where
 * there is one soon, as a rule.
 */
@ExtendWith(SharedCluster.class)
class StrictSerializabilityTest {

  private static final int CLIENTS = 6;
  private static final int OPERATIONS = 5;
  private static final List<String> KEYS = List.of("a", "b", "c", "d", "e", "f", "g", "h");
  private static final Duration BUDGET = Duration.ofSeconds(8);
  private static final int BURSTS = 150;
  private static final int BURSTS_OF_A_CHECK = 10;

  @Test
  void burstsOfOperationsOnAllPartitionsAreStrictlySerializable(
      TestCluster cluster, Primitives primitives) {
    assertThat(firstViolation(primitives, cluster, cluster.protocol())).isEmpty();
  }

  /** The first ten bursts of a run on multi-raft, recorded as the class says. */
  @Test
  void theSameBurstsAreSeenToFailAsTheyWentOnMultiRaft() throws IOException {
    GrowingHistory history = new GrowingHistory();
    history.add(recorded("/histories/multi-raft-bursts.jsonl"));
    assertThat(history.events()).hasSize(BURSTS_OF_A_CHECK * CLIENTS * OPERATIONS);
    assertThat(history.violation()).as("if this fails, the test above proves nothing").isPresent();
  }

  private static List<Event> recorded(String name) throws IOException {
    try (Reader reader =
        new InputStreamReader(
            StrictSerializabilityTest.class.getResourceAsStream(name), StandardCharsets.UTF_8)) {
      return HistoryFile.read(reader, name);
    }
  }

  /** Runs bursts until they have no explanation, and tells why; empty if all have one. */
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
    GrowingHistory history = new GrowingHistory();
    long end = System.nanoTime() + BUDGET.toNanos();
    boolean more = true;
    for (int burst = 1; more; burst++) {
      history.add(burst(maps, random, burst));
      more = burst < BURSTS && System.nanoTime() < end;
      if (burst % BURSTS_OF_A_CHECK == 0 || !more) {
        Optional<Verdict.Violation> violation = history.violation();
        if (violation.isPresent()) {
          write(history.events());
          return "seed " + seed + ", burst " + burst + ": " + violation.get();
        }
      }
    }
    history.assertDecided();
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

  private static List<Event> burst(List<AtomicMap<String, String>> maps, Random random, int burst) {
    List<Callable<List<Event>>> clients = new ArrayList<>();
    for (int i = 0; i < maps.size(); i++) {
      HistoryRecorder recorder = new HistoryRecorder("client-" + i, maps.get(i));
      List<Operation> operations = new ArrayList<>();
      for (int j = 0; j < OPERATIONS; j++) {
        operations.add(randomOperation(random, (burst * CLIENTS + i) * OPERATIONS + j));
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

  /** No value is put twice; what is looked for may have been put in this burst or the last. */
  private static Operation randomOperation(Random random, int number) {
    String key = KEYS.get(random.nextInt(KEYS.size()));
    String sought = "v" + (number - random.nextInt(CLIENTS * OPERATIONS));
    return switch (random.nextInt(10)) {
      case 0, 1, 2 -> Operation.put(key, "v" + number);
      case 3, 4 -> Operation.remove(key);
      case 5 -> Operation.read(key);
      case 6 -> new Operation.Clear();
      case 7 -> new Operation.ContainsValue(sought);
      default -> new Operation.Size();
    };
  }
}
