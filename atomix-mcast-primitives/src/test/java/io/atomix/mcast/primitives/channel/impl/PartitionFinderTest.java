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
package io.atomix.mcast.primitives.channel.impl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomix.mcast.primitives.channel.Partitions;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.primitive.partition.Partitioner;
import io.atomix.primitive.proxy.ProxyClient;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PartitionFinderTest {
  private static final List<PartitionId> ONE_GROUP =
      List.of(id("data", 1), id("data", 2), id("data", 3));
  private static final List<PartitionId> TWO_GROUPS =
      List.of(id("west", 1), id("east", 1), id("west", 2));

  private static PartitionId id(String group, int number) {
    return PartitionId.from(group, number);
  }

  private static PartitionFinder finder(List<PartitionId> partitions) {
    return new PartitionFinder(
        (ProxyClient<?>)
            Proxy.newProxyInstance(
                ProxyClient.class.getClassLoader(),
                new Class<?>[] {ProxyClient.class},
                (proxy, method, arguments) ->
                    switch (method.getName()) {
                      case "name" -> "channel";
                      case "getPartitionIds" -> partitions;
                      case "getPartitionId" ->
                          Partitioner.MURMUR3.partition((String) arguments[0], partitions);
                      default -> throw new AssertionError(method);
                    }));
  }

  @Test
  void partitionsComeInTheOrderOfTheirGroupsAndNumbers() {
    assertThat(finder(TWO_GROUPS).all())
        .containsExactly(id("east", 1), id("west", 1), id("west", 2));
    assertThat(finder(TWO_GROUPS).find(Partitions.all()))
        .containsExactly(id("east", 1), id("west", 1), id("west", 2));
    assertThat(finder(TWO_GROUPS).find(Partitions.of(id("west", 1), id("east", 1))))
        .containsExactly(id("east", 1), id("west", 1));
  }

  @Test
  void keysInOnePartitionNameItOnce() {
    PartitionFinder finder = finder(ONE_GROUP);
    List<String> keys = IntStream.range(0, 50).mapToObj(i -> "key-" + i).toList();
    assertThat(finder.find(Partitions.ofKeys(keys))).containsExactlyElementsOf(ONE_GROUP);
    assertThat(finder.find(Partitions.ofKeys("key-1"))).containsExactly(finder.ofKey("key-1"));
  }

  @Test
  void aNumberMustMeanOnePartition() {
    assertThat(finder(ONE_GROUP).find(Partitions.numbered(3, 1)))
        .containsExactly(id("data", 1), id("data", 3));
    assertThat(finder(TWO_GROUPS).find(Partitions.numbered(2))).containsExactly(id("west", 2));
    assertThatThrownBy(() -> finder(TWO_GROUPS).find(Partitions.numbered(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("number 1 may be any of")
        .hasMessageContaining("east/1");
    assertThatThrownBy(() -> finder(ONE_GROUP).find(Partitions.numbered(0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no partition number 0");
  }

  @Test
  void aPartitionOfAnotherGroupIsUnknown() {
    assertThatThrownBy(() -> finder(ONE_GROUP).find(Partitions.of(id("other", 1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no partition")
        .hasMessageContaining("other")
        .hasMessageContaining("'channel'");
    assertThatThrownBy(() -> finder(ONE_GROUP).ofId(null)).isInstanceOf(NullPointerException.class);
  }
}
