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

import io.atomix.mcast.observe.ListenerCounts;
import io.atomix.mcast.primitives.channel.ChannelListener;
import io.atomix.mcast.primitives.channel.ChannelPosition;
import io.atomix.mcast.primitives.channel.ChannelPosition.PartitionPlace;
import io.atomix.primitive.partition.PartitionId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A subscription that tells of all its partitions in one order. What comes goes into an {@link
 * OrderedMerge}, on the listener's thread, and is told as far as that says. A partition is told to
 * send more as messages leave the merge. Behind each gap the newest positions of all partitions are
 * read, so that nothing waits for a half that is lost.
 */
final class OrderedSubscription<E> extends ChannelSubscription<E>
    implements ListenerCounts.OrderedView {
  private final Supplier<CompletableFuture<ChannelMoment>> moments;

  /** Guarded by itself: the listener's thread changes it, any thread asks it. */
  private final OrderedMerge merge;

  private final Map<PartitionId, Long> incarnations = new HashMap<>();
  private Merged underWay;
  private Thread listening;

  /** Touched by the listener's thread alone. */
  private boolean momentIsRead;

  private boolean momentIsWanted;

  /**
   * Creates a subscription without partitions.
   *
   * @param places what is heard already of each partition
   * @param moment the ends of the partitions, read before it begins there
   * @param moments reads them again
   */
  OrderedSubscription(
      MessageCodec<E> codec,
      ChannelListener<E> listener,
      Executor executor,
      Consumer<ChannelSubscription<E>> forget,
      Map<PartitionId, PartitionPlace> places,
      Backlog backlog,
      ChannelMoment moment,
      Supplier<CompletableFuture<ChannelMoment>> moments) {
    super(codec, listener, executor, forget);
    this.moments = moments;
    this.merge = new OrderedMerge(places, backlog);
    merge.moment(moment.newest(), true);
  }

  /** Takes notice that all partitions have it, before anything is told. */
  void begun() {
    synchronized (merge) {
      partitions().forEach(id -> incarnations.put(id, part(id).incarnation()));
    }
  }

  @Override
  void deal(PartitionId partition, Received received) {
    if (isClosed()) {
      return;
    }
    received.accept(new MergeInput(partition));
    tell();
    Set<PartitionId> roomier = new TreeSet<>(PartitionFinder.ORDER);
    roomier.add(partition);
    synchronized (merge) {
      roomier.addAll(merge.relieve());
    }
    roomier.forEach(this::tellRoom);
    readMoment();
  }

  private void tell() {
    for (Merged next = next(); next != null; next = next()) {
      next.accept(new MergedTeller());
      synchronized (merge) {
        merge.told(underWay);
        underWay = null;
        listening = null;
      }
      next.accept(new Hearing((partition, first, last) -> tellRoom(partition)));
    }
  }

  private Merged next() {
    synchronized (merge) {
      underWay = isClosed() ? null : merge.poll();
      listening = underWay == null ? null : Thread.currentThread();
      return underWay;
    }
  }

  private void tellRoom(PartitionId partition) {
    long position;
    long offset;
    synchronized (merge) {
      position = merge.room(partition);
      offset = merge.roomOffset(partition);
    }
    part(partition).hasRoomBehind(position, offset);
  }

  /** Reads the ends of the partitions behind the gaps that came, again until it succeeds. */
  private void readMoment() {
    if (!momentIsWanted || momentIsRead || isClosed()) {
      return;
    }
    momentIsWanted = false;
    momentIsRead = true;
    CompletableFuture.completedFuture(null)
        .thenCompose(begin -> moments.get())
        .whenComplete(
            (moment, error) -> {
              if (error == null) {
                execute(() -> take(moment));
              } else {
                PartitionSubscription any = part(partitions().iterator().next());
                any.retry(() -> execute(this::readMomentAgain));
              }
            });
  }

  private void readMomentAgain() {
    momentIsRead = false;
    momentIsWanted = true;
    readMoment();
  }

  private void take(ChannelMoment moment) {
    momentIsRead = false;
    synchronized (merge) {
      merge.moment(moment.newest(), !momentIsWanted);
    }
    tell();
    Set<PartitionId> roomier;
    synchronized (merge) {
      roomier = merge.relieve();
    }
    roomier.forEach(this::tellRoom);
    readMoment();
  }

  @Override
  public long position(PartitionId partition) {
    named(partition);
    synchronized (merge) {
      return places().get(partition).next() - 1;
    }
  }

  @Override
  public ChannelPosition position() {
    synchronized (merge) {
      return new ChannelPosition(channel(), places());
    }
  }

  private Map<PartitionId, PartitionPlace> places() {
    return merge.places(incarnations, Thread.currentThread() == listening ? underWay : null);
  }

  @Override
  public Map<PartitionId, Integer> waitingFor() {
    synchronized (merge) {
      return new LinkedHashMap<>(merge.waitingFor());
    }
  }

  @Override
  public int held(PartitionId partition) {
    synchronized (merge) {
      return merge.held(partition);
    }
  }

  @Override
  public int missing(PartitionId partition) {
    return waitingFor().getOrDefault(partition, 0);
  }

  /** Puts what came from one partition into the merge. */
  private final class MergeInput implements Received.ReceivedVisitor {
    private final PartitionId partition;

    private MergeInput(PartitionId partition) {
      this.partition = partition;
    }

    @Override
    public void message(Received.ReceivedMessage received) {
      synchronized (merge) {
        merge.message(partition, received.message());
      }
    }

    @Override
    public void lost(Received.Lost received) {
      momentIsWanted = partitions().size() > 1;
      synchronized (merge) {
        merge.gap(partition, received.first(), received.last(), received.offset());
      }
    }

    @Override
    public void late(Received.Late received) {
      boolean waits;
      synchronized (merge) {
        waits = merge.holds(partition);
      }
      if (!waits) {
        tellOverrun(partition, received);
      }
    }
  }

  /** Calls the listener. */
  private final class MergedTeller implements Merged.MergedVisitor {
    @Override
    public void whole(Merged.WholeMessage message) {
      PartitionId first = message.halves().firstKey();
      hear(first, message.halves().get(first));
    }

    @Override
    public void broken(Merged.BrokenMessage message) {
      message.halves().forEach((id, half) -> tellGap(id, half.position(), half.position()));
    }

    @Override
    public void lost(Merged.LostPositions positions) {
      tellGap(positions.partition(), positions.first(), positions.last());
    }
  }
}
