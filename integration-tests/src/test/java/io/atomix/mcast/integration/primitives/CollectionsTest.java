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
package io.atomix.mcast.integration.primitives;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.core.Atomix;
import io.atomix.core.collection.CollectionEvent;
import io.atomix.core.list.DistributedList;
import io.atomix.core.multiset.DistributedMultiset;
import io.atomix.core.queue.DistributedQueue;
import io.atomix.core.set.DistributedNavigableSet;
import io.atomix.core.set.DistributedSet;
import io.atomix.core.set.DistributedSortedSet;
import io.atomix.mcast.integration.SharedCluster;
import io.atomix.mcast.testing.Heard;
import io.atomix.mcast.testing.Parallel;
import io.atomix.mcast.testing.Primitives;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedCluster.class)
class CollectionsTest {

  @Test
  void onlyOneNodeAddsAnElementToASet(Primitives primitives) {
    List<Callable<Boolean>> tasks = new ArrayList<>();
    for (int member = 1; member <= 3; member++) {
      DistributedSet<String> set = primitives.open(member, "set", Atomix::<String>setBuilder);
      tasks.add(() -> set.add("winner"));
    }

    assertThat(Parallel.run(tasks)).containsExactlyInAnyOrder(true, false, false);
  }

  @Test
  void aSetSpansThePartitionsAndTellsOfItsChanges(Primitives primitives) {
    DistributedSet<String> first = primitives.open(1, "set", Atomix::<String>setBuilder);
    DistributedSet<String> second = primitives.open(2, "set", Atomix::<String>setBuilder);
    Heard<CollectionEvent<String>> heard = new Heard<>();
    second.addListener(heard::add);

    first.addAll(List.of("a", "b", "c", "d", "e", "f"));

    assertThat(second).hasSize(6).contains("a", "f");
    assertThat(second.containsAll(List.of("a", "d"))).isTrue();
    assertThat(second.remove("a")).isTrue();
    assertThat(first.contains("a")).isFalse();
    heard.first("removal", e -> e.type() == CollectionEvent.Type.REMOVE && e.element().equals("a"));
    assertThat(heard.soFar().stream().filter(e -> e.type() == CollectionEvent.Type.ADD)).hasSize(6);
    first.clear();
    assertThat(second).isEmpty();
  }

  @Test
  void aSortedSetKeepsItsOrder(Primitives primitives) {
    DistributedSortedSet<String> first =
        primitives.open(1, "sorted", Atomix::<String>sortedSetBuilder);
    DistributedSortedSet<String> second =
        primitives.open(2, "sorted", Atomix::<String>sortedSetBuilder);
    first.addAll(new ArrayList<>(List.of("c", "a", "b")));

    assertThat(second.first()).isEqualTo("a");
    assertThat(second.last()).isEqualTo("c");
    assertThat(second.headSet("c")).containsExactly("a", "b");
    assertThat(new ArrayList<>(second)).containsExactly("a", "b", "c");
  }

  @Test
  void aNavigableSetFindsNeighboursAndHandsOutItsEnds(Primitives primitives) {
    DistributedNavigableSet<String> first =
        primitives.open(2, "navigable", Atomix::<String>navigableSetBuilder);
    DistributedNavigableSet<String> second =
        primitives.open(3, "navigable", Atomix::<String>navigableSetBuilder);
    first.addAll(new ArrayList<>(List.of("b", "d", "f")));

    assertThat(second.ceiling("c")).isEqualTo("d");
    assertThat(second.lower("d")).isEqualTo("b");
    assertThat(second.pollFirst()).isEqualTo("b");
    assertThat(first.pollLast()).isEqualTo("f");
    assertThat(second).containsExactly("d");
  }

  @Test
  void aMultisetCountsWhatTheNodesAdd(Primitives primitives) {
    DistributedMultiset<String> first =
        primitives.open(1, "multiset", Atomix::<String>multisetBuilder);
    DistributedMultiset<String> second =
        primitives.open(2, "multiset", Atomix::<String>multisetBuilder);

    assertThat(first.add("a", 3)).isZero();
    assertThat(second.add("a", 2)).isEqualTo(3);
    second.add("b");

    assertThat(first.count("a")).isEqualTo(5);
    assertThat(first.size()).isEqualTo(6);
    assertThat(first.elementSet().size()).isEqualTo(2);
    assertThat(first.remove("a", 4)).isEqualTo(5);
    assertThat(second.setCount("a", 1, 10)).isTrue();
    assertThat(second.setCount("a", 1, 20)).isFalse();
    assertThat(first.count("a")).isEqualTo(10);
  }

  @Test
  void aListKeepsPositions(Primitives primitives) {
    DistributedList<String> first = primitives.open(1, "list", Atomix::<String>listBuilder);
    DistributedList<String> second = primitives.open(2, "list", Atomix::<String>listBuilder);

    first.add("a");
    second.add("c");
    first.add(1, "b");

    assertThat(new ArrayList<>(second)).containsExactly("a", "b", "c");
    assertThat(second.get(1)).isEqualTo("b");
    assertThat(second.indexOf("c")).isEqualTo(2);
    assertThat(second.set(2, "d")).isEqualTo("c");
    assertThat(first.remove(0)).isEqualTo("a");
    assertThat(new ArrayList<>(first)).containsExactly("b", "d");
  }

  @Test
  void aQueueHandsOutEachElementOnceInTheOrderOffered(Primitives primitives) {
    DistributedQueue<Integer> producer = primitives.open(1, "queue", Atomix::<Integer>queueBuilder);
    for (int i = 0; i < 30; i++) {
      assertThat(producer.offer(i)).isTrue();
    }
    assertThat(producer.peek()).isZero();
    List<Callable<List<Integer>>> consumers = new ArrayList<>();
    for (int member = 2; member <= 3; member++) {
      DistributedQueue<Integer> queue =
          primitives.open(member, "queue", Atomix::<Integer>queueBuilder);
      consumers.add(
          () -> {
            List<Integer> taken = new ArrayList<>();
            for (Integer element = queue.poll(); element != null; element = queue.poll()) {
              taken.add(element);
            }
            return taken;
          });
    }

    List<List<Integer>> taken = Parallel.run(consumers);

    assertThat(taken).allSatisfy(each -> assertThat(each).isSorted());
    assertThat(taken.stream().flatMap(Collection::stream)).hasSize(30).doesNotHaveDuplicates();
    assertThat(producer).isEmpty();
  }
}
