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
import io.atomix.mcast.Invocation;
import io.atomix.mcast.PreviewingService.Preview;
import io.atomix.mcast.primitives.PreviewTwins;
import io.atomix.mcast.primitives.PreviewTwins.Call;
import io.atomix.mcast.primitives.map.Filter;
import io.atomix.primitive.operation.OperationId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rule 11: what the service of a map tells of conditions beforehand. */
class MapPreviewTest {
  private static final Logger LOG = LoggerFactory.getLogger(MapPreviewTest.class);

  private final MapReplica replica = new MapReplica();
  private final MulticastMapService service = replica.as(1);

  private static Invocation holds(
      List<MapCondition> conditions, List<String> writes, boolean wholeMap) {
    return query("holds", new ArrayList<>(conditions), new ArrayList<>(writes), wholeMap);
  }

  private static Invocation query(String name, Object... arguments) {
    return Invocation.of(OperationId.query(name), arguments, false);
  }

  private static final List<MapCondition> NONE = List.of();

  private void prepare(String key) {
    MapUpdate<String, byte[]> update =
        MapUpdate.<String, byte[]>builder()
            .withType(MapUpdate.Type.PUT_IF_ABSENT)
            .withKey(key)
            .withValue(new byte[] {9})
            .withVersion(1000)
            .build();
    service.prepare(new TransactionLog<>(TransactionId.from("t"), 1000, List.of(update)));
  }

  @Test
  void onlyLocksStandInTheWayOfAWriteWithoutConditions() {
    DefaultMulticastMapService previewing = replica.service();
    assertThat(previewing.holdsAnyhow(holds(NONE, List.of("a"), true))).isTrue();
    prepare("a");
    assertThat(previewing.holdsAnyhow(holds(NONE, List.of("a"), false))).isFalse();
    assertThat(previewing.holdsAnyhow(holds(NONE, List.of("b"), false))).isTrue();
    assertThat(previewing.holdsAnyhow(holds(NONE, List.of("b"), true))).isFalse();
  }

  @Test
  void aConditionOnAKeyDependsOnWhatIsWrittenBefore() {
    DefaultMulticastMapService previewing = replica.service();
    List<MapCondition> absent = List.of(MapCondition.absent("b"));
    assertThat(previewing.holdsAnyhow(holds(absent, List.of("a"), false))).isNull();
    prepare("a");
    assertThat(previewing.holdsAnyhow(holds(absent, List.of("a"), false))).isFalse();
    assertThat(previewing.holdsAnyhow(holds(absent, List.of("c"), false))).isNull();
  }

  private static final List<String> KEYS = List.of("a", "b", "c");

  @Test
  void whatItForeseesComesTrue() {
    long first = Long.getLong("mcast.seed", System.nanoTime() & 0xffffffffL);
    LOG.info("-Dmcast.seed={}", first);
    for (long seed = first; seed < first + 200; seed++) {
      compare(seed);
    }
  }

  private static void compare(long seed) {
    Random random = new Random(seed);
    MapReplica ahead = new MapReplica();
    MapReplica behind = new MapReplica();
    PreviewTwins<MulticastMapService> twins =
        new PreviewTwins<>(
            MulticastMapService.class, ahead.as(1), behind.as(1), behind.service().newPreview());
    for (int i = 0; i < 200; i++) {
      if (random.nextInt(3) > 0) {
        twins.call(anyCall(random));
      } else if (!twins.outstanding().isEmpty()) {
        twins.execute(0);
      }
      twins.check(anyCondition(random));
    }
    assertThat(twins.foreseen()).isGreaterThan(20);
    assertThat(twins.told()).isGreaterThan(20);
  }

  private static Call anyCall(Random random) {
    String key = key(random);
    return switch (random.nextInt(24)) {
      case 0, 1 -> new Call("put", key, value(random));
      case 2 -> new Call("putWithTtl", key, value(random), 1000L);
      case 3 -> new Call("putAndGet", key, value(random));
      case 4 -> new Call("putIfAbsent", key, value(random));
      case 5 -> new Call("remove", key);
      case 6 -> new Call("removeValue", key, value(random));
      case 7 -> new Call("removeVersion", key, version(random));
      case 8 -> new Call("replace", key, value(random));
      case 9 -> new Call("replaceValue", key, value(random), value(random));
      case 10 -> new Call("replaceVersion", key, version(random), value(random));
      case 11 ->
          random.nextBoolean()
              ? new Call("fixSnapshot", (long) random.nextInt(3))
              : new Call("fixMatches", (long) random.nextInt(3), MapFilter.of(Filter.prefix("a")));
      case 12 -> new Call(random.nextInt(4) == 0 ? "clear" : "listen");
      case 13 -> preparation(key);
      case 14 -> new Call("rollback", TransactionId.from("t"));
      case 15 -> new Call("writeUnlessLocked", writes(random));
      case 16 -> new Call("touch", key, 1000L);
      case 17 -> new Call("writeAndTouch", writes(random), touches(random));
      case 18 -> new Call("writeAndTouchUnlessLocked", writes(random), touches(random));
      default -> new Call("write", writes(random));
    };
  }

  private static Call preparation(String key) {
    MapUpdate<String, byte[]> update =
        MapUpdate.<String, byte[]>builder()
            .withType(MapUpdate.Type.LOCK)
            .withKey(key)
            .withVersion(1)
            .build();
    return new Call(
        "prepare",
        new TransactionLog<>(TransactionId.from("t"), 1, new ArrayList<>(List.of(update))));
  }

  private static List<MapWrite> writes(Random random) {
    List<MapWrite> writes = new ArrayList<>();
    for (String key : KEYS) {
      switch (random.nextInt(4)) {
        case 0 -> writes.add(MapWrite.remove(key));
        case 1 -> writes.add(MapWrite.put(key, value(random)));
        default -> {}
      }
    }
    return writes;
  }

  private static List<MapTouch> touches(Random random) {
    List<MapTouch> touches = new ArrayList<>();
    for (String key : KEYS) {
      if (random.nextBoolean()) {
        touches.add(MapTouch.of(key, 1000));
      }
    }
    return touches;
  }

  private static String key(Random random) {
    return KEYS.get(random.nextInt(KEYS.size()));
  }

  private static byte[] value(Random random) {
    return random.nextInt(8) == 0 ? null : new byte[] {(byte) random.nextInt(3)};
  }

  private static long version(Random random) {
    return random.nextInt(150);
  }

  private static Call anyCondition(Random random) {
    List<MapCondition> conditions = new ArrayList<>();
    for (String key : KEYS) {
      switch (random.nextInt(8)) {
        case 0 -> conditions.add(MapCondition.present(key));
        case 1 -> conditions.add(MapCondition.absent(key));
        case 2 -> conditions.add(MapCondition.equalTo(key, value(random)));
        case 3 -> conditions.add(MapCondition.version(key, version(random)));
        default -> {}
      }
    }
    List<String> writes = new ArrayList<>(random.nextBoolean() ? List.of(key(random)) : List.of());
    return new Call("holds", conditions, writes, random.nextInt(8) == 0);
  }

  @Test
  void aVersionThatWillBeOverwrittenIsToldButNotTheNextOne() {
    service.put("a", new byte[] {1});
    long version = service.get("a").version();
    Preview preview = replica.service().newPreview();
    assertThat(preview.holds(holds(List.of(MapCondition.version("a", version)), List.of(), false)))
        .isTrue();
    preview.assume(1, command("put", "a", new byte[] {2}));
    assertThat(preview.holds(holds(List.of(MapCondition.version("a", version)), List.of(), false)))
        .isFalse();
    assertThat(
            preview.holds(holds(List.of(MapCondition.version("a", version + 1)), List.of(), false)))
        .isNull();
  }

  private static Invocation command(String name, Object... arguments) {
    return Invocation.of(OperationId.command(name), arguments, false);
  }

  @Test
  void ofOtherOperationsNothingIsTold() {
    assertThat(replica.service().holdsAnyhow(query("isEmpty"))).isNull();
  }
}
