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

import io.atomix.core.map.impl.MapUpdate;
import io.atomix.core.transaction.TransactionId;
import io.atomix.core.transaction.TransactionLog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A partition keeps what each message has changed, whichever operation has changed it. */
class ChangeHistoryTest {
  private static final byte[] ONE = {1};
  private static final byte[] TWO = {2};

  private final MapReplica replica = new MapReplica();
  private final MulticastMapService service = replica.as(1);

  private static List<MapWrite> list(MapWrite... writes) {
    return new ArrayList<>(Arrays.asList(writes));
  }

  private List<StoredChanges> behind(long position) {
    return service.changes(position, Integer.MAX_VALUE).changes();
  }

  private static String text(StoredChanges changes) {
    Map<String, String> texts = new LinkedHashMap<>();
    changes
        .changes()
        .forEach(
            each ->
                texts.put(each.key(), each.entry() == null ? "-" : each.entry().value()[0] + ""));
    return changes.position() + texts.toString();
  }

  private List<String> texts() {
    return behind(0).stream().map(ChangeHistoryTest::text).toList();
  }

  @Test
  void nothingIsKeptBeforeSomebodyWantsIt() {
    service.put("a", ONE);
    assertThat(service.changes(0, 1000).incarnation()).isZero();
    assertThat(behind(0)).isEmpty();
    ChangesAnswer begun = service.keepHistory(10, 1000);
    assertThat(begun.newest()).isZero();
    assertThat(begun.incarnation()).isEqualTo(replica.currentIndex());
    service.put("b", ONE);
    assertThat(texts()).containsExactly("1{b=1}");
  }

  @Test
  void everyWayToChangeEntriesIsKept() {
    service.keepHistory(100, 1 << 20);
    service.write(list(MapWrite.put("b", ONE), MapWrite.put("a", ONE), MapWrite.put("c", ONE)));
    service.put("a", ONE);
    service.put("a", TWO);
    service.putIfAbsent("d", ONE);
    service.putIfAbsent("d", TWO);
    service.replace("d", TWO);
    service.remove("d");
    service.remove("d");
    service.write(list(MapWrite.remove("b"), MapWrite.put("e", ONE)));
    service.touch("e", 1000);
    service.clear();
    service.clear();
    assertThat(texts())
        .containsExactly(
            "1{a=1, b=1, c=1}",
            "2{a=2}",
            "3{d=1}",
            "4{d=2}",
            "5{d=-}",
            "6{b=-, e=1}",
            "7{a=-, c=-, e=-}");
    StoredChange written = behind(1).get(0).changes().get(0);
    assertThat(written.entry().version()).isGreaterThan(0);
  }

  @Test
  void atomixTransactionsAndTheirTombstonesAreKeptAsWhatTheyChange() {
    service.put("gone", ONE);
    service.put("changed", ONE);
    service.keepHistory(100, 1 << 20);
    TransactionId id = TransactionId.from("t");
    TransactionId other = TransactionId.from("other");
    service.begin(other);
    long version = service.begin(id);
    service.prepare(
        new TransactionLog<>(
            id,
            version,
            new ArrayList<>(
                List.of(
                    MapUpdate.<String, byte[]>builder()
                        .withType(MapUpdate.Type.REMOVE_IF_VERSION_MATCH)
                        .withKey("gone")
                        .withVersion(version)
                        .build(),
                    MapUpdate.<String, byte[]>builder()
                        .withType(MapUpdate.Type.PUT_IF_VERSION_MATCH)
                        .withKey("changed")
                        .withValue(TWO)
                        .withVersion(version)
                        .build()))));
    assertThat(behind(0)).isEmpty();
    service.commit(id);
    service.rollback(other);
    assertThat(texts()).containsExactly("1{changed=2, gone=-}");
  }

  @Test
  void entriesWhoseTimeIsOverEndEachByItself() {
    service.keepHistory(100, 1 << 20);
    service.put("b", ONE, 10);
    service.put("a", ONE, 10);
    replica.passUntil(11);
    assertThat(texts()).containsExactly("1{b=1}", "2{a=1}", "3{b=-}", "4{a=-}");
    assertThat(behind(2)).allMatch(each -> each.message() == null);
    assertThat(behind(0).get(0).message()).isEqualTo("00000000-0000-0001-0000-000000000001/2");
  }

  @Test
  void theOldestAreDroppedByNumberAndByBytesButNeverTheNewest() {
    service.keepHistory(3, 1 << 20);
    for (int i = 1; i <= 5; i++) {
      service.put("key" + i, ONE);
    }
    assertThat(service.changes(0, 1 << 20).oldest()).isEqualTo(3);
    assertThat(texts()).containsExactly("3{key3=1}", "4{key4=1}", "5{key5=1}");
    // Who wants less gets more.
    service.keepHistory(1, 1);
    assertThat(behind(0)).hasSize(3);

    MapReplica small = new MapReplica();
    small.as(1).keepHistory(100, 1);
    small.as(1).put("a", new byte[1000]);
    small.as(1).put("b", new byte[1000]);
    ChangesAnswer left = small.as(1).changes(0, 1);
    assertThat(left.changes()).hasSize(1);
    assertThat(left.oldest()).isEqualTo(2);
  }

  @Test
  void anAnswerHasOneChangeAtLeastAndNoMoreThanItsBytes() {
    service.keepHistory(100, 1 << 20);
    for (int i = 0; i < 10; i++) {
      service.put("key" + i, new byte[1000]);
    }
    assertThat(service.changes(0, 0).changes()).hasSize(1);
    assertThat(service.changes(0, 3500).changes()).hasSize(3);
    assertThat(service.changes(Long.MAX_VALUE, 1 << 20).changes()).isEmpty();
  }

  @Test
  void whoAsksIsToldOnceOfTheNextChange() {
    MulticastMapService other = replica.as(2);
    service.keepHistory(100, 1 << 20);
    assertThat(service.awaitChange(0)).isFalse();
    assertThat(other.awaitChange(0)).isFalse();
    service.put("a", ONE);
    service.put("b", ONE);
    assertThat(replica.changesHeard(1)).containsExactly(1L);
    assertThat(replica.changesHeard(2)).containsExactly(1L);
    assertThat(service.awaitChange(1)).isTrue();
    assertThat(service.awaitChange(2)).isFalse();
    service.touch("a", 1000);
    assertThat(replica.changesHeard(1)).hasSize(1);
    replica.expire(2);
    service.put("c", ONE);
    assertThat(replica.changesHeard(1)).containsExactly(1L, 3L);
  }

  @Test
  void replicasAndThoseRestoredFromABackupKeepTheSame() {
    long seed = Long.getLong("mcast.seed", new Random().nextLong());
    System.out.println("ChangeHistoryTest seed " + seed);
    Random random = new Random(seed);
    MapReplica twin = new MapReplica();
    for (int step = 0; step < 400; step++) {
      long next = random.nextLong();
      act(replica, new Random(next), step);
      act(twin, new Random(next), step);
      if (random.nextInt(40) == 0) {
        twin = MapReplica.restored(twin);
        twin.as(1).releaseSnapshot(0);
        replica.as(1).releaseSnapshot(0);
        replica.as(1).releaseSnapshot(0);
      }
    }
    assertThat(all(twin)).isNotEmpty().isEqualTo(all(replica));
  }

  private static List<String> all(MapReplica replica) {
    return replica.as(1).changes(0, Integer.MAX_VALUE).changes().stream()
        .map(ChangeHistoryTest::text)
        .toList();
  }

  private static void act(MapReplica replica, Random random, int step) {
    MulticastMapService service = replica.as(1);
    String key = "key" + random.nextInt(50);
    byte[] value = {(byte) random.nextInt(3)};
    switch (step == 0 ? 0 : random.nextInt(12)) {
      case 0 -> service.keepHistory(64, 1 << 16);
      case 1 -> service.clear();
      case 2, 3 -> service.remove(key);
      case 4 -> service.put(key, value, 1 + random.nextInt(20));
      case 5 -> replica.passUntil(replica.now() + random.nextInt(10));
      case 6 ->
          service.write(
              list(MapWrite.put(key, value), MapWrite.put("other" + random.nextInt(5), value)));
      default -> service.put(key, value);
    }
  }

  @Test
  void whatIsKeptIsWhatTheMapBecame() {
    Random random = new Random(7);
    service.keepHistory(10_000, 1 << 24);
    for (int step = 1; step < 500; step++) {
      act(replica, random, step);
    }
    Map<String, Byte> copied = new TreeMap<>();
    for (StoredChanges changes : behind(0)) {
      for (StoredChange change : changes.changes()) {
        if (change.entry() == null) {
          assertThat(copied.remove(change.key())).as(change.key()).isNotNull();
        } else {
          copied.put(change.key(), change.entry().value()[0]);
        }
      }
    }
    Map<String, Byte> there = new TreeMap<>();
    service.entrySet().forEach(each -> there.put(each.getKey(), each.getValue().value()[0]));
    assertThat(copied).isEqualTo(there).isNotEmpty();
  }
}
