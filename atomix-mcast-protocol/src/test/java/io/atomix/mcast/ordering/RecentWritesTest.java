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

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a replica remembers of submissions, for rule 12. */
class RecentWritesTest {
  private static final GroupFootprint READ_X = keys("map", Access.READ, 1);
  private static final GroupFootprint READ_ALL = GroupFootprint.whole("map", Access.READ);

  private final RecentWrites writes = new RecentWrites();

  private static GroupFootprint keys(String primitive, Access access, long... keys) {
    TreeMap<Long, Access> touched = new TreeMap<>();
    for (long key : keys) {
      touched.put(key, access);
    }
    return new GroupFootprint(primitive, null, touched);
  }

  @Test
  void anythingMayHaveChangedBeforeItBegins() {
    assertThat(writes.mayHaveChanged(READ_X, 5)).as("it has not begun").isTrue();
    writes.watch(5);
    assertThat(writes.mayHaveChanged(READ_X, 4)).isTrue();
    assertThat(writes.mayHaveChanged(READ_X, 5)).isFalse();
    writes.watch(9);
    assertThat(writes.mayHaveChanged(READ_X, 5)).as("it goes on").isFalse();
  }

  @Test
  void whatConflictsIsAChangeFromItsEntryOn() {
    writes.watch(5);
    writes.submitted(keys("map", Access.WRITE, 1, 2), 7);
    assertThat(writes.mayHaveChanged(READ_X, 6)).isTrue();
    assertThat(writes.mayHaveChanged(READ_X, 7)).isFalse();
    assertThat(writes.mayHaveChanged(keys("map", Access.READ, 3), 6)).isFalse();
    assertThat(writes.mayHaveChanged(keys("other", Access.READ, 1), 6)).isFalse();
    assertThat(writes.mayHaveChanged(READ_ALL, 6)).isTrue();
    assertThat(writes.mayHaveChanged(READ_ALL, 7)).isFalse();
  }

  @Test
  void readsChangeNothingAndWhatCommutesDoes() {
    writes.watch(0);
    writes.submitted(READ_X, 1);
    writes.submitted(READ_ALL, 1);
    assertThat(writes.mayHaveChanged(READ_X, 0)).isFalse();
    writes.submitted(keys("map", Access.COMMUTE, 1), 2);
    assertThat(writes.mayHaveChanged(READ_X, 1)).isTrue();
  }

  @Test
  void whoeverChangesAWholePrimitiveChangesItsKeys() {
    writes.watch(0);
    writes.submitted(GroupFootprint.whole("map", Access.WRITE), 1);
    assertThat(writes.mayHaveChanged(READ_X, 0)).isTrue();
    writes.changed("map", 2);
    assertThat(writes.mayHaveChanged(READ_X, 1)).isTrue();
    assertThat(writes.mayHaveChanged(READ_ALL, 1)).isTrue();
    assertThat(writes.mayHaveChanged(keys("other", Access.READ, 1), 0)).isFalse();
  }

  @Test
  void whatDoesNotOnlyReadIsNeverConfirmed() {
    writes.watch(0);
    assertThat(writes.mayHaveChanged(keys("map", Access.WRITE, 1), 0)).isTrue();
    assertThat(writes.mayHaveChanged(GroupFootprint.whole("map", Access.COMMUTE), 0)).isTrue();
  }

  @Test
  void itEndsWhenNobodyAsks() {
    writes.watch(0);
    for (int index = 1; index <= 100_000; index++) {
      writes.submitted(keys("map", Access.WRITE, 2), index);
    }
    assertThat(writes.mayHaveChanged(READ_X, 0)).isFalse();
    writes.submitted(keys("map", Access.WRITE, 2), 100_001);
    assertThat(writes.mayHaveChanged(READ_X, 100_001)).as("it has ended").isTrue();
    writes.watch(100_002);
    assertThat(writes.mayHaveChanged(READ_X, 100_002)).as("it has begun anew").isFalse();
  }

  /** A submission as a dumb version remembers it. */
  private record Submitted(GroupFootprint footprint, long index) {}

  private static GroupFootprint any(Random random, Access... accesses) {
    String primitive = random.nextBoolean() ? "map" : "other";
    GroupFootprint alone = alone(random, primitive, accesses);
    return random.nextInt(8) == 0 ? alone.beside(List.of(alone(random, "third", accesses))) : alone;
  }

  private static GroupFootprint alone(Random random, String primitive, Access... accesses) {
    Access whole = random.nextInt(8) == 0 ? accesses[random.nextInt(accesses.length)] : null;
    TreeMap<Long, Access> keys = new TreeMap<>();
    for (int left = random.nextInt(4); left > 0; left--) {
      keys.put((long) random.nextInt(20), accesses[random.nextInt(accesses.length)]);
    }
    return new GroupFootprint(primitive, whole, keys);
  }

  @Test
  void noConflictIsOverlookedAndFewAreMadeUp() {
    Map<Boolean, Integer> madeUp = new TreeMap<>(Map.of(true, 0, false, 0));
    Seeds.forEach(
        "RecentWritesTest#noConflictIsOverlookedAndFewAreMadeUp",
        200,
        seed -> {
          Random random = new Random(seed);
          RecentWrites some = new RecentWrites();
          List<Submitted> all = new ArrayList<>();
          some.watch(0);
          for (int index = 1; index < 60; index++) {
            GroupFootprint footprint = any(random, Access.values());
            some.submitted(footprint, index);
            all.add(new Submitted(footprint, index));
            GroupFootprint read = any(random, Access.READ);
            long since = random.nextInt(index + 1);
            boolean conflicts =
                all.stream()
                    .filter(each -> each.index() > since)
                    .anyMatch(each -> each.footprint().conflictsWith(read));
            boolean said = some.mayHaveChanged(read, since);
            assertThat(said || !conflicts).as("%s since %d", read, since).isTrue();
            madeUp.merge(said && !conflicts, 1, Integer::sum);
          }
        });
    assertThat(madeUp.get(true) * 100).isLessThan(madeUp.get(false));
  }
}
