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
import static io.atomix.mcast.checker.Operation.remove;
import static io.atomix.mcast.checker.Operation.write;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What people read when a history is bad. */
class ExplanationTest {

  private static Verdict.Violation violation(List<Event> history) {
    Verdict verdict = StrictSerializability.check(history);
    assertThat(verdict).isInstanceOf(Verdict.Violation.class);
    return (Verdict.Violation) verdict;
  }

  @Test
  void tellsTheCycleAndWhyEachEdge() {
    Verdict.Violation violation =
        violation(
            List.of(
                completed("a", write(Map.of("x", "1", "y", "1")), 0, 9, null),
                completed("b", read("x"), 1, 2, "1"),
                completed("c", read("y"), 3, 4, null)));

    assertThat(violation.explanation())
        .contains(
            "[a 0..9] write {x=1, y=1}",
            "wr: ",
            " found x=1, which ",
            "rw: ",
            " found y absent as at first, and ",
            "real time: ",
            " ended at 2, ",
            " began at 3");
    assertThat(violation.events()).hasSize(3);
  }

  @Test
  void tellsWhatTheOrderOfVersionsFollowsFrom() {
    Verdict.Violation violation =
        violation(
            List.of(
                completed("a", write("x", "1"), 0, 9, null),
                completed("b", write("x", "2"), 0, 9, null),
                completed("c", read("x"), 1, 2, "1"),
                completed("c", read("x"), 3, 4, "2"),
                completed("c", read("x"), 5, 6, "1")));

    assertThat(violation.explanation()).contains(" found x=", "replaced");
  }

  @Test
  void leavesOutWhatIsNotNeededWhereThereIsNoCycle() {
    List<Event> history =
        new ArrayList<>(
            List.of(
                completed("a", put("x", "token"), 1000, 1001, null),
                completed("a", put("y", "token"), 1002, 1003, null),
                completed("a", remove("x"), 1004, 1005, "token"),
                completed("b", new Operation.Size(), 1002, 1005, 7)));
    for (int i = 0; i < 100; i++) {
      history.add(completed("c", read("x"), 3 * i, 3 * i + 1, null));
      history.add(completed("c", put("z", "" + i), 2000 + 3 * i, 2001 + 3 * i, z(i)));
    }

    Verdict.Violation violation = violation(history);

    assertThat(violation.events()).hasSizeLessThan(12);
    assertThat(violation.explanation()).contains("No order of these", "size gave 7");
  }

  private static String z(int i) {
    return i == 0 ? null : "" + (i - 1);
  }

  @Test
  void tellsWhatCannotBeInACount() {
    Verdict.Violation violation =
        violation(
            List.of(
                completed("a", Operation.add("n", 5), 0, 1, null),
                completed("b", Operation.add("n", 3), 2, 9, null),
                completed("c", Operation.count("n"), 2, 9, 7)));

    assertThat(violation.explanation())
        .contains("1 found n=7. What was added for certain before it makes 5", "2 added 3");
  }
}
