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

import io.atomix.mcast.client.pipeline.FakeSession;
import io.atomix.mcast.client.pipeline.Lab;
import io.atomix.mcast.client.pipeline.LocalClient;
import io.atomix.mcast.group.GroupService;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.Delivery;
import io.atomix.mcast.wire.HostedOperation;
import io.atomix.mcast.wire.Notification;
import io.atomix.mcast.wire.Result;
import io.atomix.mcast.wire.WireWriter;
import io.atomix.primitive.PrimitiveState;
import io.atomix.primitive.Recovery;
import io.atomix.primitive.operation.OperationType;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.primitive.service.ServiceConfig;
import io.atomix.primitive.session.SessionClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A node's client of group data-1, whose threads, time, network and Raft sessions are in the hands
 * of a test.
 */
final class ClientLab {
  static final GroupId G = new GroupId("data", 1);

  final ManualThreads threads = new ManualThreads();
  final LocalClient local = new LocalClient();
  final FakeCommunication communication = new FakeCommunication();

  /** All Raft sessions that were ever wanted. */
  final List<FakeSession> rafts = new ArrayList<>();

  final GroupClient group =
      new GroupClient(
          PartitionId.from("data", 1),
          local,
          this::newRaft,
          () -> {
            throw new UnsupportedOperationException("no sequential reads here");
          },
          communication.service(),
          threads,
          threads,
          new GroupLimits(
              10, false, Lab.MAX_ENTRY_BYTES, Duration.ofSeconds(5), Duration.ofSeconds(1)),
          threads::now);

  private SessionClient newRaft() {
    rafts.add(new FakeSession(rafts.size() + 1));
    return raft();
  }

  /** Returns the latest Raft session. */
  FakeSession raft() {
    return rafts.get(rafts.size() - 1);
  }

  HostedSessionClient session(String name, Recovery recovery) {
    return new HostedSessionClient(
        name, GroupService.clientType(), new ServiceConfig(), group, recovery);
  }

  /** Returns an open session with this number. */
  HostedSessionClient open(String name, Recovery recovery, long number) {
    HostedSessionClient session = session(name, recovery);
    session.connect();
    if (raft().batchesUnderWay() == 0) {
      greet();
    }
    raft().answer(opened(number));
    threads.runAll();
    return session;
  }

  /** The latest Raft session is opened, and its first batch answered. */
  void greet() {
    raft().connected();
    threads.runAll();
    raft().answer();
    threads.runAll();
  }

  static Answer opened(long number) {
    return new Answer.Finished(
        new Result.Done(new WireWriter(10).writeVarLong(number).toByteArray()));
  }

  static CompletableFuture<Result> write(HostedSessionClient session) {
    return write(session, 1);
  }

  static CompletableFuture<Result> write(HostedSessionClient session, int bytes) {
    return calls(session)
        .local(
            session,
            new HostedOperation("put", OperationType.COMMAND, new byte[bytes]),
            Lab.writes(session.name(), 1),
            Calls.ReadPath.LINEARIZABLE);
  }

  static CompletableFuture<Result> read(HostedSessionClient session) {
    return calls(session)
        .local(
            session,
            new HostedOperation("get", OperationType.QUERY, null),
            Lab.reads(session.name(), 1),
            Calls.ReadPath.LINEARIZABLE);
  }

  private static Calls calls(HostedSessionClient session) {
    return new Calls(ProxyOptions.ofSingleSession(), List.of(session));
  }

  /** The latest Raft session ends in this way. */
  void raftEnds(PrimitiveState how) {
    raft().state(how);
    threads.runAll();
  }

  void after(Duration time) {
    threads.after(time);
  }

  /** Brings notifications from the group's leader, and returns what the client answers. */
  long deliver(long raftSession, Notification... notifications) {
    byte[] answer =
        communication.bring(
            Delivery.subject(G, local.id()),
            new Delivery(raftSession, List.of(notifications)).encode());
    threads.runAll();
    return Delivery.Receipt.decode(answer).received();
  }

  /** Returns the kinds of the commands in the batch that is under way. */
  List<String> commands() {
    return raft().commands().stream().map(ClientLab::kind).toList();
  }

  private static String kind(Command command) {
    return command.getClass().getSimpleName();
  }

  /** Notes the states that a session's listener is told. */
  List<PrimitiveState> states(HostedSessionClient session) {
    List<PrimitiveState> told = new ArrayList<>();
    session.addStateChangeListener(told::add);
    return told;
  }
}
