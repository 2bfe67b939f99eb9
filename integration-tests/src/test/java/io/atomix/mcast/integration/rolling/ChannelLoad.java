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
package io.atomix.mcast.integration.rolling;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.core.Atomix;
import io.atomix.mcast.integration.faults.Actors;
import io.atomix.mcast.integration.multikey.OneOrder;
import io.atomix.mcast.integration.multikey.Recording;
import io.atomix.mcast.integration.multikey.ReturningListener;
import io.atomix.mcast.primitives.channel.ChannelMessage;
import io.atomix.mcast.primitives.channel.Conflicts;
import io.atomix.mcast.primitives.channel.From;
import io.atomix.mcast.primitives.channel.MulticastChannel;
import io.atomix.mcast.primitives.channel.MulticastChannelType;
import io.atomix.mcast.primitives.channel.Partitions;
import io.atomix.mcast.testing.Await;
import io.atomix.primitive.partition.PartitionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Sends messages to one or two partitions; two clients hear each once, and in one order, for each
 * partition and over all, there with listeners that die and come back.
 */
final class ChannelLoad implements Load {
  private static final int SENDERS = 4;
  private static final int LONGEST_PAUSE_MILLIS = 150;

  private final Stage stage;
  private final List<Recording> recordings = List.of(new Recording(), new Recording());
  private final List<MulticastChannel<String>> channels = new ArrayList<>();
  private final List<ReturningListener> ordered = new ArrayList<>();
  private final Queue<OneOrder.Sent> acknowledged = new ConcurrentLinkedQueue<>();

  ChannelLoad(Stage stage) {
    this.stage = stage;
    for (Atomix client : List.of(stage.writers(), stage.readers())) {
      MulticastChannel<String> channel = open(client);
      channel.subscribe(Partitions.all(), From.oldest(), recordings.get(channels.size()));
      ordered.add(new ReturningListener(channel, stage.seed() + channels.size()));
      channels.add(channel);
    }
  }

  private MulticastChannel<String> open(Atomix client) {
    return stage
        .open(
            client,
            "channel",
            (Atomix node, String name) ->
                node.primitiveBuilder(name, MulticastChannelType.<String>instance())
                    .withHistorySize(1_000_000))
        .async()
        .sync(Stage.PATIENCE);
  }

  @Override
  public void start(Actors actors) {
    for (int i = 0; i < SENDERS; i++) {
      MulticastChannel<String> channel = channels.get(i % channels.size());
      String prefix = i + "-";
      Random random = new Random(stage.seed() + i);
      AtomicInteger count = new AtomicInteger();
      actors.start("sender-" + i, () -> send(channel, prefix + count.incrementAndGet(), random));
    }
  }

  private void send(MulticastChannel<String> channel, String name, Random random)
      throws InterruptedException {
    Set<PartitionId> to = new TreeSet<>();
    to.add(channel.partitions().get(random.nextInt(3)));
    to.add(channel.partitions().get(random.nextInt(3)));
    Conflicts conflicts =
        random.nextInt(5) == 0 ? Conflicts.none() : Conflicts.on("k" + random.nextInt(3));
    long began = System.nanoTime();
    channel.multicast(Partitions.of(to), conflicts, name);
    acknowledged.add(new OneOrder.Sent(name, conflicts, began, System.nanoTime()));
    Thread.sleep(random.nextInt(LONGEST_PAUSE_MILLIS));
  }

  @Override
  public void check() {
    awaitAll();
    for (Recording each : recordings) {
      assertThat(each.gaps()).isEmpty();
      assertThat(each.ends().soFar()).isEmpty();
      assertThat(each.byPartition()).isEqualTo(recordings.get(0).byPartition());
    }

    List<ChannelMessage<String>> heard = recordings.get(0).messages();
    Map<String, Set<PartitionId>> places =
        heard.stream()
            .collect(
                Collectors.groupingBy(
                    ChannelMessage::payload,
                    Collectors.mapping(ChannelMessage::partition, Collectors.toSet())));
    heard.forEach(
        message ->
            assertThat(places.get(message.payload()))
                .as("everywhere or nowhere: %s", message)
                .isEqualTo(message.destinations()));
    acknowledged.forEach(sent -> assertThat(places).containsKey(sent.name()));

    Map<PartitionId, List<ChannelMessage<String>>> orders = recordings.get(0).byPartition();
    orders
        .values()
        .forEach(
            messages ->
                assertThat(messages).extracting(ChannelMessage::payload).doesNotHaveDuplicates());
    List<List<ChannelMessage<String>>> all = new ArrayList<>(orders.values());
    all.addAll(checkOrdered(places.keySet()));
    OneOrder.check(acknowledged, all);
  }

  /** Returns what each ordered subscriber has heard: each message once. */
  private List<List<ChannelMessage<String>>> checkOrdered(Set<String> names) {
    List<List<ChannelMessage<String>>> all = new ArrayList<>();
    for (ReturningListener each : ordered) {
      each.live();
      List<ChannelMessage<String>> heard =
          Await.until("all in order", each::heard, some -> some.size() >= names.size());
      assertThat(each.troubles()).isEmpty();
      assertThat(heard)
          .extracting(ChannelMessage::payload)
          .containsExactlyInAnyOrderElementsOf(names);
      all.add(heard);
      System.out.println("an ordered subscriber has died " + each.deaths() + " times");
    }
    return all;
  }

  private void awaitAll() {
    MulticastChannel<String> channel = channels.get(0);
    for (PartitionId partition : channel.partitions()) {
      long newest = channel.history(partition, 1, 1).newest();
      for (Recording each : recordings) {
        Await.until(
            "all of " + partition, () -> each.checkPositions(partition, 1), last -> last >= newest);
      }
    }
  }
}
