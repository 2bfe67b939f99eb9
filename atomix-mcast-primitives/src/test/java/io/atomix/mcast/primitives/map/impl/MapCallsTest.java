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

import static io.atomix.mcast.primitives.CallArguments.UNSERIALIZABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomix.core.map.AtomicMapEventListener;
import io.atomix.core.map.impl.MapUpdate;
import io.atomix.core.transaction.TransactionId;
import io.atomix.core.transaction.TransactionLog;
import io.atomix.mcast.NotAppliedException;
import io.atomix.mcast.primitives.CallArguments;
import io.atomix.mcast.primitives.CallTable;
import io.atomix.mcast.primitives.CallTable.Instance;
import io.atomix.mcast.primitives.map.AsyncMulticastMap;
import io.atomix.mcast.primitives.map.Filter;
import io.atomix.mcast.primitives.map.MapChanges;
import io.atomix.mcast.primitives.map.MapState;
import io.atomix.mcast.primitives.map.MapWatchListener;
import io.atomix.mcast.primitives.map.MulticastMap;
import io.atomix.mcast.primitives.map.WatchFrom;
import io.atomix.primitive.PrimitiveException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What every call of a map does on instances and with arguments that it cannot serve. */
class MapCallsTest {
  private static final CallTable TABLE =
      new CallTable(
          AsyncMulticastMap.class,
          MulticastMap.class,
          Set.of(
              "put",
              "putAndGet",
              "putIfAbsent",
              "replace",
              "remove",
              "clear",
              "delete",
              "compute",
              "computeIf",
              "computeIfAbsent",
              "computeIfPresent",
              "putAll",
              "getAndPutAll",
              "putAllAndGet",
              "touch",
              "removeAll",
              "getAndRemoveAll",
              "prepare",
              "commit",
              "rollback"),
          Set.of(
              "get",
              "getAll",
              "getAllPresent",
              "getOrDefault",
              "containsKey",
              "containsValue",
              "size",
              "isEmpty",
              "snapshot",
              "watch",
              "mirror",
              "position",
              "addListener",
              "removeListener",
              "close"));

  private static final TransactionId TRANSACTION = TransactionId.from("t");
  private static final CallArguments ARGUMENTS =
      new CallArguments()
          .type("K", "a", null, UNSERIALIZABLE)
          .type("V", "one")
          .doubtful("V", null, UNSERIALIZABLE)
          .type("long", 1L)
          .doubtful("long", -1L, Long.MAX_VALUE)
          .type("Duration", Duration.ofSeconds(1), null, Duration.ofMillis(-1))
          .doubtful("Duration", Duration.ZERO, Duration.ofSeconds(Long.MAX_VALUE))
          .type("Iterable<K>", List.of("a"), null, Collections.singletonList(null))
          .doubtful("Iterable<K>", List.of(), List.of(UNSERIALIZABLE))
          .type(
              "Collection<? extends K>",
              List.of("a"),
              null,
              List.of(),
              List.of("a", "a"),
              Collections.singletonList(null),
              List.of(UNSERIALIZABLE))
          .type(
              "Map<? extends K, ? extends V>",
              Map.of("a", "one"),
              null,
              Map.of(),
              Collections.singletonMap(null, "one"),
              Collections.singletonMap("a", null),
              Map.of("a", UNSERIALIZABLE),
              Map.of(UNSERIALIZABLE, "one"))
          .type("Predicate<? super V>", predicate(value -> true), null, predicate(value -> fail()))
          .type("Function<? super K, ? extends V>", function(key -> "one"))
          .doubtful("Function<? super K, ? extends V>", null, function(key -> fail()))
          .type("BiFunction<? super K, ? super V, ? extends V>", ofTwo((key, value) -> "one"))
          .doubtful(
              "BiFunction<? super K, ? super V, ? extends V>", null, ofTwo((key, value) -> fail()))
          .type(
              "AtomicMapEventListener<K, V>",
              (AtomicMapEventListener<?, ?>) event -> {},
              new Object[] {null})
          .type("Filter<? extends K>", Filter.prefix("a"), new Object[] {null})
          .type("WatchFrom", WatchFrom.now(), new Object[] {null})
          .type("MapWatchListener<K, V>", new WatchListener(), new Object[] {null})
          .type("Executor", (Executor) Runnable::run, new Object[] {null})
          .type("TransactionId", TRANSACTION, new Object[] {null})
          .type(
              "TransactionLog<T>",
              log("a", "one"),
              null,
              log(UNSERIALIZABLE, "one"),
              log("a", UNSERIALIZABLE));

  private final LocalPartitions partitions = new LocalPartitions();

  /** Hears of nothing. */
  private static final class WatchListener implements MapWatchListener<Object, Object> {
    @Override
    public void onSnapshot(MapState<Object, Object> state) {
      throw new AssertionError("nothing is watched here: " + state);
    }

    @Override
    public void onChanges(MapChanges<Object, Object> changes) {
      throw new AssertionError("nothing is watched here: " + changes);
    }
  }

  private static TransactionLog<?> log(Object key, Object value) {
    return new TransactionLog<>(
        TRANSACTION,
        1,
        List.of(
            MapUpdate.builder()
                .withType(MapUpdate.Type.PUT_IF_ABSENT)
                .withKey(key)
                .withValue(value)
                .build()));
  }

  private static Predicate<Object> predicate(Predicate<Object> predicate) {
    return predicate;
  }

  private static Function<Object, Object> function(Function<Object, Object> function) {
    return function;
  }

  private static BiFunction<Object, Object, Object> ofTwo(
      BiFunction<Object, Object, Object> function) {
    return function;
  }

  private static <T> T fail() {
    throw new IllegalStateException("on purpose");
  }

  private Instance instance(boolean readOnly) {
    AsyncMulticastMap<String, String> map = partitions.map(false, readOnly, null);
    return new Instance(map, map.sync());
  }

  private Instance closed() {
    AsyncMulticastMap<String, String> map = partitions.map(false, false, new EntryCache<>(10));
    map.put("a", "zero").join();
    map.get("a").join();
    map.close().join();
    return new Instance(map, map.sync());
  }

  @Test
  void everyMethodIsClassified() {
    TABLE.everyMethodIsClassified();
  }

  @TestFactory
  Stream<DynamicTest> aReadOnlyMapChangesNothing() {
    return TABLE.readOnlyRefusesChanges(instance(true), ARGUMENTS, partitions::sent);
  }

  @TestFactory
  Stream<DynamicTest> aClosedMapSendsNothing() {
    return TABLE.closedRefusesCalls(closed(), ARGUMENTS, partitions::sent);
  }

  @TestFactory
  Stream<DynamicTest> badArgumentsFailTheFuture() {
    Instance map = instance(false);
    partitions.map().put("a", "zero").join();
    return TABLE.badArgumentsFailTheFuture(map, ARGUMENTS);
  }

  @TestFactory
  Stream<DynamicTest> badArgumentsFailTheFutureOfAMapWithACacheToo() {
    AsyncMulticastMap<String, String> map = partitions.map(false, false, new EntryCache<>(10));
    map.put("a", "zero").join();
    return TABLE.badArgumentsFailTheFuture(new Instance(map, map.sync()), ARGUMENTS);
  }

  @TestFactory
  Stream<DynamicTest> whatPartitionsFailWithIsTheFailure() {
    Instance map = instance(false);
    RuntimeException failure = NotAppliedException.forGood("too large, on purpose");
    partitions.failWith(failure);
    return TABLE.everyCallFailsAs(failure, map, ARGUMENTS, Set.of("close", "removeListener"));
  }

  @Test
  void transactionsFailAlike() {
    MulticastMap<String, String> readOnly = partitions.map(false, true, null).sync();
    assertThatThrownBy(() -> readOnly.transaction().then(ops -> ops.put("a", "b")).commit())
        .isExactlyInstanceOf(UnsupportedOperationException.class);
    assertThat(error(readOnly.async().transaction().then(ops -> ops.remove("a")).commitAndGet()))
        .isExactlyInstanceOf(UnsupportedOperationException.class);

    AsyncMulticastMap<String, String> closed = partitions.map();
    closed.close().join();
    assertThat(error(closed.transaction().then(ops -> ops.get("a")).commit()))
        .isExactlyInstanceOf(PrimitiveException.ClosedSession.class);
    assertThatThrownBy(
            () -> closed.sync().transaction().then(ops -> ops.put("a", "b")).commitAndGet())
        .isExactlyInstanceOf(PrimitiveException.ClosedSession.class);

    AsyncMulticastMap<String, String> map = partitions.map();
    RuntimeException failure = new NotAppliedException("on purpose");
    partitions.failWith(failure);
    assertThat(error(map.transaction().then(ops -> ops.get("a")).commit())).isSameAs(failure);
    assertThatThrownBy(() -> map.sync().transaction().then(ops -> ops.put("a", "b")).commit())
        .isSameAs(failure);
  }

  private static Throwable error(CompletableFuture<?> future) {
    return future.handle((value, error) -> error).join();
  }
}
