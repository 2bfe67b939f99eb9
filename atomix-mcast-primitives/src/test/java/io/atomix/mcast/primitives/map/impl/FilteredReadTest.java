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
package io.atomix.mcast.primitives.map.impl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomix.mcast.primitives.map.AsyncMapPage;
import io.atomix.mcast.primitives.map.Filter;
import io.atomix.mcast.primitives.map.MapPage;
import io.atomix.mcast.primitives.map.MulticastMap;
import io.atomix.primitive.PrimitiveException;
import io.atomix.utils.time.Versioned;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What filters find, page by page, on three partitions in memory. */
class FilteredReadTest {
  private static final Logger LOG = LoggerFactory.getLogger(FilteredReadTest.class);

  /** One of them is too large to be read at once. */
  private static final String LARGE = "x".repeat(MapSnapshot.SMALL_BYTES + 1);

  private final LocalPartitions partitions = new LocalPartitions();
  private final MulticastMap<String, String> map = partitions.map().sync();

  private static Map<String, String> values(Map<String, Versioned<String>> entries) {
    Map<String, String> values = new TreeMap<>();
    entries.forEach((key, entry) -> values.put(key, entry.value()));
    return values;
  }

  private void put(String... keys) {
    for (String key : keys) {
      map.put(key, "value of " + key);
    }
  }

  private List<String> found(Filter<String> filter) {
    return rest(map.snapshot(filter));
  }

  @Test
  void keysAreComparedAsStrings() {
    String last = "\uFFFF";
    String emoji = "\uD83D\uDE00";
    put("", "a", "a ", "aa", "ab", "a\u00e9", "b", "B", emoji, emoji + "b", last, "a\u0000");
    assertThat(found(Filter.prefix("a")))
        .containsExactly("a", "a\u0000", "a ", "aa", "ab", "a\u00e9");
    assertThat(found(Filter.prefix("aa"))).containsExactly("aa");
    assertThat(found(Filter.prefix("c"))).isEmpty();
    assertThat(found(Filter.prefix(emoji))).containsExactly(emoji, emoji + "b");
    assertThat(found(Filter.between("", "a"))).containsExactly("", "B");
    assertThat(found(Filter.between("aa", "b"))).containsExactly("aa", "ab", "a\u00e9");
    assertThat(found(Filter.between("b", last)))
        .as("by the units of UTF-16, as String.compareTo")
        .containsExactly("b", emoji, emoji + "b");
    assertThat(found(Filter.between("a", "b").limit(1))).isEqualTo(found(Filter.between("a", "b")));
  }

  @Test
  void numbersAreComparedBySize() {
    MulticastMap<Object, String> any = partitions.<Object, String>mapOf(null).sync();
    List<Object> keys =
        List.of(-5L, 0L, 3L, 100L, Long.MAX_VALUE, Long.MIN_VALUE, 3, "3", "-1", List.of(3L));
    keys.forEach(key -> any.put(key, "x"));
    assertThat(any.snapshot(Filter.between(-5, 100)).entries().keySet())
        .containsExactly(-5L, 0L, 3L);
    assertThat(any.snapshot(Filter.between(Long.MIN_VALUE, Long.MAX_VALUE)).entries().keySet())
        .containsExactly(Long.MIN_VALUE, -5L, 0L, 3L, 100L);
    assertThat(any.snapshot(Filter.prefix("3")).entries().keySet()).containsExactly("3");
    assertThat(any.snapshot(Filter.between("", "z").limit(1)).entries().keySet())
        .containsExactly("-1");
  }

  @Test
  void whatIsSmallIsReadInOneMessage() {
    put("a", "b", "c", "d");
    int before = partitions.messages().size();
    MapPage<String, String> first = map.snapshot(Filter.between("a", "d").limit(2));
    map.clear();
    assertThat(values(first.entries())).isEqualTo(Map.of("a", "value of a", "b", "value of b"));
    assertThat(first.hasMore()).isTrue();
    MapPage<String, String> last = first.next();
    assertThat(last.entries().keySet()).containsExactly("c");
    assertThat(last.hasMore()).isFalse();
    last.close();
    assertThat(partitions.messages()).hasSize(before + 1);
    assertThatThrownBy(last::next)
        .isInstanceOf(NoSuchElementException.class)
        .hasMessageContaining("'owners': this is the last page");
    MapPage<String, String> exact = map.snapshot(Filter.between("a", "d").limit(3));
    assertThat(exact.hasMore()).isFalse();
  }

  @Test
  void theLimitCutsOnlyWhereThereIsMore() {
    put("a", "b", "c");
    assertThat(map.snapshot(Filter.between("a", "z").limit(3)).hasMore()).isFalse();
    assertThat(map.snapshot(Filter.between("a", "z").limit(2)).hasMore()).isTrue();
    map.put("b", LARGE);
    assertThat(map.snapshot(Filter.between("a", "z").limit(3)).hasMore()).isFalse();
    assertThat(map.snapshot(Filter.between("a", "z").limit(2)).hasMore()).isTrue();
    assertThat(map.snapshot(Filter.between("a", "z")).entries().keySet())
        .containsExactly("a", "b", "c");
  }

  /**
   * As large as it is, each page is of the first one's moment, on replicas that are restored, too.
   */
  @Test
  void laterPagesAreOfTheSameMoment() {
    Map<String, String> expected = new TreeMap<>();
    for (int i = 100; i < 140; i++) {
      expected.put("key-" + i, i + LARGE);
    }
    expected.forEach(map::put);
    put("other");
    MapPage<String, String> page = map.snapshot(Filter.prefix("key-").limit(7));
    Map<String, String> found = new TreeMap<>(values(page.entries()));
    assertThat(page.entries().keySet())
        .containsExactly(
            "key-100", "key-101", "key-102", "key-103", "key-104", "key-105", "key-106");
    for (int i = 0; page.hasMore(); i++) {
      map.remove("key-" + (139 - i));
      map.put("key-" + (100 + i), "changed");
      map.put("key-" + (200 + i), "new");
      if (i == 2) {
        partitions.restoreAll();
      }
      page = page.next();
      found.putAll(values(page.entries()));
    }
    assertThat(found).isEqualTo(expected);
    keptNowhere();
  }

  private void keptNowhere() {
    for (int partition = 1; partition <= 3; partition++) {
      MulticastMapService service = partitions.replica(partition).as(1);
      for (long number = 0; number < 50; number++) {
        assertThat(service.readMatches(number, 0, 1)).isNull();
      }
    }
  }

  @Test
  void aReadThatIsClosedKeepsNothing() {
    map.put("a", LARGE);
    put("b", "c");
    MapPage<String, String> first = map.snapshot(Filter.between("a", "z").limit(1));
    MapPage<String, String> second = first.next();
    assertThatThrownBy(first::next)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("asked for already");
    first.close();
    keptNowhere();
    assertThatThrownBy(second::next)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("was closed");
    assertThat(second.entries().keySet()).containsExactly("b");
    second.close();
    AsyncMapPage<String, String> async = partitions.map().snapshot(Filter.prefix("b")).join();
    assertThat(async.entries().keySet()).containsExactly("b");
    async.close().join();
  }

  @Test
  void ofManyThatAreNotReadToTheirEndTheOldestIsDropped() {
    List<String> keys = new ArrayList<>();
    for (int i = 10; i < 40; i++) {
      keys.add("key-" + i);
    }
    put(keys.toArray(String[]::new));
    map.put("key-10", LARGE);
    List<MapPage<String, String>> begun = new ArrayList<>();
    for (int i = 0; i <= FixedSnapshots.MOST_OF_A_SESSION; i++) {
      begun.add(map.snapshot(Filter.prefix("key-").limit(2)));
    }
    MapPage<String, String> oldest = begun.remove(0);
    begun.forEach(page -> assertThat(rest(page)).isEqualTo(keys));
    assertThatThrownBy(() -> rest(oldest))
        .isInstanceOf(PrimitiveException.class)
        .hasMessageContaining("'owners'")
        .hasMessageContaining("begin again");
    assertThatThrownBy(() -> rest(oldest))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("has failed");
    keptNowhere();
  }

  private static List<String> rest(MapPage<String, String> page) {
    List<String> keys = new ArrayList<>(page.entries().keySet());
    for (MapPage<String, String> each = page; each.hasMore(); ) {
      each = each.next();
      keys.addAll(each.entries().keySet());
    }
    return keys;
  }

  @Test
  void badFiltersSendNothing() {
    put("a");
    int before = partitions.messages().size();
    assertThatThrownBy(() -> map.snapshot(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("the filter is null");
    assertThatThrownBy(() -> partitions.map().snapshot(null).join())
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(NullPointerException.class);
    MulticastMap<String, String> reversed = partitions.mapWithKeysOfItsOwn().sync();
    assertThatThrownBy(() -> reversed.snapshot(Filter.prefix("a")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("serializer of its own")
        .hasMessageContaining("snapshot()");
    assertThat(partitions.messages()).hasSize(before);
  }

  @Test
  void pagesOfRandomMapsAreWhatATreeMapGives() {
    long seed = Long.getLong("mcast.seed", System.nanoTime());
    for (int run = 0; run < Integer.getInteger("mcast.runs", 60); run++) {
      LOG.info("run {}: -Dmcast.seed={} -Dmcast.runs=1", run, seed + run);
      randomRead(new Random(seed + run));
    }
  }

  private void randomRead(Random random) {
    TreeMap<String, String> model = new TreeMap<>();
    map.clear();
    for (int i = random.nextInt(60); i > 0; i--) {
      String key = key(random);
      String value = random.nextInt(8) == 0 ? LARGE : "" + random.nextInt();
      model.put(key, value);
      map.put(key, value);
    }
    String from = key(random);
    String to = key(random);
    boolean prefix = random.nextBoolean() || from.compareTo(to) >= 0;
    if (prefix && from.isEmpty()) {
      from = "a";
    }
    Filter<String> filter = prefix ? Filter.prefix(from) : Filter.between(from, to);
    int limit = random.nextInt(9);
    MapPage<String, String> page = map.snapshot(limit == 0 ? filter : filter.limit(limit));
    TreeMap<String, String> expected =
        prefix
            ? new TreeMap<>(model.subMap(from, from + "\uFFFF".repeat(4)))
            : new TreeMap<>(model.subMap(from, to));
    List<String> order = new ArrayList<>();
    while (true) {
      page.entries()
          .forEach((key, entry) -> assertThat(entry.value()).isEqualTo(expected.get(key)));
      order.addAll(page.entries().keySet());
      if (!page.hasMore()) {
        break;
      }
      assertThat(page.entries()).hasSize(limit);
      map.put(key(random), "later");
      map.remove(key(random));
      page = page.next();
      assertThat(page.entries()).isNotEmpty();
    }
    assertThat(order).containsExactlyElementsOf(expected.keySet());
  }

  private static String key(Random random) {
    StringBuilder key = new StringBuilder();
    for (int length = random.nextInt(5); length > 0; length--) {
      key.append("ab\u00e9\uD83D\uDE00z".charAt(random.nextInt(6)));
    }
    return key.toString();
  }
}
