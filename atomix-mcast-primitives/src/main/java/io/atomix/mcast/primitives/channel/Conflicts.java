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

import java.util.Collection;
import java.util.Set;

/**
 * The other messages of a channel that a message conflicts with, in the partitions that it goes to.
 * Messages that conflict are seen in one order by all subscribers; others may be seen in different
 * orders in different partitions, and never wait for each other. Instances are immutable.
 */
public sealed interface Conflicts {
  /**
   * Returns the conflicts of a message that conflicts with none, except those that conflict with
   * {@link #all}.
   */
  static Conflicts none() {
    return None.INSTANCE;
  }

  /** Returns the conflicts of a message that conflicts with every other one of the channel. */
  static Conflicts all() {
    return ConflictsWithAll.INSTANCE;
  }

  /**
   * Returns the conflicts of a message that conflicts with those that have one of these keys in
   * common with it. Conflict keys have nothing to do with destinations: only the partitions that
   * two messages share matter.
   *
   * @throws NullPointerException if there is a null
   * @throws IllegalArgumentException if there is no key, or one twice
   */
  static Conflicts on(String... keys) {
    return new ConflictsOnKeys(Distinct.setOf("Conflict keys", "use Conflicts.none()", keys));
  }

  /** A message that conflicts with those that have one of these keys in common with it. */
  static Conflicts on(Collection<String> keys) {
    return new ConflictsOnKeys(Distinct.setOf("Conflict keys", keys, "use Conflicts.none()"));
  }

  /** Returns whether a message with these conflicts with a message with those. */
  default boolean with(Conflicts that) {
    return meets(this, that) || meets(that, this);
  }

  private static boolean meets(Conflicts one, Conflicts other) {
    return one == ConflictsWithAll.INSTANCE
        || one instanceof ConflictsOnKeys mine
            && other instanceof ConflictsOnKeys theirs
            && mine.keys.stream().anyMatch(theirs.keys::contains);
  }

  /** Conflicts with messages that conflict with all. */
  enum None implements Conflicts {
    /** The only one. */
    INSTANCE
  }

  /** Conflicts with all messages. */
  enum ConflictsWithAll implements Conflicts {
    /** The only one. */
    INSTANCE
  }

  /**
   * Conflicts with messages that have one of these keys in common.
   *
   * @param keys the keys
   */
  record ConflictsOnKeys(Set<String> keys) implements Conflicts {
    /** Copies the keys. */
    public ConflictsOnKeys {
      keys = Distinct.setOf("Conflict keys", keys, "use Conflicts.none()");
    }
  }
}
