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
package io.atomix.mcast.client;

import static io.atomix.mcast.client.pipeline.Lab.value;
import static io.atomix.mcast.client.pipeline.Lab.voted;
import static io.atomix.mcast.client.pipeline.Lab.writes;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.OutcomeUnknownException;
import io.atomix.mcast.client.pipeline.Lab;
import io.atomix.mcast.client.pipeline.LocalClient;
import io.atomix.mcast.ordering.Access;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.MessageStatus;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.ConditionalAction;
import io.atomix.mcast.wire.HostedOperation;
import io.atomix.mcast.wire.Notification;
import io.atomix.mcast.wire.Result;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A message that conflicts with an earlier one of its client goes to the groups of that one, too,
 * instead of waiting until nothing can overtake it: the first writes key 1 in G and 2 in H, the
 * second 2 in H and 3 in K.
 */
class GroupsAddedTest {
  private static final RuntimeException LOST =
      new IllegalStateException("its Raft session expired");
  private static final GroupId K = new GroupId("data", 3);
  private static final GroupId FAR = new GroupId("x".repeat(51), 1);
  private static final Result DONE = new Result.Done(null);

  private final LocalClient local = new LocalClient();
  private final Lab g = new Lab(Lab.G, local);
  private final Lab h = new Lab(Lab.H, local);
  private final Lab k = new Lab(K, local);
  private final Lab far = new Lab(FAR, local);
  private final Map<GroupId, Lab> labs = Map.of(Lab.G, g, Lab.H, h, K, k, FAR, far);
  private final Set<GroupId> silent = new HashSet<>();

  private CompletableFuture<List<Result>> call(Map<GroupId, Long> keys, boolean resultWanted) {
    List<Destination> destinations = new ArrayList<>();
    keys.forEach(
        (group, key) ->
            destinations.add(Destinations.destination(labs.get(group), 5, writes("map", key))));
    return MulticastCall.submit(
        local,
        MulticastMessage.to(destinations, resultWanted, !resultWanted),
        true,
        group -> silent.contains(group) ? null : Destinations.open(labs.get(group), 9));
  }

  private CompletableFuture<List<Result>> first() {
    return call(Map.of(Lab.G, 1L, Lab.H, 2L), false);
  }

  private CompletableFuture<List<Result>> second(boolean resultWanted) {
    return call(Map.of(Lab.H, 2L, K, 3L), resultWanted);
  }

  /** Answers that the groups have voted on the first, but not both alike. */
  private void firstIsVotedOn() {
    g.raft.answer(new Answer.Voted(new MessageStatus(MessageStatus.State.VOTED, 5, false), DONE));
    h.raft.answer(voted(0, DONE));
  }

  private static Command.Multicast sent(Lab lab) {
    assertThat(lab.raft.commands()).hasSize(1);
    return (Command.Multicast) lab.raft.commands().get(0);
  }

  @BeforeEach
  void nothingIsUnderWay() {
    labs.values().forEach(lab -> assertThat(lab.raft.batchesUnderWay()).isZero());
  }

  @Test
  void itGoesToTheGroupsOfTheEarlierOneWithNothingToDoThere() {
    first();
    second(false);
    firstIsVotedOn();
    for (Lab lab : List.of(g, h, k)) {
      assertThat(sent(lab).sequence()).isEqualTo(2);
      assertThat(sent(lab).destinations()).containsExactly(Lab.G, Lab.H, K);
    }
    assertThat(sent(g).action()).isEqualTo(ConditionalAction.NOTHING);
    assertThat(sent(g).session()).isEqualTo(9);
    assertThat(sent(g).footprint().keys()).isEqualTo(Map.of(1L, Access.READ));
    assertThat(sent(h).action()).isInstanceOf(HostedOperation.class);
    assertThat(sent(h).footprint().keys()).isEqualTo(Map.of(2L, Access.WRITE));
    assertThat(sent(k).footprint().keys()).isEqualTo(Map.of(3L, Access.WRITE));
  }

  @Test
  void theCallerHearsOfTheGroupsOnlyThatItNamed() {
    first();
    CompletableFuture<List<Result>> second = second(true);
    firstIsVotedOn();
    for (Lab lab : List.of(g, h, k)) {
      lab.raft.answer(
          new Answer.Voted(new MessageStatus(MessageStatus.State.VOTED, 6, false), null));
    }
    k.deliver(new Notification.Deferred(1, 2, value(3)));
    g.deliver(new Notification.Deferred(1, 2, value(1)));
    assertThat(second).isNotDone();
    h.deliver(new Notification.Deferred(1, 2, value(2)));
    assertThat(second.join())
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactly(value(2), value(3));
  }

  @Test
  void whatTheAddedGroupReturnsIsNoResult() {
    first();
    CompletableFuture<List<Result>> second = second(false);
    firstIsVotedOn();
    for (Lab lab : List.of(g, h, k)) {
      lab.raft.answer(
          new Answer.Voted(new MessageStatus(MessageStatus.State.VOTED, 6, false), null));
    }
    g.deliver(new Notification.Deferred(1, 2, value(1)));
    assertThat(second).isNotDone();
    h.deliver(new Notification.Deferred(1, 2, value(2)));
    assertThat(second.join())
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactly(value(2));
  }

  @Test
  void aGroupThatDoesNotAnswerHoldsUpNoMore() {
    silent.add(Lab.G);
    first();
    second(false);
    firstIsVotedOn();
    assertThat(h.raft.batchesUnderWay())
        .as("it waits until nothing can overtake the first")
        .isZero();
    assertThat(k.raft.batchesUnderWay()).isZero();
    g.deliver(new Notification.Deferred(1, 1, value(1)));
    assertThat(sent(h).destinations()).containsExactly(Lab.H, K);
  }

  @Test
  void aPipelineIsSilentWhenABatchHasBeenUnderWayForLong() {
    assertThat(g.pipeline.isAnswering()).isTrue();
    g.write(writes("map", 1));
    assertThat(g.pipeline.isAnswering()).isTrue();
    g.after(250, 10_000);
    assertThat(g.pipeline.isAnswering()).isFalse();
    g.raft.answer(Lab.finished(1));
    assertThat(g.pipeline.isAnswering()).isTrue();
    g.pipeline.fail(LOST);
    assertThat(g.pipeline.isAnswering()).isFalse();
  }

  @Test
  void noMoreThanTwoGroupsAreAddedAndNoneWithALongName() {
    call(Map.of(FAR, 1L, Lab.H, 2L), false);
    second(false);
    far.raft.answer(new Answer.Voted(new MessageStatus(MessageStatus.State.VOTED, 5, false), DONE));
    h.raft.answer(voted(0, DONE));
    assertThat(k.raft.batchesUnderWay()).isZero();
    assertThat(h.raft.batchesUnderWay()).isZero();
  }

  @Test
  void whatComesLaterIsOrderedBehindBoth() {
    first();
    second(false);
    call(Map.of(Lab.H, 4L, K, 3L), false);
    firstIsVotedOn();
    List<Command> toH = h.raft.commands();
    assertThat(toH).hasSize(2);
    Command.Multicast third = (Command.Multicast) toH.get(1);
    assertThat(third.sequence()).isEqualTo(3);
    assertThat(third.destinations()).containsExactly(Lab.G, Lab.H, K);
    assertThat(third.footprint().keys()).isEqualTo(Map.of(2L, Access.READ, 4L, Access.WRITE));
    assertThat(((Command.Multicast) g.raft.commands().get(1)).footprint().keys())
        .as("it conflicts with what only reads the key")
        .isEqualTo(Map.of(1L, Access.WRITE));
  }

  @Test
  void aLostAnswerOfTheAddedGroupLosesNoResult() {
    first();
    CompletableFuture<List<Result>> second = second(true);
    firstIsVotedOn();
    h.raft.answer(new Answer.Voted(new MessageStatus(MessageStatus.State.VOTED, 6, false), null));
    k.raft.answer(new Answer.Voted(new MessageStatus(MessageStatus.State.VOTED, 6, false), null));
    g.pipeline.fail(LOST);
    h.deliver(new Notification.Deferred(1, 2, value(2)));
    assertThat(second).isNotDone();
    k.deliver(new Notification.Deferred(1, 2, value(3)));
    assertThat(second.join())
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactly(value(2), value(3));
  }

  @Test
  void aLostAnswerOfTheAddedGroupIsToldWhereNobodyTellsMore() {
    first();
    CompletableFuture<List<Result>> second = second(false);
    firstIsVotedOn();
    h.raft.answer(voted(0, DONE));
    k.raft.answer(voted(0, DONE));
    assertThat(second).isNotDone();
    g.pipeline.fail(LOST);
    assertThat(Lab.failureOf(second)).isInstanceOf(OutcomeUnknownException.class);
  }
}
