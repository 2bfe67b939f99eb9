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
import io.atomix.primitive.service.BackupOutput;
import io.atomix.primitive.service.PrimitiveService;
import io.atomix.primitive.service.impl.DefaultBackupInput;
import io.atomix.primitive.service.impl.DefaultBackupOutput;
import io.atomix.primitive.session.SessionId;
import io.atomix.storage.buffer.HeapBuffer;
import io.atomix.utils.serializer.Namespace;
import java.lang.reflect.Field;

/**
 * The calls that wait in a hosted service, where Atomix's service itself does not take such care of
 * them that a replica which was restored from a snapshot does the same as the others. This one does
 * nothing, for services that do, or in which nothing waits. Those of others read and change private
 * fields that are part of the replicated state, and nothing else.
 */
class Waiters {
  final PrimitiveService service;

  Waiters(PrimitiveService service) {
    this.service = service;
  }

  /**
   * Returns those of a service that was initialised.
   *
   * @param namespace that of its type
   */
  static Waiters of(PrimitiveService service, Namespace namespace, ServiceTimers timers) {
    for (Class<?> type = service.getClass(); type != null; type = type.getSuperclass()) {
      if (type.getName().equals(SemaphoreWaiters.SERVICE)) {
        return new SemaphoreWaiters(service, namespace, type);
      } else if (type.getName().equals(BarrierWaiters.SERVICE)) {
        return new BarrierWaiters(service, type, timers);
      } else if (type.getName().equals(LockWaiters.SERVICE)) {
        return new LockWaiters(service, type);
      } else if (type.getName().equals(ElectionWaiters.SERVICE)) {
        return new ElectionWaiters(service, type);
      }
    }
    return new Waiters(service);
  }

  /** A session is about to end. */
  void leave(SessionId session) {}

  /** The service was called. */
  void settle() {}

  /** The service has published an event. */
  void published(PrimitiveEvent event) {}

  /**
   * Returns whether somebody has the lock who was told this version, or leads in this term; null if
   * it is neither a lock nor an election.
   */
  Boolean isHeld(long version) {
    return null;
  }

  /**
   * Writes the service's backup. A service may write that something is not there, as Atomix's
   * leader election without a leader does, which its output cannot.
   */
  void backup(HeapBuffer buffer) {
    service.backup(
        new DefaultBackupOutput(buffer, service.serializer()) {
          @Override
          public <U> BackupOutput writeObject(U object) {
            return object == null ? writeInt(0) : super.writeObject(object);
          }
        });
  }

  /**
   * Restores the service.
   *
   * @param time the time that the service sees
   */
  void restore(HeapBuffer buffer, long time) {
    service.restore(
        new DefaultBackupInput(buffer, service.serializer()) {
          @Override
          public <U> U readObject() {
            return readObject(
                bytes -> bytes.length == 0 ? null : service.serializer().decode(bytes));
          }
        });
  }

  static Field field(Class<?> type, String name) {
    try {
      Field field = type.getDeclaredField(name);
      field.setAccessible(true);
      return field;
    } catch (NoSuchFieldException e) {
      throw unlike(type, e);
    }
  }

  static Object get(Field field, Object owner) {
    try {
      return field.get(owner);
    } catch (IllegalAccessException e) {
      throw unlike(field.getDeclaringClass(), e);
    }
  }

  static void set(Field field, Object owner, Object value) {
    try {
      field.set(owner, value);
    } catch (IllegalAccessException e) {
      throw unlike(field.getDeclaringClass(), e);
    }
  }

  static IllegalStateException unlike(Class<?> type, Exception e) {
    return new IllegalStateException(
        "Atomix's " + type.getName() + " is not that of version 3.1.12; use that version", e);
  }
}
