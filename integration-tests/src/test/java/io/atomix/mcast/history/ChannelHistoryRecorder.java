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
package io.atomix.mcast.history;

import io.atomix.mcast.checker.Event;
import io.atomix.mcast.checker.Operation;
import io.atomix.mcast.primitives.channel.Conflicts;
import io.atomix.mcast.primitives.channel.MulticastChannel;
import io.atomix.mcast.primitives.channel.Partitions;
import io.atomix.primitive.partition.PartitionId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sends messages that conflict with all others, and records them as additions of 1 to a counter for
 * each partition that they go to: a message's positions are what the counters are then. So the
 * checker takes positions as claims: it wants them without holes, and in one order that goes with
 * time. Used by one thread.
 */
public final class ChannelHistoryRecorder {

  private final String client;
  private final MulticastChannel<String> channel;
  private final List<SentMessage> sent = new ArrayList<>();

  /**
   * A message that was sent.
   *
   * @param name its payload
   * @param told the positions that its sender was told; empty if it did not ask
   */
  private record SentMessage(
      String name,
      TreeMap<String, Long> deltas,
      long invoked,
      long returned,
      Map<String, Long> told) {}

  /** Records what {@code client} sends. */
  public ChannelHistoryRecorder(String client, MulticastChannel<String> channel) {
    this.client = client;
    this.channel = channel;
  }

  /** Names a partition as the histories do. */
  public static String counter(PartitionId partition) {
    return partition.group() + "-" + partition.id();
  }

  /** Sends a message; its sender is told its positions, or not. */
  public void send(Collection<PartitionId> to, boolean asksForPositions) {
    String name = client + "-" + sent.size();
    TreeMap<String, Long> deltas = new TreeMap<>();
    to.forEach(partition -> deltas.put(counter(partition), 1L));
    Map<String, Long> told = new TreeMap<>();
    long invoked = System.nanoTime();
    if (asksForPositions) {
      channel
          .multicastAndGetPositions(Partitions.of(to), Conflicts.all(), name)
          .forEach((partition, position) -> told.put(counter(partition), position));
    } else {
      channel.multicast(Partitions.of(to), Conflicts.all(), name);
    }
    sent.add(new SentMessage(name, deltas, invoked, System.nanoTime(), told));
  }

  /**
   * Returns what was sent.
   *
   * @param heard the positions at which a subscriber has heard each message, by its name: they are
   *     taken for those of whom nobody told the sender
   */
  public List<Event> events(Map<String, Map<String, Long>> heard) {
    return sent.stream()
        .map(
            message ->
                Event.completed(
                    client,
                    new Operation.AddAndGet(message.deltas()),
                    message.invoked(),
                    message.returned(),
                    message.told().isEmpty() ? heard.get(message.name()) : message.told()))
        .toList();
  }
}
