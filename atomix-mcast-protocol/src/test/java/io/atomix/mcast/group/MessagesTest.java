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
import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.ordering.Entry;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.ordering.MessageStatus;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.Notification;
import io.atomix.mcast.wire.Result;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What becomes of messages, and who hears of it when. */
class MessagesTest extends MessagesFixture {
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
    void thatMeetAPendingOneAreAnsweredByAnNotificationLater() {
      long first = pending("x", "1");
      Command.Local second = put(bob, bobs, "x", "2");
      assertThat(group.submit(bob, second)).isEqualTo(new Answer.Waiting());
      execute(first, 0);
      assertThat(group.notifications(ann)).containsExactly(deferred(1, first, null));
      assertThat(group.notifications(bob)).containsExactly(deferred(1, second.sequence(), "1"));
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
                  new MessageStatus(MessageStatus.State.VOTED, 0, true),
                  command.destinations()));
    }

    @Test
    void executeWhenAllGroupsAreReadyAndTheResultIsAnNotification() {
      group.submit(bob, put(bob, bobs, "x", "0"));
      long message = pending("x", "1");
      execute(message, 0);
      assertThat(group.notifications(ann)).containsExactly(deferred(1, message, "0"));
      assertThat(group.status(ann.message(message))).isEqualTo(MessageStatus.executed(0));
      assertThat(group.submit(bob, get(bob, bobs, "x"))).isEqualTo(done("1"));
    }

    @Test
    void executeInTheOrderOfTheirFinalTimestamps() {
      long first = pending("x", "1");
      long second = pending("x", "2");
      group.order(new Entry.Raise(ann.message(first), 5));
      execute(second, 1);
      execute(first, 5);
      assertThat(group.notifications(ann)).containsExactly(deferred(2, first, "2"));
    }

    @Test
    void thatAreAbortedAreAppliedNowhereAndTheirCallerHearsWhy() {
      long message = pending("x", "1");
      Command.Local waiting = get(bob, bobs, "x");
      group.submit(bob, waiting);
      group.order(new Entry.Abort(ann.message(message)));
      Notification.Deferred notification = (Notification.Deferred) group.notifications(ann).get(0);
      assertThat(failure(notification.result()).cause()).isEqualTo(Result.Cause.ABORTED);
      assertThat(failure(notification.result()).message())
          .contains(ann.message(message).toString(), "nothing was applied");
      assertThat(group.notifications(bob)).containsExactly(deferred(1, waiting.sequence(), null));
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
      assertThat(group.notifications(ann)).as("it has been answered").isEmpty();
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
                  MessageStatus.dropped(MessageStatus.State.REFUSED),
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
                  Texts.behind(MessageStatus.State.VOTED, 1, below), new Result.Done(null)));
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
      assertThat(group.notifications(ann)).isEmpty();
      long write = ann.next();
      group.submit(ann, withoutResult(putBoth(write, anns, "x", "1")));
      execute(write, 0);
      assertThat(group.notifications(ann)).isEmpty();
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
      assertThat(group.notifications(bob)).as("not yet").isEmpty();
      execute(write, 0);
      assertThat(events(group.notifications(bob))).containsExactly(bobs + ":x=1");
    }

    @Test
    void whatCouldNotBeToldIsAnNotification() {
      long first = pending("x", "1");
      long read = bob.next();
      group.submit(bob, multicast(read, bobs, query("get", "x"), reads("x")));
      execute(first, 0);
      group.order(new Entry.Execute(bob.message(read), 1));
      assertThat(group.notifications(bob)).containsExactly(deferred(1, read, "1"));
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
      assertThat(group.notifications(ann)).containsExactly(deferred(1, read, "2"));
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
      assertThat(group.notifications(bob)).containsExactly(deferred(1, write.sequence(), "1"));
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
}
