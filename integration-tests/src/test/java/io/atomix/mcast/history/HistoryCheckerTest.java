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

import static io.atomix.mcast.history.Event.completed;
import static io.atomix.mcast.history.Event.unknown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomix.mcast.history.MapOperation.Clear;
import io.atomix.mcast.history.MapOperation.ContainsValue;
import io.atomix.mcast.history.MapOperation.Get;
import io.atomix.mcast.history.MapOperation.GetAll;
import io.atomix.mcast.history.MapOperation.GetAndPutAll;
import io.atomix.mcast.history.MapOperation.GetAndRemoveAll;
import io.atomix.mcast.history.MapOperation.Put;
import io.atomix.mcast.history.MapOperation.PutAll;
import io.atomix.mcast.history.MapOperation.Remove;
import io.atomix.mcast.history.MapOperation.Size;
import io.atomix.mcast.history.MapOperation.Snapshot;
import io.atomix.mcast.history.MapOperation.Transact;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The history checker")
class HistoryCheckerTest {

  private static void assertGood(Event... history) {
    assertThat(HistoryChecker.check(List.of(history)).isStrictlySerializable()).isTrue();
  }

  private static void assertBad(Event... history) {
    assertThat(HistoryChecker.check(List.of(history)).isStrictlySerializable()).isFalse();
  }

  @Test
  void acceptsOneAfterTheOther() {
    assertGood(
        completed("a", new Put("x", "1"), 0, 1, null),
        completed("b", new Get("x"), 2, 3, "1"),
        completed("b", new Put("y", "1"), 4, 5, null),
        completed("a", new Size(), 6, 7, 2),
        completed("a", new Clear(), 8, 9, null),
        completed("b", new Size(), 10, 11, 0));
  }

  @Test
  void acceptsEitherOrderOfWhatOverlaps() {
    assertGood(
        completed("a", new Put("x", "1"), 0, 10, null),
        completed("b", new Put("x", "2"), 0, 10, "1"),
        completed("c", new Get("x"), 11, 12, "2"));
    assertGood(
        completed("a", new Put("x", "1"), 0, 10, "2"),
        completed("b", new Put("x", "2"), 0, 10, null),
        completed("c", new Get("x"), 11, 12, "1"));
  }

  @Test
  void refusesAReadOfWhatWasOverwrittenBeforeItBegan() {
    assertBad(
        completed("a", new Put("x", "1"), 0, 1, null),
        completed("a", new Put("x", "2"), 2, 3, "1"),
        completed("b", new Get("x"), 4, 5, "1"));
  }

  @Test
  void refusesGoingBackInTimeBetweenTwoReaders() {
    assertBad(
        completed("a", new Put("x", "1"), 0, 10, null),
        completed("b", new Get("x"), 1, 2, "1"),
        completed("c", new Get("x"), 3, 4, null));
  }

  @Test
  void refusesALostUpdate() {
    assertBad(
        completed("a", new Put("x", "1"), 0, 10, null),
        completed("b", new Put("x", "2"), 0, 10, null));
  }

  @Test
  void refusesASizeThatMissesATokenOnTheMove() {
    assertBad(
        completed("a", new Put("x", "token"), 0, 1, null),
        completed("a", new Put("y", "token"), 2, 3, null),
        completed("a", new Remove("x"), 4, 5, "token"),
        completed("b", new Size(), 2, 5, 0));
  }

  @Test
  void refusesAClearThatIsSeenInParts() {
    assertBad(
        completed("a", new Put("x", "1"), 0, 1, null),
        completed("a", new Put("y", "1"), 2, 3, null),
        completed("b", new Clear(), 4, 10, null),
        completed("c", new Get("x"), 5, 6, null),
        completed("c", new Size(), 7, 8, 1));
  }

  @Test
  void refusesAValueThatDisappearsWhileItMoves() {
    assertBad(
        completed("a", new Put("x", "1"), 0, 1, null),
        completed("a", new Put("y", "1"), 2, 3, null),
        completed("a", new Remove("x"), 4, 5, "1"),
        completed("b", new ContainsValue("1"), 2, 6, false));
  }

  @Test
  void refusesTwoReadersThatSeeTwoWritesInOppositeOrders() {
    assertBad(
        completed("a", new Put("x", "1"), 0, 20, null),
        completed("b", new Put("y", "1"), 0, 20, null),
        completed("c", new Get("x"), 1, 2, "1"),
        completed("c", new Get("y"), 3, 4, null),
        completed("d", new Get("y"), 1, 2, "1"),
        completed("d", new Get("x"), 3, 4, null));
  }

  @Test
  void refusesSeveralKeysThatAreSeenHalfWritten() {
    Event written = completed("a", new PutAll(Map.of("x", "1", "y", "1")), 0, 10, null);
    assertBad(written, completed("b", new GetAll(Set.of("x", "y")), 1, 2, Map.of("x", "1")));
    assertBad(written, completed("b", new Snapshot(false), 11, 12, Map.of("y", "1")));
    assertGood(
        written,
        completed("b", new GetAll(Set.of("x", "y")), 1, 2, Map.of()),
        completed("b", new Snapshot(true), 3, 4, Map.of("x", "1", "y", "1")),
        completed("c", new GetAndRemoveAll(Set.of("x", "z")), 11, 12, Map.of("x", "1")),
        completed("c", new GetAndPutAll(Map.of("x", "2", "y", "2")), 13, 14, Map.of("y", "1")));
  }

  @Test
  void refusesATransactionThatGoesByWhatWasNotSo() {
    Map<String, String> expected = new HashMap<>();
    expected.put("x", "1");
    expected.put("y", null);
    Map<String, String> changes = new HashMap<>();
    changes.put("x", null);
    changes.put("y", "2");
    Transact transact = new Transact(expected, changes, "z", "3", false);
    Event written = completed("a", new Put("x", "1"), 0, 1, null);
    List<Object> held = List.of(true, Map.of("x", "1"));
    List<Object> failed = List.of(false, Map.of());
    assertGood(
        written,
        completed("b", transact, 2, 3, held),
        completed("b", transact, 4, 5, failed),
        completed("c", new Snapshot(false), 6, 7, Map.of("y", "2", "z", "3")));
    assertBad(written, completed("b", transact, 2, 3, failed));
    assertBad(completed("b", transact, 2, 3, held));
    assertBad(
        written,
        completed("b", transact, 2, 10, held),
        completed("c", new Get("y"), 3, 4, "2"),
        completed("c", new Get("x"), 5, 6, "1"));
  }

  @Test
  void acceptsAnUnknownOutcomeWhetherOrNotItTookEffect() {
    assertGood(unknown("a", new Put("x", "1"), 0), completed("b", new Get("x"), 5, 6, "1"));
    assertGood(unknown("a", new Put("x", "1"), 0), completed("b", new Get("x"), 5, 6, null));
    assertGood(
        unknown("a", new Put("x", "1"), 0),
        completed("b", new Get("x"), 5, 6, null),
        completed("b", new Get("x"), 7, 8, "1"));
  }

  @Test
  void refusesAnUnknownOutcomeThatTookEffectTwiceOrWentAway() {
    assertBad(
        unknown("a", new Put("x", "1"), 0),
        completed("b", new Get("x"), 5, 6, "1"),
        completed("b", new Get("x"), 7, 8, null));
    assertBad(
        unknown("a", new Put("x", "1"), 0),
        completed("b", new Remove("x"), 5, 6, "1"),
        completed("b", new Remove("x"), 7, 8, "1"));
  }

  @Test
  void tellsEveryStateThatTheMapMayBeIn() {
    HistoryChecker.Verdict verdict =
        HistoryChecker.check(
            List.of(
                completed("a", new Clear(), 0, 10, null),
                completed("b", new Put("x", "1"), 0, 10, null)));

    assertThat(verdict.finalStates()).isEqualTo(Set.of(Map.of(), Map.of("x", "1")));
  }

  @Test
  void goesOnFromTheStatesOfAnEarlierHistory() {
    Set<Map<String, String>> states = Set.of(Map.of(), Map.of("x", "1"));
    List<Event> history = List.of(completed("a", new Get("x"), 0, 1, "1"));

    assertThat(HistoryChecker.check(history, states).finalStates())
        .isEqualTo(Set.of(Map.of("x", "1")));
    assertThat(HistoryChecker.check(history, Set.of(Map.of())).isStrictlySerializable()).isFalse();
  }

  @Test
  void agreesWithTryingAllPermutations() {
    long seed = new Random().nextLong();
    System.out.println("HistoryCheckerTest seed " + seed);
    Random random = new Random(seed);
    int good = 0;
    int bad = 0;
    for (int i = 0; i < 600; i++) {
      List<Event> history = randomHistory(random);
      boolean expected = someOrderExplains(history, new ArrayList<>());

      assertThat(HistoryChecker.check(history).isStrictlySerializable())
          .as("seed %d, history %s", seed, history)
          .isEqualTo(expected);
      if (expected) {
        good++;
      } else {
        bad++;
      }
    }
    assertThat(good).as("histories that are serializable").isGreaterThan(30);
    assertThat(bad).as("histories that are not").isGreaterThan(30);
  }

  private static List<Event> randomHistory(Random random) {
    List<Event> history = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      MapOperation operation =
          switch (random.nextInt(5)) {
            case 0, 1 -> new Put(random.nextBoolean() ? "x" : "y", "" + random.nextInt(2));
            case 2 -> new Get(random.nextBoolean() ? "x" : "y");
            case 3 -> new Size();
            default -> new Clear();
          };
      Object result = random.nextInt(3) == 0 ? "" + random.nextInt(2) : null;
      if (operation instanceof Size) {
        result = random.nextInt(3);
      } else if (operation instanceof Clear) {
        result = null;
      }
      long invoked = random.nextInt(12);
      history.add(
          random.nextInt(8) == 0
              ? unknown("c" + i, operation, invoked)
              : completed("c" + i, operation, invoked, invoked + random.nextInt(10), result));
    }
    return history;
  }

  private static boolean someOrderExplains(List<Event> rest, List<Event> order) {
    if (explains(order) && rest.stream().allMatch(Event::isUnknown)) {
      return true;
    }
    for (Event event : rest) {
      List<Event> others = new ArrayList<>(rest);
      others.remove(event);
      List<Event> longer = new ArrayList<>(order);
      longer.add(event);
      if (someOrderExplains(others, longer)) {
        return true;
      }
    }
    return false;
  }

  private static boolean explains(List<Event> order) {
    Map<String, String> state = new TreeMap<>();
    for (int i = 0; i < order.size(); i++) {
      for (int j = i + 1; j < order.size(); j++) {
        if (order.get(j).returned() < order.get(i).invoked()) {
          return false;
        }
      }
      Object result = order.get(i).operation().applyTo(state);
      if (!order.get(i).isUnknown() && !Objects.equals(result, order.get(i).result())) {
        return false;
      }
    }
    return true;
  }

  @Test
  void wantsNoOperationThatReturnsBeforeItBegins() {
    assertThatThrownBy(() -> completed("a", new Size(), 5, 4, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
