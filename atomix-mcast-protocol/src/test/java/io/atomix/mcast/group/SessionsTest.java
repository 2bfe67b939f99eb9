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
import static io.atomix.mcast.group.Texts.H;
import static io.atomix.mcast.group.Texts.STORE;
import static io.atomix.mcast.group.Texts.close;
import static io.atomix.mcast.group.Texts.command;
import static io.atomix.mcast.group.Texts.deferred;
import static io.atomix.mcast.group.Texts.done;
import static io.atomix.mcast.group.Texts.events;
import static io.atomix.mcast.group.Texts.failure;
import static io.atomix.mcast.group.Texts.get;
import static io.atomix.mcast.group.Texts.groups;
import static io.atomix.mcast.group.Texts.local;
import static io.atomix.mcast.group.Texts.multicast;
import static io.atomix.mcast.group.Texts.only;
import static io.atomix.mcast.group.Texts.open;
import static io.atomix.mcast.group.Texts.put;
import static io.atomix.mcast.group.Texts.putBoth;
import static io.atomix.mcast.group.Texts.query;
import static io.atomix.mcast.group.Texts.reads;
import static io.atomix.mcast.group.Texts.voted;
import static io.atomix.mcast.group.Texts.writes;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.ordering.Access;
import io.atomix.mcast.ordering.Entry;
import io.atomix.mcast.ordering.GroupFootprint;
import io.atomix.mcast.ordering.MessageStatus;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.Notification;
import io.atomix.mcast.wire.ReadRequest;
import io.atomix.mcast.wire.Result;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Sessions of hosted primitives: who may use them, and how they end while something is under way.
 */
class SessionsTest {
  private final TestGroup group = new TestGroup(G);
  private final TestClient ann = new TestClient(1);
  private final TestClient bob = new TestClient(2);

  private static GroupFootprint nothing() {
    return GroupFootprint.none(STORE);
  }

  private long listening(TestClient client) {
    long session = group.open(client, STORE, StoreService.TYPE);
    group.submit(client, local(client, session, command("listen"), nothing()));
    return session;
  }

  @Test
  void theFirstSessionMakesThePrimitiveAndOthersShareIt() {
    long first = group.open(ann, STORE, StoreService.TYPE);
    long second = group.open(bob, STORE, StoreService.TYPE);
    assertThat(second).isNotEqualTo(first);
    assertThat(group.submit(ann, put(ann, first, "x", "1"))).isEqualTo(done(null));
    assertThat(group.submit(bob, get(bob, second, "x"))).isEqualTo(done("1"));
  }

  @Test
  void aClosedSessionIsOfNoUse() {
    long session = group.open(ann, STORE, StoreService.TYPE);
    assertThat(group.submit(ann, close(ann, session))).isEqualTo(done(null));
    Result.Failed failed = failure(group.submit(ann, put(ann, session, "x", "1")));
    assertThat(failed.cause()).isEqualTo(Result.Cause.UNKNOWN_SESSION);
    assertThat(failed.message()).contains(STORE, "no session " + session);
  }

  @Test
  void closingASessionTwiceDoesNoHarm() {
    long session = group.open(ann, STORE, StoreService.TYPE);
    group.submit(ann, close(ann, session));
    assertThat(group.submit(ann, close(ann, session))).isEqualTo(done(null));
  }

  @Test
  void nobodyUsesTheSessionOfAnother() {
    long session = listening(ann);
    group.open(bob, STORE, StoreService.TYPE);
    List<Command> attempts =
        List.of(
            put(bob, session, "x", "1"),
            get(bob, session, "x"),
            putBoth(bob.next(), session, "x", "1"),
            close(bob, session),
            new Command.Delete(bob.next(), STORE, session, groups(G)),
            new Command.Delete(bob.next(), STORE, session, groups(G, H)));
    for (Command attempt : attempts) {
      Result.Failed failed = failure(group.submit(bob, attempt));
      assertThat(failed.cause()).as("%s", attempt).isEqualTo(Result.Cause.UNKNOWN_SESSION);
      assertThat(failed.message()).as("%s", attempt).contains(STORE, "no session " + session);
    }
    var query = new ReadRequest.Query(session, query("get", "x"), reads("x"));
    Result read = only(group.read(bob, new ReadRequest.Queries(0, true, List.of(query))));
    assertThat(failure(read).cause()).isEqualTo(Result.Cause.UNKNOWN_SESSION);
    // It is as if nothing had been tried.
    assertThat(group.submit(ann, put(ann, session, "x", "2"))).isEqualTo(done(null));
    assertThat(events(group.notifications(ann))).containsExactly(session + ":x=2");
  }

  @Test
  void whatASessionOwnsGoesWithItAndOthersHearOfIt() {
    long listener = listening(bob);
    long session = group.open(ann, STORE, StoreService.TYPE);
    group.submit(ann, local(ann, session, command("owned", "x", "1"), writes("x")));
    group.expire(ann);
    assertThat(group.told())
        .first()
        .isEqualTo(new Told.Gone(new ClientAddress(1, ann.id(), ann.member())));
    assertThat(events(group.notifications(bob)))
        .singleElement()
        .asString()
        .startsWith(listener + ":-x");
    assertThat(group.submit(bob, get(bob, listener, "x"))).isEqualTo(done(null));
  }

  @Test
  void theNextRaftSessionOfAClientEndsTheOneBefore() {
    listening(bob);
    long session = group.open(ann, STORE, StoreService.TYPE);
    group.submit(ann, local(ann, session, command("owned", "x", "1"), writes("x")));
    group.batch(ann.reconnected(3));
    assertThat(group.told()).contains(new Told.Gone(new ClientAddress(1, ann.id(), ann.member())));
    assertThat(events(group.notifications(bob))).singleElement().asString().contains("-x");
    assertThat(group.counts().clients()).isEqualTo(2);
  }

  @Test
  void whatComesOverALostSessionOnceTheNextHasBegunIsNotApplied() {
    long session = group.open(ann, STORE, StoreService.TYPE);
    Command lateWrite = put(ann, session, "x", "first");
    Command lateMessage = putBoth(ann.next(), session, "x", "first");
    Command lateSession = open(ann, STORE, StoreService.TYPE.name());
    TestClient again = ann.reconnected(3);
    long next = group.open(again, STORE, StoreService.TYPE);
    assertThat(group.submit(again, put(again, next, "x", "second"))).isEqualTo(done(null));
    for (Command late : List.of(lateWrite, lateMessage, lateSession)) {
      Result.Failed failed = failure(group.submit(ann, late));
      assertThat(failed.cause()).isEqualTo(Result.Cause.UNKNOWN_SESSION);
      assertThat(failed.message()).contains("nothing was applied");
    }
    assertThat(group.submit(again, get(again, next, "x"))).isEqualTo(done("second"));
    assertThat(group.counts().pending()).isZero();
    group.expire(ann);
    assertThat(group.submit(again, get(again, next, "x"))).isEqualTo(done("second"));
    assertThat(group.counts().clients()).isEqualTo(1);
  }

  @Test
  void aLostSessionThatEndsTwiceWhileItsMessageIsPendingDoesNoHarm() {
    long session = group.open(ann, STORE, StoreService.TYPE);
    long sequence = ann.next();
    group.submit(ann, putBoth(sequence, session, "x", "1"));
    TestClient again = ann.reconnected(3);
    group.batch(again);
    group.expire(ann);
    assertThat(group.submit(again, open(again, STORE, StoreService.TYPE.name())))
        .as("behind the message and the ends of its session")
        .isEqualTo(new Answer.Waiting());
    group.order(new Entry.Execute(ann.message(sequence), 0));
    long next =
        TestGroup.sessionOf(((Notification.Deferred) group.notifications(again).get(0)).result());
    assertThat(group.submit(again, get(again, next, "x"))).isEqualTo(done("1"));
    assertThat(group.counts().pending()).isZero();
  }

  @Test
  void aSessionOutlivesNeitherItsRaftSessionNorAnExpiryThatNamesNoClient() {
    long session = group.open(ann, STORE, StoreService.TYPE);
    group.close(bob);
    assertThat(group.submit(ann, get(ann, session, "x"))).isEqualTo(done(null));
    group.close(ann);
    // Raft never brings a batch of a session that is over; one with the same number would be
    // another client.
    assertThat(failure(group.submit(ann, get(ann, session, "x"))).cause())
        .isEqualTo(Result.Cause.UNKNOWN_SESSION);
  }

  @Test
  void theEndOfASessionWaitsForItsPendingMessages() {
    long listener = listening(bob);
    long session = group.open(ann, STORE, StoreService.TYPE);
    group.submit(ann, local(ann, session, command("owned", "x", "1"), writes("x")));
    long message = ann.next();
    assertThat(group.submit(ann, putBoth(message, session, "y", "2"))).isEqualTo(voted(0, true));
    group.expire(ann);
    assertThat(events(group.notifications(bob))).as("x is still there").isEmpty();

    // The other group has executed it, so this one must, although its client is gone.
    group.order(new Entry.Execute(ann.message(message), 0));
    assertThat(events(group.notifications(bob))).hasSize(2).first().isEqualTo(listener + ":y=2");
    assertThat(events(group.notifications(bob))).last().asString().startsWith(listener + ":-x");
    assertThat(group.notifications(ann)).isEmpty();
  }

  /**
   * The end got its timestamp when the message had only its vote, which other groups' votes then
   * raised above that.
   */
  @Test
  void theEndOfASessionWaitsAlsoForAMessageThatIsRaisedAboveIt() {
    long listener = listening(bob);
    long session = group.open(ann, STORE, StoreService.TYPE);
    long message = ann.next();
    group.submit(ann, putBoth(message, session, "y", "2"));
    group.expire(ann);
    group.order(new Entry.Raise(ann.message(message), 7));
    assertThat(group.status(ann.message(message)))
        .isEqualTo(new MessageStatus(MessageStatus.State.FINAL, 7, true));
    group.order(new Entry.Execute(ann.message(message), 7));
    assertThat(events(group.notifications(bob))).containsExactly(listener + ":y=2");
    assertThat(group.submit(bob, get(bob, listener, "y"))).isEqualTo(done("2"));
  }

  /** One entry sets off all of it: what comes before the end, the end, and the message. */
  @Test
  void soItDoesWhereTheMessageIsExecutedByTheEntryThatSetsTheEndFree() {
    long listener = listening(bob);
    long session = group.open(ann, STORE, StoreService.TYPE);
    long before = bob.next();
    group.submit(bob, putBoth(before, listener, "z", "1"));
    long message = ann.next();
    group.submit(ann, putBoth(message, session, "y", "2"));
    group.expire(ann);
    group.order(new Entry.Raise(ann.message(message), 7));
    group.order(new Entry.Execute(ann.message(message), 7));
    assertThat(group.status(ann.message(message)).state()).isEqualTo(MessageStatus.State.FINAL);
    group.order(new Entry.Execute(bob.message(before), 0));
    assertThat(group.status(ann.message(message))).isEqualTo(MessageStatus.executed(7));
    assertThat(events(group.notifications(bob)))
        .containsExactly(listener + ":z=1", listener + ":y=2");
    assertThat(group.submit(bob, get(bob, listener, "y"))).isEqualTo(done("2"));
  }

  @Test
  void soDoesTheClosingWhereTheMessageIsExecutedByTheEntryThatSetsItFree() {
    long listener = listening(bob);
    long session = listening(ann);
    long before = bob.next();
    group.submit(bob, putBoth(before, listener, "z", "1"));
    long message = ann.next();
    group.submit(ann, putBoth(message, session, "y", "2"));
    Command.CloseSession closing = close(ann, session);
    assertThat(group.submit(ann, closing)).isEqualTo(new Answer.Waiting());
    group.order(new Entry.Raise(ann.message(message), 7));
    group.order(new Entry.Execute(ann.message(message), 7));
    group.order(new Entry.Execute(bob.message(before), 0));
    assertThat(events(group.notifications(ann)))
        .as("still open then")
        .containsExactly(session + ":z=1", session + ":y=2");
    assertThat(group.submit(bob, get(bob, listener, "y"))).isEqualTo(done("2"));
    assertThat(failure(group.submit(ann, get(ann, session, "y"))).cause())
        .isEqualTo(Result.Cause.UNKNOWN_SESSION);
  }

  @Test
  void soDoesTheClosingOfASession() {
    long listener = listening(bob);
    long session = listening(ann);
    long message = ann.next();
    group.submit(ann, putBoth(message, session, "y", "2"));
    Command.CloseSession closing = close(ann, session);
    assertThat(group.submit(ann, closing)).isEqualTo(new Answer.Waiting());
    group.order(new Entry.Raise(ann.message(message), 7));
    assertThat(group.notifications(ann)).isEmpty();
    group.order(new Entry.Execute(ann.message(message), 7));
    assertThat(group.notifications(ann)).hasSize(3).first().isEqualTo(deferred(1, message, null));
    assertThat(group.notifications(ann)).last().isEqualTo(deferred(3, closing.sequence(), null));
    assertThat(events(group.notifications(ann)))
        .as("still open then")
        .containsExactly(session + ":y=2");
    assertThat(group.submit(bob, get(bob, listener, "y"))).isEqualTo(done("2"));
    assertThat(failure(group.submit(ann, get(ann, session, "y"))).cause())
        .isEqualTo(Result.Cause.UNKNOWN_SESSION);
  }

  @Test
  void theEndOfASessionDoesNotWaitForAMessageThatIsAborted() {
    long listener = listening(bob);
    long session = group.open(ann, STORE, StoreService.TYPE);
    group.submit(ann, local(ann, session, command("owned", "x", "1"), writes("x")));
    long message = ann.next();
    group.submit(ann, putBoth(message, session, "y", "2"));
    group.expire(ann);
    group.order(new Entry.Abort(ann.message(message)));
    assertThat(events(group.notifications(bob)))
        .singleElement()
        .asString()
        .startsWith(listener + ":-x");
  }

  @Test
  void theEventsOfAPendingMessageAreLostWithTheClientThatItIsFrom() {
    long session = listening(ann);
    long message = ann.next();
    group.submit(ann, putBoth(message, session, "y", "2"));
    group.expire(ann);
    group.order(new Entry.Execute(ann.message(message), 0));
    assertThat(group.notifications(ann)).isEmpty();
    assertThat(group.unacknowledged(ann)).isEmpty();
  }

  @Test
  void aSessionIsNotOpenedForAClientThatHasGoneWhileItWaited() {
    GroupFootprint all = GroupFootprint.whole("trouble", Access.WRITE);
    long session = group.open(bob, "trouble", TroubleService.TYPE);
    long message = bob.next();
    group.submit(bob, multicast(message, session, command("count"), all));
    assertThat(group.submit(ann, open(ann, "trouble", "trouble"))).isEqualTo(new Answer.Waiting());
    group.expire(ann);
    group.order(new Entry.Execute(bob.message(message), 0));
    assertThat(group.notifications(ann)).isEmpty();
    // Bob's session, the message and this one; a session of Ann's would have been counted.
    assertThat(group.submit(bob, local(bob, session, command("count"), all))).isEqualTo(done("3"));
  }

  @Test
  void anOpeningThatWaitsIsAnsweredLater() {
    long session = group.open(bob, STORE, StoreService.TYPE);
    long message = bob.next();
    group.submit(bob, putBoth(message, session, "x", "1"));
    group.submit(ann, open(ann, STORE, "store"));
    group.order(new Entry.Execute(bob.message(message), 0));
    var notification = (io.atomix.mcast.wire.Notification.Deferred) group.notifications(ann).get(0);
    long opened = TestGroup.sessionOf(notification.result());
    assertThat(group.submit(ann, get(ann, opened, "x"))).isEqualTo(done("1"));
  }
}
