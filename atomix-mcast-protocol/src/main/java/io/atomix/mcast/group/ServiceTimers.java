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

import io.atomix.primitive.service.AbstractPrimitiveService;
import io.atomix.primitive.service.PrimitiveService;
import io.atomix.primitive.service.impl.DefaultServiceExecutor;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Set;

/**
 * The timers of a hosted service, which Atomix's executor keeps to itself: they are read from its
 * private fields. They are not part of the replicated state, as some of Atomix's services leave
 * timers behind that mean nothing any more, and that a restored replica does not have. So what is
 * read here of what is to come may only say when a leader lets time pass, never what an entry does.
 */
final class ServiceTimers {
  /** No timer. */
  static final long NONE = Long.MAX_VALUE;

  private static final Field EXECUTOR = field(AbstractPrimitiveService.class, "executor");
  private static final Field TASKS = field(DefaultServiceExecutor.class, "scheduledTasks");
  private static final MethodHandle TIME = timeOfTask();

  private static final MethodHandle NOW = getter(field(DefaultServiceExecutor.class, "timestamp"));

  private final DefaultServiceExecutor executor;
  private final List<?> tasks;

  private ServiceTimers(DefaultServiceExecutor executor, List<?> tasks) {
    this.executor = executor;
    this.tasks = tasks;
  }

  /** Returns the timers of a service that was initialised; none if it keeps them in its own way. */
  static ServiceTimers of(PrimitiveService service) {
    try {
      return service instanceof AbstractPrimitiveService
              && EXECUTOR.get(service) instanceof DefaultServiceExecutor executor
          ? new ServiceTimers(executor, (List<?>) TASKS.get(executor))
          : new ServiceTimers(null, List.of());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("The timers of " + service.getClass() + " cannot be read", e);
    }
  }

  /** Returns whether the service's timers can be seen; if not, it keeps them in its own way. */
  boolean known() {
    return executor != null;
  }

  /** Returns the time that must have passed for the next timer to run, or {@link #NONE}. */
  long next() {
    return tasks.isEmpty() ? NONE : read(TIME, tasks.get(0));
  }

  /** Returns the time of the timer that runs; 0 if the service keeps them in its own way. */
  long running() {
    return executor == null ? 0 : read(NOW, executor);
  }

  /** Lets no timer run any more but these. */
  void retain(Set<Object> meant) {
    if (!tasks.isEmpty()) {
      tasks.removeIf(task -> !meant.contains(task));
    }
  }

  /**
   * Lets timers never run whose time is later than there are times, which Atomix's executor takes
   * for one that was before all others; services leave them out when they are restored.
   */
  void dropEndless() {
    while (!tasks.isEmpty() && next() < 0) {
      tasks.remove(0);
    }
  }

  private static long read(MethodHandle getter, Object owner) {
    try {
      return (long) getter.invokeExact(owner);
    } catch (Throwable e) {
      throw new IllegalStateException("A timer's time cannot be read", e);
    }
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

  private static MethodHandle timeOfTask() {
    try {
      Class<?> task = Class.forName(DefaultServiceExecutor.class.getName() + "$ScheduledTask");
      return getter(field(task, "time"));
    } catch (ReflectiveOperationException e) {
      throw unlike(e);
    }
  }

  private static MethodHandle getter(Field field) {
    try {
      return MethodHandles.lookup()
          .unreflectGetter(field)
          .asType(MethodType.methodType(long.class, Object.class));
    } catch (IllegalAccessException e) {
      throw unlike(e);
    }
  }

  private static IllegalStateException unlike(Exception e) {
    return new IllegalStateException(
        "Atomix's executor of services is not that of version 3.1.12; use that version", e);
  }
}
