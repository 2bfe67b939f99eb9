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

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.Footprint;
import io.atomix.mcast.Invocation;
import io.atomix.mcast.conflict.ConflictRelations;
import io.atomix.mcast.ordering.Access;
import io.atomix.mcast.primitives.channel.ChannelMessageId;
import io.atomix.mcast.primitives.channel.Conflicts;
import io.atomix.mcast.primitives.channel.MulticastChannelConfig;
import io.atomix.primitive.operation.OperationId;
import io.atomix.primitive.operation.Operations;
import io.atomix.primitive.partition.PartitionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MulticastChannelRelationTest {
  private static final List<Conflicts> ALL =
      List.of(
          Conflicts.none(),
          Conflicts.all(),
          Conflicts.on("a"),
          Conflicts.on("b"),
          Conflicts.on("messages"),
          Conflicts.on("a", "b"),
          Conflicts.on("b", "c"));

  private final MulticastChannelRelation relation = new MulticastChannelRelation();
  private final Map<String, OperationId> operations =
      Operations.getMethodMap(ChannelService.class).values().stream()
          .collect(Collectors.toMap(OperationId::id, id -> id));
  private long sent;

  private Invocation call(String name, Object... arguments) {
    return Invocation.of(operations.get(name), arguments, true);
  }

  private Envelope envelope(Conflicts conflicts) {
    sent++;
    return new Envelope(
        new ChannelMessageId(new UUID(1, 2), sent),
        List.of(PartitionId.from("data", 1)),
        conflicts,
        new byte[] {(byte) sent});
  }

  private boolean conflict(Invocation one, Invocation other) {
    var left = relation.footprint(one).of("channel");
    var right = relation.footprint(other).of("channel");
    return conflict(left.whole(), right.whole())
        || right.keys().values().stream().anyMatch(access -> conflict(left.whole(), access))
        || left.keys().values().stream().anyMatch(access -> conflict(access, right.whole()))
        || left.keys().entrySet().stream()
            .anyMatch(entry -> conflict(entry.getValue(), right.keys().get(entry.getKey())));
  }

  private static boolean conflict(Access one, Access other) {
    return one != null && other != null && one.conflictsWith(other);
  }

  @Test
  void itIsFoundForTheService() {
    assertThat(ConflictRelations.forService(ChannelService.class))
        .isInstanceOf(MulticastChannelRelation.class);
  }

  @Test
  void messagesConflictAsTheirSendersSay() {
    for (Conflicts one : ALL) {
      for (Conflicts other : ALL) {
        assertThat(conflict(call("multicast", envelope(one)), call("multicast", envelope(other))))
            .as("%s and %s", one, other)
            .isEqualTo(one.with(other));
      }
    }
  }

  @Test
  void aMessageThatConflictsWithNothingIsStillOneMessageOfItsPartitions() {
    Invocation none = call("multicast", envelope(Conflicts.none()));
    assertThat(relation.footprint(none).isEmpty()).isFalse();
    assertThat(relation.spansGroups(none)).isTrue();
  }

  @Test
  void readingTheHistoryWaitsForEveryMessageBefore() {
    Invocation read = call("history", 1L, 10);
    for (Conflicts each : ALL) {
      assertThat(conflict(read, call("multicast", envelope(each)))).as("%s", each).isTrue();
    }
    assertThat(conflict(read, read)).isFalse();
  }

  @Test
  void subscribersWaitForNothing() {
    for (String each : List.of("subscribe", "unsubscribe", "handled")) {
      assertThat(relation.footprint(call(each, 1L))).isEqualTo(Footprint.none());
    }
  }

  @Test
  void everyOperationIsKnownAndWhatIsNotExpectedConflictsWithEverything() {
    assertThat(operations.keySet())
        .containsExactlyInAnyOrder("multicast", "subscribe", "unsubscribe", "handled", "history");
    assertThat(relation.footprint(call("multicast"))).isEqualTo(Footprint.none().writesAll());
    assertThat(relation.footprint(call("multicast", "x"))).isEqualTo(Footprint.none().writesAll());
    assertThat(relation.footprint(Invocation.of(OperationId.command("other"), null, true)))
        .isEqualTo(Footprint.none().writesAll());
  }

  /**
   * Messages that do not conflict commute, but for their positions: exchanging two neighbours
   * leaves the order of those with any one key as it was.
   */
  @Test
  void messagesThatDoNotConflictCommute() {
    long seed = Long.getLong("mcast.seed", System.nanoTime());
    System.out.println("MulticastChannelRelationTest seed " + seed);
    Random random = new Random(seed);
    for (int run = 0; run < 200; run++) {
      List<Envelope> messages = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        messages.add(envelope(ALL.get(random.nextInt(ALL.size()))));
      }
      int at = random.nextInt(messages.size() - 1);
      List<Envelope> exchanged = new ArrayList<>(messages);
      exchanged.set(at, messages.get(at + 1));
      exchanged.set(at + 1, messages.get(at));
      if (!conflict(call("multicast", messages.get(at)), call("multicast", messages.get(at + 1)))) {
        for (String key : Set.of("a", "b", "c", "messages")) {
          assertThat(concerning(key, exchanged))
              .as("seed %s", seed)
              .isEqualTo(concerning(key, messages));
        }
      }
    }
  }

  private static List<ChannelMessageId> concerning(String key, List<Envelope> messages) {
    ChannelReplica replica = new ChannelReplica(new MulticastChannelConfig(), 1);
    List<ChannelMessageId> found = new ArrayList<>();
    replica.open(1, ChannelReplica.noting(note -> {}));
    messages.forEach(replica.as(1)::multicast);
    replica
        .as(1)
        .history(1, 100)
        .messages()
        .forEach(
            message -> {
              if (message.envelope().conflicts().with(Conflicts.on(key))) {
                found.add(message.envelope().id());
              }
            });
    return found;
  }
}
