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
import static io.atomix.mcast.group.Texts.decide;
import static io.atomix.mcast.group.Texts.deferred;
import static io.atomix.mcast.group.Texts.done;
import static io.atomix.mcast.group.Texts.events;
import static io.atomix.mcast.group.Texts.get;
import static io.atomix.mcast.group.Texts.groups;
import static io.atomix.mcast.group.Texts.is;
import static io.atomix.mcast.group.Texts.local;
import static io.atomix.mcast.group.Texts.put;
import static io.atomix.mcast.group.Texts.query;
import static io.atomix.mcast.group.Texts.toldAtVote;
import static io.atomix.mcast.group.Texts.verdict;
import static io.atomix.mcast.group.Texts.votedBehind;
import static io.atomix.mcast.group.Texts.writes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomix.mcast.ordering.Entry;
import io.atomix.mcast.ordering.GroupFootprint;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.ConditionalAction;
import io.atomix.mcast.wire.GroupVerdict;
import io.atomix.mcast.wire.HostedOperation;
import io.atomix.mcast.wire.Notification;
import io.atomix.mcast.wire.Result;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Rule 8: what a write will return is told with the vote if nothing is below it, and comes true:
 * the index too, from which services make versions. A mark returns what was there before, and the
 * index.
 */
class ResultsAtVoteTest {
  private final TestGroup group = new TestGroup(G);
  private final TestClient ann = new TestClient(1);
  private final TestClient bob = new TestClient(2);
  private long anns;
  private long bobs;

  @BeforeEach
  void openSessions() {
    anns = group.open(ann, STORE, StoreService.TYPE);
    bobs = group.open(bob, STORE, StoreService.TYPE);
    group.submit(bob, put(bob, bobs, "x", "0"));
  }

  private static HostedOperation mark(String key, String value) {
    return toldAtVote("mark", "marked", key, value);
  }

  private Command.Multicast marking(long message, String key, String value) {
    return new Command.Multicast(
        message, anns, mark(key, value), writes(key), groups(G, Texts.H), true);
  }

  /** Marks a key by a local message, and returns the index. */
  private long mark(String key) {
    Command local = local(bob, bobs, mark(key, "local"), writes(key));
    return index(((Answer.Finished) group.submit(bob, local)).result());
  }

  private void execute(long message, long timestamp) {
    group.order(new Entry.Execute(ann.message(message), timestamp));
  }

  private static String text(Result result) {
    return new String(((Result.Done) result).value(), StandardCharsets.UTF_8);
  }

  private static long index(Result marked) {
    return index(text(marked));
  }

  private static long index(String marked) {
    return Long.parseLong(marked.substring(marked.indexOf('@') + 1));
  }

  private static Result told(Answer vote) {
    assertThat(((Answer.Voted) vote).status().timestamp()).isZero();
    return ((Answer.Voted) vote).early();
  }

  private Result returned() {
    return ((Notification.Deferred) group.notifications(ann).get(0)).result();
  }

  private void assertStored(String key, String value) {
    assertThat(group.submit(bob, get(bob, bobs, key))).isEqualTo(done(value));
  }

  /** Returns what the journal says that marks returned. */
  private String journal() {
    Command journal = local(bob, bobs, query("journal"), GroupFootprint.none(STORE));
    return text(((Answer.Finished) group.submit(bob, journal)).result());
  }

  @Test
  void whatWasToldComesTrueThoughOthersHaveHigherIndicesMeanwhile() {
    long before = mark("other");
    long message = ann.next();
    String told = text(told(group.submit(ann, marking(message, "x", "1"))));
    assertThat(group.isUnhurried()).isTrue();
    assertThat(told).startsWith("0@");
    assertThat(index(told)).isGreaterThan(before);
    assertThat(mark("other")).isGreaterThan(index(told));
    group.submit(bob, local(bob, bobs, command("listen"), GroupFootprint.none(STORE)));
    execute(message, 0);
    assertThat(journal()).contains("!x=1:" + told);
    assertThat(events(group.notifications(bob))).isEmpty();
    assertThat(group.unacknowledged(ann)).as("what it knows already").isEmpty();
    assertStored("x", "1");
    assertThat(mark("x")).isGreaterThan(index(told));
  }

  @Test
  void nobodyElseGetsTheIndexThatWasTold() {
    long one = index(told(group.submit(ann, marking(ann.next(), "a", "1"))));
    long other = index(told(group.submit(ann, marking(ann.next(), "b", "1"))));
    assertThat(other).isGreaterThan(one);
    assertThat(mark("c")).isGreaterThan(other);
  }

  @Test
  void nobodyElseOfTheSameEntryGetsTheIndexThatWasTold() {
    List<Answer> answers =
        group.batch(
            ann,
            marking(ann.next(), "a", "1"),
            local(ann, anns, mark("c", "local"), writes("c")),
            marking(ann.next(), "b", "1"),
            local(ann, anns, mark("d", "local"), writes("d")));
    List<Long> indices =
        answers.stream()
            .map(each -> each instanceof Answer.Finished done ? done.result() : told(each))
            .map(ResultsAtVoteTest::index)
            .toList();
    assertThat(indices).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void nothingIsToldIfTheClientDoesNotAskForIt() {
    long message = ann.next();
    Command asks = Texts.multicast(message, anns, mark("x", "1"), writes("x"));
    assertThat(told(group.submit(ann, asks))).isNull();
    assertThat(group.isUnhurried()).isFalse();
    long later = mark("other");
    execute(message, 0);
    assertThat(index(returned())).as("nothing was reserved").isGreaterThan(later);
  }

  @Test
  void whatIsBehindAnotherIsToldWithTheExecution() {
    long first = ann.next();
    long second = ann.next();
    String told = text(told(group.submit(ann, marking(first, "x", "1"))));
    assertThat(group.submit(ann, marking(second, "x", "2")))
        .isEqualTo(votedBehind(1, ann.message(first)));
    execute(first, 0);
    assertThat(group.notifications(ann)).isEmpty();
    execute(second, 1);
    assertThat(text(returned())).startsWith("1@");
    assertThat(index(returned())).isGreaterThan(index(told));
  }

  @Test
  void whatIsRaisedAfterwardsGetsAnIndexBehindThatOfThoseThatPassedIt() {
    long message = ann.next();
    long told = index(told(group.submit(ann, marking(message, "x", "1"))));
    long passing = ann.next();
    group.submit(ann, marking(passing, "x", "2"));
    group.order(new Entry.Raise(ann.message(message), 5));
    execute(passing, 1);
    String first = text(returned());
    assertThat(first).startsWith("0@");
    assertThat(index(first)).isGreaterThan(told);
    execute(message, 5);
    assertThat(text(returned())).startsWith("2@");
    assertThat(index(returned())).isGreaterThan(index(first));
  }

  @Test
  void theIndexOfWhatIsAbortedIsLost() {
    long message = ann.next();
    long told = index(told(group.submit(ann, marking(message, "x", "1"))));
    group.order(new Entry.Abort(ann.message(message)));
    assertStored("x", "0");
    assertThat(mark("x")).isGreaterThan(told);
  }

  @Test
  void aQueryThatFailsTellsNothingAndTheResultComesWithTheExecution() {
    long message = ann.next();
    assertThat(told(group.submit(ann, marking(message, "x", "unspeakable")))).isNull();
    assertThat(group.isUnhurried()).isFalse();
    execute(message, 0);
    assertThat(text(returned())).startsWith("0@");
    assertStored("x", "unspeakable");
  }

  @Test
  void aQueryThatDoesNotExistTellsNothing() {
    long message = ann.next();
    HostedOperation write = toldAtVote("put", "no such query", "x", "1");
    assertThat(
            told(
                group.submit(
                    ann,
                    new Command.Multicast(
                        message, anns, write, writes("x"), groups(G, Texts.H), true))))
        .isNull();
    execute(message, 0);
    assertThat(group.notifications(ann)).containsExactly(deferred(1, message, "0"));
  }

  @Test
  void timersDoNotChangeWhatWasTold() {
    group.submit(bob, local(bob, bobs, command("expiring", "x", "1", 50), writes("x")));
    long message = ann.next();
    String told = text(told(group.submit(ann, marking(message, "x", "2"))));
    assertThat(told).startsWith("1@");
    group.pass(2000).tick();
    execute(message, 0);
    assertThat(journal()).contains("!x=2:" + told);
  }

  @Test
  void aConditionalMessageTellsOfBothBranchesWhatTheyWillReturn() {
    for (boolean held : new boolean[] {true, false}) {
      group.submit(bob, put(bob, bobs, "x", "0"));
      long message = ann.next();
      GroupVerdict told = decided(message, is("x", "0"));
      String then = new String(told.then(), StandardCharsets.UTF_8);
      assertThat(then).startsWith("0@");
      assertThat(told)
          .isEqualTo(GroupVerdict.decode(((Result.Done) verdict(true, "0", then, then)).value()));
      assertThat(group.isUnhurried()).isTrue();
      mark("other");
      group.order(new Entry.Execute(ann.message(message), 0, held));
      assertThat(journal()).contains("!x=" + (held ? "yes" : "no") + ":" + then);
      assertThat(group.unacknowledged(ann)).isEmpty();
    }
  }

  private GroupVerdict decided(long message, HostedOperation condition) {
    ConditionalAction conditional =
        new ConditionalAction(condition, query("get", "x"), mark("x", "yes"), mark("x", "no"));
    Answer vote = group.submit(ann, decide(message, anns, true, conditional, "x"));
    return GroupVerdict.decode(((Result.Done) told(vote)).value());
  }

  @Test
  void aGroupThatDoesNotAgreeTellsOfOneBranchAlone() {
    long message = ann.next();
    GroupVerdict told = decided(message, is("x", "7"));
    assertThat(told.holds()).isFalse();
    assertThat(told.then()).isNull();
    group.order(new Entry.Execute(ann.message(message), 0, false));
    assertThat(journal()).contains("!x=no:" + new String(told.otherwise(), StandardCharsets.UTF_8));
  }

  @Test
  void aConditionalMessageThatIsRaisedIsToldWithTheExecution() {
    long message = ann.next();
    GroupVerdict told = decided(message, is("x", "0"));
    group.order(new Entry.Raise(ann.message(message), 3));
    group.order(new Entry.Execute(ann.message(message), 3, true));
    GroupVerdict done = GroupVerdict.decode(((Result.Done) returned()).value());
    assertThat(done.otherwise()).isNull();
    assertThat(index(new String(done.then(), StandardCharsets.UTF_8)))
        .isGreaterThan(index(new String(told.then(), StandardCharsets.UTF_8)));
  }

  @Test
  void aConditionThatCannotBeEvaluatedIsToldToHaveFailed() {
    long message = ann.next();
    ConditionalAction conditional =
        new ConditionalAction(query("no such"), null, mark("x", "yes"), mark("x", "no"));
    Answer vote = group.submit(ann, decide(message, anns, true, conditional, "x"));
    assertThat(told(vote)).isInstanceOf(Result.Failed.class);
    group.order(new Entry.Execute(ann.message(message), 0, false));
    assertThat(group.unacknowledged(ann)).isEmpty();
    assertStored("x", "no");
  }

  @Test
  void aQueryNeedsNoQueryThatTellsItsResult() {
    assertThatThrownBy(
            () -> new HostedOperation("get", query("get").type(), query("get").value(), "get"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Query 'get'");
  }
}
