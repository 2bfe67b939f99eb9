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

import io.atomix.mcast.checker.Event;
import io.atomix.mcast.checker.StrictSerializability;
import io.atomix.mcast.checker.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A history of one object that grows, and is checked from its beginning now and then; to be used no
 * more after a violation. Not thread-safe.
 */
public final class GrowingHistory {

  private final List<Event> events = new ArrayList<>();
  private int checked;
  private int checks;
  private int undecided;

  /** Appends what was done since. */
  public void add(Collection<Event> more) {
    events.addAll(more);
  }

  /**
   * Checks all, unless nothing came since the last check; empty if there is an order that explains
   * it, or if the checker gave up.
   */
  public Optional<Verdict.Violation> violation() {
    if (checked == events.size()) {
      return Optional.empty();
    }
    checked = events.size();
    Verdict verdict = StrictSerializability.check(events);
    checks++;
    if (verdict instanceof Verdict.Undecided) {
      undecided++;
      System.out.println(events.size() + " operations " + verdict);
    }
    return verdict instanceof Verdict.Violation violation
        ? Optional.of(violation)
        : Optional.empty();
  }

  /** What was done so far. */
  public List<Event> events() {
    return List.copyOf(events);
  }

  /** Fails unless there were checks, and nearly all of them came to an end. */
  public void assertDecided() {
    System.out.println(this);
    assertThat(checks).isPositive();
    assertThat(undecided).as("undecided of " + checks + " checks").isLessThanOrEqualTo(checks / 10);
  }

  @Override
  public String toString() {
    return events.size() + " operations, " + checks + " checks, " + undecided + " undecided";
  }
}
