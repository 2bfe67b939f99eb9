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
package io.atomix.mcast.primitives.counter.impl;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.primitives.PreviewTwins;
import io.atomix.mcast.primitives.PreviewTwins.Call;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rule 11: what the service of a counter map tells of conditions beforehand. */
class CounterPreviewTest {
  private static final Logger LOG = LoggerFactory.getLogger(CounterPreviewTest.class);
  private static final List<String> KEYS = List.of("a", "b", "c");

  @Test
  void whatItForeseesComesTrue() {
    long first = Long.getLong("mcast.seed", System.nanoTime() & 0xffffffffL);
    LOG.info("-Dmcast.seed={}", first);
    for (long seed = first; seed < first + 500; seed++) {
      compare(seed);
    }
  }

  /** Additions without result commute: they are executed in any order, and others in between. */
  private static void compare(long seed) {
    Random random = new Random(seed);
    DefaultMulticastCounterMapService behind = new DefaultMulticastCounterMapService();
    PreviewTwins<MulticastCounterMapService> twins =
        new PreviewTwins<>(
            MulticastCounterMapService.class,
            new DefaultMulticastCounterMapService(),
            behind,
            behind.newPreview());
    for (int i = 0; i < 200; i++) {
      int outstanding = twins.outstanding().size();
      switch (random.nextInt(6)) {
        case 0, 1, 2 -> twins.call(anyCall(random));
        case 3 -> {
          Call addition = new Call("addAll", numbers(random));
          if (commutes(addition, twins.outstanding())) {
            twins.callAtOnce(addition);
          }
        }
        default -> {
          int chosen = outstanding == 0 ? 0 : random.nextInt(outstanding);
          if (outstanding > 0) {
            Call call = twins.outstanding().get(chosen);
            List<Call> before = twins.outstanding().subList(0, chosen);
            twins.execute(commutes(call, before) ? chosen : 0);
          }
        }
      }
      twins.check(new Call("within", numbers(random), numbers(random)));
    }
    assertThat(twins.foreseen()).isGreaterThan(50);
    assertThat(twins.told()).isGreaterThan(100);
  }

  /** Returns whether a call is an addition that meets nothing but additions. */
  private static boolean commutes(Call call, List<Call> others) {
    return call.name().equals("addAll")
        && others.stream()
            .allMatch(
                other ->
                    other.name().equals("addAll")
                        || touched(other).stream().noneMatch(touched(call)::contains));
  }

  private static Set<Object> touched(Call call) {
    Set<Object> touched = new HashSet<>();
    for (Object argument : call.arguments()) {
      if (argument instanceof Map<?, ?> map) {
        touched.addAll(map.keySet());
      } else if (argument instanceof List<?> list) {
        touched.addAll(list);
      } else {
        touched.add(argument);
      }
    }
    if (call.arguments().length == 0) {
      touched.addAll(KEYS);
    }
    return touched;
  }

  private static Call anyCall(Random random) {
    String key = KEYS.get(random.nextInt(KEYS.size()));
    long number = random.nextInt(5) - 2;
    return switch (random.nextInt(18)) {
      case 0 -> new Call("incrementAndGet", key);
      case 1 -> new Call("getAndIncrement", key);
      case 2 -> new Call("decrementAndGet", key);
      case 3 -> new Call("getAndDecrement", key);
      case 4 -> new Call("addAndGet", key, number);
      case 5 -> new Call("getAndAdd", key, number);
      case 6 -> new Call("put", key, number);
      case 7 -> new Call("putIfAbsent", key, number);
      case 8 -> new Call("replace", key, number, number + 1);
      case 9 -> new Call("remove", key);
      case 10 -> new Call("removeValue", key, number);
      case 11 -> new Call("addAllAndGet", numbers(random));
      case 12 -> new Call("change", Map.of("a", number), Map.of("b", number), List.of("c"));
      case 13 -> random.nextInt(4) == 0 ? new Call("clear") : new Call("remove", key);
      default -> new Call("addAll", numbers(random));
    };
  }

  private static Map<String, Long> numbers(Random random) {
    Map<String, Long> numbers = new HashMap<>();
    for (String key : KEYS) {
      if (random.nextInt(3) == 0) {
        numbers.put(key, random.nextInt(7) - 3L);
      }
    }
    return numbers;
  }
}
