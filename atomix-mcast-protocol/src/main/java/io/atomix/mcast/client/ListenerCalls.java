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

import io.atomix.utils.event.EventListener;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls the listeners of a primitive, each whatever the others do, and logs what they throw.
 *
 * <p>Atomix's own proxies keep their listeners, and call them in a loop that the first exception
 * ends: whoever stands behind, caches included, does not hear the event. No code of ours stands
 * between the loop and a listener. So the proxy's collections of listeners are replaced, when it is
 * connected and has none yet, with ones whose loops go on; those of a cache behind a proxy, when
 * the cache begins to listen.
 */
final class ListenerCalls {
  private static final Logger LOGGER = LoggerFactory.getLogger(ListenerCalls.class);
  private static final String ATOMIX = "io.atomix.core.";
  private static final String CACHES = "CachingAsync";

  /**
   * Number of wrappers that a listener may have: for types of keys and values, for a view, for a
   * cache.
   */
  private static final int WRAPPERS = 8;

  private static final ThreadLocal<Object[]> EVENT = new ThreadLocal<>();

  private final String primitive;

  ListenerCalls(String primitive) {
    this.primitive = primitive;
  }

  /** Runs what calls listeners with an event, which failures will be logged with. */
  static void with(Object[] event, Callable<?> call) throws Exception {
    Object[] outer = EVENT.get();
    EVENT.set(event);
    try {
      call.call();
    } finally {
      if (outer == null) {
        EVENT.remove();
      } else {
        EVENT.set(outer);
      }
    }
  }

  /** Calls one listener, with the event that is under way; never throws. */
  void call(Object listener, Runnable call) {
    try {
      call.run();
    } catch (Throwable e) {
      failed(listener, Arrays.toString(EVENT.get()), e);
    }
  }

  /** Calls one listener with an event; never throws. */
  <E> void call(Consumer<? super E> listener, E event) {
    try {
      listener.accept(event);
    } catch (Throwable e) {
      failed(listener, event, e);
    }
  }

  private void failed(Object listener, Object event, Throwable e) {
    LOGGER.warn(
        "A listener of primitive '{}' failed: {}, with event {}",
        primitive,
        original(listener),
        event,
        e);
  }

  /** Replaces the collections of listeners that one of Atomix's proxies or caches keeps. */
  void guard(Object owner) {
    for (Class<?> type = owner.getClass(); type != Object.class; type = type.getSuperclass()) {
      if (type.getName().startsWith(ATOMIX)) {
        for (Field field : type.getDeclaredFields()) {
          if (field.getName().endsWith("Listeners") && !Modifier.isStatic(field.getModifiers())) {
            replace(owner, field);
          }
        }
      }
    }
  }

  private void replace(Object owner, Field field) {
    try {
      field.setAccessible(true);
      Object replacement = replacement(field.get(owner));
      if (replacement != null) {
        field.set(owner, replacement);
      }
    } catch (ReflectiveOperationException | RuntimeException e) {
      // A Java that lets nobody do this; then it is as with Atomix's own protocols.
      LOGGER.debug(
          "Listeners of primitive '{}' in {} could not be replaced; they are"
              + " called as Atomix calls them",
          primitive,
          field,
          e);
    }
  }

  /** Returns null for what needs no replacement. */
  private Object replacement(Object listeners) {
    if (listeners instanceof Map<?, ?> map && !(map instanceof ListenerMap)) {
      return new ListenerMap<>(this, map);
    }
    if (listeners instanceof Set<?> set && !(set instanceof ListenerSet)) {
      return new ListenerSet<>(this, set);
    }
    return null;
  }

  /** Returns a set of listeners in the place of one that Atomix has made, everything else as is. */
  @SuppressWarnings("unchecked")
  <V> V guarded(V value) {
    Object replacement = value instanceof Set ? replacement(value) : null;
    return replacement == null ? value : (V) replacement;
  }

  /** Calls each for itself; the action calls the listener that it is given. */
  <E> void each(Collection<E> listeners, Consumer<? super E> action) {
    for (E listener : listeners) {
      call(listener, () -> action.accept(listener));
    }
  }

  /** A listener has been added; it may be that of a cache, which has listeners of its own. */
  void added(Object listener) {
    behind(listener, WRAPPERS, this::guard);
  }

  private static Object original(Object listener) {
    Object[] found = {listener};
    behind(
        listener,
        WRAPPERS,
        behind -> {
          if (behind instanceof EventListener) {
            found[0] = behind;
          }
        });
    return found[0];
  }

  /**
   * Passes on what a listener leads to: from one of Atomix's wrappers the listener that is wrapped,
   * and the cache that listens.
   */
  private static void behind(Object listener, int depth, Consumer<Object> found) {
    if (depth == 0 || !listener.getClass().getName().startsWith(ATOMIX)) {
      return;
    }
    for (Field field : listener.getClass().getDeclaredFields()) {
      Object value = valueOf(listener, field);
      if (value instanceof EventListener) {
        found.accept(value);
        behind(value, depth - 1, found);
      } else if (value != null && value.getClass().getSimpleName().startsWith(CACHES)) {
        found.accept(value);
      }
    }
  }

  private static Object valueOf(Object owner, Field field) {
    if (field.getType().isPrimitive() || Modifier.isStatic(field.getModifiers())) {
      return null;
    }
    try {
      field.setAccessible(true);
      return field.get(owner);
    } catch (ReflectiveOperationException | RuntimeException e) {
      return null;
    }
  }
}
