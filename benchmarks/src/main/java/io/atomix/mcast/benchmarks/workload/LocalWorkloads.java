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
package io.atomix.mcast.benchmarks.workload;

import static io.atomix.mcast.benchmarks.workload.Contender.GENERIC_MULTICAST;
import static io.atomix.mcast.benchmarks.workload.Contender.MULTI_RAFT;

import io.atomix.core.map.AsyncAtomicMap;
import io.atomix.mcast.benchmarks.measure.Operation;
import io.atomix.mcast.benchmarks.measure.Slot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/** Operations on one key of Atomix's own map, through its asynchronous interface. */
final class LocalWorkloads {
  private static final List<Integer> OUTSTANDING = List.of(1, 16, 128, 1024);
  private static final int KEYS = 10_000;
  private static final int AT_ONCE = 256;
  private static final Values SMALL = new Values(64);

  private LocalWorkloads() {}

  static List<Workload> all() {
    return List.of(
        local(
            "local-put",
            "put of 64 bytes, one of 10,000 keys",
            map -> slot -> map.put(key(slot), SMALL.next(slot))),
        local(
            "local-get",
            "linearizable get of 64 bytes, one of 10,000 keys",
            map -> slot -> map.get(key(slot))));
  }

  private static Workload local(
      String name, String about, Function<AsyncAtomicMap<String, byte[]>, Operation> operation) {
    Map<Contender, Workload.Opening> contenders = new LinkedHashMap<>();
    for (Contender contender : List.of(GENERIC_MULTICAST, MULTI_RAFT)) {
      contenders.put(contender, stage -> operation.apply(filled(stage, contender)));
    }
    return new Workload(name, about, false, OUTSTANDING, contenders);
  }

  private static String key(Slot slot) {
    return "key-" + slot.random().nextInt(KEYS);
  }

  private static AsyncAtomicMap<String, byte[]> filled(Stage stage, Contender contender) {
    return stage.once(
        contender + " local",
        () -> {
          AsyncAtomicMap<String, byte[]> map = stage.map(contender, "local");
          Slot slot = new Slot(0, 0);
          fill(KEYS, i -> map.put("key-" + i, SMALL.next(slot)));
          return map;
        });
  }

  private static void fill(int count, Function<Integer, CompletableFuture<?>> write) {
    Semaphore free = new Semaphore(AT_ONCE);
    CompletableFuture<?>[] writes = new CompletableFuture<?>[count];
    for (int i = 0; i < count; i++) {
      free.acquireUninterruptibly();
      writes[i] = write.apply(i);
      writes[i].whenComplete((done, error) -> free.release());
    }
    CompletableFuture.allOf(writes).join();
  }
}
