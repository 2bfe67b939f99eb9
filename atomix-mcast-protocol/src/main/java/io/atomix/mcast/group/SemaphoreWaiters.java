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

import io.atomix.primitive.service.BackupOutput;
import io.atomix.primitive.service.PrimitiveService;
import io.atomix.primitive.service.impl.DefaultBackupInput;
import io.atomix.primitive.service.impl.DefaultBackupOutput;
import io.atomix.primitive.session.SessionId;
import io.atomix.storage.buffer.HeapBuffer;
import io.atomix.utils.concurrent.Scheduled;
import io.atomix.utils.serializer.Namespace;
import io.atomix.utils.serializer.Serializer;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The calls that wait in Atomix's semaphore, which keeps those of a session that has ended: the
 * next release would give one of them its permits, fail, because there is nobody to tell, and the
 * permits would be gone until another release. So they are taken out of its queue before it hears
 * of the end. And it cannot write a backup while a call waits, because its serializer does not know
 * all that is to be written: another is used that does, and writes everything else the same.
 */
final class SemaphoreWaiters extends Waiters {
  static final String SERVICE = "io.atomix.core.semaphore.impl.AbstractAtomicSemaphoreService";

  private final Field queue;
  private final Field timers;
  private final Field session;
  private final Field index;
  private final Serializer serializer;

  SemaphoreWaiters(PrimitiveService service, Namespace namespace, Class<?> type) {
    super(service);
    this.queue = field(type, "waiterQueue");
    this.timers = field(type, "timers");
    try {
      Class<?> waiter = Class.forName(SERVICE + "$Waiter", true, type.getClassLoader());
      this.session = field(waiter, "session");
      this.index = field(waiter, "index");
      this.serializer =
          Serializer.using(
              Namespace.builder()
                  .register(namespace)
                  .register(waiter)
                  .register(SessionId.class)
                  .build());
    } catch (ClassNotFoundException e) {
      throw unlike(type, e);
    }
  }

  /** Nothing of the session waits any more. */
  @Override
  void leave(SessionId leaving) {
    Collection<?> waiting = (Collection<?>) get(queue, service);
    List<Object> left = new ArrayList<>();
    for (Object waiter : waiting) {
      if (leaving.equals(get(session, waiter))) {
        left.add(waiter);
      }
    }
    for (Object waiter : left) {
      Object timer = ((Map<?, ?>) get(timers, service)).remove(get(index, waiter));
      if (timer instanceof Scheduled scheduled) {
        scheduled.cancel();
      }
    }
    waiting.removeAll(left);
  }

  @Override
  void backup(HeapBuffer buffer) {
    service.backup(
        new DefaultBackupOutput(buffer, serializer) {
          @Override
          public <U> BackupOutput writeObject(U object, Function<U, byte[]> encoder) {
            super.writeObject(object, serializer::encode);
            return this;
          }
        });
  }

  @Override
  void restore(HeapBuffer buffer, long time) {
    service.restore(
        new DefaultBackupInput(buffer, serializer) {
          @Override
          public <U> U readObject(Function<byte[], U> decoder) {
            return super.readObject(serializer::decode);
          }
        });
  }
}
