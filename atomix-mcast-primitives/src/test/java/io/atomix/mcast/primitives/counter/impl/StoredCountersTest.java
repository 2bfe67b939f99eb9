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

import io.atomix.mcast.primitives.StoredPrimitive;
import io.atomix.mcast.primitives.counter.MulticastCounterMapType;
import io.atomix.primitive.service.ServiceConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What counter maps have sent and stored is read for ever. */
class StoredCountersTest {

  @Test
  void whatVersion1WroteMeansWhatItMeant() throws Exception {
    StoredPrimitive.check(
        1,
        MulticastCounterMapType.instance(),
        new ServiceConfig(),
        MulticastCounterMapService.class,
        StoredCountersTest::script);
  }

  private static void script(MulticastCounterMapService counters) {
    counters.incrementAndGet("a");
    counters.addAll(map("a", 5L, "b", -7L));
    counters.addAllAndGet(map("b", Long.MAX_VALUE, "c", 0L));
    counters.getAll(list("a", "b", "c", "d"));
    counters.sum();
    counters.within(map("a", 6L), map("b", 0L));
    counters.change(map("a", 1L), map("d", 40L), list("b"));
    counters.getAll(list("a", "b", "d"));
    counters.put("a", 3);
    counters.sum();
    counters.size();
    counters.clear();
    counters.sum();
  }

  /** As clients send them. */
  private static List<String> list(String... keys) {
    return new ArrayList<>(List.of(keys));
  }

  private static Map<String, Long> map(String key, long value) {
    return new HashMap<>(Map.of(key, value));
  }

  private static Map<String, Long> map(String one, long first, String other, long second) {
    return new HashMap<>(Map.of(one, first, other, second));
  }
}
