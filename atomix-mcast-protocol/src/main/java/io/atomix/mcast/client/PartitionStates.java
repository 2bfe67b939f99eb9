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

import io.atomix.primitive.PrimitiveException;
import io.atomix.primitive.PrimitiveState;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.utils.concurrent.ThreadContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state of a primitive, from those of its sessions in its partitions. Caches are emptied when
 * they are told {@link PrimitiveState#SUSPENDED}, so this is told for each session that is lost,
 * behind the last event of that session: the sessions of the partitions are lost one after the
 * other, and Atomix's proxy tells it for the first only.
 *
 * <p>A partition that the primitive does not use (a counter or a queue lives in one) says nothing
 * of its state. Thread-safe. Each listener is told one state at a time, in their order, whatever
 * the others do; what its session goes on with, such as events, waits for them for half a second.
 */
final class PartitionStates {
  private static final Logger LOGGER = LoggerFactory.getLogger(PartitionStates.class);

  /** As long as only awaited answers pass a callback that waits. */
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private final ListenerCalls calls;
  private final List<HostedSessionClient> sessions;
  private final Map<PartitionId, PrimitiveState> states = new ConcurrentHashMap<>();
  private final Supplier<ThreadContext> contexts;

  /** Listeners, each with the context that it is called in. */
  private final Map<Consumer<PrimitiveState>, ThreadContext> listeners = new ConcurrentHashMap<>();

  private volatile PrimitiveState state = PrimitiveState.CLOSED;

  /**
   * Follows sessions.
   *
   * @param contexts makes contexts for callers' code
   */
  PartitionStates(
      String primitive, List<HostedSessionClient> sessions, Supplier<ThreadContext> contexts) {
    this.contexts = contexts;
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

  /** A session has another state; called in the session's context, behind its last event. */
  void changed(PartitionId partition, PrimitiveState next) {
    if (next == PrimitiveState.EXPIRED) {
      // It is CLOSED next.
      return;
    }
    CompletableFuture<Void> told;
    synchronized (this) {
      states.put(partition, next);
      boolean news =
          switch (next) {
            case CONNECTED -> state != PrimitiveState.CONNECTED && allConnected();
            // The same as in Atomix's proxy: a primitive in one of several partitions is not told.
            case SUSPENDED -> state == PrimitiveState.CONNECTED && states.size() == sessions.size();
            default -> state != PrimitiveState.CLOSED;
          };
      if (!news) {
        return;
      }
      told = become(next);
    }
    await(told);
  }

  private boolean allConnected() {
    return sessions.stream()
        .filter(HostedSessionClient::isConnected)
        .allMatch(session -> states.get(session.partitionId()) == PrimitiveState.CONNECTED);
  }

  private void lost(PartitionId partition, boolean recovers) {
    CompletableFuture<Void> told;
    synchronized (this) {
      states.put(partition, recovers ? PrimitiveState.SUSPENDED : PrimitiveState.CLOSED);
      told =
          become(
              states.containsValue(PrimitiveState.CLOSED)
                  ? PrimitiveState.CLOSED
                  : PrimitiveState.SUSPENDED);
    }
    await(told);
  }

  /** Returns a future that completes when all listeners have been told. */
  private CompletableFuture<Void> become(PrimitiveState next) {
    state = next;
    List<CompletableFuture<Void>> told = new ArrayList<>();
    listeners.forEach(
        (listener, context) ->
            told.add(CompletableFuture.runAsync(() -> tell(listener, context, next), context)));
    return CompletableFuture.allOf(told.toArray(CompletableFuture[]::new));
  }

  private void tell(Consumer<PrimitiveState> listener, ThreadContext context, PrimitiveState next) {
    if (listeners.get(listener) == context) {
      calls.call(listener, next);
    }
  }

  /**
   * Holds up the session whose state was told: a cache is to be empty before it hears of anything
   * else, and a listener that reads to find its copy anew is to end before the next event.
   */
  private static void await(CompletableFuture<Void> told) {
    CallbackThread thread = CallbackThread.current();
    ThreadContext session = thread == null ? null : thread.getContext();
    if (session == null || told.isDone()) {
      return;
    }
    try {
      session.block();
    } catch (PrimitiveException e) {
      // So many callbacks wait that it is better to go on.
      LOGGER.debug("Nothing waits for listeners of states", e);
      return;
    }
    try {
      told.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException e) {
      LOGGER.debug("Listeners of states take longer than {}", PATIENCE);
    } catch (ExecutionException e) {
      throw new IllegalStateException("Calls of listeners do not fail", e);
    } finally {
      session.unblock();
    }
  }

  PrimitiveState state() {
    return state;
  }

  void add(Consumer<PrimitiveState> listener) {
    listeners.computeIfAbsent(listener, added -> contexts.get());
  }

  void remove(Consumer<PrimitiveState> listener) {
    listeners.remove(listener);
  }
}
