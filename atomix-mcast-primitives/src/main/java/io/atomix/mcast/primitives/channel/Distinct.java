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
package io.atomix.mcast.primitives.channel;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Collections that a caller names: not empty, no nulls, nothing twice. */
final class Distinct {
  static final String OR_ALL = "name at least one, or use Partitions.all()";

  private Distinct() {}

  /**
   * Returns the elements as an immutable set in their order.
   *
   * @param what what they are, for the error
   * @param instead what to do if there are none, for the error
   */
  static <T> Set<T> setOf(String what, Collection<? extends T> elements, String instead) {
    if (elements == null) {
      throw new NullPointerException(what + ": null instead of a collection");
    }
    if (elements.isEmpty()) {
      throw new IllegalArgumentException(what + ": none is named; " + instead);
    }
    Set<T> set = new LinkedHashSet<>();
    for (T element : elements) {
      if (element == null) {
        throw new NullPointerException(what + ": one of " + elements + " is null");
      }
      if (!set.add(element)) {
        throw new IllegalArgumentException(
            what + ": " + element + " is there twice in " + elements + "; name each once");
      }
    }
    return Collections.unmodifiableSet(set);
  }

  /** Returns an array's elements as {@link #setOf(String, Collection, String)} does. */
  @SafeVarargs
  static <T> Set<T> setOf(String what, String instead, T... elements) {
    if (elements == null) {
      throw new NullPointerException(what + ": null instead of an array");
    }
    return setOf(what, Arrays.asList(elements), instead);
  }

  /** Returns numbers as a set. */
  static Set<Integer> numbers(String what, String instead, int... numbers) {
    if (numbers == null) {
      throw new NullPointerException(what + ": null instead of an array");
    }
    return setOf(
        what,
        IntStream.of(numbers)
            .boxed()
            .map(Function.<Integer>identity())
            .collect(Collectors.toList()),
        instead);
  }
}
