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
package io.atomix.mcast.lab.torture;

import io.atomix.mcast.primitives.channel.ChannelListener;
import io.atomix.mcast.primitives.channel.ChannelMessage;
import io.atomix.mcast.primitives.channel.ChannelPosition;
import io.atomix.mcast.primitives.channel.DeliveryOrder;
import io.atomix.mcast.primitives.channel.From;
import io.atomix.mcast.primitives.channel.Gap;
import io.atomix.mcast.primitives.channel.MulticastChannel;
import io.atomix.mcast.primitives.channel.Partitions;
import io.atomix.mcast.primitives.channel.Subscription;
import io.atomix.mcast.primitives.channel.UnreadableMessage;
import io.atomix.mcast.time.LocalTime;
import io.atomix.primitive.partition.PartitionId;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Listens to some partitions of a channel in one order, and records what it is told. With some of
 * the messages it keeps its position, in the same line; so what is recorded behind the last kept
 * position is heard once more by the one that goes on, and nothing else is. It subscribes again as
 * long as that fails or the subscription ends by itself.
 */
final class TalkSubscriber extends RecordingListener<ChannelLine> {
  /** Of so many messages, one comes without the position being kept. */
  private static final int FORGETFUL = 3;

  private final MulticastChannel<String> channel;
  private final Set<Integer> partitions;

  /** Touched by the thread alone, as all below. */
  private ChannelPosition kept;

  private Hearer hearer;
  private long heard;

  /**
   * Goes on behind what the log has.
   *
   * @param partitions the numbers of those that it listens to
   * @param client who listens
   */
  TalkSubscriber(
      MulticastChannel<String> channel,
      Set<Integer> partitions,
      EventLog<ChannelLine> log,
      String client) {
    super(log, client, "hears");
    this.channel = channel;
    this.partitions = new TreeSet<>(partitions);
    for (ChannelLine line : log.found()) {
      if (line.kept() != null) {
        kept = ChannelPosition.fromJson(line.kept());
      }
    }
  }

  @Override
  void listen() {
    Hearer next = new Hearer();
    hearer = next;
    channel
        .async()
        .subscribe(
            Partitions.numbered(partitions.stream().mapToInt(each -> each).toArray()),
            kept == null ? From.oldest() : From.after(kept),
            DeliveryOrder.ordered(),
            next,
            thread())
        .whenComplete(
            (done, error) -> {
              if (error != null && !isClosed()) {
                thread().execute(() -> again(next, error));
              }
            });
  }

  private void again(Hearer failed, Throwable why) {
    if (hearer != failed || isClosed()) {
      return;
    }
    hearer = null;
    System.out.println(client() + " does not hear any more: " + why);
    if (why instanceof IllegalArgumentException) {
      // The position is refused.
      add(ended(why));
    }
    again();
  }

  private static ChannelLine ended(Throwable why) {
    return ChannelLine.of(ChannelLine.TalkKind.ENDED, LocalTime.nanos(), null, why.toString());
  }

  @Override
  Runnable newest() {
    Map<Integer, Long> newest = new TreeMap<>();
    for (PartitionId partition : channel.partitions()) {
      if (partitions.contains(partition.id())) {
        newest.put(partition.id(), channel.history(partition, 1, 1).newest());
      }
    }
    return () -> noteDrained(newest);
  }

  private void noteDrained(Map<Integer, Long> newest) {
    Subscription subscription = hearer == null ? null : hearer.subscription;
    if (subscription != null
        && subscription.partitions().stream()
            .allMatch(each -> subscription.position(each) >= newest.get(each.id()))) {
      String position = subscription.position().toJson();
      add(
          new ChannelLine(
              ChannelLine.TalkKind.DRAINED,
              LocalTime.nanos(),
              null,
              null,
              null,
              null,
              newest,
              position,
              null));
      hearer = null;
      drained();
      subscription.close();
    }
  }

  @Override
  public String toString() {
    return "the subscriber of " + partitions;
  }

  /** The listener of one subscription. */
  private final class Hearer implements ChannelListener<String> {
    private Subscription subscription;

    private boolean isOver() {
      return hearer != this || isClosed();
    }

    private void keep() {
      kept = subscription.position();
    }

    @Override
    public void onSubscribed(Subscription begun) {
      subscription = begun;
      if (!isOver()) {
        keep();
        add(ChannelLine.of(ChannelLine.TalkKind.BEGIN, LocalTime.nanos(), kept.toJson(), client()));
      }
    }

    @Override
    public void onMessage(ChannelMessage<String> message) {
      if (isOver()) {
        return;
      }
      boolean keeps = ++heard % FORGETFUL != 0;
      if (keeps) {
        keep();
      }
      Set<Integer> to = new TreeSet<>();
      message.destinations().forEach(each -> to.add(each.id()));
      add(
          new ChannelLine(
              ChannelLine.TalkKind.HEARD,
              LocalTime.nanos(),
              message.payload(),
              message.id().toString(),
              to,
              ChannelLine.text(message.conflicts()),
              Map.of(message.partition().id(), message.position()),
              keeps ? kept.toJson() : null,
              null));
    }

    @Override
    public void onGap(Gap gap) {
      if (!isOver()) {
        lost(gap.toString());
      }
    }

    @Override
    public void onUnreadable(UnreadableMessage message) {
      if (!isOver()) {
        lost(message.toString());
      }
    }

    private void lost(String what) {
      add(ChannelLine.of(ChannelLine.TalkKind.LOST, LocalTime.nanos(), null, what));
    }

    @Override
    public void onEnd(Throwable why) {
      if (!isOver()) {
        add(ended(why));
        again(this, new IllegalStateException("the subscription has ended", why));
      }
    }
  }
}
