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

import io.atomix.primitive.event.PrimitiveEvent;
import io.atomix.primitive.service.PrimitiveService;
import io.atomix.storage.buffer.HeapBuffer;
import java.lang.reflect.Field;

/**
 * The holder of Atomix's lock. The version that a caller is told who has waited for the lock is
 * that of the unlocking, which the service forgets: asked whether that version is held, it says no.
 * So what callers were told is kept here.
 */
final class LockWaiters extends Waiters {
  static final String SERVICE = "io.atomix.core.lock.impl.AbstractAtomicLockService";

  private static final String LOCKED = "locked";

  private final Field holder;

  /** The version that the last holder was told, 0 if there was none. */
  private long granted;

  LockWaiters(PrimitiveService service, Class<?> type) {
    super(service);
    this.holder = field(type, "lock");
  }

  @Override
  void published(PrimitiveEvent event) {
    if (event.type().id().equals(LOCKED)
        && service.serializer().<Object>decode(event.value()) instanceof Object[] arguments
        && arguments.length == 2
        && arguments[1] instanceof Long version) {
      granted = version;
    }
  }

  @Override
  Boolean isHeld(long version) {
    return get(holder, service) != null && granted == version;
  }

  @Override
  void backup(HeapBuffer buffer) {
    super.backup(buffer);
    buffer.writeLong(granted);
  }

  @Override
  void restore(HeapBuffer buffer, long time) {
    super.restore(buffer, time);
    // What was written before this was kept has none.
    if (buffer.hasRemaining()) {
      granted = buffer.readLong();
    }
  }
}
