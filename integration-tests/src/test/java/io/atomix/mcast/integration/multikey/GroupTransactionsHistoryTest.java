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
package io.atomix.mcast.integration.multikey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.atomix.core.Atomix;
import io.atomix.core.lock.AtomicLock;
import io.atomix.mcast.GenericMulticastProtocol;
import io.atomix.mcast.checker.Event;
import io.atomix.mcast.checker.Operation;
import io.atomix.mcast.checker.WriteCondition;
import io.atomix.mcast.history.GrowingHistory;
import io.atomix.mcast.integration.Backend;
import io.atomix.mcast.integration.SharedCluster;
import io.atomix.mcast.integration.faults.Inside;
import io.atomix.mcast.primitives.group.GroupOperations;
import io.atomix.mcast.primitives.group.GroupResult;
import io.atomix.mcast.primitives.group.GroupTransaction;
import io.atomix.mcast.primitives.group.GroupTransactions;
import io.atomix.mcast.primitives.map.MulticastMap;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.Parallel;
import io.atomix.mcast.testing.Primitives;
import io.atomix.mcast.testing.TestCluster;
import io.atomix.utils.time.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Bursts of transactions on two maps and a lock, of operations on each of the maps alone, and of
 * lockings: the whole is one object, in which {@code one/k} and {@code two/k} are the keys of the
 * maps, and {@code lock} holds the version with which the lock is held. {@code -Dmcast.seed=N}
 * repeats the operations of a run (not their timing).
 */
@ExtendWith(SharedCluster.class)
class GroupTransactionsHistoryTest {
  private static final int CLIENTS = 4;
  private static final int ROUNDS = 3;
  private static final int BURSTS = 12;
  private static final String LOCK = "lock";
  private static final List<String> KEYS = List.of(Inside.key(1), Inside.key(2));

  @Test
  void burstsAreStrictlySerializable(TestCluster cluster, Primitives primitives) {
    assumeThat(cluster.kind()).isEqualTo(Backend.GENERIC_MULTICAST);
    long seed = Long.getLong("mcast.seed", new Random().nextLong());
    System.out.println("GroupTransactionsHistoryTest seed " + seed);
    Random random = new Random(seed);
    List<FencedClient> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      int member = i % cluster.size() + 1;
      clients.add(
          new FencedClient(
              "client-" + i,
              new Random(random.nextLong()),
              primitives.open(member, "one", MulticastMapTest::builder),
              primitives.open(member, "two", MulticastMapTest::builder),
              primitives.open(member, LOCK, Atomix::atomicLockBuilder),
              GroupTransactions.of(
                  cluster.node(member), (GenericMulticastProtocol) cluster.protocol())));
    }
    GrowingHistory history = new GrowingHistory();
    for (int burst = 0; burst < BURSTS; burst++) {
      List<Callable<List<Event>>> running = new ArrayList<>();
      clients.forEach(client -> running.add(client::burst));
      Parallel.run(running).stream().forEach(history::add);
      assertThat(history.violation()).as("seed %d, burst %d", seed, burst).isEmpty();
    }
    history.assertDecided();
    assertThat(history.events()).as("the cluster is healthy").noneMatch(Event::isUnknown);
    assertThat(history.events().stream().filter(FencedClient::isFenced).toList())
        .as("some of those that name the lock found it held so, some did not")
        .anyMatch(event -> ((Operation.Outcome) event.result()).held())
        .anyMatch(event -> !((Operation.Outcome) event.result()).held());
  }

  /** Whoever sees a key of one map sees that of the other, which is written with it. */
  @Test
  void theMapsAreNeverTorn(TestCluster cluster, Primitives primitives) {
    assumeThat(cluster.kind()).isEqualTo(Backend.GENERIC_MULTICAST);
    MulticastMap<String, String> one = primitives.open(1, "one", MulticastMapTest::builder);
    MulticastMap<String, String> two = primitives.open(1, "two", MulticastMapTest::builder);
    GroupTransactions transactions =
        GroupTransactions.of(cluster.node(1), (GenericMulticastProtocol) cluster.protocol());
    List<Callable<Integer>> both = new ArrayList<>();
    both.add(
        () -> {
          for (int i = 0; i < 100; i++) {
            String value = "" + i;
            Await.result(
                "a write of both",
                transactions
                    .then(
                        ops ->
                            ops.on(one, map -> map.put(KEYS.get(0), value))
                                .on(two, map -> map.put(KEYS.get(1), value)))
                    .commitAsync());
          }
          return 0;
        });
    both.add(
        () -> {
          int torn = 0;
          for (int i = 0; i < 100; i++) {
            GroupResult read =
                Await.result(
                    "a read of both",
                    transactions
                        .then(
                            ops ->
                                ops.on(one, map -> map.get(KEYS.get(0)))
                                    .on(two, map -> map.get(KEYS.get(1))))
                        .commitAsync());
            torn += new TreeSet<>(values(read, one, two)).size() > 1 ? 1 : 0;
          }
          return torn;
        });
    assertThat(Parallel.run(both)).containsExactly(0, 0);
  }

  @SafeVarargs
  private static List<String> values(GroupResult read, MulticastMap<String, String>... maps) {
    return List.of(maps).stream()
        .map(read::values)
        .map(values -> values.isEmpty() ? "" : values.values().iterator().next().value())
        .toList();
  }

  /** Locks, makes transactions as the holder and as one that was, and unlocks. */
  private static final class FencedClient {
    private final String name;
    private final Random random;
    private final List<MulticastMap<String, String>> maps;
    private final AtomicLock lock;
    private final GroupTransactions transactions;
    private List<Event> events;
    private int written;
    private Version former = new Version(1);

    private FencedClient(
        String name,
        Random random,
        MulticastMap<String, String> one,
        MulticastMap<String, String> two,
        AtomicLock lock,
        GroupTransactions transactions) {
      this.name = name;
      this.random = random;
      this.maps = List.of(one, two);
      this.lock = lock;
      this.transactions = transactions;
    }

    static boolean isFenced(Event event) {
      return event.operation() instanceof Operation.Transact transact
          && !transact.then().containsKey(LOCK)
          && transact.conditions().stream().anyMatch(each -> each.key().equals(LOCK));
    }

    private List<Event> burst() {
      events = new ArrayList<>();
      for (int round = 0; round < ROUNDS; round++) {
        alone();
        long invoked = System.nanoTime();
        Version held = lock.lock();
        done(invoked, lockIs(null, "" + held.value()), true);
        fenced(held);
        fenced(random.nextBoolean() ? held : former);
        alone();
        invoked = System.nanoTime();
        lock.unlock();
        done(invoked, lockIs("" + held.value(), null), true);
        former = held;
        fenced(held);
      }
      return events;
    }

    private static Operation lockIs(String before, String after) {
      TreeMap<String, String> then = new TreeMap<>();
      then.put(LOCK, after);
      return new Operation.Transact(
          List.of(new WriteCondition.Is(LOCK, before)), then, new TreeMap<>(), new TreeSet<>());
    }

    private void done(long invoked, Operation operation, boolean held) {
      done(invoked, operation, new Operation.Outcome(held, new TreeMap<>()));
    }

    private void done(long invoked, Operation operation, Object result) {
      events.add(Event.completed(name, operation, invoked, System.nanoTime(), result));
    }

    /** A read or a write of one map. */
    private void alone() {
      int map = random.nextInt(maps.size());
      String key = KEYS.get(random.nextInt(KEYS.size()));
      long invoked = System.nanoTime();
      if (random.nextBoolean()) {
        TreeMap<String, String> found = new TreeMap<>();
        var entry = maps.get(map).get(key);
        if (entry != null) {
          found.put(key(map, key), entry.value());
        }
        TreeSet<String> keys = new TreeSet<>(List.of(key(map, key)));
        done(invoked, new Operation.Read(keys), found.get(key(map, key)));
      } else {
        String value = value();
        maps.get(map).put(key, value);
        TreeMap<String, String> values = new TreeMap<>();
        values.put(key(map, key), value);
        done(invoked, new Operation.Write(values), null);
      }
    }

    private static String key(int map, String key) {
      return (map == 0 ? "one/" : "two/") + key;
    }

    private String value() {
      written++;
      return name + "-" + written;
    }

    /** Writes a key of each map if the lock is held with this version, and maybe if one is so. */
    private void fenced(Version version) {
      List<WriteCondition> conditions = new ArrayList<>();
      conditions.add(new WriteCondition.Is(LOCK, "" + version.value()));
      TreeMap<String, String> then = new TreeMap<>();
      TreeSet<String> reads = new TreeSet<>();
      GroupTransaction transaction = transactions.ifHeld(lock, version);
      List<String> keys = new ArrayList<>();
      for (int map = 0; map < maps.size(); map++) {
        String key = KEYS.get(random.nextInt(KEYS.size()));
        keys.add(key);
        then.put(key(map, key), value());
        reads.add(key(map, key));
        if (random.nextInt(4) == 0) {
          conditions.add(new WriteCondition.Present(key(map, key)));
          transaction = transaction.on(maps.get(map)).ifPresent(key);
        }
      }
      long invoked = System.nanoTime();
      GroupResult result =
          Await.result(
              "a transaction of " + name,
              transaction.then(ops -> operations(ops, keys, then)).commitAsync());
      TreeMap<String, String> read = new TreeMap<>();
      for (int map = 0; map < maps.size(); map++) {
        int number = map;
        result
            .values(maps.get(map))
            .forEach((key, entry) -> read.put(key(number, key), entry.value()));
      }
      done(
          invoked,
          new Operation.Transact(conditions, then, new TreeMap<>(), reads),
          new Operation.Outcome(result.succeeded(), read));
    }

    private GroupOperations operations(
        GroupOperations empty, List<String> keys, TreeMap<String, String> then) {
      GroupOperations all = empty;
      for (int map = 0; map < maps.size(); map++) {
        String key = keys.get(map);
        String value = then.get(key(map, key));
        all = all.on(maps.get(map), ops -> ops.put(key, value).get(key));
      }
      return all;
    }
  }
}
