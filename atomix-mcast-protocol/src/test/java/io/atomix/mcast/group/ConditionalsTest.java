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
import static io.atomix.mcast.group.Texts.done;
import static io.atomix.mcast.group.Texts.events;
import static io.atomix.mcast.group.Texts.failure;
import static io.atomix.mcast.group.Texts.get;
import static io.atomix.mcast.group.Texts.groups;
import static io.atomix.mcast.group.Texts.is;
import static io.atomix.mcast.group.Texts.local;
import static io.atomix.mcast.group.Texts.put;
import static io.atomix.mcast.group.Texts.putBoth;
import static io.atomix.mcast.group.Texts.query;
import static io.atomix.mcast.group.Texts.result;
import static io.atomix.mcast.group.Texts.verdict;
import static io.atomix.mcast.group.Texts.writes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomix.mcast.ordering.Entry;
import io.atomix.mcast.ordering.Footprint;
import io.atomix.mcast.ordering.Standing;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Batch;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.Conditional;
import io.atomix.mcast.wire.Item;
import io.atomix.mcast.wire.Operation;
import io.atomix.mcast.wire.Result;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Rule 11: what a group makes of conditional messages. */
class ConditionalsTest {
  private final TestGroup group = new TestGroup(G);
  private final TestClient ann = new TestClient(1);
  private final TestClient bob = new TestClient(2);
  private long anns;
  private long bobs;

  /** If x is 1, it becomes 2, else it becomes 3. */
  private final Conditional swap =
      new Conditional(
          is("x", "1"), query("get", "x"), command("put", "x", "2"), command("put", "x", "3"));

  @BeforeEach
  void openSessions() {
    anns = group.open(ann, STORE, StoreService.TYPE);
    bobs = group.open(bob, STORE, StoreService.TYPE);
  }

  private void given(String key, String value) {
    group.submit(bob, put(bob, bobs, key, value));
  }

  private void assertStored(String key, String value) {
    assertThat(group.submit(bob, get(bob, bobs, key))).isEqualTo(done(value));
  }

  private static Standing open(Standing standing) {
    return standing.withCondition(Standing.Condition.OPEN);
  }

  private static Standing voted(long timestamp, boolean holds) {
    return new Standing(Standing.State.VOTED, timestamp, true, holds);
  }

  private static Answer voted(long timestamp, Result early, boolean holds) {
    return new Answer.Voted(voted(timestamp, holds), early);
  }

  private static Item deferred(long number, long sequence, Result result) {
    return new Item.Deferred(number, sequence, result);
  }

  private void execute(TestClient client, long message, long timestamp, boolean held) {
    group.order(new Entry.Execute(client.message(message), timestamp, held));
  }

  /** Returns what the group said last of a message. */
  private Standing standing(TestClient client, long message) {
    return group.standing(client.message(message));
  }

  private long multicast(boolean early, Conditional conditional) {
    long message = ann.next();
    group.submit(ann, decide(message, anns, early, conditional, "x"));
    return message;
  }

  @Nested
  @DisplayName("Local messages")
  class Local {
    private Answer decide(Conditional conditional) {
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
      assertThat(decide(new Conditional(null, null, command("put", "x", "1"), null)))
          .isEqualTo(finished(true, null, null));
      assertStored("x", "1");
    }

    @Test
    void withoutABranchOnlyTellWhatTheyFind() {
      given("x", "1");
      assertThat(decide(new Conditional(is("x", "2"), query("get", "x"), swap.then(), null)))
          .isEqualTo(finished(false, "1", null));
      assertThat(decide(new Conditional(is("x", "1"), null, null, null)))
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
      assertThat(group.items(bob))
          .containsExactly(deferred(1, second.sequence(), verdict(true, "1", "1")));
      assertStored("x", "2");
    }

    @Test
    void tellWhatTheirBranchThrew() {
      Answer answer = decide(new Conditional(null, null, command("put", "x"), null));
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
              new Conditional(is("y", "1"), null, command("put", "y", "2"), null),
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
      Conditional onlyRead = new Conditional(is("y", "2"), query("get", "y"), null, null);
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
                  open(Texts.behind(Standing.State.VOTED, 1, ann.message(first))), null));
      execute(ann, first, 0, true);
      assertThat(standing(bob, second).first()).isTrue();
      assertThat(standing(bob, second).condition()).isEqualTo(Standing.Condition.FAILS);
      execute(bob, second, 1, false);
      assertThat(group.items(bob)).containsExactly(deferred(1, second, verdict(false, "7", "7")));
      assertStored("x", "3");
    }

    @Test
    void areJudgedWithTheVoteWhereNothingBelowCanMakeADifference() {
      long first = ann.next();
      group.submit(ann, putBoth(first, anns, "x", "7"));
      long second = bob.next();
      Conditional always = new Conditional(null, null, command("put", "x", "2"), null);
      group.submit(bob, decide(second, bobs, false, always, "x"));
      assertThat(standing(bob, second).first()).isFalse();
      assertThat(standing(bob, second).condition()).isEqualTo(Standing.Condition.HOLDS);
      group.order(new Entry.Raise(bob.message(second), 5));
      assertThat(standing(bob, second).timestamp()).isEqualTo(5);
      assertThat(standing(bob, second).condition()).isEqualTo(Standing.Condition.HOLDS);
    }

    @Test
    void areNotJudgedBehindWhatMayEndTheirSession() {
      group.submit(ann, putBoth(ann.next(), anns, "x", "7"));
      group.submit(bob, close(bob, bobs));
      long second = ann.next();
      Conditional always = new Conditional(null, null, command("put", "x", "2"), null);
      group.submit(ann, decide(second, anns, false, always, "x"));
      assertThat(standing(ann, second).condition()).isEqualTo(Standing.Condition.OPEN);
    }

    @Test
    void areEvaluatedAnewWhenARaiseLetsOthersPass() {
      long first = multicast(false, swap);
      assertThat(standing(ann, first)).isEqualTo(voted(0, false));
      long second = bob.next();
      group.submit(bob, putBoth(second, bobs, "x", "1"));
      group.order(new Entry.Raise(ann.message(first), 5));
      assertThat(standing(ann, first).first()).isFalse();
      assertThat(standing(ann, first).condition()).isEqualTo(Standing.Condition.OPEN);
      execute(bob, second, 1, true);
      assertThat(standing(ann, first).first()).isTrue();
      assertThat(standing(ann, first).condition()).isEqualTo(Standing.Condition.HOLDS);
      execute(ann, first, 5, true);
      assertThat(group.items(ann)).containsExactly(deferred(1, first, verdict(true, "1", "1")));
      assertStored("x", "2");
    }

    @Test
    void areEvaluatedAgainWhenARaiseLetsNobodyPass() {
      long message = multicast(false, swap);
      group.order(new Entry.Raise(ann.message(message), 5));
      assertThat(standing(ann, message))
          .isEqualTo(new Standing(Standing.State.FINAL, 5, true, false));
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
              new Told.Stands(ann.message(message), Standing.executed(0, false), groups(G, H)));
    }

    @Test
    void doWhatAllGroupsDecidedWhateverThisOneFound() {
      given("x", "1");
      long no = multicast(false, swap);
      assertThat(standing(ann, no)).isEqualTo(voted(0, true));
      execute(ann, no, 0, false);
      assertThat(group.items(ann)).containsExactly(deferred(1, no, verdict(false, "1", "1")));
      assertStored("x", "3");
      assertThat(standing(ann, no)).isEqualTo(Standing.executed(0, false));
    }

    @Test
    void withoutABranchForTheDecisionChangeNothing() {
      given("x", "1");
      long message = multicast(false, new Conditional(null, null, swap.then(), null));
      execute(ann, message, 0, false);
      assertThat(group.items(ann))
          .containsExactly(deferred(1, message, verdict(false, null, null)));
      assertStored("x", "1");
    }

    @Test
    void readWhatWasThereBeforeTheyWrite() {
      given("x", "1");
      long message = multicast(false, swap);
      execute(ann, message, 0, true);
      assertThat(group.items(ann)).containsExactly(deferred(1, message, verdict(true, "1", "1")));
      assertStored("x", "2");
    }

    @Test
    void whoseCallerKnowsAllAreNotToldAgainButHappen() {
      given("x", "1");
      group.submit(bob, local(bob, bobs, command("listen"), Footprint.none(STORE)));
      long message = multicast(true, swap);
      execute(ann, message, 0, true);
      assertThat(group.unacknowledged(ann)).isEmpty();
      assertThat(events(group.items(bob))).containsExactly(bobs + ":x=2");
      assertStored("x", "2");
    }

    @Test
    void thatOnlyReadAndWereToldAreNotToldAgain() {
      given("x", "1");
      long message = multicast(true, new Conditional(is("x", "1"), query("get", "x"), null, null));
      execute(ann, message, 0, true);
      assertThat(group.unacknowledged(ann)).isEmpty();
    }

    @Test
    void thatOnlyReadAndCouldNotBeToldAreToldWithTheExecution() {
      given("x", "1");
      long message = multicast(true, new Conditional(is("x", "1"), query("get", "x"), null, null));
      group.order(new Entry.Raise(ann.message(message), 4));
      execute(ann, message, 4, false);
      assertThat(group.items(ann)).containsExactly(deferred(1, message, verdict(false, "1", null)));
    }

    @Test
    void whoseCallerCannotKnowAllAreToldWithTheExecution() {
      given("x", "1");
      long message = multicast(true, swap);
      group.order(new Entry.Raise(ann.message(message), 4));
      execute(ann, message, 4, true);
      assertThat(group.items(ann)).containsExactly(deferred(1, message, verdict(true, "1", "1")));
    }

    @Test
    void thatAreAbortedDoNothing() {
      given("x", "1");
      long message = multicast(true, swap);
      group.order(new Entry.Abort(ann.message(message)));
      assertThat(failure(((Item.Deferred) group.items(ann).get(0)).result()).cause())
          .isEqualTo(Result.Cause.ABORTED);
      assertStored("x", "1");
    }

    @Test
    void holdTheirPrimitivesTimersUntilTheyAreExecuted() {
      group.submit(bob, local(bob, bobs, command("expiring", "x", "1", 100), writes("x")));
      long message = multicast(true, swap);
      group.pass(5_000).tick();
      assertThat(standing(ann, message)).isEqualTo(voted(0, true));
      execute(ann, message, 0, true);
      assertStored("x", "2");
    }

    @Test
    void areExecutedAlthoughTheirSessionEndsMeanwhile() {
      given("x", "1");
      long message = multicast(true, swap);
      group.expire(ann);
      group.order(new Entry.Raise(ann.message(message), 9));
      assertThat(standing(ann, message))
          .isEqualTo(new Standing(Standing.State.FINAL, 9, true, true));
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
      assertThat(group.items(ann)).contains(deferred(1, message, verdict(true, "1", "1")));
      assertStored("x", "2");
    }
  }

  @Nested
  @DisplayName("What cannot be evaluated")
  class Trouble {
    private Result.Failed earlyFailure(Answer answer) {
      assertThat(((Answer.Voted) answer).standing()).isEqualTo(voted(0, false));
      return failure(((Answer.Voted) answer).early());
    }

    private Result.Failed itemFailure() {
      return failure(((Item.Deferred) group.items(ann).get(0)).result());
    }

    private void assertFails(Operation condition, String... words) {
      Conditional conditional =
          new Conditional(condition, null, command("put", "x", "1"), command("put", "x", "2"));
      long early = ann.next();
      Result.Failed told =
          earlyFailure(group.submit(ann, decide(early, anns, true, conditional, "x")));
      assertThat(told.cause()).isEqualTo(Result.Cause.SERVICE);
      assertThat(told.message()).contains(STORE).contains(words);
      group.order(new Entry.Raise(ann.message(early), 3));
      execute(ann, early, 3, false);
      assertThat(itemFailure()).isEqualTo(told);
      assertStored("x", "2");
    }

    @Test
    void doesNotHoldAndTheCallerIsToldWhy() {
      assertFails(query("is", "x"), "'is'", "failed");
      assertFails(query("none such"), "'none such'", "failed");
    }

    @Test
    void aConditionMustAnswerYesOrNo() {
      given("x", "7");
      assertFails(query("get", "x"), "'get'", "true or false");
      assertFails(query("get", "nothing there"), "'get'", "true or false");
    }

    @Test
    void aReadThatFailsDoesNotChangeTheDecision() {
      given("x", "1");
      Conditional conditional =
          new Conditional(is("x", "1"), query("none such"), command("put", "x", "2"), null);
      long message = ann.next();
      Answer answer = group.submit(ann, decide(message, anns, true, conditional, "x"));
      assertThat(((Answer.Voted) answer).standing()).isEqualTo(voted(0, true));
      assertThat(failure(((Answer.Voted) answer).early()).message()).contains("'none such'");
      execute(ann, message, 0, true);
      assertStored("x", "2");
    }

    @Test
    void aPrimitiveThatWasDeletedMeanwhile() {
      long deletion = ann.next();
      group.submit(ann, new Command.Delete(deletion, STORE, anns, groups(G, H)));
      long message = bob.next();
      group.submit(bob, decide(message, bobs, true, swap, "x"));
      execute(ann, deletion, 0, true);
      assertThat(standing(bob, message).condition()).isEqualTo(Standing.Condition.FAILS);
      execute(bob, message, 1, false);
      Item.Deferred told =
          (Item.Deferred)
              group.items(bob).stream()
                  .filter(item -> item instanceof Item.Deferred)
                  .findFirst()
                  .orElseThrow();
      assertThat(failure(told.result()).cause()).isEqualTo(Result.Cause.DELETED);
    }

    @Test
    void aCommandThatIsCalledAsACondition() {
      long trouble = group.open(ann, "trouble", TroubleService.TYPE);
      Conditional conditional = new Conditional(query("add"), null, null, command("add"));
      long message = ann.next();
      Result.Failed told =
          earlyFailure(
              group.submit(
                  ann,
                  new Command.Multicast(
                      message,
                      trouble,
                      conditional,
                      Footprint.whole("trouble", io.atomix.mcast.ordering.Access.WRITE),
                      groups(G, H),
                      true)));
      // Not as malformed, which would say that nothing was applied: the branch is.
      assertThat(told.cause()).isEqualTo(Result.Cause.SERVICE);
      assertThat(told.message()).contains("'add'", "is a COMMAND but was called as a QUERY");
    }

    @Test
    void commandsAndQueriesHaveTheirPlaces() {
      Operation write = command("put", "x", "2");
      assertThatThrownBy(() -> new Conditional(write, null, null, null))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("condition or its read is a COMMAND");
      assertThatThrownBy(() -> new Conditional(null, write, null, null))
          .hasMessageContaining("condition or its read is a COMMAND");
      assertThatThrownBy(() -> new Conditional(null, null, query("all"), null))
          .hasMessageContaining("branches is a QUERY");
      assertThatThrownBy(() -> new Conditional(null, null, null, query("all")))
          .hasMessageContaining("branches is a QUERY");
    }

    @Test
    void anEntryWhoseConditionIsACommandIsRefusedAsAWhole() {
      given("x", "1");
      Conditional conditional = new Conditional(query("remove", "x"), null, null, swap.then());
      Command command = decide(ann.next(), anns, true, conditional, "x");
      byte[] entry = new Batch(ann.id(), 0, 0, List.of(command)).encode();
      int name = new String(entry, StandardCharsets.ISO_8859_1).indexOf("remove");
      // What follows the name says whether it is a command.
      entry[name + "remove".length()] = 1;
      Answer.Batch answer = group.bytes(ann, entry);
      assertThat(answer.understood()).isFalse();
      assertThat(failure(answer.answers().get(0)).cause()).isEqualTo(Result.Cause.MALFORMED);
      assertThat(failure(answer.answers().get(0)).message()).contains("is a COMMAND");
      assertThat(group.told()).isEmpty();
      assertStored("x", "1");
    }
  }

  @Test
  void whatIsPendingIsEvaluatedAgainByAReplicaThatIsRestored() {
    given("x", "1");
    long message = multicast(true, swap);
    given("y", "1");
    // With each entry, TestGroup compares what a restored replica tells with what the leader told.
    assertThat(standing(ann, message)).isEqualTo(voted(0, true));
    TestReplica restored = TestReplica.restored(G, "m4", 100, group.snapshot());
    assertThat(restored.host().remembered())
        .containsExactly(new StandingChange(ann.message(message), voted(0, true), groups(G, H)));
  }
}
