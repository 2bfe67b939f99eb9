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
package io.atomix.mcast.client;

import io.atomix.mcast.testing.schedules.Schedules;
import io.atomix.mcast.testing.schedules.ThreadNotes;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Schedules of threads at a {@link FifoGate}. */
class FifoGateSchedulesTest {
  @Test
  void eachCallerPassesOnceAndInItsOrder() {
    Schedules.explore(
        500,
        () -> {
          FifoGate<String> gate = new FifoGate<>();
          ThreadNotes<String> passed = new ThreadNotes<>();
          gate.pass().thenAccept(value -> passed.add("first " + value));
          Schedules.sideBySide(
              () -> gate.open("open"),
              () -> {
                gate.pass().thenAccept(value -> passed.add("second " + value));
                gate.pass().thenAccept(value -> passed.add("third " + value));
              });
          Schedules.same(
              "callers", List.of("first open", "second open", "third open"), passed.all());
        });
  }

  @Test
  void theFirstDecisionCountsForAll() {
    Schedules.explore(
        500,
        () -> {
          FifoGate<String> gate = new FifoGate<>();
          ThreadNotes<String> passed = new ThreadNotes<>();
          Schedules.sideBySide(
              () -> gate.open("open"),
              () -> gate.close(new IllegalStateException("closed")),
              () ->
                  gate.pass()
                      .whenComplete((value, error) -> passed.add(error == null ? "open" : "no")));
          gate.pass().whenComplete((value, error) -> passed.add(error == null ? "open" : "no"));
          Schedules.same("callers", 2, passed.all().size());
          Schedules.same("the second", passed.all().get(0), passed.all().get(1));
        });
  }
}
