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
import io.atomix.primitive.PrimitiveId;
import io.atomix.primitive.PrimitiveType;
import io.atomix.primitive.operation.OperationType;
import io.atomix.primitive.service.ServiceConfig;
import io.atomix.primitive.service.ServiceContext;
import io.atomix.primitive.session.Session;
import io.atomix.utils.time.LogicalClock;
import io.atomix.utils.time.LogicalTimestamp;
import io.atomix.utils.time.WallClock;
import io.atomix.utils.time.WallClockTimestamp;
import java.util.function.BooleanSupplier;

/**
 * Context of a hosted service: all that it may know of the world. It takes note of whether the
 * service has used time: whether a timer was ever set, or the time was asked for by a query of a
 * log entry, whose result may be told before its message is executed. A write may ask for the time:
 * it gets that of the entry that executes it, and nothing was told of that before.
 */
final class HostedContext implements ServiceContext {
  private final String name;
  private final PrimitiveType<?, ?, ?> type;
  private final ServiceConfig serviceConfig;
  private final MemberId localMember;
  private final BooleanSupplier applies;
  private long time;
  private boolean usesTime;
  private long index;

  /** The index that the service sees, which for a reserved one may be lower. */
  private long seen;

  private Session<?> session;
  private OperationType operation = OperationType.COMMAND;

  /**
   * Creates a context.
   *
   * @param applies tells whether an entry of the log is applied; all else is done by one replica
   */
  HostedContext(
      String name,
      PrimitiveType<?, ?, ?> type,
      ServiceConfig serviceConfig,
      MemberId localMember,
      BooleanSupplier applies) {
    this.name = name;
    this.type = type;
    this.serviceConfig = serviceConfig;
    this.localMember = localMember;
    this.applies = applies;
  }

  /** Returns the time that the service sees, in milliseconds since 1970 as the log has it. */
  long time() {
    return time;
  }

  /** Returns the time to a service that asks for it. */
  WallClockTimestamp tell() {
    usesTime |= operation == OperationType.QUERY && applies.getAsBoolean();
    return WallClockTimestamp.from(time);
  }

  /** Returns whether the service has used time; if not, nothing in it depends on that. */
  boolean usesTime() {
    return usesTime;
  }

  /** The service uses time, from now on. */
  void useTime() {
    usesTime = true;
  }

  /** The time moves on, and the index; neither goes back. */
  void moveOn(long newTime, long newIndex) {
    time = Math.max(time, newTime);
    index = Math.max(index, newIndex);
    seen = index;
  }

  /**
   * The service is called.
   *
   * @param newIndex the index that it sees, 0 for the highest so far
   */
  void enter(long newIndex, Session<?> newSession, OperationType newOperation) {
    index = Math.max(index, newIndex);
    seen = newIndex == 0 ? index : newIndex;
    session = newSession;
    operation = newOperation;
  }

  void leave() {
    seen = index;
    session = null;
    operation = OperationType.COMMAND;
  }

  /** Takes the time and the index that a snapshot holds. */
  void restore(long oldTime, long oldIndex) {
    time = oldTime;
    index = oldIndex;
    seen = oldIndex;
  }

  @Override
  public PrimitiveId serviceId() {
    return PrimitiveId.from(name);
  }

  @Override
  public String serviceName() {
    return name;
  }

  @Override
  @SuppressWarnings("rawtypes")
  public PrimitiveType serviceType() {
    return type;
  }

  @Override
  public MemberId localMemberId() {
    return localMember;
  }

  @Override
  @SuppressWarnings("unchecked")
  public <C extends ServiceConfig> C serviceConfig() {
    return (C) serviceConfig;
  }

  @Override
  public long currentIndex() {
    return seen;
  }

  @Override
  @SuppressWarnings("rawtypes")
  public Session currentSession() {
    return session;
  }

  @Override
  public OperationType currentOperation() {
    return operation;
  }

  @Override
  public LogicalClock logicalClock() {
    return new LogicalClock() {
      @Override
      public LogicalTimestamp getTime() {
        return LogicalTimestamp.of(seen);
      }
    };
  }

  @Override
  public WallClock wallClock() {
    return new WallClock() {
      @Override
      public WallClockTimestamp getTime() {
        return tell();
      }
    };
  }
}
