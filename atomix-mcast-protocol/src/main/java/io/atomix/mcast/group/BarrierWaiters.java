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
import io.atomix.primitive.service.impl.DefaultBackupInput;
import io.atomix.primitive.service.impl.DefaultBackupOutput;
import io.atomix.primitive.session.SessionId;
import io.atomix.storage.buffer.HeapBuffer;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The parties that wait at Atomix's cyclic barrier. When all have come it forgets them, but not
 * their timers, which break the barrier for whoever waits there next, and which a restored replica
 * does not have. Its backup loses the order in which they came, which they are told; and it cannot
 * be restored while the time of one of them is over, which stays there until a broken barrier is
 * reset.
 */
final class BarrierWaiters extends Waiters {
  static final String SERVICE =
      "io.atomix.core.barrier.impl.DefaultDistributedCyclicBarrierService";

  private final ServiceTimers timers;
  private final Field waiting;
  private final Field broken;
  private final Field timer;
  private final Field timeout;

  BarrierWaiters(PrimitiveService service, Class<?> type, ServiceTimers timers) {
    super(service);
    this.timers = timers;
    this.waiting = field(type, "waiters");
    this.broken = field(type, "broken");
    try {
      Class<?> waiter = Class.forName(SERVICE + "$Waiter", true, type.getClassLoader());
      this.timer = field(waiter, "timer");
      this.timeout = field(waiter, "timeout");
    } catch (ClassNotFoundException e) {
      throw unlike(type, e);
    }
  }

  @SuppressWarnings("unchecked")
  private Map<SessionId, Object> waiting() {
    return (Map<SessionId, Object>) get(waiting, service);
  }

  /** No timer stays but those of who waits; and none of these, if there is nothing to break. */
  @Override
  void settle() {
    Set<Object> meant = Collections.newSetFromMap(new IdentityHashMap<>());
    boolean over = (boolean) get(broken, service);
    for (Object waiter : waiting().values()) {
      if (over) {
        set(timeout, waiter, 0L);
      } else {
        meant.add(get(timer, waiter));
      }
    }
    timers.retain(meant);
  }

  @Override
  void backup(HeapBuffer buffer) {
    DefaultBackupOutput output = new DefaultBackupOutput(buffer, service.serializer());
    service.backup(output);
    output.writeInt(waiting().size());
    waiting().keySet().forEach(session -> output.writeLong(session.id()));
  }

  @Override
  void restore(HeapBuffer buffer, long time) {
    DefaultBackupInput input =
        new DefaultBackupInput(buffer, service.serializer()) {
          @Override
          public <U> U readObject() {
            U object = super.readObject();
            if (object instanceof Map<?, ?> timeouts) {
              withoutPast(timeouts, time);
            }
            return object;
          }
        };
    service.restore(input);
    // What was written before the order was has none.
    if (input.hasRemaining()) {
      List<SessionId> order = new ArrayList<>();
      for (int left = input.readInt(); left > 0; left--) {
        order.add(SessionId.from(input.readLong()));
      }
      Map<SessionId, Object> waiters = waiting();
      order.forEach(session -> waiters.put(session, waiters.remove(session)));
    }
  }

  @SuppressWarnings("unchecked")
  private static void withoutPast(Map<?, ?> timeouts, long time) {
    ((Map<SessionId, Long>) timeouts)
        .replaceAll((session, timeout) -> timeout < time ? 0L : timeout);
  }
}
