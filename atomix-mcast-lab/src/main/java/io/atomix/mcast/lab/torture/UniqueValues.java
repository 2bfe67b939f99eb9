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
package io.atomix.mcast.lab.torture;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;

/** Values of which none comes twice, so that histories say who saw whose write. */
final class UniqueValues {
  private static final int RECENT = 4;

  private final String prefix;
  private final SplittableRandom random;
  private final Deque<String> recent = new ArrayDeque<>();
  private int made;

  /** Values that begin with {@code prefix}, another one for each source. */
  UniqueValues(String prefix, SplittableRandom random) {
    this.prefix = prefix;
    this.random = random;
  }

  /** Makes a new value. */
  String next() {
    String value = prefix + ++made;
    recent.addLast(value);
    if (recent.size() > RECENT) {
      recent.removeFirst();
    }
    return value;
  }

  /** One that may be there. */
  String recent() {
    return recent.isEmpty() ? prefix + 0 : List.copyOf(recent).get(random.nextInt(recent.size()));
  }
}
