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
import static io.atomix.mcast.group.Texts.done;
import static io.atomix.mcast.group.Texts.get;
import static io.atomix.mcast.group.Texts.local;
import static io.atomix.mcast.group.Texts.multicast;
import static io.atomix.mcast.group.Texts.only;
import static io.atomix.mcast.group.Texts.put;
import static io.atomix.mcast.group.Texts.putBoth;
import static io.atomix.mcast.group.Texts.query;
import static io.atomix.mcast.group.Texts.reads;
import static io.atomix.mcast.group.Texts.writes;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.ordering.Access;
import io.atomix.mcast.ordering.Entry;
import io.atomix.mcast.ordering.GroupFootprint;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.ReadRequest;
import io.atomix.mcast.wire.Result;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a leader hears of timers that are due, and what that means for queries. */
class TimersDueTest {
  private static final long NEVER = Long.MAX_VALUE / 2;

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

  private void expiring(String key, long millis) {
    group.submit(ann, local(ann, anns, command("expiring", key, "1", millis), writes(key)));
  }

  /** Asks without an entry; null if the query has to become one. */
  private Result ask(String key, boolean linearizable) {
    var query = new ReadRequest.Query(bobs, query("get", key), reads(key));
    return only(group.read(bob, new ReadRequest.Queries(0, linearizable, List.of(query))));
  }

  private static Result found(String value) {
    return new Result.Done(value.getBytes(StandardCharsets.UTF_8));
  }

  private long readEarly(TestClient client, long session) {
    long message = client.next();
    group.submit(client, multicast(message, session, query("get", "x"), reads("x")));
    return message;
  }

  private void execute(TestClient client, long message) {
    group.order(new Entry.Execute(client.message(message), 0));
  }

  private void letTimersFollow() {
    group.submit(Texts.LEADER, new Command.Timers(STORE));
  }

  @Test
  void withoutTimersNothingIsDue() {
    group.submit(ann, put(ann, anns, "x", "1"));
    assertThat(group.timersDueIn()).isGreaterThan(NEVER);
    assertThat(group.timersHeld()).isEmpty();
  }

  @Test
  void theNextTimerIsDueWithTheFirstStampThatLetsItRun() {
    expiring("x", 50);
    expiring("y", 30);
    assertThat(group.timersDueIn()).isEqualTo(31);
    group.pass(31).tick();
    assertThat(group.timersDueIn()).isEqualTo(20);
    group.pass(20).tick();
    assertThat(group.timersDueIn()).isGreaterThan(NEVER);
    assertThat(group.submit(bob, get(bob, bobs, "x"))).isEqualTo(done(null));
  }

  @Test
  void aTimerOfADeletedPrimitiveIsNotDue() {
    expiring("x", 50);
    group.submit(bob, new Command.Delete(bob.next(), STORE, bobs, Texts.groups(G)));
    assertThat(group.timersDueIn()).isGreaterThan(NEVER);
  }

  @Test
  void aQueryBehindATimerThatIsDueBecomesAnEntryAndFindsWhatItIsOver() {
    expiring("x", 50);
    assertThat(ask("x", true)).isEqualTo(found("1"));
    group.pass(50).look();
    assertThat(ask("x", true)).isEqualTo(found("1"));
    group.pass(1).look();
    assertThat(ask("x", true)).as("not to be answered from what is applied").isNull();
    assertThat(ask("x", false)).as("a reading that may be behind").isEqualTo(found("1"));
    assertThat(group.submit(bob, get(bob, bobs, "x"))).isEqualTo(done(null));
    assertThat(ask("x", true)).as("it stays gone").isEqualTo(new Result.Done(null));
  }

  @Test
  void queriesOfOtherPrimitivesNeedNoEntry() {
    long others = group.open(bob, "other", StoreService.TYPE);
    expiring("x", 50);
    group.pass(1000).look();
    var footprint = GroupFootprint.whole("other", Access.READ);
    var query = new ReadRequest.Query(others, query("get", "x"), footprint);
    var request = new ReadRequest.Queries(0, true, List.of(query));
    assertThat(only(group.read(bob, request))).isEqualTo(new Result.Done(null));
  }

  @Test
  void underALeaderWhoseClockIsBehindTimeGoesOn() {
    expiring("x", 50);
    group.pass(-10_000).tick();
    assertThat(group.timersDueIn()).as("counted by the clock of the new leader").isEqualTo(51);
    group.pass(50).tick();
    assertThat(group.timersDueIn()).isEqualTo(1);
    group.pass(1).tick();
    assertThat(group.submit(bob, get(bob, bobs, "x"))).isEqualTo(done(null));
  }

  @Test
  void theTimeNeverGoesBackWhateverLeadersClocksSay() {
    expiring("x", 50);
    group.pass(51).tick();
    group.pass(-40).tick();
    expiring("y", 50);
    group.pass(-1000).tick();
    assertThat(group.submit(bob, get(bob, bobs, "x"))).isEqualTo(done(null));
    assertThat(group.timersDueIn()).isEqualTo(51);
  }

  @Test
  void timersThatWaitForAMessageRunAtALeadersWordIfNothingWasTold() {
    expiring("x", 50);
    long write = ann.next();
    group.submit(ann, putBoth(write, anns, "y", "2"));
    assertThat(group.timersDueIn()).as("an entry then finds it waiting").isEqualTo(51);
    assertThat(group.timersHeld()).isEmpty();
    group.pass(51).tick();
    assertThat(group.timersHeld()).containsExactly(STORE);
    assertThat(ask("x", true)).as("it is not over yet in the order").isEqualTo(found("1"));
    letTimersFollow();
    assertThat(group.timersHeld()).isEmpty();
    assertThat(group.timersDueIn()).isGreaterThan(NEVER);
    assertThat(ask("x", true)).isEqualTo(new Result.Done(null));
  }

  @Test
  void timersThatWaitForWhatWasToldQueueUpBehindIt() {
    expiring("x", 50);
    long first = readEarly(ann, anns);
    group.pass(51).tick();
    letTimersFollow();
    assertThat(group.timersHeld()).as("nothing helps while the first is there").isEmpty();
    assertThat(group.timersDueIn()).isGreaterThan(NEVER);
    long second = readEarly(bob, bobs);
    execute(ann, first);
    assertThat(group.timersHeld()).containsExactly(STORE);
    letTimersFollow();
    assertThat(group.timersHeld()).as("they are a message now").isEmpty();
    letTimersFollow();
    assertThat(ask("x", true)).as("to be asked behind them").isNull();
    execute(bob, second);
    assertThat(ask("x", true)).isEqualTo(new Result.Done(null));
  }

  @Test
  void aLeadersWordForAPrimitiveThatIsGoneOrHasNoTimersChangesNothing() {
    byte[] before = group.snapshot();
    assertThat(group.submit(Texts.LEADER, new Command.Timers("none"))).isInstanceOf(Answer.class);
    letTimersFollow();
    assertThat(group.snapshot()).hasSizeBetween(before.length, before.length + 60);
    assertThat(group.counts().pending()).isZero();
  }
}
