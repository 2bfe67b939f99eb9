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
package io.atomix.mcast.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.cluster.MemberId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlacementTest {

  @Test
  void allMembersHoldEachPartitionUnlessASizeIsGiven() {
    assertThat(members(List.of("m3", "m1", "m2"), 0, 2)).containsExactly("m1", "m2", "m3");
  }

  @Test
  void everyNodeComputesTheSameWhateverTheOrderOfTheMembers() {
    for (int partition = 1; partition <= 7; partition++) {
      assertThat(members(List.of("m1", "m2", "m3", "m4"), 3, partition))
          .hasSize(3)
          .isEqualTo(members(List.of("m4", "m2", "m1", "m3"), 3, partition));
    }
  }

  @Test
  void partitionsAreSpreadEvenly() {
    Map<String, Integer> held = new HashMap<>();
    for (int partition = 1; partition <= 10; partition++) {
      members(List.of("m1", "m2", "m3", "m4", "m5"), 3, partition)
          .forEach(member -> held.merge(member, 1, Integer::sum));
    }
    assertThat(held).hasSize(5).containsValue(6);
    assertThat(held.values()).containsOnly(6);
  }

  @Test
  void eachMemberIsThePreferredLeaderOfAsManyPartitionsAsAnyOther() {
    assertThat(led("data", 3, 0, 9).values()).containsExactly(3, 3, 3);
    assertThat(led("data", 5, 3, 10).values()).containsExactly(2, 2, 2, 2, 2);
    assertThat(led("data", 3, 0, 4).values()).containsExactlyInAnyOrder(1, 1, 2);
    assertThat(led("data", 4, 2, 7).values()).containsExactlyInAnyOrder(1, 2, 2, 2);
  }

  @Test
  void thePreferredLeaderIsTheSameOnEveryNodeAndHoldsThePartition() {
    for (int partition = 1; partition <= 7; partition++) {
      String leader = leader("data", List.of("m1", "m2", "m3", "m4"), 3, partition);
      assertThat(leader)
          .isEqualTo(leader("data", List.of("m4", "m2", "m1", "m3"), 3, partition))
          .isIn(members(List.of("m1", "m2", "m3", "m4"), 3, partition));
    }
  }

  @Test
  void groupsOfOnePartitionDoNotAllHaveTheSameLeader() {
    assertThat(
            Stream.of("accounts", "orders", "stock", "prices", "users", "data")
                .map(name -> leader(name, List.of("m1", "m2", "m3"), 0, 1))
                .distinct())
        .hasSize(3);
  }

  /** Returns how many partitions each member should lead. */
  private static Map<String, Integer> led(String name, int members, int size, int partitions) {
    List<String> all = IntStream.rangeClosed(1, members).mapToObj(i -> "m" + i).toList();
    Map<String, Integer> led = new TreeMap<>();
    for (int partition = 1; partition <= partitions; partition++) {
      led.merge(leader(name, all, size, partition), 1, Integer::sum);
    }
    return led;
  }

  private static String leader(String name, List<String> members, int size, int partition) {
    return Placement.preferredLeader(
            new GenericMulticastPartitionGroupConfig()
                .setName(name)
                .setMembers(members)
                .setPartitionSize(size),
            partition)
        .id();
  }

  private static List<String> members(List<String> members, int size, int partition) {
    return Placement.members(
            new GenericMulticastPartitionGroupConfig().setMembers(members).setPartitionSize(size),
            partition)
        .stream()
        .map(MemberId::id)
        .toList();
  }
}
