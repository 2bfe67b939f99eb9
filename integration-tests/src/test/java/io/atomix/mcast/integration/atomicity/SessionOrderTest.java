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
import io.atomix.core.map.AsyncAtomicMap;
import io.atomix.core.map.AtomicMap;
import io.atomix.mcast.integration.SharedCluster;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.Primitives;
import io.atomix.utils.time.Versioned;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What one client calls first takes effect first, although it does not wait for the results. */
@ExtendWith(SharedCluster.class)
class SessionOrderTest {

  private static final int OPERATIONS = 300;

  @Test
  void operationsCalledWithoutWaitingGiveWhatTheyWouldGiveOneByOne(Primitives primitives) {
    long seed = Long.getLong("mcast.seed", new Random().nextLong());
    System.out.println("SessionOrderTest seed " + seed);
    Random random = new Random(seed);
    AtomicMap<String, String> opened =
        primitives.open(2, "pipelined", Atomix::<String, String>atomicMapBuilder);
    AsyncAtomicMap<String, String> map = opened.async();
    Map<String, String> model = new HashMap<>();
    List<String> calls = new ArrayList<>();
    List<Object> expected = new ArrayList<>();
    List<CompletableFuture<?>> results = new ArrayList<>();

    for (int i = 0; i < OPERATIONS; i++) {
      String key = "key-" + random.nextInt(9);
      String value = "value-" + i;
      switch (random.nextInt(8)) {
        case 0, 1, 2 -> {
          calls.add("put " + key);
          expected.add(model.put(key, value));
          results.add(map.put(key, value).thenApply(Versioned::valueOrNull));
        }
        case 3 -> {
          calls.add("remove " + key);
          expected.add(model.remove(key));
          results.add(map.remove(key).thenApply(Versioned::valueOrNull));
        }
        case 4 -> {
          calls.add("get " + key);
          expected.add(model.get(key));
          results.add(map.get(key).thenApply(Versioned::valueOrNull));
        }
        case 5 -> {
          calls.add("clear");
          expected.add(null);
          model.clear();
          results.add(map.clear());
        }
        default -> {
          calls.add("size");
          expected.add(model.size());
          results.add(map.size());
        }
      }
    }

    for (int i = 0; i < OPERATIONS; i++) {
      assertThat((Object) Await.result(calls.get(i), results.get(i)))
          .as("operation %d, %s, of seed %d", i, calls.get(i), seed)
          .isEqualTo(expected.get(i));
    }
    assertThat(opened.size()).isEqualTo(model.size());
  }
}
