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

import static io.atomix.mcast.lab.workload.Contender.GENERIC_MULTICAST;
import static io.atomix.mcast.lab.workload.Contender.MULTI_RAFT;

import io.atomix.core.map.AsyncAtomicCounterMap;
import io.atomix.core.map.AsyncAtomicMap;
import io.atomix.mcast.lab.measure.MeasuredOperation;
import io.atomix.mcast.lab.measure.Slot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** Operations on one key of Atomix's own maps, through their asynchronous interface. */
final class LocalWorkloads {
  private static final List<Integer> OUTSTANDING = List.of(1, 16, 128, 1024);
  private static final int MANY = 10_000;
  private static final int FEW = 1_000;

  private LocalWorkloads() {}

  static List<Workload> all() {
    KeyChoice uniform = KeyChoice.uniform(MANY);
    KeyChoice zipf = KeyChoice.zipf(MANY);
    KeyChoice few = KeyChoice.uniform(FEW);
    SizedValues small = new SizedValues(64);
    SizedValues large = new SizedValues(4096);
    return List.of(
        put("local-put", "put of 64 bytes, any of 10,000 keys", uniform, MANY, small),
        get("local-get", "linearizable get of 64 bytes, any of 10,000 keys", uniform, MANY, small),
        increment("local-increment", "getAndIncrement of any of 10,000 counters", uniform),
        put("local-put-zipf", "put of 64 bytes, Zipf over 10,000 keys", zipf, MANY, small),
        get("local-get-zipf", "get of 64 bytes, Zipf over 10,000 keys", zipf, MANY, small),
        put("local-put-4k", "put of 4 KB, any of 1,000 keys", few, FEW, large),
        get("local-get-4k", "linearizable get of 4 KB, any of 1,000 keys", few, FEW, large));
  }

  private static Workload put(
      String name, String about, KeyChoice choice, int keys, SizedValues values) {
    return local(
        name,
        about,
        (stage, contender) -> {
          AsyncAtomicMap<String, byte[]> map = filled(stage, contender, keys, values);
          return slot -> map.put(key(choice.next(slot)), values.next(slot));
        });
  }

  private static Workload get(
      String name, String about, KeyChoice choice, int keys, SizedValues values) {
    return local(
        name,
        about,
        (stage, contender) -> {
          AsyncAtomicMap<String, byte[]> map = filled(stage, contender, keys, values);
          return slot -> map.get(key(choice.next(slot)));
        });
  }

  private static Workload increment(String name, String about, KeyChoice choice) {
    return local(
        name,
        about,
        (stage, contender) -> {
          AsyncAtomicCounterMap<String> counters = stage.counterMap(contender, "local-counters");
          return slot -> counters.getAndIncrement(key(choice.next(slot)));
        });
  }

  private static Workload local(
      String name, String about, BiFunction<Stage, Contender, MeasuredOperation> operation) {
    Map<Contender, Workload.Opening> contenders = new LinkedHashMap<>();
    for (Contender contender : List.of(GENERIC_MULTICAST, MULTI_RAFT)) {
      contenders.put(contender, stage -> operation.apply(stage, contender));
    }
    return new Workload(name, about, false, OUTSTANDING, contenders);
  }

  private static String key(int number) {
    return "key-" + number;
  }

  private static AsyncAtomicMap<String, byte[]> filled(
      Stage stage, Contender contender, int keys, SizedValues values) {
    String name = "local-" + values.bytes();
    return stage.once(
        contender + " filled " + name,
        () -> {
          AsyncAtomicMap<String, byte[]> map = stage.map(contender, name);
          Slot slot = new Slot(0, 0);
          Filling.fill(keys, i -> map.put(key(i), values.next(slot)));
          return map;
        });
  }
}
