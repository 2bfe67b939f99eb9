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
package io.atomix.mcast.lab.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.lab.cluster.PartitionKeys;
import io.atomix.mcast.lab.measure.Slot;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KeyChoiceTest {
  private static final int KEYS = 10_000;
  private static final int CHOICES = 100_000;

  private final Slot slot = new Slot(3, 1);

  private int[] chosen(KeyChoice choice) {
    int[] counts = new int[KEYS];
    IntStream.range(0, CHOICES).forEach(i -> counts[choice.next(slot)]++);
    return counts;
  }

  @Test
  void uniformIsUniform() {
    assertThat(chosen(KeyChoice.uniform(KEYS)))
        .satisfies(
            counts -> {
              assertThat(counts[0]).isBetween(1, 40);
              assertThat(IntStream.of(counts).filter(count -> count == 0).count()).isLessThan(10);
            });
  }

  @Test
  void zipfChoosesTheFirstEveryTenthTimeAndTheSecondHalfAsOften() {
    int[] counts = chosen(KeyChoice.zipf(KEYS));
    assertThat(counts[0]).isBetween(CHOICES / 12, CHOICES / 8);
    assertThat(counts[1]).isBetween(CHOICES / 24, CHOICES / 16);
    assertThat(IntStream.range(KEYS / 2, KEYS).map(i -> counts[i]).sum()).isPositive();
  }

  @ParameterizedTest
  @EnumSource(KeySets.class)
  void keysOfASetAreDifferentAndInSeveralPartitions(KeySets sets) {
    for (int i = 0; i < 200; i++) {
      List<String> keys = sets.next(slot);
      Set<Integer> partitions =
          keys.stream().map(key -> PartitionKeys.partitionOf(key, 3)).collect(Collectors.toSet());
      assertThat(keys).doesNotHaveDuplicates().hasSize(sets == KeySets.SIXES ? 6 : 2);
      assertThat(partitions).as(keys::toString).hasSize(sets == KeySets.SIXES ? 3 : 2);
    }
  }
}
