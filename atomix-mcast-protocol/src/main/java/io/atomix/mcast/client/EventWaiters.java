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

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls of Atomix's primitives that wait for an event, not for an answer: for a lock, for a permit,
 * or for the others at a barrier. Atomix's proxies end them by that event alone, which never comes
 * when the session is over. Then they are taken out of the proxies' private fields, and fail with
 * what says why. Thread-safe.
 */
final class EventWaiters {
  private static final Logger LOGGER = LoggerFactory.getLogger(EventWaiters.class);

  /** The fields of Atomix's proxies that hold such futures: maps of them, or a single one. */
  private static final Map<String, String> FIELDS =
      Map.of(
          "io.atomix.core.lock.impl.AtomicLockProxy", "attempts",
          "io.atomix.core.semaphore.impl.AtomicSemaphoreProxy", "attempts",
          "io.atomix.core.barrier.impl.DistributedCyclicBarrierProxy", "awaitFuture");

  /** The operation with which the only single future begins to wait. */
  private static final String AWAIT = "await";

  private final List<WaitersField> places = new CopyOnWriteArrayList<>();

  /** A proxy, and its field with the futures. */
  private record WaitersField(Object proxy, Field field) {}

  /** Looks after what waits in a proxy, if it is one in which something may wait. */
  void add(Object proxy) {
    for (Class<?> type = proxy.getClass(); type != null; type = type.getSuperclass()) {
      String name = FIELDS.get(type.getName());
      if (name != null) {
        try {
          Field field = type.getDeclaredField(name);
          field.setAccessible(true);
          places.add(new WaitersField(proxy, field));
        } catch (NoSuchFieldException | RuntimeException e) {
          LOGGER.warn(
              "{} is not that of Atomix 3.1.12: calls that wait in it are not told when its session"
                  + " is over",
              type,
              e);
        }
      }
    }
  }

  /** Returns whether there is no proxy in which something may wait. */
  boolean isEmpty() {
    return places.isEmpty();
  }

  /**
   * Lets all that waits now fail.
   *
   * @param forGood whether nothing can begin to wait any more
   */
  void fail(Throwable why, boolean forGood) {
    places.forEach(place -> fail(place, why, forGood));
  }

  /**
   * An operation has failed. The barrier's proxy does not look whether the one with which it begins
   * to wait does.
   */
  void failed(String operation, Throwable why) {
    for (WaitersField place : places) {
      if (operation.equals(AWAIT)
          && CompletableFuture.class.isAssignableFrom(place.field.getType())) {
        fail(place, why, false);
      }
    }
  }

  private static void fail(WaitersField place, Throwable why, boolean forGood) {
    List<CompletableFuture<?>> waiting = new ArrayList<>();
    try {
      take(place, waiting, forGood);
    } catch (IllegalAccessException | RuntimeException e) {
      LOGGER.warn("Calls that wait in {} cannot be told: {}", place.proxy, why.getMessage(), e);
    }
    waiting.forEach(future -> future.completeExceptionally(why));
  }

  private static void take(WaitersField place, List<CompletableFuture<?>> waiting, boolean forGood)
      throws IllegalAccessException {
    // The barrier's proxy guards its field by this lock; the others' maps need none.
    synchronized (place.proxy) {
      Object held = place.field.get(place.proxy);
      if (held instanceof Map<?, ?> attempts) {
        for (Object attempt : List.copyOf(attempts.values())) {
          if (attempts.values().remove(attempt)) {
            waiting.add((CompletableFuture<?>) attempt);
          }
        }
      } else if (held instanceof CompletableFuture<?> future) {
        if (!forGood) {
          place.field.set(place.proxy, null);
        }
        waiting.add(future);
      }
    }
  }
}
