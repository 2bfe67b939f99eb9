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

import io.atomix.mcast.primitives.channel.ChannelPosition.PartitionPlace;
import io.atomix.primitive.partition.PartitionId;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Kept positions, as text and as bytes. */
class ChannelPositionTest {
  private static final PartitionId ONE = PartitionId.from("data", 1);
  private static final PartitionId TWO = PartitionId.from("some \"other\"", 2);

  private final ChannelPosition position =
      new ChannelPosition(
          "orders",
          Map.of(
              ONE, new PartitionPlace(12, 40, Set.of(17L, 35L)),
              TWO, new PartitionPlace(9_007_199_254_740_993L, 0, Set.of())));

  @Test
  void isReadBack() {
    assertThat(ChannelPosition.fromJson(position.toJson())).isEqualTo(position);
    assertThat(ChannelPosition.fromBytes(position.toBytes())).isEqualTo(position);
    assertThat(position.next()).isEqualTo(Map.of(ONE, 17L, TWO, 1L));
    assertThat(position.toJson()).doesNotContain("\n");
  }

  /** Text that a program may have kept: it is read for ever. */
  @Test
  void readsWhatWasWritten() {
    ChannelPosition one =
        new ChannelPosition("orders", Map.of(ONE, new PartitionPlace(12, 40, Set.of(17L, 35L))));
    String text =
        "{\"channel\":\"orders\",\"channelPosition\":1,\"partitions\":[{\"group\":\"data\","
            + "\"incarnation\":12,\"partition\":1,\"unheard\":[17,35],\"upTo\":40}],"
            + "\"sum\":SUM}";
    assertThat(one.toJson().replaceAll("\"sum\":\\d+", "\"sum\":SUM")).isEqualTo(text);
  }

  @Test
  void refusesWhatIsDamaged() {
    String json = position.toJson();
    for (int i = 0; i < json.length(); i++) {
      String cut = json.substring(0, i);
      assertThatThrownBy(() -> ChannelPosition.fromJson(cut))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("kept position")
          .hasMessageContaining("damaged");
    }
    assertThatThrownBy(() -> ChannelPosition.fromJson(json.replace("40", "41")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("check sum")
        .hasMessageContaining("From.oldest()");
    assertThatThrownBy(() -> ChannelPosition.fromJson("hello"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("hello");
  }

  @Test
  void refusesWhatIsNewer() {
    String newer = position.toJson().replace("\"channelPosition\":1", "\"channelPosition\":2");
    assertThatThrownBy(() -> ChannelPosition.fromJson(newer))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("channelPosition = 2")
        .hasMessageContaining("upgrade");
  }

  @Test
  void refusesPositionsThatCannotBe() {
    assertThatThrownBy(() -> new PartitionPlace(1, 5, Set.of(6L)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PartitionPlace(1, -1, Set.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
