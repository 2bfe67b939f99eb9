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
package io.atomix.mcast.client.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.client.ManualThreads;
import io.atomix.mcast.exchange.NotificationSender;
import io.atomix.mcast.group.ClientAddress;
import io.atomix.mcast.group.ClientChange;
import io.atomix.mcast.wire.Delivery;
import io.atomix.mcast.wire.Notification;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.RepeatedTest;

/**
 * Notifications on their whole way from two replicas, which lead in turn, over a network that
 * loses, delays and repeats, to the application.
 */
class DeliveriesToPipelineTest {
  private static final ClientAddress ADDRESS = new ClientAddress(7, new UUID(1, 2), "member");
  private static final int ITEMS = 200;

  private final long seed = Long.getLong("mcast.seed", new Random().nextInt(1_000_000_000));
  private final Random random = new Random(seed);
  private final ManualThreads threads = new ManualThreads();
  private final Lab client = new Lab();
  private final List<NotificationSender> replicas = List.of(newReplica(), newReplica());
  private final List<Runnable> underWay = new ArrayList<>();
  private final Map<Submission, Integer> results = new LinkedHashMap<>();
  private int number;

  private NotificationSender newReplica() {
    return new NotificationSender(
        (address, bytes) -> carry(bytes), threads.createContext(), Duration.ZERO, () -> 0);
  }

  private CompletableFuture<Long> carry(byte[] bytes) {
    CompletableFuture<Long> answer = new CompletableFuture<>();
    for (int copies = random.nextInt(3); copies > 0; copies--) {
      underWay.add(
          () -> {
            long has = client.pipeline.deliver(Delivery.decode(bytes));
            if (random.nextBoolean()) {
              answer.complete(has);
            }
          });
    }
    underWay.add(() -> answer.completeExceptionally(new IllegalStateException("timed out")));
    return answer;
  }

  @RepeatedTest(10)
  void everyNotificationReachesTheApplicationOnceAndEventsInTheirOrder() {
    System.out.println("DeliveriesToPipelineTest: -Dmcast.seed=" + seed);
    replicas.get(0).leading(true);
    while (number < ITEMS) {
      step();
    }
    for (int i = 0; i < 1000 && client.told.size() < ITEMS; i++) {
      step();
    }
    assertThat(client.told).as("seed %d", seed).hasSize(ITEMS).doesNotHaveDuplicates();
    assertThat(client.told.stream().filter(told -> told.startsWith("item")))
        .as("events, seed %d", seed)
        .containsExactlyElementsOf(
            LongStream.rangeClosed(1, ITEMS)
                .filter(i -> !results.containsValue((int) i))
                .mapToObj(i -> "item " + i)
                .toList());
  }

  private void step() {
    switch (random.nextInt(10)) {
      case 0, 1, 2 -> publish();
      case 3 -> changeLeader();
      case 4, 5 -> replicas.forEach(NotificationSender::tick);
      default -> {
        if (!underWay.isEmpty()) {
          underWay.remove(random.nextInt(underWay.size())).run();
        }
      }
    }
    if (client.raft.batchesUnderWay() > 0) {
      acknowledge();
    }
    client.after(1, 1_000_000);
    threads.runAll();
  }

  /**
   * An entry makes an event or the result of a message that had to wait; both replicas apply it.
   */
  private void publish() {
    if (number == ITEMS) {
      return;
    }
    number++;
    if (random.nextBoolean()) {
      applied(Lab.event(number, 0));
    } else {
      Submission write = client.write(Lab.writes("map", number));
      client.note("result " + number, write.deferred());
      results.put(write, number);
      applied(Lab.deferred(number, write, 1));
    }
  }

  private void applied(Notification notification) {
    replicas.forEach(
        replica -> replica.applied(List.of(new ClientChange.Added(ADDRESS, notification))));
  }

  private void acknowledge() {
    long received = client.raft.batch().received();
    client.raft.answerAll(Lab.waiting());
    replicas.forEach(
        replica -> replica.applied(List.of(new ClientChange.Acknowledged(ADDRESS, received))));
  }

  private void changeLeader() {
    int leader = random.nextInt(2);
    replicas.get(1 - leader).leading(false);
    replicas.get(leader).leading(true);
  }
}
