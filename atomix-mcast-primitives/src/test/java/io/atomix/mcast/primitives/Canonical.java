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
package io.atomix.mcast.primitives;

import io.atomix.utils.event.AbstractEvent;
import io.atomix.utils.event.Event;
import io.atomix.utils.time.Versioned;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Texts that are equal for objects of equal content, in whatever order their maps and collections
 * iterate. Left out: the wall clock that Atomix puts into each versioned value and event that it
 * makes, also for values that are merely read.
 */
final class Canonical {
  private Canonical() {}

  static String of(Object object) {
    if (object == null
        || object instanceof String
        || object instanceof Number
        || object instanceof Boolean
        || object instanceof Enum) {
      return String.valueOf(object);
    } else if (object instanceof byte[] bytes) {
      return Arrays.toString(bytes);
    } else if (object instanceof Object[] array) {
      return Arrays.stream(array).map(Canonical::of).collect(Collectors.joining(", ", "(", ")"));
    } else if (object instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(Canonical::of)
          .sorted()
          .collect(Collectors.joining(", ", "{", "}"));
    } else if (object instanceof Collection<?> collection) {
      return collection.stream()
          .map(Canonical::of)
          .sorted()
          .collect(Collectors.joining(", ", "[", "]"));
    } else if (object instanceof Map.Entry<?, ?> entry) {
      return of(entry.getKey()) + "=" + of(entry.getValue());
    } else if (object instanceof Versioned<?> versioned) {
      return of(versioned.value()) + "@" + versioned.version();
    }
    String subject = object instanceof Event<?, ?> event ? " of " + of(event.subject()) : "";
    return object.getClass().getSimpleName() + subject + fields(object);
  }

  private static Map<String, String> fields(Object object) {
    Map<String, String> fields = new TreeMap<>();
    for (Class<?> type = object.getClass();
        type != Object.class && type != AbstractEvent.class;
        type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (!field.isSynthetic()
            && (field.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT)) == 0) {
          fields.put(field.getName(), of(value(field, object)));
        }
      }
    }
    return fields;
  }

  private static Object value(Field field, Object object) {
    try {
      field.setAccessible(true);
      return field.get(object);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("Cannot read " + field, e);
    }
  }
}
