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
package io.atomix.mcast.primitives;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.core.transaction.TransactionId;
import java.util.List;
import org.junit.jupiter.api.Test;

class SetRelationsTest {
  private final Conflicts set = Conflicts.of(new DistributedSetRelation());
  private final Conflicts tree = Conflicts.of(new DistributedTreeSetRelation());

  @Test
  void differentElementsDoNotConflict() {
    set.doNotConflict(set.call("add", "a"), set.call("removeValue", "b"));
    set.doNotConflict(
        set.call("addAll", List.of("a", "b")), set.call("containsAll", List.of("c", "d")));
    tree.doNotConflict(tree.call("add", 1), tree.call("contains", 2));
  }

  @Test
  void operationsOnSeveralElementsConflictInAnyOfThem() {
    set.conflict(set.call("addAll", List.of("a", "b")), set.call("removeAll", List.of("b", "c")));
    set.conflict(set.call("removeAll", List.of("b", "c")), set.call("contains", "c"));
    set.doNotConflict(set.call("containsAll", List.of("a")), set.call("contains", "a"));
  }

  @Test
  void retainingSomeElementsWritesTheOthers() {
    set.conflict(set.call("retainAll", List.of("a")), set.call("contains", "b"));
  }

  @Test
  void countingAndClearingConflictWithEveryWrite() {
    set.conflict(set.call("size"), set.call("add", "a"));
    set.conflict(set.call("isEmpty"), set.tell("clear"));
    set.doNotConflict(set.call("size"), set.call("contains", "a"));
  }

  @Test
  void theOrderOfASortedSetDependsOnEveryElement() {
    tree.conflict(tree.call("first"), tree.call("add", 9));
    tree.conflict(tree.call("pollFirst"), tree.call("contains", 9));
    tree.conflict(tree.call("subSetClear", 1, true, 2, true), tree.call("higher", 5));
    tree.doNotConflict(tree.call("subSetSize", 1, true, 2, true), tree.call("last"));
  }

  @Test
  void listenersAndIteratorsConflictWithNothing() {
    set.doNotConflict(set.tell("unlisten"), set.tell("clear"));
    tree.doNotConflict(tree.call("subSetIterateDescending", 1, true, 2, true), tree.tell("clear"));
  }

  @Test
  void transactionStepsStayInTheirGroup() {
    assertThat(set.relation().spansGroups(set.call("rollback", TransactionId.from("t")))).isFalse();
    set.conflict(set.call("rollback", TransactionId.from("t")), set.call("contains", "a"));
  }

  @Test
  void elementsThatAreNotACollectionMeanTheWholeSet() {
    set.conflict(set.call("addAll", "a"), set.call("contains", "b"));
    set.conflict(set.call("containsAll"), set.call("add", "b"));
  }
}
