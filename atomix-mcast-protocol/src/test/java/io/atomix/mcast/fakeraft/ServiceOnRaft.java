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
package io.atomix.mcast.fakeraft;

import io.atomix.cluster.MemberId;
import io.atomix.mcast.group.GroupService;
import io.atomix.mcast.wire.Batch;
import io.atomix.mcast.wire.ReadRequest;
import io.atomix.primitive.PrimitiveId;
import io.atomix.primitive.PrimitiveType;
import io.atomix.primitive.event.PrimitiveEvent;
import io.atomix.primitive.operation.OperationId;
import io.atomix.primitive.operation.OperationType;
import io.atomix.primitive.service.PrimitiveService;
import io.atomix.primitive.service.ServiceConfig;
import io.atomix.primitive.service.ServiceContext;
import io.atomix.primitive.service.impl.DefaultBackupInput;
import io.atomix.primitive.service.impl.DefaultBackupOutput;
import io.atomix.primitive.service.impl.DefaultCommit;
import io.atomix.primitive.session.Session;
import io.atomix.primitive.session.SessionId;
import io.atomix.primitive.session.impl.AbstractSession;
import io.atomix.storage.buffer.HeapBuffer;
import io.atomix.utils.time.LogicalClock;
import io.atomix.utils.time.WallClock;
import io.atomix.utils.time.WallClockTimestamp;
import java.util.function.Supplier;

/**
 * The group service of one replica, called as Atomix's Raft server calls it: entries in the order
 * of the log, queries in between, snapshots, and another service in its place when one is restored.
 */
public final class ServiceOnRaft {
  private final MemberId member;
  private final Supplier<PrimitiveService> services;
  private PrimitiveService service;
  private long index;

  /**
   * Starts a service whose log is empty.
   *
   * @param services makes a service, now and whenever a snapshot is restored
   */
  public ServiceOnRaft(String member, Supplier<PrimitiveService> services) {
    this.member = MemberId.from(member);
    this.services = services;
    newService();
  }

  private void newService() {
    service = services.get();
    service.init(new Context());
  }

  /** Applies an entry of the log, and the time that it brings; returns the answer. */
  public byte[] apply(long newIndex, RaftLog.Entry entry) {
    tick(newIndex, entry.date());
    if (entry.content() instanceof RaftLog.Content.Batch batch) {
      return batch(entry.session(), entry.member(), batch.bytes());
    } else if (entry.content() instanceof RaftLog.Content.Opened) {
      service.register(new RaftSession(entry.session(), entry.member()));
    } else if (entry.content() instanceof RaftLog.Content.Ended ended) {
      if (ended.expired()) {
        expire(entry.session());
      } else {
        close(entry.session());
      }
    }
    return new byte[0];
  }

  /** Begins an entry: its index, and the time with which it is stamped. */
  public void tick(long newIndex, long time) {
    index = newIndex;
    service.tick(WallClockTimestamp.from(time));
  }

  /** Applies the batch of the entry that has begun; returns the answer. */
  public byte[] batch(long session, String caller, byte[] bytes) {
    return apply(Batch.OPERATION, session, caller, bytes);
  }

  /** Answers a query. */
  public byte[] read(long session, String caller, byte[] bytes) {
    return apply(ReadRequest.OPERATION, session, caller, bytes);
  }

  private byte[] apply(OperationId operation, long session, String caller, byte[] bytes) {
    return service.apply(
        new DefaultCommit<>(index, operation, bytes, new RaftSession(session, caller), 0));
  }

  /** The entry that has begun says that nothing was heard of a session for too long. */
  public void expire(long session) {
    service.expire(SessionId.from(session));
  }

  /** The entry that has begun says that a session was closed. */
  public void close(long session) {
    service.close(SessionId.from(session));
  }

  /** Returns a snapshot of what the service holds. */
  public byte[] snapshot() {
    try (HeapBuffer buffer = HeapBuffer.allocate()) {
      service.backup(new DefaultBackupOutput(buffer, service.serializer()));
      buffer.flip();
      byte[] bytes = new byte[buffer.remaining()];
      buffer.read(bytes);
      return bytes;
    }
  }

  /** Throws the service away: another takes its place, from a snapshot taken at this index. */
  public void restore(long newIndex, byte[] snapshot) {
    index = newIndex;
    newService();
    service.restore(new DefaultBackupInput(HeapBuffer.wrap(snapshot), service.serializer()));
  }

  /** Does what Raft does on an idle partition after a snapshot. */
  public void restoreInPlace() {
    restore(index, snapshot());
  }

  private final class RaftSession extends AbstractSession<Object> {
    private RaftSession(long id, String caller) {
      super(
          SessionId.from(id),
          GroupService.NAME,
          GroupService.clientType(),
          MemberId.from(caller),
          service.serializer());
    }

    @Override
    public State getState() {
      return State.OPEN;
    }

    @Override
    public void publish(PrimitiveEvent event) {
      throw new AssertionError("Events of Raft's sessions hold back answers: " + event);
    }
  }

  /** What Raft lets a service know. */
  private final class Context implements ServiceContext {
    @Override
    public PrimitiveId serviceId() {
      return PrimitiveId.from(1);
    }

    @Override
    public String serviceName() {
      return GroupService.NAME;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public PrimitiveType serviceType() {
      return GroupService.clientType();
    }

    @Override
    public MemberId localMemberId() {
      return member;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <C extends ServiceConfig> C serviceConfig() {
      return (C) new ServiceConfig();
    }

    @Override
    public long currentIndex() {
      return index;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Session currentSession() {
      throw new AssertionError("The commit says which session it is");
    }

    @Override
    public OperationType currentOperation() {
      throw new AssertionError("The commit says which operation it is");
    }

    @Override
    public LogicalClock logicalClock() {
      throw new AssertionError("The log's index is asked for by currentIndex");
    }

    @Override
    public WallClock wallClock() {
      throw new AssertionError("The log's time comes with tick");
    }
  }
}
