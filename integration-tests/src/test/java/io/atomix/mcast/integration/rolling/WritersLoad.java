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
package io.atomix.mcast.integration.rolling;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.core.Atomix;
import io.atomix.core.map.AtomicMap;
import io.atomix.core.map.AtomicMapEvent;
import io.atomix.mcast.integration.faults.Actors;
import io.atomix.mcast.integration.faults.Inside;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.Heard;
import io.atomix.utils.time.Versioned;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** In each partition, a value that only grows. Each write and each event is seen once, in order. */
final class WritersLoad implements Load {
  private final Stage stage;
  private final AtomicMap<String, Integer> map;
  private final AtomicMap<String, Integer> elsewhere;
  private final Map<String, Integer> acknowledged = new ConcurrentHashMap<>();
  private final Heard<AtomicMapEvent<String, Integer>> heard = new Heard<>();

  WritersLoad(Stage stage) {
    this.stage = stage;
    map = open(stage.writers());
    elsewhere = open(stage.readers());
    elsewhere.addListener(heard::add);
  }

  private AtomicMap<String, Integer> open(Atomix node) {
    return stage
        .open(node, "writes", Atomix::<String, Integer>atomicMapBuilder)
        .async()
        .sync(Stage.PATIENCE);
  }

  @Override
  public void start(Actors actors) {
    for (int partition = 1; partition <= 3; partition++) {
      String key = Inside.key(partition);
      AtomicInteger next = new AtomicInteger();
      actors.start("writer-" + partition, () -> write(key, next.incrementAndGet()));
    }
  }

  private void write(String key, int value) {
    Versioned<Integer> before = map.put(key, value);
    assertThat(before == null ? 0 : before.value()).as("the value before").isEqualTo(value - 1);
    acknowledged.put(key, value);
  }

  @Override
  public void check() {
    acknowledged.forEach(
        (key, value) -> {
          assertThat(elsewhere.get(key).value()).as("acknowledged: " + key).isEqualTo(value);
          List<Integer> steps =
              Await.until(
                  "the last event of " + key,
                  () -> steps(key),
                  seen -> !seen.isEmpty() && seen.get(seen.size() - 1).equals(value));
          assertThat(steps)
              .as("each event once and in order")
              .isEqualTo(IntStream.rangeClosed(1, value).boxed().toList());
        });
    assertThat(open(stage.cluster().node(3)).size()).isEqualTo(acknowledged.size());
  }

  private List<Integer> steps(String key) {
    return heard.soFar().stream()
        .filter(event -> event.key().equals(key))
        .map(event -> event.newValue().value())
        .toList();
  }
}
