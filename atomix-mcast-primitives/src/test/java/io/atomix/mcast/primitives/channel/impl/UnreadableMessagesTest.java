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
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.atomix.mcast.primitives.channel.ChannelHistory;
import io.atomix.mcast.primitives.channel.ChannelListener;
import io.atomix.mcast.primitives.channel.ChannelMessage;
import io.atomix.mcast.primitives.channel.ChannelMessageId;
import io.atomix.mcast.primitives.channel.Conflicts;
import io.atomix.mcast.primitives.channel.Gap;
import io.atomix.mcast.primitives.channel.MulticastChannelConfig;
import io.atomix.mcast.primitives.channel.UnreadableMessage;
import io.atomix.mcast.primitives.serialization.ValueSerializer;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.utils.serializer.SerializerBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A payload that its subscriber cannot read ends nothing. */
class UnreadableMessagesTest {
  private static final PartitionId PARTITION = PartitionId.from("data", 1);
  private static final byte[] GARBAGE = {1, 0, 'n', 'o', '.', 's', 'u', 'c', (byte) ('h' | 0x80)};

  private final MessageCodec<Object> codec =
      new MessageCodec<>(
          "news",
          ValueSerializer.of(
              new SerializerBuilder().withRegistrationRequired(false),
              null,
              false,
              false,
              List.of()));

  private static StoredMessage stored(long position, byte[] payload) {
    Envelope envelope =
        new Envelope(
            new ChannelMessageId(new UUID(1, 2), position),
            List.of(PARTITION),
            Conflicts.none(),
            payload);
    return new StoredMessage(position, position * envelope.size(), envelope);
  }

  /** Notes what it hears. */
  private static final class Noting implements ChannelListener<Object> {
    private final List<Object> heard = new ArrayList<>();
    private final List<UnreadableMessage> unreadable = new ArrayList<>();

    @Override
    public void onMessage(ChannelMessage<Object> message) {
      heard.add(message.payload());
    }

    @Override
    public void onGap(Gap gap) {
      heard.add(gap);
    }

    @Override
    public void onUnreadable(UnreadableMessage message) {
      heard.add("unreadable " + message.position());
      unreadable.add(message);
    }

    @Override
    public void onEnd(Throwable why) {
      heard.add(why);
    }
  }

  private ChannelSubscription<Object> subscription(ChannelListener<Object> listener) {
    ChannelSubscription<Object> subscription =
        new PartitionwiseSubscription<>(codec, listener, Runnable::run, over -> {});
    UnreliableSession session =
        new UnreliableSession(new Random(1), new MulticastChannelConfig(), new NoClient());
    PartitionSubscription part =
        new PartitionSubscription(
            1, "news", session, new Backlog(10, 10_000), subscription.sink(PARTITION));
    subscription.add(PARTITION, part);
    return subscription;
  }

  /** Hears nothing. */
  private static final class NoClient implements ChannelClient {
    @Override
    public void messages(long subscription, List<StoredMessage> messages) {}

    @Override
    public void gap(long subscription, long first, long last, long offset) {}

    @Override
    public void overrun(long subscription, long next, long newest) {}
  }

  @Test
  void theListenerIsToldInItsPlaceAndTheSubscriptionGoesOn() {
    Noting listener = new Noting();
    ChannelSubscription<Object> subscription = subscription(listener);
    Sink sink = subscription.sink(PARTITION);
    sink.take(new Received.ReceivedMessage(stored(1, codec.encode(List.of("x")))));
    sink.take(new Received.ReceivedMessage(stored(2, GARBAGE)));
    sink.take(new Received.ReceivedMessage(stored(3, codec.encode("z"))));
    assertThat(listener.heard).containsExactly(List.of("x"), "unreadable 2", "z");
    assertThat(subscription.isClosed()).isFalse();
    assertThat(subscription.position(PARTITION)).isEqualTo(3);
    UnreadableMessage unreadable = listener.unreadable.get(0);
    assertThat(unreadable.partition()).isEqualTo(PARTITION);
    assertThat(unreadable.id()).isEqualTo(new ChannelMessageId(new UUID(1, 2), 2));
    assertThat(unreadable.reason())
        .hasMessageContaining("Channel 'news'")
        .hasMessageContaining("position 2")
        .hasMessageContaining("no.such");
  }

  @Test
  void aListenerThatDoesNotCareHearsTheOthers() {
    List<Object> heard = new ArrayList<>();
    ChannelSubscription<Object> subscription =
        subscription(ChannelListener.of(message -> heard.add(message.payload()), heard::add));
    Sink sink = subscription.sink(PARTITION);
    sink.take(new Received.ReceivedMessage(stored(1, GARBAGE)));
    sink.take(new Received.ReceivedMessage(stored(2, codec.encode("z"))));
    assertThat(heard).containsExactly("z");
  }

  @Test
  void theHistoryNamesThemAndHasTheOthers() {
    HistoryAnswer answer =
        new HistoryAnswer(
            List.of(stored(4, codec.encode("a")), stored(5, GARBAGE), stored(6, GARBAGE)), 1, 9);
    ChannelHistory<Object> history = codec.history(PARTITION, answer);
    assertThat(history.messages()).extracting(ChannelMessage::payload).containsExactly("a");
    assertThat(history.unreadable())
        .extracting(UnreadableMessage::position)
        .containsExactly(5L, 6L);
    assertThat(history.next()).isEqualTo(7);
    assertThat(history.hasMore()).isTrue();
    assertThat(
            codec
                .history(PARTITION, new HistoryAnswer(List.of(stored(9, GARBAGE)), 1, 9))
                .hasMore())
        .isFalse();
  }

  @Test
  void aPayloadThatNobodyCouldReadIsRefused() {
    Object view = new HashMap<>(Map.of(1, 2)).keySet();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> codec.encode(List.of(view)))
        .withMessageContaining("Channel 'news'")
        .withMessageContaining("java.util.HashMap$KeySet")
        .withMessageContaining("docs/values.md");
  }
}
