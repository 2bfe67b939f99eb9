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

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.core.map.impl.AtomicCounterMapService;
import io.atomix.core.map.impl.DefaultAtomicCounterMapService;
import io.atomix.primitive.service.impl.DefaultBackupInput;
import io.atomix.primitive.service.impl.DefaultBackupOutput;
import io.atomix.storage.buffer.HeapBuffer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The counters of one partition. */
class DefaultMulticastCounterMapServiceTest {
  private static final Logger LOG =
      LoggerFactory.getLogger(DefaultMulticastCounterMapServiceTest.class);
  private static final List<String> KEYS = List.of("a", "b", "c");

  private final DefaultMulticastCounterMapService service = new DefaultMulticastCounterMapService();

  @Test
  void behavesAsTheServiceOfAtomixInWhatTheyShare() {
    long seed = Long.getLong("mcast.seed", System.nanoTime());
    LOG.info("-Dmcast.seed={}", seed);
    AtomicCounterMapService atomix = new DefaultAtomicCounterMapService();
    Random calls = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      long call = calls.nextLong();
      assertThat(shared(service, new Random(call)))
          .as("call %d, seed %d", i, seed)
          .isEqualTo(shared(atomix, new Random(call)));
    }
  }

  private static Object shared(AtomicCounterMapService service, Random random) {
    String key = KEYS.get(random.nextInt(KEYS.size()));
    long number = random.nextInt(4) - 1;
    return switch (random.nextInt(16)) {
      case 0 -> service.incrementAndGet(key);
      case 1 -> service.decrementAndGet(key);
      case 2 -> service.getAndIncrement(key);
      case 3 -> service.getAndDecrement(key);
      case 4 -> service.addAndGet(key, number);
      case 5 -> service.getAndAdd(key, number);
      case 6 -> service.get(key);
      case 7 -> service.put(key, number);
      case 8 -> service.putIfAbsent(key, number);
      case 9 -> service.replace(key, number, random.nextInt(3));
      case 10 -> service.remove(key);
      case 11 -> service.remove(key, number);
      case 12 -> service.size();
      case 13 -> service.isEmpty();
      case 14 -> service.addAndGet(key, Long.MAX_VALUE - random.nextInt(3));
      default -> {
        if (random.nextInt(5) == 0) {
          service.clear();
        }
        yield "cleared or not";
      }
    };
  }

  @Test
  void theSumIsThatOfTheValuesAfterAnything() {
    long seed = Long.getLong("mcast.seed", System.nanoTime());
    LOG.info("-Dmcast.seed={}", seed);
    Random random = new Random(seed);
    for (int i = 0; i < 5_000; i++) {
      shared(service, random);
      assertThat(service.sum())
          .as("after %d calls, seed %d", i, seed)
          .isEqualTo(service.getAll(KEYS).values().stream().reduce(0L, Long::sum));
    }
  }

  @Test
  void aCounterThatIsZeroIsThereUntilItIsRemoved() {
    service.addAll(Map.of("a", 0L, "b", 5L));
    service.addAll(Map.of("b", -5L));
    assertThat(service.size()).isEqualTo(2);
    assertThat(service.change(Map.of(), Map.of(), Set.of("a"))).isEqualTo(Map.of("a", 0L));
    assertThat(service.size()).isEqualTo(1);
    assertThat(service.get("a")).isZero();
  }

  @Test
  void arithmeticWrapsAroundSoThatAdditionsCommute() {
    DefaultMulticastCounterMapService other = new DefaultMulticastCounterMapService();
    List<Map<String, Long>> additions =
        List.of(Map.of("a", Long.MAX_VALUE), Map.of("a", 10L, "b", -10L), Map.of("a", -100L));
    IntStream.of(0, 1, 2).forEach(i -> service.addAll(additions.get(i)));
    IntStream.of(2, 0, 1).forEach(i -> other.addAll(additions.get(i)));
    assertThat(service.get("a")).isEqualTo(Long.MAX_VALUE - 90).isEqualTo(other.get("a"));
    assertThat(backup(service)).isEqualTo(backup(other));
    service.addAll(Map.of("a", 91L));
    assertThat(service.get("a")).isEqualTo(Long.MIN_VALUE);
    assertThat(service.sum())
        .as("the carry of one makes up for the other")
        .isEqualTo(Long.MAX_VALUE - 9);
  }

  @Test
  void boundsIncludeTheirEnds() {
    service.put("a", 5);
    assertThat(service.within(Map.of("a", 5L), Map.of("a", 5L))).isTrue();
    assertThat(service.within(Map.of("a", 6L), Map.of())).isFalse();
    assertThat(service.within(Map.of(), Map.of("a", 4L))).isFalse();
    assertThat(service.within(Map.of("none", 0L), Map.of("none", 0L))).isTrue();
    assertThat(service.size()).as("asking makes no counter").isEqualTo(1);
  }

  @Test
  void aSnapshotHoldsEverythingAndIsTheSameForTheSameCounters() {
    service.addAll(Map.of("a", 1L, "b", Long.MIN_VALUE, "c", 0L));
    DefaultMulticastCounterMapService restored = new DefaultMulticastCounterMapService();
    restored.addAll(Map.of("gone", 1L));
    restored.restore(new DefaultBackupInput(HeapBuffer.wrap(backup(service)), null));
    assertThat(restored.getAll(KEYS)).isEqualTo(service.getAll(KEYS));
    assertThat(restored.size()).isEqualTo(3);
    assertThat(restored.sum()).isEqualTo(service.sum());
    assertThat(backup(restored)).isEqualTo(backup(service));
    DefaultMulticastCounterMapService builtOtherwise = new DefaultMulticastCounterMapService();
    List.of("c", "b", "a").forEach(key -> builtOtherwise.put(key, service.get(key)));
    assertThat(backup(builtOtherwise)).isEqualTo(backup(service));
  }

  @Test
  void aKeyOfAnyLengthAndAlphabetIsInTheSnapshot() {
    String longKey = "ключ-\uD83D\uDE00".repeat(20_000);
    service.put(longKey, 7);
    DefaultMulticastCounterMapService restored = new DefaultMulticastCounterMapService();
    restored.restore(new DefaultBackupInput(HeapBuffer.wrap(backup(service)), null));
    assertThat(restored.get(longKey)).isEqualTo(7);
  }

  private static byte[] backup(DefaultMulticastCounterMapService service) {
    HeapBuffer buffer = HeapBuffer.allocate();
    service.backup(new DefaultBackupOutput(buffer, service.serializer()));
    byte[] bytes = new byte[buffer.position()];
    buffer.flip().read(bytes);
    return bytes;
  }

  @Test
  void aBranchReturnsWhatItChangedTo() {
    Map<String, Long> after = service.change(Map.of("a", 2L), Map.of("b", 3L), Set.of("c"));
    assertThat(after).isEqualTo(Map.of("a", 2L, "b", 3L, "c", 0L));
  }
}
