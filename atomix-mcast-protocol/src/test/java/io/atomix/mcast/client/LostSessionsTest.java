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

import io.atomix.mcast.ConflictRelation;
import io.atomix.mcast.Footprint;
import io.atomix.mcast.Invocation;
import io.atomix.mcast.client.pipeline.Lab;
import io.atomix.mcast.client.pipeline.LocalClient;
import io.atomix.mcast.group.GroupService;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.HostedOperation;
import io.atomix.primitive.PrimitiveState;
import io.atomix.primitive.Recovery;
import io.atomix.primitive.event.EventType;
import io.atomix.primitive.operation.Query;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.utils.serializer.Namespaces;
import io.atomix.utils.serializer.Serializer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * A primitive whose sessions in its partitions are lost one after the other, as happens to a client
 * that was cut off: what may have been missed is told so that nothing stale is kept.
 */
class LostSessionsTest {
  private static final String CHANGED = "changed";

  private final LocalClient local = new LocalClient();
  private final ManualThreads threads = new ManualThreads();
  private final PartitionLab east = new PartitionLab(new GroupId("data", 1), local, threads);
  private final PartitionLab west = new PartitionLab(new GroupId("data", 2), local, threads);

  private final Map<PartitionLab, PrimitiveProxySession<Notes>> sessions = new HashMap<>();

  /** What the primitive was told, in its order. */
  private final List<String> told = new ArrayList<>();

  private GenericMulticastProxy<Notes> notes;

  interface Notes {
    @io.atomix.primitive.operation.Command
    void listen();

    @io.atomix.primitive.operation.Command
    void unlisten();

    @Query
    int get(String name);
  }

  /** Knows that listening touches nothing. */
  private static final class Relation implements ConflictRelation {
    @Override
    public Class<?> serviceType() {
      return Notes.class;
    }

    @Override
    public Footprint footprint(Invocation invocation) {
      return invocation.name().equals("get")
          ? Footprint.none().reads(invocation.argument(0))
          : Footprint.none();
    }
  }

  private void open(Recovery recovery, PartitionLab... used) {
    OperationRecorder<Notes> recorder =
        new OperationRecorder<>(Notes.class, Serializer.using(Namespaces.BASIC));
    ConflictRelation relation = new Relation();
    ProxyOptions options =
        new ProxyOptions(() -> null, null, false, recovery, 0, Duration.ofMillis(100));
    List<PartitionLab> labs = List.of(east, west);
    List<HostedSessionClient> hosted =
        labs.stream().map(lab -> lab.session("notes", recovery)).toList();
    Calls calls = new Calls(options, hosted);
    for (int i = 0; i < labs.size(); i++) {
      PartitionLab lab = labs.get(i);
      HostedSessionClient session = hosted.get(i);
      session.addEventListener(
          EventType.from(CHANGED), event -> told.add("event of " + lab.id().id()));
      sessions.put(lab, new PrimitiveProxySession<>(session, recorder, relation, calls));
    }
    notes =
        new GenericMulticastProxy<>(
            "notes",
            GroupService.clientType(),
            List.of(sessions.get(east), sessions.get(west)),
            recorder,
            relation,
            calls);
    notes.addStateChangeListener(state -> told.add(state.name()));
    notes.onEventsMissed(partition -> told.add("missed in " + partition.id()));
    for (PartitionLab each : used) {
      each.open(sessions.get(each), 5);
    }
    assertThat(told).containsExactly("CONNECTED");
    told.clear();
  }

  private void listen(PartitionLab partition) {
    sessions.get(partition).accept(Notes::listen);
    answerListening(partition);
  }

  /** Answers the one command that is under way in a partition, which is to listen. */
  private void answerListening(PartitionLab partition) {
    assertThat(operations(partition)).containsExactly("listen");
    partition.answer(Lab.finished(0));
  }

  private static List<String> operations(PartitionLab partition) {
    return partition.raft.commands().stream()
        .map(command -> ((HostedOperation) ((Command.Local) command).action()).name())
        .toList();
  }

  @Test
  void eachLossIsToldBehindTheLastEventOfItsSession() {
    open(Recovery.RECOVER, east, west);
    listen(east);
    listen(west);
    east.lose();
    west.event(1, 5, CHANGED);
    assertThat(told).containsExactly("SUSPENDED", "event of 2");
    told.clear();

    west.lose();
    assertThat(told).as("a cache may hold what that event brought").containsExactly("SUSPENDED");
    west.event(1, 5, CHANGED);
    assertThat(told).as("of a session that is lost nothing is heard").hasSize(1);
    told.clear();

    east.opens(7);
    answerListening(east);
    assertThat(told).containsExactly("missed in 1");
    west.opens(7);
    answerListening(west);
    assertThat(told).containsExactly("missed in 1", "missed in 2", "CONNECTED");
    west.event(2, 7, CHANGED);
    assertThat(told).last().isEqualTo("event of 2");
    assertThat(notes.getState()).isEqualTo(PrimitiveState.CONNECTED);
  }

  @Test
  void aSessionThatRaftHadSuspendedIsToldAsLostToo() {
    open(Recovery.RECOVER, east, west);
    east.raft.state(PrimitiveState.SUSPENDED);
    threads.runAll();
    east.event(1, 5, CHANGED);
    east.lose();
    assertThat(told).containsExactly("SUSPENDED", "event of 1", "SUSPENDED");
  }

  @Test
  void nothingIsMissedWhenRaftWasSuspendedAndIsBack() {
    open(Recovery.RECOVER, east, west);
    east.raft.state(PrimitiveState.SUSPENDED);
    east.raft.state(PrimitiveState.CONNECTED);
    threads.runAll();
    assertThat(told).containsExactly("SUSPENDED", "CONNECTED");
  }

  @Test
  void whoeverWaitsReadsOnceTheNewSessionListens() {
    open(Recovery.RECOVER, east, west);
    listen(east);
    east.lose();
    CompletableFuture<Integer> read = sessions.get(east).apply(service -> service.get("a"));
    east.opens(7);
    assertThat(east.raft.readsUnderWay())
        .as("what it read might change before anybody would tell")
        .isZero();
    assertThat(told).doesNotContain("CONNECTED");
    answerListening(east);
    assertThat(east.raft.readsUnderWay()).isEqualTo(1);
    assertThat(told).last().isEqualTo("CONNECTED");
    east.event(2, 7, CHANGED);
    assertThat(told).last().isEqualTo("event of 1");
    assertThat(read).isNotDone();
  }

  @Test
  void eventsOfTheNewSessionAreHeardWhileItBeginsToListen() {
    open(Recovery.RECOVER, east, west);
    listen(east);
    east.lose();
    east.opens(7);
    east.answer(Lab.waiting());
    east.event(2, 7, CHANGED);
    assertThat(told).containsExactly("SUSPENDED", "event of 1");
  }

  @Test
  void whatNoLongerListensDoesNotListenAgain() {
    open(Recovery.RECOVER, east, west);
    listen(east);
    sessions.get(east).accept(Notes::unlisten);
    east.answer(Lab.finished(0));
    east.lose();
    east.opens(7);
    assertThat(east.raft.batchesUnderWay()).isZero();
    assertThat(told).last().isEqualTo("CONNECTED");
  }

  @Test
  void aSessionLostBeforeItListensAgainKeepsItsCallersInOrder() {
    open(Recovery.RECOVER, east, west);
    listen(east);
    east.lose();
    List<String> answered = new ArrayList<>();
    for (String key : List.of("a", "b")) {
      sessions
          .get(east)
          .apply(service -> service.get(key))
          .whenComplete((value, error) -> answered.add(key + (error == null ? "" : " failed")));
    }
    east.opens(7);
    east.lose();
    assertThat(told).containsExactly("SUSPENDED");
    assertThat(answered).isEmpty();
    east.opens(8);
    answerListening(east);
    assertThat(east.raft.queries().queries()).hasSize(1);
    east.raft.answerRead(Lab.value(0));
    east.raft.answerRead(Lab.value(0));
    assertThat(told).containsExactly("SUSPENDED", "missed in 1", "CONNECTED");
  }

  @Test
  void aSessionClosedBeforeItListensAgainLetsItsCallersGo() {
    open(Recovery.RECOVER, east, west);
    listen(east);
    east.lose();
    CompletableFuture<Integer> read = sessions.get(east).apply(service -> service.get("a"));
    east.opens(7);
    sessions.get(east).close();
    threads.runAll();
    assertThat(Lab.failureOf(read))
        .isInstanceOf(io.atomix.primitive.PrimitiveException.ClosedSession.class);
  }

  @Test
  void listeningThatFailsIsTriedAgain() {
    open(Recovery.RECOVER, east, west);
    listen(east);
    east.lose();
    east.opens(7);
    east.raft.failBatch(new IllegalStateException("refused by the log"));
    threads.runAll();
    east.raft.answer();
    threads.after(Duration.ofSeconds(1));
    answerListening(east);
    assertThat(told).containsExactly("SUSPENDED", "missed in 1", "CONNECTED");
  }

  @Test
  void aPrimitiveInOneOfThePartitionsHearsOfItsLossAlone() {
    open(Recovery.RECOVER, east);
    east.lose();
    assertThat(told).containsExactly("SUSPENDED");
    east.opens(7);
    assertThat(told).containsExactly("SUSPENDED", "missed in 1", "CONNECTED");
  }

  @Test
  void whatIsNotOpenedAnewIsToldAsClosedForEachSession() {
    open(Recovery.CLOSE, east, west);
    east.lose();
    assertThat(told).containsExactly("CLOSED");
    west.event(1, 5, CHANGED);
    west.lose();
    assertThat(told).containsExactly("CLOSED", "event of 2", "CLOSED");
    assertThat(notes.getState()).isEqualTo(PrimitiveState.CLOSED);
  }

  @Test
  void partitionsAreNamedByTheirIds() {
    open(Recovery.RECOVER, east, west);
    List<PartitionId> missed = new ArrayList<>();
    notes.onEventsMissed(missed::add);
    west.lose();
    west.opens(7);
    assertThat(missed).containsExactly(west.id());
  }
}
