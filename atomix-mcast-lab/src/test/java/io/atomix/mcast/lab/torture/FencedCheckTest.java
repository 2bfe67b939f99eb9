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
package io.atomix.mcast.lab.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.checker.Event;
import io.atomix.mcast.checker.Operation;
import io.atomix.mcast.checker.WriteCondition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Whether a history of two maps and a lock is found to be right or wrong. */
class FencedCheckTest {
  private static final String OBJECT = Objects.name(Objects.FENCED, 1);

  private final List<Event> history = new ArrayList<>();
  private long time;

  private void add(Operation operation, Object result) {
    time += 2;
    history.add(Event.completed("c", operation, time, time + 1, result).on(OBJECT));
  }

  private void lock(long version) {
    time += 2;
    history.add(LockHolder.given("c", time, time + 1, version).on(OBJECT));
  }

  private void unlock(long version) {
    add(FencedMaps.over("" + version, "let go"), null);
  }

  private void fenced(long version, String value, boolean held) {
    add(
        Operation.transact(FencedMaps.held("" + version), Map.of("one/k", value, "two/k", value)),
        held);
  }

  private List<String> violations() {
    return RoundCheck.of(new Histories(history, List.of(), List.of())).violations();
  }

  @Test
  void theHolderWritesAndThoseBeforeHimDoNot() {
    lock(3);
    fenced(3, "a", true);
    unlock(3);
    fenced(3, "b", false);
    lock(7);
    fenced(7, "c", true);
    fenced(3, "d", false);
    add(Operation.read("one/k", "two/k"), Map.of("one/k", "c", "two/k", "c"));
    assertThat(violations()).isEmpty();
  }

  @Test
  void whoLosesTheLockWithoutLettingGoWritesNothing() {
    lock(3);
    fenced(3, "a", true);
    fenced(3, "b", false);
    add(Operation.read("one/k"), "a");
    assertThat(violations()).isEmpty();
  }

  @Test
  void whoHasLostTheLockDoesNotGetItBack() {
    lock(3);
    fenced(3, "a", false);
    fenced(3, "b", true);
    assertThat(violations()).hasSize(1);
  }

  @Test
  void aWriteAfterLettingGoIsFound() {
    lock(3);
    unlock(3);
    fenced(3, "a", true);
    assertThat(violations()).hasSize(1);
  }

  @Test
  void aWriteUnderALockThatAnotherHasIsFound() {
    lock(3);
    lock(7);
    fenced(3, "a", true);
    assertThat(violations()).hasSize(1);
  }

  @Test
  void aWriteThatIsToldNotToBeDoneAndIsSeenIsFound() {
    lock(3);
    unlock(3);
    fenced(3, "a", false);
    add(Operation.read("one/k"), "a");
    assertThat(violations()).hasSize(1);
  }

  @Test
  void aHolderThatWritesNothingThoughHeHasNotLostTheLockIsFound() {
    lock(3);
    fenced(3, "a", false);
    fenced(3, "b", true);
    unlock(3);
    assertThat(violations()).hasSize(1);
  }

  @Test
  void halfATransactionIsFound() {
    lock(3);
    fenced(3, "a", true);
    fenced(3, "b", true);
    add(Operation.read("one/k", "two/k"), Map.of("one/k", "b", "two/k", "a"));
    assertThat(violations()).hasSize(1);
  }

  @Test
  void aConditionOnTheOtherMapCounts() {
    add(Operation.put("two/x", "1"), null);
    add(
        new Operation.Transact(
            List.of(new WriteCondition.Is("two/x", null)),
            new TreeMap<>(Map.of("one/x", "2")),
            new TreeMap<>(),
            new TreeSet<>(List.of("one/x"))),
        new Operation.Outcome(true, new TreeMap<>()));
    assertThat(violations()).hasSize(1);
  }

  @Test
  void versionsOfTheLockGrow() {
    lock(7);
    unlock(7);
    lock(3);
    assertThat(violations()).hasSize(1);
  }

  @Test
  void operationsAreOfEveryKind() {
    SplittableRandom random = new SplittableRandom(1);
    FencedSource source =
        new FencedSource(
            ClientLoad.fenced(random.split()),
            new UniqueValues("v", random.split()),
            random.split(),
            () -> "5");
    List<Operation> operations = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      operations.add(source.next());
    }
    assertThat(operations)
        .anyMatch(each -> "5".equals(FencedMaps.fence(each)))
        .anyMatch(each -> each instanceof Operation.Transact && FencedMaps.fence(each) == null)
        .anyMatch(each -> bothMaps(each) && each instanceof Operation.Write)
        .anyMatch(each -> bothMaps(each) && each instanceof Operation.Read)
        .anyMatch(each -> !bothMaps(each) && each instanceof Operation.Swap);
  }

  private static boolean bothMaps(Operation operation) {
    return operation.keys().first().startsWith("one/")
        && operation.keys().last().startsWith("two/");
  }
}
