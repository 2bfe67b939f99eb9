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
package io.atomix.mcast.primitives.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomix.primitive.partition.PartitionId;
import io.atomix.utils.config.ConfigurationException;
import io.atomix.utils.memory.MemorySize;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What callers put together: partitions, conflicts, positions, options. */
class ValuesTest {
  private static void refused(ThrowingCallable call, String... saying) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .contains(saying);
  }

  private static void isNull(ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(NullPointerException.class);
  }

  @Test
  void nothingAtAllIsRefused() {
    refused(() -> Partitions.ofKeys(), "Destination keys", "Partitions.all()");
    refused(() -> Partitions.ofKeys(List.of()), "Destination keys");
    refused(() -> Partitions.numbered(), "Partition numbers");
    refused(() -> Partitions.of(Set.of()), "Partitions");
    refused(() -> Conflicts.on(), "Conflict keys", "Conflicts.none()");
    refused(() -> From.positions(Map.of()), "From.now()");
  }

  @Test
  void whatIsNamedTwiceIsRefused() {
    refused(() -> Partitions.ofKeys("a", "b", "a"), "a is there twice");
    refused(() -> Partitions.numbered(2, 2), "2 is there twice");
    refused(
        () -> Partitions.of(PartitionId.from("data", 1), PartitionId.from("data", 1)),
        "is there twice");
    refused(() -> Conflicts.on(List.of("k", "k")), "k is there twice");
  }

  @Test
  void nullsAreRefused() {
    isNull(() -> Partitions.ofKeys("a", null));
    isNull(() -> Partitions.ofKeys((Collection<String>) null));
    isNull(() -> Partitions.ofKeys((String[]) null));
    isNull(() -> Partitions.of((PartitionId) null));
    isNull(() -> Partitions.numbered((int[]) null));
    isNull(() -> Conflicts.on(Arrays.asList("a", null)));
    isNull(() -> From.positions(null));
    isNull(() -> ChannelListener.of(null, gap -> {}));
    isNull(() -> ChannelListener.of(message -> {}, null));
  }

  @Test
  void positionsBeginWithOne() {
    refused(() -> From.position(0), "0", "first position is 1");
    refused(() -> From.positions(Map.of(PartitionId.from("data", 1), -1L)), "-1");
    assertThat(From.position(1)).isEqualTo(From.position(1));
  }

  @Test
  void whatIsGivenIsCopied() {
    List<String> keys = new ArrayList<>(List.of("a"));
    Conflicts conflicts = Conflicts.on(keys);
    Partitions partitions = Partitions.ofKeys(keys);
    keys.add("b");
    assertThat(conflicts).isEqualTo(Conflicts.on("a"));
    assertThat(partitions).isEqualTo(Partitions.ofKeys("a"));
  }

  @Test
  void conflictsAreMutual() {
    List<Conflicts> each =
        List.of(Conflicts.none(), Conflicts.all(), Conflicts.on("a", "b"), Conflicts.on("b", "c"));
    boolean[][] expected = {
      {false, true, false, false},
      {true, true, true, true},
      {false, true, true, true},
      {false, true, true, true}
    };
    for (int i = 0; i < each.size(); i++) {
      for (int j = 0; j < each.size(); j++) {
        assertThat(each.get(i).with(each.get(j)))
            .as("%s with %s", each.get(i), each.get(j))
            .isEqualTo(expected[i][j]);
      }
    }
    assertThat(Conflicts.on("a").with(Conflicts.on("c"))).isFalse();
  }

  @Test
  void optionsMustBePositive() {
    new MulticastChannelConfig().check("fine");
    for (MulticastChannelConfig wrong :
        List.of(
            new MulticastChannelConfig().setHistorySize(0),
            new MulticastChannelConfig().setHistoryBytes(MemorySize.from(0)),
            new MulticastChannelConfig().setBacklogSize(-3),
            new MulticastChannelConfig().setBacklogBytes(MemorySize.from(-1)))) {
      assertThatThrownBy(() -> wrong.check("events"))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("channel 'events'")
          .hasMessageContaining("must be greater than zero");
    }
  }

  @Test
  void aPieceOfHistorySaysWhereToGoOn() {
    ChannelMessage<String> message =
        new ChannelMessage<>(PartitionId.from("data", 1), 7, null, Set.of(), Conflicts.none(), "x");
    ChannelHistory<String> piece = new ChannelHistory<>(List.of(message), List.of(), 3, 9);
    assertThat(piece.next()).isEqualTo(8);
    assertThat(piece.hasMore()).isTrue();
    ChannelHistory<String> end = new ChannelHistory<>(List.of(), List.of(), 3, 9);
    assertThat(end.next()).isEqualTo(10);
    assertThat(end.hasMore()).isFalse();
  }
}
