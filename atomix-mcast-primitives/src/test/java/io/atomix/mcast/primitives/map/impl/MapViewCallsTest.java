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

import io.atomix.core.collection.AsyncDistributedCollection;
import io.atomix.core.collection.CollectionEvent;
import io.atomix.core.collection.CollectionEventListener;
import io.atomix.core.collection.DistributedCollection;
import io.atomix.core.iterator.AsyncIterator;
import io.atomix.core.set.AsyncDistributedSet;
import io.atomix.core.set.DistributedSet;
import io.atomix.core.transaction.TransactionId;
import io.atomix.core.transaction.TransactionLog;
import io.atomix.mcast.NotAppliedException;
import io.atomix.mcast.primitives.CallArguments;
import io.atomix.mcast.primitives.CallTable;
import io.atomix.mcast.primitives.CallTable.Instance;
import io.atomix.mcast.primitives.map.AsyncMulticastMap;
import io.atomix.mcast.primitives.map.MulticastMap;
import io.atomix.primitive.PrimitiveException;
import io.atomix.utils.time.Versioned;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What every call of a map's views does on instances and with arguments that it cannot serve. */
class MapViewCallsTest {
  private static final Set<String> CHANGING =
      Set.of("add", "addAll", "remove", "removeAll", "retainAll", "clear", "delete");
  private static final Set<String> READING =
      Set.of(
          "contains", "containsAll", "size", "isEmpty", "addListener", "removeListener", "close");
  private static final Set<String> TRANSACTIONS = Set.of("prepare", "commit", "rollback");
  private static final CallTable COLLECTION =
      new CallTable(
          AsyncDistributedCollection.class, DistributedCollection.class, CHANGING, READING);
  private static final CallTable SET =
      new CallTable(
          AsyncDistributedSet.class,
          DistributedSet.class,
          Stream.concat(CHANGING.stream(), TRANSACTIONS.stream()).collect(Collectors.toSet()),
          READING);

  private final LocalPartitions partitions = new LocalPartitions();

  private static CallArguments arguments(Object element, Object... doubtful) {
    TransactionId transaction = TransactionId.from("t");
    CollectionEventListener<?> listener = event -> {};
    Executor executor = Runnable::run;
    return new CallArguments()
        .type("E", element)
        .doubtful("E", doubtful)
        .type("Collection<? extends E>", List.of(element), new Object[] {null})
        .doubtful("Collection<? extends E>", List.of(), Collections.singletonList(null))
        .type("CollectionEventListener<E>", listener, new Object[] {null})
        .type("Executor", executor, new Object[] {null})
        .type("TransactionId", transaction)
        .type("TransactionLog<T>", new TransactionLog<>(transaction, 1, List.of()));
  }

  private static final CallArguments OF_KEYS = arguments("a", null, UNSERIALIZABLE);
  private static final CallArguments OF_VALUES =
      arguments(new Versioned<>("1", 0), null, new Versioned<>(UNSERIALIZABLE, 1));
  private static final CallArguments OF_ENTRIES =
      arguments(
          Entries.of("a", new Versioned<>("1", 0)),
          null,
          Entries.of(UNSERIALIZABLE, new Versioned<>("1", 0)));

  @Test
  void everyMethodIsClassified() {
    COLLECTION.everyMethodIsClassified();
    SET.everyMethodIsClassified();
  }

  private static Instance instance(AsyncDistributedCollection<?> view) {
    return new Instance(view, view.sync());
  }

  @TestFactory
  Stream<DynamicTest> theViewsOfAReadOnlyMapChangeNothing() {
    partitions.map().put("a", "1").join();
    AsyncMulticastMap<String, String> map = partitions.map(false, true, null);
    return Stream.of(
            SET.readOnlyRefusesChanges(instance(map.keySet()), OF_KEYS, partitions::sent),
            SET.readOnlyRefusesChanges(instance(map.entrySet()), OF_ENTRIES, partitions::sent),
            COLLECTION.readOnlyRefusesChanges(instance(map.values()), OF_VALUES, partitions::sent))
        .flatMap(tests -> tests);
  }

  @Test
  void theIteratorsAndFiltersOfAReadOnlyMapChangeNothing() {
    partitions.map().put("a", "1").join();
    MulticastMap<String, String> map = partitions.map(false, true, null).sync();
    for (DistributedCollection<?> view : List.of(map.keySet(), map.values(), map.entrySet())) {
      var iterator = view.iterator();
      iterator.next();
      assertThatThrownBy(iterator::remove).isExactlyInstanceOf(UnsupportedOperationException.class);
      assertThatThrownBy(() -> view.removeIf(each -> true))
          .isExactlyInstanceOf(UnsupportedOperationException.class);
      assertThat(view.toArray(new Object[0])).hasSize(1);
    }
  }

  @TestFactory
  Stream<DynamicTest> theViewsOfAClosedMapSendNothing() {
    AsyncMulticastMap<String, String> map = partitions.map();
    map.put("a", "1").join();
    map.close().join();
    return Stream.of(
            SET.closedRefusesCalls(instance(map.keySet()), OF_KEYS, partitions::sent),
            SET.closedRefusesCalls(instance(map.entrySet()), OF_ENTRIES, partitions::sent),
            COLLECTION.closedRefusesCalls(instance(map.values()), OF_VALUES, partitions::sent))
        .flatMap(tests -> tests);
  }

  @TestFactory
  Stream<DynamicTest> badArgumentsFailTheFuture() {
    AsyncMulticastMap<String, String> map = partitions.map();
    return Stream.of(
            SET.badArgumentsFailTheFuture(instance(map.keySet()), OF_KEYS),
            SET.badArgumentsFailTheFuture(instance(map.entrySet()), OF_ENTRIES),
            COLLECTION.badArgumentsFailTheFuture(instance(map.values()), OF_VALUES))
        .flatMap(tests -> tests);
  }

  @TestFactory
  Stream<DynamicTest> whatPartitionsFailWithIsTheFailure() {
    AsyncMulticastMap<String, String> map = partitions.map();
    RuntimeException failure = new NotAppliedException("on purpose");
    partitions.failWith(failure);
    Set<String> nothingSent = Set.of("close", "removeListener");
    return Stream.of(
            SET.everyCallFailsAs(failure, instance(map.keySet()), OF_KEYS, nothingSent),
            SET.everyCallFailsAs(failure, instance(map.entrySet()), OF_ENTRIES, nothingSent),
            COLLECTION.everyCallFailsAs(failure, instance(map.values()), OF_VALUES, nothingSent))
        .flatMap(tests -> tests);
  }

  @Test
  void iteratorsFailTheirFutures() {
    AsyncMulticastMap<String, String> map = partitions.map();
    AsyncIterator<String> empty = map.keySet().iterator();
    assertThat(error(empty.next())).isExactlyInstanceOf(NoSuchElementException.class);
    assertThatThrownBy(() -> map.sync().keySet().iterator().next())
        .isExactlyInstanceOf(NoSuchElementException.class);
    assertThatThrownBy(() -> map.keySet().iterator().sync().next())
        .isExactlyInstanceOf(NoSuchElementException.class);

    RuntimeException failure = new NotAppliedException("on purpose");
    partitions.failWith(failure);
    assertThat(error(map.entrySet().iterator().hasNext())).isSameAs(failure);
    assertThat(error(map.entrySet().iterator().next())).isSameAs(failure);
    assertThatThrownBy(() -> map.sync().entrySet().iterator().next()).isSameAs(failure);
    assertThatThrownBy(() -> map.sync().values().toArray(new Object[0])).isSameAs(failure);

    map.close().join();
    assertThat(error(map.values().iterator().hasNext()))
        .isExactlyInstanceOf(PrimitiveException.ClosedSession.class);
    assertThatThrownBy(() -> map.sync().values().iterator().next())
        .isExactlyInstanceOf(PrimitiveException.ClosedSession.class);
  }

  private static Throwable error(CompletableFuture<?> future) {
    return future.handle((value, error) -> error).join();
  }

  @Test
  void manyEntriesAreRemovedSomeAtATime() {
    MulticastMap<String, String> map = partitions.map().sync();
    Map<String, String> many =
        IntStream.range(0, 1000)
            .boxed()
            .collect(Collectors.toMap(i -> "key-" + i, i -> "value-" + i % 2));
    map.putAll(many);
    assertThat(map.values().removeIf(value -> value.value().equals("value-1"))).isTrue();
    assertThat(map.size()).isEqualTo(500);
    map.putAll(many);
    assertThat(map.keySet().retainAll(List.of("key-7", "another"))).isTrue();
    assertThat(map.keySet().toArray(new String[0])).containsExactly("key-7");
  }

  @Test
  void listenersOfAViewHearOfItUntilTheyAreRemoved() {
    MulticastMap<String, String> map = partitions.map().sync();
    Collection<String> heard = new ArrayList<>();
    CollectionEventListener<String> listener = event -> heard.add(event.type() + event.element());
    map.keySet().addListener(listener);
    map.put("a", "1");
    map.put("a", "2");
    map.remove("a");
    // Another call for the view gives one that knows of the listener.
    map.keySet().removeListener(listener);
    map.put("b", "1");
    assertThat(heard)
        .containsExactly(CollectionEvent.Type.ADD + "a", CollectionEvent.Type.REMOVE + "a");
  }

  @Test
  void anEntryThatWasReadIsFoundWhateverTimeItCarries() {
    MulticastMap<String, String> map = partitions.map().sync();
    map.put("a", "1");
    Versioned<String> read = map.get("a");
    assertThat(map.values().contains(read)).isTrue();
    assertThat(map.entrySet().contains(Entries.of("a", read))).isTrue();
    assertThat(map.entrySet().retainAll(new HashSet<>(List.of(Entries.of("a", read))))).isFalse();
    assertThat(map.values().remove(new Versioned<>("1", read.version(), 12345))).isTrue();
    assertThat(map.isEmpty()).isTrue();
  }
}
