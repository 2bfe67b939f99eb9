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

import io.atomix.mcast.checker.impl.Checks;
import java.util.Collection;

/**
 * Decides whether a history is strictly serializable: whether its operations can be put in one
 * order, for each object, that keeps real time (what returned before another began comes first) and
 * in which each gives the result that its caller saw. Every object begins with nothing in it.
 *
 * <p>The answer is never wrong: a history is called good only with an order that was replayed on a
 * {@link Model}, and bad only with a cycle of what must precede what, a value that cannot have been
 * there, or after all orders were tried. The question is NP-complete, so a check may also give up
 * and then says so.
 *
 * <p>The work is about proportional to the length of the history, times the number of operations
 * under way at once, if the history lets the order be inferred: if written values are unique for
 * each key, or previous values are returned. See the package for more. Thread-safe.
 */
public final class StrictSerializability {

  private static final long LIMIT_AT_LEAST = 500_000;

  private final long limit;

  /** A checker that gives up after trying each operation some 20 times on average. */
  public StrictSerializability() {
    this(0);
  }

  /**
   * A checker that gives up later or earlier.
   *
   * @param limit how many operations the search for an order may place in one part of the history,
   *     counting each time it places one again; 0 for the default. A million takes some seconds
   */
  public StrictSerializability(long limit) {
    if (limit < 0) {
      throw new IllegalArgumentException("The limit must not be negative, but is " + limit);
    }
    this.limit = limit;
  }

  /** Checks a history with the default limit. The order of {@code history} does not matter. */
  public static Verdict check(Collection<Event> history) {
    return new StrictSerializability().decide(history);
  }

  /** Checks a history. The order of {@code history} does not matter. */
  public Verdict decide(Collection<Event> history) {
    return Checks.decide(
        history, limit == 0 ? Math.max(LIMIT_AT_LEAST, 20L * history.size()) : limit);
  }
}
