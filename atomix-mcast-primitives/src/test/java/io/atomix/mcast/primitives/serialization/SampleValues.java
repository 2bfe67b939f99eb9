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

import static java.util.Map.entry;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import java.io.File;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.AbstractMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Currency;
import java.util.Date;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Values of the kinds that programs keep, each by the name that docs/values.md has for it. */
final class SampleValues {
  private SampleValues() {}

  /** An enum, one of whose constants is a class of its own. */
  enum Colour {
    RED,
    GREEN {
      @Override
      boolean isNice() {
        return true;
      }
    };

    boolean isNice() {
      return false;
    }
  }

  /** A record. */
  record Point(int x, int y) {}

  /** A record of everything. */
  record Order(
      UUID id,
      String name,
      List<Point> points,
      Colour colour,
      Order previous,
      Map<String, Long> m) {}

  /** An empty record. */
  record Nothing() {}

  /** A class that nothing was done for. */
  static class Plain {
    String name;
    List<String> list;

    Plain(String name, List<String> list) {
      this.name = name;
      this.list = list;
    }

    @Override
    public boolean equals(Object object) {
      return object instanceof Plain that
          && Objects.equals(name, that.name)
          && Objects.equals(list, that.list);
    }

    @Override
    public int hashCode() {
      return Objects.hash(name, list);
    }
  }

  /** A class whose fields say of which final classes their elements are: Kryo writes none then. */
  static final class Rich {
    List<String> list = List.of("a", "b");
    Set<Long> set = Set.of(1L, 2L);
    Map<String, Long> map = Map.of("a", 1L);
    List<String> unmodifiable = Collections.unmodifiableList(new ArrayList<>(List.of("c")));
    UUID id = new UUID(3, 4);

    @Override
    public boolean equals(Object object) {
      return object instanceof Rich that
          && list.equals(that.list)
          && set.equals(that.set)
          && map.equals(that.map)
          && unmodifiable.equals(that.unmodifiable)
          && id.equals(that.id);
    }

    @Override
    public int hashCode() {
      return Objects.hash(list, set, map, unmodifiable, id);
    }
  }

  /** Returns whether a value came back as it was, as far as its class says. */
  static boolean same(Object value, Object back) {
    if (value instanceof Collection<?> collection && !(value instanceof Set)) {
      return back instanceof Collection<?> other
          && new ArrayList<>(collection).equals(new ArrayList<>(other));
    }
    return Objects.deepEquals(value, back)
        || value.getClass() == back.getClass()
            && value.getClass().getPackageName().equals("java.util.concurrent.atomic")
            && value.toString().equals(back.toString());
  }

  /** Returns samples by kind. */
  static Map<String, List<Object>> byKind() {
    Map<String, List<Object>> kinds = new LinkedHashMap<>();
    kinds.put(
        "`String`, boxed numbers, `Boolean`, `Character`", List.of("", "é", 1, 2L, 1.5, 'c', true));
    kinds.put(
        "arrays of these, `byte[]`",
        List.of(new byte[] {1}, new int[0], new String[] {"a", null}, new Object[] {"a", 1L}));
    kinds.put("`BigDecimal`, `BigInteger`", List.of(new BigDecimal("1.50"), BigInteger.TEN));
    kinds.put(
        "`Instant`, `LocalDate`, `Duration` and the rest of `java.time`",
        List.of(
            Instant.EPOCH,
            LocalDate.EPOCH,
            LocalTime.NOON,
            LocalDateTime.MIN,
            OffsetDateTime.MIN,
            ZonedDateTime.of(LocalDateTime.MAX, ZoneOffset.UTC),
            ZoneId.of("Europe/Zurich"),
            Duration.ofMillis(5),
            Period.ofDays(3),
            DayOfWeek.FRIDAY));
    kinds.put(
        "enum constants, `EnumSet`",
        List.of(
            Colour.RED,
            Colour.GREEN,
            EnumSet.of(Colour.RED, Colour.GREEN),
            EnumSet.noneOf(Colour.class)));
    kinds.put("`Optional`", List.of(Optional.empty(), Optional.of("a"), OptionalInt.of(3)));
    kinds.put(
        "`Date`, `Currency`, `Locale`",
        List.of(new Date(7), Currency.getInstance("CHF"), Locale.ROOT));
    kinds.put(
        "`ArrayList`, `LinkedList`, `ArrayDeque`, `CopyOnWriteArrayList`",
        List.of(
            new ArrayList<>(),
            new ArrayList<>(Arrays.asList("a", null)),
            new LinkedList<>(List.of(1)),
            new ArrayDeque<>(List.of(1)),
            new CopyOnWriteArrayList<>(List.of("a"))));
    kinds.put(
        "`HashSet`, `LinkedHashSet`, `TreeSet`",
        List.of(
            new HashSet<>(Arrays.asList("a", null, 5L)),
            new LinkedHashSet<>(List.of(2, 1)),
            new TreeSet<>(Set.of("a", "b"))));
    kinds.put(
        "`HashMap`, `LinkedHashMap`, `TreeMap`, `ConcurrentHashMap`",
        List.of(
            new HashMap<>(Map.of("a", 1, "b", 2)),
            new LinkedHashMap<>(Map.of(1, "a")),
            new TreeMap<>(Map.of(1, "a")),
            new ConcurrentHashMap<>(Map.of("a", new ArrayList<>()))));
    kinds.put("`Arrays.asList`", List.of(Arrays.asList(), Arrays.asList("a", null)));
    kinds.put(
        "`Collections.emptyList`, `singletonMap` and their like",
        List.of(
            Collections.emptyList(),
            Collections.emptySet(),
            Collections.emptyMap(),
            Collections.singletonList("a"),
            Collections.singleton("a"),
            Collections.singletonMap("a", 1)));
    kinds.put(
        "Guava's `ImmutableList`, `ImmutableSet`, `ImmutableMap`",
        List.of(
            ImmutableList.of(),
            ImmutableList.of(1, 2),
            ImmutableSet.of("a"),
            ImmutableMap.of(1, 2, 3, 4)));
    kinds.put(
        "classes of your own with fields, and no constructor without arguments",
        List.of(new Plain("a", new ArrayList<>(List.of("b"))), new Plain(null, null)));
    kinds.put(
        "`List.of`, `List.copyOf`, its `subList`",
        List.of(
            List.of(),
            List.of("a"),
            List.of(1, 2, 3),
            List.copyOf(new ArrayList<>(List.of(1))),
            List.of(1, 2, 3).subList(1, 2),
            List.of(List.of(List.of("a")))));
    kinds.put(
        "`Stream.toList`, `Collectors.toUnmodifiableList`",
        List.of(Stream.of("a").toList(), Stream.of("a", null).toList(), Stream.of().toList()));
    kinds.put(
        "`Set.of`, `Set.copyOf`",
        List.of(Set.of(), Set.of("a"), Set.of(1, "b", 3L), Set.of(Set.of(1L, 2L), Set.of())));
    kinds.put(
        "`Map.of`, `Map.copyOf`, `Map.ofEntries`",
        List.of(
            Map.of(),
            Map.of("a", 1),
            Map.of("a", 1, "b", List.of()),
            Map.ofEntries(entry("c", Map.of()), entry(3, 4))));
    kinds.put(
        "`Collections.unmodifiableList`, `-Set`, `-Map`, `-SortedMap` and their like",
        unmodifiable());
    kinds.put(
        "`subList` of other lists",
        List.of(
            new ArrayList<>(List.of(1, 2)).subList(0, 1),
            new LinkedList<>(List.of(1, 2)).subList(0, 1),
            Arrays.asList(1, 2).subList(0, 1)));
    kinds.put(
        "`EnumMap`",
        List.of(
            new EnumMap<>(Map.of(Colour.RED, 1, Colour.GREEN, List.of())),
            new EnumMap<>(Colour.class)));
    kinds.put(
        "records",
        List.of(
            new Point(1, -1),
            new Nothing(),
            Set.of(new Point(1, 2), new Point(2, 1)),
            Map.of(new Point(1, 2), "a", new Point(2, 1), "b"),
            new Order(
                new UUID(1, 2),
                "n",
                List.of(new Point(1, 1)),
                Colour.GREEN,
                new Order(null, null, null, null, null, null),
                Map.of("a", 1L))));
    kinds.put(
        "arrays of records and enums",
        List.of(new Point[] {new Point(1, 2), null}, new Colour[] {Colour.RED}));
    kinds.put("`UUID`", List.of(new UUID(-1, 5)));
    kinds.put("`URI`", List.of(URI.create("http://Example.org/a?b=c#d")));
    kinds.put("`BitSet`", List.of(new BitSet(), BitSet.valueOf(new long[] {5, 0, 1})));
    kinds.put(
        "`Map.entry`, `AbstractMap.SimpleEntry`",
        List.of(
            entry("a", 1),
            new AbstractMap.SimpleEntry<>("a", null),
            new AbstractMap.SimpleImmutableEntry<>("a", List.of())));
    kinds.put(
        "classes of your own with fields of these kinds",
        List.of(new Plain("a", List.of("b")), new Rich()));
    kinds.put("Guava's sorted and other collections", List.of(ImmutableSortedSet.of(1, 2)));
    kinds.put(
        "`Collections.synchronizedList`, `nCopies`, and views: `map.keySet()`," + " `map.values()`",
        List.of(
            Collections.synchronizedList(new ArrayList<>(List.of(1))),
            Collections.nCopies(2, "a"),
            new HashMap<>(Map.of(1, 2)).keySet(),
            new HashMap<>(Map.of(1, 2)).values()));
    kinds.put(
        "`InetAddress`, `File`, `Path`, `Pattern`",
        List.of(
            InetAddress.getLoopbackAddress(),
            new InetSocketAddress("127.0.0.1", 5),
            new File("a"),
            new File("a").toPath(),
            Pattern.compile("a")));
    kinds.put(
        "`AtomicReference`, `AtomicInteger`",
        List.of(new AtomicReference<>("a"), new AtomicInteger(4)));
    kinds.put(
        "lambdas, threads, streams",
        List.of(
            (Supplier<String> & java.io.Serializable) () -> "a",
            (Runnable) () -> {},
            new Thread(),
            Stream.of()));
    return kinds;
  }

  private static List<Object> unmodifiable() {
    Collection<Object> collection = Collections.unmodifiableCollection(new ArrayList<>(List.of(1)));
    return List.of(
        Collections.unmodifiableList(new ArrayList<>(Arrays.asList("a", null))),
        Collections.unmodifiableList(new LinkedList<>(List.of("a"))),
        Collections.unmodifiableSet(new HashSet<>(Set.of("a"))),
        Collections.unmodifiableMap(new HashMap<>(Map.of("a", 1))),
        Collections.unmodifiableSortedSet(new TreeSet<>(Set.of("a"))),
        Collections.unmodifiableNavigableSet(new TreeSet<>(Collections.reverseOrder())),
        Collections.unmodifiableSortedMap(new TreeMap<>(Map.of("a", 1))),
        Collections.unmodifiableNavigableMap(new TreeMap<>(Map.of("a", 1))),
        Collections.emptySortedSet(),
        Collections.emptyNavigableMap(),
        collection);
  }
}
