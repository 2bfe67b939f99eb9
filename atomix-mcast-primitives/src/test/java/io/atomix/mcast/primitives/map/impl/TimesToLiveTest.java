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

import io.atomix.core.map.AtomicMapEvent;
import io.atomix.core.map.impl.MapEntryUpdateResult.Status;
import io.atomix.core.map.impl.MapUpdate;
import io.atomix.core.transaction.TransactionId;
import io.atomix.core.transaction.TransactionLog;
import io.atomix.mcast.primitives.map.MulticastMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The last write of an entry says how long it lives, whatever value was there. */
class TimesToLiveTest {
  private static final byte[] ONE = {1};
  private static final byte[] TWO = {2};

  private final MapReplica replica = new MapReplica();
  private final MulticastMapService service = replica.as(1);

  private List<String> events() {
    return replica.heard(1).stream().map(event -> event.type() + " " + event.key()).toList();
  }

  private static List<MapWrite> list(MapWrite... writes) {
    return new ArrayList<>(Arrays.asList(writes));
  }

  @Test
  void aHeartbeatKeepsAnEntryAlive() {
    service.listen();
    service.put("a", ONE, 3000);
    for (int beat = 2000; beat <= 20_000; beat += 2000) {
      replica.passUntil(beat);
      assertThat(service.get("a")).as("at %d", beat).isNotNull();
      assertThat(service.put("a", ONE, 3000).status()).isEqualTo(Status.NOOP);
      assertThat(service.get("a").version()).isEqualTo(2);
    }
    assertThat(events()).containsExactly("INSERT a");
    replica.passUntil(23_000);
    assertThat(service.size()).isEqualTo(1);
    replica.passUntil(23_001);
    assertThat(service.get("a")).isNull();
    assertThat(service.size()).isZero();
    assertThat(events()).containsExactly("INSERT a", "REMOVE a");
  }

  @Test
  void anEqualValueAlsoShortensAndEndsTheTime() {
    service.put("shorter", ONE, 1_000_000);
    service.putAndGet("shorter", ONE, 10);
    service.put("for ever", ONE, 10);
    service.put("for ever", ONE);
    service.put("for ever, in a transaction", ONE, 10);
    service.write(list(MapWrite.put("for ever, in a transaction", ONE)));
    service.put("mortal now", ONE);
    assertThat(service.putAndGet("mortal now", ONE, 10).result().version()).isEqualTo(7);
    replica.passUntil(11);
    assertThat(service.keySet())
        .containsExactlyInAnyOrder("for ever", "for ever, in a transaction");
    replica.passUntil(2_000_000);
    assertThat(service.size()).isEqualTo(2);
  }

  @Test
  void writesWithoutATimeLeaveNone() {
    service.put("put", ONE, 10);
    service.put("put", TWO);
    service.put("replaced", ONE, 10);
    service.replace("replaced", ONE);
    service.put("replaced by version", ONE, 10);
    service.replace("replaced by version", 5, TWO);
    service.put("written", ONE, 10);
    service.write(list(MapWrite.put("written", TWO)));
    service.put("removed", ONE, 10);
    service.remove("removed");
    service.put("removed", ONE);
    service.put("cleared", ONE, 10);
    replica.passUntil(1000);
    assertThat(service.keySet())
        .containsExactlyInAnyOrder("put", "replaced", "replaced by version", "written", "removed");
    service.put("cleared", ONE, 10);
    service.clear();
    service.put("cleared", ONE);
    replica.passUntil(2000);
    assertThat(service.keySet()).containsExactly("cleared");
  }

  @Test
  void entriesOfOneVersionHaveTimesOfTheirOwn() {
    service.write(list(MapWrite.put("a", ONE), MapWrite.put("b", ONE), MapWrite.put("c", ONE)));
    service.put("c", ONE, 10);
    service.put("b", ONE, 10);
    service.put("a", ONE, 20);
    MapReplica restored = MapReplica.restored(replica);
    assertThat(restored.backup()).isEqualTo(replica.backup());
    service.put("b", ONE);
    replica.passUntil(11);
    assertThat(service.keySet()).containsExactlyInAnyOrder("a", "b");
    replica.passUntil(21);
    assertThat(service.keySet()).containsExactly("b");
    restored.passUntil(11);
    assertThat(restored.as(1).keySet()).containsExactly("a");
    restored.passUntil(21);
    assertThat(restored.as(1).isEmpty()).isTrue();
  }

  @Test
  void whatIsLeftOfARemovedEntryDoesNotEndTheTimeOfAnother() {
    // While a transaction is open, a removed entry leaves its version.
    service.begin(TransactionId.from("open"));
    service.put("b", ONE);
    service.write(list(MapWrite.put("a", ONE), MapWrite.remove("b")));
    service.put("a", ONE, 10);
    service.put("b", TWO);
    replica.passUntil(11);
    assertThat(service.keySet()).containsExactly("b");
  }

  @Test
  void whatIsNotWrittenIsNotRenewed() {
    service.put("a", ONE, 10);
    assertThat(service.putIfAbsent("a", ONE, 1000).status()).isEqualTo(Status.PRECONDITION_FAILED);
    service.replace("a", 99, ONE);
    replica.passUntil(11);
    assertThat(service.isEmpty()).isTrue();
    assertThat(service.putIfAbsent("a", ONE, 10).status()).isEqualTo(Status.OK);
    replica.passUntil(21);
    assertThat(service.isEmpty()).as("not before its time is over").isFalse();
    replica.passUntil(22);
    assertThat(service.isEmpty()).isTrue();
  }

  @Test
  void aLockedEntryIsNotRenewed() {
    service.put("a", ONE, 10);
    service.put("b", ONE);
    for (String key : List.of("a", "b")) {
      MapUpdate<String, byte[]> lock =
          MapUpdate.<String, byte[]>builder()
              .withType(MapUpdate.Type.LOCK)
              .withKey(key)
              .withVersion(2)
              .build();
      service.prepare(new TransactionLog<>(TransactionId.from(key), 0, List.of(lock)));
    }
    assertThat(service.put("a", ONE, 1000).status()).isEqualTo(Status.WRITE_LOCK);
    assertThat(service.put("a", ONE).status()).isEqualTo(Status.WRITE_LOCK);
    assertThat(service.put("b", ONE).status()).as("changes nothing").isEqualTo(Status.NOOP);
    replica.passUntil(11);
    assertThat(service.get("a")).isNull();
  }

  @Test
  void timesOfAnyLengthAreTaken() {
    service.put("a", ONE, Long.MAX_VALUE);
    replica.passUntil(1_000_000_000_000L);
    service.put("a", ONE, Long.MAX_VALUE);
    service.put("b", ONE, -5);
    service.put("c", ONE, 1);
    replica.passUntil(1_000_000_000_002L);
    assertThat(service.keySet()).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void restoredReplicasEndTheSameEntriesInTheSameOrder() {
    service.listen();
    service.put("c", ONE, 30);
    service.put("renewed", ONE, 20);
    service.put("b", ONE, 30);
    replica.passUntil(10);
    service.put("a", ONE, 20);
    service.put("renewed", ONE, 20);
    MapReplica restored = MapReplica.restored(replica);
    assertThat(restored.backup()).isEqualTo(replica.backup());

    // All at once: by the order of their versions on both, whenever their timers were made.
    replica.passUntil(31);
    restored.passUntil(31);
    List<String> ended = List.of("c", "renewed", "b", "a");
    assertThat(replica.heard(1))
        .filteredOn(event -> event.type() == AtomicMapEvent.Type.REMOVE)
        .extracting(AtomicMapEvent::key)
        .isEqualTo(ended);
    assertThat(restored.heard(1)).extracting(AtomicMapEvent::key).isEqualTo(ended);
    assertThat(restored.backup()).isEqualTo(replica.backup());
  }

  @Test
  void touchingKeepsAnEntryAliveAndChangesNothingElse() {
    service.listen();
    service.put("a", ONE, 3000);
    service.put("for ever", ONE);
    long version = service.get("a").version();
    for (int beat = 2000; beat <= 20_000; beat += 2000) {
      replica.passUntil(beat);
      assertThat(service.touch("a", 3000).status()).isEqualTo(Status.OK);
      assertThat(service.get("a").version()).isEqualTo(version);
    }
    assertThat(service.touch("for ever", 3000).updated()).isTrue();
    assertThat(service.touch("nothing", 3000).status()).isEqualTo(Status.PRECONDITION_FAILED);
    replica.passUntil(23_000);
    assertThat(service.size()).isEqualTo(2);
    assertThat(events()).containsExactly("INSERT a", "INSERT for ever");
    replica.passUntil(23_001);
    assertThat(service.isEmpty()).isTrue();
    assertThat(events())
        .containsExactly("INSERT a", "INSERT for ever", "REMOVE a", "REMOVE for ever");
  }

  private static List<MapTouch> touches(MapTouch... touches) {
    return new ArrayList<>(Arrays.asList(touches));
  }

  @Test
  void severalAreWrittenAndTouchedAtOnce() {
    service.put("b", ONE, 10);
    service.put("c", ONE, 10);
    service.writeAndTouch(
        list(MapWrite.put("a", ONE), MapWrite.put("b", TWO), MapWrite.put("c", ONE)),
        touches(MapTouch.of("a", 20), MapTouch.of("b", 30), MapTouch.of("nothing", 5)));
    service.writeAndTouchUnlessLocked(list(MapWrite.remove("d")), touches(MapTouch.of("a", 40)));
    replica.passUntil(31);
    assertThat(service.keySet()).as("c lives for ever").containsExactlyInAnyOrder("a", "c");
    replica.passUntil(41);
    assertThat(service.keySet()).containsExactly("c");
  }

  @Test
  void aLockedEntryIsNotTouched() {
    service.put("a", ONE, 10);
    MapUpdate<String, byte[]> lock =
        MapUpdate.<String, byte[]>builder()
            .withType(MapUpdate.Type.LOCK)
            .withKey("a")
            .withVersion(2)
            .build();
    service.prepare(new TransactionLog<>(TransactionId.from("t"), 0, List.of(lock)));
    assertThat(service.touch("a", 1000).status()).isEqualTo(Status.WRITE_LOCK);
    List<MapTouch> touches = touches(MapTouch.of("a", 1000));
    assertThatThrownBy(() -> service.writeAndTouch(list(MapWrite.put("b", ONE)), touches))
        .hasMessageContaining("locked");
    assertThat(service.writeAndTouchUnlessLocked(list(MapWrite.put("b", ONE)), touches)).isEmpty();
    replica.passUntil(11);
    assertThat(service.isEmpty()).as("nothing was written, nothing renewed").isTrue();
  }

  /** The log's time goes on while a replica is away, and while all of them are. */
  @Test
  void aTimeThatWasTouchedIsRestored() {
    service.listen();
    service.put("a", ONE);
    service.put("b", ONE, 10);
    service.touch("a", 20);
    service.writeAndTouch(list(), touches(MapTouch.of("b", 30)));
    MapReplica restored = MapReplica.restored(replica);
    assertThat(restored.backup()).isEqualTo(replica.backup());
    for (MapReplica each : List.of(replica, restored)) {
      each.passUntil(20);
      assertThat(each.as(1).size()).isEqualTo(2);
      each.passUntil(21);
      assertThat(each.as(1).keySet()).containsExactly("b");
      List<MapCondition> absent = new ArrayList<>(List.of(MapCondition.absent("a")));
      assertThat(each.as(1).holds(absent, new ArrayList<>(), false)).isTrue();
      each.passUntil(1_000_000);
      assertThat(each.as(1).isEmpty()).isTrue();
    }
    assertThat(restored.heard(1)).extracting(AtomicMapEvent::key).containsExactly("a", "b");
    assertThat(restored.backup()).isEqualTo(replica.backup());
  }

  @Test
  void aMapRoundsTimesUp() {
    LocalPartitions partitions = new LocalPartitions();
    MulticastMap<String, String> map = partitions.map().sync();
    map.put("a", "1", Duration.ofNanos(1));
    map.put("a", "1", Duration.ofNanos(1));
    MapReplica partition = partitions.replica(partitions.partitionOf("a"));
    partition.passUntil(1);
    assertThat(map.containsKey("a")).isTrue();
    partition.passUntil(2);
    assertThat(map.containsKey("a")).isFalse();
    map.put("a", "1", Duration.ofSeconds(Long.MAX_VALUE));
    map.put("a", "1", Duration.ZERO);
    partition.passUntil(Long.MAX_VALUE);
    assertThat(map.containsKey("a")).as("without a time").isTrue();
  }
}
