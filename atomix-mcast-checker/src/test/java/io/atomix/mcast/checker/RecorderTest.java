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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Recording, and what an event refuses. */
class RecorderTest {

  private final Recorder recorder =
      new Recorder("map", error -> error instanceof UnsupportedOperationException);

  @Test
  void recordsResultsInOneForm() throws Exception {
    recorder.run("a", Operation.put("x", "1"), () -> null);
    recorder.run("a", Operation.read("x"), () -> "1");
    recorder.run("a", new Operation.Size(), () -> 1);
    recorder.run("a", Operation.compareAndSet("x", "1", "2"), () -> true);

    assertThat(recorder.events()).extracting(Event::result).hasToString("[{}, {x=1}, 1, true]");
    assertThat(recorder.events()).extracting(Event::object).containsOnly("map");
    assertThat(StrictSerializability.check(recorder.events()).isStrictlySerializable()).isTrue();
  }

  @Test
  void tellsErrorsApart() {
    assertThatThrownBy(
            () ->
                recorder.run(
                    "a",
                    Operation.write("x", "1"),
                    () -> {
                      throw new UnsupportedOperationException("not applied");
                    }))
        .hasMessage("not applied");
    assertThat(recorder.events()).isEmpty();
    assertThatThrownBy(
            () ->
                recorder.run(
                    "a",
                    Operation.write("x", "1"),
                    () -> {
                      throw new TimeoutException("late");
                    }))
        .hasMessage("late");
    assertThat(recorder.events()).singleElement().matches(Event::isUnknown);
  }

  @Test
  void anEventRefusesWhatItsOperationCannotGive() {
    for (Object wrong : new Object[] {7, Map.of("y", "1"), List.of()}) {
      assertThatThrownBy(() -> Event.completed("a", Operation.read("x"), 0, 1, wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("The result of read [x] has to be ");
    }
    assertThatThrownBy(() -> Event.completed("a", Operation.write("x", "1"), 0, 1, "0"))
        .hasMessageContaining("has no result");
    assertThatThrownBy(() -> Event.completed("a", new Operation.Size(), 5, 4, 0))
        .hasMessageContaining("returned at 4, before 5");
  }
}
