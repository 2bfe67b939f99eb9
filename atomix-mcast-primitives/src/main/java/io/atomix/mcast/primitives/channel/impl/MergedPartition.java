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

import io.atomix.mcast.primitives.channel.ChannelPosition.PartitionPlace;
import io.atomix.primitive.partition.PartitionId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A partition in an {@link OrderedMerge}: how far it has come, which positions of it are heard, and
 * which of its messages are held.
 */
final class MergedPartition {
  private final PartitionId id;

  /** The numbers of messages and bytes from which on nothing more may come. */
  private final int fullSize;

  private final long fullBytes;

  /** The position up to which everything has come or is lost, and the offset there. */
  private long received;

  private long receivedOffset;

  /** The position up to which all is heard but for what is unheard. */
  private long upTo;

  private final TreeSet<Long> unheard;

  /** The newest position at the latest moment that is known of all partitions. */
  private long moment;

  /** No gap came that no moment is known behind; with one, it does not help to go on. */
  private boolean decided = true;

  /** The held messages that go here and have not come. */
  private final Set<HeldMessage> awaited = new LinkedHashSet<>();

  /** The held messages that came here, as far as one that comes may have to wait for them. */
  private HeldMessage lastOfAll;

  private final Map<String, HeldMessage> lastOfKey = new HashMap<>();
  private final Set<HeldMessage> sinceAll = new LinkedHashSet<>();

  private int counted;
  private long countedBytes;

  MergedPartition(PartitionId id, PartitionPlace place, Backlog backlog) {
    this.id = id;
    this.received = place.next() - 1;
    this.upTo = place.upTo();
    this.unheard = new TreeSet<>(place.unheard());
    // A partition is told of what was dealt with in steps of half a backlog. So it may have stopped
    // as soon as more than the other half is held.
    this.fullSize = backlog.size() - Math.max(1, backlog.size() / 2) + 1;
    this.fullBytes = backlog.bytes() - Math.max(1, backlog.bytes() / 2) + 1;
  }

  PartitionId id() {
    return id;
  }

  Set<HeldMessage> awaited() {
    return awaited;
  }

  /** Returns whether so much of it is held that it may hold back what comes next. */
  boolean isStopped() {
    return decided && (counted >= fullSize || countedBytes >= fullBytes);
  }

  /** Returns whether a message of it is held. */
  boolean holds() {
    return counted > 0;
  }

  /** Returns whether all that it had at the latest moment has come or is lost. */
  boolean isPastMoment() {
    return received >= moment;
  }

  /**
   * Takes notice of its newest position at a moment.
   *
   * @param behindGaps whether the moment was read behind all gaps that came
   */
  void moment(long newest, boolean behindGaps) {
    moment = Math.max(moment, newest);
    decided |= behindGaps;
  }

  /** Returns whether it had this position at the latest moment. */
  boolean hadAtMoment(long position) {
    return position <= moment;
  }

  /** Takes notice of a message; returns whether it is still to be heard. */
  boolean receive(StoredMessage message) {
    received = message.position();
    receivedOffset = message.offset();
    if (received > upTo) {
      upTo = received;
      unheard.add(received);
    }
    return unheard.contains(received);
  }

  /** Takes notice of lost positions; returns those of them that were not heard, as pieces. */
  List<Merged.LostPositions> lose(long first, long last, long offset) {
    List<Merged.LostPositions> lost = new ArrayList<>();
    for (long position : unheard.subSet(first, Math.max(first, last + 1))) {
      lost.add(new Merged.LostPositions(id, position, position));
    }
    if (last > upTo) {
      lost.add(new Merged.LostPositions(id, Math.max(first, upTo + 1), last));
    }
    received = last;
    receivedOffset = offset;
    decided = false;
    return lost;
  }

  /** Takes notice that the listener has heard of these positions. */
  void heard(long first, long last) {
    unheard.subSet(first, last + 1).clear();
    upTo = Math.max(upTo, last);
  }

  /** Counts a message that is held, and has it follow those that it conflicts with. */
  void hold(HeldMessage message) {
    counted++;
    countedBytes += message.envelope().size();
    Envelope envelope = message.envelope();
    switch (envelope.kind()) {
      case NONE -> followIfThere(message, lastOfAll);
      case KEYS -> {
        followIfThere(message, lastOfAll);
        // The last of a key comes behind all others of the key.
        for (String key : envelope.keys()) {
          followIfThere(message, lastOfKey.put(key, message));
        }
      }
      case ALL -> {
        followIfThere(message, lastOfAll);
        sinceAll.forEach(message::follow);
        sinceAll.clear();
        lastOfKey.clear();
        lastOfAll = message;
        return;
      }
    }
    sinceAll.add(message);
  }

  private static void followIfThere(HeldMessage message, HeldMessage predecessor) {
    if (predecessor != null) {
      message.follow(predecessor);
    }
  }

  /** Forgets a message that is delivered. */
  void release(HeldMessage message) {
    excuse(message);
    sinceAll.remove(message);
    if (lastOfAll == message) {
      lastOfAll = null;
    }
    message.envelope().keys().forEach(key -> lastOfKey.remove(key, message));
  }

  /** Has a message not count for what may be held. */
  void excuse(HeldMessage message) {
    if (message.excused().add(this)) {
      counted--;
      countedBytes -= message.envelope().size();
    }
  }

  /** Returns the position behind which there may be as much as the backlog has room for. */
  long room() {
    return received - counted;
  }

  /** Returns the offset behind which there may be as much as the backlog has room for. */
  long roomOffset() {
    return receivedOffset - countedBytes;
  }

  /** Returns what is heard. */
  PartitionPlace place(long incarnation) {
    return new PartitionPlace(incarnation, upTo, unheard);
  }
}
