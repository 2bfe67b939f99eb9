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
import static io.atomix.mcast.checker.Event.unknown;
import static io.atomix.mcast.checker.Operation.read;
import static io.atomix.mcast.checker.Operation.write;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BeginningTest {
  private final Event done = completed("c1", write("k", "1"), 1, 4, null);
  private final Event underWay = completed("c2", write("k", "2"), 2, 9, null).on("ledger");
  private final Event later = completed("c1", read("k"), 6, 7, "1");
  private final List<Event> history = List.of(done, underWay, later);

  @Test
  void whatHadNotReturnedHasAnUnknownOutcome() {
    assertThat(Beginning.of(history, 2))
        .containsExactly(done, unknown("c2", write("k", "2"), 2).on("ledger"));
  }

  @Test
  void theWholeHistoryStaysAsItIs() {
    assertThat(Beginning.of(history, 3)).isEqualTo(history);
  }
}
