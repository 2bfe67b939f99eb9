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
package io.atomix.mcast.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomix.mcast.ConditionalOperation;
import io.atomix.mcast.ConflictRelation;
import io.atomix.mcast.Decision;
import io.atomix.mcast.Footprint;
import io.atomix.mcast.Invocation;
import io.atomix.mcast.NotAppliedException;
import io.atomix.mcast.group.GroupService;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.wire.Action;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.Conditional;
import io.atomix.mcast.wire.Operation;
import io.atomix.mcast.wire.Result;
import io.atomix.mcast.wire.Verdict;
import io.atomix.primitive.PrimitiveException;
import io.atomix.primitive.Recovery;
import io.atomix.primitive.operation.Query;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.primitive.service.ServiceConfig;
import io.atomix.utils.serializer.Namespaces;
import io.atomix.utils.serializer.Serializer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Messages that do something else in each of several partitions, and conditional ones; the groups
 * are answered for by hand. Two partitions have the same number, since Atomix compares partitions
 * by their numbers alone.
 */
class SeveralPartitionsTest {
  private static final Serializer SERIALIZER = Serializer.using(Namespaces.BASIC);
  private static final Result NOTHING = new Result.Done(null);
  private static final int RETRIES = 1;

  private final LocalClient local = new LocalClient();
  private final ManualThreads threads = new ManualThreads();
  private final PartitionLab east = partition("east", 1);
  private final PartitionLab west = partition("west", 1);
  private final PartitionLab south = partition("west", 2);
  private SeveralPartitions<Accounts> accounts;

  interface Accounts {
    @io.atomix.primitive.operation.Command
    void add(String name, int amount);

    @io.atomix.primitive.operation.Command
    int set(String name, int amount);

    @io.atomix.primitive.operation.Command
    void blob(byte[] bytes);

    @Query
    int get(String name);

    @Query
    boolean covers(String name, int amount);

    @Query
    boolean next(String name);
  }

  /** Knows the operations by their names, and that each is about one account. */
  private static final class Relation implements ConflictRelation {
    @Override
    public Class<?> serviceType() {
      return Accounts.class;
    }

    @Override
    public Footprint footprint(Invocation invocation) {
      return switch (invocation.name()) {
        case "add" -> Footprint.none().commutes(invocation.argument(0));
        case "set" -> Footprint.none().writes(invocation.argument(0));
        case "get", "covers", "next" -> Footprint.none().reads(invocation.argument(0));
        default -> ConflictRelation.everythingConflicts(invocation);
      };
    }
  }

  private PartitionLab partition(String name, int number) {
    return new PartitionLab(new GroupId(name, number), local, threads);
  }

  @BeforeEach
  void openAll() {
    OperationRecorder<Accounts> recorder = new OperationRecorder<>(Accounts.class, SERIALIZER);
    ConflictRelation relation = new Relation();
    ProxyOptions options =
        new ProxyOptions(
            () -> null, null, false, Recovery.RECOVER, RETRIES, Duration.ofMillis(100));
    List<PrimitiveProxySession<Accounts>> sessions = new ArrayList<>();
    for (PartitionLab each : List.of(south, east, west)) {
      PrimitiveProxySession<Accounts> session =
          new PrimitiveProxySession<>(
              new HostedSessionClient(
                  "accounts",
                  GroupService.clientType(),
                  new ServiceConfig(),
                  each.client,
                  Recovery.RECOVER),
              recorder,
              relation,
              options);
      each.open(session, 5);
      sessions.add(session);
    }
    accounts = new SeveralPartitions<>("accounts", sessions, recorder, relation, options);
  }

  @AfterEach
  void nothingIsInFlight() {
    for (PartitionLab each : List.of(east, west, south)) {
      assertThat(each.client.overload().inFlight()).as("in flight to %s", each.group).isZero();
    }
  }

  private static <T> Map<PartitionId, T> map(
      PartitionLab one, T operation, PartitionLab other, T otherOperation) {
    Map<PartitionId, T> operations = new HashMap<>();
    operations.put(one.id(), operation);
    operations.put(other.id(), otherOperation);
    return operations;
  }

  private static Consumer<Accounts> setting(String name) {
    return service -> service.set(name, 1);
  }

  private CompletableFuture<Void> set(String inEast, String inWest) {
    return accounts.accept(map(east, setting(inEast), west, setting(inWest)));
  }

  private static Result value(Object value) {
    return new Result.Done(SERIALIZER.encode(value));
  }

  private static Result verdict(boolean holds, Object read, Object result) {
    return holds ? verdict(true, read, result, null) : verdict(false, read, null, result);
  }

  private static Result verdict(boolean holds, Object read, Object then, Object otherwise) {
    return new Result.Done(
        new Verdict(holds, orNull(read), orNull(then), orNull(otherwise)).encode());
  }

  private static byte[] orNull(Object value) {
    return value == null ? null : SERIALIZER.encode(value);
  }

  private static <T> T valueOf(CompletableFuture<T> call) {
    assertThat(call).isCompleted();
    return call.join();
  }

  private static io.atomix.mcast.ordering.Footprint touched(Footprint footprint) {
    return footprint.of("accounts");
  }

  private static List<Object> called(Action action) {
    Operation operation = (Operation) action;
    List<Object> call = new ArrayList<>(List.of(operation.name()));
    call.addAll(List.of((Object[]) SERIALIZER.decode(operation.value())));
    return call;
  }

  // What goes to which group.

  @Test
  void eachPartitionGetsItsOwnOperationAndFootprintInOneMessage() {
    CompletableFuture<Void> call =
        accounts.accept(
            map(west, service -> service.add("b", 2), east, service -> service.set("a", 1)));
    Command.Multicast toEast = east.message();
    Command.Multicast toWest = west.message();
    assertThat(toEast.sequence()).isEqualTo(toWest.sequence());
    assertThat(called(toEast.action())).containsExactly("set", "a", 1);
    assertThat(called(toWest.action())).containsExactly("add", "b", 2);
    assertThat(toEast.footprint()).isEqualTo(touched(Footprint.none().writes("a")));
    assertThat(toWest.footprint()).isEqualTo(touched(Footprint.none().commutes("b")));
    assertThat(toEast.destinations()).containsExactly(east.group, west.group);
    assertThat(toWest.destinations()).isEqualTo(toEast.destinations());
    assertThat(south.raft.batchesUnderWay()).isZero();
    east.vote(2, true, NOTHING);
    assertThat(call).isNotDone();
    west.vote(2, true, NOTHING);
    assertThat(call).isCompleted();
  }

  @Test
  void whatConflictsInOnePartitionDoesNotWaitInAnother() {
    CompletableFuture<Void> first = set("a", "b");
    long sequence = east.message().sequence();
    east.vote(1, true, NOTHING);
    west.vote(0, true, NOTHING);
    assertThat(first).as("the votes differ, so that its place is not settled").isNotDone();
    CompletableFuture<Void> free = set("b", "a");
    assertThat(east.message().footprint()).isEqualTo(touched(Footprint.none().writes("b")));
    assertThat(west.message().footprint()).isEqualTo(touched(Footprint.none().writes("a")));
    east.vote(0, true, NOTHING);
    west.vote(0, true, NOTHING);
    assertThat(free).isCompleted();
    CompletableFuture<Void> behind = set("c", "b");
    // It meets the first in both partitions, because it was made to: now it cannot overtake it.
    assertThat(east.message().footprint())
        .isEqualTo(touched(Footprint.none().writes("c").reads("a")));
    assertThat(west.message().footprint()).isEqualTo(touched(Footprint.none().writes("b")));
    east.vote(0, true, NOTHING);
    west.vote(0, true, NOTHING);
    assertThat(behind).isCompleted();
    accounts.apply(Map.of(west.id(), service -> service.get("b")));
    assertThat(west.raft.readsUnderWay()).as("it might overtake the first").isZero();
    east.execute(sequence, NOTHING);
    assertThat(west.raft.readsUnderWay()).isEqualTo(1);
    west.raft.answerRead(value(7));
    assertThat(first).isCompleted();
  }

  @Test
  void aCommandToOnePartitionIsLocal() {
    CompletableFuture<Map<PartitionId, Integer>> call =
        accounts.apply(Map.of(west.id(), service -> service.set("a", 1)));
    assertThat(west.raft.commands()).singleElement().isInstanceOf(Command.Local.class);
    assertThat(east.raft.batchesUnderWay()).isZero();
    west.answer(new Answer.Finished(value(7)));
    assertThat(valueOf(call)).isEqualTo(Map.of(west.id(), 7));
  }

  @Test
  void aQueryToOnePartitionNeedsNoEntry() {
    CompletableFuture<Map<PartitionId, Integer>> call =
        accounts.apply(Map.of(west.id(), service -> service.get("a")));
    assertThat(west.raft.batchesUnderWay()).isZero();
    west.raft.answerRead(value(7));
    threads.runAll();
    assertThat(valueOf(call)).isEqualTo(Map.of(west.id(), 7));
  }

  // Results, and when they are there.

  private CompletableFuture<Map<PartitionId, Integer>> apply(
      Function<Accounts, Integer> inEast, Function<Accounts, Integer> inWest) {
    return accounts.apply(map(west, inWest, east, inEast));
  }

  @Test
  void resultsOfCommandsComeWithTheExecutionInTheOrderOfTheGroups() {
    CompletableFuture<Map<PartitionId, Integer>> call =
        apply(service -> service.set("a", 1), service -> service.set("b", 2));
    Command.Multicast message = east.message();
    assertThat(message.early()).isFalse();
    assertThat(west.message().early()).isFalse();
    west.vote(0, true, null);
    east.vote(0, true, null);
    west.execute(message.sequence(), value(20));
    assertThat(call).isNotDone();
    east.execute(message.sequence(), value(10));
    assertThat(valueOf(call)).containsExactly(Map.entry(east.id(), 10), Map.entry(west.id(), 20));
  }

  @Test
  void queriesOfSeveralPartitionsCompleteEarly() {
    CompletableFuture<Map<PartitionId, Integer>> call =
        apply(service -> service.get("a"), service -> service.get("b"));
    assertThat(east.message().early()).isTrue();
    assertThat(west.message().early()).isTrue();
    west.vote(0, true, value(20));
    east.vote(0, true, value(10));
    assertThat(valueOf(call)).containsExactly(Map.entry(east.id(), 10), Map.entry(west.id(), 20));
  }

  /** Else the group that is asked would take its result for told, while the other's is to come. */
  @Test
  void aQueryBesideACommandIsToldWithTheExecution() {
    CompletableFuture<Map<PartitionId, Integer>> call =
        apply(service -> service.get("a"), service -> service.set("b", 2));
    Command.Multicast message = east.message();
    assertThat(message.early()).isFalse();
    assertThat(west.message().early()).isFalse();
    east.vote(0, true, null);
    west.vote(0, true, null);
    assertThat(call).isNotDone();
    east.execute(message.sequence(), value(10));
    west.execute(message.sequence(), value(20));
    assertThat(valueOf(call)).containsExactly(Map.entry(east.id(), 10), Map.entry(west.id(), 20));
  }

  @Test
  void aQueryThatChangesItsServiceIsToldWithTheExecution() {
    CompletableFuture<Map<PartitionId, Boolean>> call =
        accounts.apply(map(east, service -> service.next("a"), west, service -> service.next("b")));
    Command.Multicast message = east.message();
    assertThat(message.early()).as("else it would be run with the vote and again").isFalse();
    east.vote(0, true, null);
    west.vote(0, true, null);
    east.execute(message.sequence(), value(true));
    west.execute(message.sequence(), value(false));
    assertThat(valueOf(call)).containsEntry(east.id(), true).containsEntry(west.id(), false);
  }

  @Test
  void aServiceThatThrowsFailsTheCall() {
    CompletableFuture<Map<PartitionId, Integer>> call =
        apply(service -> service.get("a"), service -> service.get("b"));
    east.vote(0, true, value(10));
    west.vote(0, true, new Result.Failed(Result.Cause.SERVICE, "no"));
    assertThat(Lab.failureOf(call))
        .isInstanceOf(PrimitiveException.ServiceException.class)
        .hasMessage("no");
  }

  @Test
  void whatWasAppliedNowhereIsTriedAgain() {
    CompletableFuture<Void> call = set("a", "b");
    long sequence = east.message().sequence();
    east.answer(new Answer.Finished(Lab.refused()));
    west.vote(0, true, NOTHING);
    assertThat(call).isNotDone();
    threads.after(Duration.ofMillis(100));
    assertThat(east.message().sequence()).isGreaterThan(sequence);
    assertThat(west.message().sequence()).isEqualTo(east.message().sequence());
    east.vote(0, true, NOTHING);
    west.vote(0, true, NOTHING);
    assertThat(call).isCompleted();
  }

  @Test
  void whatIsRefusedAgainAndAgainFails() {
    CompletableFuture<Void> call = set("a", "b");
    for (int attempt = 0; attempt <= RETRIES; attempt++) {
      assertThat(call).isNotDone();
      east.answer(new Answer.Finished(Lab.refused()));
      west.vote(0, true, NOTHING);
      threads.after(Duration.ofMillis(100));
    }
    assertThat(Lab.failureOf(call)).isInstanceOf(NotAppliedException.class);
  }

  // Rule 11.

  private static ConditionalOperation<Accounts, Integer, Integer> conditional(
      String name, boolean reads, boolean branches) {
    return new ConditionalOperation<>(
        service -> service.covers(name, 5),
        reads ? service -> service.get(name) : null,
        branches ? service -> service.set(name, 1) : null,
        null);
  }

  private CompletableFuture<Decision<Integer, Integer>> decide(
      boolean reads, boolean branches, boolean resultsWanted) {
    return accounts.decide(
        map(west, conditional("b", reads, branches), east, conditional("a", reads, branches)),
        resultsWanted);
  }

  @Test
  void aConditionalMessageTouchesAllThatItMayDo() {
    CompletableFuture<Decision<Integer, Void>> call =
        accounts.decide(
            map(
                east,
                new ConditionalOperation<Accounts, Integer, Void>(
                    service -> service.covers("a", 5),
                    service -> service.get("b"),
                    adding("a"),
                    adding("c")),
                west,
                new ConditionalOperation<Accounts, Integer, Void>(null, null, null, adding("d"))),
            false);
    Conditional inEast = (Conditional) east.message().action();
    assertThat(called(inEast.condition())).containsExactly("covers", "a", 5);
    assertThat(called(inEast.read())).containsExactly("get", "b");
    assertThat(called(inEast.then())).containsExactly("add", "a", 1);
    assertThat(called(inEast.otherwise())).containsExactly("add", "c", 1);
    assertThat(east.message().footprint())
        .as("what is read and added to is written")
        .isEqualTo(touched(Footprint.none().writes("a").reads("b").commutes("c")));
    Conditional inWest = (Conditional) west.message().action();
    assertThat(inWest.condition()).isNull();
    assertThat(inWest.read()).isNull();
    assertThat(inWest.then()).isNull();
    assertThat(west.message().footprint()).isEqualTo(touched(Footprint.none().commutes("d")));
    east.vote(0, true, verdict(true, 3, null));
    west.vote(0, true, verdict(true, null, null));
    assertThat(valueOf(call)).isEqualTo(new Decision<>(true, Map.of(east.id(), 3), Map.of()));
  }

  private static Function<Accounts, Void> adding(String name) {
    return service -> {
      service.add(name, 1);
      return null;
    };
  }

  @Test
  void itHoldsEarlyIfAllGroupsSaySo() {
    CompletableFuture<Decision<Integer, Integer>> call = decide(true, true, false);
    assertThat(east.message().early()).isTrue();
    east.vote(1, true, verdict(true, 10, null));
    west.vote(1, true, verdict(true, 20, null));
    assertThat(valueOf(call).held()).isTrue();
    assertThat(valueOf(call).reads())
        .containsExactly(Map.entry(east.id(), 10), Map.entry(west.id(), 20));
    assertThat(valueOf(call).results()).isEmpty();
  }

  @Test
  void itDoesNotHoldEarlyIfOneGroupSaysSo() {
    CompletableFuture<Decision<Integer, Integer>> call = decide(true, true, false);
    east.vote(0, true, verdict(true, 10, null));
    west.vote(0, false, verdict(false, 20, null));
    assertThat(valueOf(call))
        .isEqualTo(new Decision<>(false, Map.of(east.id(), 10, west.id(), 20), Map.of()));
  }

  @Test
  void whatAGroupSaidWithAnotherVoteIsNotTheDecision() {
    CompletableFuture<Decision<Integer, Integer>> call = decide(true, true, false);
    long sequence = east.message().sequence();
    east.vote(0, false, verdict(false, 10, null));
    west.vote(3, true, verdict(true, 20, null));
    assertThat(call).isNotDone();
    east.execute(sequence, verdict(true, 11, null));
    assertThat(call).as("what the west read is wanted too").isNotDone();
    west.execute(sequence, verdict(true, 20, null));
    assertThat(valueOf(call))
        .isEqualTo(new Decision<>(true, Map.of(east.id(), 11, west.id(), 20), Map.of()));
  }

  @Test
  void withoutResultsAndReadsTheFirstExecutionTellsTheDecision() {
    for (boolean held : new boolean[] {true, false}) {
      CompletableFuture<Decision<Integer, Integer>> call = decide(false, true, false);
      long sequence = east.message().sequence();
      east.vote(0, true, verdict(true, null, null));
      west.vote(3, true, verdict(true, null, null));
      west.execute(sequence, verdict(held, null, null));
      assertThat(valueOf(call)).isEqualTo(new Decision<>(held, Map.of(), Map.of()));
    }
  }

  @Test
  void resultsOfTheBranchComeWithTheExecution() {
    CompletableFuture<Decision<Integer, Integer>> call = decide(true, true, true);
    Command.Multicast message = east.message();
    assertThat(message.early()).isFalse();
    assertThat(west.message().early()).isFalse();
    east.vote(0, true, null);
    west.vote(0, true, null);
    assertThat(call).isNotDone();
    east.execute(message.sequence(), verdict(true, 10, 100));
    west.execute(message.sequence(), verdict(true, 20, 200));
    assertThat(valueOf(call))
        .isEqualTo(
            new Decision<>(
                true,
                Map.of(east.id(), 10, west.id(), 20),
                Map.of(east.id(), 100, west.id(), 200)));
  }

  @Test
  void partitionsThatRanNothingHaveNoResult() {
    CompletableFuture<Decision<Integer, Integer>> call = decide(false, true, true);
    long sequence = east.message().sequence();
    east.vote(0, false, null);
    west.vote(0, true, null);
    east.execute(sequence, verdict(false, null, null));
    west.execute(sequence, verdict(false, null, null));
    assertThat(valueOf(call)).isEqualTo(new Decision<>(false, Map.of(), Map.of()));
  }

  @Test
  void whatOnlyReadsCompletesEarlyThoughResultsAreWanted() {
    CompletableFuture<Decision<Integer, Integer>> call = decide(true, false, true);
    assertThat(east.message().early()).isTrue();
    assertThat(east.message().footprint()).isEqualTo(touched(Footprint.none().reads("a")));
    east.vote(0, true, verdict(true, 10, null));
    west.vote(0, false, verdict(false, 20, null));
    assertThat(valueOf(call))
        .isEqualTo(new Decision<>(false, Map.of(east.id(), 10, west.id(), 20), Map.of()));
  }

  @Test
  void inOnePartitionItIsLocal() {
    CompletableFuture<Decision<Integer, Integer>> call =
        accounts.decide(Map.of(east.id(), conditional("a", true, true)), true);
    assertThat(east.raft.commands())
        .singleElement()
        .isInstanceOfSatisfying(
            Command.Local.class,
            message -> assertThat(message.action()).isInstanceOf(Conditional.class));
    east.answer(new Answer.Finished(verdict(true, 10, 100)));
    assertThat(valueOf(call))
        .isEqualTo(new Decision<>(true, Map.of(east.id(), 10), Map.of(east.id(), 100)));
  }

  @Test
  void aConditionThatFailsFailsTheCall() {
    CompletableFuture<Decision<Integer, Integer>> call = decide(true, true, false);
    east.vote(0, true, verdict(true, 10, null));
    west.vote(0, false, new Result.Failed(Result.Cause.SERVICE, "no condition"));
    assertThat(Lab.failureOf(call))
        .isInstanceOf(PrimitiveException.ServiceException.class)
        .hasMessage("no condition");
  }

  // Bad input: nothing is sent.

  private void assertNothingIsSent() {
    for (PartitionLab each : List.of(east, west, south)) {
      assertThat(each.raft.batchesUnderWay() + each.raft.readsUnderWay()).isZero();
    }
    long next = local.next();
    assertThat(local.resolvedBelow()).as("what is not resolved").isEqualTo(next);
    local.resolved(next);
  }

  @Test
  void noPartitionAtAll() {
    assertThatThrownBy(() -> accounts.accept(Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'accounts'")
        .hasMessageContaining("at least one");
    assertThatThrownBy(() -> accounts.apply(Map.of())).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> accounts.decide(Map.of(), true))
        .isInstanceOf(IllegalArgumentException.class);
    assertNothingIsSent();
  }

  @Test
  void aPartitionThatThePrimitiveDoesNotHave() {
    Map<PartitionId, Consumer<Accounts>> operations = new LinkedHashMap<>();
    operations.put(east.id(), setting("a"));
    operations.put(PartitionId.from("north", 1), setting("a"));
    assertThatThrownBy(() -> accounts.accept(operations))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'accounts'")
        .hasMessageContaining("north")
        .hasMessageContaining("it has");
    assertNothingIsSent();
  }

  @Test
  void noOperationForAPartition() {
    assertThatThrownBy(() -> accounts.accept(map(east, setting("a"), west, null)))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("west");
    assertThatThrownBy(() -> accounts.accept(map(east, setting("a"), west, service -> {})))
        .isInstanceOf(PrimitiveException.class)
        .hasMessageContaining("no operation");
    assertThatThrownBy(() -> new ConditionalOperation<Accounts, Void, Void>(null, null, null, null))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("nothing to do");
    assertNothingIsSent();
  }

  private void assertRefused(
      ConditionalOperation<Accounts, Boolean, Integer> operation, String... words) {
    assertThatThrownBy(
            () ->
                accounts.decide(
                    map(
                        east,
                        operation,
                        west,
                        new ConditionalOperation<Accounts, Boolean, Integer>(
                            null, null, service -> service.set("b", 1), null)),
                    false))
        .isInstanceOf(IllegalArgumentException.class)
        .satisfies(error -> assertThat(error.getMessage()).contains(words));
    assertNothingIsSent();
  }

  @Test
  void conditionsAndReadsThatWrite() {
    assertRefused(
        new ConditionalOperation<>(service -> service.set("a", 1) > 0, null, null, null),
        "'set'",
        "'accounts'");
    assertRefused(
        new ConditionalOperation<>(null, service -> service.set("a", 1) > 0, null, null), "'set'");
  }

  @Test
  void conditionsAndReadsThatChangeTheirService() {
    assertRefused(
        new ConditionalOperation<>(service -> service.next("a"), null, null, null),
        "'next'",
        "'accounts'");
    assertRefused(
        new ConditionalOperation<>(null, service -> service.next("a"), null, null), "'next'");
  }

  @Test
  void branchesThatOnlyRead() {
    assertRefused(
        new ConditionalOperation<>(null, null, service -> service.get("a"), null),
        "one of its branches is a QUERY");
  }

  @Test
  void anOperationThatIsTooLargeInOnePartition() {
    CompletableFuture<Void> call =
        accounts.accept(
            map(east, setting("a"), west, service -> service.blob(new byte[Lab.MAX_ENTRY_BYTES])));
    threads.after(Duration.ofSeconds(1));
    assertThat(Lab.failureOf(call))
        .isInstanceOf(NotAppliedException.class)
        .hasMessageContaining("'accounts'")
        .hasMessageContaining("west-1")
        .hasMessageContaining("nothing was sent");
    assertNothingIsSent();
  }

  @Test
  void moreInFlightThanOnePartitionTakes() {
    List<CompletableFuture<?>> calls = new ArrayList<>();
    for (int i = 0; i < PartitionLab.MAX_IN_FLIGHT; i++) {
      calls.add(accounts.apply(Map.of(west.id(), service -> service.set("a", 1))));
    }
    CompletableFuture<Void> tooMuch = set("a", "b");
    threads.runAll();
    assertThat(Lab.failureOf(tooMuch))
        .isInstanceOf(PrimitiveException.Unavailable.class)
        .hasMessageContaining("west-1");
    assertThat(east.client.overload().inFlight()).as("it left again").isZero();
    assertThat(east.raft.batchesUnderWay()).isZero();
    while (west.raft.batchesUnderWay() > 0) {
      west.raft.answerAll(new Answer.Finished(value(1)));
      threads.runAll();
    }
    assertThat(calls).allMatch(CompletableFuture::isDone);
  }
}
