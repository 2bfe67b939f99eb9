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
import io.atomix.mcast.OutcomeUnknownException;
import io.atomix.mcast.ResultAtVote;
import io.atomix.mcast.client.pipeline.Lab;
import io.atomix.mcast.client.pipeline.LocalClient;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.MessageStatus;
import io.atomix.mcast.wire.Action;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.ConditionalAction;
import io.atomix.mcast.wire.GroupVerdict;
import io.atomix.mcast.wire.HostedOperation;
import io.atomix.mcast.wire.Result;
import io.atomix.primitive.Recovery;
import io.atomix.primitive.operation.Query;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.utils.serializer.Namespaces;
import io.atomix.utils.serializer.Serializer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rule 8: messages whose callers want the results of writes, which queries tell with the votes; the
 * groups are answered for by hand.
 */
class ToldResultsTest {
  private static final Serializer SERIALIZER = Serializer.using(Namespaces.BASIC);

  private final LocalClient local = new LocalClient();
  private final ManualThreads threads = new ManualThreads();
  private final PartitionLab east = new PartitionLab(new GroupId("east", 1), local, threads);
  private final PartitionLab west = new PartitionLab(new GroupId("west", 1), local, threads);
  private MulticastOperations<Accounts> accounts;

  interface Accounts {
    @io.atomix.primitive.operation.Command
    @ResultAtVote("sum")
    int add(String name, int amount);

    @Query
    int sum(String name, int amount);

    @io.atomix.primitive.operation.Command
    int untold(String name, int amount);

    @Query
    boolean covers(String name, int amount);
  }

  @BeforeEach
  void openAll() {
    OperationRecorder<Accounts> recorder = new OperationRecorder<>(Accounts.class, SERIALIZER);
    ConflictRelation relation =
        new ConflictRelation() {
          @Override
          public Class<?> serviceType() {
            return Accounts.class;
          }

          @Override
          public Footprint footprint(Invocation invocation) {
            return Footprint.none().writes(invocation.argument(0));
          }
        };
    ProxyOptions options =
        new ProxyOptions(() -> null, null, false, Recovery.RECOVER, 0, Duration.ofMillis(100));
    List<HostedSessionClient> hosted =
        Stream.of(east, west).map(lab -> lab.session("accounts", Recovery.RECOVER)).toList();
    Calls calls = new Calls(options, hosted);
    List<PrimitiveProxySession<Accounts>> sessions =
        hosted.stream()
            .map(each -> new PrimitiveProxySession<>(each, recorder, relation, calls))
            .toList();
    east.open(sessions.get(0), 5);
    west.open(sessions.get(1), 5);
    accounts = new MulticastOperations<>("accounts", sessions, recorder, relation, calls);
  }

  private <T> Map<PartitionId, T> both(T inEast, T inWest) {
    Map<PartitionId, T> operations = new HashMap<>();
    operations.put(east.id(), inEast);
    operations.put(west.id(), inWest);
    return operations;
  }

  private static Result value(Object value) {
    return new Result.Done(SERIALIZER.encode(value));
  }

  private static Result verdict(boolean holds, Integer then, Integer otherwise) {
    return new Result.Done(new GroupVerdict(holds, null, orNull(then), orNull(otherwise)).encode());
  }

  private static byte[] orNull(Object value) {
    return value == null ? null : SERIALIZER.encode(value);
  }

  private CompletableFuture<Map<PartitionId, Integer>> add() {
    return accounts.apply(both(service -> service.add("a", 1), service -> service.add("b", 2)));
  }

  private static void assertTold(PartitionLab group, String query) {
    Action action = group.message().action();
    assertThat(action.isToldAtVote()).isEqualTo(query != null);
    assertThat(((HostedOperation) action).atVote()).isEqualTo(query);
    assertThat(group.message().early()).isEqualTo(query != null);
  }

  @Test
  void resultsComeWithEqualVotesIfNothingIsBelow() {
    CompletableFuture<Map<PartitionId, Integer>> call = add();
    assertTold(east, "sum");
    assertTold(west, "sum");
    east.vote(0, true, value(11));
    assertThat(call).isNotDone();
    west.vote(0, true, value(22));
    assertThat(call.join()).isEqualTo(both(11, 22));
  }

  @Test
  void withOtherVotesTheyComeWithTheExecution() {
    CompletableFuture<Map<PartitionId, Integer>> call = add();
    long sequence = east.message().sequence();
    east.vote(0, true, value(11));
    west.vote(1, true, null);
    assertThat(call).isNotDone();
    west.execute(sequence, value(23));
    assertThat(call).isNotDone();
    east.execute(sequence, value(12));
    assertThat(call.join()).as("not what the vote told").isEqualTo(both(12, 23));
  }

  @Test
  void equalVotesAloneTellNoResults() {
    CompletableFuture<Map<PartitionId, Integer>> call = add();
    long sequence = east.message().sequence();
    for (PartitionLab group : List.of(east, west)) {
      group.answer(new Answer.Voted(new MessageStatus(MessageStatus.State.VOTED, 1, false), null));
    }
    assertThat(call).isNotDone();
    east.execute(sequence, value(12));
    west.execute(sequence, value(23));
    assertThat(call.join()).isEqualTo(both(12, 23));
  }

  @Test
  void aGroupThatCouldNotTellSendsTheResultLater() {
    CompletableFuture<Map<PartitionId, Integer>> call = add();
    long sequence = east.message().sequence();
    east.vote(0, true, null);
    west.vote(0, true, value(22));
    assertThat(call).isNotDone();
    east.execute(sequence, value(12));
    west.execute(sequence, value(22));
    assertThat(call.join()).isEqualTo(both(12, 22));
  }

  @Test
  void whoWantsNoResultAsksForNone() {
    CompletableFuture<Void> call =
        accounts.accept(both(service -> service.add("a", 1), service -> service.add("b", 2)));
    assertThat(((HostedOperation) east.message().action()).atVote()).isNull();
    assertThat(east.message().early()).isTrue();
    east.vote(0, true, new Result.Done(null));
    west.vote(0, true, new Result.Done(null));
    assertThat(call).isCompleted();
  }

  @Test
  void oneCommandThatIsNotToldTakesTheSecondRound() {
    CompletableFuture<Map<PartitionId, Integer>> call =
        accounts.apply(both(service -> service.add("a", 1), service -> service.untold("b", 2)));
    long sequence = east.message().sequence();
    assertThat(east.message().early()).isFalse();
    assertTold(west, null);
    east.vote(0, true, null);
    west.vote(0, true, null);
    assertThat(call).isNotDone();
    east.execute(sequence, value(11));
    west.execute(sequence, value(22));
    assertThat(call.join()).isEqualTo(both(11, 22));
  }

  @Test
  void aCommandMayBeToldBesideAQuery() {
    CompletableFuture<Map<PartitionId, Integer>> call =
        accounts.apply(both(service -> service.add("a", 1), service -> service.sum("b", 0)));
    assertThat(west.message().early()).isTrue();
    east.vote(0, true, value(11));
    west.vote(0, true, value(20));
    assertThat(call.join()).isEqualTo(both(11, 20));
  }

  @Test
  void inOnePartitionNothingIsVotedOn() {
    CompletableFuture<Map<PartitionId, Integer>> call =
        accounts.apply(
            Map.<PartitionId, Function<Accounts, Integer>>of(east.id(), a -> a.add("a", 1)));
    Command.Local message = (Command.Local) east.raft.commands().get(0);
    assertThat(message.action().isToldAtVote()).isFalse();
    east.answer(new Answer.Finished(value(11)));
    assertThat(call.join()).containsExactly(Map.entry(east.id(), 11));
  }

  private CompletableFuture<Decision<Integer, Integer>> decide(boolean otherwise) {
    return accounts.decide(both(conditional("a", otherwise), conditional("b", otherwise)), true);
  }

  private static ConditionalOperation<Accounts, Integer, Integer> conditional(
      String name, boolean otherwise) {
    return new ConditionalOperation<>(
        service -> service.covers(name, 5),
        null,
        service -> service.add(name, 1),
        otherwise ? service -> service.add(name, 2) : null);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void resultsOfTheBranchThatAllDecideComeWithTheVotes(boolean held) {
    CompletableFuture<Decision<Integer, Integer>> call = decide(true);
    ConditionalAction sent = (ConditionalAction) east.message().action();
    assertThat(east.message().early()).isTrue();
    assertThat(sent.condition().atVote()).isNull();
    assertThat(sent.then().atVote()).isEqualTo("sum");
    assertThat(sent.otherwise().atVote()).isEqualTo("sum");
    east.vote(0, true, verdict(true, 11, 12));
    west.vote(0, held, verdict(held, held ? 21 : null, 22));
    assertThat(call.join())
        .isEqualTo(new Decision<>(held, Map.of(), held ? both(11, 21) : both(12, 22)));
  }

  @Test
  void whatDoesNothingOtherwiseReturnsNothingThen() {
    CompletableFuture<Decision<Integer, Integer>> call = decide(false);
    east.vote(0, true, verdict(true, 11, null));
    west.vote(0, false, verdict(false, null, null));
    assertThat(call.join()).isEqualTo(new Decision<>(false, Map.of(), Map.of()));
  }

  @Test
  void withOtherVotesTheBranchTellsWithTheExecution() {
    CompletableFuture<Decision<Integer, Integer>> call = decide(true);
    long sequence = east.message().sequence();
    east.vote(0, true, verdict(true, 11, 12));
    west.vote(1, true, null);
    assertThat(call).isNotDone();
    east.execute(sequence, verdict(false, null, 13));
    west.execute(sequence, verdict(false, null, 23));
    assertThat(call.join()).isEqualTo(new Decision<>(false, Map.of(), both(13, 23)));
  }

  /** What the other group has told with its vote it does not tell again. */
  @Test
  void ifAnAnswerIsLostTheOutcomeIsNotKnown() {
    CompletableFuture<Map<PartitionId, Integer>> call = add();
    east.vote(0, true, value(11));
    west.lose();
    assertThat(Lab.failureOf(call)).isInstanceOf(OutcomeUnknownException.class);
  }

  @Test
  void ifAnAnswerIsLostAGroupThatHasNotToldIsWaitedFor() {
    CompletableFuture<Map<PartitionId, Integer>> call = add();
    long sequence = east.message().sequence();
    east.vote(0, true, null);
    west.lose();
    assertThat(call).isNotDone();
    east.execute(sequence, value(12));
    assertThat(Lab.failureOf(call))
        .isInstanceOf(OutcomeUnknownException.class)
        .hasMessageContaining("was applied, but a result was lost");
  }

  interface NoSuchQuery {
    @io.atomix.primitive.operation.Command
    @ResultAtVote("sums")
    int add(String name);
  }

  interface OtherParameters {
    @io.atomix.primitive.operation.Command
    @ResultAtVote("sum")
    int add(String name);

    @Query
    int sum(int amount);
  }

  interface Changing {
    @io.atomix.primitive.operation.Command
    @ResultAtVote("set")
    int add(String name);

    @io.atomix.primitive.operation.Command
    int set(String name);
  }

  interface OnAQuery {
    @Query
    @ResultAtVote("sum")
    int get(String name);

    @Query
    int sum(String name);
  }

  @ParameterizedTest
  @ValueSource(classes = {NoSuchQuery.class, OtherParameters.class, Changing.class, OnAQuery.class})
  void aWrongAnnotationIsRefused(Class<?> service) {
    assertThatThrownBy(() -> new OperationRecorder<>(service, SERIALIZER))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("@ResultAtVote(\"s")
        .hasMessageContaining(service.getName())
        .hasMessageContaining("name a query of the same service with the same parameters");
  }
}
