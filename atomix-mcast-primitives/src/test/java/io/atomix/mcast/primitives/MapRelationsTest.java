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
import io.atomix.core.transaction.TransactionLog;
import io.atomix.mcast.Invocation;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MapRelationsTest {
  private static final byte[] VALUE = {1};
  private final Conflicts map = Conflicts.of(new AtomicMapRelation());
  private final Conflicts tree = Conflicts.of(new AtomicTreeMapRelation());

  @Test
  void operationsOnDifferentKeysDoNotConflict() {
    map.doNotConflict(map.call("put", "a", VALUE), map.call("putWithTtl", "b", VALUE, 5L));
    map.doNotConflict(map.call("replaceVersion", "a", 3L, VALUE), map.call("get", "b"));
    map.doNotConflict(map.call("put", "a", VALUE), map.call("getAllPresent", Set.of("b", "c")));
  }

  @Test
  void aWriteConflictsWithAnythingOnItsKey() {
    map.conflict(map.call("put", "a", VALUE), map.call("get", "a"));
    map.conflict(map.call("put", "a", VALUE), map.call("put", "a", VALUE));
    map.conflict(map.tell("remove", "a"), map.tell("remove", "a"));
    map.conflict(map.call("removeValue", "a", VALUE), map.call("containsKeys", List.of("b", "a")));
  }

  @Test
  void readsDoNotConflict() {
    map.doNotConflict(map.call("get", "a"), map.call("getOrDefault", "a", VALUE));
    map.doNotConflict(map.call("size"), map.call("get", "a"));
    map.doNotConflict(map.call("size"), map.call("containsValue", (Object) VALUE));
  }

  @Test
  void whatCountsOrClearsConflictsWithEveryWrite() {
    map.conflict(map.call("size"), map.call("putIfAbsent", "a", VALUE));
    map.conflict(map.call("size"), map.tell("clear"));
    map.conflict(map.call("get", "a"), map.tell("clear"));
    map.conflict(map.tell("clear"), map.tell("clear"));
  }

  @Test
  void listenersAndIteratorsConflictWithNothing() {
    map.doNotConflict(map.tell("listen"), map.tell("clear"));
    map.doNotConflict(map.call("iterateEntries"), map.call("put", "a", VALUE));
    map.doNotConflict(map.call("nextKeys", 1L, 0), map.tell("closeKeys", 1L));
  }

  @Test
  void transactionStepsWriteTheWholeButEachGroupAlone() {
    TransactionId id = TransactionId.from("t");
    Invocation commit = map.call("commit", id);
    Invocation prepare = map.call("prepare", new TransactionLog<>(id, 0, List.of()));

    map.conflict(commit, map.call("get", "a"));
    map.conflict(prepare, commit);
    assertThat(map.relation().spansGroups(commit)).isFalse();
    assertThat(map.relation().spansGroups(prepare)).isFalse();
    assertThat(map.relation().spansGroups(map.tell("clear"))).isTrue();
  }

  @Test
  void theOrderOfASortedMapDependsOnEveryKey() {
    tree.conflict(tree.call("firstKey"), tree.call("put", "z", VALUE));
    tree.conflict(tree.call("higherEntry", "a"), tree.call("remove", "b"));
    tree.conflict(tree.call("pollLastEntry"), tree.call("get", "a"));
    tree.conflict(tree.call("subMapClear", "a", true, "c", false), tree.call("get", "z"));
    tree.doNotConflict(tree.call("lastKey"), tree.call("get", "a"));
    tree.doNotConflict(tree.call("put", 1, VALUE), tree.call("put", 2, VALUE));
  }

  @Test
  void keysThatASortedMapTakesForTheSameConflict() {
    tree.conflict(
        tree.call("put", new BigDecimal("2.0"), VALUE), tree.call("get", new BigDecimal("2.00")));
  }

  @Test
  void missingOrWrongArgumentsMeanTheWholeMap() {
    map.conflict(map.call("put"), map.call("get", "a"));
    map.conflict(map.call("get"), map.call("put", "a", VALUE));
    map.doNotConflict(map.call("get"), map.call("size"));
    map.conflict(map.call("getAllPresent", "not a set"), map.call("put", "a", VALUE));
  }
}
