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
import static io.atomix.mcast.group.Texts.done;
import static io.atomix.mcast.group.Texts.get;
import static io.atomix.mcast.group.Texts.is;
import static io.atomix.mcast.group.Texts.put;
import static io.atomix.mcast.group.Texts.query;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.ordering.Entry;
import io.atomix.mcast.ordering.MessageStatus;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.ConditionalAction;
import io.atomix.mcast.wire.Result;
import org.junit.jupiter.api.BeforeEach;

/** A group and two clients whose messages have conditions. */
abstract class ConditionalsFixture {
  final TestGroup group = new TestGroup(G);
  final TestClient ann = new TestClient(1);
  final TestClient bob = new TestClient(2);
  long anns;
  long bobs;

  /** If x is 1, it becomes 2, else it becomes 3. */
  final ConditionalAction swap =
      new ConditionalAction(
          is("x", "1"), query("get", "x"), command("put", "x", "2"), command("put", "x", "3"));

  @BeforeEach
  void openSessions() {
    anns = group.open(ann, STORE, StoreService.TYPE);
    bobs = group.open(bob, STORE, StoreService.TYPE);
  }

  void given(String key, String value) {
    group.submit(bob, put(bob, bobs, key, value));
  }

  void assertStored(String key, String value) {
    assertThat(group.submit(bob, get(bob, bobs, key))).isEqualTo(done(value));
  }

  static MessageStatus open(MessageStatus status) {
    return status.withCondition(MessageStatus.Condition.OPEN);
  }

  static MessageStatus voted(long timestamp, boolean holds) {
    return new MessageStatus(MessageStatus.State.VOTED, timestamp, true, holds);
  }

  static Answer voted(long timestamp, Result early, boolean holds) {
    return new Answer.Voted(voted(timestamp, holds), early);
  }

  void execute(TestClient client, long message, long timestamp, boolean held) {
    group.order(new Entry.Execute(client.message(message), timestamp, held));
  }

  /** Returns what the group said last of a message. */
  MessageStatus status(TestClient client, long message) {
    return group.status(client.message(message));
  }

  long multicast(boolean early, ConditionalAction conditional) {
    long message = ann.next();
    group.submit(ann, decide(message, anns, early, conditional, "x"));
    return message;
  }
}
