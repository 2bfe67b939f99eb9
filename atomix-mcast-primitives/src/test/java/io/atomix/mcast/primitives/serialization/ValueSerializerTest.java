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
package io.atomix.mcast.primitives.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomix.mcast.primitives.serialization.SampleValues.Colour;
import io.atomix.mcast.primitives.serialization.SampleValues.Plain;
import io.atomix.mcast.primitives.serialization.SampleValues.Point;
import io.atomix.utils.serializer.Serializer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.SimpleTimeZone;
import java.util.TimeZone;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Values come back equal, equal ones have equal bytes, and what would not come back is refused. */
class ValueSerializerTest {
  private final ValueSerializer serializer = Serializers.ofMulticastMap();

  @TestFactory
  Stream<DynamicTest> whatAtomixWroteIsRead() {
    Serializer theirs = Serializers.ofAtomicMap(Plain.class, Point[].class);
    ValueSerializer ours = Serializers.ofMulticastMap(Plain.class, Point[].class);
    return SampleValues.byKind().entrySet().stream()
        .map(
            kind ->
                DynamicTest.dynamicTest(
                    kind.getKey(),
                    () -> kind.getValue().forEach(value -> checkOldForm(theirs, ours, value))));
  }

  /** What both write, ours reads from Atomix's form, as long as Atomix's serializer can. */
  private static void checkOldForm(Serializer theirs, ValueSerializer ours, Object value) {
    byte[] old;
    try {
      old = theirs.encode(value);
      ours.encode(value);
      if (!SampleValues.same(value, theirs.decode(old)) || isEmptyEnumMap(value)) {
        return;
      }
    } catch (RuntimeException | LinkageError e) {
      return;
    }
    assertThat(SampleValues.same(value, ours.decode(old))).as("%s", value.getClass()).isTrue();
  }

  /** Atomix reads one that does not know its keys, and so takes none. */
  private static boolean isEmptyEnumMap(Object value) {
    return value instanceof EnumMap<?, ?> map && map.isEmpty();
  }

  @Test
  void immutableCollectionsThatWereStoredBeforeAreReadNow() {
    Serializer theirs = Serializers.ofAtomicMap();
    for (Object value :
        List.of(
            List.of("a", "b"),
            Set.of(1L, 2L),
            Map.of("a", List.of(1)),
            Collections.unmodifiableSet(new HashSet<>(List.of(1))),
            new SampleValues.Plain("a", List.of("b")))) {
      assertThat(serializer.<Object>decode(theirs.encode(value))).isEqualTo(value);
    }
  }

  @Test
  void ordinaryValuesHaveTheFormOfAtomix() {
    Serializer theirs = Serializers.ofAtomicMap(Plain.class);
    ValueSerializer ours = Serializers.ofMulticastMap(Plain.class);
    for (Object value :
        List.of(
            "key",
            7L,
            new byte[] {1, 2},
            new ArrayList<>(List.of("a", 2, 3L)),
            new LinkedHashMap<>(Map.of("a", new ArrayList<>())),
            Colour.GREEN,
            Arrays.asList(1, 2),
            new Plain("a", new ArrayList<>(List.of("b"))))) {
      assertThat(ours.encode(value)).as("%s", value).isEqualTo(theirs.encode(value));
    }
  }

  @Test
  void equalValuesHaveEqualBytes() {
    Set<String> small = new HashSet<>(2);
    Set<String> large = new HashSet<>(10_000);
    Map<Object, Object> map = new HashMap<>(2);
    Map<Object, Object> other = new HashMap<>(10_000);
    Random random = new Random(1);
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      numbers.add(random.nextInt());
    }
    numbers.forEach(each -> small.add("s" + each));
    numbers.forEach(
        each -> map.put(each % 2 == 0 ? each : new Point(each, 1), new HashSet<>(small)));
    Collections.shuffle(numbers, random);
    numbers.forEach(each -> large.add("s" + each));
    numbers.forEach(
        each -> other.put(each % 2 == 0 ? each : new Point(each, 1), new HashSet<>(large)));
    assertEqualBytes(small, large);
    assertEqualBytes(map, other);
    Properties one = new Properties();
    Properties two = new Properties();
    for (int i = 0; i < 30; i++) {
      one.setProperty("p" + i, "v");
      two.setProperty("p" + (29 - i), "v");
    }
    assertEqualBytes(one, two);
    assertEqualBytes(Set.copyOf(small), Set.copyOf(large));
    assertEqualBytes(Map.copyOf(map), Map.copyOf(other));
    assertEqualBytes(List.of("a", "b"), Stream.of("a", "b").toList());
    assertEqualBytes(List.of("a"), List.of("b", "a").subList(1, 2));
    assertEqualBytes(new ArrayList<>(List.of(1)), new ArrayList<>(List.of(1, 2)).subList(0, 1));
    String text = new String("a");
    assertEqualBytes(List.of(text, text), List.of("a", new String("a")));
    UUID id = new UUID(1, 2);
    assertEqualBytes(new Object[] {id, id}, new Object[] {id, new UUID(1, 2)});
  }

  private void assertEqualBytes(Object one, Object other) {
    assertThat(serializer.encode(other)).isEqualTo(serializer.encode(one));
  }

  /** As docs/values.md says: who compares values there has to know. */
  @Test
  void inAtomixsFormEqualValuesMayDiffer() {
    Serializer theirs = Serializers.ofAtomicMap();
    String text = new String("a");
    assertThat(theirs.encode(new ArrayList<>(List.of(text, text))))
        .isNotEqualTo(theirs.encode(new ArrayList<>(List.of("a", new String("a")))));
    Set<String> small = new HashSet<>(2);
    Set<String> large = new HashSet<>(10_000);
    for (int i = 0; i < 50; i++) {
      small.add("s" + i * 7919);
      large.add("s" + i * 7919);
    }
    assertThat(small).isEqualTo(large);
    assertThat(theirs.encode(small)).isNotEqualTo(theirs.encode(large));
  }

  @Test
  void kindsOfCollectionsStayApart() {
    assertThat(serializer.encode(Map.of("a", 1)))
        .isNotEqualTo(serializer.encode(new HashMap<>(Map.of("a", 1))));
    assertThat(serializer.encode(List.of("a")))
        .isNotEqualTo(serializer.encode(new ArrayList<>(List.of("a"))));
  }

  @Test
  void whatWasReadHasTheBytesThatWereWritten() {
    SampleValues.byKind()
        .forEach(
            (kind, values) -> {
              for (Object value : values) {
                byte[] bytes;
                try {
                  bytes = serializer.encode(value);
                } catch (IllegalArgumentException e) {
                  continue;
                }
                if (!kind.equals("`Arrays.asList`")) {
                  assertThat(serializer.encode(serializer.<Object>decode(bytes)))
                      .as("%s: %s", kind, value)
                      .isEqualTo(bytes);
                }
              }
            });
  }

  @Test
  void sharedAndCyclicObjectsAreStillReferences() {
    List<Object> inner = new ArrayList<>(List.of("a"));
    List<Object> twice = new ArrayList<>(List.of(inner, "a", inner));
    List<List<Object>> back = serializer.decode(serializer.encode(twice));
    assertThat(back.get(2)).isSameAs(back.get(0));
    Object[] cycle = new Object[] {"a", null, "a"};
    cycle[1] = cycle;
    Object[] cycleBack = serializer.decode(serializer.encode(cycle));
    assertThat(cycleBack[1]).isSameAs(cycleBack);
    assertThat(cycleBack[2]).isEqualTo("a");
    List<Object> immutable = List.of(inner);
    Object[] sharing = serializer.decode(serializer.encode(new Object[] {immutable, immutable}));
    assertThat(sharing[0]).isEqualTo(immutable).isSameAs(sharing[1]);
  }

  @Test
  void whatCannotBeReadBackIsRefusedWhateverContainsIt() {
    Runnable lambda = () -> {};
    Set<Integer> view = new HashMap<>(Map.of(1, 2)).keySet();
    serializer.encode(List.of("fine"));
    serializer.encode(new ArrayList<>(List.of("fine")));
    for (Object bad :
        List.of(
            lambda,
            view,
            List.of(view),
            new ArrayList<>(List.of("a", view)),
            Map.of("a", List.of(view)),
            new Object[] {view},
            Map.entry("a", view))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> serializer.encode(bad))
          .withMessageContaining(bad.getClass().getName())
          .withMessageContaining("docs/values.md");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> serializer.encode(List.of(view)))
        .withMessageContaining("java.util.HashMap$KeySet")
        .withMessageContaining("could not be read back");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> serializer.encode(List.of(new Thread())))
        .withMessageContaining("cannot be written")
        .withMessageContaining("java.lang.Thread");
  }

  @Test
  void whatComesBackAsSomethingElseIsRefused() {
    SimpleTimeZone zone = new SimpleTimeZone(5, "x", 3, 1, 1, 1, 10, 1, 1, 1);
    assertThat(Serializers.ofAtomicMap().<Object>decode(Serializers.ofAtomicMap().encode(zone)))
        .isNotEqualTo(zone);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> serializer.encode(zone))
        .withMessageContaining("not equal")
        .withMessageContaining("SimpleTimeZone");
    serializer.encode(TimeZone.getTimeZone("Asia/Tokyo"));
    serializer.encode(new StringBuilder("a"));
  }

  /** Counts how often it is read. */
  static final class Counted {
    static final AtomicInteger READ = new AtomicInteger();
    int value = 1;

    Counted() {
      READ.incrementAndGet();
    }
  }

  @Test
  void aClassIsReadBackOnce() {
    Counted counted = new Counted();
    int before = Counted.READ.get();
    serializer.encode(counted);
    assertThat(Counted.READ.get()).isEqualTo(before + 1);
    for (int i = 0; i < 10; i++) {
      serializer.encode(counted);
    }
    assertThat(Counted.READ.get()).as("known by itself").isEqualTo(before + 1);
    serializer.encode(List.of(counted));
    assertThat(Counted.READ.get()).as("a list was not known").isEqualTo(before + 2);
    serializer.encode(List.of(counted, counted));
    assertThat(Counted.READ.get()).isEqualTo(before + 2);
  }

  /** A record that may be registered. */
  record Registered(String name, Point point) {}

  @Test
  void recordsCanBeRegistered() {
    ValueSerializer registering = Serializers.of(true, false, Registered.class, Point.class);
    Registered value = new Registered("a", new Point(1, 2));
    assertThat(registering.<Object>decode(registering.encode(value))).isEqualTo(value);
    assertThat(registering.encode(value).length).isLessThan(serializer.encode(value).length);
    assertThat(registering.<Object>decode(registering.encode(List.of(new UUID(1, 1), value))))
        .isEqualTo(List.of(new UUID(1, 1), value));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> registering.encode(Colour.RED))
        .withMessageContaining("is not registered")
        .withMessageContaining("Colour");
    ValueSerializer uuids = Serializers.of(true, false, UUID.class);
    assertThat(uuids.<Object>decode(uuids.encode(new UUID(1, 2)))).isEqualTo(new UUID(1, 2));
  }

  /** A record as it was. */
  record Old(int number, String gone, String name) {}

  /** And as it is. */
  record New(String name, boolean added, int number, List<String> more) {}

  @Test
  void recordsMayChangeWithCompatibleSerialization() {
    ValueSerializer old = Serializers.of(false, true, Old.class);
    ValueSerializer now = Serializers.of(false, true, New.class);
    byte[] bytes = old.encode(new Old(7, "x", "n"));
    assertThat(now.<Object>decode(bytes)).isEqualTo(new New("n", false, 7, null));
    assertThat(now.<Object>decode(now.encode(new New("n", true, 1, List.of("a")))))
        .isEqualTo(new New("n", true, 1, List.of("a")));
  }

  /** A record that refuses some of what it might be read from. */
  record Positive(int value) {
    Positive {
      if (value <= 0) {
        throw new IllegalArgumentException("not positive: " + value);
      }
    }
  }

  @Test
  void aRecordWhoseConstructorRefusesIsSaidToBe() {
    ValueSerializer points = Serializers.of(false, false, Point.class);
    ValueSerializer positives = Serializers.of(false, false, Positive.class);
    assertThatThrownBy(() -> positives.decode(points.encode(new Point(-3, 0))))
        .isInstanceOf(UnreadableValueException.class)
        .hasMessageContaining("Positive")
        .hasMessageContaining("not positive: -3");
  }

  @Test
  void emptyEnumMapsKnowTheirKeys() {
    EnumMap<Colour, String> back =
        serializer.decode(serializer.encode(new EnumMap<>(Colour.class)));
    back.put(Colour.GREEN, "a");
    assertThat(back).containsOnlyKeys(Colour.GREEN);
  }

  @Test
  void aSerializerOfTheUsersIsTriedToo() {
    Serializer lossy = Serializers.ofAtomicMap();
    ValueSerializer tryingLossy = ValueSerializer.of(lossy);
    tryingLossy.encode(new ArrayList<>(List.of("a")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tryingLossy.encode(new ArrayList<>(List.of(List.of("a")))))
        .withMessageContaining("could not be read back");
    assertThat(ValueSerializer.of(serializer)).isSameAs(serializer);
  }

  @Test
  void bytesOfAClassThatIsNotThereCannotBeReadAndSaySo() {
    byte[] bytes = serializer.encode(new Point(1, 2));
    bytes[20] = 'X';
    assertThatThrownBy(() -> serializer.decode(bytes))
        .isInstanceOf(UnreadableValueException.class)
        .hasMessageContaining("Unable to find class");
  }
}
