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

import io.atomix.mcast.client.pipeline.FakeSession;
import io.atomix.mcast.client.pipeline.Lab;
import io.atomix.mcast.client.pipeline.LocalClient;
import io.atomix.mcast.group.GroupService;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.MessageStatus;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.Delivery;
import io.atomix.mcast.wire.Notification;
import io.atomix.mcast.wire.Result;
import io.atomix.primitive.PrimitiveState;
import io.atomix.primitive.PrimitiveType;
import io.atomix.primitive.Recovery;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.primitive.service.ServiceConfig;
import io.atomix.utils.concurrent.ThreadContextFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One of several partitions of a primitive, whose group is answered for by hand. */
final class PartitionLab {
  static final int MAX_IN_FLIGHT = 10;

  final GroupId group;
  final GroupClient client;

  /** The latest Raft session. */
  FakeSession raft = new FakeSession(1);

  private final LocalClient local;
  private final ManualThreads threads;
  private final FakeCommunication communication = new FakeCommunication();

  /** The number of the last notification of each Raft session. */
  private final Map<Long, Long> notifications = new HashMap<>();

  PartitionLab(GroupId group, LocalClient local, ManualThreads threads) {
    this(group, local, threads, threads);
  }

  /** Makes one where callers' code has threads of its own. */
  PartitionLab(
      GroupId group, LocalClient local, ManualThreads threads, ThreadContextFactory callbacks) {
    this.group = group;
    this.local = local;
    this.threads = threads;
    this.client =
        new GroupClient(
            id(),
            local,
            () -> raft,
            () -> {
              throw new UnsupportedOperationException("no sequential reads here");
            },
            communication.service(),
            threads,
            callbacks,
            new GroupLimits(
                MAX_IN_FLIGHT,
                false,
                Lab.MAX_ENTRY_BYTES,
                Duration.ofSeconds(5),
                Duration.ofSeconds(1)));
  }

  PartitionId id() {
    return PartitionId.from(group.group(), group.partition());
  }

  /** Returns a type of primitive, of which nothing but its name counts here. */
  PrimitiveType<?, ?, ?> type() {
    return GroupService.clientType();
  }

  /** Returns a session of a primitive, which is not connected yet. */
  HostedSessionClient session(String name, Recovery recovery) {
    return new HostedSessionClient(name, type(), new ServiceConfig(), client, recovery);
  }

  /** Opens the only session here, with this number. */
  void open(PrimitiveProxySession<?> session, long number) {
    session.connect();
    opens(number);
  }

  /** The Raft session is opened, and the only session here with it, with this number. */
  void opens(long number) {
    threads.runAll();
    raft.connected();
    threads.runAll();
    raft.answer();
    threads.runAll();
    raft.answer(ClientLab.opened(number));
    threads.runAll();
  }

  /** The Raft session is lost; the next one is not open yet. */
  void lose() {
    FakeSession lost = raft;
    raft = new FakeSession(lost.sessionId().id() + 1);
    lost.state(PrimitiveState.EXPIRED);
    threads.runAll();
  }

  /** The leader brings an event for a session, over the latest Raft session or an earlier one. */
  void event(long raftSession, long session, String type) {
    Notification notification =
        new Notification.Published(nextNotification(raftSession), 1, session, type, new byte[] {1});
    communication.bring(
        Delivery.subject(group, local.id()),
        new Delivery(raftSession, List.of(notification)).encode());
    threads.runAll();
  }

  /** Returns the only command that is under way, a multicast message. */
  Command.Multicast message() {
    assertThat(raft.commands()).hasSize(1);
    return (Command.Multicast) raft.commands().get(0);
  }

  /** The message under way gets a vote, and is first. */
  void vote(long timestamp, boolean holds, Result early) {
    answer(
        new Answer.Voted(
            new MessageStatus(MessageStatus.State.VOTED, timestamp, true, holds), early));
  }

  void answer(Answer answer) {
    raft.answer(answer);
    threads.runAll();
  }

  void execute(long sequence, Result result) {
    Notification notification =
        new Notification.Deferred(nextNotification(raft.sessionId().id()), sequence, result);
    communication.bring(
        Delivery.subject(group, local.id()),
        new Delivery(raft.sessionId().id(), List.of(notification)).encode());
    threads.runAll();
  }

  private long nextNotification(long raftSession) {
    return notifications.merge(raftSession, 1L, Long::sum);
  }
}
