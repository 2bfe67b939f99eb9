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

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.ordering.EarlyCompletion;
import io.atomix.mcast.ordering.GroupFootprint;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.ordering.Stability;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.ConditionalAction;
import io.atomix.mcast.wire.GroupVerdict;
import io.atomix.mcast.wire.HostedOperation;
import io.atomix.mcast.wire.ReadRequest;
import io.atomix.mcast.wire.Result;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What has been seen in a {@link RandomRun} so far, and what must be so in the moment when it is
 * seen: a decision is the same in all groups, and what a client concludes early is what happens.
 */
final class ObservedRun {
  /** What has been seen to happen. */
  enum Event {
    EXECUTED,
    RAISED,
    ABORTED,
    REFUSED_FOR_WANT_OF_A_SESSION,
    COMPLETE_EARLY,
    EARLY_RESULT_CONFIRMED,
    EFFECT_CONFIRMED,
    RESULT_OF_WRITE_CONFIRMED,
    HELD,
    NOT_HELD,
    VERDICT_CONFIRMED,
    DECISION_TOLD_EARLY,
    DEFERRED,
    PUBLISHED,
    DELETED,
    EXPIRED_BY_TIMER,
    END_BEHIND_PENDING,
    FORGOTTEN
  }

  private final Map<Event, Integer> events;

  final Map<MessageId, SortedSet<GroupId>> destinations = new TreeMap<>();
  final Map<MessageId, Set<GroupId>> executed = new HashMap<>();
  final Map<MessageId, Map<GroupId, Answer.Voted>> votes = new HashMap<>();
  final Stability stability = new Stability(null);
  final Map<MessageId, String> values = new TreeMap<>();
  final Map<MessageId, Command> written = new HashMap<>();
  final Map<MessageId, RandomRun.Part> reads = new HashMap<>();
  final Map<MessageId, RandomRun.Part> conditionals = new HashMap<>();
  final Map<MessageId, Boolean> decisions = new HashMap<>();
  final Map<MessageId, Map<GroupId, Long>> sessions = new HashMap<>();

  ObservedRun(Map<Event, Integer> events) {
    this.events = events;
  }

  /** A group has said how a message stands. */
  void observe(TestGroup group, Told.Stands stands) {
    if (!stands.destinations().isEmpty()) {
      stability.add(stands.id(), stands.destinations());
      stability.learn(stands.id(), group.id(), stands.status());
    }
    Set<GroupId> in = executed.computeIfAbsent(stands.id(), id -> new TreeSet<>());
    switch (stands.status().state()) {
      case EXECUTED -> {
        if (in.add(group.id())) {
          count(Event.EXECUTED);
          checkDecision(stands.id(), stands.status().holds());
        }
      }
      case ABORTED, REFUSED -> {
        assertThat(isCompleteEarly(stands.id())).as("%s is complete and aborted", stands).isFalse();
        count(Event.ABORTED);
      }
      case VOTED, FINAL, ABSENT -> {}
    }
  }

  /** Returns whether the votes that are known complete a message. */
  boolean isCompleteEarly(MessageId id) {
    Collection<Answer.Voted> known = votes.getOrDefault(id, Map.of()).values();
    return known.size() == destinations.get(id).size()
        && EarlyCompletion.complete(known.stream().map(Answer.Voted::status).toList());
  }

  /** Rule 8: what a client has concluded from the votes is not told again. */
  void checkNotToldBefore(TestGroup group, MessageId id) {
    if (destinations.containsKey(id) && isCompleteEarly(id)) {
      assertThat(votes.get(id).get(group.id()).early())
          .as("what was told of %s before", id)
          .isNull();
    }
  }

  /** Rule 8: what a read was told with the vote is what it would read when its turn comes. */
  void checkStillTrue(TestGroup group, MessageId id) {
    RandomRun.Part part = reads.get(id);
    if (part != null && isCompleteEarly(id)) {
      Command.Multicast command = (Command.Multicast) part.command();
      long session = sessions.get(id).get(group.id());
      String name = command.footprint().primitive();
      assertThat(ask(group, part, name, session, (HostedOperation) command.action()))
          .as("what %s reads in %s", id, group.id())
          .isEqualTo(votes.get(id).get(group.id()).early());
      count(Event.EARLY_RESULT_CONFIRMED);
    }
  }

  /** Rule 11: what a group has said of a condition is what it finds when its turn comes. */
  void checkVerdict(TestGroup group, StatusChange message) {
    RandomRun.Part part = conditionals.get(message.id());
    if (part != null) {
      Command.Multicast command = (Command.Multicast) part.command();
      ConditionalAction conditional = (ConditionalAction) command.action();
      String name = command.footprint().primitive();
      long session = sessions.get(message.id()).get(group.id());
      Result tested = ask(group, part, name, session, conditional.condition());
      boolean holds = tested instanceof Result.Done done && StoreService.isYes(done.value());
      assertThat(message.status().holds())
          .as("what %s said of the condition of %s", group.id(), message.id())
          .isEqualTo(holds);
      if (isCompleteEarly(message.id())
          && votes.get(message.id()).get(group.id()).early() instanceof Result.Done early) {
        Result read = ask(group, part, name, session, conditional.read());
        GroupVerdict told = GroupVerdict.decode(early.value());
        assertThat(told)
            .as("what was told early of %s in %s", message.id(), group.id())
            .isEqualTo(
                new GroupVerdict(
                    holds, ((Result.Done) read).value(), told.then(), told.otherwise()));
        assertThat(told.then() != null)
            .as("whether the result of %s was told in %s", message.id(), group.id())
            .isEqualTo(holds && conditional.isToldAtVote());
        assertThat(told.otherwise() != null).isEqualTo(conditional.isToldAtVote());
      }
      count(Event.VERDICT_CONFIRMED);
    }
  }

  /** Asks as if it touched nothing, so that it is answered although the message is pending. */
  private static Result ask(
      TestGroup group, RandomRun.Part part, String name, long session, HostedOperation query) {
    var asked = new ReadRequest.Query(session, query, GroupFootprint.none(name));
    return Texts.only(
        group.read(part.caller().client, new ReadRequest.Queries(0, true, List.of(asked))));
  }

  /** Rule 11: all groups decide the same, which is what the client has concluded from the votes. */
  private void checkDecision(MessageId id, boolean held) {
    if (!conditionals.containsKey(id)) {
      assertThat(held).as("the decision on %s, which has no condition", id).isTrue();
      return;
    }
    count(held ? Event.HELD : Event.NOT_HELD);
    assertThat(decisions.merge(id, held, (first, next) -> first))
        .as("the decision on %s", id)
        .isEqualTo(held);
    if (isCompleteEarly(id)) {
      assertThat(votes.get(id).values().stream().allMatch(vote -> vote.status().holds()))
          .as("the decision that the client of %s has seen", id)
          .isEqualTo(held);
      count(Event.DECISION_TOLD_EARLY);
    }
  }

  void count(Event event) {
    events.merge(event, 1, Integer::sum);
  }
}
