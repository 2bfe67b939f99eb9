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

import io.atomix.primitive.service.PrimitiveService;
import io.atomix.primitive.session.SessionId;
import io.atomix.utils.concurrent.Scheduled;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The calls that wait in Atomix's semaphore, which keeps those of a session that has ended: the
 * next release would give one of them its permits, fail, because there is nobody to tell, and the
 * permits would be gone until another release. So they are taken out of its private queue, which is
 * part of the replicated state, before it hears of the end. Other services have none, or take care
 * of them.
 */
final class SemaphoreWaiters {
  private static final String SEMAPHORE =
      "io.atomix.core.semaphore.impl.AbstractAtomicSemaphoreService";

  private static final SemaphoreWaiters NONE = new SemaphoreWaiters(null, null, null);

  private final PrimitiveService service;
  private final Field queue;
  private final Field timers;

  private SemaphoreWaiters(PrimitiveService service, Field queue, Field timers) {
    this.service = service;
    this.queue = queue;
    this.timers = timers;
  }

  /** Returns the waiters of a service, of which there are none if it is no semaphore. */
  static SemaphoreWaiters of(PrimitiveService service) {
    for (Class<?> type = service.getClass(); type != null; type = type.getSuperclass()) {
      if (type.getName().equals(SEMAPHORE)) {
        return new SemaphoreWaiters(service, field(type, "waiterQueue"), field(type, "timers"));
      }
    }
    return NONE;
  }

  /** A session is about to end: nothing of it waits any more. */
  void leave(SessionId session) {
    if (service == null) {
      return;
    }
    Collection<?> waiting = (Collection<?>) get(queue, service);
    List<Object> left = new ArrayList<>();
    for (Object waiter : waiting) {
      if (session.equals(get(field(waiter.getClass(), "session"), waiter))) {
        left.add(waiter);
      }
    }
    for (Object waiter : left) {
      Object timer =
          ((Map<?, ?>) get(timers, service)).remove(get(field(waiter.getClass(), "index"), waiter));
      if (timer instanceof Scheduled scheduled) {
        scheduled.cancel();
      }
    }
    waiting.removeAll(left);
  }

  private static Field field(Class<?> type, String name) {
    try {
      Field field = type.getDeclaredField(name);
      field.setAccessible(true);
      return field;
    } catch (NoSuchFieldException e) {
      throw unlike(e);
    }
  }

  private static Object get(Field field, Object owner) {
    try {
      return field.get(owner);
    } catch (IllegalAccessException e) {
      throw unlike(e);
    }
  }

  private static IllegalStateException unlike(Exception e) {
    return new IllegalStateException(
        "Atomix's semaphore is not that of version 3.1.12; use that version", e);
  }
}
