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

import io.atomix.mcast.ordering.Access;
import io.atomix.mcast.ordering.GroupFootprint;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.ConditionalAction;
import io.atomix.mcast.wire.GroupVerdict;
import io.atomix.mcast.wire.ReadAnswer;
import io.atomix.mcast.wire.ReadRequest;
import io.atomix.mcast.wire.Result;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What must be so of all messages at the end of a {@link RandomRun}. */
final class RunOutcome {
  private final List<TestGroup> groups;
  private final ObservedRun seen;

  RunOutcome(List<TestGroup> groups, ObservedRun seen) {
    this.groups = groups;
    this.seen = seen;
  }

  /** A message is executed in all its groups or in none. */
  void checkAllOrNothing() {
    seen.executed.forEach(
        (id, in) ->
            assertThat(in)
                .as("where %s was executed", id)
                .isIn(Set.of(), seen.destinations.getOrDefault(id, new TreeSet<>())));
  }

  /** What was written says the same, and in the same order where groups have it in common. */
  void checkJournals() {
    Map<GroupId, List<String>> journals = new HashMap<>();
    for (TestGroup group : groups) {
      List<String> journal = new ArrayList<>();
      for (String name : RandomRun.NAMES) {
        TestClient reader = new TestClient(800);
        long session = group.open(reader, name, StoreService.TYPE);
        var query =
            new ReadRequest.Query(
                session, Texts.query("journal"), GroupFootprint.whole(name, Access.READ));
        Result result =
            Texts.only(group.read(reader, new ReadRequest.Queries(0, true, List.of(query))));
        byte[] text = ((Result.Done) result).value();
        List<String> lines = List.of(new String(text, StandardCharsets.UTF_8).split(" "));
        RandomRun.KEYS.forEach(key -> checkVersions(group.id(), key, lines));
        journal.addAll(lines);
        group.close(reader);
      }
      journals.put(group.id(), journal);
    }
    seen.values.forEach(
        (id, value) -> {
          for (GroupId to : seen.destinations.get(id)) {
            boolean isDone = seen.executed.getOrDefault(id, Set.of()).contains(to);
            boolean held = seen.decisions.getOrDefault(id, true);
            assertThat(times(value, journals.get(to)))
                .as("how often %s (%s) was applied in %s", value, id, to)
                .isEqualTo(isDone && held ? 1 : 0);
            assertThat(times(value.replace("=m", "=n"), journals.get(to)))
                .as("how often the other branch of %s was applied in %s", id, to)
                .isEqualTo(isDone && !held ? 1 : 0);
            if (isDone && seen.isCompleteEarly(id)) {
              checkResult(to, id, held ? value : value.replace("=m", "=n"), journals.get(to));
            }
          }
        });
    for (GroupId one : journals.keySet()) {
      for (GroupId other : journals.keySet()) {
        for (String key : RandomRun.KEYS) {
          assertThat(common(journals.get(one), journals.get(other), key))
              .as("the writes of %s that %s has in common with %s", key, one, other)
              .isEqualTo(common(journals.get(other), journals.get(one), key));
        }
      }
    }
  }

  /** Rule 8: what a client was told with the votes is what the write returned, its index too. */
  private void checkResult(GroupId group, MessageId id, String value, List<String> journal) {
    Command.Multicast command = (Command.Multicast) seen.written.get(id);
    if (command.action().isToldAtVote()
        && seen.votes.get(id).get(group).early() instanceof Result.Done done) {
      byte[] told =
          command.action() instanceof ConditionalAction
              ? GroupVerdict.decode(done.value()).result(seen.decisions.get(id))
              : done.value();
      assertThat(journal)
          .as("what %s returned in %s", id, group)
          .contains("!" + value + ":" + new String(told, StandardCharsets.UTF_8));
      seen.count(ObservedRun.Event.RESULT_OF_WRITE_CONFIRMED);
    }
  }

  /** Versions grow with each change, whether they were told with the vote or not. */
  private static void checkVersions(GroupId group, String key, List<String> journal) {
    assertThat(
            journal.stream()
                .filter(each -> each.startsWith("!" + key + "="))
                .map(each -> Long.valueOf(each.substring(each.indexOf('@') + 1))))
        .as("the versions of %s in %s: %s", key, group, journal)
        .isSorted()
        .doesNotHaveDuplicates();
  }

  private static long times(String value, List<String> journal) {
    return journal.stream().filter(value::equals).count();
  }

  private static List<String> common(List<String> journal, List<String> other, String key) {
    return journal.stream()
        .filter(each -> each.startsWith(key + "=m") || each.startsWith(key + "=n"))
        .filter(other::contains)
        .toList();
  }

  /** When no client is left, no group holds anything of a message any more. */
  void checkNothingLeft() {
    for (TestGroup group : groups) {
      assertThat(group.remembered())
          .as("outcomes that %s remembers for ever", group.id())
          .isEmpty();
      GroupCounts left = group.counts();
      assertThat(left.pending() + left.remembered() + left.undelivered())
          .as("what is left in %s: %s", group.id(), left)
          .isZero();
      for (String name : RandomRun.NAMES) {
        assertThat(isFree(group, name)).as("%s of %s", name, group.id()).isTrue();
      }
    }
  }

  /** Returns whether a query of the whole primitive could be answered at once. */
  private static boolean isFree(TestGroup group, String name) {
    var query =
        new ReadRequest.Query(0, Texts.query("all"), GroupFootprint.whole(name, Access.READ));
    ReadAnswer answer = group.read(Texts.LEADER, new ReadRequest.Queries(0, true, List.of(query)));
    return Texts.only(answer) != null;
  }
}
