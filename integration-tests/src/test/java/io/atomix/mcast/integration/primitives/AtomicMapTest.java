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
package io.atomix.mcast.integration.primitives;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.core.Atomix;
import io.atomix.core.map.AtomicMap;
import io.atomix.core.map.AtomicMapEvent;
import io.atomix.core.map.AtomicMapEventListener;
import io.atomix.mcast.integration.Backend;
import io.atomix.mcast.integration.SharedCluster;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.Heard;
import io.atomix.mcast.testing.Parallel;
import io.atomix.mcast.testing.Primitives;
import io.atomix.mcast.testing.TestCluster;
import io.atomix.utils.time.Versioned;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedCluster.class)
@Tag("round")
class AtomicMapTest {

  private static AtomicMap<String, String> map(Primitives primitives, int member) {
    return primitives.open(member, "map", Atomix::<String, String>atomicMapBuilder);
  }

  @Test
  void whatOneNodeWritesTheOthersRead(Primitives primitives) {
    AtomicMap<String, String> first = map(primitives, 1);
    AtomicMap<String, String> second = map(primitives, 2);
    AtomicMap<String, String> third = map(primitives, 3);

    assertThat(first.put("a", "1")).isNull();
    assertThat(second.get("a").value()).isEqualTo("1");
    assertThat(third.put("a", "2").value()).isEqualTo("1");
    assertThat(first.get("a").value()).isEqualTo("2");
    assertThat(second.putIfAbsent("a", "3").value()).isEqualTo("2");
    assertThat(second.putIfAbsent("b", "3")).isNull();
    assertThat(third.getOrDefault("c", "none").value()).isEqualTo("none");
    assertThat(third.computeIfAbsent("c", key -> key + key).value()).isEqualTo("cc");
    assertThat(first.computeIfPresent("c", (key, value) -> value + "c").value()).isEqualTo("ccc");
    assertThat(second.compute("c", (key, value) -> value + "c").value()).isEqualTo("cccc");
    assertThat(second.containsKey("b")).isTrue();
    assertThat(first.remove("b").value()).isEqualTo("3");
    assertThat(second.containsKey("b")).isFalse();
  }

  @Test
  void replaceAndRemoveSucceedOnlyOnTheVersionThatWasSeen(Primitives primitives) {
    AtomicMap<String, String> first = map(primitives, 1);
    AtomicMap<String, String> second = map(primitives, 2);

    long old = first.putAndGet("a", "1").version();
    long current = second.putAndGet("a", "2").version();

    assertThat(current).isGreaterThan(old);
    assertThat(first.replace("a", old, "3")).isFalse();
    assertThat(first.remove("a", old)).isFalse();
    assertThat(second.get("a").version()).isEqualTo(current);
    assertThat(first.replace("a", current, "3")).isTrue();
    assertThat(second.replace("a", "2", "4")).isFalse();
    assertThat(second.replace("a", "3", "4")).isTrue();
    assertThat(first.remove("a", "3")).isFalse();
    assertThat(first.remove("a", second.get("a").version())).isTrue();
    assertThat(first.putAndGet("a", "5").version())
        .as("versions go on after a removal")
        .isGreaterThan(current);
  }

  @Test
  void readModifyWriteByVersionFromThreeNodesLosesNoUpdate(Primitives primitives) {
    AtomicMap<String, Integer> counter =
        primitives.open(1, "counter", Atomix::<String, Integer>atomicMapBuilder);
    counter.put("hits", 0);
    List<Callable<Integer>> tasks = new ArrayList<>();
    for (int member = 1; member <= 3; member++) {
      AtomicMap<String, Integer> map =
          primitives.open(member, "counter", Atomix::<String, Integer>atomicMapBuilder);
      tasks.add(
          () -> {
            int done = 0;
            while (done < 10) {
              Versioned<Integer> seen = map.get("hits");
              if (map.replace("hits", seen.version(), seen.value() + 1)) {
                done++;
              }
            }
            return done;
          });
    }

    Parallel.run(tasks);

    assertThat(counter.get("hits").value()).isEqualTo(30);
  }

  @Test
  void listenersOnOtherNodesHearEachChangeOnceAndInOrder(Primitives primitives) {
    AtomicMap<String, String> writer = map(primitives, 1);
    Heard<AtomicMapEvent<String, String>> second = new Heard<>();
    Heard<AtomicMapEvent<String, String>> third = new Heard<>();
    map(primitives, 2).addListener(second::add);
    map(primitives, 3).addListener(third::add);

    writer.put("a", "1");
    writer.put("a", "2");
    writer.remove("a");
    writer.put("a", "3");

    for (Heard<AtomicMapEvent<String, String>> heard : List.of(second, third)) {
      heard.first("the last write", e -> isInsertOf(e, "3"));
      assertThat(heard.soFar())
          .extracting(AtomicMapEvent::type)
          .containsExactly(
              AtomicMapEvent.Type.INSERT,
              AtomicMapEvent.Type.UPDATE,
              AtomicMapEvent.Type.REMOVE,
              AtomicMapEvent.Type.INSERT);
      AtomicMapEvent<String, String> update = heard.soFar().get(1);
      assertThat(update.key()).isEqualTo("a");
      assertThat(update.oldValue().value()).isEqualTo("1");
      assertThat(update.newValue().value()).isEqualTo("2");
      assertThat(heard.soFar().get(2).oldValue().value()).isEqualTo("2");
    }
  }

  private static boolean isInsertOf(AtomicMapEvent<String, String> event, String value) {
    return event.type() == AtomicMapEvent.Type.INSERT && event.newValue().value().equals(value);
  }

  @Test
  void aRemovedListenerHearsNothingMoreWhileOthersDo(Primitives primitives) {
    AtomicMap<String, String> writer = map(primitives, 1);
    AtomicMap<String, String> listening = map(primitives, 2);
    Heard<AtomicMapEvent<String, String>> stays = new Heard<>();
    Heard<AtomicMapEvent<String, String>> leaves = new Heard<>();
    AtomicMapEventListener<String, String> leaving = leaves::add;
    listening.addListener(stays::add);
    listening.addListener(leaving);
    writer.put("a", "1");
    leaves.atLeast(1);

    listening.removeListener(leaving);
    writer.put("a", "2");

    stays.atLeast(2);
    assertThat(leaves.soFar()).hasSize(1);
  }

  @Test
  void anEntryWithATimeToLiveDisappearsByItselfAndOthersHearOfIt(
      TestCluster cluster, Primitives primitives) {
    AtomicMap<String, String> writer = map(primitives, 1);
    AtomicMap<String, String> reader = map(primitives, 2);
    Heard<AtomicMapEvent<String, String>> heard = new Heard<>();
    reader.addListener(heard::add);

    writer.put("stays", "1");
    writer.put("goes", "1", Duration.ofMillis(300));

    Await.until(
        "removal of the expired entry",
        () -> {
          Backend.selected().nudge(() -> writer.remove("goes", -1));
          return heard.soFar().stream()
              .anyMatch(e -> e.type() == AtomicMapEvent.Type.REMOVE && e.key().equals("goes"));
        });
    assertThat(reader.get("goes")).isNull();
    assertThat(reader.get("stays").value()).isEqualTo("1");
    assertThat(writer.size()).isEqualTo(1);
  }

  @Test
  void viewsAndWholeMapReadsSpanAllPartitions(Primitives primitives) {
    AtomicMap<String, String> writer = map(primitives, 1);
    AtomicMap<String, String> reader = map(primitives, 3);
    Set<String> keys =
        IntStream.range(0, 40)
            .mapToObj(i -> "key-" + i)
            .collect(Collectors.toCollection(TreeSet::new));
    keys.forEach(key -> writer.put(key, "value of " + key));

    assertThat(reader.size()).isEqualTo(40);
    assertThat(reader.isEmpty()).isFalse();
    assertThat(reader.containsValue("value of key-39")).isTrue();
    assertThat(reader.containsValue("value of key-40")).isFalse();
    assertThat(new TreeSet<>(reader.keySet())).isEqualTo(keys);
    assertThat(reader.values().stream().map(Versioned::value).collect(Collectors.toSet()))
        .hasSize(40);
    assertThat(reader.entrySet().stream().map(Map.Entry::getKey).collect(Collectors.toSet()))
        .isEqualTo(keys);
    assertThat(reader.getAllPresent(List.of("key-1", "key-2", "key-3", "absent")))
        .containsOnlyKeys("key-1", "key-2", "key-3");

    reader.clear();

    assertThat(writer.isEmpty()).isTrue();
    assertThat(writer.get("key-0")).isNull();
  }

  @Test
  void aCachedMapLearnsOfChangesMadeElsewhere(Primitives primitives) {
    AtomicMap<String, String> writer = map(primitives, 1);
    AtomicMap<String, String> cached =
        primitives.open(
            2,
            "map",
            (node, name) -> node.<String, String>atomicMapBuilder(name).withCacheEnabled());
    writer.put("a", "1");
    Await.until("first value", () -> cached.get("a").value(), "1"::equals);

    writer.put("a", "2");

    Await.until("second value", () -> cached.get("a").value(), "2"::equals);
  }
}
