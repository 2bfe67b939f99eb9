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
package io.atomix.mcast.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.checker.Beginning;
import io.atomix.mcast.checker.Event;
import io.atomix.mcast.checker.StrictSerializability;
import io.atomix.mcast.checker.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Checks a history with operations of unknown outcome. There may be so many of them that the
 * checker gives up; what it says of how the history began is worth as much, as far as that goes.
 */
public final class HistoryCheck {

  private static final int PIECES = 8;

  private HistoryCheck() {}

  /**
   * Fails on a violation, in the history or in how it began, and if less than its first half could
   * be decided. Prints how far it was.
   */
  public static void assertGood(Collection<Event> history) {
    List<Event> events = new ArrayList<>(history);
    events.sort(Comparator.comparingLong(Event::invoked));
    for (int pieces = PIECES; pieces >= PIECES / 2; pieces--) {
      List<Event> beginning = Beginning.of(events, events.size() * pieces / PIECES);
      Verdict verdict = StrictSerializability.check(beginning);
      System.out.println("The first " + beginning.size() + " of " + events.size() + " " + verdict);
      assertThat(verdict).isNotInstanceOf(Verdict.Violation.class);
      if (verdict.isStrictlySerializable()) {
        return;
      }
    }
    throw new AssertionError("Not even half of the history could be decided, see above");
  }
}
