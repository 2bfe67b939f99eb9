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
import io.atomix.mcast.ordering.EarlyCompletion;
import io.atomix.mcast.ordering.Entry;
import io.atomix.mcast.ordering.Footprint;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.ordering.Stability;
import io.atomix.mcast.ordering.Standing;
import io.atomix.mcast.wire.Action;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.Conditional;
import io.atomix.mcast.wire.Item;
import io.atomix.mcast.wire.Operation;
import io.atomix.mcast.wire.ReadAnswer;
import io.atomix.mcast.wire.ReadRequest;
import io.atomix.mcast.wire.Result;
import io.atomix.mcast.wire.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * One run of clients that open and close sessions, read, write, multicast and die, and of leaders
 * that tell each other what they know, late, and not all. Checks that a multicast message is
 * applied in all its groups or in none, in one order and with one decision, that what a client
 * concludes early is what happens, and that nothing is left when all is done.
 */
final class RandomRun {
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

  private static final List<String> NAMES = List.of("left", "right");
  private static final List<String> KEYS = List.of("a", "b", "c");

  /** A client with its sessions, by group and primitive, and the openings that wait. */
  private static final class Caller {
    private final TestClient client;
    private final Map<String, Long> sessions = new HashMap<>();
    private final Map<String, String> opening = new HashMap<>();
    private final Set<GroupId> gone = new HashSet<>();
    private boolean dying;

    private Caller(TestClient client) {
      this.client = client;
    }
  }

  /** A part of a multicast message that is still on its way to a group. */
  private record Part(Caller caller, TestGroup group, Command command, long sequence) {}

  private final Random random;
  private final Map<Event, Integer> seen;
  private final List<TestGroup> groups = new ArrayList<>();
  private final List<Caller> callers = new ArrayList<>();
  private final List<Part> parts = new ArrayList<>();
  private final boolean deletions;
  private long clients;

  private final Map<MessageId, SortedSet<GroupId>> destinations = new TreeMap<>();
  private final Map<MessageId, Set<GroupId>> executed = new HashMap<>();
  private final Map<MessageId, Map<GroupId, Answer.Voted>> votes = new HashMap<>();
  private final Stability stability = new Stability(null);
  private final Map<MessageId, String> values = new TreeMap<>();
  private final Map<MessageId, Command> written = new HashMap<>();
  private final Map<MessageId, Part> reads = new HashMap<>();
  private final Map<MessageId, Part> conditionals = new HashMap<>();
  private final Map<MessageId, Boolean> decisions = new HashMap<>();
  private final Map<MessageId, Map<GroupId, Long>> sessions = new HashMap<>();

  RandomRun(Random random, Map<Event, Integer> seen) {
    this.random = random;
    this.seen = seen;
    this.deletions = random.nextInt(3) == 0;
    int count = 2 + random.nextInt(2);
    for (int i = 1; i <= count; i++) {
      groups.add(new TestGroup(new GroupId("data", i)));
    }
    for (int i = 0; i < 3; i++) {
      callers.add(newCaller());
    }
  }

  private Caller newCaller() {
    return new Caller(new TestClient(++clients));
  }

  /** Returns the log of the first group, as {@link StoredLogTest} reads it. */
  List<String> log(int snapshotEvery) {
    return groups.get(0).log(snapshotEvery);
  }

  void steps(int count) {
    for (int i = 0; i < count; i++) {
      step();
    }
  }

  private void step() {
    TestGroup group = one(groups);
    Caller caller = one(callers);
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
    } else if (dice < 80) {
      local(caller, group, name);
    } else {
      multicast(caller, name);
    }
  }

  private <T> T one(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  /** A footprint of one key, or of the whole primitive. */
  private Footprint touching(String name, String key, Access access) {
    if (random.nextInt(8) == 0) {
      return Footprint.whole(name, access);
    }
    TreeMap<Long, Access> keys = new TreeMap<>();
    keys.put((long) key.charAt(0), access);
    return new Footprint(name, null, keys);
  }

  // What clients do.

  private Answer submit(Caller caller, TestGroup group, Command command) {
    caller.client.resolveBelow(lowestUnsent(caller));
    Answer answer = group.submit(caller.client, command);
    observe(group);
    return answer;
  }

  private long lowestUnsent(Caller caller) {
    return parts.stream()
        .filter(part -> part.caller == caller)
        .mapToLong(Part::sequence)
        .min()
        .orElse(0);
  }

  private void open(Caller caller, TestGroup group, String name) {
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

  private void close(Caller caller, TestGroup group, String name) {
    long session = caller.sessions.remove(group.id() + name);
    submit(caller, group, new Command.CloseSession(caller.client.next(), name, session));
  }

  private void local(Caller caller, TestGroup group, String name) {
    long session = caller.sessions.get(group.id() + name);
    String key = one(KEYS);
    String value = "l" + random.nextInt(100);
    Footprint write = touching(name, key, Access.WRITE);
    // A timer or the end of a session may touch any key: that is what they conflict with, whole.
    Command.Local command =
        switch (random.nextInt(8)) {
          case 0 ->
              Texts.local(caller.client, session, Texts.command("listen"), Footprint.none(name));
          case 1 -> Texts.local(caller.client, session, Texts.command("owned", key, value), write);
          case 2 ->
              Texts.local(
                  caller.client,
                  session,
                  Texts.command("leased", key, value, random.nextInt(80)),
                  write);
          case 3, 4 ->
              Texts.local(
                  caller.client,
                  session,
                  Texts.command("expiring", key, value, random.nextInt(80)),
                  write);
          case 5 ->
              Texts.local(
                  caller.client,
                  session,
                  Texts.query("get", key),
                  touching(name, key, Access.READ));
          case 6 -> Texts.local(caller.client, session, Texts.command("remove", key), write);
          default -> Texts.local(caller.client, session, Texts.command("put", key, value), write);
        };
    submit(caller, group, command);
  }

  private void multicast(Caller caller, String name) {
    List<TestGroup> to =
        groups.stream().filter(group -> caller.sessions.containsKey(group.id() + name)).toList();
    if (to.size() < 2) {
      return;
    }
    SortedSet<GroupId> ids = new TreeSet<>(to.stream().map(TestGroup::id).toList());
    long sequence = caller.client.next();
    MessageId id = caller.client.message(sequence);
    String key = one(KEYS);
    boolean read = random.nextInt(3) == 0;
    boolean conditional = !read && random.nextInt(2) == 0;
    String value = sequence + "." + clients(caller);
    boolean resultWanted = random.nextBoolean();
    boolean toldAtVote = resultWanted && random.nextBoolean();
    Action action =
        read
            ? Texts.query("get", key)
            : conditional
                ? conditional(key, value, toldAtVote)
                : write(key, "m" + value, toldAtVote);
    if (!read) {
      values.put(id, key + "=m" + value);
    }
    destinations.put(id, ids);
    Footprint footprint = touching(name, key, read ? Access.READ : Access.WRITE);
    boolean early = read || !resultWanted || toldAtVote;
    for (TestGroup group : to) {
      long session = caller.sessions.get(group.id() + name);
      Command part = new Command.Multicast(sequence, session, action, footprint, ids, early);
      parts.add(new Part(caller, group, part, sequence));
      sessions.computeIfAbsent(id, each -> new HashMap<>()).put(group.id(), session);
      if (!read) {
        written.put(id, part);
      }
      if (read) {
        reads.put(id, parts.get(parts.size() - 1));
      } else if (conditional) {
        conditionals.put(id, parts.get(parts.size() - 1));
      }
    }
  }

  /** Puts one value if there is none in any group but of local messages, and else another. */
  private static Conditional conditional(String key, String value, boolean toldAtVote) {
    return new Conditional(
        Texts.query("below", key, "m"),
        Texts.query("get", key),
        write(key, "m" + value, toldAtVote),
        write(key, "n" + value, toldAtVote));
  }

  private static Operation write(String key, String value, boolean toldAtVote) {
    return toldAtVote
        ? Texts.toldAtVote("mark", "marked", key, value)
        : Texts.command("put", key, value);
  }

  private static long clients(Caller caller) {
    return caller.client.raftSession();
  }

  private void delete(Caller caller, String name) {
    List<TestGroup> to =
        groups.stream().filter(group -> caller.sessions.containsKey(group.id() + name)).toList();
    if (to.size() < groups.size()) {
      return;
    }
    SortedSet<GroupId> ids = new TreeSet<>(to.stream().map(TestGroup::id).toList());
    long sequence = caller.client.next();
    destinations.put(caller.client.message(sequence), ids);
    for (TestGroup group : to) {
      long session = caller.sessions.get(group.id() + name);
      parts.add(
          new Part(caller, group, new Command.Delete(sequence, name, session, ids), sequence));
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
      votes.computeIfAbsent(id, each -> new HashMap<>()).put(part.group.id(), vote);
      if (isCompleteEarly(id)) {
        count(Event.COMPLETE_EARLY);
      }
    } else if (answer instanceof Answer.Finished finished
        && finished.result() instanceof Result.Failed failed
        && failed.cause() == Result.Cause.UNKNOWN_SESSION) {
      count(Event.REFUSED_FOR_WANT_OF_A_SESSION);
    }
  }

  private boolean isCompleteEarly(MessageId id) {
    Collection<Answer.Voted> known = votes.getOrDefault(id, Map.of()).values();
    return known.size() == destinations.get(id).size()
        && EarlyCompletion.complete(known.stream().map(Answer.Voted::standing).toList());
  }

  private void read(Caller caller, TestGroup group, String name) {
    Long session = caller.sessions.get(group.id() + name);
    if (session != null && !caller.gone.contains(group.id())) {
      var query =
          new ReadRequest.Query(session, Texts.query("all"), Footprint.whole(name, Access.READ));
      group.read(caller.client, new ReadRequest.Queries(0, true, List.of(query)));
    }
  }

  private void acknowledge(Caller caller, TestGroup group) {
    List<Item> items = group.unacknowledged(caller.client);
    if (!items.isEmpty() && !caller.gone.contains(group.id())) {
      group.receive(caller.client, one(items).number());
    }
  }

  /** What a leader appends when timers of primitives are due that messages are pending on. */
  private void letTimersFollow(TestGroup group) {
    for (String name : group.timersHeld().isEmpty() ? List.of(one(NAMES)) : group.timersHeld()) {
      group.submit(Texts.LEADER, new Command.Timers(name));
      observe(group);
    }
  }

  private void die(Caller caller) {
    if (!caller.dying) {
      caller.dying = true;
      callers.set(callers.indexOf(caller), newCaller());
      callers.add(caller);
    }
  }

  private void expire(Caller caller, TestGroup group) {
    if (!caller.gone.contains(group.id())) {
      group.expire(caller.client);
      boolean pending =
          group.remembered().stream()
              .anyMatch(
                  each ->
                      each.standing().state().pending()
                          && caller.client.id().getLeastSignificantBits() == each.id().clientLow());
      if (pending) {
        count(Event.END_BEHIND_PENDING);
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
    List<StandingChange> known = group.remembered();
    if (!known.isEmpty()) {
      exchange(group, one(known), random.nextInt(4) == 0);
    }
  }

  /** Returns whether the group knew enough to go on. */
  private boolean exchange(TestGroup group, StandingChange message, boolean forgetful) {
    SortedSet<GroupId> others = new TreeSet<>(message.destinations());
    others.remove(group.id());
    Map<GroupId, Standing> told = new HashMap<>();
    for (GroupId other : others) {
      Standing standing = group(other).standing(message.id());
      if (standing == null && !message.standing().state().pending()) {
        group(other).order(new Entry.Confirm(List.of(message.id())));
        observe(group(other));
        standing = Standing.ABSENT;
      }
      if (standing != null && !(forgetful && random.nextBoolean())) {
        told.put(other, standing);
      }
    }
    boolean stable = stability.isStable(message.id());
    Optional<Entry> next = Decisions.next(message.id(), message.standing(), others, told, stable);
    next.ifPresent(
        entry -> {
          if (entry instanceof Entry.Execute) {
            checkStillTrue(group, message.id());
            checkVerdict(group, message);
          }
          group.order(entry);
          if (entry instanceof Entry.Raise) {
            count(Event.RAISED);
          }
          observe(group);
        });
    return next.isPresent();
  }

  /** Rule 9: a group that waits asks one that does not know the message to refuse it. */
  private boolean refuse(TestGroup group) {
    for (StandingChange message : group.remembered()) {
      for (GroupId other : message.destinations()) {
        if (message.standing().state() == Standing.State.VOTED
            && group(other).standing(message.id()) == null) {
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
        observe(group, stands);
      } else if (told instanceof Told.ForClient item) {
        observe(group, item);
      } else if (told instanceof Told.Forgotten) {
        count(Event.FORGOTTEN);
      }
    }
  }

  private void observe(TestGroup group, Told.Stands stands) {
    if (!stands.destinations().isEmpty()) {
      stability.add(stands.id(), stands.destinations());
      stability.learn(stands.id(), group.id(), stands.standing());
    }
    Set<GroupId> in = executed.computeIfAbsent(stands.id(), id -> new TreeSet<>());
    switch (stands.standing().state()) {
      case EXECUTED -> {
        if (in.add(group.id())) {
          count(Event.EXECUTED);
          checkDecision(stands.id(), stands.standing().holds());
        }
      }
      case ABORTED, REFUSED -> {
        assertThat(isCompleteEarly(stands.id())).as("%s is complete and aborted", stands).isFalse();
        count(Event.ABORTED);
      }
      case VOTED, FINAL, ABSENT -> {}
    }
  }

  private void observe(TestGroup group, Told.ForClient told) {
    Caller caller =
        Stream.concat(callers.stream(), parts.stream().map(Part::caller))
            .filter(each -> each.client.id().equals(told.client().client()))
            .findFirst()
            .orElse(null);
    assertThat(caller).as("the receiver of %s", told).isNotNull();
    assertThat(caller.gone).as("where the receiver of %s is gone", told).doesNotContain(group.id());
    if (told.item() instanceof Item.Deferred deferred) {
      count(Event.DEFERRED);
      String opening = caller.opening.remove(group.id() + "/" + deferred.sequence());
      if (opening != null) {
        caller.sessions.put(opening, TestGroup.sessionOf(deferred.result()));
      }
      MessageId id = caller.client.message(deferred.sequence());
      checkNotToldBefore(group, id);
      if (TakesEffect.isToldBy(written.get(id), destinations.get(id), votes.get(id))) {
        TakesEffect.check(id, group.id(), deferred.result());
        count(Event.EFFECT_CONFIRMED);
      }
    } else if (told.item() instanceof Item.Event event) {
      count(Event.PUBLISHED);
      if (new String(event.value(), StandardCharsets.UTF_8).startsWith("-")) {
        count(Event.EXPIRED_BY_TIMER);
      }
    } else if (told.item() instanceof Item.SessionOver over) {
      count(Event.DELETED);
      caller.sessions.values().remove(over.session());
    }
  }

  /** Rule 8: what a client has concluded from the votes is not told again. */
  private void checkNotToldBefore(TestGroup group, MessageId id) {
    if (destinations.containsKey(id) && isCompleteEarly(id)) {
      assertThat(votes.get(id).get(group.id()).early())
          .as("what was told of %s before", id)
          .isNull();
    }
  }

  /** Rule 8: what a read was told with the vote is what it would read when its turn comes. */
  private void checkStillTrue(TestGroup group, MessageId id) {
    Part part = reads.get(id);
    if (part != null && isCompleteEarly(id)) {
      Command.Multicast command = (Command.Multicast) part.command;
      long session = sessions.get(id).get(group.id());
      String name = command.footprint().primitive();
      assertThat(ask(group, part, name, session, (Operation) command.action()))
          .as("what %s reads in %s", id, group.id())
          .isEqualTo(votes.get(id).get(group.id()).early());
      count(Event.EARLY_RESULT_CONFIRMED);
    }
  }

  /** Rule 11: what a group has said of a condition is what it finds when its turn comes. */
  private void checkVerdict(TestGroup group, StandingChange message) {
    Part part = conditionals.get(message.id());
    if (part != null) {
      Command.Multicast command = (Command.Multicast) part.command;
      Conditional conditional = (Conditional) command.action();
      String name = command.footprint().primitive();
      long session = sessions.get(message.id()).get(group.id());
      Result tested = ask(group, part, name, session, conditional.condition());
      boolean holds = tested instanceof Result.Done done && StoreService.isYes(done.value());
      assertThat(message.standing().holds())
          .as("what %s said of the condition of %s", group.id(), message.id())
          .isEqualTo(holds);
      if (isCompleteEarly(message.id())
          && votes.get(message.id()).get(group.id()).early() instanceof Result.Done early) {
        Result read = ask(group, part, name, session, conditional.read());
        Verdict told = Verdict.decode(early.value());
        assertThat(told)
            .as("what was told early of %s in %s", message.id(), group.id())
            .isEqualTo(
                new Verdict(holds, ((Result.Done) read).value(), told.then(), told.otherwise()));
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
      TestGroup group, Part part, String name, long session, Operation query) {
    var asked = new ReadRequest.Query(session, query, Footprint.none(name));
    return Texts.only(
        group.read(part.caller.client, new ReadRequest.Queries(0, true, List.of(asked))));
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
      assertThat(votes.get(id).values().stream().allMatch(vote -> vote.standing().holds()))
          .as("the decision that the client of %s has seen", id)
          .isEqualTo(held);
      count(Event.DECISION_TOLD_EARLY);
    }
  }

  private void count(Event event) {
    seen.merge(event, 1, Integer::sum);
  }

  // The end.

  /** Lets all that is under way come to its end, and checks the whole. */
  void finish() {
    while (!parts.isEmpty()) {
      deliver();
    }
    settle();
    assertThat(pending()).as("pending for ever").isEmpty();
    checkAllOrNothing();
    if (!deletions) {
      checkJournals();
    }
    checkNothingIsLeft();
  }

  private void settle() {
    boolean moved = true;
    for (int rounds = 0; moved && rounds < 10_000; rounds++) {
      moved = false;
      for (TestGroup group : groups) {
        for (StandingChange message : group.remembered()) {
          if (message.standing().state().pending()
              && group.standing(message.id()).equals(message.standing())) {
            moved |= exchange(group, message, false);
          }
        }
        moved |= refuse(group);
      }
    }
  }

  private List<StandingChange> pending() {
    return groups.stream()
        .flatMap(group -> group.remembered().stream())
        .filter(message -> message.standing().state().pending())
        .toList();
  }

  private void checkAllOrNothing() {
    executed.forEach(
        (id, in) ->
            assertThat(in)
                .as("where %s was executed", id)
                .isIn(Set.of(), destinations.getOrDefault(id, new TreeSet<>())));
  }

  private void checkJournals() {
    Map<GroupId, List<String>> journals = new HashMap<>();
    for (TestGroup group : groups) {
      List<String> journal = new ArrayList<>();
      for (String name : NAMES) {
        TestClient reader = new TestClient(800);
        long session = group.open(reader, name, StoreService.TYPE);
        var query =
            new ReadRequest.Query(
                session, Texts.query("journal"), Footprint.whole(name, Access.READ));
        Result result =
            Texts.only(group.read(reader, new ReadRequest.Queries(0, true, List.of(query))));
        byte[] text = ((Result.Done) result).value();
        List<String> lines = List.of(new String(text, StandardCharsets.UTF_8).split(" "));
        KEYS.forEach(key -> checkVersions(group.id(), key, lines));
        journal.addAll(lines);
        group.close(reader);
      }
      journals.put(group.id(), journal);
    }
    values.forEach(
        (id, value) -> {
          for (GroupId to : destinations.get(id)) {
            boolean isDone = executed.getOrDefault(id, Set.of()).contains(to);
            boolean held = decisions.getOrDefault(id, true);
            assertThat(times(value, journals.get(to)))
                .as("how often %s (%s) was applied in %s", value, id, to)
                .isEqualTo(isDone && held ? 1 : 0);
            assertThat(times(value.replace("=m", "=n"), journals.get(to)))
                .as("how often the other branch of %s was applied in %s", id, to)
                .isEqualTo(isDone && !held ? 1 : 0);
            if (isDone && isCompleteEarly(id)) {
              checkResult(to, id, held ? value : value.replace("=m", "=n"), journals.get(to));
            }
          }
        });
    for (GroupId one : journals.keySet()) {
      for (GroupId other : journals.keySet()) {
        for (String key : KEYS) {
          assertThat(common(journals.get(one), journals.get(other), key))
              .as("the writes of %s that %s has in common with %s", key, one, other)
              .isEqualTo(common(journals.get(other), journals.get(one), key));
        }
      }
    }
  }

  /** Rule 8: what a client was told with the votes is what the write returned, its index too. */
  private void checkResult(GroupId group, MessageId id, String value, List<String> journal) {
    Command.Multicast command = (Command.Multicast) written.get(id);
    if (command.action().isToldAtVote()
        && votes.get(id).get(group).early() instanceof Result.Done done) {
      byte[] told =
          command.action() instanceof Conditional
              ? Verdict.decode(done.value()).result(decisions.get(id))
              : done.value();
      assertThat(journal)
          .as("what %s returned in %s", id, group)
          .contains("!" + value + ":" + new String(told, StandardCharsets.UTF_8));
      count(Event.RESULT_OF_WRITE_CONFIRMED);
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

  private void checkNothingIsLeft() {
    for (Caller caller : List.copyOf(callers)) {
      for (TestGroup group : groups) {
        expire(caller, group);
      }
    }
    for (int rounds = 0; rounds < 3; rounds++) {
      for (TestGroup group : groups) {
        group.remembered().forEach(message -> exchange(group, message, false));
      }
    }
    for (TestGroup group : groups) {
      assertThat(group.remembered())
          .as("outcomes that %s remembers for ever", group.id())
          .isEmpty();
      GroupCounts left = group.counts();
      assertThat(left.pending() + left.remembered() + left.undelivered())
          .as("what is left in %s: %s", group.id(), left)
          .isZero();
      for (String name : NAMES) {
        assertThat(isFree(group, name)).as("%s of %s", name, group.id()).isTrue();
      }
    }
  }

  /** Returns whether a query of the whole primitive could be answered at once. */
  private static boolean isFree(TestGroup group, String name) {
    var query = new ReadRequest.Query(0, Texts.query("all"), Footprint.whole(name, Access.READ));
    ReadAnswer answer = group.read(Texts.LEADER, new ReadRequest.Queries(0, true, List.of(query)));
    return Texts.only(answer) != null;
  }
}
