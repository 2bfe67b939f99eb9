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
package io.atomix.mcast.simulation;

import io.atomix.cluster.MemberId;
import io.atomix.mcast.group.GroupService;
import io.atomix.primitive.PrimitiveId;
import io.atomix.primitive.PrimitiveType;
import io.atomix.primitive.event.PrimitiveEvent;
import io.atomix.primitive.operation.OperationType;
import io.atomix.primitive.service.ServiceConfig;
import io.atomix.primitive.service.ServiceContext;
import io.atomix.primitive.session.Session;
import io.atomix.primitive.session.SessionId;
import io.atomix.primitive.session.impl.AbstractSession;
import io.atomix.utils.serializer.Namespaces;
import io.atomix.utils.serializer.Serializer;
import io.atomix.utils.time.LogicalClock;
import io.atomix.utils.time.WallClock;

/** What a group's service sees of the Raft server that it runs on. */
public final class FakeRaft implements ServiceContext {
  private final MemberId member;
  private long index;

  public FakeRaft(String member) {
    this.member = MemberId.from(member);
  }

  public void index(long now) {
    index = now;
  }

  public static Session<?> session(long id, String member) {
    return new AbstractSession<Object>(
        SessionId.from(id),
        GroupService.NAME,
        GroupService.clientType(),
        MemberId.from(member),
        Serializer.using(Namespaces.BASIC)) {
      @Override
      public State getState() {
        return State.OPEN;
      }

      @Override
      public void publish(PrimitiveEvent event) {
        throw new UnsupportedOperationException("A group tells its clients nothing this way");
      }
    };
  }

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
    return null;
  }

  @Override
  public OperationType currentOperation() {
    return OperationType.COMMAND;
  }

  @Override
  public LogicalClock logicalClock() {
    throw new UnsupportedOperationException();
  }

  @Override
  public WallClock wallClock() {
    throw new UnsupportedOperationException();
  }
}
