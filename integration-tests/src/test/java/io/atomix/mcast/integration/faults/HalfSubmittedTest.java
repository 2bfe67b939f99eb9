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
package io.atomix.mcast.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.core.Atomix;
import io.atomix.core.map.AtomicMap;
import io.atomix.mcast.NotAppliedException;
import io.atomix.mcast.group.GroupCounts;
import io.atomix.mcast.observe.ProtocolEvent;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.Primitives;
import io.atomix.mcast.testing.TestCluster;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Result;
import io.atomix.utils.time.Versioned;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rules 9 and 10 on a real cluster: a client dies between its submissions. */
@ExtendWith(Quick.class)
class HalfSubmittedTest {

  private TestCluster cluster;
  private Primitives primitives;
  private AtomicMap<String, String> map;
  private String name;

  @BeforeEach
  void openMap(TestCluster cluster, Primitives primitives) {
    this.cluster = cluster;
    this.primitives = primitives;
    map = primitives.open(1, "map", Atomix::<String, String>atomicMapBuilder);
    name = primitives.name("map");
    for (int partition = 1; partition <= 3; partition++) {
      Inside.keys(partition, 3).forEach(key -> map.put(key, "old"));
    }
  }

  private static boolean isVote(Answer answer) {
    return answer instanceof Answer.Voted;
  }

  private static Result.Cause failure(Answer answer) {
    return ((Result.Failed) ((Answer.Finished) answer).result()).cause();
  }

  @Test
  void whatConflictsWaitsForTheRefusalAndGoesOnAndTheMessageIsAppliedNowhere() {
    try (RawClient vanished = new RawClient(cluster.node(2));
        TracedPartitions traced = new TracedPartitions(cluster.node(1))) {
      vanished.openMap(name, 1, 2);
      long sequence = vanished.nextSequence();
      Answer vote = vanished.submit(1, vanished.clear(sequence, name, 1, 1, 2)).get(0);
      assertThat(vote).matches(HalfSubmittedTest::isVote);

      CompletableFuture<Versioned<String>> conflicting = map.async().put(Inside.key(1), "new");
      Await.result("a write elsewhere", map.async().put(Inside.key(3), "new"));
      Await.result("a write where the message never came", map.async().put(Inside.key(2), "new"));

      assertThat(Await.result("the write that waited", conflicting).value()).isEqualTo("old");
      MessageId clear = traced.submitted(1, "clear").message();
      MessageId put = traced.submittedBehind(1, clear);
      traced.awaitInOrder(
          1, new ProtocolEvent.Aborted(clear), new ProtocolEvent.Executed(put, true));
      traced.awaitInOrder(2, new ProtocolEvent.Refused(clear));
      assertThat(traced.waiting(2)).as("where the message never came").isEmpty();
      assertThat(traced.waiting(3)).as("elsewhere").isEmpty();
      assertThat(map.size()).as("cleared nowhere").isEqualTo(9);

      Answer late = vanished.submit(2, vanished.clear(sequence, name, 2, 1, 2)).get(0);
      assertThat(failure(late)).isEqualTo(Result.Cause.ABORTED);
      assertThat(map.size()).isEqualTo(9);

      vanished.resolveAll(1);
      vanished.resolveAll(2);
      Inside.awaitNothingLeft(cluster);
      Answer tooLate = vanished.submit(2, vanished.clear(sequence, name, 2, 1, 2)).get(0);
      assertThat(tooLate).as("a client breaks its word").isNotNull();
    }
    Await.result("a write after that was refused too", map.async().put(Inside.key(2), "free"));
    Inside.awaitNothingLeft(cluster);
    assertThat(map.size()).isEqualTo(9);
  }

  @Test
  void aRefusalIsRememberedAsLongAsTheClientMayStillSubmit() {
    try (RawClient slow = new RawClient(cluster.node(3))) {
      slow.openMap(name, 1, 3);
      long sequence = slow.nextSequence();
      slow.submit(3, slow.clear(sequence, name, 3, 1, 3));
      Await.result("a write after the refusal", map.async().put(Inside.key(3), "new"));

      Await.until(
          "only the refusal is remembered",
          () -> Inside.leftovers(cluster),
          left ->
              left.stream().mapToInt(GroupCounts::pending).sum() == 0
                  && left.stream().mapToInt(GroupCounts::remembered).sum() == cluster.size());
      Await.result("a read of all groups", map.async().size());
      Answer late = slow.submit(1, slow.clear(sequence, name, 1, 1, 3)).get(0);

      assertThat(failure(late)).isEqualTo(Result.Cause.ABORTED);
    }
    Inside.awaitNothingLeft(cluster);
  }

  @Test
  void aMessageWhoseClientLeftOneOfItsGroupsIsAppliedInAllOrNone() {
    try (RawClient blocker = new RawClient(cluster.node(3));
        RawClient leaver = new RawClient(cluster.node(2))) {
      blocker.openMap(name, 2, 3);
      leaver.openMap(name, 1, 2);
      // Two messages that partition 2 waits for raise its vote above that of partition 1.
      blocker.submit(2, blocker.clear(blocker.nextSequence(), name, 2, 2, 3));
      blocker.submit(2, blocker.clear(blocker.nextSequence(), name, 2, 2, 3));
      long sequence = leaver.nextSequence();

      leaver.submit(1, leaver.clear(sequence, name, 1, 1, 2));
      leaver.close(1);
      leaver.submit(2, leaver.clear(sequence, name, 2, 1, 2));

      // A read that was submitted before partition 1 raised the message may still come before it.
      Await.result("a read of partition 1", map.async().get(Inside.key(1)));
      assertThat(Await.result("a read of partition 2", map.async().get(Inside.key(2))))
          .as("all destination groups voted, so it is executed")
          .isNull();
      assertThat(map.get(Inside.key(1))).as("cleared in partition 1, as in partition 2").isNull();
      assertThat(map.get(Inside.key(3)).value()).isEqualTo("old");
    }
    Inside.awaitNothingLeft(cluster);
  }

  @Test
  void nothingAccumulatesAfterManyOrdinaryMessages() {
    AtomicMap<String, String> other =
        primitives.open(
            cluster.node(3),
            "map",
            Atomix::<String, String>atomicMapBuilder,
            QuickGroups.persistent(TestCluster.DATA));
    for (int round = 0; round < 30; round++) {
      List<CompletableFuture<?>> operations = new ArrayList<>();
      for (int i = 0; i < 70; i++) {
        operations.add(i % 35 == 0 ? other.async().clear() : other.async().size());
        if (i % 10 == 0) {
          operations.add(map.async().put(Inside.key(1 + i % 3), "value-" + i));
        }
      }
      // REFUSAL is short: on a busy machine a message may wait as long behind what conflicts.
      operations.stream()
          .map(operation -> Await.outcome("an operation", operation))
          .filter(Objects::nonNull)
          .forEach(error -> assertThat(error).isInstanceOf(NotAppliedException.class));
    }

    Inside.awaitNothingLeft(cluster);
  }
}
