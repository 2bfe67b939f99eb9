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
import static io.atomix.mcast.group.Texts.get;
import static io.atomix.mcast.group.Texts.local;
import static io.atomix.mcast.group.Texts.multicast;
import static io.atomix.mcast.group.Texts.only;
import static io.atomix.mcast.group.Texts.put;
import static io.atomix.mcast.group.Texts.putBoth;
import static io.atomix.mcast.group.Texts.query;
import static io.atomix.mcast.group.Texts.reads;
import static io.atomix.mcast.group.Texts.result;
import static io.atomix.mcast.group.Texts.voted;
import static io.atomix.mcast.group.Texts.writes;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.ordering.Below;
import io.atomix.mcast.ordering.Entry;
import io.atomix.mcast.ordering.GroupFootprint;
import io.atomix.mcast.ordering.MessageStatus;
import io.atomix.mcast.ordering.Position;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.Notification;
import io.atomix.mcast.wire.ReadRequest;
import io.atomix.mcast.wire.Result;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Timers of hosted primitives run on log time alone, and never contradict what a vote has told. */
class TimersTest {
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

  private void listen() {
    group.submit(bob, local(bob, bobs, command("listen"), GroupFootprint.none(STORE)));
  }

  private void execute(TestClient client, long message, long timestamp) {
    group.order(new Entry.Execute(client.message(message), timestamp));
  }

  private String peek(String key) {
    var query = new ReadRequest.Query(bobs, query("get", key), reads(key));
    Result result = only(group.read(bob, new ReadRequest.Queries(0, true, List.of(query))));
    byte[] value = ((Result.Done) result).value();
    return value == null ? null : new String(value, StandardCharsets.UTF_8);
  }

  @Test
  void anEntryExpiresWithTheFirstLogEntryAfterItsTime() {
    expiring("x", 50);
    group.pass(50).tick();
    assertThat(peek("x")).isEqualTo("1");
    group.pass(1);
    assertThat(peek("x")).as("time passes in the log alone").isEqualTo("1");
    group.tick();
    assertThat(peek("x")).isNull();
  }

  @Test
  void theEntryThatBringsTheTimeFindsItExpired() {
    expiring("x", 50);
    group.pass(51);
    assertThat(group.submit(bob, get(bob, bobs, "x"))).isEqualTo(done(null));
  }

  @Test
  void thoseWhoListenHearOfIt() {
    listen();
    expiring("x", 50);
    group.pass(51).tick();
    assertThat(events(group.notifications(bob)))
        .singleElement()
        .asString()
        .startsWith(bobs + ":-x");
  }

  @Test
  void logTimeNeverGoesBack() {
    expiring("x", 50);
    group.pass(40).tick();
    group.pass(-40).tick();
    group.pass(51).tick();
    assertThat(peek("x")).isNull();
  }

  @Test
  void aTimerHasAnIndexThatNoOperationHas() {
    listen();
    expiring("x", 50);
    long before =
        Long.parseLong(text(group.submit(ann, local(ann, anns, command("index"), reads()))));
    group.pass(51).tick();
    String event = events(group.notifications(bob)).get(0);
    assertThat(Long.parseLong(event.substring(event.indexOf('@') + 1))).isGreaterThan(before);
  }

  @Test
  void aTimerDoesNotRunWhileAMessageIsPendingThatMayHaveSeenWhatItChanges() {
    expiring("x", 50);
    long read = ann.next();
    assertThat(group.submit(ann, multicast(read, anns, query("get", "x"), reads("x"))))
        .isEqualTo(voted(0, "1"));
    group.pass(100).tick();
    assertThat(peek("x")).as("what the vote told still holds").isEqualTo("1");
    execute(ann, read, 0);
    group.tick();
    assertThat(peek("x")).isNull();
  }

  @Test
  void whatAVoteToldHoldsAlsoForTheResultOfAWrite() {
    expiring("x", 50);
    long write = ann.next();
    assertThat(group.submit(ann, putBoth(write, anns, "x", "2"))).isEqualTo(voted(0, true));
    group.pass(900).tick();
    execute(ann, write, 0);
    assertThat(group.notifications(ann)).containsExactly(deferred(1, write, "1"));
  }

  @Test
  void timersOfOtherPrimitivesRunMeanwhile() {
    long others = group.open(bob, "other", StoreService.TYPE);
    GroupFootprint all = GroupFootprint.whole("other", io.atomix.mcast.ordering.Access.WRITE);
    group.submit(bob, local(bob, others, command("expiring", "x", "1", 50), all));
    group.submit(ann, putBoth(ann.next(), anns, "y", "2"));
    group.pass(51);
    assertThat(group.submit(bob, local(bob, others, query("get", "x"), all))).isEqualTo(done(null));
  }

  @Test
  void underNeverEndingTrafficATimerRunsAllTheSame() {
    listen();
    expiring("x", 50);
    long previous = ann.next();
    group.submit(ann, putBoth(previous, anns, "y", "0"));
    boolean over = false;
    int rounds = 0;
    // Never a moment without a pending message: the next one comes before the last one executes.
    while (!over && rounds < 100) {
      rounds++;
      group.pass(100);
      long next = ann.next();
      Answer.Voted vote =
          (Answer.Voted) group.submit(ann, putBoth(next, anns, "y", String.valueOf(rounds)));
      over =
          events(group.notifications(bob)).stream()
              .anyMatch(event -> event.startsWith(bobs + ":-x"));
      execute(ann, previous, group.status(ann.message(previous)).timestamp());
      over |=
          events(group.notifications(bob)).stream()
              .anyMatch(event -> event.startsWith(bobs + ":-x"));
      assertThat(vote.status().timestamp()).isPositive();
      previous = next;
    }
    assertThat(over)
        .as("x has expired, %d rounds of 100 ms after it was to go after 50", rounds)
        .isTrue();
    // Behind by a second of log time, its timers take their place in the order.
    assertThat(rounds).isBetween(10, 13);
  }

  /** A read of x by ann at a timestamp of 0, whose vote tells what it is. */
  private long readEarly() {
    long message = ann.next();
    group.submit(ann, multicast(message, anns, query("get", "x"), reads("x")));
    return message;
  }

  /** Reads overlap, and the timers queue up behind the second, which is returned. */
  private long timersWaitBehindARead() {
    expiring("x", 50);
    long first = readEarly();
    group.pass(1001).tick();
    long second = readEarly();
    execute(ann, first, 0);
    group.pass(1).tick();
    return second;
  }

  @Test
  void theWaitingTimersTakeTheirPlaceOnce() {
    long read = timersWaitBehindARead();
    byte[] waiting = group.snapshot();
    group.pass(1).tick();
    group.pass(1).tick();
    assertThat(group.snapshot()).hasSameSizeAs(waiting);
    execute(ann, read, 0);
    assertThat(peek("x")).isNull();
  }

  /** A write that another group holds up must not hold up what it does not conflict with. */
  @Test
  void aStuckWriteOfWhichNothingWasToldHoldsUpNeitherTimersNorOtherKeys() {
    expiring("x", 50);
    long stuck = ann.next();
    assertThat(group.submit(ann, putBoth(stuck, anns, "y", "0"))).isEqualTo(voted(0, true));
    group.pass(1001).tick();
    assertThat(peek("x")).as("timers run").isNull();
    group.pass(5000).tick();
    assertThat(group.submit(ann, put(ann, anns, "x", "2"))).as("at once").isEqualTo(done(null));
    assertThat(peek("x")).isEqualTo("2");
    execute(ann, stuck, 0);
    assertThat(peek("y")).isEqualTo("0");
  }

  /** What the timers may change is not changed, and what else there is goes on. */
  @Test
  void aStuckReadHoldsUpTimersButNotOtherKeys() {
    expiring("x", 50);
    long stuck = readEarly();
    group.pass(1001).tick();
    group.pass(5000).tick();
    assertThat(group.submit(ann, put(ann, anns, "y", "1"))).as("at once").isEqualTo(done(null));
    assertThat(peek("x")).as("as the vote told").isEqualTo("1");
    execute(ann, stuck, 0);
    group.tick();
    assertThat(peek("x")).isNull();
  }

  @Test
  void aMessageBehindTheWaitingTimersIsToldNothingEarly() {
    long first = timersWaitBehindARead();
    long second = bob.next();
    Command.Multicast read = multicast(second, bobs, query("get", "x"), reads("x"));
    Below reads = Below.of(List.of(new Position(0, ann.message(first))));
    assertThat(group.submit(bob, read))
        .isEqualTo(
            new Answer.Voted(new MessageStatus(MessageStatus.State.VOTED, 2, false, reads), null));
    execute(ann, first, 0);
    execute(bob, second, 2);
    assertThat(group.notifications(bob)).containsExactly(deferred(1, second, null));
  }

  @Test
  void theDeletionOfAPrimitiveLeavesNoTimersBehind() {
    long message = ann.next();
    group.submit(ann, putBoth(message, anns, "y", "0"));
    Command.Delete delete = new Command.Delete(bob.next(), STORE, bobs, Texts.groups(G));
    group.submit(bob, delete);
    group.pass(1001).tick();
    execute(ann, message, 0);
    assertThat(group.notifications(bob)).first().isInstanceOf(Notification.SessionOver.class);
    group.pass(5000).tick();
    assertThat(group.told()).isEmpty();
  }

  /**
   * Atomix's executors count a new timer's time from the last operation, and allow none after a
   * query; both must not depend on which replica answered queries or has been restored.
   */
  @Test
  void aTimerThatTheEndOfASessionStartsIsTheSameOnEveryReplica() {
    group.submit(ann, local(ann, anns, command("leased", "x", "1", 50), writes("x")));
    group.pass(500).tick();
    assertThat(peek("x")).as("a query that the leader alone answers").isEqualTo("1");
    group.expire(ann);
    group.pass(50).tick();
    assertThat(peek("x")).as("its lease runs from the end of the session").isEqualTo("1");
    group.pass(1).tick();
    assertThat(peek("x")).isNull();
  }

  @Test
  void aNewPrimitiveBeginsAtTheTimeOfTheLog() {
    long others = group.pass(5000).open(ann, "other", StoreService.TYPE);
    GroupFootprint all = GroupFootprint.whole("other", io.atomix.mcast.ordering.Access.WRITE);
    assertThat(group.submit(ann, local(ann, others, query("now"), all)))
        .isEqualTo(done(String.valueOf(group.time())));
  }

  private static String text(Answer answer) {
    return new String(
        ((Result.Done) ((Answer.Finished) answer).result()).value(), StandardCharsets.UTF_8);
  }

  @Test
  void operationsOfAPrimitiveThatIsNotPendingSeeTheTimeOfTheirEntry() {
    group.pass(77).submit(ann, put(ann, anns, "x", "1"));
    assertThat(group.pass(3).submit(ann, local(ann, anns, query("now"), reads())))
        .isEqualTo(done(String.valueOf(group.time())));
  }
}
