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

import io.atomix.mcast.group.GroupService;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.primitive.PrimitiveState;
import io.atomix.primitive.PrimitiveType;
import io.atomix.primitive.event.EventType;
import io.atomix.primitive.event.PrimitiveEvent;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.primitive.session.SessionClient;
import io.atomix.primitive.session.SessionId;
import io.atomix.utils.concurrent.ThreadContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A Raft session of a group as its client sees it, but for what becomes of operations: its state,
 * who listens to that, and what nobody may ask of it.
 */
public abstract class FakeRaftSession implements SessionClient {
  private final GroupId group;
  private final List<Consumer<PrimitiveState>> listeners = new ArrayList<>();
  private PrimitiveState state;

  /** Creates a session in this state. */
  protected FakeRaftSession(GroupId group, PrimitiveState state) {
    this.group = group;
    this.state = state;
  }

  /** Returns the number of the session. */
  protected abstract long id();

  /** Changes the state, and tells who listens; once, if it stays the same. */
  protected final void change(PrimitiveState next) {
    if (state != next) {
      state = next;
      List.copyOf(listeners).forEach(listener -> listener.accept(next));
    }
  }

  /** Changes the state without telling anybody. */
  public final void silently(PrimitiveState next) {
    state = next;
  }

  @Override
  public final PrimitiveState getState() {
    return state;
  }

  @Override
  public final SessionId sessionId() {
    return SessionId.from(id());
  }

  @Override
  public final PartitionId partitionId() {
    return PartitionId.from(group.group(), group.partition());
  }

  @Override
  public final String name() {
    return GroupService.NAME;
  }

  @Override
  @SuppressWarnings("rawtypes")
  public final PrimitiveType type() {
    return GroupService.clientType();
  }

  @Override
  public final void addStateChangeListener(Consumer<PrimitiveState> listener) {
    listeners.add(listener);
  }

  @Override
  public final void removeStateChangeListener(Consumer<PrimitiveState> listener) {
    listeners.remove(listener);
  }

  @Override
  public final CompletableFuture<Void> delete() {
    throw new UnsupportedOperationException("A group's own service is never deleted");
  }

  @Override
  public final ThreadContext context() {
    throw new UnsupportedOperationException("Nobody asks a Raft session for its thread");
  }

  @Override
  public final void addEventListener(EventType eventType, Consumer<PrimitiveEvent> listener) {
    throw new UnsupportedOperationException("A group publishes nothing this way");
  }

  @Override
  public final void removeEventListener(EventType eventType, Consumer<PrimitiveEvent> listener) {
    throw new UnsupportedOperationException("A group publishes nothing this way");
  }
}
