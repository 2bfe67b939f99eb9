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

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What clients see of the faults that the model of the ordering protocol can inject, and a history
 * that was recorded; each file says what it is.
 */
class RecordedHistoriesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no-ready",
        "no-ready-two-readers",
        "blind-vote",
        "overtaking-write",
        "overtaking-query",
        "unequal-ok"
      })
  void aFaultOfTheProtocolIsACycle(String name) throws IOException {
    List<Event> history = history(name);

    assertThat(BruteForce.isStrictlySerializable(history)).isFalse();
    assertThat(StrictSerializability.check(history))
        .isInstanceOfSatisfying(
            Verdict.Violation.class,
            violation -> {
              System.out.println(name + ": " + violation);
              assertThat(violation.explanation())
                  .contains("Each would have to take effect before the next", " before ");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = "multi-raft-torn")
  void aTornReadOfMultiRaftIsFound(String name) throws IOException {
    List<Event> history = history(name);

    assertThat(StrictSerializability.check(history))
        .isInstanceOfSatisfying(
            Verdict.Violation.class,
            violation -> {
              System.out.println(name + ": " + violation);
              assertThat(violation.events()).hasSizeLessThan(history.size());
            });
  }

  private static List<Event> history(String name) throws IOException {
    String file = "/histories/" + name + ".jsonl";
    try (Reader reader =
        new InputStreamReader(
            RecordedHistoriesTest.class.getResourceAsStream(file), StandardCharsets.UTF_8)) {
      return HistoryFile.read(reader, file);
    }
  }
}
