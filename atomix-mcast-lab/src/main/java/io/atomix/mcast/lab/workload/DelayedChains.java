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
package io.atomix.mcast.lab.workload;

import io.atomix.mcast.lab.measure.Slot;
import io.atomix.mcast.lab.workload.DelayedOperations.DelayedOperationKind;
import io.atomix.mcast.primitives.map.AsyncMulticastMap;
import io.atomix.mcast.time.LocalTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/**
 * Messages to the same keys in two partitions, each of a client of its own, one shortly after the
 * other; told is how long the last one takes.
 */
final class DelayedChains {
  private static final SizedValues VALUES = new SizedValues(64);

  private final Slot slot = new Slot(0, 0);
  private final List<AsyncMulticastMap<String, byte[]>> maps;
  private final List<String> keys;
  private final Duration apart;
  private final VoteObserver votes;

  /**
   * Prepares.
   *
   * @param maps of the clients; the last message is of the first
   * @param keys in two partitions
   * @param apart how long after a message the next one begins, so that they come in the same order
   *     everywhere
   * @param votes of the messages
   */
  DelayedChains(
      List<AsyncMulticastMap<String, byte[]>> maps,
      List<String> keys,
      Duration apart,
      VoteObserver votes) {
    this.maps = maps;
    this.keys = keys;
    this.apart = apart;
    this.votes = votes;
    maps.forEach(map -> map.getAll(keys).join());
  }

  /** One message of a chain. */
  private interface ChainedMessage {
    CompletableFuture<?> send(AsyncMulticastMap<String, byte[]> map);
  }

  /**
   * All kinds of chains.
   *
   * @param numbers of conflicting messages that come before the last one, the most last
   */
  List<DelayedOperationKind> kinds(List<Integer> numbers) {
    ChainedMessage result = map -> map.putAllAndGet(entries());
    ChainedMessage blind = map -> map.putAll(entries());
    List<DelayedOperationKind> kinds = new ArrayList<>();
    for (boolean equal : List.of(true, false)) {
      String suffix = equal ? "" : "-votes-differ";
      for (int predecessors : numbers) {
        kinds.add(chain("chain-of-" + predecessors + suffix, predecessors, result, equal));
      }
      for (int predecessors : numbers) {
        kinds.add(chain("blind-chain-of-" + predecessors + suffix, predecessors, blind, equal));
      }
    }
    int longest = numbers.get(numbers.size() - 1);
    kinds.add(chain("conditional-chain-of-" + longest, longest, this::conditional, true));
    return kinds;
  }

  private CompletableFuture<?> conditional(AsyncMulticastMap<String, byte[]> map) {
    return map.transaction()
        .ifPresent(keys.get(0))
        .ifPresent(keys.get(1))
        .then(ops -> ops.put(keys.get(0), VALUES.next(slot)).put(keys.get(1), VALUES.next(slot)))
        .commit();
  }

  /**
   * A chain whose votes are equal, because all come in the same order in two partitions where
   * nothing is pending; or differ, because behind the first there is a write to one of the keys,
   * which raises the votes of all that follow in its partition.
   */
  private DelayedOperationKind chain(
      String name, int predecessors, ChainedMessage message, boolean equal) {
    return new DelayedOperationKind(
        name,
        Contender.GENERIC_MULTICAST,
        () -> {
          List<CompletableFuture<?>> before = new ArrayList<>();
          votes.forget();
          for (int i = 1; i <= predecessors; i++) {
            before.add(message.send(maps.get(i)));
            LockSupport.parkNanos(apart.toNanos());
            if (i == 1 && !equal) {
              before.add(maps.get(maps.size() - 1).put(keys.get(1), VALUES.next(slot)));
              LockSupport.parkNanos(apart.toNanos());
            }
          }
          long begin = LocalTime.nanos();
          // The clock is read in the thread that has the answer.
          long nanos =
              message.send(maps.get(0)).thenApply(done -> LocalTime.nanos() - begin).join();
          before.forEach(CompletableFuture::join);
          votes.count(equal);
          return nanos;
        },
        votes::text);
  }

  private Map<String, byte[]> entries() {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    keys.forEach(key -> entries.put(key, VALUES.next(slot)));
    return entries;
  }
}
