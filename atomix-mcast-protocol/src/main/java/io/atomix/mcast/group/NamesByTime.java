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

import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Names of primitives, each with a time, in the order of these. */
final class NamesByTime {
  private final TreeSet<At> order = new TreeSet<>();

  /** Never iterated over. */
  private final Map<String, At> known = new HashMap<>();

  /** A name with its time. */
  record At(long time, String name) implements Comparable<At> {
    @Override
    public int compareTo(At that) {
      int earlier = Long.compare(time, that.time);
      return earlier != 0 ? earlier : name.compareTo(that.name);
    }
  }

  /** Gives a name a time, in place of the one that it had. */
  void set(String name, long time) {
    At before = known.get(name);
    if (before == null || before.time != time) {
      remove(name);
      At at = new At(time, name);
      known.put(name, at);
      order.add(at);
    }
  }

  void remove(String name) {
    At before = known.remove(name);
    if (before != null) {
      order.remove(before);
    }
  }

  /** Tells the names whose times are before a time, the earliest first. */
  void before(long time, Consumer<String> told) {
    for (At at : order) {
      if (at.time >= time) {
        return;
      }
      told.accept(at.name);
    }
  }

  /** Returns all names with their times, the earliest first. */
  Iterable<At> inOrder() {
    return order;
  }
}
