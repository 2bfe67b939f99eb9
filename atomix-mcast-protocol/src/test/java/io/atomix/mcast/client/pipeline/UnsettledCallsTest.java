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
package io.atomix.mcast.client.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.ordering.Access;
import io.atomix.mcast.ordering.GroupFootprint;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.Seeds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class UnsettledCallsTest {
  private static final Access[] ACCESSES = Access.values();
  private static final GroupId HERE = new GroupId("group", 1);

  @Test
  void findsTheSameAsLookingAtAllCallsDoes() {
    Seeds.forEach("UnsettledCallsTest#findsTheSameAsLookingAtAllCallsDoes", 200, this::run);
  }

  private void run(long seed) {
    Random random = new Random(seed);
    UnsettledCalls unsettled = new UnsettledCalls();
    TreeMap<Long, GroupFootprint> model = new TreeMap<>();
    for (int i = 1; i <= 300; i++) {
      GroupFootprint footprint = footprint(random);
      long last = lastConflicting(model, footprint);
      assertThat(unsettled.blocking(footprint)).as("%s among %s", footprint, model).isEqualTo(last);
      long any = random.nextInt(i);
      assertThat(unsettled.areSettled(any, footprint))
          .as("those of %s up to %d that conflict with %s", model, any, footprint)
          .isEqualTo(lastConflicting(model.headMap(any, true), footprint) == 0);
      model.put(unsettled.add(footprint), footprint);
      while (model.size() > random.nextInt(12)) {
        List<Long> all = new ArrayList<>(model.keySet());
        long settled = all.get(random.nextInt(all.size()));
        unsettled.settled(settled, model.remove(settled).primitive());
      }
    }
  }

  @Test
  void waitsForNoneThatItMeetsInAllItsGroups() {
    Seeds.forEach("UnsettledCallsTest#waitsForNoneThatItMeetsInAllItsGroups", 200, this::runMet);
  }

  @Test
  void noMoreThanAWindowOfConflictingCallsIsUnderWay() {
    UnsettledCalls unsettled = new UnsettledCalls();
    GroupFootprint hot = Lab.writes("map", 1);
    Reach reach = new Reach(new TreeMap<>(Map.of(HERE, hot)));
    for (int i = 1; i <= UnsettledCalls.WINDOW; i++) {
      assertThat(unsettled.blocking(hot, reach)).isZero();
      assertThat(unsettled.add(hot, reach, 0)).isEqualTo(i);
    }
    assertThat(unsettled.blocking(hot, reach)).isZero();
    long next = unsettled.add(hot, reach, 0);
    assertThat(unsettled.blocking(hot, reach)).isEqualTo(next - UnsettledCalls.WINDOW);
    assertThat(unsettled.blocking(Lab.writes("map", 2), reach)).isZero();
    unsettled.settled(1, "map");
    assertThat(unsettled.blocking(hot, reach)).isZero();
  }

  private void runMet(long seed) {
    Random random = new Random(seed);
    UnsettledCalls unsettled = new UnsettledCalls();
    TreeMap<Long, Map<GroupId, GroupFootprint>> calls = new TreeMap<>();
    TreeMap<Long, Map<GroupId, GroupFootprint>> left = new TreeMap<>();
    List<Map<GroupId, GroupFootprint>> kinds = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      kinds.add(footprints(random));
    }
    for (int i = 1; i <= 300; i++) {
      Map<GroupId, GroupFootprint> call =
          random.nextInt(4) == 0 ? footprints(random) : kinds.get(random.nextInt(kinds.size()));
      GroupFootprint here = call.get(HERE);
      Reach reach = new Reach(new TreeMap<>(call));
      long after = unsettled.blocking(here, reach);
      assertThat(after)
          .as("%s among %s", call, left)
          .isGreaterThanOrEqualTo(lastNotMet(left, call));
      if (after > 0 && i - 1 - after < UnsettledCalls.WINDOW) {
        // It may have been settled meanwhile, but never was one that need not be waited for.
        assertThat(lastNotMet(calls.subMap(after, true, after, true), call)).isEqualTo(after);
      }
      long number = unsettled.add(here, reach, after);
      calls.put(number, call);
      left.put(number, call);
      while (left.size() > random.nextInt(20)) {
        List<Long> all = new ArrayList<>(left.keySet());
        long settled = all.get(random.nextInt(all.size()));
        unsettled.settled(settled, left.remove(settled).get(HERE).primitive());
      }
    }
  }

  private static Map<GroupId, GroupFootprint> footprints(Random random) {
    String primitive = random.nextInt(4) == 0 ? "other" : "map";
    Map<GroupId, GroupFootprint> footprints = new TreeMap<>();
    footprints.put(HERE, footprint(random, primitive));
    for (int i = 0; i < 2; i++) {
      if (i == 0 || random.nextBoolean()) {
        footprints.put(new GroupId("group", i + 2), footprint(random, primitive));
      }
    }
    return footprints;
  }

  private static long lastNotMet(
      Map<Long, Map<GroupId, GroupFootprint>> calls, Map<GroupId, GroupFootprint> call) {
    return calls.entrySet().stream()
        .filter(earlier -> conflict(earlier.getValue().get(HERE), call.get(HERE)))
        .filter(earlier -> !meets(call, earlier.getValue()))
        .mapToLong(Map.Entry::getKey)
        .max()
        .orElse(0);
  }

  private static boolean meets(
      Map<GroupId, GroupFootprint> call, Map<GroupId, GroupFootprint> earlier) {
    return earlier.entrySet().stream()
        .allMatch(
            there ->
                call.containsKey(there.getKey())
                    && conflict(call.get(there.getKey()), there.getValue()));
  }

  private static GroupFootprint footprint(Random random) {
    return footprint(random, random.nextBoolean() ? "map" : "other");
  }

  private static GroupFootprint footprint(Random random, String primitive) {
    GroupFootprint alone = alone(random, primitive);
    return random.nextInt(6) == 0 ? alone.beside(List.of(alone(random, "third"))) : alone;
  }

  private static GroupFootprint alone(Random random, String primitive) {
    TreeMap<Long, Access> keys = new TreeMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      keys.put((long) random.nextInt(6), access(random));
    }
    return new GroupFootprint(primitive, random.nextInt(6) == 0 ? access(random) : null, keys);
  }

  private static Access access(Random random) {
    return ACCESSES[random.nextInt(ACCESSES.length)];
  }

  private static long lastConflicting(
      Map<Long, GroupFootprint> messages, GroupFootprint footprint) {
    return messages.entrySet().stream()
        .filter(message -> conflict(message.getValue(), footprint))
        .mapToLong(Map.Entry::getKey)
        .max()
        .orElse(0);
  }

  /** Footprints are the whole primitive, keys, or both: whatever one touches meets the other. */
  private static boolean conflict(GroupFootprint one, GroupFootprint other) {
    return parts(one).stream()
        .anyMatch(part -> parts(other).stream().anyMatch(met -> conflictAlone(part, met)));
  }

  private static List<GroupFootprint> parts(GroupFootprint footprint) {
    List<GroupFootprint> parts = new ArrayList<>(footprint.others());
    parts.add(footprint);
    return parts;
  }

  /** Of two footprints it takes the first primitive of each alone. */
  private static boolean conflictAlone(GroupFootprint one, GroupFootprint other) {
    return one.primitive().equals(other.primitive())
        && accesses(one).entrySet().stream()
            .anyMatch(
                touched ->
                    accesses(other).entrySet().stream()
                        .anyMatch(
                            met ->
                                meet(touched.getKey(), met.getKey())
                                    && touched.getValue().conflictsWith(met.getValue())));
  }

  private static Map<Object, Access> accesses(GroupFootprint footprint) {
    Map<Object, Access> accesses = new HashMap<>(footprint.keys());
    if (footprint.whole() != null) {
      accesses.put("whole", footprint.whole());
    }
    return accesses;
  }

  private static boolean meet(Object one, Object other) {
    return one.equals(other) || one.equals("whole") || other.equals("whole");
  }
}
