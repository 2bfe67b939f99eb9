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

import static io.atomix.mcast.checker.Event.completed;
import static io.atomix.mcast.checker.Operation.put;
import static io.atomix.mcast.checker.Operation.read;
import static io.atomix.mcast.checker.Operation.transact;
import static io.atomix.mcast.checker.Operation.write;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A few operations, on two keys that nobody else uses, that cannot have been. */
enum Anomaly {
  LOST_UPDATE(
      completed("p", put("p", "1"), 0, 30, null), completed("q", put("p", "2"), 0, 30, null)),
  STALE_READ(
      completed("p", write("p", "1"), 0, 5, null),
      completed("p", write("p", "2"), 6, 10, null),
      completed("q", read("p"), 11, 15, "1")),
  TORN_READ(
      completed("p", write(Map.of("p", "1", "q", "1")), 0, 30, null),
      completed("q", read("p", "q"), 0, 30, Map.of("q", "1"))),
  TORN_WRITE(
      completed("p", write(Map.of("p", "1", "q", "1")), 0, 30, null),
      completed("q", read("p"), 5, 9, "1"),
      completed("q", read("q"), 10, 14, null)),
  WRITE_SKEW(
      completed(
          "p", transact(List.of(new WriteCondition.Is("p", null)), Map.of("q", "1")), 0, 30, true),
      completed(
          "q", transact(List.of(new WriteCondition.Is("q", null)), Map.of("p", "1")), 0, 30, true)),
  REAL_TIME(completed("q", read("p"), 0, 5, "1"), completed("p", write("p", "1"), 6, 10, null)),
  TORN_CLEAR(
      completed("p", write(Map.of("p", "1", "q", "1")), 0, 5, null),
      completed("p", new Operation.Clear(), 6, 30, null),
      completed("q", read("p"), 7, 9, null),
      completed("q", read("q"), 10, 14, "1"));

  private final List<Event> events;

  Anomaly(Event... events) {
    this.events = List.of(events);
  }

  /**
   * The history with the anomaly somewhere in it. (A clear would not go with what others have read
   * afterwards, so nothing comes after that one.)
   */
  List<Event> addTo(List<Event> history, Random random) {
    long end =
        history.stream().filter(e -> !e.isUnknown()).mapToLong(Event::returned).max().orElse(0);
    long at = this == TORN_CLEAR ? end + 1 : random.nextInt((int) end);
    List<Event> whole = new ArrayList<>(history);
    for (Event event : events) {
      whole.add(
          completed(
              event.client(),
              event.operation(),
              event.invoked() + at,
              event.returned() + at,
              event.result()));
    }
    return whole;
  }
}
