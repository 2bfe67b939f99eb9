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
import io.atomix.mcast.primitives.channel.Conflicts;
import io.atomix.primitive.partition.PartitionId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Partitions that get messages as the protocol executes them: those that conflict in one order,
 * others in any, and a partition may be ahead of another within what is under way at once.
 */
final class ScatteredMessages {
  private final Random random;
  private final int disorder;
  private final Map<PartitionId, RecentMessages> logs = new TreeMap<>(PartitionFinder.ORDER);
  private final Map<PartitionId, List<Envelope>> underWay = new HashMap<>();
  private final Map<ChannelMessageId, Map<PartitionId, Long>> positions = new HashMap<>();
  private final Map<ChannelMessageId, Envelope> sent = new HashMap<>();

  ScatteredMessages(Random random, int partitions, int historySize, int disorder) {
    this.random = random;
    this.disorder = disorder;
    for (int i = 1; i <= partitions; i++) {
      PartitionId id = PartitionId.from("data", i);
      logs.put(id, new RecentMessages(historySize, Long.MAX_VALUE));
      underWay.put(id, new ArrayList<>());
    }
  }

  List<PartitionId> partitions() {
    return List.copyOf(logs.keySet());
  }

  RecentMessages log(PartitionId partition) {
    return logs.get(partition);
  }

  Map<ChannelMessageId, Envelope> sent() {
    return sent;
  }

  long position(ChannelMessageId id, PartitionId partition) {
    return positions.get(id).get(partition);
  }

  /** Sends some messages at once. */
  void send() {
    List<Envelope> order = new ArrayList<>();
    for (int i = 1 + random.nextInt(disorder); i > 0; i--) {
      order.add(envelope());
    }
    logs.keySet().forEach(id -> underWay.get(id).addAll(shuffled(order, id)));
  }

  private Envelope envelope() {
    List<PartitionId> to = new ArrayList<>(logs.keySet());
    Collections.shuffle(to, random);
    to = to.subList(0, 1 + random.nextInt(to.size()));
    to.sort(PartitionFinder.ORDER);
    ChannelMessageId id = new ChannelMessageId(new UUID(3, 4), sent.size() + 1);
    Envelope envelope = new Envelope(id, to, conflicts(), new byte[random.nextInt(50)]);
    sent.put(id, envelope);
    return envelope;
  }

  private Conflicts conflicts() {
    int kind = random.nextInt(20);
    if (kind == 0) {
      return Conflicts.all();
    }
    String key = "k" + random.nextInt(4);
    return kind < 8 ? Conflicts.none() : kind < 16 ? Conflicts.on(key) : Conflicts.on(key, "k9");
  }

  /** Returns a partition's messages, with changes of places among those that commute. */
  private List<Envelope> shuffled(List<Envelope> order, PartitionId id) {
    List<Envelope> here =
        new ArrayList<>(order.stream().filter(each -> each.destinations().contains(id)).toList());
    for (int i = here.size() * here.size(); i > 0 && here.size() > 1; i--) {
      int at = random.nextInt(here.size() - 1);
      if (!here.get(at).conflicts().with(here.get(at + 1).conflicts())) {
        Collections.swap(here, at, at + 1);
      }
    }
    return here;
  }

  /** Executes a message somewhere; returns whether there was one. */
  boolean execute() {
    List<PartitionId> busy =
        partitions().stream().filter(id -> !underWay.get(id).isEmpty()).toList();
    if (busy.isEmpty()) {
      return false;
    }
    PartitionId id = busy.get(random.nextInt(busy.size()));
    Envelope next = underWay.get(id).remove(0);
    long position = logs.get(id).add(next).position();
    positions.computeIfAbsent(next.id(), same -> new HashMap<>()).put(id, position);
    return true;
  }

  /** Reads the ends of all partitions behind all that is under way. */
  Map<PartitionId, Long> newest() {
    while (execute()) {
      // until nothing is under way
    }
    Map<PartitionId, Long> newest = new HashMap<>();
    logs.forEach((id, log) -> newest.put(id, log.newest()));
    return newest;
  }
}
