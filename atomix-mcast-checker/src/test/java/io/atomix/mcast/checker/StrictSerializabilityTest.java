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
import static io.atomix.mcast.checker.Operation.add;
import static io.atomix.mcast.checker.Operation.addAndGet;
import static io.atomix.mcast.checker.Operation.compareAndSet;
import static io.atomix.mcast.checker.Operation.count;
import static io.atomix.mcast.checker.Operation.put;
import static io.atomix.mcast.checker.Operation.read;
import static io.atomix.mcast.checker.Operation.remove;
import static io.atomix.mcast.checker.Operation.transact;
import static io.atomix.mcast.checker.Operation.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.checker.Operation.Clear;
import io.atomix.mcast.checker.Operation.ContainsValue;
import io.atomix.mcast.checker.Operation.Outcome;
import io.atomix.mcast.checker.Operation.Size;
import io.atomix.mcast.checker.Operation.Snapshot;
import io.atomix.mcast.checker.Operation.Sum;
import io.atomix.mcast.checker.Operation.Swap;
import io.atomix.mcast.checker.Operation.Transact;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Histories small enough to see whether they are good. */
@DisplayName("Strict serializability")
class StrictSerializabilityTest {

  private static final Map<String, String> BOTH = Map.of("x", "1", "y", "1");

  private static void assertGood(Event... history) {
    assertThat(BruteForce.isStrictlySerializable(List.of(history))).isTrue();
    assertThat(StrictSerializability.check(List.of(history)))
        .isInstanceOf(Verdict.StrictlySerializable.class);
  }

  private static void assertBad(Event... history) {
    assertThat(BruteForce.isStrictlySerializable(List.of(history))).isFalse();
    assertThat(StrictSerializability.check(List.of(history))).isInstanceOf(Verdict.Violation.class);
  }

  @Test
  void acceptsNothing() {
    assertGood();
  }

  @Test
  void acceptsOneAfterTheOther() {
    assertGood(
        completed("a", put("x", "1"), 0, 1, null),
        completed("b", read("x"), 2, 3, "1"),
        completed("b", put("y", "1"), 4, 5, null),
        completed("a", new Size(), 6, 7, 2),
        completed("a", new Snapshot(), 8, 9, BOTH),
        completed("a", new Clear(), 10, 11, null),
        completed("b", new Size(), 12, 13, 0));
  }

  @Test
  void acceptsEitherOrderOfWhatOverlaps() {
    assertGood(
        completed("a", put("x", "1"), 0, 10, null),
        completed("b", put("x", "2"), 0, 10, "1"),
        completed("c", read("x"), 11, 12, "2"));
    assertGood(
        completed("a", put("x", "1"), 0, 10, "2"),
        completed("b", put("x", "2"), 0, 10, null),
        completed("c", read("x"), 11, 12, "1"));
  }

  @Test
  void endingAtTheInstantThatAnotherBeginsIsOverlapping() {
    assertGood(completed("a", write("x", "1"), 0, 5, null), completed("b", read("x"), 5, 9, null));
    assertBad(completed("a", write("x", "1"), 0, 4, null), completed("b", read("x"), 5, 9, null));
  }

  @Test
  void refusesAReadOfWhatWasOverwrittenBeforeItBegan() {
    assertBad(
        completed("a", write("x", "1"), 0, 1, null),
        completed("a", write("x", "2"), 2, 3, null),
        completed("b", read("x"), 4, 5, "1"));
  }

  @Test
  void refusesAValueThatNobodyWrote() {
    assertBad(completed("b", read("x"), 4, 5, "1"));
  }

  @Test
  void refusesAReadOfTheFuture() {
    assertBad(completed("b", read("x"), 0, 1, "1"), completed("a", write("x", "1"), 2, 3, null));
  }

  @Test
  void refusesGoingBackInTimeBetweenTwoReaders() {
    assertBad(
        completed("a", write("x", "1"), 0, 10, null),
        completed("b", read("x"), 1, 2, "1"),
        completed("c", read("x"), 3, 4, null));
  }

  @Test
  void refusesALostUpdate() {
    assertBad(
        completed("a", put("x", "1"), 0, 10, null), completed("b", put("x", "2"), 0, 10, null));
    assertBad(
        completed("a", write("x", "0"), 0, 1, null),
        completed("b", compareAndSet("x", "0", "1"), 2, 9, true),
        completed("c", compareAndSet("x", "0", "2"), 2, 9, true));
    assertBad(
        completed("a", addAndGet("n", 1), 0, 9, 1), completed("b", addAndGet("n", 1), 0, 9, 1));
  }

  @Test
  void refusesATornRead() {
    assertBad(
        completed("a", write(BOTH), 0, 9, null),
        completed("b", read("x", "y"), 0, 9, Map.of("x", "1")));
  }

  @Test
  void refusesATornWrite() {
    assertBad(
        completed("a", write(BOTH), 0, 9, null),
        completed("b", read("x"), 1, 2, "1"),
        completed("b", read("y"), 3, 4, null));
  }

  @Test
  void refusesWriteSkew() {
    Operation offX = transact(List.of(new WriteCondition.Is("y", "on")), Map.of("x", "off"));
    Operation offY = transact(List.of(new WriteCondition.Is("x", "on")), Map.of("y", "off"));
    Event both = completed("a", write(Map.of("x", "on", "y", "on")), 0, 1, null);
    assertBad(both, completed("b", offX, 2, 9, true), completed("c", offY, 2, 9, true));
    assertGood(both, completed("b", offX, 2, 9, true), completed("c", offY, 2, 9, false));
  }

  @Test
  void refusesTwoReadersThatSeeTwoWritesInOppositeOrders() {
    assertBad(
        completed("a", write("x", "1"), 0, 20, null),
        completed("b", write("y", "1"), 0, 20, null),
        completed("c", read("x"), 1, 2, "1"),
        completed("c", read("y"), 3, 4, null),
        completed("d", read("y"), 1, 2, "1"),
        completed("d", read("x"), 3, 4, null));
  }

  @Test
  void refusesASizeThatMissesATokenOnTheMove() {
    assertBad(
        completed("a", put("x", "token"), 0, 1, null),
        completed("a", put("y", "token"), 2, 3, null),
        completed("a", remove("x"), 4, 5, "token"),
        completed("b", new Size(), 2, 5, 0));
  }

  @Test
  void refusesAValueThatDisappearsWhileItMoves() {
    assertBad(
        completed("a", put("x", "1"), 0, 1, null),
        completed("a", put("y", "1"), 2, 3, null),
        completed("a", remove("x"), 4, 5, "1"),
        completed("b", new ContainsValue("1"), 2, 6, false));
  }

  @Test
  void refusesAClearThatIsSeenInParts() {
    assertBad(
        completed("a", put("x", "1"), 0, 1, null),
        completed("a", put("y", "1"), 2, 3, null),
        completed("b", new Clear(), 4, 10, null),
        completed("c", read("x"), 5, 6, null),
        completed("c", new Size(), 7, 8, 1));
  }

  @Test
  void refusesASnapshotThatNeverWas() {
    assertBad(
        completed("a", write("x", "1"), 0, 1, null),
        completed("a", write("y", "1"), 2, 3, null),
        completed("b", new Snapshot(), 0, 3, Map.of("y", "1")));
  }

  @Test
  void refusesSeveralKeysThatAreSeenHalfWritten() {
    Event written = completed("a", write(BOTH), 0, 10, null);
    Map<String, String> seconds = Map.of("x", "2", "y", "2");
    assertBad(written, completed("b", new Snapshot(), 11, 12, Map.of("y", "1")));
    assertGood(
        written,
        completed("b", read("x", "y"), 1, 2, Map.of()),
        completed("b", new Snapshot(), 3, 4, BOTH),
        completed("c", new Swap(nothing("x", "z")), 11, 12, Map.of("x", "1")),
        completed("c", new Swap(new TreeMap<>(seconds)), 13, 14, Map.of("y", "1")));
    assertBad(written, completed("c", new Swap(nothing("x", "y")), 11, 12, Map.of("x", "1")));
  }

  @Test
  void refusesATransactionThatGoesByWhatWasNotSo() {
    TreeMap<String, String> then = nothing("x");
    then.put("y", "2");
    Operation transact =
        new Transact(
            List.of(new WriteCondition.Is("x", "1"), new WriteCondition.Is("y", null)),
            then,
            new TreeMap<>(Map.of("z", "3")),
            new TreeSet<>(then.keySet()));
    Event first = completed("a", put("x", "1"), 0, 1, null);
    Outcome held = new Outcome(true, new TreeMap<>(Map.of("x", "1")));
    Outcome failed = new Outcome(false, new TreeMap<>(Map.of("y", "2")));
    assertGood(
        first,
        completed("b", transact, 2, 3, held),
        completed("b", transact, 4, 5, failed),
        completed("c", new Snapshot(), 6, 7, Map.of("y", "2", "z", "3")));
    assertBad(first, completed("b", transact, 2, 3, new Outcome(false, new TreeMap<>(BOTH))));
    assertBad(first, completed("b", transact, 2, 3, new Outcome(false, held.values())));
    assertBad(completed("b", transact, 2, 3, held));
    assertBad(
        first,
        completed("b", transact, 2, 10, held),
        completed("c", read("y"), 3, 4, "2"),
        completed("c", read("x"), 5, 6, "1"));
  }

  private static TreeMap<String, String> nothing(String... keys) {
    TreeMap<String, String> nothing = new TreeMap<>();
    List.of(keys).forEach(key -> nothing.put(key, null));
    return nothing;
  }

  @Test
  void refusesATotalThatIsMissingATransfer() {
    Event start = completed("a", add(Map.of("n", 100L, "m", 100L)), 0, 1, null);
    Event transfer = completed("a", add(Map.of("n", -10L, "m", 10L)), 2, 9, null);
    assertBad(start, transfer, completed("b", new Sum(), 2, 9, 190));
    assertGood(start, transfer, completed("b", new Sum(), 2, 9, 200));
    assertBad(start, transfer, completed("b", count("n", "m"), 2, 9, Map.of("n", 90, "m", 100)));
    assertGood(start, transfer, completed("b", count("n", "m"), 2, 9, Map.of("n", 90, "m", 110)));
  }

  @Test
  void ordersAdditionsByWhatWasCounted() {
    assertBad(
        completed("a", add("n", 1), 0, 20, null),
        completed("b", add("n", 2), 0, 20, null),
        completed("c", count("n"), 1, 2, 1),
        completed("d", count("n"), 3, 4, 2));
    assertGood(
        completed("a", add("n", 1), 0, 20, null),
        completed("b", add("n", 2), 0, 20, null),
        completed("c", count("n"), 1, 2, 1),
        completed("d", count("n"), 3, 4, 3));
  }

  @Test
  void knowsBoundsOfCounters() {
    Operation spend =
        new Operation.AddIf(
            List.of(new WriteCondition.AtLeast("n", 10)), new TreeMap<>(Map.of("n", -10L)));
    Event start = completed("a", add("n", 10), 0, 1, null);
    assertGood(start, completed("b", spend, 2, 9, true), completed("c", spend, 2, 9, false));
    assertBad(start, completed("b", spend, 2, 9, true), completed("c", spend, 2, 9, true));
    assertBad(start, completed("b", spend, 2, 9, false));
  }

  @Test
  void acceptsAnUnknownOutcomeWhetherOrNotItTookEffect() {
    assertGood(unknown("a", put("x", "1"), 0), completed("b", read("x"), 5, 6, "1"));
    assertGood(unknown("a", put("x", "1"), 0), completed("b", read("x"), 5, 6, null));
    assertGood(
        unknown("a", put("x", "1"), 0),
        completed("b", read("x"), 5, 6, null),
        completed("b", read("x"), 7, 8, "1"));
    assertGood(unknown("a", add("n", 1), 0), completed("b", count("n"), 5, 6, 1));
  }

  @Test
  void refusesAnUnknownOutcomeThatTookEffectTwiceOrWentAwayOrInParts() {
    assertBad(
        unknown("a", put("x", "1"), 0),
        completed("b", read("x"), 5, 6, "1"),
        completed("b", read("x"), 7, 8, null));
    assertBad(
        unknown("a", put("x", "1"), 0),
        completed("b", remove("x"), 5, 6, "1"),
        completed("b", remove("x"), 7, 8, "1"));
    assertBad(unknown("a", add("n", 1), 0), completed("b", count("n"), 5, 6, 2));
    assertBad(
        unknown("a", write(BOTH), 0),
        completed("b", read("x"), 1, 2, "1"),
        completed("b", read("y"), 3, 4, null));
  }

  @Test
  void anUnknownClearMayHaveTakenEffectThoughNobodyFoundZero() {
    assertGood(
        completed("a", add("n", 3), 8, 11, null),
        unknown("b", new Clear(), 18),
        completed("c", add("n", 1), 25, 53, null),
        completed("a", addAndGet("n", 3), 54, 65, 4));
  }

  @Test
  void refusesAnUnknownOutcomeThatTookEffectBeforeItBegan() {
    assertBad(completed("b", read("x"), 1, 2, "1"), unknown("a", write("x", "1"), 3));
  }

  @Test
  void anUnknownConditionalWriteMayOnlyTakeEffectWhereItsConditionHolds() {
    assertBad(
        completed("a", write("x", "0"), 0, 1, null),
        unknown("b", compareAndSet("x", "7", "1"), 2),
        completed("c", read("x"), 3, 4, "1"));
    assertGood(
        completed("a", write("x", "7"), 0, 1, null),
        unknown("b", compareAndSet("x", "7", "1"), 2),
        completed("c", read("x"), 3, 4, "1"));
  }

  @Test
  void objectsAreIndependentOfEachOther() {
    assertThat(
            StrictSerializability.check(
                List.of(
                    completed("a", write("x", "1"), 0, 1, null).on("one"),
                    completed("a", read("x"), 2, 3, null).on("two"))))
        .isInstanceOf(Verdict.StrictlySerializable.class);
    assertThat(
            StrictSerializability.check(
                List.of(
                    completed("a", write("x", "1"), 0, 1, null).on("one"),
                    completed("a", read("x"), 2, 3, null).on("one"))))
        .isInstanceOfSatisfying(
            Verdict.Violation.class, violation -> assertThat(violation.object()).isEqualTo("one"));
  }

  @Test
  void saysSoWhenItGivesUp() {
    List<Event> history = SimulatedStore.history(7, new Workload(3, 0, 2, 40, false), 8, 200, 30);

    assertThat(new StrictSerializability(20).decide(history))
        .isInstanceOfSatisfying(
            Verdict.Undecided.class,
            undecided -> assertThat(undecided.reason()).contains("the search for an order"));
  }
}
