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
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Says which messages may be told by now, by looking at every message and every other one. */
final class NaiveMerge {
  private final Map<PartitionId, PartitionPlace> places;
  private final Map<PartitionId, Long> received = new HashMap<>();
  private final Map<PartitionId, Long> moment = new HashMap<>();
  private final Map<ChannelMessageId, Map<PartitionId, Long>> held = new LinkedHashMap<>();
  private final Map<ChannelMessageId, Envelope> envelopes = new HashMap<>();
  private final Map<ChannelMessageId, Set<PartitionId>> lost = new HashMap<>();
  private final Set<ChannelMessageId> told = new HashSet<>();

  NaiveMerge(Map<PartitionId, PartitionPlace> places, Map<PartitionId, Long> moment) {
    this.places = places;
    this.moment.putAll(moment);
    places.forEach((id, place) -> received.put(id, place.next() - 1));
  }

  void message(PartitionId partition, StoredMessage message) {
    received.put(partition, message.position());
    PartitionPlace place = places.get(partition);
    if (message.position() > place.upTo() || place.unheard().contains(message.position())) {
      Envelope envelope = message.envelope();
      envelopes.put(envelope.id(), envelope);
      held.computeIfAbsent(envelope.id(), id -> new HashMap<>()).put(partition, message.position());
    }
  }

  void gap(PartitionId partition, long last) {
    received.put(partition, last);
  }

  void moment(Map<PartitionId, Long> newest) {
    moment.putAll(newest);
  }

  /** Returns all messages that were told so far, if all is told that may be. */
  Set<ChannelMessageId> told() {
    while (held.entrySet().removeIf(each -> isNext(each.getKey()) && told.add(each.getKey()))) {
      // one may have let another go
    }
    return told;
  }

  private boolean isNext(ChannelMessageId id) {
    Map<PartitionId, Long> halves = held.get(id);
    boolean whole = true;
    for (PartitionId partition : envelopes.get(id).destinations()) {
      if (places.containsKey(partition) && !halves.containsKey(partition)) {
        if (isLost(halves, partition)) {
          lost.computeIfAbsent(id, same -> new HashSet<>()).add(partition);
        }
        whole &= lost.getOrDefault(id, Set.of()).contains(partition);
      }
    }
    return whole && held.keySet().stream().noneMatch(other -> precedes(other, id));
  }

  private boolean isLost(Map<PartitionId, Long> halves, PartitionId partition) {
    return received.get(partition) >= moment.get(partition)
        && halves.entrySet().stream()
            .anyMatch(each -> each.getValue() <= moment.get(each.getKey()));
  }

  private boolean precedes(ChannelMessageId one, ChannelMessageId other) {
    return envelopes.get(one).conflicts().with(envelopes.get(other).conflicts())
        && held.get(one).entrySet().stream()
            .anyMatch(
                each ->
                    each.getValue() < held.get(other).getOrDefault(each.getKey(), Long.MIN_VALUE));
  }
}
