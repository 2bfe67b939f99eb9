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
package io.atomix.mcast.primitives.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which filters there are, and what is refused as one. */
class FilterTest {

  @Test
  void aFilterHasBounds() {
    assertThatThrownBy(() -> Filter.prefix(""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the prefix is ''")
        .hasMessageContaining("snapshot()");
    Stream.<Runnable>of(
            () -> Filter.prefix(null),
            () -> Filter.between(null, "b"),
            () -> Filter.between("a", null))
        .forEach(
            bad ->
                assertThatThrownBy(bad::run)
                    .isInstanceOf(NullPointerException.class)
                    .hasMessageStartingWith("Filter: the "));
    Stream.<Runnable>of(
            () -> Filter.between("b", "a"),
            () -> Filter.between("a", "a"),
            () -> Filter.between("", ""),
            () -> Filter.between(2, 1),
            () -> Filter.between(1, 1))
        .forEach(
            bad ->
                assertThatThrownBy(bad::run)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("no key is between")
                    .hasMessageContaining("give the lower bound first"));
  }

  @Test
  void aLimitIsPositiveAndReplacesAnother() {
    for (int bad : new int[] {0, -1, Integer.MIN_VALUE}) {
      Stream.of(Filter.prefix("a"), Filter.between("a", "b"), Filter.between(1, 2))
          .forEach(
              filter ->
                  assertThatThrownBy(() -> filter.limit(bad))
                      .isInstanceOf(IllegalArgumentException.class)
                      .hasMessageContaining("a limit of " + bad)
                      .hasMessageContaining(filter.toString()));
    }
    Stream.<Runnable>of(
            () -> new Filter.Prefix("a", -1),
            () -> new Filter.TextRange("a", "b", -1),
            () -> new Filter.NumberRange(1, 2, -1))
        .forEach(
            bad ->
                assertThatThrownBy(bad::run)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("a limit of -1"));
    Filter<String> filter = Filter.prefix("a");
    assertThat(filter.limit()).isZero();
    assertThat(filter.limit(5).limit(7)).isEqualTo(filter.limit(7));
    assertThat(Filter.between(1, 2).limit(3).limit()).isEqualTo(3);
    assertThat(Filter.between("a", "b").limit(3).limit()).isEqualTo(3);
  }
}
