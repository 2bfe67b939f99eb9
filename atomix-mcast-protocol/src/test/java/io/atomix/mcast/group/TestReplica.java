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

import io.atomix.cluster.MemberId;
import io.atomix.mcast.observe.StateChecksum;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.primitive.PrimitiveId;
import io.atomix.primitive.PrimitiveType;
import io.atomix.primitive.event.PrimitiveEvent;
import io.atomix.primitive.operation.OperationId;
import io.atomix.primitive.operation.OperationType;
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
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** One replica of a group's service, called as Raft calls it. */
final class TestReplica {
  private final GroupService service;
  private final TestHost host = new TestHost();
  private final MemberId member;
  private long index;

  /** What was applied, as {@link StoredLogTest} reads it. */
  private final List<String> log = new ArrayList<>();

  /** Creates a replica whose log is empty. */
  TestReplica(GroupId group, String member) {
    this.member = MemberId.from(member);
    service = new GroupService(group, host);
    service.init(new Context());
  }

  /** Creates a replica from a snapshot. */
  static TestReplica restored(GroupId group, String member, long index, byte[] snapshot) {
    TestReplica replica = new TestReplica(group, member);
    replica.restore(index, snapshot);
    return replica;
  }

  /** Replaces what there is by a snapshot that was taken at this log index. */
  void restore(long newIndex, byte[] snapshot) {
    index = newIndex;
    service.restore(new DefaultBackupInput(HeapBuffer.wrap(snapshot), service.serializer()));
  }

  List<String> log() {
    return log;
  }

  TestHost host() {
    return host;
  }

  StateChecksum checksum() {
    return host.state().all(0).checksum();
  }

  byte[] snapshot() {
    try (HeapBuffer buffer = HeapBuffer.allocate()) {
      service.backup(new DefaultBackupOutput(buffer, service.serializer()));
      buffer.flip();
      byte[] bytes = new byte[buffer.remaining()];
      buffer.read(bytes);
      return bytes;
    }
  }

  void tick(long newIndex, long time) {
    index = newIndex;
    log.add("tick " + newIndex + " " + time);
    service.tick(WallClockTimestamp.from(time));
  }

  byte[] batch(long raftSession, String caller, byte[] bytes) {
    log.add(
        "batch "
            + raftSession
            + " "
            + caller
            + " "
            + (bytes == null ? "-" : HexFormat.of().formatHex(bytes)));
    return apply(GroupService.BATCH, raftSession, caller, bytes);
  }

  byte[] read(long raftSession, String caller, byte[] bytes) {
    return apply(GroupService.READ, raftSession, caller, bytes);
  }

  private byte[] apply(OperationId operation, long raftSession, String caller, byte[] bytes) {
    Session<?> session = new RaftSession(raftSession, MemberId.from(caller));
    return service.apply(new DefaultCommit<>(index, operation, bytes, session, 0));
  }

  void expire(long raftSession) {
    log.add("expire " + raftSession);
    service.expire(SessionId.from(raftSession));
  }

  void close(long raftSession) {
    log.add("close " + raftSession);
    service.close(SessionId.from(raftSession));
  }

  private final class RaftSession extends AbstractSession<Object> {
    private RaftSession(long id, MemberId caller) {
      super(
          SessionId.from(id),
          GroupService.NAME,
          GroupService.clientType(),
          caller,
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
    public <C extends ServiceConfig> C serviceConfig() {
      return null;
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
