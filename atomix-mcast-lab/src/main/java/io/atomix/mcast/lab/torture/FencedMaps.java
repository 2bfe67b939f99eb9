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
package io.atomix.mcast.lab.torture;

import io.atomix.core.Atomix;
import io.atomix.core.lock.AtomicLock;
import io.atomix.mcast.GenericMulticastProtocol;
import io.atomix.mcast.checker.Operation;
import io.atomix.mcast.checker.VersionClaims;
import io.atomix.mcast.checker.VersionedAnswer;
import io.atomix.mcast.checker.WriteCondition;
import io.atomix.mcast.primitives.group.GroupOperations;
import io.atomix.mcast.primitives.group.GroupResult;
import io.atomix.mcast.primitives.group.GroupTransaction;
import io.atomix.mcast.primitives.group.GroupTransactions;
import io.atomix.mcast.primitives.map.MapOperations;
import io.atomix.mcast.primitives.map.MulticastMap;
import io.atomix.primitive.SyncPrimitive;
import io.atomix.utils.time.Version;
import io.atomix.utils.time.Versioned;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Two maps and a lock, with transactions on all of them. To the checker they are one object: {@code
 * one/K} and {@code two/K} are the keys of the maps, {@code lock} has the version with which the
 * lock was last given to somebody, and {@code over/V} is there as soon as it is held with version V
 * no more. Thread-safe.
 */
final class FencedMaps {
  /** The register with the version of the last holder. */
  static final String LOCK = "lock";

  private static final String OVER = "over/";
  private static final String[] MAPS = {"one/", "two/"};

  private final List<MulticastMap<String, String>> maps;
  private final Supplier<AtomicLock> locks;
  private final GroupTransactions transactions;
  private final Duration patience;
  private volatile AtomicLock lock;

  /**
   * Opens them.
   *
   * @param one the first map
   * @param two the second
   * @param name that of the lock
   * @param patience how long to wait for an answer
   */
  FencedMaps(
      Atomix node,
      GenericMulticastProtocol protocol,
      MulticastMap<String, String> one,
      MulticastMap<String, String> two,
      String name,
      Duration patience) {
    this.maps = List.of(one, two);
    this.patience = patience;
    this.transactions = GroupTransactions.of(node, protocol);
    this.locks =
        () -> node.atomicLockBuilder(name).withProtocol(protocol).build().async().sync(patience);
    this.lock = locks.get();
  }

  /** The names that keys of the maps have in histories. */
  static Set<String> keys(Collection<String> keys) {
    Set<String> all = new TreeSet<>();
    for (String map : MAPS) {
      keys.forEach(key -> all.add(map + key));
    }
    return all;
  }

  /** The conditions that say that the lock is held with a version. */
  static List<WriteCondition> held(String version) {
    return List.of(
        new WriteCondition.Is(LOCK, version), new WriteCondition.Is(OVER + version, null));
  }

  /** Returns the version that has to be held according to such conditions, or null. */
  static String fence(Operation operation) {
    if (operation instanceof Operation.Transact transact) {
      for (WriteCondition condition : transact.conditions()) {
        if (condition instanceof WriteCondition.Is is && is.key().equals(LOCK)) {
          return is.value();
        }
      }
    }
    return null;
  }

  /** The end of a version, for a reason. */
  static Operation.Write over(String version, String why) {
    return Operation.write(OVER + version, why);
  }

  /** Returns the version of which such an operation is the end, or null. */
  static String ended(Operation.Write operation) {
    String key = operation.values().firstKey();
    return key.startsWith(OVER) ? key.substring(OVER.length()) : null;
  }

  /** Takes the lock if it comes free soon. */
  Optional<Version> tryLock(Duration soon) {
    return lock.tryLock(soon);
  }

  /** Lets the lock go. */
  void unlock() {
    lock.unlock();
  }

  /**
   * Leaves the lock and opens it anew. So an attempt that nobody waits for any more, or an
   * unlocking that failed, does not hold it until the session is over.
   */
  void reopenLock() {
    lock.close();
    lock = locks.get();
  }

  /** All of them, to be closed or deleted. */
  List<SyncPrimitive> primitives() {
    return List.of(maps.get(0), maps.get(1), lock);
  }

  /** Carries out an operation and returns its result as events take it. */
  Object apply(Operation operation) {
    if (operation instanceof Operation.Swap swap && swap.values().size() == 1) {
      String key = swap.values().firstKey();
      String value = swap.values().get(key);
      MulticastMap<String, String> map = maps.get(mapOf(key));
      Versioned<String> before =
          value == null ? map.remove(inMap(key)) : map.put(inMap(key), value);
      return answer(before == null ? Map.of() : Map.of(key, before));
    } else if (operation instanceof Operation.Read read) {
      return read(read);
    }
    return transact(operation);
  }

  private Object transact(Operation operation) {
    if (operation instanceof Operation.Write write) {
      commit(List.of(), write.values(), Set.of());
      return null;
    } else if (operation instanceof Operation.Transact transact && transact.otherwise().isEmpty()) {
      GroupResult result = commit(transact.conditions(), transact.then(), transact.reads());
      VersionedAnswer read = answer(found(result, transact.reads()));
      @SuppressWarnings("unchecked")
      TreeMap<String, String> values = (TreeMap<String, String>) read.result();
      return new VersionedAnswer(
          new Operation.Outcome(result.succeeded(), values), read.versions());
    }
    throw new IllegalArgumentException("Not an operation of two maps and a lock: " + operation);
  }

  private Object read(Operation.Read read) {
    String first = read.keys().first();
    if (read.keys().size() == 1) {
      Versioned<String> entry = maps.get(mapOf(first)).get(inMap(first));
      return answer(entry == null ? Map.of() : Map.of(first, entry));
    }
    return answer(found(commit(List.of(), new TreeMap<>(), read.keys()), read.keys()));
  }

  private GroupResult commit(
      List<WriteCondition> conditions, Map<String, String> then, Set<String> reads) {
    GroupTransaction transaction = transactions;
    for (WriteCondition condition : conditions) {
      transaction = with(transaction, condition);
    }
    try {
      return transaction
          .then(operations -> operations(operations, then, reads))
          .commitAsync()
          .get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      // With the caller's stack, and the reason as its cause: that says whether it was applied.
      throw new CompletionException(e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException("No answer to a transaction within " + patience, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted in a transaction", e);
    }
  }

  private GroupTransaction with(GroupTransaction transaction, WriteCondition condition) {
    String key = condition.key();
    boolean isValue = condition instanceof WriteCondition.Is;
    String value = isValue ? ((WriteCondition.Is) condition).value() : null;
    if (key.equals(LOCK)) {
      return transaction.ifHeld(lock, new Version(Long.parseLong(value)));
    } else if (key.startsWith(OVER)) {
      // It is the other half of what the lock says of its version.
      return transaction;
    }
    GroupTransaction.MapWords<String, String> map = transaction.on(maps.get(mapOf(key)));
    if (!isValue) {
      return map.ifPresent(inMap(key));
    }
    return value == null ? map.ifAbsent(inMap(key)) : map.ifEquals(inMap(key), value);
  }

  private GroupOperations operations(
      GroupOperations operations, Map<String, String> then, Set<String> reads) {
    GroupOperations all = operations;
    for (int i = 0; i < MAPS.length; i++) {
      int map = i;
      Set<String> read = in(map, reads);
      Set<String> changed = in(map, then.keySet());
      if (!read.isEmpty() || !changed.isEmpty()) {
        all = all.on(maps.get(map), ofMap -> changes(ofMap, read, changed, then));
      }
    }
    return all;
  }

  private static MapOperations<String, String> changes(
      MapOperations<String, String> operations,
      Set<String> reads,
      Set<String> changed,
      Map<String, String> then) {
    MapOperations<String, String> all = operations;
    for (String key : reads) {
      all = all.get(inMap(key));
    }
    for (String key : changed) {
      String value = then.get(key);
      all = value == null ? all.remove(inMap(key)) : all.put(inMap(key), value);
    }
    return all;
  }

  private Map<String, Versioned<String>> found(GroupResult result, Set<String> reads) {
    Map<String, Versioned<String>> found = new TreeMap<>();
    for (int i = 0; i < MAPS.length; i++) {
      String map = MAPS[i];
      if (!in(i, reads).isEmpty()) {
        result.values(maps.get(i)).forEach((key, entry) -> found.put(map + key, entry));
      }
    }
    return found;
  }

  private static VersionedAnswer answer(Map<String, Versioned<String>> entries) {
    return answer(entries, value -> value);
  }

  /**
   * Entries that were found, as events take them.
   *
   * @param light gives the value to be recorded
   */
  static VersionedAnswer answer(
      Map<String, Versioned<String>> entries, UnaryOperator<String> light) {
    TreeMap<String, String> values = new TreeMap<>();
    TreeMap<String, Long> versions = new TreeMap<>();
    entries.forEach(
        (key, entry) -> {
          values.put(key, light.apply(entry.value()));
          versions.put(key, entry.version());
        });
    return new VersionedAnswer(values, VersionClaims.found(versions));
  }

  private static Set<String> in(int map, Set<String> keys) {
    return keys.stream()
        .filter(key -> key.startsWith(MAPS[map]))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static int mapOf(String key) {
    for (int i = 0; i < MAPS.length; i++) {
      if (key.startsWith(MAPS[i])) {
        return i;
      }
    }
    throw new IllegalArgumentException("No key of a map: " + key);
  }

  private static String inMap(String key) {
    return key.substring(MAPS[mapOf(key)].length());
  }
}
