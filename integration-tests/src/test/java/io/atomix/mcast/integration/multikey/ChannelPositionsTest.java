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

import io.atomix.mcast.checker.Event;
import io.atomix.mcast.checker.StrictSerializability;
import io.atomix.mcast.checker.Verdict;
import io.atomix.mcast.history.ChannelHistoryRecorder;
import io.atomix.mcast.primitives.channel.ChannelMessage;
import io.atomix.mcast.primitives.channel.From;
import io.atomix.mcast.primitives.channel.MulticastChannel;
import io.atomix.mcast.primitives.channel.Partitions;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.Parallel;
import io.atomix.primitive.partition.PartitionId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/**
 * Positions of messages that all conflict, as senders were told them and a subscriber heard them:
 * one order over all partitions, without holes, that goes with time.
 */
class ChannelPositionsTest extends MulticastChannelFixture {
  private static final int SENDERS = 6;
  private static final int MESSAGES = 40;

  @Test
  void positionsAreClaimsThatGoWithEachOtherAndWithTime() {
    long seed = Long.getLong("mcast.seed", new Random().nextLong());
    System.out.println("ChannelPositionsTest seed " + seed);
    List<MulticastChannel<String>> channels = new ArrayList<>();
    for (int member = 1; member <= 3; member++) {
      channels.add(open(member, builder -> builder.withHistorySize(10_000)));
    }
    channels.get(1).subscribe(Partitions.all(), From.oldest(), recording);
    List<ChannelHistoryRecorder> recorders = new ArrayList<>();
    List<Callable<Integer>> senders = new ArrayList<>();
    for (int i = 0; i < SENDERS; i++) {
      ChannelHistoryRecorder recorder =
          new ChannelHistoryRecorder("sender-" + i, channels.get(i % channels.size()));
      Random random = new Random(seed + i);
      recorders.add(recorder);
      senders.add(() -> sendAll(recorder, random));
    }
    int expected = Parallel.run(senders).stream().mapToInt(Integer::intValue).sum();
    Await.until("all messages", () -> recording.messages().size(), count -> count >= expected);
    assertThat(recording.gaps()).isEmpty();

    Map<String, Map<String, Long>> heard = new HashMap<>();
    for (ChannelMessage<String> message : recording.messages()) {
      heard
          .computeIfAbsent(message.payload(), name -> new TreeMap<>())
          .put(ChannelHistoryRecorder.counter(message.partition()), message.position());
    }
    List<Event> history =
        recorders.stream().map(each -> each.events(heard)).flatMap(Collection::stream).toList();

    assertThat(StrictSerializability.check(history))
        .as("seed %d", seed)
        .isInstanceOf(Verdict.StrictlySerializable.class);
    assertThat(StrictSerializability.check(withTheLastPositionOffByOne(history)))
        .as("a position that was told wrongly")
        .isInstanceOf(Verdict.Violation.class);
  }

  private int sendAll(ChannelHistoryRecorder recorder, Random random) {
    int copies = 0;
    for (int i = 0; i < MESSAGES; i++) {
      List<PartitionId> to = new ArrayList<>(channel.partitions());
      Collections.shuffle(to, random);
      to = to.subList(0, 1 + random.nextInt(to.size()));
      recorder.send(to, random.nextBoolean());
      copies += to.size();
    }
    return copies;
  }

  private static List<Event> withTheLastPositionOffByOne(List<Event> history) {
    Event last = history.get(history.size() - 1);
    Map<String, Object> positions = new TreeMap<>();
    ((Map<?, ?>) last.result())
        .forEach((partition, position) -> positions.put((String) partition, (Long) position + 1));
    List<Event> changed = new ArrayList<>(history);
    changed.set(
        history.size() - 1,
        Event.completed(
            last.client(), last.operation(), last.invoked(), last.returned(), positions));
    return changed;
  }
}
