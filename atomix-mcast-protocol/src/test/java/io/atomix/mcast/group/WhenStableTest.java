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
import static io.atomix.mcast.group.Texts.behind;
import static io.atomix.mcast.group.Texts.close;
import static io.atomix.mcast.group.Texts.command;
import static io.atomix.mcast.group.Texts.decide;
import static io.atomix.mcast.group.Texts.multicast;
import static io.atomix.mcast.group.Texts.putBoth;
import static io.atomix.mcast.group.Texts.query;
import static io.atomix.mcast.group.Texts.reads;
import static io.atomix.mcast.group.Texts.verdict;
import static io.atomix.mcast.group.Texts.withoutResult;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.ordering.MessageStatus;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.ConditionalAction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rule 8: of which messages a group says whom to tell that they are stable, and what it votes. */
class WhenStableTest {
  private final TestGroup group = new TestGroup(G);
  private final TestClient ann = new TestClient(1);
  private final TestClient bob = new TestClient(2);
  private long anns;
  private long bobs;

  /** A write that asks for nothing: whatever is below it, it is done. */
  private final ConditionalAction always =
      new ConditionalAction(null, null, command("put", "x", "2"), null);

  @BeforeEach
  void openSessions() {
    anns = group.open(ann, STORE, StoreService.TYPE);
    bobs = group.open(bob, STORE, StoreService.TYPE);
  }

  private ClientAddress whenStable(TestClient client, Command.Multicast message) {
    return group.remembered().stream()
        .filter(each -> each.id().equals(client.message(message.sequence())))
        .findFirst()
        .orElseThrow()
        .whenStable();
  }

  private static ClientAddress address(TestClient client) {
    return new ClientAddress(client.raftSession(), client.id(), client.member());
  }

  private Command.Multicast write() {
    Command.Multicast write = putBoth(ann.next(), anns, "x", "1");
    group.submit(ann, write);
    return write;
  }

  private Answer.Voted decided(boolean early, ConditionalAction conditional) {
    return (Answer.Voted) group.submit(bob, decide(bob.next(), bobs, early, conditional, "x"));
  }

  @Test
  void aWriteSaysItIfItsResultIsNotWanted() {
    assertThat(whenStable(ann, write())).as("its result is wanted").isNull();
    Command.Multicast blind = withoutResult(putBoth(ann.next(), anns, "x", "1"));
    group.submit(ann, blind);
    assertThat(whenStable(ann, blind)).isEqualTo(address(ann));
    Command.Multicast read =
        withoutResult(multicast(ann.next(), anns, query("get", "x"), reads("x")));
    group.submit(ann, read);
    assertThat(whenStable(ann, read)).as("what it reads is wanted").isNull();
    group.expire(ann);
    assertThat(whenStable(ann, blind)).as("its client is gone").isNull();
  }

  @Test
  void aConditionalWriteSaysItIfNothingElseIsWantedThanWhetherItsConditionHeld() {
    Command.Multicast blind = decide(bob.next(), bobs, true, always, "x");
    group.submit(bob, blind);
    assertThat(whenStable(bob, blind)).isEqualTo(address(bob));
    Command.Multicast wanted = decide(bob.next(), bobs, false, always, "x");
    group.submit(bob, wanted);
    assertThat(whenStable(bob, wanted)).as("its result is wanted").isNull();
    ConditionalAction reading = new ConditionalAction(null, query("get", "x"), always.then(), null);
    Command.Multicast reads = decide(bob.next(), bobs, true, reading, "x");
    group.submit(bob, reads);
    assertThat(whenStable(bob, reads)).as("what it reads is wanted").isNull();
  }

  @Test
  void aVerdictThatNothingBelowCanChangeIsToldWithTheVote() {
    Command.Multicast first = write();
    Answer.Voted vote = decided(true, always);
    assertThat(vote)
        .isEqualTo(
            new Answer.Voted(
                behind(MessageStatus.State.VOTED, 1, ann.message(first.sequence())),
                verdict(true, null, null)));
    ConditionalAction reading = new ConditionalAction(null, query("get", "x"), always.then(), null);
    assertThat(decided(true, reading).early()).as("what it reads is not known").isNull();
    assertThat(decided(false, always).early()).as("its result is wanted").isNull();
  }

  @Test
  void behindAnEndNoVerdictIsTold() {
    write();
    group.submit(ann, close(ann, anns));
    Answer.Voted vote = decided(true, always);
    assertThat(vote.early()).isNull();
    assertThat(vote.status().condition()).isEqualTo(MessageStatus.Condition.OPEN);
  }
}
