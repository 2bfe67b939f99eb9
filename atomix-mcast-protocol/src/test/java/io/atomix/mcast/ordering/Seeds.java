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
package io.atomix.mcast.ordering;

import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a randomised test on many seeds, or on one again.
 *
 * <ul>
 *   <li>{@code -Dmcast.seed=N} runs seed N alone;
 *   <li>{@code -Dmcast.runs=N} runs N seeds, from a first one that is drawn and logged.
 * </ul>
 */
public final class Seeds {
  private static final Logger LOGGER = LoggerFactory.getLogger(Seeds.class);

  private Seeds() {}

  /**
   * Runs a test on each seed; a failure says which it was, and the command that replays it.
   *
   * @param test the class and the method of the test, as in {@code SomeTest#method}
   * @param runs how many seeds to run if no property says otherwise
   */
  public static void forEach(String test, int runs, LongConsumer run) {
    Long only = Long.getLong("mcast.seed");
    long first = only != null ? only : System.nanoTime() & 0xffffffffL;
    long count = only != null ? 1 : Integer.getInteger("mcast.runs", runs);
    LOGGER.info("{}: {} runs from seed {}", test, count, first);
    for (long seed = first; seed < first + count; seed++) {
      try {
        run.accept(seed);
      } catch (AssertionError | RuntimeException e) {
        String replay =
            String.format(
                "seed %d failed; replay it with: mvn test -pl atomix-mcast-protocol -Dtest='%s'"
                    + " -Dmcast.seed=%d%n%s",
                seed, test, seed, e.getMessage());
        throw new AssertionError(replay, e);
      }
    }
  }
}
