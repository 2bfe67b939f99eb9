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
import static io.atomix.mcast.group.Texts.command;
import static io.atomix.mcast.group.Texts.decide;
import static io.atomix.mcast.group.Texts.failure;
import static io.atomix.mcast.group.Texts.groups;
import static io.atomix.mcast.group.Texts.is;
import static io.atomix.mcast.group.Texts.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomix.mcast.ordering.Entry;
import io.atomix.mcast.ordering.GroupFootprint;
import io.atomix.mcast.ordering.MessageStatus;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Batch;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.ConditionalAction;
import io.atomix.mcast.wire.HostedOperation;
import io.atomix.mcast.wire.Notification;
import io.atomix.mcast.wire.Result;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Rule 11: conditions that cannot be evaluated, and replicas that are restored meanwhile. */
class ConditionalTroubleTest extends ConditionalsFixture {
  @Nested
  @DisplayName("What cannot be evaluated")
  class Trouble {
    private Result.Failed earlyFailure(Answer answer) {
      assertThat(((Answer.Voted) answer).status()).isEqualTo(voted(0, false));
      return failure(((Answer.Voted) answer).early());
    }

    private Result.Failed notificationFailure() {
      return failure(((Notification.Deferred) group.notifications(ann).get(0)).result());
    }

    private void assertFails(HostedOperation condition, String... words) {
      ConditionalAction conditional =
          new ConditionalAction(
              condition, null, command("put", "x", "1"), command("put", "x", "2"));
      long early = ann.next();
      Result.Failed told =
          earlyFailure(group.submit(ann, decide(early, anns, true, conditional, "x")));
      assertThat(told.cause()).isEqualTo(Result.Cause.SERVICE);
      assertThat(told.message()).contains(STORE).contains(words);
      group.order(new Entry.Raise(ann.message(early), 3));
      execute(ann, early, 3, false);
      assertThat(notificationFailure()).isEqualTo(told);
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
      ConditionalAction conditional =
          new ConditionalAction(is("x", "1"), query("none such"), command("put", "x", "2"), null);
      long message = ann.next();
      Answer answer = group.submit(ann, decide(message, anns, true, conditional, "x"));
      assertThat(((Answer.Voted) answer).status()).isEqualTo(voted(0, true));
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
      assertThat(status(bob, message).condition()).isEqualTo(MessageStatus.Condition.FAILS);
      execute(bob, message, 1, false);
      Notification.Deferred told =
          (Notification.Deferred)
              group.notifications(bob).stream()
                  .filter(notification -> notification instanceof Notification.Deferred)
                  .findFirst()
                  .orElseThrow();
      assertThat(failure(told.result()).cause()).isEqualTo(Result.Cause.DELETED);
    }

    @Test
    void aCommandThatIsCalledAsACondition() {
      long trouble = group.open(ann, "trouble", TroubleService.TYPE);
      ConditionalAction conditional =
          new ConditionalAction(query("add"), null, null, command("add"));
      long message = ann.next();
      Result.Failed told =
          earlyFailure(
              group.submit(
                  ann,
                  new Command.Multicast(
                      message,
                      trouble,
                      conditional,
                      GroupFootprint.whole("trouble", io.atomix.mcast.ordering.Access.WRITE),
                      groups(G, H),
                      true)));
      // Not as malformed, which would say that nothing was applied: the branch is.
      assertThat(told.cause()).isEqualTo(Result.Cause.SERVICE);
      assertThat(told.message()).contains("'add'", "is a COMMAND but was called as a QUERY");
    }

    @Test
    void commandsAndQueriesHaveTheirPlaces() {
      HostedOperation write = command("put", "x", "2");
      assertThatThrownBy(() -> new ConditionalAction(write, null, null, null))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("condition or its read is a COMMAND");
      assertThatThrownBy(() -> new ConditionalAction(null, write, null, null))
          .hasMessageContaining("condition or its read is a COMMAND");
      assertThatThrownBy(() -> new ConditionalAction(null, null, query("all"), null))
          .hasMessageContaining("branches is a QUERY");
      assertThatThrownBy(() -> new ConditionalAction(null, null, null, query("all")))
          .hasMessageContaining("branches is a QUERY");
    }

    @Test
    void anEntryWhoseConditionIsACommandIsRefusedAsAWhole() {
      given("x", "1");
      ConditionalAction conditional =
          new ConditionalAction(query("remove", "x"), null, null, swap.then());
      Command command = decide(ann.next(), anns, true, conditional, "x");
      byte[] entry = new Batch(ann.id(), 0, 0, List.of(command)).encode();
      int name = new String(entry, StandardCharsets.ISO_8859_1).indexOf("remove");
      // What follows the name says whether it is a command.
      entry[name + "remove".length()] = 1;
      Answer.AnswerBatch answer = group.bytes(ann, entry);
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
    assertThat(status(ann, message)).isEqualTo(voted(0, true));
    TestReplica restored = TestReplica.restored(G, "m4", 100, group.snapshot());
    assertThat(restored.host().remembered())
        .containsExactly(new StatusChange(ann.message(message), voted(0, true), groups(G, H)));
  }
}
