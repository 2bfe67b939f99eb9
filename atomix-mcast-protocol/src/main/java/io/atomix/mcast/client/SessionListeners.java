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

import io.atomix.mcast.wire.Notification;
import io.atomix.primitive.PrimitiveState;
import io.atomix.primitive.event.EventType;
import io.atomix.primitive.event.PrimitiveEvent;
import io.atomix.utils.concurrent.ThreadContext;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Consumer;

/**
 * Listeners to a session, called on the session's context and in the order of the calls here, which
 * its owner makes one at a time. Listeners may be added and removed by any thread.
 */
final class SessionListeners {
  private final ListenerCalls calls;
  private final ThreadContext context;
  private final Set<Consumer<PrimitiveState>> ofStates = new CopyOnWriteArraySet<>();
  private final Set<OfLoss> ofLoss = new CopyOnWriteArraySet<>();
  private final Map<EventType, List<Consumer<PrimitiveEvent>>> ofEvents = new ConcurrentHashMap<>();

  /** True if there was any event. */
  private volatile boolean heard;

  /** Hears that a session is lost, and with it events that it may not have heard. */
  interface OfLoss {
    /**
     * The session is lost: no event comes any more.
     *
     * @param recovers whether another one will be opened
     */
    default void lost(boolean recovers) {}

    /** Another session is open in its stead, and listens to what the lost one listened to. */
    default void recovered() {}
  }

  SessionListeners(String primitive, ThreadContext context) {
    this.calls = new ListenerCalls(primitive);
    this.context = context;
  }

  void event(Notification.Published event) {
    if (!heard) {
      heard = true;
    }
    EventType type = EventType.from(event.type());
    PrimitiveEvent published = new PrimitiveEvent(type, event.value());
    ofEvents
        .getOrDefault(type, List.of())
        .forEach(listener -> context.execute(() -> calls.call(listener, published)));
  }

  boolean hasHeard() {
    return heard;
  }

  void state(PrimitiveState state) {
    ofStates.forEach(listener -> context.execute(() -> calls.call(listener, state)));
  }

  void lost(boolean recovers) {
    ofLoss.forEach(listener -> context.execute(() -> listener.lost(recovers)));
  }

  void recovered() {
    ofLoss.forEach(listener -> context.execute(listener::recovered));
  }

  void add(EventType type, Consumer<PrimitiveEvent> listener) {
    ofEvents
        .computeIfAbsent(type.canonicalize(), key -> new CopyOnWriteArrayList<>())
        .add(listener);
  }

  void remove(EventType type, Consumer<PrimitiveEvent> listener) {
    List<Consumer<PrimitiveEvent>> listeners = ofEvents.get(type.canonicalize());
    if (listeners != null) {
      listeners.remove(listener);
    }
  }

  void add(Consumer<PrimitiveState> listener) {
    ofStates.add(listener);
  }

  void remove(Consumer<PrimitiveState> listener) {
    ofStates.remove(listener);
  }

  void add(OfLoss listener) {
    ofLoss.add(listener);
  }
}
