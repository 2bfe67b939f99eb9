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

import io.atomix.primitive.PrimitiveState;
import io.atomix.primitive.partition.PartitionId;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The state of a primitive, from those of its sessions in its partitions. Caches are emptied when
 * they are told {@link PrimitiveState#SUSPENDED}, so this is told for each session that is lost,
 * behind the last event of that session: the sessions of the partitions are lost one after the
 * other, and Atomix's proxy tells it for the first only.
 *
 * <p>A partition that the primitive does not use (a counter or a queue lives in one) says nothing
 * of its state. Thread-safe; listeners are told one state at a time, in their order.
 */
final class PartitionStates {
  private final ListenerCalls calls;
  private final List<HostedSessionClient> sessions;
  private final Map<PartitionId, PrimitiveState> states = new ConcurrentHashMap<>();
  private final Set<Consumer<PrimitiveState>> listeners = new CopyOnWriteArraySet<>();
  private final Queue<PrimitiveState> untold = new ConcurrentLinkedQueue<>();
  private final AtomicInteger telling = new AtomicInteger();
  private volatile PrimitiveState state = PrimitiveState.CLOSED;

  PartitionStates(String primitive, List<HostedSessionClient> sessions) {
    this.calls = new ListenerCalls(primitive);
    this.sessions = sessions;
    sessions.forEach(this::follow);
  }

  private void follow(HostedSessionClient session) {
    PartitionId partition = session.partitionId();
    session.addStateChangeListener(next -> changed(partition, next));
    session.addLossListener(
        new SessionListeners.OfLoss() {
          @Override
          public void lost(boolean recovers) {
            PartitionStates.this.lost(partition, recovers);
          }
        });
  }

  private void changed(PartitionId partition, PrimitiveState next) {
    if (next == PrimitiveState.EXPIRED) {
      // It is CLOSED next.
      return;
    }
    synchronized (this) {
      states.put(partition, next);
      boolean news =
          switch (next) {
            case CONNECTED -> state != PrimitiveState.CONNECTED && allConnected();
            // As with Atomix's proxy: what lives in one of several partitions is not told.
            case SUSPENDED -> state == PrimitiveState.CONNECTED && states.size() == sessions.size();
            default -> state != PrimitiveState.CLOSED;
          };
      if (!news) {
        return;
      }
      become(next);
    }
    tell();
  }

  private boolean allConnected() {
    return sessions.stream()
        .filter(HostedSessionClient::isConnected)
        .allMatch(session -> states.get(session.partitionId()) == PrimitiveState.CONNECTED);
  }

  private void lost(PartitionId partition, boolean recovers) {
    synchronized (this) {
      states.put(partition, recovers ? PrimitiveState.SUSPENDED : PrimitiveState.CLOSED);
      become(
          states.containsValue(PrimitiveState.CLOSED)
              ? PrimitiveState.CLOSED
              : PrimitiveState.SUSPENDED);
    }
    tell();
  }

  private void become(PrimitiveState next) {
    state = next;
    untold.add(next);
  }

  /**
   * Listeners may block, so the lock is not held; if another thread is at it, it tells this too.
   */
  private void tell() {
    if (telling.getAndIncrement() == 0) {
      do {
        PrimitiveState next = untold.remove();
        listeners.forEach(listener -> calls.call(listener, next));
      } while (telling.decrementAndGet() != 0);
    }
  }

  PrimitiveState state() {
    return state;
  }

  void add(Consumer<PrimitiveState> listener) {
    listeners.add(listener);
  }

  void remove(Consumer<PrimitiveState> listener) {
    listeners.remove(listener);
  }
}
