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
import static io.atomix.mcast.group.Texts.put;
import static io.atomix.mcast.group.Texts.putBoth;
import static io.atomix.mcast.group.Texts.voted;
import static io.atomix.mcast.group.Texts.votedBehind;
import static io.atomix.mcast.group.Texts.withoutResult;
import static io.atomix.mcast.group.Texts.writes;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.ordering.Entry;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.Notification;
import io.atomix.mcast.wire.ReadAnswer;
import io.atomix.mcast.wire.ReadRequest;
import io.atomix.mcast.wire.Result;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What is kept of messages for clients and other groups, and how it goes. */
class MessageEndsTest extends MessagesFixture {
  @Nested
  @DisplayName("Items")
  class Items {
    @Test
    void areNumberedWithoutGapsAndKeptUntilTheyAreAcknowledged() {
      listen(bob, bobs);
      group.batch(
          ann, put(ann, anns, "x", "1"), put(ann, anns, "y", "2"), put(ann, anns, "z", "3"));
      assertThat(group.unacknowledged(bob))
          .extracting(Notification::number)
          .containsExactly(1L, 2L, 3L);
      group.receive(bob, 2);
      group.submit(bob, get(bob, bobs, "x"));
      assertThat(group.unacknowledged(bob)).extracting(Notification::number).containsExactly(3L);
      group.submit(ann, put(ann, anns, "x", "4"));
      assertThat(group.unacknowledged(bob))
          .extracting(Notification::number)
          .containsExactly(3L, 4L);
    }

    @Test
    void canBeAskedForAgain() {
      listen(bob, bobs);
      group.batch(ann, put(ann, anns, "x", "1"), put(ann, anns, "y", "2"));
      ReadAnswer.StoredNotifications answer =
          (ReadAnswer.StoredNotifications) group.read(bob, new ReadRequest.FetchNotifications(1));
      assertThat(answer.delivery().raftSession()).isEqualTo(bob.raftSession());
      assertThat(events(answer.delivery().notifications())).containsExactly(bobs + ":y=2");
      assertThat(
              ((ReadAnswer.StoredNotifications)
                      group.read(new TestClient(9), new ReadRequest.FetchNotifications(0)))
                  .delivery()
                  .notifications())
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
      assertThat(group.notifications(bob)).isEmpty();
    }

    @Test
    void tellTheResultBeforeTheEventsThatItCaused() {
      listen(ann, anns);
      long message = pending("x", "1");
      execute(message, 0);
      assertThat(group.notifications(ann)).first().isEqualTo(deferred(1, message, null));
      assertThat(events(group.notifications(ann))).containsExactly(anns + ":x=1");
    }

    @Test
    void sayAtWhichEntryAnEventWasPublished() {
      listen(bob, bobs);
      Answer.AnswerBatch answers =
          group.bytes(
              ann,
              new io.atomix.mcast.wire.Batch(ann.id(), 0, 0, List.of(put(ann, anns, "x", "1")))
                  .encode());
      assertThat(((Notification.Published) group.notifications(bob).get(0)).index())
          .isEqualTo(answers.index());
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
      assertThat(((Notification.SessionOver) group.notifications(ann).get(0)).session())
          .isEqualTo(anns);
      assertThat(((Notification.SessionOver) group.notifications(bob).get(0)).session())
          .isEqualTo(bobs);
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
      assertThat(group.notifications(ann)).containsExactly(deferred(1, before, null));
      group.order(new Entry.Execute(bob.message(deletion.sequence()), 1));
      assertThat(group.notifications(ann))
          .singleElement()
          .isInstanceOf(Notification.SessionOver.class);
      execute(after, 2);
      Notification.Deferred gone = (Notification.Deferred) group.notifications(ann).get(0);
      assertThat(failure(gone.result()).cause()).isEqualTo(Result.Cause.DELETED);
      Notification.Deferred goneToo = (Notification.Deferred) group.notifications(bob).get(0);
      assertThat(failure(goneToo.result()).cause()).isEqualTo(Result.Cause.DELETED);
    }

    @Test
    void thatIsRaisedLetsOthersGoFirst() {
      Command.Delete deletion = deleteEverywhere(bob, bobs);
      group.submit(bob, deletion);
      long message = pending("x", "1");
      group.order(new Entry.Raise(bob.message(deletion.sequence()), 9));
      execute(message, 1);
      assertThat(group.notifications(ann)).containsExactly(deferred(1, message, null));
      group.order(new Entry.Execute(bob.message(deletion.sequence()), 9));
      assertThat(group.notifications(ann))
          .singleElement()
          .isInstanceOf(Notification.SessionOver.class);
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
