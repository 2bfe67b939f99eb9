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
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The calls of Atomix's lock, which tells nobody who has it: they are read out of its private
 * fields, and nothing is changed.
 */
final class LockCalls {
  private LockCalls() {}

  /**
   * Returns the session that has the lock, and behind it those that wait, in their order; none if
   * it is free, or the service is no lock.
   */
  static List<SessionId> of(PrimitiveService service) {
    for (Class<?> type = service.getClass(); type != null; type = type.getSuperclass()) {
      if (type.getName().equals(LockWaiters.SERVICE)) {
        return of(service, type);
      }
    }
    return List.of();
  }

  private static List<SessionId> of(PrimitiveService service, Class<?> type) {
    Object holder = Waiters.get(Waiters.field(type, "lock"), service);
    if (holder == null) {
      return List.of();
    }
    Field session = Waiters.field(holder.getClass(), "session");
    List<SessionId> sessions = new ArrayList<>();
    sessions.add((SessionId) Waiters.get(session, holder));
    for (Object waiter : (Collection<?>) Waiters.get(Waiters.field(type, "queue"), service)) {
      sessions.add((SessionId) Waiters.get(session, waiter));
    }
    return sessions;
  }
}
