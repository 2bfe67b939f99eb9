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

import io.atomix.mcast.primitives.map.MapResult;
import io.atomix.mcast.primitives.map.MapTransaction;
import io.atomix.mcast.primitives.map.MulticastMap;
import io.atomix.mcast.primitives.map.VersionedMapResult;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a map sends to which partitions, and what it refuses to send. */
class MapTransactionsTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final LocalPartitions partitions = new LocalPartitions();
  private final MulticastMap<String, String> map = partitions.map().sync();
  private final String one = partitions.keyIn(1);
  private final String two = partitions.keyIn(2);
  private final String three = partitions.keyIn(3);
  private int expectedMessages = -1;

  @AfterEach
  void nothingWasSentThatWasRefused() {
    if (expectedMessages >= 0) {
      assertThat(partitions.messages()).hasSize(expectedMessages);
    }
  }

  private MapTransaction<
          String, String, MapResult<String, String>, VersionedMapResult<String, String>>
      transaction() {
    return map.transaction();
  }

  private Set<Integer> lastMessage() {
    return partitions.messages().get(partitions.messages().size() - 1).stream()
        .map(partition -> partition.id())
        .collect(Collectors.toSet());
  }

  @Test
  void aTransactionGoesToThePartitionsOfItsKeysOnly() {
    transaction().ifAbsent(one).then(ops -> ops.put(two, "x")).commit();
    assertThat(lastMessage()).containsExactlyInAnyOrder(1, 2);
    transaction().then(ops -> ops.get(three)).commit();
    assertThat(lastMessage()).containsExactly(3);
    transaction().ifAbsent(one).then(o -> o.get(one)).otherwise(o -> o.remove(two)).commit();
    assertThat(lastMessage()).containsExactlyInAnyOrder(1, 2);
    map.putAll(Map.of(one, "a", three, "c"));
    assertThat(lastMessage()).containsExactlyInAnyOrder(1, 3);
    map.removeAll(List.of(three));
    assertThat(lastMessage()).containsExactly(3);
    map.getAll(List.of(one, two));
    assertThat(lastMessage()).containsExactlyInAnyOrder(1, 2);
    map.getAllPresent(List.of(two));
    assertThat(lastMessage()).containsExactly(2);
  }

  @Test
  void ifAllConditionsHoldThenIsDoneElseOtherwise() {
    var swap =
        transaction()
            .ifEquals(one, "a")
            .ifPresent(two)
            .then(ops -> ops.put(one, "b").remove(two).get(one).get(three))
            .otherwise(ops -> ops.put(three, "c").get(two));
    MapResult<String, String> first = swap.commit();
    assertThat(first.succeeded()).isFalse();
    assertThat(first.values()).isEmpty();
    assertThat(map.get(three).value()).isEqualTo("c");

    map.putAll(Map.of(one, "a", two, "z"));
    MapResult<String, String> second = swap.commit();
    assertThat(second.succeeded()).isTrue();
    assertThat(second.values()).containsOnlyKeys(one, three);
    assertThat(second.values().get(one).value()).as("before the writes").isEqualTo("a");
    assertThat(map.get(one).value()).isEqualTo("b");
    assertThat(map.get(two)).isNull();
  }

  @Test
  void newVersionsAreTold() {
    map.put(one, "a");
    long version = map.get(one).version();
    VersionedMapResult<String, String> result =
        transaction()
            .ifVersion(one, version)
            .then(ops -> ops.put(one, "a").put(two, "b").remove(three))
            .commitAndGet();
    assertThat(result.versions()).isEqualTo(Map.of(one, version, two, map.get(two).version()));
    assertThat(result.succeeded()).isTrue();
    VersionedMapResult<String, String> failed =
        transaction().ifVersion(one, version + 5).then(ops -> ops.put(one, "b")).commitAndGet();
    assertThat(failed).isEqualTo(new VersionedMapResult<>(false, Map.of(), Map.of()));
  }

  @Test
  void touchesTellWhatIsThere() {
    map.put(one, "a");
    long version = map.get(one).version();
    VersionedMapResult<String, String> result =
        transaction()
            .ifPresent(one)
            .then(ops -> ops.touch(one, SECOND).touch(two, SECOND).put(three, "c", SECOND).get(one))
            .otherwise(ops -> ops.put(two, "b", SECOND))
            .commitAndGet();
    assertThat(lastMessage()).containsExactlyInAnyOrder(1, 2, 3);
    assertThat(result.versions())
        .as("what is touched keeps its version, and is not made")
        .isEqualTo(Map.of(one, version, three, map.get(three).version()));
    assertThat(result.values()).containsOnlyKeys(one);
    assertThat(map.get(two)).isNull();
    partitions.passUntil(1001);
    assertThat(map.isEmpty()).isTrue();

    assertThat(
            transaction()
                .ifPresent(one)
                .then(ops -> ops.touch(one, SECOND))
                .otherwise(ops -> ops.put(two, "b", SECOND).touch(three, SECOND))
                .commit()
                .succeeded())
        .isFalse();
    assertThat(map.keySet()).containsExactly(two);
    assertThat(transaction().ifAbsent(one).then(ops -> ops.touch(two, SECOND)).commit().succeeded())
        .as("the end of an entry is seen by conditions")
        .isTrue();
    partitions.passUntil(2002);
    assertThat(transaction().ifAbsent(two).then(ops -> ops.get(two)).commit().succeeded()).isTrue();
  }

  @Test
  void timesToLiveOfMapsAreThoseOfTheLastWrite() {
    map.putAll(Map.of(one, "a", two, "b"), SECOND);
    assertThat(lastMessage()).containsExactlyInAnyOrder(1, 2);
    map.putAll(Map.of(two, "b", three, "c"));
    assertThat(map.touch(one, Duration.ofSeconds(2))).isTrue();
    partitions.passUntil(1001);
    assertThat(map.keySet()).containsExactlyInAnyOrder(one, two, three);
    partitions.passUntil(2001);
    assertThat(map.keySet()).containsExactlyInAnyOrder(two, three);
    assertThat(map.touch(one, SECOND)).isFalse();
    assertThat(map.touch(three, SECOND)).isTrue();
    transaction().then(ops -> ops.put(three, "c")).commit();
    map.putAll(Map.of(two, "b"), SECOND);
    partitions.passUntil(3002);
    assertThat(map.keySet()).as("a put without a time ends it").containsExactly(three);
  }

  @Test
  void timesThatAreNotPositiveAreRefused() {
    expectedMessages = 0;
    for (Duration bad : List.of(Duration.ZERO, Duration.ofNanos(-1), Duration.ofDays(-1))) {
      Stream.<Runnable>of(
              () -> map.putAll(Map.of(one, "a"), bad),
              () -> map.touch(one, bad),
              () -> transaction().then(ops -> ops.put(two, "b").put(one, "a", bad)),
              () -> transaction().ifAbsent(two).then(ops -> ops.touch(one, bad)))
          .forEach(
              call ->
                  assertThatThrownBy(call::run)
                      .isInstanceOf(IllegalArgumentException.class)
                      .hasMessageStartingWith("Map 'owners': the time to live of key '" + one)
                      .hasMessageContaining(bad + "; give a positive one"));
    }
    Stream.<Runnable>of(
            () -> map.putAll(Map.of(one, "a"), null),
            () -> map.touch(one, null),
            () -> map.touch(null, SECOND),
            () -> transaction().then(ops -> ops.put(one, "a", null)),
            () -> transaction().then(ops -> ops.touch(one, null)),
            () -> transaction().then(ops -> ops.touch(null, SECOND)))
        .forEach(bad -> assertThatThrownBy(bad::run).isInstanceOf(NullPointerException.class));
    assertThatThrownBy(
            () -> transaction().then(ops -> ops.touch(one, SECOND).put(one, "a", SECOND)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("changes key '" + one + "' twice");
  }

  @Test
  void aStageIsNotChangedByWhatIsMadeOfIt() {
    var stage = transaction().ifAbsent(one);
    stage.ifPresent(two);
    stage.then(ops -> ops.put(one, "x")).otherwise(ops -> ops.put(three, "y"));
    var put = stage.then(ops -> ops.put(two, "x"));
    assertThat(put.commit().succeeded()).isTrue();
    map.put(one, "1");
    assertThat(put.commit().succeeded()).isFalse();
    assertThat(map.keySet()).containsExactlyInAnyOrder(one, two);
  }

  @Test
  void conditionsThatCannotHoldTogetherAreRefused() {
    expectedMessages = 0;
    Stream.of(
            transaction().ifAbsent(one),
            transaction().ifVersion(one, 4),
            transaction().ifEquals(one, "a"))
        .forEach(
            stage ->
                Stream.<Runnable>of(
                        () -> stage.ifVersion(one, 5).ifAbsent(one),
                        () -> stage.ifEquals(one, "b").ifAbsent(one),
                        () -> stage.ifPresent(one).ifAbsent(one).ifPresent(one))
                    .forEach(
                        contradiction ->
                            assertThatThrownBy(contradiction::run)
                                .isInstanceOf(IllegalArgumentException.class)
                                .hasMessageContaining("'owners'")
                                .hasMessageContaining(one)
                                .hasMessageContaining("contradict")));
    assertThatThrownBy(() -> transaction().ifVersion(one, 1).ifVersion(one, 2))
        .hasMessageContaining("version is 1")
        .hasMessageContaining("version is 2");
    assertThatThrownBy(() -> transaction().ifEquals(one, "a").ifEquals(one, "b"))
        .isInstanceOf(IllegalArgumentException.class);
    transaction()
        .ifEquals(one, "a")
        .ifEquals(one, "a")
        .ifPresent(one)
        .ifVersion(one, 1)
        .ifAbsent(two);
  }

  @Test
  void branchesThatMakeNoSenseAreRefused() {
    expectedMessages = 0;
    assertThatThrownBy(() -> transaction().then(ops -> ops.put(one, "a").remove(one)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("changes key '" + one + "' twice");
    assertThatThrownBy(() -> transaction().then(ops -> ops))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("then does nothing");
    assertThatThrownBy(() -> transaction().then(ops -> null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> transaction().ifAbsent(one).then(ops -> ops.get(one)).otherwise(ops -> ops))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("otherwise does nothing");
    assertThatThrownBy(() -> transaction().then(null)).isInstanceOf(NullPointerException.class);
  }

  @Test
  void nullsEmptyCollectionsAndDuplicatesAreRefused() {
    expectedMessages = 0;
    Map<String, String> nullValue = new HashMap<>();
    nullValue.put(one, null);
    Map<String, String> nullKey = new HashMap<>();
    nullKey.put(null, "a");
    Stream.<Runnable>of(
            () -> map.putAll(nullValue),
            () -> map.putAll(nullKey),
            () -> map.putAll(null),
            () -> map.getAll(null),
            () -> map.getAll(Collections.singleton(null)),
            () -> map.removeAll(Arrays.asList(one, null)),
            () -> transaction().ifAbsent(null),
            () -> transaction().ifEquals(one, null),
            () -> transaction().then(ops -> ops.put(one, null)),
            () -> transaction().then(ops -> ops.get(null)))
        .forEach(bad -> assertThatThrownBy(bad::run).isInstanceOf(NullPointerException.class));
    Stream.<Runnable>of(
            () -> map.putAll(Map.of()),
            () -> map.getAndPutAll(Map.of()),
            () -> map.putAllAndGet(Map.of()),
            () -> map.getAll(List.of()),
            () -> map.removeAll(Set.of()),
            () -> map.getAndRemoveAll(Set.of()),
            () -> map.getAll(List.of(one, two, one)),
            () -> map.removeAll(List.of(one, one)))
        .forEach(
            bad ->
                assertThatThrownBy(bad::run)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("Map 'owners': "));
  }

  @Test
  void nullIsAValueWhereItIsAllowed() {
    MulticastMap<String, String> nullable = partitions.map(true, false, null).sync();
    Map<String, String> nullValue = new HashMap<>();
    nullValue.put(one, null);
    nullable.putAll(nullValue);
    assertThat(nullable.getAll(List.of(one, two))).containsOnlyKeys(one);
    assertThat(nullable.getAll(List.of(one)).get(one).value()).isNull();
    assertThat(nullable.snapshot()).containsOnlyKeys(one);
    assertThat(
            nullable
                .transaction()
                .ifEquals(one, null)
                .then(ops -> ops.get(one))
                .commit()
                .succeeded())
        .isTrue();
    assertThat(
            nullable.transaction().ifEquals(two, null).then(o -> o.get(one)).commit().succeeded())
        .isFalse();
    assertThat(map.getAll(List.of(one))).as("through a map that knows no null").isEmpty();
  }

  @Test
  void aReadOnlyMapWritesNothing() {
    expectedMessages = 3;
    MulticastMap<String, String> readOnly = partitions.map(false, true, null).sync();
    Stream.<Runnable>of(
            () -> readOnly.transaction().ifAbsent(one).then(ops -> ops.put(two, "a")).commit(),
            () -> readOnly.transaction().then(ops -> ops.touch(one, SECOND)).commit(),
            () -> readOnly.touch(one, SECOND),
            () -> readOnly.putAll(Map.of(one, "a"), SECOND),
            () ->
                readOnly
                    .transaction()
                    .ifAbsent(one)
                    .then(ops -> ops.get(one))
                    .otherwise(ops -> ops.remove(one))
                    .commitAndGet())
        .forEach(
            write ->
                assertThatThrownBy(write::run)
                    .isExactlyInstanceOf(UnsupportedOperationException.class));
    assertThat(readOnly.transaction().ifAbsent(one).then(ops -> ops.get(two)).commit().succeeded())
        .as("a transaction that only reads")
        .isTrue();
    assertThat(readOnly.getAll(List.of(one))).isEmpty();
    assertThat(readOnly.snapshot()).isEmpty();
  }
}
