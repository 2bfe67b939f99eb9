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
import static io.atomix.mcast.group.Texts.all;
import static io.atomix.mcast.group.Texts.command;
import static io.atomix.mcast.group.Texts.put;
import static io.atomix.mcast.group.Texts.putBoth;
import static io.atomix.mcast.group.Texts.query;
import static io.atomix.mcast.group.Texts.reads;
import static io.atomix.mcast.group.Texts.result;
import static io.atomix.mcast.group.Texts.writes;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.ordering.Access;
import io.atomix.mcast.ordering.Entry;
import io.atomix.mcast.ordering.GroupFootprint;
import io.atomix.mcast.wire.ConditionalAction;
import io.atomix.mcast.wire.GroupVerdict;
import io.atomix.mcast.wire.ReadAnswer;
import io.atomix.mcast.wire.ReadRequest;
import io.atomix.mcast.wire.Result;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rule 12 in one group: parts of queries of several groups, and what is confirmed of them. */
class SeveralGroupsReadsTest {
  private final TestGroup group = new TestGroup(G);
  private final TestClient ann = new TestClient(1);
  private final TestClient bob = new TestClient(2);
  private long session;

  @BeforeEach
  void store() {
    session = group.open(ann, STORE, StoreService.TYPE);
    group.submit(ann, put(ann, session, "x", "1"));
  }

  private ReadRequest.QueryPart get(String key) {
    return new ReadRequest.QueryPart(session, query("get", key), reads(key));
  }

  private ReadAnswer.QueryResults ask(ReadRequest.QueryPart... parts) {
    return (ReadAnswer.QueryResults) group.read(ann, new ReadRequest.QueryParts(0, List.of(parts)));
  }

  private boolean isAsItWas(long index, GroupFootprint footprint) {
    ReadAnswer.Confirmed answer =
        (ReadAnswer.Confirmed)
            group.read(
                ann,
                new ReadRequest.Confirmation(List.of(new ReadRequest.Claim(index, footprint))));
    assertThat(answer.claims()).hasSize(1);
    return answer.claims().get(0);
  }

  @Test
  void valuesAreToldWhereNothingThatTheyMeetIsPending() {
    group.submit(ann, putBoth(ann.next(), session, "y", "2"));
    assertThat(ask(get("x"), get("y")).results()).containsExactly(result("1"), null);
  }

  @Test
  void whatIsAsItWasIsConfirmed() {
    long index = ask(get("x")).index();
    group.submit(ann, put(ann, session, "y", "2"));
    group.submit(ann, putBoth(ann.next(), session, "z", "2"));
    assertThat(isAsItWas(index, reads("x"))).isTrue();
    assertThat(isAsItWas(index, reads("y"))).as("a local write is executed").isFalse();
    assertThat(isAsItWas(index, reads("z"))).as("a multicast write is pending").isFalse();
    assertThat(isAsItWas(index, all(Access.READ))).isFalse();
  }

  @Test
  void aMessageThatWasPendingBeforeAndIsExecutedChangesNothingElse() {
    long message = ann.next();
    group.submit(ann, putBoth(message, session, "y", "2"));
    long index = ask(get("x"), get("y")).index();
    group.order(new Entry.Execute(ann.message(message), 0));
    assertThat(isAsItWas(index, reads("x"))).isTrue();
  }

  @Test
  void nothingIsConfirmedByWhoDoesNotLead() {
    long index = ask(get("x")).index();
    group.setFenced(false);
    assertThat(isAsItWas(index, reads("x"))).isFalse();
    group.setFenced(true);
    assertThat(isAsItWas(index, reads("x"))).isTrue();
  }

  @Test
  void nothingIsConfirmedByAServiceThatWasRestoredSince() {
    long index = ask(get("x")).index();
    group.submit(ann, put(ann, session, "y", "2"));
    group.restoreLeader();
    assertThat(isAsItWas(index, reads("x"))).as("it remembers nothing").isFalse();
    long later = ask(get("x")).index();
    assertThat(isAsItWas(index, reads("x"))).as("it began later").isFalse();
    assertThat(isAsItWas(later, reads("x"))).isTrue();
  }

  @Test
  void theOpeningAndTheEndOfSessionsChangeThePrimitive() {
    long index = ask(get("x")).index();
    group.open(bob, STORE, StoreService.TYPE);
    assertThat(isAsItWas(index, reads("x"))).isFalse();
    index = ask(get("x")).index();
    group.expire(bob);
    assertThat(isAsItWas(index, reads("x"))).isFalse();
  }

  @Test
  void aWriteIsNoQuery() {
    ReadRequest.QueryPart write =
        new ReadRequest.QueryPart(session, command("put", "x", "2"), writes("x"));
    assertThat(ask(write).results()).containsExactly((Result) null);
    assertThat(isAsItWas(ask(get("x")).index(), writes("x"))).isFalse();
  }

  @Test
  void whatFailsIsSubmitted() {
    assertThat(ask(new ReadRequest.QueryPart(77, query("get", "x"), reads("x"))).results())
        .as("an unknown session")
        .containsExactly((Result) null);
    assertThat(
            ask(new ReadRequest.QueryPart(
                    session, query("get", "x"), GroupFootprint.none("nothing")))
                .results())
        .as("an unknown primitive")
        .containsExactly((Result) null);
  }

  @Test
  void aConditionThatWritesNothingIsEvaluated() {
    ConditionalAction holds =
        new ConditionalAction(query("is", "x", "1"), query("get", "x"), null, null);
    ConditionalAction fails = new ConditionalAction(query("is", "x", "7"), null, null, null);
    List<Result> results =
        ask(
                new ReadRequest.QueryPart(session, holds, reads("x")),
                new ReadRequest.QueryPart(session, fails, reads("x")))
            .results();
    assertThat(results.stream().map(each -> verdict(each).holds())).containsExactly(true, false);
    assertThat(Arrays.toString(verdict(results.get(0)).read()))
        .isEqualTo(Arrays.toString(((Result.Done) ask(get("x")).results().get(0)).value()));
  }

  private static GroupVerdict verdict(Result result) {
    return GroupVerdict.decode(((Result.Done) result).value());
  }
}
