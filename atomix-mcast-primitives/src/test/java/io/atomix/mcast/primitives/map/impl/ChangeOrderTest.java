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

import io.atomix.primitive.partition.PartitionId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The changes of several partitions come in one order of messages. */
class ChangeOrderTest {
  private static final PartitionId ONE = PartitionId.from("data", 1);
  private static final PartitionId TWO = PartitionId.from("data", 2);

  private static StoredChanges changes(long position, long message, String... keys) {
    return new StoredChanges(
        position,
        message == 0 ? null : new UUID(1, 1),
        message,
        Arrays.stream(keys).map(key -> StoredChange.written(key, new byte[0], 1, 0)).toList());
  }

  private static List<String> names(Map<PartitionId, List<StoredChanges>> changes) {
    return ChangeOrder.of(changes).stream().map(ChangeOrderTest::shortName).toList();
  }

  private static String shortName(ChangeOrder.ChangingMessage message) {
    return message.name().substring(message.name().lastIndexOf('/') + 1);
  }

  @Test
  void aMessageOfTwoPartitionsIsOneAndStandsBehindAllBeforeIt() {
    List<ChangeOrder.ChangingMessage> order =
        ChangeOrder.of(
            Map.of(
                ONE, List.of(changes(1, 11, "a"), changes(2, 12, "b"), changes(3, 13, "a")),
                TWO, List.of(changes(1, 21, "x"), changes(2, 22, "x"), changes(3, 12, "y"))));
    List<String> names = order.stream().map(ChangeOrderTest::shortName).toList();
    assertThat(names).hasSize(5).containsSubsequence("11", "12", "13");
    assertThat(names).containsSubsequence("21", "22", "12");
    assertThat(order.get(names.indexOf("12")).changes().keySet())
        .containsExactlyInAnyOrder(ONE, TWO);
  }

  @Test
  void whatNoMessageHasChangedIsOneForEachPosition() {
    List<ChangeOrder.ChangingMessage> order =
        ChangeOrder.of(
            Map.of(ONE, List.of(changes(1, 0, "a"), changes(2, 0, "b")), TWO, List.of()));
    assertThat(order)
        .extracting(ChangeOrder.ChangingMessage::name)
        .containsExactly("data/1/1", "data/1/2");
  }

  @Test
  void messagesThatCommuteMayStandInAnyOrder() {
    assertThat(
            names(
                Map.of(
                    ONE, List.of(changes(1, 1, "a"), changes(2, 2, "b"), changes(3, 3, "b")),
                    TWO, List.of(changes(1, 2, "x"), changes(2, 1, "y"), changes(3, 4, "y")))))
        .hasSize(4)
        .containsSubsequence("2", "3")
        .containsSubsequence("1", "4");
  }

  @Test
  void theOrderOfEachEntryIsKeptWhateverCommutes() {
    long seed = Long.getLong("mcast.seed", new Random().nextLong());
    int runs = Integer.getInteger("mcast.runs", 300);
    System.out.println("ChangeOrderTest seed " + seed);
    for (int run = 0; run < runs; run++) {
      check(new Random(seed + run), "seed " + (seed + run));
    }
  }

  /**
   * Messages in one order change entries; each partition then exchanges neighbours that have no
   * entry in common anywhere, as executions of messages that commute may be.
   */
  private static void check(Random random, String seed) {
    List<PartitionId> partitions = List.of(ONE, TWO, PartitionId.from("data", 3));
    int count = 1 + random.nextInt(30);
    List<Map<PartitionId, List<String>>> messages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Map<PartitionId, List<String>> keys = new HashMap<>();
      for (PartitionId partition : partitions) {
        if (random.nextInt(2) == 0) {
          keys.put(partition, List.of(partition.id() + "-" + random.nextInt(4)));
        }
      }
      messages.add(keys);
    }
    Map<PartitionId, List<StoredChanges>> changes = new LinkedHashMap<>();
    for (PartitionId partition : partitions) {
      List<Integer> here = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        if (messages.get(i).containsKey(partition)) {
          here.add(i);
        }
      }
      for (int swap = 0; swap < 3 * here.size(); swap++) {
        int at = random.nextInt(here.size());
        if (at + 1 < here.size()
            && commute(messages.get(here.get(at)), messages.get(here.get(at + 1)))) {
          Collections.swap(here, at, at + 1);
        }
      }
      List<StoredChanges> stored = new ArrayList<>();
      for (int each : here) {
        String[] keys = messages.get(each).get(partition).toArray(String[]::new);
        stored.add(changes(stored.size() + 1, each + 1, keys));
      }
      changes.put(partition, stored);
    }
    List<String> order = names(changes);
    assertThat(order).as(seed).doesNotHaveDuplicates();
    Map<String, Integer> last = new HashMap<>();
    for (String name : order) {
      int message = Integer.parseInt(name) - 1;
      for (List<String> keys : messages.get(message).values()) {
        for (String key : keys) {
          Integer before = last.put(key, message);
          assertThat(before == null || before < message).as("%s, key %s", seed, key).isTrue();
        }
      }
    }
    assertThat((long) order.size())
        .as(seed)
        .isEqualTo(messages.stream().filter(each -> !each.isEmpty()).count());
  }

  private static boolean commute(
      Map<PartitionId, List<String>> one, Map<PartitionId, List<String>> other) {
    return one.values().stream()
        .flatMap(List::stream)
        .noneMatch(key -> other.values().stream().anyMatch(keys -> keys.contains(key)));
  }
}
