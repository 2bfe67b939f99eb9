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
import io.atomix.mcast.ordering.Decisions;
import io.atomix.mcast.ordering.Entry;
import io.atomix.mcast.ordering.GroupFootprint;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.ordering.MessageStatus;
import io.atomix.mcast.wire.Action;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.Notification;
import io.atomix.mcast.wire.ReadRequest;
import io.atomix.mcast.wire.Result;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * One run of clients that open and close sessions, read, write, multicast and die, and of leaders
 * that tell each other what they know, late, and not all. Checks that a multicast message is
 * applied in all its groups or in none, in one order and with one decision, that what a client
 * concludes early is what happens, and that nothing is left when all is done.
 */
final class RandomRun {
  static final List<String> NAMES = List.of("left", "right");
  static final List<String> KEYS = List.of("a", "b", "c");

  /** A part of a multicast message that is still on its way to a group. */
  record Part(RandomCaller caller, TestGroup group, Command command, long sequence) {}

  private final Random random;
  private final RandomOperations operations;
  private final ObservedRun seen;
  private final List<TestGroup> groups = new ArrayList<>();
  private final List<RandomCaller> callers = new ArrayList<>();
  private final List<Part> parts = new ArrayList<>();
  private final boolean deletions;
  private long clients;

  RandomRun(Random random, Map<ObservedRun.Event, Integer> events) {
    this.random = random;
    this.operations = new RandomOperations(random);
    this.seen = new ObservedRun(events);
    this.deletions = random.nextInt(3) == 0;
    int count = 2 + random.nextInt(2);
    for (int i = 1; i <= count; i++) {
      groups.add(new TestGroup(new GroupId("data", i)));
    }
    for (int i = 0; i < 3; i++) {
      callers.add(newCaller());
    }
  }

  private RandomCaller newCaller() {
    return new RandomCaller(new TestClient(++clients));
  }

  void steps(int count) {
    for (int i = 0; i < count; i++) {
      step();
    }
  }

  private void step() {
    TestGroup group = one(groups);
    RandomCaller caller = one(callers);
    String name = one(NAMES);
    if (random.nextInt(3) == 0) {
      // Now and then another leader's clock is far ahead or behind.
      int leap = random.nextInt(20);
      group.pass(leap == 0 ? -5000 : leap == 1 ? 5000 : leap < 4 ? 1500 : random.nextInt(60));
    }
    int dice = random.nextInt(100);
    if (dice < 30) {
      exchange(group);
    } else if (dice < 45) {
      deliver();
    } else if (dice < 47) {
      refuse(group);
    } else if (dice < 48) {
      tick(group);
    } else if (dice < 49) {
      letTimersFollow(group);
    } else if (dice < 51) {
      die(caller);
    } else if (dice < 54) {
      acknowledge(caller, group);
    } else if (dice < 58) {
      read(caller, group, name);
    } else if (caller.dying || caller.gone.contains(group.id())) {
      expire(caller, group);
    } else if (!caller.sessions.containsKey(group.id() + name)) {
      open(caller, group, name);
    } else if (dice < 60) {
      close(caller, group, name);
    } else if (dice < 61 && deletions) {
      delete(caller, name);
    } else if (dice < 63) {
      cut(caller);
    } else if (dice < 80) {
      local(caller, group, name);
    } else {
      multicast(caller, name);
    }
  }

  private <T> T one(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  // What clients do.

  private Answer submit(RandomCaller caller, TestGroup group, Command command) {
    caller.client.resolveBelow(lowestUnsent(caller));
    Answer answer = group.submit(caller.client, command);
    observe(group);
    return answer;
  }

  private long lowestUnsent(RandomCaller caller) {
    return parts.stream()
        .filter(part -> part.caller == caller)
        .mapToLong(Part::sequence)
        .min()
        .orElse(0);
  }

  private void open(RandomCaller caller, TestGroup group, String name) {
    if (caller.opening.containsValue(group.id() + name)) {
      return;
    }
    Command.OpenSession open = Texts.open(caller.client, name, "store");
    caller.opening.put(group.id() + "/" + open.sequence(), group.id() + name);
    Answer answer = submit(caller, group, open);
    if (answer instanceof Answer.Finished finished) {
      caller.opening.remove(group.id() + "/" + open.sequence());
      caller.sessions.put(group.id() + name, TestGroup.sessionOf(finished.result()));
    }
  }

  private void close(RandomCaller caller, TestGroup group, String name) {
    long session = caller.sessions.remove(group.id() + name);
    submit(caller, group, new Command.CloseSession(caller.client.next(), name, session));
  }

  private void local(RandomCaller caller, TestGroup group, String name) {
    long session = caller.sessions.get(group.id() + name);
    submit(caller, group, operations.local(caller.client, session, name));
  }

  private void multicast(RandomCaller caller, String name) {
    List<TestGroup> to =
        groups.stream().filter(group -> caller.sessions.containsKey(group.id() + name)).toList();
    if (to.size() < 2) {
      return;
    }
    SortedSet<GroupId> ids = new TreeSet<>(to.stream().map(TestGroup::id).toList());
    long sequence = caller.client.next();
    MessageId id = caller.client.message(sequence);
    String key = operations.key();
    boolean read = random.nextInt(3) == 0;
    boolean conditional = !read && random.nextInt(2) == 0;
    String value = sequence + "." + clients(caller);
    boolean resultWanted = random.nextBoolean();
    boolean toldAtVote = resultWanted && random.nextBoolean();
    Action action =
        read
            ? Texts.query("get", key)
            : conditional
                ? RandomOperations.conditional(key, value, toldAtVote)
                : RandomOperations.write(key, "m" + value, toldAtVote);
    if (!read) {
      seen.values.put(id, key + "=m" + value);
    }
    seen.destinations.put(id, ids);
    GroupFootprint footprint = operations.touching(name, key, read ? Access.READ : Access.WRITE);
    boolean early = read || !resultWanted || toldAtVote;
    for (TestGroup group : to) {
      long session = caller.sessions.get(group.id() + name);
      Command part = new Command.Multicast(sequence, session, action, footprint, ids, early);
      parts.add(new Part(caller, group, part, sequence));
      seen.sessions.computeIfAbsent(id, each -> new HashMap<>()).put(group.id(), session);
      if (!read) {
        seen.written.put(id, part);
      }
      if (read) {
        seen.reads.put(id, parts.get(parts.size() - 1));
      } else if (conditional) {
        seen.conditionals.put(id, parts.get(parts.size() - 1));
      }
    }
  }

  private static long clients(RandomCaller caller) {
    return caller.client.raftSession();
  }

  private void delete(RandomCaller caller, String name) {
    List<TestGroup> to =
        groups.stream().filter(group -> caller.sessions.containsKey(group.id() + name)).toList();
    if (to.size() < groups.size()) {
      return;
    }
    SortedSet<GroupId> ids = new TreeSet<>(to.stream().map(TestGroup::id).toList());
    long sequence = caller.client.next();
    seen.destinations.put(caller.client.message(sequence), ids);
    for (TestGroup group : to) {
      long session = caller.sessions.get(group.id() + name);
      parts.add(
          new Part(caller, group, new Command.Delete(sequence, name, session, ids), sequence));
    }
  }

  /** Cuts all groups, which have to know the caller before one gets the message (rule 10). */
  private void cut(RandomCaller caller) {
    groups.stream()
        .filter(group -> !caller.gone.contains(group.id()))
        .forEach(group -> group.batch(caller.client));
    SortedSet<GroupId> ids = new TreeSet<>(groups.stream().map(TestGroup::id).toList());
    long sequence = caller.client.next();
    seen.destinations.put(caller.client.message(sequence), ids);
    for (TestGroup group : groups) {
      parts.add(new Part(caller, group, new Command.Cut(sequence, ids), sequence));
    }
  }

  /** A part of a multicast message arrives, or is lost with its client. */
  private void deliver() {
    if (!parts.isEmpty()) {
      deliver(parts.remove(random.nextInt(parts.size())));
    }
  }

  private void deliver(Part part) {
    if (part.caller.gone.contains(part.group.id()) || part.caller.dying && random.nextBoolean()) {
      return;
    }
    Answer answer = submit(part.caller, part.group, part.command);
    MessageId id = part.caller.client.message(part.sequence);
    if (answer instanceof Answer.Voted vote) {
      seen.votes.computeIfAbsent(id, each -> new HashMap<>()).put(part.group.id(), vote);
      if (seen.isCompleteEarly(id)) {
        seen.count(ObservedRun.Event.COMPLETE_EARLY);
      }
    } else if (answer instanceof Answer.Finished finished
        && finished.result() instanceof Result.Failed failed
        && failed.cause() == Result.Cause.UNKNOWN_SESSION) {
      seen.count(ObservedRun.Event.REFUSED_FOR_WANT_OF_A_SESSION);
    }
  }

  private void read(RandomCaller caller, TestGroup group, String name) {
    Long session = caller.sessions.get(group.id() + name);
    if (session != null && !caller.gone.contains(group.id())) {
      var query =
          new ReadRequest.Query(
              session, Texts.query("all"), GroupFootprint.whole(name, Access.READ));
      group.read(caller.client, new ReadRequest.Queries(0, true, List.of(query)));
    }
  }

  private void acknowledge(RandomCaller caller, TestGroup group) {
    List<Notification> notifications = group.unacknowledged(caller.client);
    if (!notifications.isEmpty() && !caller.gone.contains(group.id())) {
      group.receive(caller.client, one(notifications).number());
    }
  }

  /** What a leader appends when timers of primitives are due that messages are pending on. */
  private void letTimersFollow(TestGroup group) {
    for (String name : group.timersHeld().isEmpty() ? List.of(one(NAMES)) : group.timersHeld()) {
      group.submit(Texts.LEADER, new Command.Timers(name));
      observe(group);
    }
  }

  private void die(RandomCaller caller) {
    if (!caller.dying) {
      caller.dying = true;
      callers.set(callers.indexOf(caller), newCaller());
      callers.add(caller);
    }
  }

  private void expire(RandomCaller caller, TestGroup group) {
    if (!caller.gone.contains(group.id())) {
      group.expire(caller.client);
      boolean pending =
          group.remembered().stream()
              .anyMatch(
                  each ->
                      each.status().state().pending()
                          && caller.client.id().getLeastSignificantBits() == each.id().clientLow());
      if (pending) {
        seen.count(ObservedRun.Event.END_BEHIND_PENDING);
      }
      observe(group);
      caller.gone.add(group.id());
    }
    if (caller.gone.size() == groups.size()) {
      callers.remove(caller);
      parts.removeIf(part -> part.caller == caller);
    }
  }

  private void tick(TestGroup group) {
    group.tick();
    observe(group);
  }

  // What leaders do.

  private void exchange(TestGroup group) {
    List<StatusChange> known = group.remembered();
    if (!known.isEmpty()) {
      exchange(group, one(known), random.nextInt(4) == 0);
    }
  }

  /** Returns whether the group knew enough to go on. */
  private boolean exchange(TestGroup group, StatusChange message, boolean forgetful) {
    SortedSet<GroupId> others = new TreeSet<>(message.destinations());
    others.remove(group.id());
    Map<GroupId, MessageStatus> told = new HashMap<>();
    for (GroupId other : others) {
      MessageStatus status = group(other).status(message.id());
      if (status == null && !message.status().state().pending()) {
        group(other).order(new Entry.Confirm(List.of(message.id())));
        observe(group(other));
        status = MessageStatus.ABSENT;
      }
      if (status != null && !(forgetful && random.nextBoolean())) {
        told.put(other, status);
      }
    }
    boolean stable = seen.stability.isStable(message.id());
    Optional<Entry.OrderEntry> next =
        Decisions.next(message.id(), message.status(), others, told, stable);
    next.ifPresent(
        entry -> {
          if (entry instanceof Entry.Execute) {
            seen.checkStillTrue(group, message.id());
            seen.checkVerdict(group, message);
          }
          group.order(entry);
          if (entry instanceof Entry.Raise) {
            seen.count(ObservedRun.Event.RAISED);
          }
          observe(group);
        });
    return next.isPresent();
  }

  /** Rule 9: a group that waits asks one that does not know the message to refuse it. */
  private boolean refuse(TestGroup group) {
    for (StatusChange message : group.remembered()) {
      for (GroupId other : message.destinations()) {
        if (message.status().state() == MessageStatus.State.VOTED
            && group(other).status(message.id()) == null) {
          group(other).order(new Entry.Refuse(message.id(), message.destinations()));
          observe(group(other));
          return true;
        }
      }
    }
    return false;
  }

  private TestGroup group(GroupId id) {
    return groups.stream().filter(group -> group.id().equals(id)).findFirst().orElseThrow();
  }

  // What is seen.

  private void observe(TestGroup group) {
    for (Told told : group.told()) {
      if (told instanceof Told.Stands stands) {
        seen.observe(group, stands);
      } else if (told instanceof Told.ForClient notification) {
        observe(group, notification);
      } else if (told instanceof Told.Forgotten) {
        seen.count(ObservedRun.Event.FORGOTTEN);
      }
    }
  }

  private void observe(TestGroup group, Told.ForClient told) {
    RandomCaller caller =
        Stream.concat(callers.stream(), parts.stream().map(Part::caller))
            .filter(each -> each.client.id().equals(told.client().client()))
            .findFirst()
            .orElse(null);
    assertThat(caller).as("the receiver of %s", told).isNotNull();
    assertThat(caller.gone).as("where the receiver of %s is gone", told).doesNotContain(group.id());
    if (told.notification() instanceof Notification.Deferred deferred) {
      seen.count(ObservedRun.Event.DEFERRED);
      String opening = caller.opening.remove(group.id() + "/" + deferred.sequence());
      if (opening != null) {
        caller.sessions.put(opening, TestGroup.sessionOf(deferred.result()));
      }
      MessageId id = caller.client.message(deferred.sequence());
      seen.checkNotToldBefore(group, id);
      if (TakesEffect.isToldBy(
          seen.written.get(id), seen.destinations.get(id), seen.votes.get(id))) {
        TakesEffect.check(id, group.id(), deferred.result());
        seen.count(ObservedRun.Event.EFFECT_CONFIRMED);
      }
    } else if (told.notification() instanceof Notification.Published event) {
      seen.count(ObservedRun.Event.PUBLISHED);
      if (new String(event.value(), StandardCharsets.UTF_8).startsWith("-")) {
        seen.count(ObservedRun.Event.EXPIRED_BY_TIMER);
      }
    } else if (told.notification() instanceof Notification.SessionOver over) {
      seen.count(ObservedRun.Event.DELETED);
      caller.sessions.values().remove(over.session());
    }
  }

  // The end.

  /** Lets all that is under way come to its end, and checks the whole. */
  void finish() {
    while (!parts.isEmpty()) {
      deliver();
    }
    settle();
    assertThat(pending()).as("pending for ever").isEmpty();
    RunOutcome outcome = new RunOutcome(groups, seen);
    outcome.checkAllOrNothing();
    if (!deletions) {
      outcome.checkJournals();
    }
    checkNothingIsLeft(outcome);
  }

  private void settle() {
    boolean moved = true;
    for (int rounds = 0; moved && rounds < 10_000; rounds++) {
      moved = false;
      for (TestGroup group : groups) {
        for (StatusChange message : group.remembered()) {
          if (message.status().state().pending()
              && group.status(message.id()).equals(message.status())) {
            moved |= exchange(group, message, false);
          }
        }
        moved |= refuse(group);
      }
    }
  }

  private List<StatusChange> pending() {
    return groups.stream()
        .flatMap(group -> group.remembered().stream())
        .filter(message -> message.status().state().pending())
        .toList();
  }

  private void checkNothingIsLeft(RunOutcome outcome) {
    for (RandomCaller caller : List.copyOf(callers)) {
      for (TestGroup group : groups) {
        expire(caller, group);
      }
    }
    for (int rounds = 0; rounds < 3; rounds++) {
      for (TestGroup group : groups) {
        group.remembered().forEach(message -> exchange(group, message, false));
      }
    }
    outcome.checkNothingLeft();
  }
}
