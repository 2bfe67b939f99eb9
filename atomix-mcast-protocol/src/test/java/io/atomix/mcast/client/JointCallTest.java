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

import io.atomix.mcast.ConflictRelation;
import io.atomix.mcast.DecisionPart;
import io.atomix.mcast.HeldLock;
import io.atomix.mcast.JointDecision;
import io.atomix.mcast.client.pipeline.Lab;
import io.atomix.mcast.ordering.Access;
import io.atomix.mcast.ordering.GroupFootprint;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.ConditionalAction;
import io.atomix.mcast.wire.ConditionalAction.ActionPart;
import io.atomix.mcast.wire.GroupVerdict;
import io.atomix.mcast.wire.PackedResults;
import io.atomix.mcast.wire.Result;
import io.atomix.primitive.PrimitiveException;
import io.atomix.primitive.Recovery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Decisions on several primitives: one message, in the order of the calls on each of them. */
class JointCallTest extends MulticastOperationsFixture {
  private static final long ACCOUNTS = 5;
  private static final long ORDERS = 6;

  private MulticastOperations<Accounts> orders;

  @BeforeEach
  void openAnother() {
    OperationRecorder<Accounts> recorder = new OperationRecorder<>(Accounts.class, SERIALIZER);
    ConflictRelation relation = new Relation();
    ProxyOptions options =
        new ProxyOptions(() -> null, null, false, Recovery.RECOVER, 0, Duration.ofMillis(100));
    List<PrimitiveProxySession<Accounts>> sessions = new ArrayList<>();
    List<PartitionLab> labs = List.of(south, east, west);
    List<HostedSessionClient> hosted =
        labs.stream().map(lab -> lab.session("orders", Recovery.RECOVER)).toList();
    Calls calls = new Calls(options, hosted);
    hosted.forEach(
        each -> sessions.add(new PrimitiveProxySession<>(each, recorder, relation, calls)));
    for (int i = 0; i < labs.size(); i++) {
      sessions.get(i).connect();
      threads.runAll();
      labs.get(i).raft.answer(ClientLab.opened(ORDERS));
      threads.runAll();
    }
    orders = new MulticastOperations<>("orders", sessions, recorder, relation, calls);
  }

  private static Result packed(boolean holds, Object... reads) {
    List<byte[]> each =
        Stream.of(reads).map(read -> read.equals("") ? null : SERIALIZER.encode(read)).toList();
    return new Result.Done(new GroupVerdict(holds, PackedResults.pack(each), null, null).encode());
  }

  private JointPart<Accounts, Integer> part(MulticastOperations<Accounts> of, String... keys) {
    return of.part(
        keys.length == 1
            ? Map.of(east.id(), conditional(keys[0], true, true))
            : map(east, conditional(keys[0], true, true), west, conditional(keys[1], true, true)));
  }

  @Test
  void oneMessageGoesToAllGroupsAndNamesTheSessionsOfAll() {
    JointPart<Accounts, Integer> ofAccounts = part(accounts, "a", "b");
    JointPart<Accounts, Integer> ofOrders = part(orders, "o");
    CompletableFuture<JointDecision> call =
        accounts.decideTogether(
            List.of(ofOrders, ofAccounts), List.of(new HeldLock("lock", west.id(), 17)));
    Command.Multicast inEast = east.message();
    ConditionalAction action = (ConditionalAction) inEast.action();
    assertThat(inEast.session()).isEqualTo(ACCOUNTS);
    assertThat(called(action.condition())).containsExactly("covers", "a", 5);
    ActionPart elsewhere = action.elsewhere().get(0);
    assertThat(List.of(elsewhere.primitive(), elsewhere.session()))
        .isEqualTo(List.of("orders", ORDERS));
    assertThat(called(elsewhere.action().condition())).containsExactly("covers", "o", 5);
    assertThat(called(elsewhere.action().then())).containsExactly("set", "o", 1);
    assertThat(inEast.footprint().primitives()).containsExactly("accounts", "orders");
    Command.Multicast inWest = west.message();
    assertThat(((ConditionalAction) inWest.action()).elsewhere())
        .containsExactly(ActionPart.ifHeld("lock", 17));
    assertThat(inWest.footprint().others())
        .containsExactly(GroupFootprint.whole("lock", Access.READ));
    east.vote(0, true, packed(true, 1, 2));
    west.vote(0, true, packed(true, 3, ""));
    JointDecision decision = valueOf(call);
    assertThat(decision.held()).isTrue();
    assertThat(decision.reads(ofAccounts)).isEqualTo(Map.of(east.id(), 1, west.id(), 3));
    assertThat(decision.reads(ofOrders)).isEqualTo(Map.of(east.id(), 2));
  }

  @Test
  void inOneGroupItIsALocalMessage() {
    CompletableFuture<JointDecision> call =
        orders.decideTogether(List.of(part(orders, "o"), part(accounts, "a")), List.of());
    Command.Local message = (Command.Local) east.raft.commands().get(0);
    assertThat(message.footprint().primitives()).containsExactly("accounts", "orders");
    east.answer(new Answer.Finished(packed(false, 1, 2)));
    assertThat(valueOf(call).held()).isFalse();
  }

  @Test
  void aGroupThatOnlyHasTheLockIsAskedThroughAPrimitive() {
    CompletableFuture<JointDecision> call =
        accounts.decideTogether(
            List.of(part(accounts, "a")), List.of(new HeldLock("lock", south.id(), 3)));
    ConditionalAction inSouth = (ConditionalAction) south.message().action();
    assertThat(inSouth)
        .isEqualTo(ConditionalAction.NOTHING.and(List.of(ActionPart.ifHeld("lock", 3))));
    assertThat(south.message().session()).isEqualTo(ACCOUNTS);
    east.vote(0, true, verdict(true, 1, null));
    south.vote(0, false, packed(false, "", ""));
    assertThat(valueOf(call).held()).isFalse();
  }

  @Test
  void itWaitsBehindEarlierCallsOnAnyOfItsPrimitivesAndHoldsUpLaterOnes() {
    CompletableFuture<Void> before = orders.accept(map(east, setting("o"), west, setting("x")));
    Command.Multicast first = east.message();
    CompletableFuture<JointDecision> call =
        accounts.decideTogether(List.of(part(accounts, "a"), part(orders, "o")), List.of());
    CompletableFuture<Void> after = accounts.accept(Map.of(east.id(), setting("a")));
    east.vote(0, true, NOTHING);
    assertThat(east.raft.batchesUnderWay())
        .as("the place of the call before is not settled: the west has not voted")
        .isZero();
    west.vote(0, true, NOTHING);
    assertThat(before).isCompleted();
    assertThat(first.footprint().primitive()).isEqualTo("orders");
    assertThat(east.raft.commands())
        .as("both go now, in the order of the calls")
        .extracting(command -> ((Command.Local) command).action().isJoint())
        .containsExactly(true, false);
    east.raft.answer(new Answer.Finished(packed(true, 1, 2)), new Answer.Finished(NOTHING));
    threads.runAll();
    assertThat(valueOf(call).held()).isTrue();
    assertThat(after).isCompleted();
  }

  @Test
  void aSessionOfWhichAGroupKnowsNothingFailsIt() {
    CompletableFuture<JointDecision> call =
        orders.decideTogether(List.of(part(orders, "o"), part(accounts, "a")), List.of());
    east.answer(
        new Answer.Finished(
            new Result.Failed(Result.Cause.UNKNOWN_SESSION, "no session 5 of this client")));
    assertThat(Lab.failureOf(call))
        .isInstanceOf(PrimitiveException.UnknownSession.class)
        .hasMessage("no session 5 of this client");
  }

  @Test
  void mistakesAreFoundBeforeAnythingIsSent() {
    DecisionPart<Integer> part = part(accounts, "a");
    List<JointPart<?, ?>> twice = List.of(part(accounts, "a"), part(accounts, "b"));
    assertThatThrownBy(() -> accounts.decideTogether(twice, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'accounts' twice");
    List<HeldLock> locks =
        List.of(new HeldLock("lock", east.id(), 3), new HeldLock("lock", east.id(), 4));
    assertThatThrownBy(() -> accounts.decideTogether(List.of((JointPart<?, ?>) part), locks))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'lock' twice");
    assertThatThrownBy(() -> accounts.decideTogether(List.of(), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("on none");
    assertThatThrownBy(() -> new HeldLock("lock", east.id(), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("version 0");
    assertThat(east.raft.batchesUnderWay()).isZero();
  }
}
