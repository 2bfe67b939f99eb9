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
package io.atomix.mcast.primitives;

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

/** What a service of a test may know of the world: what the test says. */
public abstract class ReplicaContext implements ServiceContext {
  private final String name;
  private final PrimitiveType<?, ?, ?> type;
  private final ServiceConfig config;

  /** The index of the entry that is applied, or was last. */
  protected long index;

  /** The time of the log, in milliseconds. */
  protected long time;

  /** The kind of operation that is applied. */
  protected OperationType operation = OperationType.COMMAND;

  /** The session whose operation is applied, or was last. */
  protected Session<?> current;

  protected ReplicaContext(String name, PrimitiveType<?, ?, ?> type, ServiceConfig config) {
    this.name = name;
    this.type = type;
    this.config = config;
  }

  @Override
  public PrimitiveId serviceId() {
    return PrimitiveId.from(1);
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
    return MemberId.from("local");
  }

  @Override
  @SuppressWarnings("unchecked")
  public <C extends ServiceConfig> C serviceConfig() {
    return (C) config;
  }

  @Override
  public long currentIndex() {
    return index;
  }

  @Override
  public Session<?> currentSession() {
    return current;
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
        return LogicalTimestamp.of(index);
      }
    };
  }

  @Override
  public WallClock wallClock() {
    return new WallClock() {
      @Override
      public WallClockTimestamp getTime() {
        return WallClockTimestamp.from(time);
      }
    };
  }
}
