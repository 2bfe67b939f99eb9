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

import io.atomix.mcast.primitives.channel.Conflicts;
import io.atomix.mcast.primitives.channel.MulticastChannel;
import io.atomix.mcast.primitives.channel.Partitions;
import io.atomix.mcast.time.LocalTime;
import io.atomix.primitive.partition.PartitionId;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Sends messages to one partition and to several, which conflict with some others, and records
 * them. Used by one thread.
 */
final class TalkSource {
  private static final List<String> KEYS = List.of("a", "b", "c");

  private final MulticastChannel<String> channel;
  private final EventLog<ChannelLine> log;
  private final UniqueValues payloads;
  private final SplittableRandom random;

  TalkSource(
      MulticastChannel<String> channel,
      EventLog<ChannelLine> log,
      UniqueValues payloads,
      SplittableRandom random) {
    this.channel = channel;
    this.log = log;
    this.payloads = payloads;
    this.random = random;
  }

  /**
   * Sends another one.
   *
   * @throws Exception if that fails; what that means is recorded
   */
  void step(String client) throws Exception {
    TreeSet<Integer> to = new TreeSet<>();
    for (int i = random.nextInt(1, KeyPlacement.PARTITIONS + 1); i > 0; i--) {
      to.add(random.nextInt(1, KeyPlacement.PARTITIONS + 1));
    }
    Conflicts conflicts = conflicts();
    boolean positions = random.nextInt(4) == 0;
    String payload = payloads.next();
    log.add(ChannelLine.send(LocalTime.nanos(), payload, to, ChannelLine.text(conflicts)));
    Partitions partitions = Partitions.numbered(to.stream().mapToInt(each -> each).toArray());
    Map<Integer, Long> told = null;
    try {
      if (positions) {
        told = numbered(channel.multicastAndGetPositions(partitions, conflicts, payload));
      } else {
        channel.multicast(partitions, conflicts, payload);
      }
    } catch (RuntimeException e) {
      if (Journal.saysNotApplied(e)) {
        log.add(ChannelLine.refused(LocalTime.nanos(), payload));
      }
      throw e;
    }
    log.add(ChannelLine.sent(LocalTime.nanos(), payload, told));
  }

  private Conflicts conflicts() {
    return switch (random.nextInt(10)) {
      case 0, 1 -> Conflicts.none();
      case 2 -> Conflicts.all();
      default -> {
        TreeSet<String> keys = new TreeSet<>();
        keys.add(KEYS.get(random.nextInt(KEYS.size())));
        keys.add(KEYS.get(random.nextInt(KEYS.size())));
        yield Conflicts.on(keys);
      }
    };
  }

  private static Map<Integer, Long> numbered(Map<PartitionId, Long> positions) {
    Map<Integer, Long> numbered = new TreeMap<>();
    positions.forEach((partition, position) -> numbered.put(partition.id(), position));
    return numbered;
  }
}
