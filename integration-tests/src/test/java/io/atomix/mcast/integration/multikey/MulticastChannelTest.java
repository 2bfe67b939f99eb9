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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomix.core.Atomix;
import io.atomix.mcast.NotAppliedException;
import io.atomix.mcast.integration.SharedCluster;
import io.atomix.mcast.integration.faults.Inside;
import io.atomix.mcast.primitives.channel.ChannelHistory;
import io.atomix.mcast.primitives.channel.ChannelMessage;
import io.atomix.mcast.primitives.channel.Conflicts;
import io.atomix.mcast.primitives.channel.From;
import io.atomix.mcast.primitives.channel.Gap;
import io.atomix.mcast.primitives.channel.MulticastChannel;
import io.atomix.mcast.primitives.channel.MulticastChannelBuilder;
import io.atomix.mcast.primitives.channel.MulticastChannelType;
import io.atomix.mcast.primitives.channel.Partitions;
import io.atomix.mcast.primitives.channel.Subscription;
import io.atomix.mcast.primitives.channel.UnreadableMessage;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.Parallel;
import io.atomix.mcast.testing.Primitives;
import io.atomix.mcast.testing.TestCluster;
import io.atomix.primitive.PrimitiveException;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.utils.config.ConfigurationException;
import io.atomix.utils.serializer.Namespaces;
import io.atomix.utils.serializer.Serializer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedCluster.class)
class MulticastChannelTest {
  private static final int SENDERS = 6;
  private static final int MESSAGES = 60;

  private TestCluster cluster;
  private Primitives primitives;
  private MulticastChannel<String> channel;
  private final Recording recording = new Recording();

  @BeforeEach
  void openChannel(TestCluster cluster, Primitives primitives) {
    this.cluster = cluster;
    this.primitives = primitives;
    channel = open(1);
  }

  private MulticastChannel<String> open(int member) {
    return open(member, builder -> builder.withHistorySize(20).withBacklogSize(8));
  }

  private MulticastChannel<String> open(
      int member, UnaryOperator<MulticastChannelBuilder<String>> options) {
    return primitives.open(
        member, "channel", (Atomix node, String name) -> options.apply(builder(node, name)));
  }

  private static MulticastChannelBuilder<String> builder(Atomix node, String name) {
    return node.primitiveBuilder(name, MulticastChannelType.<String>instance());
  }

  private static PartitionId partition(int number) {
    return PartitionId.from(TestCluster.DATA, number);
  }

  private void send(int partition, int count) {
    for (int i = 0; i < count; i++) {
      channel.multicast(Partitions.numbered(partition), Conflicts.all(), "message " + i);
    }
  }

  private static List<Long> positions(List<ChannelMessage<String>> messages) {
    return messages.stream().map(ChannelMessage::position).toList();
  }

  private static List<Long> range(long first, long last) {
    return LongStream.rangeClosed(first, last).boxed().toList();
  }

  @Test
  void aMessageIsHeardInAllItsPartitionsAndInNoOther() {
    Recording elsewhere = new Recording();
    Recording third = new Recording();
    channel.subscribe(recording);
    open(2).subscribe(Partitions.numbered(2, 3), From.now(), elsewhere);
    open(3).subscribe(Partitions.numbered(3), From.now(), third);

    channel.multicast(Partitions.numbered(1, 2), Conflicts.on("a"), "to 1 and 2");
    channel.multicast(Partitions.of(partition(3)), Conflicts.none(), "to 3");

    Await.until("three messages", recording::messages, seen -> seen.size() == 3);
    Await.until("two messages", elsewhere::messages, seen -> seen.size() == 2);
    Await.until("one message", third::payloads, List.of("to 3")::equals);
    assertThat(elsewhere.payloads()).containsExactlyInAnyOrder("to 1 and 2", "to 3");
    List<ChannelMessage<String>> both =
        recording.messages().stream()
            .filter(message -> message.payload().equals("to 1 and 2"))
            .toList();
    assertThat(both).extracting(ChannelMessage::id).containsOnly(both.get(0).id());
    assertThat(both)
        .extracting(ChannelMessage::partition)
        .containsExactlyInAnyOrder(partition(1), partition(2));
    assertThat(both)
        .allSatisfy(
            message -> {
              assertThat(message.position()).isEqualTo(1);
              assertThat(message.destinations()).containsExactly(partition(1), partition(2));
              assertThat(message.conflicts()).isEqualTo(Conflicts.on("a"));
            });
  }

  @Test
  void keysPickPartitionsAsThoseOfMapsDo() {
    channel.subscribe(recording);
    String one = Inside.key(1);
    String three = Inside.key(3);
    assertThat(channel.partitionOf(one)).isEqualTo(partition(1));
    assertThat(channel.partitions()).containsExactly(partition(1), partition(2), partition(3));

    Map<PartitionId, Long> positions =
        channel.multicastAndGetPositions(Partitions.ofKeys(three, one), Conflicts.none(), "x");

    assertThat(positions).containsExactly(Map.entry(partition(1), 1L), Map.entry(partition(3), 1L));
    Await.until("both", recording::payloads, List.of("x", "x")::equals);
  }

  @Test
  void conflictingMessagesHaveOneOrderInAllPartitionsAndEachIsHeardOnce() {
    long seed = Long.getLong("mcast.seed", new Random().nextLong());
    System.out.println("MulticastChannelTest seed " + seed);
    List<Recording> recordings = new ArrayList<>();
    List<MulticastChannel<String>> channels = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      channels.add(open(i + 1, builder -> builder.withHistorySize(10_000)));
      recordings.add(new Recording());
      channels.get(i).subscribe(Partitions.all(), From.oldest(), recordings.get(i));
    }
    Queue<OneOrder.Sent> sent = new ConcurrentLinkedQueue<>();
    List<Callable<Integer>> senders = new ArrayList<>();
    for (int i = 0; i < SENDERS; i++) {
      Random random = new Random(seed + i);
      String sender = "sender-" + i + "-";
      MulticastChannel<String> from = channels.get(i % 3);
      senders.add(
          () -> {
            int expected = 0;
            for (int message = 0; message < MESSAGES; message++) {
              expected += sendAny(from, random, sender + message, sent);
            }
            return expected;
          });
    }
    int expected = Parallel.run(senders).stream().mapToInt(Integer::intValue).sum();

    for (Recording each : recordings) {
      Await.until("all messages", () -> each.messages().size(), count -> count >= expected);
      assertThat(each.gaps()).isEmpty();
      assertThat(each.ends().soFar()).isEmpty();
      for (int i = 1; i <= 3; i++) {
        each.checkPositions(partition(i), 1);
      }
      assertThat(each.messages()).hasSize(expected);
      assertThat(each.byPartition()).isEqualTo(recordings.get(0).byPartition());
    }
    recordings
        .get(0)
        .byPartition()
        .forEach(
            (partition, messages) ->
                assertThat(messages)
                    .extracting(ChannelMessage::id)
                    .as("each once in %s", partition)
                    .doesNotHaveDuplicates());
    OneOrder.check(sent, recordings.get(0).byPartition().values());
  }

  private static int sendAny(
      MulticastChannel<String> channel, Random random, String name, Queue<OneOrder.Sent> sent) {
    List<PartitionId> all = channel.partitions();
    Set<PartitionId> to = new TreeSet<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      to.add(all.get(random.nextInt(all.size())));
    }
    Conflicts conflicts =
        switch (random.nextInt(8)) {
          case 0 -> Conflicts.all();
          case 1, 2 -> Conflicts.none();
          case 3 -> Conflicts.on("a", "b");
          case 4 -> Conflicts.on("b", "c");
          default -> Conflicts.on(Character.toString("abcd".charAt(random.nextInt(4))));
        };
    long began = System.nanoTime();
    if (random.nextInt(4) == 0) {
      assertThat(channel.multicastAndGetPositions(Partitions.of(to), conflicts, name).keySet())
          .isEqualTo(to);
    } else {
      channel.multicast(Partitions.of(to), conflicts, name);
    }
    sent.add(new OneOrder.Sent(name, conflicts, began, System.nanoTime()));
    return to.size();
  }

  @Test
  void positionsAreThoseThatSubscribersSee() {
    channel.subscribe(recording);
    for (int i = 0; i < 10; i++) {
      String name = "message " + i;
      Map<PartitionId, Long> positions =
          channel.multicastAndGetPositions(Partitions.all(), Conflicts.on("k" + i % 2), name);
      List<ChannelMessage<String>> heard =
          Await.until(
              name,
              () ->
                  recording.messages().stream()
                      .filter(message -> message.payload().equals(name))
                      .toList(),
              seen -> seen.size() == 3);
      heard.forEach(
          message -> assertThat(message.position()).isEqualTo(positions.get(message.partition())));
    }
  }

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
  void largeMessagesComeThrough() {
    String large = "x".repeat(250_000);
    MulticastChannel<String> wide =
        primitives.open(
            1,
            "wide",
            (Atomix node, String name) ->
                builder(node, name).withHistorySize(100).withBacklogSize(100));
    wide.subscribe(Partitions.all(), From.oldest(), recording);
    for (int i = 0; i < 20; i++) {
      wide.multicast(Partitions.numbered(1, 2), Conflicts.on("a"), large);
    }
    Await.until("all", () -> recording.checkPositions(partition(1), 1), last -> last == 20);
    Await.until("all", () -> recording.checkPositions(partition(2), 1), last -> last == 20);
    recording.messages().forEach(message -> assertThat(message.payload()).hasSize(250_000));
    assertThat(wide.history(partition(1), 1, 100).messages())
        .as("an answer stays small")
        .hasSizeLessThan(4);
  }

  @Test
  void aListenerMayUseTheChannelAndMayThrow() {
    channel.subscribe(
        new Recording() {
          @Override
          public void onMessage(ChannelMessage<String> message) {
            recording.onMessage(message);
            if (message.payload().length() < 5) {
              channel.multicast(
                  Partitions.of(message.partition()), Conflicts.none(), message.payload() + "x");
            }
            throw new IllegalStateException("a listener that throws, on purpose");
          }
        });
    channel.multicast(Partitions.numbered(1), Conflicts.none(), "x");
    Await.until(
        "the echoes", recording::payloads, List.of("x", "xx", "xxx", "xxxx", "xxxxx")::equals);
  }

  @Test
  void aListenerMayRunOnAnyExecutor() {
    Recording direct = new Recording();
    channel.subscribe(Partitions.all(), From.now(), direct, Runnable::run);
    for (int i = 0; i < 50; i++) {
      channel.multicast(Partitions.numbered(1 + i % 3), Conflicts.none(), "x");
    }
    Await.until("all", () -> direct.messages().size(), size -> size == 50);
    assertThat(direct.gaps()).isEmpty();
  }

  @Test
  void aSubscriptionThatIsClosedHearsNothingMore() {
    Recording other = new Recording();
    channel.subscribe(other);
    Subscription subscription = channel.subscribe(recording);
    send(1, 2);
    Await.until("both", () -> positions(recording.messages()), range(1, 2)::equals);
    assertThat(subscription.partitions()).containsExactly(partition(1), partition(2), partition(3));
    Await.until("its position", () -> subscription.position(partition(1)), at -> at == 2);
    assertThat(subscription.position(partition(2))).isZero();

    Await.result("closing", subscription.closeAsync());
    subscription.close();

    assertThat(subscription.isClosed()).isTrue();
    send(1, 2);
    Await.until("the other goes on", () -> positions(other.messages()), range(1, 4)::equals);
    assertThat(recording.messages()).hasSize(2);
    assertThat(recording.ends().soFar()).isEmpty();
    assertThatThrownBy(() -> subscription.position(partition(7)))
        .isInstanceOf(IllegalArgumentException.class);
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

  @Test
  void badInputFailsBeforeAnythingIsSent() {
    Partitions one = Partitions.numbered(1);
    assertThatThrownBy(() -> channel.multicast(one, Conflicts.none(), null))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("payload");
    assertThatThrownBy(() -> channel.multicast(null, Conflicts.none(), "x"))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("partitions");
    assertThatThrownBy(() -> channel.multicast(one, null, "x"))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("conflicts");
    assertThatThrownBy(() -> channel.multicast(Partitions.numbered(4), Conflicts.none(), "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no partition number 4")
        .hasMessageContaining(primitives.name("channel"));
    assertThatThrownBy(
            () ->
                channel.multicastAndGetPositions(
                    Partitions.of(partition(1), PartitionId.from("other", 1)),
                    Conflicts.none(),
                    "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("other");
    assertThatThrownBy(() -> channel.subscribe(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> channel.subscribe(one, From.position(2), recording))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("position 2")
        .hasMessageContaining("newest message is at 0");
    assertThatThrownBy(
            () -> channel.subscribe(one, From.positions(Map.of(partition(2), 1L)), recording))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("each partition");
    assertThatThrownBy(() -> channel.history(partition(1), 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("from position = 0");
    assertThatThrownBy(() -> channel.history(partition(1), 1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("limit = 0");
    assertThatThrownBy(() -> channel.history(partition(9), 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no partition data/9");
    for (int i = 1; i <= 3; i++) {
      assertThat(channel.history(partition(i), 1, 1).newest()).isZero();
    }
  }

  @Test
  void aMessageLargerThanAnEntryIsDeliveredNowhere() {
    String large = "x".repeat(2 * 1024 * 1024);
    for (Partitions to : List.of(Partitions.numbered(1), Partitions.all())) {
      assertThatThrownBy(() -> channel.multicast(to, Conflicts.none(), large))
          .isInstanceOf(NotAppliedException.class)
          .hasMessageContaining("storage.maxEntrySize");
    }
    channel.multicast(Partitions.all(), Conflicts.none(), "small");
    for (int i = 1; i <= 3; i++) {
      assertThat(channel.history(partition(i), 1, 10).messages()).hasSize(1);
    }
  }

  @Test
  void aClosedChannelSaysThatItIsClosed() {
    Subscription subscription = channel.subscribe(recording);
    channel.close();
    assertThat(subscription.isClosed()).isTrue();
    assertThatThrownBy(() -> channel.multicast(Partitions.all(), Conflicts.none(), "x"))
        .isInstanceOf(PrimitiveException.ClosedSession.class)
        .hasMessageContaining(primitives.name("channel"));
    assertThatThrownBy(() -> channel.subscribe(recording))
        .isInstanceOf(PrimitiveException.ClosedSession.class);
    assertThatThrownBy(() -> channel.history(partition(1), 1, 1))
        .isInstanceOf(PrimitiveException.ClosedSession.class);
    open(2).multicast(Partitions.all(), Conflicts.none(), "x");
    assertThat(recording.messages()).isEmpty();
    assertThat(recording.ends().soFar()).isEmpty();
  }

  @Test
  void aReadOnlyChannelListens() {
    MulticastChannel<String> reading = open(2, MulticastChannelBuilder::withReadOnly);
    reading.subscribe(recording);
    assertThatThrownBy(() -> reading.multicast(Partitions.all(), Conflicts.none(), "x"))
        .isExactlyInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("read-only");
    assertThatThrownBy(reading::delete).isExactlyInstanceOf(UnsupportedOperationException.class);
    send(1, 1);
    Await.until("the message", recording::messages, seen -> seen.size() == 1);
    assertThat(reading.history(partition(1), 1, 1).messages()).hasSize(1);
  }

  @Test
  void optionsThatMakeNoSenseFail() {
    assertThatThrownBy(() -> open(1, builder -> builder.withHistorySize(0)))
        .hasMessageContaining("historySize = 0")
        .hasMessageContaining(primitives.name("channel"));
    assertThatThrownBy(() -> open(1, builder -> builder.withBacklogSize(-1)))
        .hasMessageContaining("backlogSize = -1");
  }

  @Test
  void anotherProtocolIsRefused() {
    assertThatThrownBy(
            () ->
                builder(cluster.node(1), primitives.name("channel"))
                    .withProtocol(cluster.baselineProtocol())
                    .build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("generic-multicast");
  }
}
