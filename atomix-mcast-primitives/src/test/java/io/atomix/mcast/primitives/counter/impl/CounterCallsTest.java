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
package io.atomix.mcast.primitives.counter.impl;

import static io.atomix.mcast.primitives.CallArguments.UNSERIALIZABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomix.mcast.NotAppliedException;
import io.atomix.mcast.primitives.CallArguments;
import io.atomix.mcast.primitives.CallTable;
import io.atomix.mcast.primitives.CallTable.Instance;
import io.atomix.mcast.primitives.NoRegistry;
import io.atomix.mcast.primitives.counter.AsyncMulticastCounterMap;
import io.atomix.mcast.primitives.counter.MulticastCounterMap;
import io.atomix.mcast.primitives.serialization.ValueSerializer;
import io.atomix.primitive.PrimitiveException;
import io.atomix.utils.serializer.Namespaces;
import io.atomix.utils.serializer.Serializer;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What every call of a counter map does on instances and with arguments that it cannot serve. */
class CounterCallsTest {
  private static final CallTable TABLE =
      new CallTable(
          AsyncMulticastCounterMap.class,
          MulticastCounterMap.class,
          Set.of(
              "incrementAndGet",
              "decrementAndGet",
              "getAndIncrement",
              "getAndDecrement",
              "addAndGet",
              "getAndAdd",
              "put",
              "putIfAbsent",
              "replace",
              "remove",
              "clear",
              "delete",
              "addAll",
              "addAllAndGet"),
          Set.of("get", "getAll", "sum", "size", "isEmpty", "close"));

  private static final CallArguments ARGUMENTS =
      new CallArguments()
          .type("K", "a", null, UNSERIALIZABLE)
          .type("long", 1L)
          .doubtful("long", Long.MIN_VALUE)
          .type(
              "Collection<? extends K>",
              List.of("a"),
              null,
              List.of(),
              Collections.singletonList(null),
              List.of(UNSERIALIZABLE))
          .type(
              "Map<? extends K, Long>",
              Map.of("a", 1L),
              null,
              Map.of(),
              Collections.singletonMap(null, 1L),
              Collections.singletonMap("a", null),
              Map.of(UNSERIALIZABLE, 1L));

  private final InMemoryPartitions partitions = new InMemoryPartitions();

  private AsyncMulticastCounterMap<String> map(boolean readOnly) {
    return new MulticastCounterMapProxy<>(
        partitions,
        new NoRegistry(),
        ValueSerializer.of(Serializer.using(Namespaces.BASIC)),
        readOnly);
  }

  private Instance instance(boolean readOnly) {
    AsyncMulticastCounterMap<String> map = map(readOnly);
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
    AsyncMulticastCounterMap<String> map = map(false);
    map.close().join();
    return TABLE.closedRefusesCalls(new Instance(map, map.sync()), ARGUMENTS, partitions::sent);
  }

  @TestFactory
  Stream<DynamicTest> badArgumentsFailTheFuture() {
    return TABLE.badArgumentsFailTheFuture(instance(false), ARGUMENTS);
  }

  @TestFactory
  Stream<DynamicTest> whatPartitionsFailWithIsTheFailure() {
    RuntimeException failure = NotAppliedException.forGood("too large, on purpose");
    partitions.failWith(failure);
    return TABLE.everyCallFailsAs(failure, instance(false), ARGUMENTS, Set.of("close"));
  }

  @Test
  void transactionsFailAlike() {
    MulticastCounterMap<String> readOnly = map(true).sync();
    assertThatThrownBy(() -> readOnly.transaction().then(ops -> ops.add("a", 1)).commit())
        .isExactlyInstanceOf(UnsupportedOperationException.class);
    assertThat(error(readOnly.async().transaction().then(ops -> ops.put("a", 1)).commitAndGet()))
        .isExactlyInstanceOf(UnsupportedOperationException.class);

    AsyncMulticastCounterMap<String> closed = map(false);
    closed.close().join();
    assertThat(error(closed.transaction().then(ops -> ops.get("a")).commit()))
        .isExactlyInstanceOf(PrimitiveException.ClosedSession.class);
    assertThatThrownBy(
            () -> closed.sync().transaction().then(ops -> ops.add("a", 1)).commitAndGet())
        .isExactlyInstanceOf(PrimitiveException.ClosedSession.class);

    AsyncMulticastCounterMap<Object> map =
        new MulticastCounterMapProxy<>(
            partitions,
            new NoRegistry(),
            ValueSerializer.of(Serializer.using(Namespaces.BASIC)),
            false);
    Throwable unserializable =
        error(map.transaction().then(ops -> ops.add(UNSERIALIZABLE, 1)).commit());
    assertThat(unserializable).isExactlyInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> map.sync().transaction().then(ops -> ops.add(UNSERIALIZABLE, 1)).commit())
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(unserializable.getMessage());

    RuntimeException failure = new NotAppliedException("on purpose");
    partitions.failWith(failure);
    assertThat(error(map.transaction().then(ops -> ops.get("a")).commit())).isSameAs(failure);
    assertThatThrownBy(() -> map.sync().transaction().then(ops -> ops.add("a", 1)).commit())
        .isSameAs(failure);
  }

  private static Throwable error(CompletableFuture<?> future) {
    return future.handle((value, error) -> error).join();
  }
}
