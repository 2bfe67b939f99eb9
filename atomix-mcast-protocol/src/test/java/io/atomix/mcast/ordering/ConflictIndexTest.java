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
package io.atomix.mcast.ordering;

import static io.atomix.mcast.ordering.Fixtures.G;
import static io.atomix.mcast.ordering.Fixtures.H;
import static io.atomix.mcast.ordering.Fixtures.groups;
import static io.atomix.mcast.ordering.Fixtures.id;
import static io.atomix.mcast.ordering.Fixtures.reads;
import static io.atomix.mcast.ordering.Fixtures.writes;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What the index of pending messages costs, in memory and time; what it says is for {@link
 * GroupOrderingRandomTest}.
 */
@Timeout(120)
class ConflictIndexTest {
  /** With so many, anything that looks at all of them for each one does not end in time. */
  private static final int MANY = 20_000;

  private final GroupOrdering group = new GroupOrdering(G);

  private List<Effect> multicast(long id, GroupFootprint footprint) {
    return group.step(new Entry.SubmitMulticast(id(id), footprint, groups(G, H)));
  }

  @Test
  void itKeepsNothingOfMessagesThatAreGone() {
    Seeds.forEach("ConflictIndexTest#itKeepsNothingOfMessagesThatAreGone", 10, this::addAndRemove);
  }

  private void addAndRemove(long seed) {
    Random random = new Random(seed);
    RandomEntries footprints = new RandomEntries(random);
    List<Pending> present = new ArrayList<>();
    ConflictIndex index = new ConflictIndex(() -> present, position -> true, freed -> {});
    for (int i = 0; i < 500; i++) {
      if (present.size() < 20 && random.nextBoolean()) {
        GroupFootprint footprint = footprints.footprint();
        long timestamp = index.highestConflicting(footprint) + 1;
        Pending message = Pending.local(id(i), timestamp, footprint);
        index.add(message);
        present.add(message);
      } else if (!present.isEmpty()) {
        Pending message = present.get(random.nextInt(present.size()));
        if (random.nextInt(3) == 0) {
          index.raise(message, message.timestamp() + 1 + random.nextInt(4));
        } else {
          index.remove(message);
          present.remove(message);
        }
      }
      for (String primitive : List.of("map", "set")) {
        long keys =
            present.stream()
                .map(Pending::footprint)
                .flatMap(each -> Stream.concat(Stream.of(each), each.others().stream()))
                .filter(footprint -> primitive.equals(footprint.primitive()))
                .flatMap(footprint -> footprint.keys().keySet().stream())
                .distinct()
                .count();
        assertThat(index.keyCount(primitive)).isEqualTo(keys);
        assertThat(index.contains(primitive))
            .isEqualTo(
                present.stream()
                    .map(Pending::footprint)
                    .anyMatch(f -> f.isEverything() || f.primitives().contains(primitive)));
      }
    }
  }

  @Test
  void aLongQueueOnOneKeyIsReleasedInOneGo() {
    multicast(0, writes(1));
    for (int i = 1; i <= MANY; i++) {
      group.step(new Entry.SubmitLocal(id(i), i % 10 == 0 ? writes(1) : reads(1)));
    }
    assertThat(group.step(new Entry.Execute(id(0), 0))).hasSize(MANY + 2);
    assertThat(group.pendingCount()).isZero();
  }

  @Test
  void manyKeysBehindTheWholePrimitiveAreReleasedInOneGo() {
    multicast(0, GroupFootprint.whole("map", Access.WRITE));
    for (int i = 1; i <= MANY; i++) {
      group.step(new Entry.SubmitLocal(id(i), writes(i)));
    }
    assertThat(group.step(new Entry.Execute(id(0), 0))).hasSize(MANY + 2);
    assertThat(group.pendingCount()).isZero();
  }

  @Test
  void manyReadersOfTheWholeWaitForTheLastOfManyKeys() {
    for (int i = 0; i < MANY; i++) {
      multicast(i, writes(i));
    }
    for (int i = MANY; i < 2 * MANY; i++) {
      group.step(new Entry.SubmitLocal(id(i), GroupFootprint.whole("map", Access.READ)));
    }
    for (int i = MANY - 1; i > 0; i--) {
      assertThat(group.step(new Entry.Execute(id(i), 0)).size()).isEqualTo(2);
    }
    assertThat(group.step(new Entry.Execute(id(0), 0))).hasSize(MANY + 2);
    assertThat(group.pendingCount()).isZero();
  }

  @Test
  void aQueueOfMulticastMessagesIsRaisedAndExecutedOneByOne() {
    for (int i = 0; i < MANY; i++) {
      multicast(i, writes(1));
    }
    for (int i = MANY - 1; i >= 0; i--) {
      group.step(new Entry.Raise(id(i), 2L * i + 1));
    }
    for (int i = 0; i < MANY; i++) {
      int effects = group.step(new Entry.Execute(id(i), 2L * i + 1)).size();
      assertThat(effects).isEqualTo(i == MANY - 1 ? 2 : 3);
    }
    assertThat(group.outcomeCount()).isEqualTo(MANY);
  }
}
