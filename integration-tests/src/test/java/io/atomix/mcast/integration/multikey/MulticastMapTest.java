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
package io.atomix.mcast.integration.multikey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.atomix.core.Atomix;
import io.atomix.core.map.AtomicMap;
import io.atomix.core.map.AtomicMapEvent;
import io.atomix.core.map.impl.MapUpdate;
import io.atomix.core.transaction.TransactionId;
import io.atomix.core.transaction.TransactionLog;
import io.atomix.mcast.NotAppliedException;
import io.atomix.mcast.integration.Backend;
import io.atomix.mcast.integration.SharedCluster;
import io.atomix.mcast.integration.faults.Inside;
import io.atomix.mcast.primitives.map.AsyncMulticastMap;
import io.atomix.mcast.primitives.map.MapResult;
import io.atomix.mcast.primitives.map.MulticastMap;
import io.atomix.mcast.primitives.map.MulticastMapBuilder;
import io.atomix.mcast.primitives.map.MulticastMapType;
import io.atomix.mcast.primitives.map.VersionedMapResult;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.Heard;
import io.atomix.mcast.testing.Primitives;
import io.atomix.mcast.testing.RaftGroups;
import io.atomix.mcast.testing.TestCluster;
import io.atomix.primitive.PrimitiveException;
import io.atomix.utils.config.ConfigurationException;
import io.atomix.utils.time.Versioned;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Maps whose entries live in three partitions, used from three nodes. */
@ExtendWith(SharedCluster.class)
class MulticastMapTest {

  /** Of each partition one. */
  private static final String A = Inside.key(1);

  private static final String B = Inside.key(2);
  private static final String C = Inside.key(3);

  private TestCluster cluster;
  private Primitives primitives;
  private MulticastMap<String, String> first;
  private MulticastMap<String, String> second;

  @BeforeEach
  void open(TestCluster cluster, Primitives primitives) {
    assumeThat(cluster.kind()).isEqualTo(Backend.GENERIC_MULTICAST);
    this.cluster = cluster;
    this.primitives = primitives;
    first = map(1, UnaryOperator.identity());
    second = map(2, UnaryOperator.identity());
  }

  private MulticastMap<String, String> map(
      int member, UnaryOperator<MulticastMapBuilder<String, String>> options) {
    return primitives.open(
        member, "map", (node, name) -> options.apply(MulticastMapTest.builder(node, name)));
  }

  static MulticastMapBuilder<String, String> builder(Atomix node, String name) {
    return node.primitiveBuilder(name, MulticastMapType.<String, String>instance());
  }

  private static Map<String, String> values(Map<String, Versioned<String>> entries) {
    Map<String, String> values = new TreeMap<>();
    entries.forEach((key, entry) -> values.put(key, entry.value()));
    return values;
  }

  @Test
  void whatOneNodeWritesAtSeveralKeysAnotherReads() {
    first.putAll(Map.of(A, "1", B, "2", C, "3"));
    assertThat(values(second.getAll(List.of(A, B, C, "none"))))
        .isEqualTo(Map.of(A, "1", B, "2", C, "3"));
    assertThat(values(second.getAndPutAll(Map.of(A, "4", "new", "5")))).isEqualTo(Map.of(A, "1"));
    assertThat(values(first.getAllPresent(List.of(A, "new"))))
        .isEqualTo(Map.of(A, "4", "new", "5"));
    assertThat(first.getAllPresent(List.of())).isEmpty();

    Map<String, Versioned<String>> written = second.putAllAndGet(Map.of(A, "6", B, "2", C, "7"));
    assertThat(values(written)).isEqualTo(Map.of(A, "6", B, "2", C, "7"));
    written.forEach(
        (key, entry) -> assertThat(first.get(key).version()).isEqualTo(entry.version()));
    assertThat(values(first.getAndRemoveAll(List.of(A, "none")))).isEqualTo(Map.of(A, "6"));
    second.removeAll(List.of(B, "new", "none"));
    assertThat(values(first.snapshot())).isEqualTo(Map.of(C, "7"));
    second.removeAll(List.of(C));
    assertThat(first.isEmpty()).isTrue();
  }

  @Test
  void itIsAnAtomicMap() {
    AtomicMap<String, String> map = first;
    AtomicMap<String, String> same = second;
    assertThat(map.put(A, "1")).isNull();
    assertThat(same.put(A, "2").value()).isEqualTo("1");
    assertThat(same.putIfAbsent(A, "3").value()).isEqualTo("2");
    assertThat(same.putIfAbsent(B, "3")).isNull();
    assertThat(map.containsKey(B)).isTrue();
    assertThat(map.containsValue("3")).isTrue();
    assertThat(map.containsValue("4")).isFalse();
    assertThat(map.size()).isEqualTo(2);
    assertThat(map.getOrDefault(C, "none").value()).isEqualTo("none");
    assertThat(map.compute(C, (key, value) -> "computed").value()).isEqualTo("computed");
    assertThat(map.replace(C, "computed", "replaced")).isTrue();
    assertThat(map.replace(C, map.get(C).version() + 1, "no")).isFalse();
    assertThat(map.putAndGet(C, "got").version()).isEqualTo(same.get(C).version());
    assertThat(same.remove(C, "replaced")).isFalse();
    assertThat(same.remove(C, "got")).isTrue();
    assertThat(same.remove(B).value()).isEqualTo("3");
    assertThat(map.keySet()).containsExactly(A);
    map.put(A, null);
    assertThat(same.size()).as("null removes").isZero();
    assertThat(map.async().sync().isEmpty()).isTrue();
    assertThat(map.type()).isSameAs(MulticastMapType.instance());
  }

  @Test
  void viewsShowTheMapAndIteratorsOneMoment() {
    first.putAll(Map.of(A, "1", B, "2", C, "3"));
    assertThat(second.keySet()).containsExactlyInAnyOrder(A, B, C);
    assertThat(second.keySet().containsAll(List.of(A, C))).isTrue();
    assertThat(second.keySet().containsAll(List.of(A, "none"))).isFalse();
    assertThat(second.values().stream().map(Versioned::value))
        .containsExactlyInAnyOrder("1", "2", "3");
    var iterator = second.entrySet().iterator();
    Map<String, String> seen = new TreeMap<>();
    for (boolean changed = false; iterator.hasNext(); changed = true) {
      if (!changed) {
        first.clear();
      }
      var entry = iterator.next();
      seen.put(entry.getKey(), entry.getValue().value());
    }
    assertThat(seen).isEqualTo(Map.of(A, "1", B, "2", C, "3"));
    assertThat(second.entrySet()).isEmpty();
  }

  @Test
  void aLargeSnapshotIsFetchedInPiecesOfOneMoment() {
    String large = "x".repeat(20_000);
    Map<String, String> expected = new HashMap<>();
    for (int i = 0; i < 60; i++) {
      String key = "key-" + i;
      expected.put(key, i + large);
      first.put(key, i + large);
    }
    assertThat(values(second.snapshot())).isEqualTo(expected);

    var iterator = second.entrySet().iterator();
    assertThat(iterator.hasNext()).isTrue();
    first.clear();
    first.putAll(Map.of(A, "after", B, "after"));
    Map<String, String> seen = new HashMap<>();
    iterator.forEachRemaining(entry -> seen.put(entry.getKey(), entry.getValue().value()));
    assertThat(seen).isEqualTo(expected);
    assertThat(values(second.snapshot())).isEqualTo(Map.of(A, "after", B, "after"));
    assertThat(values(first.snapshot())).isEqualTo(Map.of(A, "after", B, "after"));
  }

  @Test
  void aTransactionDoesWhatItsConditionsSay() {
    first.putAll(Map.of(A, "1", B, "2"));
    MapResult<String, String> held =
        second
            .transaction()
            .ifEquals(A, "1")
            .ifPresent(B)
            .ifAbsent(C)
            .ifVersion(B, second.get(B).version())
            .then(ops -> ops.put(A, "x").remove(B).put(C, "z").get(A).get(C))
            .commit();
    assertThat(held.succeeded()).isTrue();
    assertThat(values(held.values())).isEqualTo(Map.of(A, "1"));
    assertThat(values(first.snapshot())).isEqualTo(Map.of(A, "x", C, "z"));

    VersionedMapResult<String, String> failed =
        second
            .transaction()
            .ifAbsent(A)
            .ifPresent(C)
            .then(ops -> ops.remove(C))
            .otherwise(ops -> ops.put(B, "y").get(C))
            .commitAndGet();
    assertThat(failed.succeeded()).isFalse();
    assertThat(values(failed.values())).isEqualTo(Map.of(C, "z"));
    assertThat(failed.versions()).isEqualTo(Map.of(B, first.get(B).version()));
    assertThat(values(first.snapshot())).isEqualTo(Map.of(A, "x", B, "y", C, "z"));
  }

  @Test
  void aTransactionMayStayInOnePartitionOrHaveNoConditionOrOnlyRead() {
    VersionedMapResult<String, String> put =
        first.transaction().ifAbsent(A).then(ops -> ops.put(A, "1")).commitAndGet();
    assertThat(put.versions()).isEqualTo(Map.of(A, second.get(A).version()));
    assertThat(first.transaction().ifAbsent(A).then(o -> o.put(A, "2")).commit().succeeded())
        .isFalse();
    MapResult<String, String> unconditional =
        first.transaction().then(ops -> ops.put(B, "2").put(C, "3").get(A)).commit();
    assertThat(unconditional.succeeded()).isTrue();
    assertThat(values(unconditional.values())).isEqualTo(Map.of(A, "1"));
    MapResult<String, String> read =
        second
            .transaction()
            .ifPresent(A)
            .then(ops -> ops.get(A).get(B))
            .otherwise(ops -> ops.get(C))
            .commit();
    assertThat(values(read.values())).isEqualTo(Map.of(A, "1", B, "2"));
  }

  @Test
  void everyChangeIsAnEventOnceAndInOrder() {
    Heard<AtomicMapEvent<String, String>> heard = new Heard<>();
    second.addListener(heard::add);
    first.putAll(Map.of(A, "1", B, "1"));
    first.putAll(Map.of(A, "2", B, "1"));
    first.transaction().ifPresent(A).then(ops -> ops.put(A, "3").remove(B)).commit();
    first.removeAll(List.of(A, C));
    assertThat(heard.atLeast(6))
        .filteredOn(event -> event.key().equals(A))
        .extracting(
            event ->
                event.type() + " " + (event.newValue() == null ? "" : event.newValue().value()))
        .containsExactly("INSERT 1", "UPDATE 2", "UPDATE 3", "REMOVE ");
    assertThat(heard.soFar())
        .hasSize(6)
        .filteredOn(event -> event.key().equals(B))
        .extracting(AtomicMapEvent::type)
        .containsExactly(AtomicMapEvent.Type.INSERT, AtomicMapEvent.Type.REMOVE);
  }

  @Test
  void aCachedMapReadsItsOwnWritesAndHearsOfOthers() {
    MulticastMap<String, String> cached = map(3, builder -> builder.withCacheEnabled());
    for (int i = 0; i < 50; i++) {
      String value = "" + i;
      cached.putAll(Map.of(A, value, B, value));
      assertThat(cached.get(A).value()).isEqualTo(value);
      cached.transaction().ifEquals(A, value).then(ops -> ops.remove(A).put(B, "t")).commit();
      assertThat(cached.get(A)).isNull();
      assertThat(cached.get(B).value()).isEqualTo("t");
      cached.removeAll(List.of(B));
      assertThat(cached.containsKey(B)).isFalse();
    }
    first.putAll(Map.of(A, "other", C, "other"));
    Await.until("the other's write", () -> cached.get(A), found -> found != null);
    first.removeAll(List.of(A));
    Await.until("the other's removal", () -> cached.get(A), found -> found == null);
    first.transaction().ifPresent(C).then(ops -> ops.put(C, "again")).commit();
    Await.until("the other's change", () -> cached.get(C), it -> it.value().equals("again"));
  }

  @Test
  void nullsAndReadOnlyAndOtherTypesAsConfigured() {
    MulticastMap<String, String> nullable = map(1, builder -> builder.withNullValues());
    Map<String, String> nullValue = new HashMap<>();
    nullValue.put(A, null);
    nullable.putAll(nullValue);
    assertThat(nullable.getAll(List.of(A)).get(A).value()).isNull();
    assertThat(nullable.snapshot()).containsOnlyKeys(A);
    assertThat(nullable.transaction().ifEquals(A, null).then(o -> o.put(A, "1")).commit())
        .isEqualTo(new MapResult<>(true, Map.of()));

    MulticastMap<String, String> readOnly = map(2, builder -> builder.withReadOnly());
    assertThat(values(readOnly.getAll(List.of(A)))).isEqualTo(Map.of(A, "1"));
    assertThatThrownBy(() -> readOnly.putAll(Map.of(A, "2")))
        .isExactlyInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> readOnly.put(A, "2"))
        .isExactlyInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(
            () -> readOnly.transaction().ifEquals(A, "1").then(o -> o.put(A, "2")).commit())
        .isExactlyInstanceOf(UnsupportedOperationException.class);
    assertThat(readOnly.transaction().ifEquals(A, "1").then(o -> o.get(A)).commit().succeeded())
        .isTrue();

    MulticastMap<Integer, List<String>> lists =
        primitives.open(
            1,
            "lists",
            (node, name) ->
                node.primitiveBuilder(name, MulticastMapType.<Integer, List<String>>instance())
                    .withKeyType(Integer.class)
                    .withValueType(ArrayList.class));
    lists.putAll(Map.of(1, new ArrayList<>(List.of("a")), 2, new ArrayList<>()));
    assertThat(lists.getAll(List.of(1, 2, 3)).get(1).value()).containsExactly("a");
  }

  @Test
  void whatATransactionOfAtomixHasLockedIsNotOverwritten() {
    first.putAll(Map.of(A, "1", B, "1"));
    TransactionId id = TransactionId.from("t");
    AsyncMulticastMap<String, String> async = first.async();
    long version = first.get(A).version();
    MapUpdate<String, String> update =
        MapUpdate.<String, String>builder()
            .withType(MapUpdate.Type.PUT_IF_VERSION_MATCH)
            .withKey(A)
            .withValue("2")
            .withVersion(version)
            .build();
    assertThat(Await.result("prepare", async.prepare(new TransactionLog<>(id, 0, List.of(update)))))
        .isTrue();

    assertThatThrownBy(() -> second.putAll(Map.of(A, "x", B, "x", C, "x")))
        .isInstanceOf(NotAppliedException.class)
        .hasMessageContaining("a transaction of Atomix is being committed");
    assertThatThrownBy(() -> second.removeAll(List.of(A, B)))
        .isInstanceOf(NotAppliedException.class);
    assertThatThrownBy(
            () -> second.transaction().ifPresent(B).then(ops -> ops.put(A, "x")).commit())
        .isInstanceOf(NotAppliedException.class);
    assertThatThrownBy(
            () ->
                second
                    .transaction()
                    .ifAbsent(B)
                    .then(ops -> ops.get(B))
                    .otherwise(ops -> ops.put(C, "x"))
                    .commit())
        .isInstanceOf(NotAppliedException.class);
    assertThat(second.transaction().ifAbsent(B).then(o -> o.put(B, "x")).commit().succeeded())
        .as("keys that are not locked")
        .isFalse();
    second.putAll(Map.of(B, "y", C, "y"));
    assertThat(values(second.snapshot())).isEqualTo(Map.of(A, "1", B, "y", C, "y"));

    Await.result("commit", async.commit(id));
    assertThat(second.get(A).value()).isEqualTo("2");
    second.transaction().ifAbsent(A).then(o -> o.get(A)).otherwise(o -> o.put(A, "z")).commit();
    assertThat(first.get(A).value()).isEqualTo("z");
  }

  @Test
  void badInputIsRefusedBeforeAnythingIsSent() {
    assertThatThrownBy(() -> first.putAll(Map.of())).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> first.getAll(List.of(A, A)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("named twice");
    assertThat(Await.failure("removal of nothing", first.async().removeAll(null)))
        .isExactlyInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> first.transaction().ifAbsent(A).ifEquals(A, "1"))
        .isInstanceOf(IllegalArgumentException.class);
    String tooLarge = "x".repeat(2 * 1024 * 1024);
    assertThatThrownBy(() -> first.putAll(Map.of(A, tooLarge, B, "1")))
        .isInstanceOf(NotAppliedException.class)
        .hasMessageContaining("maxEntrySize");
    assertThat(Await.failure("too large", first.async().putAll(Map.of(A, tooLarge, B, "1"))))
        .isInstanceOf(NotAppliedException.class);
    assertThat(Await.failure("too large", first.async().put(A, tooLarge)))
        .isInstanceOf(NotAppliedException.class);
    assertThatThrownBy(() -> first.put(A, tooLarge)).isInstanceOf(NotAppliedException.class);
    assertThatThrownBy(
            () ->
                first
                    .transaction()
                    .ifAbsent(A)
                    .then(ops -> ops.put(B, "1"))
                    .otherwise(ops -> ops.put(C, tooLarge))
                    .commit())
        .isInstanceOf(NotAppliedException.class);
    assertThat(second.isEmpty()).isTrue();
  }

  @Test
  void aClosedMapDoesNothingAndADeletedOneIsEmpty() {
    first.putAll(Map.of(A, "1", B, "1"));
    first.close();
    assertThatThrownBy(() -> first.putAll(Map.of(A, "2", B, "2")))
        .isInstanceOf(PrimitiveException.class);
    assertThatThrownBy(() -> first.transaction().then(ops -> ops.put(A, "2")).commit())
        .isInstanceOf(PrimitiveException.class);
    assertThatThrownBy(first::snapshot).isInstanceOf(PrimitiveException.class);
    assertThatThrownBy(first::delete).isInstanceOf(PrimitiveException.ClosedSession.class);
    assertThat(second.size()).isEqualTo(2);
    second.delete();
    assertThat(map(3, UnaryOperator.identity()).snapshot()).isEmpty();
  }

  @Test
  void anEqualValueRenewsTheTimeToLive() {
    Heard<AtomicMapEvent<String, String>> heard = new Heard<>();
    first.addListener(heard::add);
    first.put(A, "alive", Duration.ofSeconds(3));
    long version = second.get(A).version();
    second.put(A, "alive", Duration.ofHours(1));
    first.put(B, "ends later than the first time of A", Duration.ofSeconds(4));
    Await.until("the end of what was not renewed", () -> !first.containsKey(B));
    assertThat(first.get(A).value()).isEqualTo("alive");
    assertThat(first.get(A).version()).isEqualTo(version);
    assertThat(second.size()).isEqualTo(1);
    assertThat(heard.soFar())
        .filteredOn(event -> event.key().equals(A))
        .extracting(AtomicMapEvent::type)
        .containsExactly(AtomicMapEvent.Type.INSERT);
  }

  @Test
  void viewsAreCollections() {
    first.putAll(Map.of(A, "1", B, "2", C, "3"));
    assertThat(second.keySet().toArray(new String[0])).containsExactlyInAnyOrder(A, B, C);
    assertThat(second.values().toArray()).hasSize(3);
    assertThat(second.keySet()).isEqualTo(Set.of(A, B, C));
    assertThat(second.entrySet().containsAll(first.entrySet())).isTrue();
    assertThat(second.values().removeIf(value -> value.value().equals("2"))).isTrue();
    assertThat(second.keySet().retainAll(List.of(A, B))).isTrue();
    var entries = second.entrySet().iterator();
    Map.Entry<String, Versioned<String>> last = entries.next();
    first.put(A, "changed");
    entries.remove();
    assertThat(first.entrySet().contains(last)).isFalse();
    assertThat(first.get(A).value()).as("changed since it was returned").isEqualTo("changed");
    assertThat(first.keySet().removeAll(List.of(A, B))).isTrue();
    assertThat(first.keySet().toArray(new String[0])).isEmpty();
  }

  @Test
  void anotherProtocolIsRefusedWhenItIsBuilt() {
    CompletableFuture<MulticastMap<String, String>> opening =
        builder(cluster.node(1), primitives.name("elsewhere"))
            .withProtocol(new RaftGroups().protocol(TestCluster.MANAGEMENT))
            .buildAsync();
    assertThat(Await.failure("building on multi-raft", opening))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("multi-raft")
        .hasMessageContaining("needs protocol generic-multicast");
  }
}
