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

import io.atomix.core.map.AtomicMapEvent;
import io.atomix.mcast.integration.Backend;
import io.atomix.mcast.integration.SharedCluster;
import io.atomix.mcast.integration.faults.Inside;
import io.atomix.mcast.primitives.map.MulticastMap;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.Heard;
import io.atomix.mcast.testing.Primitives;
import io.atomix.mcast.testing.TestCluster;
import io.atomix.utils.time.Versioned;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Entries that live for a time, in three partitions, seen from two nodes. */
@ExtendWith(SharedCluster.class)
class MapExpiryTest {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration LONG = Duration.ofHours(1);

  private MulticastMap<String, String> writer;
  private MulticastMap<String, String> reader;

  @BeforeEach
  void open(TestCluster cluster, Primitives primitives) {
    assumeThat(cluster.kind()).isEqualTo(Backend.GENERIC_MULTICAST);
    writer = primitives.open(1, "expiring", MulticastMapTest::builder);
    reader = primitives.open(2, "expiring", MulticastMapTest::builder);
  }

  @Test
  void theEndIsOneRemovalForAllWhoListen() {
    Heard<AtomicMapEvent<String, String>> here = new Heard<>();
    Heard<AtomicMapEvent<String, String>> there = new Heard<>();
    writer.addListener(here::add);
    reader.addListener(there::add);
    List<String> keys = List.of(Inside.key(1), Inside.key(2), Inside.key(3));
    Map<String, String> entries = new HashMap<>();
    keys.forEach(key -> entries.put(key, "x"));
    writer.putAll(entries, SHORT);
    for (Heard<AtomicMapEvent<String, String>> heard : List.of(here, there)) {
      for (String key : keys) {
        heard.first("the end of " + key, event -> isEnd(event) && event.key().equals(key));
      }
      assertThat(heard.soFar().stream().filter(MapExpiryTest::isEnd)).hasSize(3);
      assertThat(heard.soFar()).as("written and ended").hasSize(6);
    }
    assertThat(reader.isEmpty()).isTrue();
  }

  private static boolean isEnd(AtomicMapEvent<String, String> event) {
    return event.type() == AtomicMapEvent.Type.REMOVE;
  }

  /** Of one partition and one message, they end together, whoever looks at them and how. */
  @Test
  void whatWasWrittenTogetherIsSeenOrGoneTogether() {
    List<String> keys = Inside.keys(1, 2);
    String elsewhere = Inside.key(2);
    for (int round = 0; round < 5; round++) {
      writer.putAll(Map.of(keys.get(0), "x", keys.get(1), "x"), SHORT);
      Await.until(
          "the end of both",
          () -> {
            assertThat(reader.getAll(keys).size()).isIn(0, 2);
            assertThat(reader.snapshot().keySet().stream().filter(keys::contains).count())
                .isIn(0L, 2L);
            boolean gone =
                reader
                    .transaction()
                    .ifAbsent(keys.get(0))
                    .ifAbsent(keys.get(1))
                    .then(ops -> ops.put(elsewhere, "gone"))
                    .otherwise(ops -> ops.get(keys.get(0)).get(keys.get(1)))
                    .commit()
                    .succeeded();
            boolean oneIsThere =
                writer
                    .transaction()
                    .ifAbsent(keys.get(0))
                    .ifPresent(keys.get(1))
                    .then(ops -> ops.get(elsewhere))
                    .commit()
                    .succeeded();
            assertThat(oneIsThere).as("one of two that end together").isFalse();
            return gone;
          });
      assertThat(reader.get(elsewhere).value()).isEqualTo("gone");
      assertThat(reader.getAll(keys)).isEmpty();
    }
  }

  @Test
  void touchedEntriesOutliveThoseThatAreNot() {
    String touched = Inside.key(1);
    String other = Inside.key(2);
    // A busy machine may be too late for the touch; then there is nothing to touch.
    Await.until(
        "a touch in time",
        () -> {
          writer.put(touched, "x", SHORT);
          return reader
              .transaction()
              .ifAbsent(other)
              .then(ops -> ops.touch(touched, LONG).put(other, "y", SHORT))
              .commitAndGet()
              .versions()
              .containsKey(touched);
        });
    Versioned<String> entry = writer.get(touched);
    Await.until("the end of the other", () -> reader.get(other) == null);
    writer.put(other, "z", SHORT);
    Await.until("its end again", () -> reader.get(other) == null);
    assertThat(reader.get(touched).version()).isEqualTo(entry.version());
    assertThat(reader.touch(other, LONG)).isFalse();
    assertThat(reader.touch(touched, SHORT)).isTrue();
    Await.until("the end of what was touched", () -> reader.isEmpty());
  }
}
