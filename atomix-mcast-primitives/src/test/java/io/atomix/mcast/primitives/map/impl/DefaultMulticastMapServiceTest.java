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

import io.atomix.core.iterator.impl.IteratorBatch;
import io.atomix.core.map.AtomicMapEvent;
import io.atomix.core.map.impl.MapUpdate;
import io.atomix.core.transaction.TransactionId;
import io.atomix.core.transaction.TransactionLog;
import io.atomix.core.transaction.impl.PrepareResult;
import io.atomix.utils.time.Versioned;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What one partition does, each operation as an entry of a log. */
class DefaultMulticastMapServiceTest {
  private static final TransactionId TRANSACTION = TransactionId.from("t");

  private MapReplica replica = new MapReplica();
  private MulticastMapService service = replica.as(1);

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  @SafeVarargs
  private static <T> ArrayList<T> list(T... elements) {
    return new ArrayList<>(Arrays.asList(elements));
  }

  private boolean holds(MapCondition... conditions) {
    return service.holds(list(conditions), list(), false);
  }

  private Map<String, String> contents() {
    Map<String, String> contents = new TreeMap<>();
    service
        .entriesWithin(Integer.MAX_VALUE)
        .entries()
        .forEach(
            entry ->
                contents.put(
                    entry.getKey(),
                    Arrays.toString(entry.getValue().value())
                        + " at "
                        + entry.getValue().version()));
    return contents;
  }

  private PrepareResult prepare(String... keys) {
    List<MapUpdate<String, byte[]>> updates = new ArrayList<>();
    for (String key : keys) {
      updates.add(
          MapUpdate.<String, byte[]>builder()
              .withType(MapUpdate.Type.PUT_IF_ABSENT)
              .withKey(key)
              .withValue(bytes(9))
              .withVersion(1000)
              .build());
    }
    return service.prepare(new TransactionLog<>(TRANSACTION, 1000, updates));
  }

  @Test
  void writesOfOneMessageHaveOneVersion() {
    service.put("b", bytes(0));
    assertThat(
            service.write(
                list(
                    MapWrite.put("a", bytes(1)),
                    MapWrite.put("b", bytes(2)),
                    MapWrite.remove("c"))))
        .isEqualTo(Map.of("a", 2L, "b", 2L));
    assertThat(contents()).isEqualTo(Map.of("a", "[1] at 2", "b", "[2] at 2"));
    assertThat(service.write(list(MapWrite.remove("a"), MapWrite.put("b", null))))
        .isEqualTo(Map.of("b", 3L));
    assertThat(contents()).isEqualTo(Map.of("b", "null at 3"));
  }

  @Test
  void aValueThatStaysKeepsItsVersionAndTellsNobody() {
    service.put("a", bytes(1));
    service.listen();
    assertThat(service.write(list(MapWrite.put("a", bytes(1)), MapWrite.remove("b"))))
        .isEqualTo(Map.of("a", 1L));
    assertThat(replica.heard(1)).isEmpty();
  }

  @Test
  void eachChangeIsAnEventInTheOrderOfTheWrites() {
    service.put("b", bytes(0));
    service.put("c", bytes(0));
    service.listen();
    service.write(
        list(MapWrite.put("b", bytes(1)), MapWrite.put("a", bytes(1)), MapWrite.remove("c")));
    assertThat(replica.heard(1))
        .extracting(event -> event.type() + " " + event.key())
        .containsExactly(
            AtomicMapEvent.Type.UPDATE + " b",
            AtomicMapEvent.Type.INSERT + " a",
            AtomicMapEvent.Type.REMOVE + " c");
  }

  @Test
  void conditionsAreWhatTheirNamesSay() {
    service.put("a", bytes(1));
    service.put("null", null);
    assertThat(holds()).isTrue();
    assertThat(holds(MapCondition.present("a"), MapCondition.absent("b"))).isTrue();
    assertThat(holds(MapCondition.present("b"))).isFalse();
    assertThat(holds(MapCondition.absent("a"))).isFalse();
    assertThat(holds(MapCondition.equalTo("a", bytes(1)))).isTrue();
    assertThat(holds(MapCondition.equalTo("a", bytes(1, 0)))).isFalse();
    assertThat(holds(MapCondition.equalTo("b", bytes(1)))).isFalse();
    assertThat(holds(MapCondition.equalTo("b", null))).as("absent is not null").isFalse();
    assertThat(holds(MapCondition.equalTo("null", null))).isTrue();
    assertThat(holds(MapCondition.version("a", 1))).isTrue();
    assertThat(holds(MapCondition.version("a", 2))).isFalse();
    assertThat(holds(MapCondition.version("b", 0))).as("absent has no version").isFalse();
    assertThat(holds(MapCondition.present("a"), MapCondition.version("a", 2))).isFalse();
  }

  @Test
  void whatIsReadIsOnlyWhatIsThere() {
    service.put("a", bytes(1));
    replica.passUntil(7);
    service.put("b", bytes(2));
    Map<String, Versioned<byte[]>> read =
        service.look(list("a", "b", "c"), list(), false).entries();
    assertThat(read).containsOnlyKeys("a", "b");
    assertThat(read.get("b").version()).isEqualTo(2);
    assertThat(read.get("b").creationTime()).as("the log's time").isEqualTo(7);
    assertThat(service.getAllPresent(new HashSet<>(list("b", "c")))).containsOnlyKeys("b");
  }

  @Test
  void whatAtomixHasLockedIsNotWritten() {
    assertThat(prepare("a")).isEqualTo(PrepareResult.PARTIAL_FAILURE);
    assertThat(service.holds(list(), list("a"), false)).isFalse();
    assertThat(service.holds(list(), list("b"), false)).isTrue();
    assertThat(service.holds(list(), list(), true)).isFalse();
    assertThat(service.look(list(), list("b", "a"), false).isLocked()).isTrue();
    assertThat(service.look(list("a"), list("b"), false).isLocked()).isFalse();
    assertThat(service.look(list(), list("b"), true).isLocked()).isTrue();
    assertThat(service.writeUnlessLocked(list(MapWrite.put("b", bytes(1))))).isEmpty();
    assertThatThrownBy(
            () -> service.write(list(MapWrite.put("b", bytes(1)), MapWrite.put("a", bytes(1)))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("key a was locked");
    assertThat(contents()).isEmpty();

    service.commit(TRANSACTION);
    assertThat(contents()).containsOnlyKeys("a");
    assertThat(service.holds(list(), list("a"), true)).isTrue();
    assertThat(service.writeUnlessLocked(list(MapWrite.remove("a")))).isEmpty();
    assertThat(contents()).isEmpty();
  }

  @Test
  void aTransactionOfOtherPartitionsIsKnown() {
    assertThat(prepare()).isEqualTo(PrepareResult.PARTIAL_FAILURE);
    assertThat(service.holds(list(), list("a"), true)).isFalse();
    assertThat(service.holds(list(), list("a"), false)).isTrue();
    service.rollback(TRANSACTION);
    assertThat(service.holds(list(), list("a"), true)).isTrue();
  }

  @Test
  void whatWasRemovedUnderATransactionIsAbsent() {
    service.put("a", bytes(1));
    prepare();
    service.write(list(MapWrite.remove("a")));
    assertThat(holds(MapCondition.absent("a"))).isTrue();
    assertThat(service.look(list("a"), list(), false).entries()).isEmpty();
    assertThat(contents()).isEmpty();
    service.fixSnapshot(1);
    assertThat(service.readSnapshot(1, 0).entries()).isEmpty();
  }

  @Test
  void moreThanIsAskedForIsNotSent() {
    service.put("a", new byte[100]);
    assertThat(service.entriesWithin(200).complete()).isTrue();
    IteratorBatch<Map.Entry<String, Versioned<byte[]>>> tooMuch = service.entriesWithin(100);
    assertThat(tooMuch.complete()).isFalse();
    assertThat(tooMuch.entries()).isEmpty();
  }

  @Test
  void aSnapshotStaysAsItWasAndComesInPieces() {
    byte[] large = new byte[FixedSnapshots.PIECE_BYTES / 4];
    for (int i = 0; i < 20; i++) {
      service.put("key-" + (i + 10), large);
    }
    service.fixSnapshot(7);
    service.clear();
    service.put("key-10", bytes(1));

    List<String> keys = new ArrayList<>();
    int pieces = 0;
    for (int position = 0; ; pieces++) {
      var piece = service.readSnapshot(7, position);
      assertThat(piece.entries().size()).as("a piece is bounded").isBetween(1, 4);
      piece
          .entries()
          .forEach(
              entry -> {
                keys.add(entry.getKey());
                assertThat(entry.getValue().value()).isEqualTo(large);
              });
      position = piece.position();
      if (pieces == 2) {
        replica = MapReplica.restored(replica);
        service = replica.as(1);
      }
      if (piece.complete()) {
        break;
      }
    }
    assertThat(pieces).isGreaterThan(3);
    assertThat(keys).hasSize(20).isSorted().doesNotHaveDuplicates();
    service.releaseSnapshot(7);
    service.releaseSnapshot(7);
    assertThat(service.readSnapshot(7, 0)).isNull();
  }

  @Test
  void snapshotsBelongToTheirSessionAndEndWithIt() {
    MulticastMapService other = replica.as(2);
    MulticastMapService third = replica.as(3);
    service.fixSnapshot(1);
    service.put("a", bytes(1));
    other.fixSnapshot(1);
    third.fixSnapshot(1);
    assertThat(service.readSnapshot(1, 0).entries()).isEmpty();
    assertThat(other.readSnapshot(1, 0).entries()).hasSize(1);

    byte[] withThree = replica.backup();
    replica.close(2);
    replica.expire(3);
    assertThat(replica.as(2).readSnapshot(1, 0)).isNull();
    assertThat(replica.as(3).readSnapshot(1, 0)).isNull();
    assertThat(service.readSnapshot(1, 0)).isNotNull();
    assertThat(replica.backup().length).isLessThan(withThree.length);
  }

  @Test
  void whoAbandonsSnapshotsKeepsTheLatestOnly() {
    for (int i = 1; i <= FixedSnapshots.MOST_OF_A_SESSION + 1; i++) {
      service.fixSnapshot(i);
    }
    assertThat(service.readSnapshot(1, 0)).isNull();
    assertThat(service.readSnapshot(2, 0)).isNotNull();
    assertThat(service.readSnapshot(2, 1)).as("there is no such position").isNull();
  }

  @Test
  void whatIsRestoredIsTheSame() {
    service.put("a", bytes(1));
    service.put("null", null);
    service.put("mortal", bytes(3), 50);
    service.listen();
    prepare("locked");
    service.fixSnapshot(5);
    MapReplica restored = MapReplica.restored(replica);
    MulticastMapService again = restored.as(1);

    assertThat(restored.backup()).isEqualTo(replica.backup());
    assertThat(again.holds(list(), list("locked"), false)).isFalse();
    assertThat(again.holds(list(), list(), true)).isFalse();
    assertThat(again.readSnapshot(5, 0).entries())
        .extracting(Map.Entry::getKey)
        .containsExactly("a", "mortal", "null");
    restored.passUntil(1000);
    assertThat(restored.heard(1)).extracting(AtomicMapEvent::key).containsExactly("mortal");
    again.commit(TRANSACTION);
    assertThat(again.holds(list(), list("locked"), true)).isTrue();
  }

  @Test
  void queriesChangeNothing() {
    service.put("a", bytes(1));
    service.fixSnapshot(1);
    byte[] before = replica.backup();
    service.holds(list(MapCondition.present("a")), list("a"), true);
    service.look(list("a", "b"), list("a"), true);
    service.entriesWithin(1);
    service.readSnapshot(1, 0);
    service.readSnapshot(2, 0);
    assertThat(replica.backup()).isEqualTo(before);
  }
}
