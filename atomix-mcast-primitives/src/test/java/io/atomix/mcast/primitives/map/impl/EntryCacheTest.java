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
package io.atomix.mcast.primitives.map.impl;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.core.map.AtomicMapEvent;
import io.atomix.mcast.primitives.map.MulticastMap;
import io.atomix.utils.time.Versioned;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Whatever is cached, nobody reads what he has overwritten. */
class EntryCacheTest {
  private final LocalPartitions partitions = new LocalPartitions();
  private final EntryCache<String, String> cache = new EntryCache<>(100);
  private final MulticastMap<String, String> map = partitions.map(false, false, cache).sync();
  private final String one = partitions.keyIn(1);
  private final String two = partitions.keyIn(2);

  private String read(String key) {
    return Versioned.valueOrNull(map.get(key));
  }

  @Test
  void whatWasWrittenIsReadThoughEventsAreLate() {
    partitions.holdBackEvents();
    assertThat(read(one)).isNull();
    map.putAll(Map.of(one, "a", two, "b"));
    assertThat(read(one)).isEqualTo("a");
    assertThat(map.containsKey(two)).isTrue();
    map.put(one, "c");
    assertThat(read(one)).isEqualTo("c");
    map.transaction().ifEquals(one, "c").then(ops -> ops.put(one, "d").remove(two)).commit();
    assertThat(read(one)).isEqualTo("d");
    assertThat(read(two)).isNull();
    map.transaction().ifAbsent(one).then(o -> o.get(one)).otherwise(o -> o.put(two, "e")).commit();
    assertThat(read(two)).isEqualTo("e");
    map.getAndRemoveAll(List.of(one));
    assertThat(read(one)).isNull();
    assertThat(map.getOrDefault(one, "none").value()).isEqualTo("none");

    partitions.deliverEvents();
    assertThat(read(one)).as("late events bring nothing back").isNull();
    assertThat(read(two)).isEqualTo("e");
    map.putAllAndGet(Map.of(one, "f"));
    map.clear();
    assertThat(read(one)).isNull();
    map.putAll(Map.of(one, "g", two, "h"));
    partitions.holdBackEvents();
    assertThat(read(one) + read(two)).isEqualTo("gh");
    assertThat(map.keySet().remove(one)).isTrue();
    assertThat(map.entrySet().remove(Entries.of(two, map.get(two)))).isTrue();
    assertThat(read(one) + read(two)).isEqualTo("nullnull");
  }

  @Test
  void whatOthersWriteIsReadOnceItIsHeardOf() {
    map.put(one, "a");
    assertThat(read(one)).isEqualTo("a");
    partitions.replica(1).as(2).put(partitions.encoded(one), partitions.encodedValue("b"));
    assertThat(read(one)).isEqualTo("b");
    partitions.replica(1).as(2).remove(partitions.encoded(one));
    assertThat(read(one)).isNull();
  }

  @Test
  void anEventReplacesOnlyWhatIsOlder() {
    read("k", new Versioned<>("new", 5));
    cache.changed(event(new Versioned<>("old", 4), new Versioned<>("older", 3)));
    assertThat(kept("k")).isEqualTo("new");
    cache.changed(event(null, new Versioned<>("old", 4)));
    assertThat(kept("k")).isEqualTo("new");
    cache.changed(event(new Versioned<>("newer", 6), new Versioned<>("new", 5)));
    assertThat(kept("k")).isEqualTo("newer");
    cache.changed(event(null, new Versioned<>("newer", 6)));
    assertThat(kept("k")).as("must be read again").isEqualTo("read again");
  }

  @Test
  void whatIsBeingReadWhenAnEventComesIsReadAgain() {
    CompletableFuture<Versioned<String>> slow = new CompletableFuture<>();
    CompletableFuture<Versioned<String>> first = cache.get("k", key -> slow);
    cache.changed(event(new Versioned<>("written", 2), null));
    slow.complete(new Versioned<>("before", 1));
    assertThat(first.join().value()).isEqualTo("before");
    assertThat(kept("k")).isEqualTo("read again");
  }

  @Test
  void whatFailedIsReadAgain() {
    AtomicInteger reads = new AtomicInteger();
    for (int i = 0; i < 2; i++) {
      assertThat(
              cache
                  .get(
                      "k",
                      key -> {
                        reads.incrementAndGet();
                        return CompletableFuture.failedFuture(new IllegalStateException("lost"));
                      })
                  .isCompletedExceptionally())
          .isTrue();
    }
    assertThat(reads).hasValue(2);
  }

  private void read(String key, Versioned<String> value) {
    cache.get(key, each -> CompletableFuture.completedFuture(value)).join();
  }

  private String kept(String key) {
    return cache
        .get(key, each -> CompletableFuture.completedFuture(new Versioned<>("read again", 9)))
        .join()
        .value();
  }

  private static AtomicMapEvent<String, String> event(
      Versioned<String> newValue, Versioned<String> oldValue) {
    AtomicMapEvent.Type type =
        newValue == null
            ? AtomicMapEvent.Type.REMOVE
            : oldValue == null ? AtomicMapEvent.Type.INSERT : AtomicMapEvent.Type.UPDATE;
    return new AtomicMapEvent<>(type, "k", newValue, oldValue);
  }
}
