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
import io.atomix.mcast.NotAppliedException;
import io.atomix.mcast.OutcomeUnknownException;
import io.atomix.mcast.integration.faults.Actors;
import io.atomix.mcast.integration.faults.Inside;
import io.atomix.mcast.integration.faults.QuickGroups;
import io.atomix.mcast.primitives.channel.ChannelMessage;
import io.atomix.mcast.primitives.channel.Conflicts;
import io.atomix.mcast.primitives.channel.From;
import io.atomix.mcast.primitives.channel.MulticastChannel;
import io.atomix.mcast.primitives.channel.MulticastChannelType;
import io.atomix.mcast.primitives.channel.Partitions;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.Backend;
import io.atomix.mcast.testing.Primitives;
import io.atomix.mcast.testing.TestCluster;
import io.atomix.primitive.partition.PartitionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A channel while leaders, one after the other, stop and come back. */
class MulticastChannelLeaderChangeTest {
  @Test
  @Timeout(value = 240, unit = TimeUnit.SECONDS)
  void everyAcknowledgedMessageIsHeardOnceAndInOneOrder() {
    long seed = Long.getLong("mcast.seed", new Random().nextLong());
    System.out.println("MulticastChannelLeaderChangeTest seed " + seed);
    try (TestCluster cluster =
            TestCluster.builder()
                .withManagement(Backend.GENERIC_MULTICAST)
                .withGroups(QuickGroups.dataGroupOfHastyElections())
                .start();
        Primitives primitives = new Primitives(cluster)) {
      List<Recording> recordings = List.of(new Recording(), new Recording());
      List<MulticastChannel<String>> channels = new ArrayList<>();
      for (Recording recording : recordings) {
        MulticastChannel<String> channel = open(cluster.addClient(), primitives);
        channel.subscribe(Partitions.all(), From.oldest(), recording);
        channels.add(channel);
      }
      Queue<OneOrder.Sent> acknowledged = new ConcurrentLinkedQueue<>();
      Actors actors = new Actors();
      for (int i = 0; i < 4; i++) {
        startSender(actors, channels.get(i % 2), i, new Random(seed + i), acknowledged);
      }
      actors.awaitProgress(5);
      for (int partition = 1; partition <= 2; partition++) {
        int member = Inside.leader(cluster, partition);
        cluster.stop(member);
        actors.awaitProgress(5);
        cluster.restart(member);
        actors.awaitProgress(5);
      }
      actors.stop();
      assertThat(actors.failures())
          .allSatisfy(
              error ->
                  assertThat(error)
                      .isInstanceOfAny(NotAppliedException.class, OutcomeUnknownException.class));
      System.out.println(
          acknowledged.size() + " messages, and " + actors.failures().size() + " that failed");
      check(channels.get(0), recordings, acknowledged);
      Inside.awaitNothingLeft(cluster);
    }
  }

  private static MulticastChannel<String> open(Atomix client, Primitives primitives) {
    return primitives.open(
        client,
        "channel",
        (Atomix node, String name) ->
            node.primitiveBuilder(name, MulticastChannelType.<String>instance())
                .withHistorySize(1_000_000),
        QuickGroups.persistent(TestCluster.DATA));
  }

  private static void startSender(
      Actors actors,
      MulticastChannel<String> channel,
      int sender,
      Random random,
      Queue<OneOrder.Sent> acknowledged) {
    AtomicInteger count = new AtomicInteger();
    actors.start(
        "sender-" + sender,
        () -> {
          Set<PartitionId> to = new TreeSet<>();
          to.add(channel.partitions().get(random.nextInt(3)));
          to.add(channel.partitions().get(random.nextInt(3)));
          Conflicts conflicts =
              random.nextInt(5) == 0 ? Conflicts.none() : Conflicts.on("k" + random.nextInt(3));
          String name = sender + "-" + count.incrementAndGet();
          long began = System.nanoTime();
          channel.multicast(Partitions.of(to), conflicts, name);
          acknowledged.add(new OneOrder.Sent(name, conflicts, began, System.nanoTime()));
          Thread.sleep(random.nextInt(30));
        });
  }

  private static void check(
      MulticastChannel<String> channel,
      List<Recording> recordings,
      Queue<OneOrder.Sent> acknowledged) {
    for (PartitionId partition : channel.partitions()) {
      long newest = channel.history(partition, 1, 1).newest();
      recordings.forEach(
          each ->
              Await.until(
                  "all of " + partition,
                  () -> each.checkPositions(partition, 1),
                  last -> last >= newest));
    }
    for (Recording each : recordings) {
      assertThat(each.gaps()).isEmpty();
      assertThat(each.ends().soFar()).isEmpty();
      assertThat(each.byPartition()).isEqualTo(recordings.get(0).byPartition());
    }
    Map<PartitionId, List<ChannelMessage<String>>> heard = recordings.get(0).byPartition();
    Map<String, Set<PartitionId>> places =
        recordings.get(0).messages().stream()
            .collect(
                Collectors.groupingBy(
                    ChannelMessage::payload,
                    Collectors.mapping(ChannelMessage::partition, Collectors.toSet())));
    recordings
        .get(0)
        .messages()
        .forEach(
            message ->
                assertThat(places.get(message.payload()))
                    .as("everywhere or nowhere: %s", message)
                    .isEqualTo(message.destinations()));
    acknowledged.forEach(sent -> assertThat(places).containsKey(sent.name()));
    heard
        .values()
        .forEach(
            messages ->
                assertThat(messages).extracting(ChannelMessage::payload).doesNotHaveDuplicates());
    OneOrder.check(acknowledged, heard.values());
  }
}
