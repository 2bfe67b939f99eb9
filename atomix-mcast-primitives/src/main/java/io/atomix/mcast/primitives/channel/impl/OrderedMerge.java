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

import io.atomix.mcast.primitives.channel.ChannelMessageId;
import io.atomix.mcast.primitives.channel.ChannelPosition.PartitionPlace;
import io.atomix.primitive.partition.PartitionId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Merge of the messages of several partitions into one order: facts in, what the listener is to be
 * told out. Pure: no threads, no clocks; the caller makes sure that one thread at a time is here.
 *
 * <p><b>Order.</b> A message is next when it has come in each partition of the subscription that it
 * goes to, and when no message that conflicts with it, and stands before it in one of them, is
 * held. Two that conflict are so told in the order of each partition that they share, which the
 * protocol makes one order without a cycle over all partitions, and real time.
 *
 * <p><b>It never stops for ever.</b> Of the messages that are held take the first in that order: it
 * has no predecessor that is held, so it waits for halves alone. A missing half comes, since its
 * partition goes on, unless so many messages of that are held that it has stopped. A bound alone
 * could make partitions that have stopped wait for each other, because messages that commute may
 * stand in two partitions in different orders. So {@link #relieve} has a partition go on beyond its
 * bound, if a message waits for it and for none that goes on, and if nothing that is held of it
 * waits, by however many others, for one that goes on: that one, however slow, makes room. If
 * nothing more comes of those that go on, nothing waits for them, and the first message has its
 * partitions relieved. What is held beyond the bound lies between it and the half, so it is no more
 * than was under way at once when that was executed, or than the history holds.
 *
 * <p><b>What is lost.</b> A <em>moment</em> is the newest position of each partition, read at one
 * point of the order of all messages. So a message with a position up to the moment in one
 * partition has one in all its partitions. If all up to the moment has come there, and it has not,
 * it was dropped from the history, or stands before the beginning: it is broken. A moment that is
 * read behind a gap decides all that the gap broke.
 */
final class OrderedMerge {
  private final Map<PartitionId, MergedPartition> partitions = new TreeMap<>(PartitionFinder.ORDER);
  private final Map<ChannelMessageId, HeldMessage> held = new HashMap<>();
  private final Deque<HeldMessage> ready = new ArrayDeque<>();
  private final Deque<Merged.LostPositions> lost = new ArrayDeque<>();

  /**
   * Begins in each partition behind what is heard there.
   *
   * @param backlog how much of a partition is on its way or held
   */
  OrderedMerge(Map<PartitionId, PartitionPlace> places, Backlog backlog) {
    places.forEach((id, place) -> partitions.put(id, new MergedPartition(id, place, backlog)));
  }

  /** Takes the next message of a partition. */
  void message(PartitionId partition, StoredMessage message) {
    MergedPartition here = partitions.get(partition);
    boolean wasPast = here.isPastMoment();
    if (here.receive(message)) {
      hold(here, message);
    }
    if (!wasPast) {
      breakAwaited(here);
    }
  }

  private void hold(MergedPartition here, StoredMessage stored) {
    Envelope envelope = stored.envelope();
    HeldMessage message = held.computeIfAbsent(envelope.id(), id -> begin(envelope));
    message.halves().put(here.id(), stored);
    message.missing().remove(here);
    here.awaited().remove(message);
    here.hold(message);
    for (MergedPartition other : List.copyOf(message.missing())) {
      breakIfLost(message, other);
    }
    takeIfNext(message);
  }

  private HeldMessage begin(Envelope envelope) {
    HeldMessage message = new HeldMessage(envelope);
    for (PartitionId destination : envelope.destinations()) {
      MergedPartition partition = partitions.get(destination);
      if (partition != null) {
        message.missing().add(partition);
        partition.awaited().add(message);
      }
    }
    return message;
  }

  private void takeIfNext(HeldMessage message) {
    if (message.isNext()) {
      ready.add(message);
    }
  }

  /** Takes a gap in a partition; a {@link #moment} that is read from now on has to follow. */
  void gap(PartitionId partition, long first, long last, long offset) {
    MergedPartition here = partitions.get(partition);
    boolean wasPast = here.isPastMoment();
    lost.addAll(here.lose(first, last, offset));
    if (!wasPast) {
      breakAwaited(here);
    }
  }

  /**
   * Takes the newest positions of all partitions at one moment.
   *
   * @param behindGaps whether the moment was read behind all gaps that came
   */
  void moment(Map<PartitionId, Long> newest, boolean behindGaps) {
    newest.forEach((id, position) -> partitions.get(id).moment(position, behindGaps));
    partitions.values().forEach(this::breakAwaited);
  }

  private void breakAwaited(MergedPartition partition) {
    for (HeldMessage message : List.copyOf(partition.awaited())) {
      if (breakIfLost(message, partition)) {
        takeIfNext(message);
      }
    }
  }

  private boolean breakIfLost(HeldMessage message, MergedPartition partition) {
    if (!partition.isPastMoment() || !stoodAtMoment(message)) {
      return false;
    }
    message.halfIsLost(partition);
    partition.awaited().remove(message);
    return true;
  }

  private boolean stoodAtMoment(HeldMessage message) {
    return message.halves().entrySet().stream()
        .anyMatch(each -> partitions.get(each.getKey()).hadAtMoment(each.getValue().position()));
  }

  /** Returns what the listener is to be told next, null if there is nothing. */
  Merged poll() {
    if (!lost.isEmpty()) {
      return lost.poll();
    }
    HeldMessage message = ready.poll();
    if (message == null) {
      return null;
    }
    held.remove(message.envelope().id());
    message.halves().keySet().forEach(id -> partitions.get(id).release(message));
    for (HeldMessage follower : message.followers()) {
      follower.predecessorIsGone();
      takeIfNext(follower);
    }
    return message.isBroken()
        ? new Merged.BrokenMessage(message.halves())
        : new Merged.WholeMessage(message.halves());
  }

  /** Takes notice that the listener was told. */
  void told(Merged what) {
    what.accept(new Hearing((id, first, last) -> partitions.get(id).heard(first, last)));
  }

  /**
   * Has partitions go on beyond their bounds, without which a message would wait for ever. To be
   * called when there is nothing to tell.
   *
   * @return these partitions
   */
  Set<PartitionId> relieve() {
    Set<MergedPartition> stuck = new LinkedHashSet<>();
    for (MergedPartition partition : partitions.values()) {
      if (partition.isStopped() && partition.awaited().stream().anyMatch(OrderedMerge::isStuck)) {
        stuck.add(partition);
      }
    }
    if (stuck.isEmpty()) {
      return Set.of();
    }
    // Room comes by itself where something waits for a partition that goes on.
    for (HeldMessage message : hopeful()) {
      message.halves().keySet().forEach(id -> stuck.remove(partitions.get(id)));
    }
    for (HeldMessage message : held.values()) {
      for (PartitionId id : message.halves().keySet()) {
        MergedPartition partition = partitions.get(id);
        if (stuck.contains(partition)) {
          partition.excuse(message);
        }
      }
    }
    return stuck.stream().map(MergedPartition::id).collect(Collectors.toSet());
  }

  /** Returns whether a message waits for nothing but halves in partitions that have stopped. */
  private static boolean isStuck(HeldMessage message) {
    return !message.hasPredecessors()
        && message.missing().stream().allMatch(MergedPartition::isStopped);
  }

  /** Returns the messages that wait, in the end, for a partition that goes on. */
  private Set<HeldMessage> hopeful() {
    Deque<HeldMessage> next = new ArrayDeque<>();
    for (HeldMessage message : held.values()) {
      if (!message.missing().stream().allMatch(MergedPartition::isStopped)) {
        next.add(message);
      }
    }
    Set<HeldMessage> hopeful = new HashSet<>();
    for (HeldMessage message = next.poll(); message != null; message = next.poll()) {
      if (hopeful.add(message)) {
        next.addAll(message.followers());
      }
    }
    return hopeful;
  }

  /** Returns whether messages of a partition are held. */
  boolean holds(PartitionId partition) {
    return partitions.get(partition).holds();
  }

  /** Returns the position of a partition behind which its backlog may be sent. */
  long room(PartitionId partition) {
    return partitions.get(partition).room();
  }

  /** Returns the offset of a partition behind which its backlog may be sent. */
  long roomOffset(PartitionId partition) {
    return partitions.get(partition).roomOffset();
  }

  /** Returns the numbers of messages of which the half of a partition is missing. */
  Map<PartitionId, Integer> waitingFor() {
    Map<PartitionId, Integer> waiting = new LinkedHashMap<>();
    partitions.forEach(
        (id, partition) -> {
          if (!partition.awaited().isEmpty()) {
            waiting.put(id, partition.awaited().size());
          }
        });
    return waiting;
  }

  /** Returns the number of messages that are held and have come from a partition. */
  int held(PartitionId partition) {
    return (int)
        held.values().stream().filter(each -> each.halves().containsKey(partition)).count();
  }

  /** Returns the number of messages that are held. */
  int size() {
    return held.size();
  }

  /**
   * Returns what is heard of each partition.
   *
   * @param underWay what the listener is being told and counts as told; null if nothing does
   */
  Map<PartitionId, PartitionPlace> places(Map<PartitionId, Long> incarnations, Merged underWay) {
    Map<PartitionId, PartitionPlace> places = new LinkedHashMap<>();
    partitions.forEach(
        (id, partition) -> places.put(id, partition.place(incarnations.getOrDefault(id, 0L))));
    if (underWay != null) {
      underWay.accept(
          new Hearing(
              (id, first, last) ->
                  places.computeIfPresent(id, (same, place) -> Hearing.with(place, first, last))));
    }
    return places;
  }
}
