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
import io.atomix.mcast.integration.faults.Inside;
import io.atomix.mcast.primitives.channel.ChannelMessage;
import io.atomix.mcast.primitives.channel.Conflicts;
import io.atomix.mcast.primitives.channel.From;
import io.atomix.mcast.primitives.channel.MulticastChannel;
import io.atomix.mcast.primitives.channel.Partitions;
import io.atomix.mcast.primitives.channel.Subscription;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.Parallel;
import io.atomix.primitive.partition.PartitionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/**
 * Messages of a channel reach all their partitions, each once and in one order, and whoever
 * listens.
 */
class MulticastChannelTest extends MulticastChannelFixture {
  private static final int SENDERS = 6;
  private static final int MESSAGES = 60;

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
}
