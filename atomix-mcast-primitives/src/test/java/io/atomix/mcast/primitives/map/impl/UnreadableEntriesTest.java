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
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.atomix.core.iterator.SyncIterator;
import io.atomix.core.map.AtomicMapEvent;
import io.atomix.mcast.primitives.map.AsyncMulticastMap;
import io.atomix.mcast.primitives.map.Filter;
import io.atomix.mcast.primitives.map.MapPage;
import io.atomix.mcast.primitives.map.MulticastMap;
import io.atomix.mcast.primitives.map.UnreadableEntriesException;
import io.atomix.mcast.primitives.serialization.UnreadableValueException;
import io.atomix.utils.time.Versioned;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What one entry's reader lacks hides no other entry; what nobody could read is not written. */
class UnreadableEntriesTest {
  private static final Object BAD = new HashMap<>(Map.of(1, 2)).keySet();

  private final LocalPartitions partitions = new LocalPartitions();
  private final EntryCache<String, Object> cache = new EntryCache<>(100);
  private final AsyncMulticastMap<String, Object> async = partitions.mapOf(cache);
  private final MulticastMap<String, Object> map = async.sync();
  private final String bad = partitions.keyIn(1);
  private final String good = partitions.keyIn(2);

  @BeforeEach
  void oneEntryIsGoodAndOneIsNot() {
    map.put(good, "fine");
    writeFromElsewhere(bad);
  }

  /** Writes as a program does that has a class which is not here. */
  private void writeFromElsewhere(String key) {
    partitions.replica(partitions.partitionOf(key)).as(2).put(partitions.encoded(key), missing());
  }

  private static byte[] missing() {
    byte[] name = "no.such.Class".getBytes(StandardCharsets.US_ASCII);
    byte[] bytes = new byte[name.length + 4];
    // A class by its name, the first one; in Kryo the last letter of a name is marked.
    bytes[0] = 1;
    System.arraycopy(name, 0, bytes, 2, name.length);
    bytes[name.length + 1] |= (byte) 0x80;
    return bytes;
  }

  @Test
  void aReadOfOneEntryNamesIt() {
    assertThatThrownBy(() -> map.get(bad))
        .isInstanceOf(UnreadableValueException.class)
        .hasMessageContaining("Map 'owners'")
        .hasMessageContaining("'" + bad + "'")
        .hasMessageContaining("Unable to find class: no.such.Class")
        .hasMessageContaining("removeAll or putAll");
    assertThat(map.get(good).value()).isEqualTo("fine");
    assertThat(map.containsKey(bad)).isTrue();
    assertThat(partitions.<String, Object>mapOf(null).sync().containsKey(bad)).isTrue();
    assertThat(map.size()).isEqualTo(2);
  }

  @TestFactory
  Stream<DynamicTest> readsOfSeveralEntriesNameThoseAndHaveTheOthers() {
    Map<String, Runnable> reads = new LinkedHashMap<>();
    reads.put("getAll", () -> map.getAll(List.of(good, bad)));
    reads.put("getAllPresent", () -> map.getAllPresent(List.of(good, bad)));
    reads.put("snapshot", map::snapshot);
    reads.put("snapshot with a filter", () -> map.snapshot(Filter.prefix("key-")).entries());
    reads.put(
        "transaction",
        () -> map.transaction().ifPresent(bad).then(ops -> ops.get(bad).get(good)).commit());
    reads.put("getAndPutAll", () -> map.getAndPutAll(Map.of(good, "new", bad, "new")));
    reads.put("getAndRemoveAll", () -> map.getAndRemoveAll(List.of(good, bad)));
    return reads.entrySet().stream()
        .map(
            read ->
                DynamicTest.dynamicTest(
                    read.getKey(),
                    () -> {
                      oneEntryIsGoodAndOneIsNot();
                      UnreadableEntriesException e =
                          catchThrowableOfType(
                              () -> read.getValue().run(), UnreadableEntriesException.class);
                      assertThat(e)
                          .hasMessageContaining("1 of 2 entries")
                          .hasMessageContaining("[" + bad + "]")
                          .hasMessageContaining("no.such.Class");
                      Map<String, Versioned<Object>> readable = e.readable();
                      assertThat(readable).containsOnlyKeys(good);
                      assertThat(readable.get(good).value()).isEqualTo("fine");
                      assertThat(e.<String>unreadable()).containsOnlyKeys(bad);
                      assertThat(e.withoutKey()).isEmpty();
                    }));
  }

  @Test
  void thePageBehindOneThatCannotBeReadIsRead() {
    MapPage<String, Object> page = map.snapshot(Filter.prefix("key-").limit(1));
    Map<String, Object> found = new HashMap<>();
    int unreadable = 0;
    while (page != null) {
      try {
        page.entries().forEach((key, entry) -> found.put(key, entry.value()));
      } catch (UnreadableEntriesException e) {
        assertThat(e.<String>unreadable()).containsOnlyKeys(bad);
        unreadable++;
      }
      page = page.hasMore() ? page.next() : null;
    }
    assertThat(found).isEqualTo(Map.of(good, "fine"));
    assertThat(unreadable).isEqualTo(1);
  }

  @Test
  void aTransactionSaysWhetherItsConditionsHeld() {
    assertThatThrownBy(
            () -> map.transaction().ifPresent(bad).then(ops -> ops.get(bad).put("a", 1)).commit())
        .isInstanceOf(UnreadableEntriesException.class)
        .hasMessageContaining("conditions held");
    assertThat(map.get("a").value()).isEqualTo(1);
    assertThatThrownBy(
            () ->
                map.transaction()
                    .ifAbsent(bad)
                    .then(ops -> ops.put("a", 2))
                    .otherwise(ops -> ops.get(bad).put("a", 3))
                    .commitAndGet())
        .hasMessageContaining("one did not hold");
    assertThat(map.get("a").value()).isEqualTo(3);
  }

  @Test
  void writesThatReturnTheOldValueAreDone() {
    assertThatThrownBy(() -> map.put(bad, "new"))
        .isInstanceOf(UnreadableValueException.class)
        .hasMessageContaining("the call has done what it was to do");
    assertThat(map.get(bad).value()).isEqualTo("new");
    writeFromElsewhere(bad);
    assertThatThrownBy(() -> map.remove(bad)).isInstanceOf(UnreadableValueException.class);
    assertThat(map.containsKey(bad)).isFalse();
    writeFromElsewhere(bad);
    map.putAll(Map.of(bad, "over it"));
    assertThat(map.get(bad).value()).isEqualTo("over it");
    writeFromElsewhere(bad);
    map.removeAll(List.of(bad));
    assertThat(map.snapshot()).containsOnlyKeys(good);
  }

  @Test
  void iteratorsThrowInTheEntrysPlaceAndGoOn() {
    List<Object> heard = new ArrayList<>();
    drain(map.values().iterator(), heard);
    assertThat(heard).hasSize(2);
    assertThat(heard)
        .anyMatch(each -> each instanceof Versioned<?> entry && "fine".equals(entry.value()));
    assertThat(heard)
        .anyMatch(
            each -> each instanceof UnreadableValueException e && e.getMessage().contains(bad));
    heard.clear();
    drain(map.entrySet().iterator(), heard);
    assertThat(heard).hasSize(2);
    heard.clear();
    drain(map.keySet().iterator(), heard);
    assertThat(heard).containsExactlyInAnyOrder(good, bad);
  }

  private static void drain(SyncIterator<?> iterator, List<Object> heard) {
    while (iterator.hasNext()) {
      try {
        heard.add(iterator.next());
      } catch (NoSuchElementException e) {
        throw e;
      } catch (RuntimeException e) {
        heard.add(e);
      }
    }
  }

  @Test
  void listenersHearOfChangesThatTheyCannotRead() {
    List<AtomicMapEvent<String, Object>> heard = new ArrayList<>();
    async.addListener(heard::add, Runnable::run).join();
    writeFromElsewhere(good);
    map.putAll(Map.of(good, "again"));
    assertThat(heard).hasSize(2);
    AtomicMapEvent<String, Object> first = heard.get(0);
    assertThat(first.type()).isEqualTo(AtomicMapEvent.Type.UPDATE);
    assertThat(first.key()).isEqualTo(good);
    assertThat(first.oldValue().value()).isEqualTo("fine");
    assertThatThrownBy(first::newValue)
        .isInstanceOf(UnreadableValueException.class)
        .hasMessageContaining("'" + good + "'");
    assertThat(first.toString()).contains("no.such.Class");
    assertThat(heard.get(1).newValue().value()).isEqualTo("again");
    assertThatThrownBy(heard.get(1)::oldValue).isInstanceOf(UnreadableValueException.class);
  }

  @Test
  void aCacheDoesNotKeepWhatAnUnreadableValueReplaced() {
    assertThat(map.get(good).value()).isEqualTo("fine");
    writeFromElsewhere(good);
    assertThatThrownBy(() -> map.get(good)).isInstanceOf(UnreadableValueException.class);
    partitions.replica(2).as(2).put(partitions.encoded(good), partitions.encodedValue("readable"));
    assertThat(map.get(good).value()).isEqualTo("readable");
  }

  @Test
  void aKeyThatCannotBeReadHidesNoOther() {
    String unreadable = com.google.common.io.BaseEncoding.base16().encode(missing());
    partitions.replica(1).as(2).put(unreadable, partitions.encodedValue("value"));
    map.removeAll(List.of(bad));
    UnreadableEntriesException e =
        catchThrowableOfType(map::snapshot, UnreadableEntriesException.class);
    assertThat(e.<String, Object>readable()).containsOnlyKeys(good);
    assertThat(e.unreadable()).isEmpty();
    assertThat(e.withoutKey()).hasSize(1);
    assertThat(e.withoutKey().get(0)).hasMessageContaining(unreadable);
  }

  @TestFactory
  Stream<DynamicTest> whatNobodyCouldReadIsNotWritten() {
    Map<String, java.util.function.Supplier<CompletableFuture<?>>> writes = new LinkedHashMap<>();
    writes.put("put", () -> async.put(good, BAD));
    writes.put("putAndGet", () -> async.putAndGet(good, BAD));
    writes.put("putIfAbsent", () -> async.putIfAbsent(good, BAD));
    writes.put("replace", () -> async.replace(good, BAD));
    writes.put("replace by version", () -> async.replace(good, 1, BAD));
    writes.put("replace of a value", () -> async.replace(good, "fine", List.of(BAD)));
    writes.put("compute", () -> async.compute(good, (key, value) -> BAD));
    writes.put("putAll", () -> async.putAll(Map.of("a", "fine", good, List.of(BAD))));
    writes.put("getAndPutAll", () -> async.getAndPutAll(Map.of(good, BAD)));
    writes.put("putAllAndGet", () -> async.putAllAndGet(Map.of(good, BAD)));
    writes.put("transaction", () -> async.transaction().then(ops -> ops.put(good, BAD)).commit());
    return writes.entrySet().stream()
        .map(
            write ->
                DynamicTest.dynamicTest(
                    write.getKey(),
                    () -> {
                      assertThatIllegalArgumentException()
                          .isThrownBy(() -> outcome(write.getValue()))
                          .withMessageContaining("Map 'owners'")
                          .withMessageContaining("'" + good + "'")
                          .withMessageContaining("java.util.HashMap$KeySet")
                          .withMessageContaining("docs/values.md");
                      assertThat(map.get(good).value()).isEqualTo("fine");
                      assertThat(map.containsKey("a")).isFalse();
                    }));
  }

  private static void outcome(java.util.function.Supplier<CompletableFuture<?>> write)
      throws Throwable {
    try {
      write.get().join();
    } catch (CompletionException e) {
      throw e.getCause();
    }
  }

  @Test
  void keysThatCouldNotBeReadBackAreRefused() {
    MulticastMap<Object, Object> anyKey = partitions.<Object, Object>mapOf(null).sync();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> anyKey.putAll(Map.of(BAD, "a")))
        .withMessageContaining("Map 'owners': key '[1]'")
        .withMessageContaining("java.util.HashMap$KeySet");
    assertThat(anyKey.size()).isEqualTo(2);
  }
}
