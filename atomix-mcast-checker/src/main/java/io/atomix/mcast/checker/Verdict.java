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
package io.atomix.mcast.checker;

import java.util.List;

/** The result of a check. */
public sealed interface Verdict {

  /** Returns whether an order was found that explains the whole history. */
  default boolean isStrictlySerializable() {
    return false;
  }

  /**
   * Some order explains the history.
   *
   * @param orders for each part of the history that shares nothing with the others, the order that
   *     was found. It was replayed on a {@link Model}. Operations of unknown outcome that are
   *     missing there need not have taken effect
   */
  record StrictlySerializable(List<List<Event>> orders) implements Verdict {
    @Override
    public boolean isStrictlySerializable() {
      return true;
    }

    @Override
    public String toString() {
      return "strictly serializable: "
          + orders.stream().mapToLong(List::size).sum()
          + " operations in "
          + orders.size()
          + (orders.size() == 1 ? " part" : " independent parts");
    }
  }

  /**
   * No order explains the history.
   *
   * @param object the object on which it goes wrong
   * @param events operations that cannot all be explained, in the order of the explanation; the
   *     others are not needed to see it
   * @param explanation why not, in several lines
   */
  record Violation(String object, List<Event> events, String explanation) implements Verdict {
    @Override
    public String toString() {
      return "NOT strictly serializable: " + object + "\n" + explanation;
    }
  }

  /**
   * Neither: nothing that is surely wrong was found, and the search for an order was given up.
   *
   * @param object the object whose check was given up
   * @param reason how far it came and why it ended
   */
  record Undecided(String object, String reason) implements Verdict {
    @Override
    public String toString() {
      return "undecided: " + object + ": " + reason;
    }
  }
}
