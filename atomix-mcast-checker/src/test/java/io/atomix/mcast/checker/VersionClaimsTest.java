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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Versions are claims that have to go with the values, with each other, and with time. */
class VersionClaimsTest {

  private static VersionedAnswer found(Object result, Map<String, Long> versions) {
    return new VersionedAnswer(result, VersionClaims.found(new TreeMap<>(versions)));
  }

  private static VersionedAnswer wrote(Map<String, Long> versions) {
    return new VersionedAnswer(null, VersionClaims.written(new TreeMap<>(versions)));
  }

  private static VersionedAnswer x(String value, long version) {
    return found(value, Map.of("x", version));
  }

  private static Operation.Transact ifPresent(String... writes) {
    return new Operation.Transact(
        List.of(new WriteCondition.Present("x")),
        new TreeMap<>(Map.of("x", writes[0])),
        new TreeMap<>(),
        new TreeSet<>(List.of("x")));
  }

  private static void assertGood(Event... history) {
    assertThat(BruteForce.isStrictlySerializable(List.of(history))).isTrue();
    assertThat(StrictSerializability.check(List.of(history)))
        .isInstanceOf(Verdict.StrictlySerializable.class);
  }

  private static void assertBad(String reason, Event... history) {
    assertThat(BruteForce.isStrictlySerializable(List.of(history))).isFalse();
    Verdict verdict = StrictSerializability.check(List.of(history));
    assertThat(verdict).isInstanceOf(Verdict.Violation.class);
    assertThat(((Verdict.Violation) verdict).explanation()).contains(reason);
  }

  @Test
  void versionsThatGrowWithTheChangesAreGood() {
    assertGood(
        completed("a", write("x", "1"), 0, 1, wrote(Map.of("x", 3L))),
        completed("b", read("x"), 2, 3, x("1", 3)),
        completed("a", put("x", "1"), 4, 5, x("1", 3)),
        completed("b", read("x"), 6, 7, x("1", 3)),
        completed("a", remove("x"), 8, 9, x("1", 3)),
        completed("a", write("x", "1"), 10, 11, null),
        completed("b", read("x"), 12, 13, x("1", 9)));
  }

  @Test
  void versionsOfTwoRegistersSayNothingOfEachOther() {
    assertGood(
        completed("a", write("x", "1"), 0, 1, wrote(Map.of("x", 7L))),
        completed("a", write("y", "1"), 2, 3, wrote(Map.of("y", 4L))),
        completed("b", read("x", "y"), 4, 5, found(Map.of("x", "1", "y", "1"), both(7, 4))));
  }

  private static Map<String, Long> both(long x, long y) {
    return Map.of("x", x, "y", y);
  }

  @Test
  void aBlindWriteThatIsReadBeforeItsAnswerIsGood() {
    assertGood(
        completed("a", write("x", "1"), 0, 30, wrote(Map.of("x", 5L))),
        completed("b", read("x"), 2, 4, null),
        completed("b", read("x"), 5, 9, x("1", 5)),
        completed("c", put("x", "2"), 10, 12, x("1", 5)),
        completed("b", read("x"), 13, 14, x("2", 6)));
  }

  @Test
  void oneVersionHasOneValue() {
    assertBad(
        "1 found x=1 in version 3, but 2 found x=2 in the same version",
        completed("a", write("x", "1"), 0, 9, null),
        completed("a", write("x", "2"), 0, 9, null),
        completed("b", read("x"), 0, 9, x("1", 3)),
        completed("c", read("x"), 0, 9, x("2", 3)));
  }

  @Test
  void aReadTellsTheVersionThatWasWritten() {
    assertBad(
        "1 wrote x=1 in version 3, but 2 found x=2 in the same version",
        completed("a", write("x", "1"), 0, 9, wrote(Map.of("x", 3L))),
        completed("b", write("x", "2"), 0, 9, null),
        completed("c", read("x"), 0, 9, x("2", 3)));
  }

  @Test
  void twoChangesHaveTwoVersions() {
    assertBad(
        "1 and 2 both changed x, and were told the same version 3",
        completed("a", transactFrom("1", "9"), 0, 9, outcome("1", 3)),
        completed("b", transactFrom("2", "9"), 0, 9, outcome("2", 3)),
        completed("c", write("x", "1"), 0, 9, null),
        completed("c", write("x", "2"), 0, 9, null));
  }

  private static Operation.Transact transactFrom(String from, String to) {
    return new Operation.Transact(
        List.of(new WriteCondition.Is("x", from)),
        new TreeMap<>(Map.of("x", to)),
        new TreeMap<>(),
        new TreeSet<>(List.of("x")));
  }

  private static VersionedAnswer outcome(String found, long written) {
    return new VersionedAnswer(
        new Operation.Outcome(true, new TreeMap<>(Map.of("x", found))),
        VersionClaims.written(new TreeMap<>(Map.of("x", written))));
  }

  @Test
  void versionsDoNotFallInTime() {
    assertBad(
        "version order: ",
        completed("a", write("x", "1"), 0, 1, wrote(Map.of("x", 8L))),
        completed("b", write("x", "2"), 2, 3, wrote(Map.of("x", 5L))));
  }

  @Test
  void aRegisterThatComesBackHasAHigherVersion() {
    assertBad(
        "version order: ",
        completed("a", put("x", "1"), 0, 1, null),
        completed("a", remove("x"), 2, 3, x("1", 4)),
        completed("a", put("x", "2"), 4, 5, null),
        completed("b", read("x"), 6, 7, x("2", 3)));
  }

  @Test
  void twoReadersSeeTheVersionsInOneOrder() {
    assertBad(
        "version order: ",
        completed("a", write("x", "1"), 0, 90, null),
        completed("b", write("x", "2"), 0, 90, null),
        completed("c", read("x"), 1, 2, x("1", 3)),
        completed("c", read("x"), 3, 4, x("2", 2)));
  }

  @Test
  void theOrderOfVersionsIsThatOfTheValues() {
    // The values say 1 before 2: who put 2 found 1. The versions say the contrary.
    assertBad(
        "version order: ",
        completed("a", write("x", "1"), 0, 90, wrote(Map.of("x", 6L))),
        completed("b", put("x", "2"), 0, 90, "1"),
        completed("c", read("x"), 0, 90, x("2", 4)));
  }

  @Test
  void aValueThatWasReplacedInBetweenHasAnotherVersion() {
    assertBad(
        "",
        completed("a", write("x", "1"), 0, 1, null),
        completed("b", read("x"), 2, 3, x("1", 4)),
        completed("a", write("x", "2"), 4, 5, null),
        completed("a", write("x", "1"), 6, 7, null),
        completed("b", read("x"), 8, 9, x("1", 4)));
  }

  @Test
  void thereIsRoomForEachChangeBetweenTwoVersions() {
    Event first = completed("b", read("x"), 2, 3, x("1", 4));
    Event[] changes = {
      completed("a", write("x", "1"), 0, 1, null),
      first,
      completed("a", write("x", "2"), 4, 5, null),
      completed("a", write("x", "3"), 6, 7, null)
    };
    assertGood(changes[0], first, changes[2], changes[3], completedRead(6));
    assertBad("", changes[0], first, changes[2], changes[3], completedRead(5));
  }

  private static Event completedRead(long version) {
    return completed("b", read("x"), 8, 9, x("3", version));
  }

  @Test
  void aTransactionsOwnReadsGoWithItsWrites() {
    Event before = completed("b", write("x", "1"), 0, 1, null);
    assertGood(before, completed("a", ifPresent("2"), 2, 3, own("1", 4, 5)));
    assertGood(before, completed("a", ifPresent("1"), 2, 3, own("1", 4, 4)));
    assertBad(
        "1 found x=1 in version 4, but 1 wrote x=2 in the same version",
        before,
        completed("a", ifPresent("2"), 2, 3, own("1", 4, 4)));
    assertBad(
        "1 found x=1 in version 4 and wrote x=2 in version 3",
        before,
        completed("a", ifPresent("2"), 2, 3, own("1", 4, 3)));
    assertBad(
        "1 found x=1 in version 4 and wrote x=1 in version 5",
        before,
        completed("a", ifPresent("1"), 2, 3, own("1", 4, 5)));
  }

  private static VersionedAnswer own(String found, long before, long after) {
    return new VersionedAnswer(
        new Operation.Outcome(true, new TreeMap<>(Map.of("x", found))),
        new VersionClaims(new TreeMap<>(Map.of("x", before)), new TreeMap<>(Map.of("x", after))));
  }

  @Test
  void aTransactionsOwnReadsGoWithItsConditions() {
    Event before = completed("b", write("x", "1"), 0, 9, null);
    Operation.Outcome one = new Operation.Outcome(true, new TreeMap<>(Map.of("x", "1")));
    assertGood(before, completed("a", transactFrom("1", "2"), 0, 9, one));
    assertBad(
        "1 found both x=7 and x=1 at one moment",
        before,
        completed("a", transactFrom("7", "2"), 0, 9, one));
    assertBad(
        "1 read values with which its conditions are not as it tells",
        before,
        completed("a", ifPresent("2"), 0, 9, new Operation.Outcome(true, new TreeMap<>())));
    assertBad(
        "1 read values with which its conditions are not as it tells",
        before,
        completed("a", ifPresent("2"), 0, 9, new Operation.Outcome(false, one.values())));
  }

  @Test
  void aTransactionDoesNotReadWhatItWrites() {
    assertBad(
        "1 found x=2, which nobody wrote",
        completed("b", write("x", "1"), 0, 9, null),
        completed(
            "a",
            ifPresent("2"),
            0,
            9,
            new Operation.Outcome(true, new TreeMap<>(Map.of("x", "2")))));
  }

  @Test
  void anUnknownWriteShowsInTheVersionOfTheNext() {
    // Who wrote 1 again was told a new version, so that something came in between.
    Event[] history = {
      completed("a", write("x", "1"), 0, 1, wrote(Map.of("x", 3L))),
      Event.unknown("b", write("x", "2"), 2),
      completed("a", write("x", "1"), 4, 5, wrote(Map.of("x", 8L)))
    };
    assertGood(history);
    assertBad("", history[0], history[2]);
  }

  @Test
  void versionsBeginWithOne() {
    assertBad(
        "the first change makes version 1",
        completed("a", write("x", "1"), 0, 1, wrote(Map.of("x", 0L))));
  }

  @Test
  void versionsOfWhatWasNotFoundOrWrittenAreRefused() {
    assertThatThrownBy(() -> completed("a", read("x"), 0, 1, found(null, Map.of("x", 3L))))
        .hasMessage("read [x] did not find a value of x, but the version 3 is given for it");
    assertThatThrownBy(() -> completed("a", write("x", "1"), 0, 1, wrote(Map.of("y", 3L))))
        .hasMessage("write {x=1} did not write a value of y, but the version 3 is given for it");
    assertThatThrownBy(() -> completed("a", write("x", "1"), 0, 1, wrote(Map.of("x", 1L << 61))))
        .hasMessageContaining("is above the highest");
  }
}
