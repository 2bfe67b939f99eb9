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
import static io.atomix.mcast.group.Texts.local;
import static io.atomix.mcast.group.Texts.multicast;
import static io.atomix.mcast.group.Texts.only;
import static io.atomix.mcast.group.Texts.put;
import static io.atomix.mcast.group.Texts.putBoth;
import static io.atomix.mcast.group.Texts.query;
import static io.atomix.mcast.group.Texts.reads;
import static io.atomix.mcast.group.Texts.verdict;
import static io.atomix.mcast.group.Texts.writes;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.ordering.Entry;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.ConditionalAction;
import io.atomix.mcast.wire.HostedOperation;
import io.atomix.mcast.wire.Notification;
import io.atomix.mcast.wire.ReadRequest;
import io.atomix.mcast.wire.Result;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A primitive whose service has never used time gets no message for its timers, which would write
 * all of it; and its time moves on all the same. What uses time keeps to the order.
 */
class UsedTimeTest {
  private static final String TIMERS = "timers";

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

  private long readEarly() {
    long message = ann.next();
    group.submit(ann, multicast(message, anns, query("get", "x"), reads("x")));
    return message;
  }

  private void execute(long message, long timestamp) {
    group.order(new Entry.Execute(ann.message(message), timestamp));
  }

  /** Returns how many rounds of 100 ms found a message for timers among those on a hot key. */
  private long roundsWithTimers(int rounds) {
    long found = 0;
    long previous = readEarly();
    for (int round = 0; round < rounds; round++) {
      long next = readEarly();
      group.pass(100).tick();
      found += group.pending().contains(TIMERS) ? 1 : 0;
      execute(previous, group.status(ann.message(previous)).timestamp());
      previous = next;
    }
    execute(previous, group.status(ann.message(previous)).timestamp());
    return found;
  }

  private Answer stamp() {
    return group.submit(bob, local(bob, bobs, command("stamp", "t"), writes("t")));
  }

  private String written() {
    Result read = ((Answer.Finished) group.submit(bob, Texts.get(bob, bobs, "t"))).result();
    return new String(((Result.Done) read).value(), StandardCharsets.UTF_8);
  }

  @Test
  void aHotPrimitiveWithoutTimersGetsNoMessageForThem() {
    group.submit(ann, put(ann, anns, "x", "1"));
    assertThat(roundsWithTimers(20)).isZero();
  }

  @Test
  void oneThatHasHadATimerDoes() {
    group.submit(ann, local(ann, anns, command("expiring", "z", "1", 50), writes("z")));
    group.pass(51).tick();
    group.tick();
    assertThat(group.timersDueIn()).as("it has none any more").isGreaterThan(1_000_000);
    assertThat(roundsWithTimers(20)).isPositive();
  }

  @Test
  void thatIsSoFromItsFirstTimerOn() {
    assertThat(roundsWithTimers(20)).isZero();
    long read = readEarly();
    group.submit(bob, local(bob, bobs, command("expiring", "x0", "1", 50), writes("x0")));
    group.pass(1001).tick();
    execute(read, 0);
    assertThat(roundsWithTimers(20)).isPositive();
  }

  /** As the writes of Atomix's maps, which keep the time at which an entry was made. */
  @Test
  void aWriteThatAsksForTheTimeUsesNone() {
    stamp();
    assertThat(roundsWithTimers(20)).isZero();
  }

  @Test
  void itIsToldTheTimeOfItsEntryWhateverIsPending() {
    long stuck = readEarly();
    group.pass(5000);
    stamp();
    assertThat(written()).isEqualTo(String.valueOf(group.time()));
    group.pass(-3000);
    stamp();
    group.pass(100);
    long latest = group.time() + 3000;
    stamp();
    assertThat(written()).as("never going back").isEqualTo(String.valueOf(latest));
    execute(stuck, 0);
  }

  @Test
  void aQueryOfTheLogThatAsksForTheTimeUsesIt() {
    group.submit(bob, local(bob, bobs, query("now"), reads()));
    assertThat(roundsWithTimers(20)).isPositive();
  }

  @Test
  void soDoesOneThatAsksTheCallForIt() {
    group.submit(bob, local(bob, bobs, query("called"), reads()));
    assertThat(roundsWithTimers(20)).isPositive();
  }

  /** The leader alone knows of it: the snapshots of the others would differ. */
  @Test
  void aQueryWithoutAnEntryUsesNone() {
    for (HostedOperation asking : new HostedOperation[] {query("now"), query("called")}) {
      var query = new ReadRequest.Query(bobs, asking, reads());
      Result found = only(group.read(bob, new ReadRequest.Queries(0, true, List.of(query))));
      assertThat(found).isInstanceOf(Result.Done.class);
    }
    assertThat(roundsWithTimers(20)).isZero();
  }

  @Test
  void whatAVoteToldOfTheTimeStaysTrue() {
    String then = String.valueOf(group.time());
    long message = ann.next();
    ConditionalAction asking =
        new ConditionalAction(null, query("now"), command("stamp", "t"), null);
    Answer.Voted vote = (Answer.Voted) group.submit(ann, decide(message, anns, false, asking, "t"));
    assertThat(vote.status().holds()).isTrue();
    group.pass(900).tick();
    group.order(new Entry.Raise(ann.message(message), 3));
    group.pass(50).tick();
    execute(message, 3);
    assertThat(group.notifications(ann)).singleElement().isInstanceOf(Notification.Deferred.class);
    Notification.Deferred told = (Notification.Deferred) group.notifications(ann).get(0);
    assertThat(told.result()).isEqualTo(verdict(true, then, null));
    assertThat(written()).as("it is executed at that time").isEqualTo(then);
  }

  @Test
  void aConditionThatAsksForTheTimeUsesIt() {
    long message = ann.next();
    ConditionalAction asking =
        new ConditionalAction(query("called"), null, command("put", "t", "even"), null);
    group.submit(ann, decide(message, anns, false, asking, "t"));
    group.order(new Entry.Execute(ann.message(message), 0, true));
    assertThat(roundsWithTimers(20)).isPositive();
  }

  @Test
  void theLeadersWordOnTimersMeansNothingToIt() {
    readEarly();
    group.pass(5000);
    group.submit(Texts.LEADER, new Command.Timers(STORE));
    assertThat(group.pending()).hasSize(1).doesNotContain(TIMERS);
  }

  @Test
  void aPrimitiveThatIsMadeAnewHasUsedNone() {
    group.submit(bob, local(bob, bobs, query("now"), reads()));
    group.submit(bob, new Command.Delete(bob.next(), STORE, bobs, Texts.groups(G)));
    anns = group.open(ann, STORE, StoreService.TYPE);
    assertThat(roundsWithTimers(20)).isZero();
  }

  @Test
  void aBlindWriteThatSetsATimerWhileAnotherIsPendingCountsFromItsEntry() {
    long stuck = ann.next();
    group.submit(ann, putBoth(stuck, anns, "y", "0"));
    group.pass(5000);
    group.submit(bob, local(bob, bobs, command("expiring", "x", "1", 50), writes("x")));
    assertThat(group.timersDueIn()).isEqualTo(51);
    execute(stuck, 0);
  }
}
