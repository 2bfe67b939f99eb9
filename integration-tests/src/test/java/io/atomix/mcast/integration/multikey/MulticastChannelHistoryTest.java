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

import io.atomix.core.Atomix;
import io.atomix.mcast.integration.faults.Inside;
import io.atomix.mcast.primitives.channel.ChannelHistory;
import io.atomix.mcast.primitives.channel.ChannelMessage;
import io.atomix.mcast.primitives.channel.Conflicts;
import io.atomix.mcast.primitives.channel.From;
import io.atomix.mcast.primitives.channel.Gap;
import io.atomix.mcast.primitives.channel.MulticastChannel;
import io.atomix.mcast.primitives.channel.MulticastChannelType;
import io.atomix.mcast.primitives.channel.Partitions;
import io.atomix.mcast.primitives.channel.UnreadableMessage;
import io.atomix.mcast.testing.Await;
import io.atomix.primitive.PrimitiveException;
import io.atomix.utils.serializer.Namespaces;
import io.atomix.utils.serializer.Serializer;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The history of a channel: what subscriptions begin with, what slow listeners find in it, and what
 * is gone from it.
 */
class MulticastChannelHistoryTest extends MulticastChannelFixture {
  @Test
  void theHistoryHoldsWhatWasSentAndNoMoreThanItMay() {
    for (int i = 1; i <= 5; i++) {
      channel.multicast(Partitions.all(), Conflicts.none(), "message " + i);
      assertThat(channel.history(partition(2), 1, 100).messages())
          .as("at once, without waiting for anything")
          .hasSize(i);
    }
    send(2, 30);
    ChannelHistory<String> piece = channel.history(partition(2), 1, 7);
    assertThat(piece.oldest()).isEqualTo(16);
    assertThat(piece.newest()).isEqualTo(35);
    assertThat(positions(piece.messages())).isEqualTo(range(16, 22));
    assertThat(piece.hasMore()).isTrue();
    ChannelHistory<String> rest = channel.history(partition(2), piece.next(), 100);
    assertThat(positions(rest.messages())).isEqualTo(range(23, 35));
    assertThat(rest.hasMore()).isFalse();
    assertThat(channel.history(partition(2), rest.next(), 100).messages()).isEmpty();
    assertThat(channel.history(partition(1), 1, 100).newest()).isEqualTo(5);
  }

  @Test
  void aSubscriptionMayBeginInTheHistory() {
    send(1, 5);
    Recording now = new Recording();
    Recording third = new Recording();
    Recording each = new Recording();
    channel.subscribe(Partitions.numbered(1), From.now(), now);
    channel.subscribe(Partitions.numbered(1), From.position(3), third);
    channel.subscribe(Partitions.all(), From.oldest(), recording);
    channel.subscribe(
        Partitions.numbered(1, 2),
        From.positions(Map.of(partition(1), 5L, partition(2), 1L)),
        each);
    send(1, 1);
    Await.until("the new one", () -> positions(now.messages()), List.of(6L)::equals);
    Await.until("from 3", () -> positions(third.messages()), range(3, 6)::equals);
    Await.until("from 1", () -> positions(recording.messages()), range(1, 6)::equals);
    Await.until("from 5", () -> positions(each.messages()), range(5, 6)::equals);
  }

  @Test
  void whatIsGoneFromTheHistoryIsToldAsAGap() {
    send(1, 30);
    channel.subscribe(Partitions.numbered(1), From.position(4), recording);
    Await.until("the last", () -> recording.checkPositions(partition(1), 4), last -> last == 30);
    assertThat(recording.gaps()).containsExactly(new Gap(partition(1), 4, 10));
    assertThat(recording.messages()).hasSize(20);
  }

  @Test
  void aListenerThatIsTooSlowIsToldAndMissesNothingSilently() {
    CountDownLatch free = new CountDownLatch(1);
    Recording slow =
        new Recording() {
          @Override
          public void onMessage(ChannelMessage<String> message) {
            Await.until("the listener is let go", () -> free.getCount() == 0);
            super.onMessage(message);
          }
        };
    channel.subscribe(Partitions.numbered(1), From.now(), slow);
    open(2).subscribe(Partitions.numbered(1), From.now(), recording);
    for (int sent = 10; sent <= 100; sent += 10) {
      int soFar = sent;
      send(1, 10);
      // However slow the machine is, the history holds what the fast one has not heard yet.
      Await.until("the fast one has all", () -> recording.messages().size() == soFar);
    }
    assertThat(recording.gaps()).isEmpty();
    Await.until(
        "no more than its backlog is on its way to the slow one",
        () ->
            IntStream.rangeClosed(1, 3)
                .map(m -> Inside.partition(cluster.node(m), 1).counts().undelivered())
                .max()
                .orElse(0),
        undelivered -> undelivered <= 9);
    free.countDown();
    Await.until("the last", () -> slow.checkPositions(partition(1), 1), last -> last == 100);
    assertThat(positions(slow.messages()).subList(0, 8)).isEqualTo(range(1, 8));
    assertThat(slow.overruns().get(0).next()).isEqualTo(9);
    assertThat(slow.gaps()).isNotEmpty();
    send(1, 3);
    Await.until("the next", () -> slow.checkPositions(partition(1), 1), last -> last == 103);
  }

  @Test
  void aSlowListenerWhoseBacklogFitsTheHistoryMissesNothing() {
    MulticastChannel<String> long3 =
        primitives.open(
            1, "long", (Atomix node, String name) -> builder(node, name).withBacklogSize(3));
    Recording slow =
        new Recording() {
          @Override
          public void onMessage(ChannelMessage<String> message) {
            Await.until(
                "as many sent as can be", () -> long3.history(partition(1), 1, 1).newest() >= 200);
            super.onMessage(message);
          }
        };
    long3.subscribe(slow);
    for (int i = 0; i < 200; i++) {
      long3.multicast(Partitions.numbered(1), Conflicts.none(), "x");
    }
    Await.until("all", () -> slow.checkPositions(partition(1), 1), last -> last == 200);
    assertThat(slow.gaps()).isEmpty();
    assertThat(slow.overruns()).isNotEmpty();
  }

  @Test
  void aChannelThatIsDeletedTellsItsSubscribersAndBeginsAnew() {
    open(2).subscribe(recording);
    send(1, 3);
    Await.until("all", recording::messages, seen -> seen.size() == 3);

    channel.delete();

    assertThat(recording.ends().atLeast(1).get(0))
        .isInstanceOf(PrimitiveException.ClosedSession.class)
        .hasMessageContaining(primitives.name("channel"));
    MulticastChannel<String> anew = open(3);
    assertThat(anew.history(partition(1), 1, 10).newest()).isZero();
  }

  @Test
  void aMessageThatASubscribersSerializerCannotReadEndsNothing() {
    MulticastChannel<Object> any =
        primitives.open(
            1,
            "any",
            (Atomix node, String name) ->
                node.primitiveBuilder(name, MulticastChannelType.instance()));
    MulticastChannel<String> basic =
        primitives.open(
            2,
            "any",
            (Atomix node, String name) ->
                builder(node, name).withSerializer(Serializer.using(Namespaces.BASIC)));
    basic.subscribe(recording);
    any.multicast(Partitions.numbered(1), Conflicts.none(), "text");
    any.multicast(Partitions.numbered(1), Conflicts.none(), new BigDecimal("1.5").getClass());

    any.multicast(Partitions.numbered(1), Conflicts.none(), "more");

    Await.until("two messages", () -> recording.messages().size() == 2);
    assertThat(recording.payloads()).containsExactly("text", "more");
    assertThat(basic.history(partition(1), 1, 9).unreadable())
        .extracting(UnreadableMessage::position)
        .containsExactly(2L);
  }
}
