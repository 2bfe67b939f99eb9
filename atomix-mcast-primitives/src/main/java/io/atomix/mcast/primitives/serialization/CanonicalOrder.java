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
package io.atomix.mcast.primitives.serialization;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * The order in which the elements of sets without an order are written, the same for equal sets:
 * that of the elements if they are of one simple class, else that of their bytes. Iteration would
 * not do: that of {@code Set.of} differs from one Java process to the next, that of {@code HashSet}
 * by capacity.
 */
final class CanonicalOrder {
  private static final Set<Class<?>> SIMPLE =
      Set.of(
          Byte.class,
          Character.class,
          Integer.class,
          Long.class,
          Short.class,
          String.class,
          UUID.class);

  private final ValueSerializer serializer;

  CanonicalOrder(ValueSerializer serializer) {
    this.serializer = serializer;
  }

  /** Returns the elements of a set in order. */
  List<Object> sorted(Collection<?> elements) {
    return sorted(elements, Function.identity());
  }

  /** Returns the entries of a map in the order of their keys. */
  Map<Object, Object> sorted(Map<?, ?> map) {
    Map<Object, Object> sorted = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : this.<Map.Entry<?, ?>>sorted(map.entrySet(), Map.Entry::getKey)) {
      sorted.put(entry.getKey(), entry.getValue());
    }
    return sorted;
  }

  private <T> List<T> sorted(Collection<? extends T> elements, Function<T, Object> key) {
    List<T> sorted = new ArrayList<>(elements);
    if (sorted.size() > 1) {
      if (areOfOneSimpleClass(sorted, key)) {
        sorted.sort(Comparator.comparing(each -> comparable(key.apply(each))));
      } else {
        sortByBytes(sorted, key);
      }
    }
    return sorted;
  }

  private static <T> boolean areOfOneSimpleClass(List<T> elements, Function<T, Object> key) {
    Object first = key.apply(elements.get(0));
    if (first == null || !SIMPLE.contains(first.getClass()) && !first.getClass().isEnum()) {
      return false;
    }
    for (T each : elements) {
      Object other = key.apply(each);
      if (other == null || other.getClass() != first.getClass()) {
        return false;
      }
    }
    return true;
  }

  @SuppressWarnings("unchecked")
  private static Comparable<Object> comparable(Object object) {
    return (Comparable<Object>) object;
  }

  private <T> void sortByBytes(List<T> elements, Function<T, Object> key) {
    record Written<T>(T element, byte[] bytes) {}
    List<Written<T>> written = new ArrayList<>();
    elements.forEach(
        each -> written.add(new Written<>(each, serializer.encodeAlone(key.apply(each)))));
    written.sort((one, other) -> Arrays.compareUnsigned(one.bytes(), other.bytes()));
    elements.clear();
    written.forEach(each -> elements.add(each.element()));
  }
}
