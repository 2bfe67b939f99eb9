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
package io.atomix.mcast.group;

import static io.atomix.mcast.group.Texts.G;
import static io.atomix.mcast.group.Texts.STORE;
import static io.atomix.mcast.group.Texts.command;
import static io.atomix.mcast.group.Texts.deferred;
import static io.atomix.mcast.group.Texts.done;
import static io.atomix.mcast.group.Texts.events;
import static io.atomix.mcast.group.Texts.failure;
import static io.atomix.mcast.group.Texts.get;
import static io.atomix.mcast.group.Texts.local;
import static io.atomix.mcast.group.Texts.multicast;
import static io.atomix.mcast.group.Texts.put;
import static io.atomix.mcast.group.Texts.putBoth;
import static io.atomix.mcast.group.Texts.query;
import static io.atomix.mcast.group.Texts.reads;
import static io.atomix.mcast.group.Texts.voted;
import static io.atomix.mcast.group.Texts.votedBehind;
import static io.atomix.mcast.group.Texts.withoutResult;
import static io.atomix.mcast.group.Texts.writes;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.ordering.Entry;
import io.atomix.mcast.ordering.Footprint;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.ordering.Standing;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.Item;
import io.atomix.mcast.wire.ReadAnswer;
import io.atomix.mcast.wire.ReadRequest;
import io.atomix.mcast.wire.Result;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What becomes of messages, and who hears of it when. */
class MessagesTest {
  private final TestGroup group = new TestGroup(G);
  private final TestClient ann = new TestClient(1);
  private final TestClient bob = new TestClient(2);
  private long anns;
  private long bobs;

  @BeforeEach
  void openSessions() {
    anns = group.open(ann, STORE, StoreService.TYPE);
    bobs = group.open(bob, STORE, StoreService.TYPE);
  }

  private void listen(TestClient client, long session) {
    group.submit(client, local(client, session, command("listen"), Footprint.none(STORE)));
  }

  private long pending(String key, String value) {
    long message = ann.next();
    group.submit(ann, putBoth(message, anns, key, value));
    return message;
  }

  private void execute(long message, long timestamp) {
    group.order(new Entry.Execute(ann.message(message), timestamp));
  }

  @Nested
  @DisplayName("Local messages")
  class Local {
    @Test
    void areAnsweredAtOnceWhenNothingIsPending() {
      assertThat(
              group.batch(
                  ann, put(ann, anns, "x", "1"), put(ann, anns, "x", "2"), get(ann, anns, "x")))
          .containsExactly(done(null), done("1"), done("2"));
      assertThat(group.told()).isEmpty();
    }

    @Test
    void ofABatchAreAnsweredInItsOrder() {
      pending("x", "1");
      assertThat(
              group.batch(
                  bob, put(bob, bobs, "y", "2"), put(bob, bobs, "x", "3"), get(bob, bobs, "y")))
          .containsExactly(done(null), new Answer.Waiting(), done("2"));
    }

    @Test
    void thatMeetAPendingOneAreAnsweredByAnItemLater() {
      long first = pending("x", "1");
      Command.Local second = put(bob, bobs, "x", "2");
      assertThat(group.submit(bob, second)).isEqualTo(new Answer.Waiting());
      execute(first, 0);
      assertThat(group.items(ann)).containsExactly(deferred(1, first, null));
      assertThat(group.items(bob)).containsExactly(deferred(1, second.sequence(), "1"));
    }
  }

  @Nested
  @DisplayName("Multicast messages")
  class Multicast {
    @Test
    void getAVoteThatTheOtherGroupsAreTold() {
      long message = ann.next();
      Command.Multicast command = putBoth(message, anns, "x", "1");
      assertThat(group.submit(ann, command)).isEqualTo(voted(0, true));
      assertThat(group.told())
          .containsExactly(
              new Told.Stands(
                  ann.message(message),
                  new Standing(Standing.State.VOTED, 0, true),
                  command.destinations()));
    }

    @Test
    void executeWhenAllGroupsAreReadyAndTheResultIsAnItem() {
      group.submit(bob, put(bob, bobs, "x", "0"));
      long message = pending("x", "1");
      execute(message, 0);
      assertThat(group.items(ann)).containsExactly(deferred(1, message, "0"));
      assertThat(group.standing(ann.message(message))).isEqualTo(Standing.executed(0));
      assertThat(group.submit(bob, get(bob, bobs, "x"))).isEqualTo(done("1"));
    }

    @Test
    void executeInTheOrderOfTheirFinalTimestamps() {
      long first = pending("x", "1");
      long second = pending("x", "2");
      group.order(new Entry.Raise(ann.message(first), 5));
      execute(second, 1);
      execute(first, 5);
      assertThat(group.items(ann)).containsExactly(deferred(2, first, "2"));
    }

    @Test
    void thatAreAbortedAreAppliedNowhereAndTheirCallerHearsWhy() {
      long message = pending("x", "1");
      Command.Local waiting = get(bob, bobs, "x");
      group.submit(bob, waiting);
      group.order(new Entry.Abort(ann.message(message)));
      Item.Deferred item = (Item.Deferred) group.items(ann).get(0);
      assertThat(failure(item.result()).cause()).isEqualTo(Result.Cause.ABORTED);
      assertThat(failure(item.result()).message())
          .contains(ann.message(message).toString(), "nothing was applied");
      assertThat(group.items(bob)).containsExactly(deferred(1, waiting.sequence(), null));
    }

    @Test
    void thatWereRefusedBeforeTheyCameAreAnsweredSo() {
      long message = ann.next();
      Command.Multicast command = putBoth(message, anns, "x", "1");
      group.order(new Entry.Refuse(ann.message(message), command.destinations()));
      Result.Failed failed = failure(group.submit(ann, command));
      assertThat(failed.cause()).isEqualTo(Result.Cause.ABORTED);
      assertThat(failed.message()).contains(ann.message(message).toString(), "nothing was applied");
      assertThat(group.submit(bob, get(bob, bobs, "x"))).isEqualTo(done(null));
      assertThat(group.items(ann)).as("it has been answered").isEmpty();
    }

    @Test
    void ofAnUnknownSessionAreRefusedSoThatTheOtherGroupsDoNotWait() {
      long message = ann.next();
      Command.Multicast command = putBoth(message, 77, "x", "1");
      Result.Failed failed = failure(group.submit(ann, command));
      assertThat(failed.cause()).isEqualTo(Result.Cause.UNKNOWN_SESSION);
      assertThat(failed.message())
          .contains(STORE, "no session 77", G.toString(), "nothing was applied");
      assertThat(group.told())
          .containsExactly(
              new Told.Stands(
                  ann.message(message),
                  Standing.dropped(Standing.State.REFUSED),
                  command.destinations()));
    }

    @Test
    void thatComeAgainAreAnsweredByWhatIsKnown() {
      long message = ann.next();
      Command.Multicast command = putBoth(message, anns, "x", "1");
      group.submit(ann, command);
      assertThat(group.submit(ann, command)).isEqualTo(voted(0, true));
      execute(message, 0);
      assertThat(group.unacknowledged(ann)).containsExactly(deferred(1, message, null));
      assertThat(failure(group.submit(ann, command)).message())
          .contains(ann.message(message).toString(), "twice");
      assertThat(group.submit(ann, local(ann, anns, query("journal"), reads())))
          .isEqualTo(done("x=1"));
    }
  }

  @Nested
  @DisplayName("Rule 8: early completion")
  class Early {
    @Test
    void aReadIsToldWithTheVote() {
      group.submit(bob, put(bob, bobs, "x", "1"));
      assertThat(group.submit(ann, multicast(ann.next(), anns, query("get", "x"), reads("x"))))
          .isEqualTo(voted(0, "1"));
    }

    @Test
    void aWriteWhoseCallerWantsNoResultIsDoneWithTheVote() {
      assertThat(group.submit(ann, withoutResult(putBoth(ann.next(), anns, "x", "1"))))
          .isEqualTo(voted(0, (String) null));
    }

    @Test
    void aWriteWhoseCallerWantsTheResultIsNot() {
      assertThat(group.submit(ann, putBoth(ann.next(), anns, "x", "1"))).isEqualTo(voted(0, true));
    }

    @Test
    void nothingIsReadWhileSomethingIsBelow() {
      MessageId below = ann.message(pending("x", "1"));
      assertThat(group.submit(bob, multicast(bob.next(), bobs, query("get", "x"), reads("x"))))
          .isEqualTo(votedBehind(1, below));
    }

    @Test
    void aWriteWhoseResultNobodyWantsTakesEffectWhateverIsBelow() {
      MessageId below = ann.message(pending("x", "1"));
      assertThat(group.submit(bob, withoutResult(putBoth(bob.next(), bobs, "x", "2"))))
          .isEqualTo(
              new Answer.Voted(
                  Texts.behind(Standing.State.VOTED, 1, below), new Result.Done(null)));
    }

    @Test
    void exceptBehindTheEndOfItsPrimitive() {
      Command.Delete deletion =
          new Command.Delete(ann.next(), STORE, anns, Texts.groups(G, Texts.H));
      group.submit(ann, deletion);
      assertThat(group.submit(bob, withoutResult(putBoth(bob.next(), bobs, "x", "2"))))
          .isEqualTo(votedBehind(1, ann.message(deletion.sequence())));
      group.order(new Entry.Abort(ann.message(deletion.sequence())));
      Answer.Voted last =
          (Answer.Voted) group.submit(bob, withoutResult(putBoth(bob.next(), bobs, "x", "3")));
      assertThat(last.early()).isEqualTo(new Result.Done(null));
    }

    @Test
    void whatWasToldIsNotToldAgain() {
      long read = ann.next();
      group.submit(ann, multicast(read, anns, query("get", "x"), reads("x")));
      execute(read, 0);
      assertThat(group.items(ann)).isEmpty();
      long write = ann.next();
      group.submit(ann, withoutResult(putBoth(write, anns, "x", "1")));
      execute(write, 0);
      assertThat(group.items(ann)).isEmpty();
      assertThat(group.unacknowledged(ann)).isEmpty();
      assertThat(group.submit(bob, get(bob, bobs, "x"))).isEqualTo(done("1"));
    }

    @Test
    void aReadThatWasToldIsNotRunAgain() {
      long read = ann.next();
      assertThat(group.submit(ann, multicast(read, anns, query("noted"), reads("x"))))
          .isEqualTo(voted(0, "true"));
      execute(read, 0);
      assertThat(group.submit(ann, local(ann, anns, query("journal"), reads())))
          .isEqualTo(done("noted"));
    }

    @Test
    void whatWasToldStillHappensToThoseWhoListen() {
      listen(bob, bobs);
      long write = ann.next();
      group.submit(ann, withoutResult(putBoth(write, anns, "x", "1")));
      assertThat(group.items(bob)).as("not yet").isEmpty();
      execute(write, 0);
      assertThat(events(group.items(bob))).containsExactly(bobs + ":x=1");
    }

    @Test
    void whatCouldNotBeToldIsAnItem() {
      long first = pending("x", "1");
      long read = bob.next();
      group.submit(bob, multicast(read, bobs, query("get", "x"), reads("x")));
      execute(first, 0);
      group.order(new Entry.Execute(bob.message(read), 1));
      assertThat(group.items(bob)).containsExactly(deferred(1, read, "1"));
    }

    @Test
    void aReadThatOtherVotesRaiseIsRunWhenItsTurnComes() {
      long read = ann.next();
      assertThat(group.submit(ann, multicast(read, anns, query("get", "x"), reads("x"))))
          .isEqualTo(voted(0, (String) null));
      long write = bob.next();
      group.submit(bob, putBoth(write, bobs, "x", "2"));
      group.order(new Entry.Raise(ann.message(read), 4));
      group.order(new Entry.Execute(bob.message(write), 1));
      group.order(new Entry.Execute(ann.message(read), 4));
      assertThat(group.items(ann)).containsExactly(deferred(1, read, "2"));
    }

    @Test
    void whatAVoteToldIsStillTrueAtTheExecution() {
      group.submit(bob, put(bob, bobs, "x", "1"));
      long read = ann.next();
      assertThat(group.submit(ann, multicast(read, anns, query("get", "x"), reads("x"))))
          .isEqualTo(voted(0, "1"));
      Command.Local write = put(bob, bobs, "x", "2");
      assertThat(group.submit(bob, write)).isEqualTo(new Answer.Waiting());
      group.expire(new TestClient(3));
      execute(read, 0);
      assertThat(group.items(bob)).containsExactly(deferred(1, write.sequence(), "1"));
    }

    @Test
    void aReadThatFailsSaysSoWithTheVote() {
      Answer answer =
          group.submit(ann, multicast(ann.next(), anns, query("no-such-thing"), reads("x")));
      Result early = ((Answer.Voted) answer).early();
      assertThat(failure(early).cause()).isEqualTo(Result.Cause.SERVICE);
      assertThat(failure(early).message()).contains("no-such-thing", STORE);
    }
  }

  @Nested
  @DisplayName("Items")
  class Items {
    @Test
    void areNumberedWithoutGapsAndKeptUntilTheyAreAcknowledged() {
      listen(bob, bobs);
      group.batch(
          ann, put(ann, anns, "x", "1"), put(ann, anns, "y", "2"), put(ann, anns, "z", "3"));
      assertThat(group.unacknowledged(bob)).extracting(Item::number).containsExactly(1L, 2L, 3L);
      group.receive(bob, 2);
      group.submit(bob, get(bob, bobs, "x"));
      assertThat(group.unacknowledged(bob)).extracting(Item::number).containsExactly(3L);
      group.submit(ann, put(ann, anns, "x", "4"));
      assertThat(group.unacknowledged(bob)).extracting(Item::number).containsExactly(3L, 4L);
    }

    @Test
    void canBeAskedForAgain() {
      listen(bob, bobs);
      group.batch(ann, put(ann, anns, "x", "1"), put(ann, anns, "y", "2"));
      ReadAnswer.Items answer = (ReadAnswer.Items) group.read(bob, new ReadRequest.Items(1));
      assertThat(answer.delivery().raftSession()).isEqualTo(bob.raftSession());
      assertThat(events(answer.delivery().items())).containsExactly(bobs + ":y=2");
      assertThat(
              ((ReadAnswer.Items) group.read(new TestClient(9), new ReadRequest.Items(0)))
                  .delivery()
                  .items())
          .as("of somebody unknown")
          .isEmpty();
    }

    @Test
    void ofAClientGoWithIt() {
      listen(bob, bobs);
      group.submit(ann, put(ann, anns, "x", "1"));
      group.expire(bob);
      assertThat(group.unacknowledged(bob)).isEmpty();
      group.submit(ann, put(ann, anns, "x", "2"));
      assertThat(group.items(bob)).isEmpty();
    }

    @Test
    void tellTheResultBeforeTheEventsThatItCaused() {
      listen(ann, anns);
      long message = pending("x", "1");
      execute(message, 0);
      assertThat(group.items(ann)).first().isEqualTo(deferred(1, message, null));
      assertThat(events(group.items(ann))).containsExactly(anns + ":x=1");
    }

    @Test
    void sayAtWhichEntryAnEventWasPublished() {
      listen(bob, bobs);
      Answer.Batch answers =
          group.bytes(
              ann,
              new io.atomix.mcast.wire.Batch(ann.id(), 0, 0, List.of(put(ann, anns, "x", "1")))
                  .encode());
      assertThat(((Item.Event) group.items(bob).get(0)).index()).isEqualTo(answers.index());
    }
  }

  @Nested
  @DisplayName("Deletion")
  class Deletion {
    private Command.Delete delete(TestClient client, long session) {
      return new Command.Delete(client.next(), STORE, session, Texts.groups(G));
    }

    private Command.Delete deleteEverywhere(TestClient client, long session) {
      return new Command.Delete(client.next(), STORE, session, Texts.groups(G, Texts.H));
    }

    @Test
    void endsAllSessionsAndTellsTheirClients() {
      assertThat(group.submit(ann, delete(ann, anns))).isEqualTo(done(null));
      assertThat(((Item.SessionOver) group.items(ann).get(0)).session()).isEqualTo(anns);
      assertThat(((Item.SessionOver) group.items(bob).get(0)).session()).isEqualTo(bobs);
      Result.Failed failed = failure(group.submit(bob, get(bob, bobs, "x")));
      assertThat(failed.cause()).isEqualTo(Result.Cause.DELETED);
      assertThat(failed.message()).contains(STORE, G.toString());
    }

    @Test
    void ofWhatIsNotThereDoesNoHarm() {
      group.submit(ann, delete(ann, anns));
      assertThat(group.submit(bob, delete(bob, bobs))).isEqualTo(done(null));
      assertThat(group.submit(bob, deleteEverywhere(bob, bobs))).isEqualTo(voted(0, true));
    }

    @Test
    void waitsForPendingMessagesAndThoseBehindItFindNothing() {
      long before = pending("x", "1");
      Command.Delete deletion = deleteEverywhere(bob, bobs);
      assertThat(group.submit(bob, deletion)).isEqualTo(votedBehind(1, ann.message(before)));
      long after = pending("x", "2");
      Command.Local last = get(bob, bobs, "x");
      group.submit(bob, last);

      execute(before, 0);
      assertThat(group.items(ann)).containsExactly(deferred(1, before, null));
      group.order(new Entry.Execute(bob.message(deletion.sequence()), 1));
      assertThat(group.items(ann)).singleElement().isInstanceOf(Item.SessionOver.class);
      execute(after, 2);
      Item.Deferred gone = (Item.Deferred) group.items(ann).get(0);
      assertThat(failure(gone.result()).cause()).isEqualTo(Result.Cause.DELETED);
      Item.Deferred goneToo = (Item.Deferred) group.items(bob).get(0);
      assertThat(failure(goneToo.result()).cause()).isEqualTo(Result.Cause.DELETED);
    }

    @Test
    void thatIsRaisedLetsOthersGoFirst() {
      Command.Delete deletion = deleteEverywhere(bob, bobs);
      group.submit(bob, deletion);
      long message = pending("x", "1");
      group.order(new Entry.Raise(bob.message(deletion.sequence()), 9));
      execute(message, 1);
      assertThat(group.items(ann)).containsExactly(deferred(1, message, null));
      group.order(new Entry.Execute(bob.message(deletion.sequence()), 9));
      assertThat(group.items(ann)).singleElement().isInstanceOf(Item.SessionOver.class);
    }

    @Test
    void isNoObstacleToANewPrimitiveOfThatName() {
      group.submit(ann, put(ann, anns, "x", "1"));
      group.submit(ann, delete(ann, anns));
      long again = group.open(ann, STORE, StoreService.TYPE);
      assertThat(again).isNotIn(anns, bobs);
      assertThat(group.submit(ann, get(ann, again, "x"))).isEqualTo(done(null));
      // The old sessions are not those of the new primitive.
      assertThat(failure(group.submit(bob, get(bob, bobs, "x"))).cause())
          .isEqualTo(Result.Cause.UNKNOWN_SESSION);
    }

    @Test
    void endsTimers() {
      group.submit(ann, local(ann, anns, command("expiring", "x", "1", 10), writes("x")));
      group.submit(ann, delete(ann, anns));
      long again = group.open(ann, STORE, StoreService.TYPE);
      group.submit(ann, put(ann, again, "x", "2"));
      group.pass(100).tick();
      assertThat(group.submit(ann, get(ann, again, "x"))).isEqualTo(done("2"));
    }
  }

  @Nested
  @DisplayName("Rules 9 and 10: refusals and forgetting")
  class Forgetting {
    private void forget(long message) {
      group.order(new Entry.Forget(List.of(ann.message(message))));
    }

    @Test
    void anOutcomeIsForgottenWhenTheLeaderSaysSo() {
      long message = pending("x", "1");
      execute(message, 0);
      forget(message);
      assertThat(group.told()).containsExactly(new Told.Forgotten(ann.message(message)));
      assertThat(group.remembered()).isEmpty();
    }

    @Test
    void aRefusalIsRememberedAsLongAsItsClientMayStillSubmit() {
      long message = ann.next();
      Command.Multicast command = putBoth(message, anns, "x", "1");
      group.order(new Entry.Refuse(ann.message(message), command.destinations()));
      forget(message);
      assertThat(group.told()).isEmpty();
      assertThat(failure(group.submit(ann, command)).cause()).isEqualTo(Result.Cause.ABORTED);

      ann.resolveBelow(message + 1);
      group.submit(ann, get(ann, anns, "x"));
      forget(message);
      assertThat(group.told()).containsExactly(new Told.Forgotten(ann.message(message)));
    }

    @Test
    void aRefusalIsForgottenWhenItsClientIsGone() {
      long message = ann.next();
      group.order(new Entry.Refuse(ann.message(message), Texts.groups(G, Texts.H)));
      group.expire(ann);
      forget(message);
      assertThat(group.remembered()).isEmpty();
    }

    @Test
    void othersDoNotHoldARefusalBack() {
      long message = ann.next();
      group.order(new Entry.Refuse(ann.message(message), Texts.groups(G, Texts.H)));
      ann.resolveBelow(message + 1);
      group.submit(ann, get(ann, anns, "x"));
      group.submit(bob, get(bob, bobs, "x"));
      forget(message);
      assertThat(group.remembered()).isEmpty();
    }

    @Test
    void ofSeveralOnlyThoseAreForgottenThatMayBe() {
      long executed = pending("x", "1");
      execute(executed, 0);
      long refused = ann.next();
      group.order(new Entry.Refuse(ann.message(refused), Texts.groups(G, Texts.H)));
      group.order(new Entry.Forget(List.of(ann.message(refused), ann.message(executed))));
      assertThat(group.told()).containsExactly(new Told.Forgotten(ann.message(executed)));
    }

    @Test
    void nothingIsLeftWhenAllIsDone() {
      // The leader's client and the numbers that only grow have come to stay.
      long first = pending("x", "0");
      execute(first, 0);
      forget(first);
      group.receive(ann, 1);
      group.submit(ann, get(ann, anns, "x"));
      int before = group.snapshot().length;
      for (int i = 0; i < 10; i++) {
        long message = pending("x", "1");
        group.submit(bob, withoutResult(putBoth(bob.next(), bobs, "x", "1")));
        group.order(new Entry.Abort(bob.message(bob.next() - 1)));
        execute(message, 0);
        forget(message);
      }
      group.remembered().forEach(each -> group.order(new Entry.Forget(List.of(each.id()))));
      group.receive(ann, 11);
      bob.resolveBelow(bob.next());
      group.receive(bob, 20);
      group.submit(ann, get(ann, anns, "x"));
      group.submit(bob, get(bob, bobs, "x"));
      group.remembered().forEach(each -> group.order(new Entry.Forget(List.of(each.id()))));
      assertThat(group.remembered()).isEmpty();
      // The journal of the store has grown by "x=1", and numbers may take a byte more.
      assertThat(group.snapshot().length).isLessThan(before + 10 * 5 + 20);
    }
  }
}
