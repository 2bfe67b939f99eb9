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
import io.atomix.mcast.primitives.channel.ChannelMessage;
import io.atomix.mcast.primitives.channel.ChannelPosition;
import io.atomix.mcast.primitives.channel.ChannelPosition.PartitionPlace;
import io.atomix.mcast.primitives.channel.Conflicts;
import io.atomix.mcast.primitives.channel.DeliveryOrder;
import io.atomix.mcast.primitives.channel.From;
import io.atomix.mcast.primitives.channel.Gap;
import io.atomix.mcast.primitives.channel.MulticastChannel;
import io.atomix.mcast.primitives.channel.Partitions;
import io.atomix.mcast.primitives.channel.Subscription;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.Parallel;
import io.atomix.primitive.partition.PartitionId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** Subscriptions that are in one order over their partitions. */
class OrderedChannelTest extends MulticastChannelFixture {
  private static final int SENDERS = 6;
  private static final int MESSAGES = 60;

  private Subscription ordered(From from, Recording listener) {
    return channel.subscribe(Partitions.all(), from, DeliveryOrder.ordered(), listener);
  }

  /** Opens a channel whose history holds everything. */
  private MulticastChannel<String> openLong(int member, int backlogSize) {
    return primitives.open(
        member,
        "long",
        (Atomix node, String name) ->
            builder(node, name).withHistorySize(10_000).withBacklogSize(backlogSize));
  }

  @Test
  void eachMessageIsHeardOnceAndInOneOrderThoughSubscribersDie() {
    long seed = Long.getLong("mcast.seed", new Random().nextLong());
    System.out.println("OrderedChannelTest seed " + seed);
    MulticastChannel<String> wide = openLong(1, 256);
    Recording perPartition = new Recording();
    wide.subscribe(Partitions.all(), From.oldest(), perPartition);
    Recording inOrder = new Recording();
    wide.subscribe(Partitions.all(), From.oldest(), DeliveryOrder.ordered(), inOrder);
    Recording some = new Recording();
    wide.subscribe(Partitions.numbered(1, 2), From.oldest(), DeliveryOrder.ordered(), some);
    List<ReturningListener> returning = new ArrayList<>();
    List<MulticastChannel<String>> channels = new ArrayList<>();
    for (int i = 1; i <= 3; i++) {
      channels.add(openLong(i, 16 * i));
      returning.add(new ReturningListener(channels.get(i - 1), seed + i));
    }

    Queue<OneOrder.Sent> sent = new ConcurrentLinkedQueue<>();
    List<Callable<Void>> senders = new ArrayList<>();
    for (int i = 0; i < SENDERS; i++) {
      Random random = new Random(seed + i);
      String sender = i + "-";
      MulticastChannel<String> from = channels.get(i % 3);
      senders.add(
          () -> {
            for (int message = 0; message < MESSAGES; message++) {
              sendAny(from, random, sender + message, sent);
            }
            return null;
          });
    }
    Parallel.run(senders);
    returning.forEach(ReturningListener::live);

    List<List<ChannelMessage<String>>> orders = new ArrayList<>();
    Await.until("all of the one", () -> inOrder.messages().size(), n -> n == SENDERS * MESSAGES);
    orders.add(inOrder.messages());
    for (ReturningListener each : returning) {
      Await.until(
          "all of another, or trouble",
          () -> each.heard().size() + "" + each.troubles(),
          (SENDERS * MESSAGES + "[]")::equals);
      orders.add(each.heard());
    }
    System.out.println("deaths: " + returning.stream().map(ReturningListener::deaths).toList());
    assertThat(returning).anyMatch(each -> each.deaths() > 0);
    for (List<ChannelMessage<String>> order : orders) {
      assertThat(order).extracting(ChannelMessage::payload).doesNotHaveDuplicates();
    }
    long copies = orders.get(0).stream().mapToLong(each -> each.destinations().size()).sum();
    Await.until("all copies", () -> (long) perPartition.messages().size(), n -> n == copies);
    orders.addAll(perPartition.byPartition().values());
    OneOrder.check(sent, orders);
    checkSome(some, inOrder);
  }

  /** A subscriber of two partitions hears what goes to one of them, as the others do. */
  private static void checkSome(Recording some, Recording all) {
    Set<PartitionId> two = Set.of(partition(1), partition(2));
    Set<String> expected = new TreeSet<>();
    all.messages().stream()
        .filter(each -> each.destinations().stream().anyMatch(two::contains))
        .forEach(each -> expected.add(each.payload()));
    Await.until("all of the two", () -> some.messages().size(), n -> n >= expected.size());
    assertThat(some.payloads()).containsExactlyInAnyOrderElementsOf(expected);
    for (PartitionId partition : two) {
      assertThat(conflicting(some, partition)).isEqualTo(conflicting(all, partition));
    }
  }

  private static List<String> conflicting(Recording recording, PartitionId partition) {
    return recording.messages().stream()
        .filter(each -> each.destinations().contains(partition))
        .filter(each -> each.conflicts().with(Conflicts.on("a")))
        .filter(each -> !each.conflicts().equals(Conflicts.none()))
        .map(ChannelMessage::payload)
        .toList();
  }

  private static void sendAny(
      MulticastChannel<String> channel, Random random, String name, Queue<OneOrder.Sent> sent) {
    Set<PartitionId> to = new TreeSet<>();
    to.add(channel.partitions().get(random.nextInt(3)));
    to.add(channel.partitions().get(random.nextInt(3)));
    Conflicts conflicts =
        switch (random.nextInt(6)) {
          case 0 -> Conflicts.none();
          case 1 -> Conflicts.on("b");
          default -> Conflicts.on("a");
        };
    long began = System.nanoTime();
    channel.multicast(Partitions.of(to), conflicts, name);
    sent.add(new OneOrder.Sent(name, conflicts, began, System.nanoTime()));
  }

  @Test
  void aMessageComesOnceWithPartitionAndPositionOfItsFirstPartition() {
    Subscription subscription = ordered(From.now(), recording);
    channel.multicast(Partitions.numbered(3), Conflicts.all(), "before");
    channel.multicast(Partitions.numbered(2, 3), Conflicts.all(), "both");
    channel.multicast(Partitions.numbered(3), Conflicts.all(), "after");

    Await.until("three", recording::payloads, List.of("before", "both", "after")::equals);
    assertThat(recording.messages().get(1).partition()).isEqualTo(partition(2));
    assertThat(recording.messages().get(1).position()).isEqualTo(1);
    Await.until("the last is dealt with", () -> subscription.position(partition(3)) == 3);
    assertThat(subscription.position().next())
        .isEqualTo(Map.of(partition(1), 1L, partition(2), 2L, partition(3), 4L));
    assertThat(subscription.waitingFor()).isEmpty();
  }

  @Test
  void nowIsOneMomentOfAllPartitions() {
    channel.multicast(Partitions.all(), Conflicts.none(), "earlier");
    ordered(From.now(), recording);
    channel.multicast(Partitions.all(), Conflicts.none(), "later");
    Await.until("the later", recording::payloads, List.of("later")::equals);
  }

  @Test
  void whatLostAHalfIsToldAsAGapAndHoldsNothingUp() {
    channel.multicast(Partitions.numbered(1, 2), Conflicts.on("a"), "half gone");
    channel.multicast(Partitions.numbered(2), Conflicts.on("a"), "behind it");
    send(1, 20);
    ordered(From.oldest(), recording);
    Await.until("all that is whole", () -> recording.messages().size() == 21);
    assertThat(recording.payloads()).contains("behind it").doesNotContain("half gone");
    assertThat(recording.gaps()).containsExactly(new Gap(partition(2), 1, 1));
  }

  @Test
  void aBeginningBetweenTheHalvesOfAMessageLeavesItOut() {
    channel.multicast(Partitions.numbered(1, 2), Conflicts.none(), "cut in two");
    channel.multicast(Partitions.numbered(1, 2), Conflicts.none(), "whole");
    ordered(
        From.positions(Map.of(partition(1), 2L, partition(2), 1L, partition(3), 1L)), recording);
    Await.until("the whole one", recording::payloads, List.of("whole")::equals);
    Await.until("the other", recording::gaps, List.of(new Gap(partition(2), 1, 1))::equals);
  }

  @Test
  void positionsThatCannotBeGoneOnBehindAreRefused() {
    Subscription subscription = ordered(From.now(), recording);
    send(1, 2);
    Await.until("two", () -> subscription.position(partition(1)) == 2);
    ChannelPosition kept = ChannelPosition.fromBytes(subscription.position().toBytes());

    Recording refused = new Recording();
    MulticastChannel<String> other =
        primitives.open(2, "another", (Atomix node, String name) -> builder(node, name));
    assertThatThrownBy(
            () ->
                other.subscribe(
                    Partitions.all(), From.after(kept), DeliveryOrder.ordered(), refused))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a kept position of channel '" + primitives.name("channel"));
    assertThatThrownBy(
            () ->
                channel.subscribe(
                    Partitions.numbered(1), From.after(kept), DeliveryOrder.ordered(), refused))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("data/1")
        .hasMessageContaining("give a position for each partition");
    assertThatThrownBy(() -> channel.subscribe(Partitions.all(), From.after(kept), refused))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("DeliveryOrder.ordered()");
    assertThatThrownBy(() -> ordered(From.after(moved(kept, 1000)), refused))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("data/1")
        .hasMessageContaining("of the future");
    // What comes next is there, but not all that is taken for heard.
    assertThatThrownBy(() -> ordered(From.after(withHole(moved(kept, 1000))), refused))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("data/1")
        .hasMessageContaining("of the future");
    assertThatThrownBy(() -> ordered(From.position(1000), refused))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("begin with");
    send(1, 30);
    assertThatThrownBy(() -> ordered(From.after(kept), refused))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("position 3 comes")
        .hasMessageContaining("oldest message that is held is at 13")
        .hasMessageContaining("historySize");

    channel.delete();
    channel = open(1);
    send(1, 5);
    assertThatThrownBy(() -> ordered(From.after(kept), refused))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("created anew");
    assertThat(refused.messages()).isEmpty();
    assertThat(refused.gaps()).isEmpty();
  }

  private static ChannelPosition moved(ChannelPosition position, long by) {
    Map<PartitionId, PartitionPlace> places = new LinkedHashMap<>();
    position
        .places()
        .forEach(
            (id, place) ->
                places.put(
                    id, new PartitionPlace(place.incarnation(), place.upTo() + by, Set.of())));
    return new ChannelPosition(position.channel(), places);
  }

  private static ChannelPosition withHole(ChannelPosition position) {
    Map<PartitionId, PartitionPlace> places = new LinkedHashMap<>();
    position
        .places()
        .forEach(
            (id, place) ->
                places.put(id, new PartitionPlace(place.incarnation(), place.upTo(), Set.of(1L))));
    return new ChannelPosition(position.channel(), places);
  }
}
