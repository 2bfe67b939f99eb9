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
package io.atomix.mcast.lab.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.lab.soak.HeapContents.Share;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HeapContentsTest {
  private static final String HISTOGRAM =
      """
       num     #instances         #bytes  class name (module)
      -------------------------------------------------------
         1:         21548        3145728  [B (java.base@17.0.2)
         2:           500          12000  java.lang.String (java.base@17.0.2)
         3:            10            240  java.lang.String (java.base@17.0.2)
      Total         22058        3157968
      """;

  @Test
  void aHistogramIsUnderstood() {
    assertThat(HeapContents.parse(HISTOGRAM).classes())
        .isEqualTo(
            Map.of("[B", new Share(21_548, 3_145_728), "java.lang.String", new Share(510, 12_240)));
  }

  @Test
  void whatHasGrownMostComesFirst() {
    HeapContents before =
        new HeapContents(
            Map.of("A", new Share(1, 10), "B", new Share(5, 50), "C", new Share(1, 1 << 20)));
    HeapContents after =
        new HeapContents(
            Map.of(
                "A", new Share(3, 10 + (1 << 20)),
                "B", new Share(4, 40),
                "C", new Share(2, 3 << 20),
                "D", new Share(1, 1)));
    assertThat(after.growthSince(before, 2))
        .containsExactly("+2.00 MB, +1 objects: C", "+1.00 MB, +2 objects: A");
    assertThat(after.growthSince(after, 2)).isEmpty();
  }

  @Test
  void thisJvmTells() {
    assertThat(HeapContents.now().classes()).containsKeys("java.lang.String", "[B");
  }
}
