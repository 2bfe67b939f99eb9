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

import static io.atomix.mcast.client.pipeline.Lab.reads;
import static io.atomix.mcast.client.pipeline.Lab.value;
import static io.atomix.mcast.client.pipeline.Lab.voted;
import static io.atomix.mcast.client.pipeline.Lab.writes;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.NotAppliedException;
import io.atomix.mcast.client.pipeline.Lab;
import io.atomix.mcast.client.pipeline.LocalClient;
import io.atomix.mcast.ordering.GroupFootprint;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.HostedOperation;
import io.atomix.mcast.wire.ReadAnswer;
import io.atomix.mcast.wire.ReadRequest;
import io.atomix.mcast.wire.Result;
import io.atomix.primitive.operation.OperationType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rule 12: queries of the groups G and H, which a test answers by hand. */
class MulticastReadTest {
  private static final RuntimeException LOST =
      new IllegalStateException("its Raft session expired");
  private static final HostedOperation GET =
      new HostedOperation("get", OperationType.QUERY, new byte[1]);

  private final LocalClient local = new LocalClient();
  private final Lab g = new Lab(Lab.G, local);
  private final Lab h = new Lab(Lab.H, local);
  private final Map<GroupId, HostedSessionClient.OpenedSession> open =
      Map.of(Lab.G, Destinations.open(g, 5), Lab.H, Destinations.open(h, 6));
  private final RoundsChoice choice = new RoundsChoice();

  MulticastReadTest() {
    local.enoughForRounds(1);
  }

  private MulticastMessage message(GroupFootprint footprint, HostedOperation operation) {
    return MulticastMessage.to(
        List.of(
            Destinations.destination(g, 5, operation, footprint),
            Destinations.destination(h, 6, operation, footprint)),
        true,
        true);
  }

  private CompletableFuture<List<Result>> read(long... keys) {
    return MulticastRead.ask(
        local, message(reads("map", keys), GET), open::get, this::submit, choice);
  }

  private CompletableFuture<List<Result>> submit(MulticastMessage message) {
    return MulticastCall.submit(local, message, message.places().isEmpty(), group -> null);
  }

  private CompletableFuture<List<Result>> write(long... keys) {
    return submit(
        message(
            writes("map", keys), new HostedOperation("put", OperationType.COMMAND, new byte[1])));
  }

  private static void values(Lab lab, long index, Result... values) {
    lab.raft.answerRead(
        new ReadAnswer.QueryResults(index, new ArrayList<>(List.of(values))).encode());
  }

  private static void noValue(Lab lab) {
    lab.raft.answerRead((Result) null);
  }

  private static void confirm(Lab lab, Boolean... confirmed) {
    lab.raft.answerRead(new ReadAnswer.Confirmed(List.of(confirmed)).encode());
  }

  private static void assertResults(CompletableFuture<List<Result>> call, Result... results) {
    assertThat(call).isCompleted();
    assertThat(call.join()).usingRecursiveFieldByFieldElementComparator().containsExactly(results);
  }

  private static List<GroupFootprint> submitted(Lab lab) {
    return lab.raft.commands().stream()
        .map(command -> ((Command.Multicast) command).footprint())
        .toList();
  }

  /** Answers the message that is under way in both groups: nothing was below it. */
  private void vote() {
    g.raft.answer(voted(0, value(8)));
    h.raft.answer(voted(0, value(9)));
  }

  @AfterEach
  void nothingIsLeft() {
    g.pipeline.fail(LOST);
    h.pipeline.fail(LOST);
    assertThat(local.resolvedBelow())
        .as("a number that stays unresolved holds up forgetting for ever")
        .isEqualTo(local.next());
  }

  @Test
  void allAreAskedToConfirmWhenAllHaveToldAndNothingIsLogged() {
    CompletableFuture<List<Result>> read = read(1, 2);
    assertThat(((ReadRequest.QueryParts) g.raft.read()).parts())
        .extracting(ReadRequest.QueryPart::session)
        .containsExactly(5L);
    values(g, 40, value(1));
    assertThat(g.raft.readsUnderWay()).as("H has not told").isZero();
    values(h, 50, value(2));
    assertThat(((ReadRequest.Confirmation) g.raft.read()).claims())
        .containsExactly(new ReadRequest.Claim(40, reads("map", 1, 2)));
    assertThat(((ReadRequest.Confirmation) h.raft.read()).claims())
        .containsExactly(new ReadRequest.Claim(50, reads("map", 1, 2)));
    confirm(h, true);
    assertThat(read).isNotDone();
    confirm(g, true);
    assertResults(read, value(1), value(2));
    assertThat(local.unlogged()).isEqualTo(1);
    assertThat(g.raft.batchesUnderWay() + h.raft.batchesUnderWay()).isZero();
  }

  @Test
  void bothRoundsGatherWhileOneIsUnderWay() {
    CompletableFuture<List<Result>> first = read(1);
    CompletableFuture<List<Result>> second = read(1);
    CompletableFuture<List<Result>> third = read(3);
    values(g, 40, value(1));
    values(h, 50, value(1));
    List<ReadRequest> next = List.of(g.raft.oldestRead());
    assertThat(next.get(0))
        .as("in the order in which they are sent")
        .isInstanceOfAny(ReadRequest.QueryParts.class, ReadRequest.Confirmation.class);
    for (Lab lab : List.of(g, h)) {
      while (lab.raft.oldestRead() instanceof ReadRequest.QueryParts parts) {
        assertThat(parts.parts()).hasSize(2);
        values(lab, 60, value(2), value(3));
      }
    }
    while (!third.isDone()) {
      for (Lab lab : List.of(g, h)) {
        if (lab.raft.readsUnderWay() > 0) {
          int claims = ((ReadRequest.Confirmation) lab.raft.oldestRead()).claims().size();
          Boolean[] all = new Boolean[claims];
          java.util.Arrays.fill(all, true);
          confirm(lab, all);
        }
      }
    }
    assertResults(first, value(1), value(1));
    assertResults(second, value(2), value(2));
    assertResults(third, value(3), value(3));
  }

  @Test
  void aMessageTakesItsPlaceWhereSomethingIsPending() {
    CompletableFuture<List<Result>> read = read(1);
    noValue(g);
    assertThat(submitted(g)).containsExactly(reads("map", 1));
    assertThat(submitted(h)).as("at once").containsExactly(reads("map", 1));
    vote();
    assertResults(read, value(8), value(9));
    values(h, 50, value(2));
    assertThat(h.raft.readsUnderWay()).as("what comes late means nothing").isZero();
  }

  @Test
  void aMessageTakesItsPlaceIfOneGroupDoesNotConfirm() {
    CompletableFuture<List<Result>> read = read(1);
    values(g, 40, value(1));
    values(h, 50, value(2));
    confirm(g, false);
    confirm(h, true);
    assertThat(read).isNotDone();
    vote();
    assertResults(read, value(8), value(9));
    assertThat(local.unlogged()).isZero();
  }

  @Test
  void aMessageTakesItsPlaceIfAnAnswerIsLost() {
    CompletableFuture<List<Result>> read = read(1);
    values(g, 40, value(1));
    values(h, 50, value(2));
    confirm(g, true);
    h.raft.failRead(new IllegalStateException("no leader"));
    vote();
    assertResults(read, value(8), value(9));
  }

  @Test
  void aGroupThatDoesNotUnderstandIsNotAskedAgain() {
    CompletableFuture<List<Result>> read = read(1);
    g.raft.answerRead(new ReadAnswer.RefusedRequest("no read request of kind 3").encode());
    vote();
    assertResults(read, value(8), value(9));
    values(h, 50, value(2));
    choice.endRounds(true);
    choice.begin(1);
    read(1);
    assertThat(g.raft.readsUnderWay() + h.raft.readsUnderWay()).isZero();
    assertThat(submitted(g)).containsExactly(reads("map", 1));
    vote();
  }

  @Test
  void whatIsCalledLaterAndConflictsWaitsUntilItIsOver() {
    read(1);
    CompletableFuture<List<Result>> write = write(1);
    g.write(writes("map", 1));
    assertThat(g.raft.batchesUnderWay() + h.raft.batchesUnderWay()).isZero();
    write(2);
    assertThat(g.raft.batchesUnderWay()).as("commands of one primitive keep their order").isZero();
    values(g, 40, value(1));
    values(h, 50, value(2));
    confirm(g, true);
    confirm(h, true);
    assertThat(submitted(h)).contains(writes("map", 1));
    assertThat(write).isNotDone();
  }

  @Test
  void theMessageThatTakesItsPlaceComesBeforeWhatWasCalledLater() {
    read(1);
    write(1);
    noValue(h);
    assertThat(submitted(g)).containsExactly(reads("map", 1));
    assertThat(submitted(h)).containsExactly(reads("map", 1));
    vote();
    assertThat(submitted(g)).containsExactly(writes("map", 1));
    values(g, 40, value(1));
  }

  @Test
  void behindAnEarlierCallThatConflictsItIsAMessage() {
    write(1);
    read(1);
    assertThat(g.raft.readsUnderWay() + h.raft.readsUnderWay()).isZero();
    vote();
    assertThat(submitted(g)).containsExactly(reads("map", 1));
  }

  @Test
  void behindACommandThatIsNotSentItIsAMessage() {
    g.write(writes("map", 7));
    g.write(writes("map", 1));
    read(1);
    assertThat(g.raft.readsUnderWay() + h.raft.readsUnderWay())
        .as("G would answer as of what came before the second write")
        .isZero();
  }

  @Test
  void noPlaceIsKeptWhereAnotherGroupHasSomethingBeforeIt() {
    h.write(writes("map", 7));
    h.write(writes("map", 1));
    read(1);
    assertThat(g.raft.readsUnderWay()).isZero();
    g.write(writes("map", 1));
    h.raft.answer(Lab.finished(1));
    assertThat(g.raft.commands())
        .as("the message; what conflicts waits for it alone")
        .singleElement()
        .isInstanceOf(Command.Multicast.class);
    h.raft.answer(Lab.finished(1), voted(0, value(9)));
    g.raft.answer(voted(0, value(8)));
    assertThat(g.raft.commands()).singleElement().isInstanceOf(Command.Local.class);
  }

  @Test
  void itFailsWithASessionThatIsLostAndLetsGoWhatWaited() {
    CompletableFuture<List<Result>> read = read(1);
    CompletableFuture<List<Result>> write = write(1);
    values(g, 40, value(1));
    h.pipeline.fail(LOST);
    assertThat(Lab.failureOf(read))
        .isInstanceOf(NotAppliedException.class)
        .hasMessageContaining("before the query was answered");
    assertThat(Lab.failureOf(write)).isInstanceOf(NotAppliedException.class);
    CompletableFuture<Result> alone = g.query(reads("map", 1));
    g.raft.answerRead(value(3));
    assertThat(alone).as("nothing is left in the line of G").isCompleted();
  }

  @Test
  void aSessionThatIsLostBetweenTheRoundsFailsIt() {
    CompletableFuture<List<Result>> read = read(1);
    values(g, 40, value(1));
    values(h, 50, value(2));
    confirm(g, true);
    h.pipeline.fail(LOST);
    assertThat(Lab.failureOf(read)).isInstanceOf(NotAppliedException.class);
  }

  @Test
  void whatCameBeforeItsValuesIsHeardBeforeThem() {
    CompletableFuture<List<Result>> read = read(1);
    g.note("read", read);
    g.raft.answerReadWith(List.of(Lab.event(1, 1)), value(1));
    values(h, 50, value(2));
    confirm(g, true);
    confirm(h, true);
    assertThat(g.told).containsExactly("item 1", "read");
  }
}
