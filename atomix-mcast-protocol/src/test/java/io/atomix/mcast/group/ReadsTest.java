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
import static io.atomix.mcast.group.Texts.failure;
import static io.atomix.mcast.group.Texts.only;
import static io.atomix.mcast.group.Texts.put;
import static io.atomix.mcast.group.Texts.putBoth;
import static io.atomix.mcast.group.Texts.query;
import static io.atomix.mcast.group.Texts.reads;
import static io.atomix.mcast.group.Texts.result;
import static io.atomix.mcast.group.Texts.writes;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.ordering.Entry;
import io.atomix.mcast.ordering.GroupFootprint;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.HostedOperation;
import io.atomix.mcast.wire.ReadAnswer;
import io.atomix.mcast.wire.ReadRequest;
import io.atomix.mcast.wire.Result;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rule 7: queries that need no log entry. */
class ReadsTest {
  private final TestGroup group = new TestGroup(G);
  private final TestClient ann = new TestClient(1);
  private long session;

  @BeforeEach
  void store() {
    session = group.open(ann, STORE, StoreService.TYPE);
    group.submit(ann, put(ann, session, "x", "1"));
  }

  private ReadRequest.Query get(String key) {
    return new ReadRequest.Query(session, query("get", key), reads(key));
  }

  private List<Result> ask(long notBefore, boolean linearizable, ReadRequest.Query... queries) {
    var request = new ReadRequest.Queries(notBefore, linearizable, List.of(queries));
    return ((ReadAnswer.QueryResults) group.read(ann, request)).results();
  }

  @Test
  void areAnsweredAtOnceWhenNothingThatTheyMeetIsPending() {
    group.submit(ann, putBoth(ann.next(), session, "y", "2"));
    assertThat(ask(0, true, get("x"), get("y"))).containsExactly(result("1"), null);
  }

  @Test
  void areAnsweredAgainWhenThePendingMessageIsExecuted() {
    long message = ann.next();
    group.submit(ann, putBoth(message, session, "x", "2"));
    assertThat(ask(0, true, get("x"))).containsExactly((Result) null);
    group.order(new Entry.Execute(ann.message(message), 0));
    assertThat(ask(0, true, get("x"))).containsExactly(result("2"));
  }

  @Test
  void areNotAnsweredByALeaderWithoutAFence() {
    group.setFenced(false);
    assertThat(ask(0, true, get("x"))).containsExactly((Result) null);
    assertThat(ask(0, false, get("x")))
        .as("who does not want them linearizable")
        .containsExactly(result("1"));
  }

  @Test
  void aFenceIsPassedOn() {
    group.submit(Texts.LEADER, new Command.Fence("m1", 42));
    assertThat(group.told()).containsExactly(new Told.Fence("m1", 42));
  }

  @Test
  void areNotAnsweredByAReplicaThatIsBehindWhatTheClientHasSeen() {
    long index =
        ((ReadAnswer.QueryResults) group.read(ann, new ReadRequest.Queries(0, false, List.of())))
            .index();
    assertThat(ask(index, false, get("x"))).containsExactly(result("1"));
    assertThat(ask(index + 1, false, get("x"))).containsExactly((Result) null);
  }

  @Test
  void areNotAnsweredForASessionWhoseEndWaitsItsTurn() {
    TestClient bob = new TestClient(2);
    long bobs = group.open(bob, STORE, StoreService.TYPE);
    group.submit(bob, putBoth(bob.next(), bobs, "x", "2"));
    group.expire(ann);
    var query = new ReadRequest.Query(session, query("get", "y"), GroupFootprint.none(STORE));
    var request = new ReadRequest.Queries(0, false, List.of(query));
    assertThat(((ReadAnswer.QueryResults) group.read(bob, request)).results())
        .as("it hears of no change any more")
        .containsExactly((Result) null);
  }

  @Test
  void areNoWritesInDisguise() {
    var write = new ReadRequest.Query(session, command("put", "x", "2"), writes("x"));
    assertThat(ask(0, true, write)).containsExactly((Result) null);
    assertThat(ask(0, true, get("x"))).containsExactly(result("1"));
  }

  @Test
  void areNotAnsweredByAWriteThatIsCalledAQuery() {
    long troubles = group.open(ann, "trouble", TroubleService.TYPE);
    HostedOperation add = query("add");
    var write = new ReadRequest.Query(troubles, add, GroupFootprint.none("trouble"));
    Result.Failed failed = failure(ask(0, true, write).get(0));
    assertThat(failed.cause()).isEqualTo(Result.Cause.MALFORMED);
    assertThat(failed.message()).contains("add", "trouble", "COMMAND", "QUERY");
    // The next entry compares the leader with the others.
    group.tick();
  }

  @Test
  void cannotPublish() {
    var query = new ReadRequest.Query(session, query("publishing", "x"), reads("x"));
    Result.Failed failed =
        failure(only(group.read(ann, new ReadRequest.Queries(0, true, List.of(query)))));
    assertThat(failed.message()).contains("publishing", STORE, "Events");
  }

  @Test
  void thatFailSaySo() {
    var query = new ReadRequest.Query(77, query("get", "x"), reads("x"));
    assertThat(failure(ask(0, true, query).get(0)).cause()).isEqualTo(Result.Cause.UNKNOWN_SESSION);
    query = new ReadRequest.Query(session, query("get", "x"), GroupFootprint.none("nothing"));
    assertThat(failure(ask(0, true, query).get(0)).cause()).isEqualTo(Result.Cause.DELETED);
    query = new ReadRequest.Query(session, query("no-such"), reads("x"));
    assertThat(failure(ask(0, true, query).get(0)).message()).contains("no-such", STORE);
  }
}
