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
package io.atomix.mcast.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.core.Atomix;
import io.atomix.mcast.integration.multikey.Recording;
import io.atomix.mcast.primitives.channel.ChannelMessage;
import io.atomix.mcast.primitives.channel.ChannelPosition;
import io.atomix.mcast.primitives.channel.Conflicts;
import io.atomix.mcast.primitives.channel.DeliveryOrder;
import io.atomix.mcast.primitives.channel.From;
import io.atomix.mcast.primitives.channel.Gap;
import io.atomix.mcast.primitives.channel.MulticastChannel;
import io.atomix.mcast.primitives.channel.MulticastChannelType;
import io.atomix.mcast.primitives.channel.Partitions;
import io.atomix.mcast.primitives.channel.Subscription;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.Primitives;
import io.atomix.primitive.partition.PartitionId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A channel in partitions 1 and 2, of which more is sent than it keeps, with four subscribers: one
 * that is quick, one that stops listening for a while, one that comes late, and an ordered one that
 * comes back behind a kept position.
 */
final class ChannelThroughSnapshots {
  private static final int HISTORY = 40;
  private static final int BACKLOG = 5;

  /** Less than the history, so that who listens loses nothing. */
  private static final int PIECE = 30;

  private final Primitives primitives;
  private final MulticastChannel<String> channel;
  private final List<String> sent = new ArrayList<>();
  private final Recording quick = new Recording();
  private final Recording paused = new Recording();
  private String kept;
  private final CompletableFuture<Void> pause = new CompletableFuture<>();

  ChannelThroughSnapshots(Primitives primitives, Atomix client) {
    this.primitives = primitives;
    channel = open(client);
  }

  private MulticastChannel<String> open(Atomix node) {
    return primitives.open(
        node,
        "history",
        (on, name) ->
            on.primitiveBuilder(name, MulticastChannelType.<String>instance())
                .withHistorySize(HISTORY)
                .withBacklogSize(BACKLOG));
  }

  private List<PartitionId> partitions() {
    return channel.partitions().stream().filter(each -> each.id() <= 2).toList();
  }

  void begin() {
    channel.subscribe(Partitions.numbered(1, 2), From.oldest(), quick);
    channel.subscribe(Partitions.numbered(1, 2), From.oldest(), paused, pause::thenRunAsync);
    send();
  }

  /** Somebody who comes back each time behind the position that he has kept misses nothing. */
  private void comeBack() {
    Recording back = new Recording();
    From from = kept == null ? From.oldest() : From.after(ChannelPosition.fromJson(kept));
    try (Subscription subscription =
        channel.subscribe(Partitions.numbered(1, 2), from, DeliveryOrder.ordered(), back)) {
      List<String> expected = sent.subList(sent.size() - PIECE, sent.size());
      Await.until("all that is new, each once", back::payloads, expected::equals);
      Await.until(
          "it is dealt with",
          () -> partitions().stream().allMatch(each -> subscription.position(each) == sent.size()));
      assertThat(back.gaps()).isEmpty();
      kept = subscription.position().toJson();
    }
  }

  /** Sends messages, and waits until the quick subscriber has heard them. */
  void send() {
    for (int i = 0; i < PIECE; i++) {
      String message = "message " + (sent.size() + 1);
      sent.add(message);
      channel.multicast(Partitions.numbered(1, 2), Conflicts.all(), message);
    }
    Await.until(
        "the quick subscriber has all",
        () -> quick.messages().size(),
        size -> size == 2 * sent.size());
    assertThat(quick.gaps()).isEmpty();
    assertThat(quick.ends().soFar()).isEmpty();
    for (PartitionId partition : partitions()) {
      quick.checkPositions(partition, 1);
      assertThat(payloads(quick, partition)).isEqualTo(sent);
    }
    comeBack();
  }

  private static List<String> payloads(Recording recording, PartitionId partition) {
    return recording.byPartition().get(partition).stream().map(ChannelMessage::payload).toList();
  }

  /** Somebody who begins at the first position is told what is gone, and gets the rest. */
  void checkLate(Atomix node, String when) {
    Recording late = new Recording();
    int gone = Math.max(0, sent.size() - HISTORY);
    List<String> kept = sent.subList(gone, sent.size());
    try (Subscription subscription =
        open(node).subscribe(Partitions.numbered(1, 2), From.position(1), late)) {
      assertThat(subscription).isNotNull();
      Await.until(
          "one who comes late, " + when + ", has what is kept",
          () -> late.messages().size(),
          size -> size == 2 * kept.size());
      for (PartitionId partition : partitions()) {
        assertThat(late.checkPositions(partition, 1)).as(when).isEqualTo(sent.size());
        assertThat(payloads(late, partition)).as(when).isEqualTo(kept);
        assertThat(channel.history(partition, 1, 1000).oldest()).as(when).isEqualTo(gone + 1);
      }
      assertThat(late.gaps())
          .as(when)
          .containsExactlyInAnyOrderElementsOf(
              gone == 0
                  ? List.of()
                  : partitions().stream().map(each -> new Gap(each, 1, gone)).toList());
    }
  }

  /** Who has stopped listening long ago goes on with its backlog, and is told of what is gone. */
  void checkPaused() {
    assertThat(paused.messages()).isEmpty();
    pause.complete(null);
    for (PartitionId partition : partitions()) {
      Await.until(
          "the one that had stopped listening is through with " + partition,
          () -> paused.checkPositions(partition, 1),
          last -> last == sent.size());
      List<String> heard = new ArrayList<>(sent.subList(0, BACKLOG));
      heard.addAll(sent.subList(sent.size() - HISTORY, sent.size()));
      assertThat(payloads(paused, partition)).isEqualTo(heard);
    }
    assertThat(paused.gaps()).hasSize(2);
    assertThat(paused.overruns()).extracting(each -> each.partition().id()).contains(1, 2);
    assertThat(paused.ends().soFar()).isEmpty();
  }
}
