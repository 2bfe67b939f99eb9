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
import static io.atomix.mcast.group.Texts.decide;
import static io.atomix.mcast.group.Texts.events;
import static io.atomix.mcast.group.Texts.failure;
import static io.atomix.mcast.group.Texts.groups;
import static io.atomix.mcast.group.Texts.is;
import static io.atomix.mcast.group.Texts.local;
import static io.atomix.mcast.group.Texts.putBoth;
import static io.atomix.mcast.group.Texts.query;
import static io.atomix.mcast.group.Texts.result;
import static io.atomix.mcast.group.Texts.verdict;
import static io.atomix.mcast.group.Texts.writes;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.ordering.Entry;
import io.atomix.mcast.ordering.GroupFootprint;
import io.atomix.mcast.ordering.MessageStatus;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.ConditionalAction;
import io.atomix.mcast.wire.Notification;
import io.atomix.mcast.wire.Result;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Rule 11: what a group makes of conditional messages. */
class ConditionalsTest extends ConditionalsFixture {
  private static Notification deferred(long number, long sequence, Result result) {
    return new Notification.Deferred(number, sequence, result);
  }

  @Nested
  @DisplayName("Local messages")
  class Local {
    private Answer decide(ConditionalAction conditional) {
      return group.submit(ann, new Command.Local(ann.next(), anns, conditional, writes("x")));
    }

    private Answer finished(boolean holds, String read, String result) {
      return new Answer.Finished(verdict(holds, read, result));
    }

    @Test
    void runTheBranchThatTheirConditionSays() {
      given("x", "1");
      assertThat(decide(swap)).isEqualTo(finished(true, "1", "1"));
      assertStored("x", "2");
      assertThat(decide(swap)).isEqualTo(finished(false, "2", "2"));
      assertStored("x", "3");
    }

    @Test
    void withoutAConditionAgree() {
      assertThat(decide(new ConditionalAction(null, null, command("put", "x", "1"), null)))
          .isEqualTo(finished(true, null, null));
      assertStored("x", "1");
    }

    @Test
    void withoutABranchOnlyTellWhatTheyFind() {
      given("x", "1");
      assertThat(decide(new ConditionalAction(is("x", "2"), query("get", "x"), swap.then(), null)))
          .isEqualTo(finished(false, "1", null));
      assertThat(decide(new ConditionalAction(is("x", "1"), null, null, null)))
          .isEqualTo(finished(true, null, null));
      assertStored("x", "1");
    }

    @Test
    void thatWaitFindWhatTheirPredecessorsLeave() {
      long first = ann.next();
      group.submit(ann, putBoth(first, anns, "x", "1"));
      Command.Local second = new Command.Local(bob.next(), bobs, swap, writes("x"));
      assertThat(group.submit(bob, second)).isEqualTo(new Answer.Waiting());
      execute(ann, first, 0, true);
      assertThat(group.notifications(bob))
          .containsExactly(deferred(1, second.sequence(), verdict(true, "1", "1")));
      assertStored("x", "2");
    }

    @Test
    void tellWhatTheirBranchThrew() {
      Answer answer = decide(new ConditionalAction(null, null, command("put", "x"), null));
      assertThat(failure(answer).cause()).isEqualTo(Result.Cause.SERVICE);
      assertThat(failure(answer).message()).contains("'put'", STORE);
    }
  }

  @Nested
  @DisplayName("Multicast messages")
  class Multicast {
    @Test
    void areEvaluatedWithTheVote() {
      given("x", "1");
      Command.Multicast yes = decide(ann.next(), anns, false, swap, "x");
      assertThat(group.submit(ann, yes)).isEqualTo(voted(0, null, true));
      Command.Multicast no =
          decide(
              ann.next(),
              anns,
              false,
              new ConditionalAction(is("y", "1"), null, command("put", "y", "2"), null),
              "y");
      assertThat(group.submit(ann, no)).isEqualTo(voted(0, null, false));
      assertThat(group.told())
          .as("what the other groups hear")
          .containsExactly(
              new Told.Stands(ann.message(no.sequence()), voted(0, false), groups(G, H)));
    }

    @Test
    void areToldEarlyToThoseWhoAreContentWithThat() {
      given("x", "1");
      assertThat(group.submit(ann, decide(ann.next(), anns, true, swap, "x")))
          .isEqualTo(voted(0, verdict(true, "1", null), true));
      given("y", "1");
      ConditionalAction onlyRead =
          new ConditionalAction(is("y", "2"), query("get", "y"), null, null);
      assertThat(group.submit(ann, decide(ann.next(), anns, true, onlyRead, "y")))
          .isEqualTo(voted(0, verdict(false, "1", null), false));
    }

    @Test
    void areNotEvaluatedWhileSomethingPrecedesThem() {
      long first = ann.next();
      group.submit(ann, putBoth(first, anns, "x", "7"));
      long second = bob.next();
      assertThat(group.submit(bob, decide(second, bobs, true, swap, "x")))
          .isEqualTo(
              new Answer.Voted(
                  open(Texts.behind(MessageStatus.State.VOTED, 1, ann.message(first))), null));
      execute(ann, first, 0, true);
      assertThat(status(bob, second).first()).isTrue();
      assertThat(status(bob, second).condition()).isEqualTo(MessageStatus.Condition.FAILS);
      execute(bob, second, 1, false);
      assertThat(group.notifications(bob))
          .containsExactly(deferred(1, second, verdict(false, "7", "7")));
      assertStored("x", "3");
    }

    @Test
    void areJudgedWithTheVoteWhereNothingBelowCanMakeADifference() {
      long first = ann.next();
      group.submit(ann, putBoth(first, anns, "x", "7"));
      long second = bob.next();
      ConditionalAction always = new ConditionalAction(null, null, command("put", "x", "2"), null);
      group.submit(bob, decide(second, bobs, false, always, "x"));
      assertThat(status(bob, second).first()).isFalse();
      assertThat(status(bob, second).condition()).isEqualTo(MessageStatus.Condition.HOLDS);
      group.order(new Entry.Raise(bob.message(second), 5));
      assertThat(status(bob, second).timestamp()).isEqualTo(5);
      assertThat(status(bob, second).condition()).isEqualTo(MessageStatus.Condition.HOLDS);
    }

    @Test
    void areNotJudgedBehindWhatMayEndTheirSession() {
      group.submit(ann, putBoth(ann.next(), anns, "x", "7"));
      group.submit(bob, close(bob, bobs));
      long second = ann.next();
      ConditionalAction always = new ConditionalAction(null, null, command("put", "x", "2"), null);
      group.submit(ann, decide(second, anns, false, always, "x"));
      assertThat(status(ann, second).condition()).isEqualTo(MessageStatus.Condition.OPEN);
    }

    @Test
    void areEvaluatedAnewWhenARaiseLetsOthersPass() {
      long first = multicast(false, swap);
      assertThat(status(ann, first)).isEqualTo(voted(0, false));
      long second = bob.next();
      group.submit(bob, putBoth(second, bobs, "x", "1"));
      group.order(new Entry.Raise(ann.message(first), 5));
      assertThat(status(ann, first).first()).isFalse();
      assertThat(status(ann, first).condition()).isEqualTo(MessageStatus.Condition.OPEN);
      execute(bob, second, 1, true);
      assertThat(status(ann, first).first()).isTrue();
      assertThat(status(ann, first).condition()).isEqualTo(MessageStatus.Condition.HOLDS);
      execute(ann, first, 5, true);
      assertThat(group.notifications(ann))
          .containsExactly(deferred(1, first, verdict(true, "1", "1")));
      assertStored("x", "2");
    }

    @Test
    void areEvaluatedAgainWhenARaiseLetsNobodyPass() {
      long message = multicast(false, swap);
      group.order(new Entry.Raise(ann.message(message), 5));
      assertThat(status(ann, message))
          .isEqualTo(new MessageStatus(MessageStatus.State.FINAL, 5, true, false));
    }

    @Test
    void sayWhatTheyFindToThoseWhoAskAgain() {
      long message = multicast(false, swap);
      group.order(new Entry.Confirm(List.of(ann.message(message))));
      assertThat(group.told())
          .containsExactly(new Told.Stands(ann.message(message), voted(0, false), groups(G, H)));
      execute(ann, message, 0, false);
      group.order(new Entry.Confirm(List.of(ann.message(message))));
      assertThat(group.told())
          .containsExactly(
              new Told.Stands(
                  ann.message(message), MessageStatus.executed(0, false), groups(G, H)));
    }

    @Test
    void doWhatAllGroupsDecidedWhateverThisOneFound() {
      given("x", "1");
      long no = multicast(false, swap);
      assertThat(status(ann, no)).isEqualTo(voted(0, true));
      execute(ann, no, 0, false);
      assertThat(group.notifications(ann))
          .containsExactly(deferred(1, no, verdict(false, "1", "1")));
      assertStored("x", "3");
      assertThat(status(ann, no)).isEqualTo(MessageStatus.executed(0, false));
    }

    @Test
    void withoutABranchForTheDecisionChangeNothing() {
      given("x", "1");
      long message = multicast(false, new ConditionalAction(null, null, swap.then(), null));
      execute(ann, message, 0, false);
      assertThat(group.notifications(ann))
          .containsExactly(deferred(1, message, verdict(false, null, null)));
      assertStored("x", "1");
    }

    @Test
    void readWhatWasThereBeforeTheyWrite() {
      given("x", "1");
      long message = multicast(false, swap);
      execute(ann, message, 0, true);
      assertThat(group.notifications(ann))
          .containsExactly(deferred(1, message, verdict(true, "1", "1")));
      assertStored("x", "2");
    }

    @Test
    void whoseCallerKnowsAllAreNotToldAgainButHappen() {
      given("x", "1");
      group.submit(bob, local(bob, bobs, command("listen"), GroupFootprint.none(STORE)));
      long message = multicast(true, swap);
      execute(ann, message, 0, true);
      assertThat(group.unacknowledged(ann)).isEmpty();
      assertThat(events(group.notifications(bob))).containsExactly(bobs + ":x=2");
      assertStored("x", "2");
    }

    @Test
    void thatOnlyReadAndWereToldAreNotToldAgain() {
      given("x", "1");
      long message =
          multicast(true, new ConditionalAction(is("x", "1"), query("get", "x"), null, null));
      execute(ann, message, 0, true);
      assertThat(group.unacknowledged(ann)).isEmpty();
    }

    @Test
    void thatOnlyReadAndCouldNotBeToldAreToldWithTheExecution() {
      given("x", "1");
      long message =
          multicast(true, new ConditionalAction(is("x", "1"), query("get", "x"), null, null));
      group.order(new Entry.Raise(ann.message(message), 4));
      execute(ann, message, 4, false);
      assertThat(group.notifications(ann))
          .containsExactly(deferred(1, message, verdict(false, "1", null)));
    }

    @Test
    void whoseCallerCannotKnowAllAreToldWithTheExecution() {
      given("x", "1");
      long message = multicast(true, swap);
      group.order(new Entry.Raise(ann.message(message), 4));
      execute(ann, message, 4, true);
      assertThat(group.notifications(ann))
          .containsExactly(deferred(1, message, verdict(true, "1", "1")));
    }

    @Test
    void thatAreAbortedDoNothing() {
      given("x", "1");
      long message = multicast(true, swap);
      group.order(new Entry.Abort(ann.message(message)));
      assertThat(
              failure(((Notification.Deferred) group.notifications(ann).get(0)).result()).cause())
          .isEqualTo(Result.Cause.ABORTED);
      assertStored("x", "1");
    }

    @Test
    void holdTheirPrimitivesTimersUntilTheyAreExecuted() {
      group.submit(bob, local(bob, bobs, command("expiring", "x", "1", 100), writes("x")));
      long message = multicast(true, swap);
      group.pass(5_000).tick();
      assertThat(status(ann, message)).isEqualTo(voted(0, true));
      execute(ann, message, 0, true);
      assertStored("x", "2");
    }

    @Test
    void areExecutedAlthoughTheirSessionEndsMeanwhile() {
      given("x", "1");
      long message = multicast(true, swap);
      group.expire(ann);
      group.order(new Entry.Raise(ann.message(message), 9));
      assertThat(status(ann, message))
          .isEqualTo(new MessageStatus(MessageStatus.State.FINAL, 9, true, true));
      execute(ann, message, 9, true);
      assertStored("x", "2");
      assertThat(group.counts().pending()).isZero();
    }

    @Test
    void areExecutedAlthoughTheirSessionIsClosedMeanwhile() {
      given("x", "1");
      long message = multicast(false, swap);
      assertThat(group.submit(ann, close(ann, anns))).isEqualTo(new Answer.Waiting());
      group.order(new Entry.Raise(ann.message(message), 9));
      execute(ann, message, 9, true);
      assertThat(group.notifications(ann)).contains(deferred(1, message, verdict(true, "1", "1")));
      assertStored("x", "2");
    }
  }
}
