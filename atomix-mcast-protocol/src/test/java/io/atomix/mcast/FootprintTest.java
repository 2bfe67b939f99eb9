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
package io.atomix.mcast;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.conflict.KeyDigest;
import io.atomix.mcast.ordering.Access;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FootprintTest {
  private static final List<Integer> UNTRUSTED = List.of(1);

  @Test
  void nothingIsTouchedUntilSomethingIsNamed() {
    assertThat(Footprint.none().isEmpty()).isTrue();
    assertThat(Footprint.none().readsEach(List.of()).isEmpty()).isTrue();
    assertThat(Footprint.none().reads("a").isEmpty()).isFalse();
    assertThat(Footprint.none().commutesAll().isEmpty()).isFalse();
  }

  @Test
  void readingAndWritingAKeyIsWritingIt() {
    assertThat(Footprint.none().reads("a").writes("a")).isEqualTo(Footprint.none().writes("a"));
    assertThat(Footprint.none().reads("a").commutes("a")).isEqualTo(Footprint.none().writes("a"));
    assertThat(Footprint.none().commutes("a").commutes("a"))
        .isEqualTo(Footprint.none().commutes("a"));
  }

  @Test
  void writingTheWholePrimitiveLeavesNothingElseToSay() {
    assertThat(Footprint.none().reads("a").writesAll()).isEqualTo(Footprint.none().writesAll());
    assertThat(Footprint.none().writesAll().writes("a").readsAll())
        .isEqualTo(Footprint.none().writesAll());
  }

  @Test
  void aKeyOfAnUntrustedTypeIsTheWholePrimitive() {
    assertThat(Footprint.none().reads(UNTRUSTED)).isEqualTo(Footprint.none().readsAll());
    assertThat(Footprint.none().writes(UNTRUSTED)).isEqualTo(Footprint.none().writesAll());
    assertThat(Footprint.none().commutes(UNTRUSTED)).isEqualTo(Footprint.none().commutesAll());
    assertThat(Footprint.none().readsEach(List.of("a", UNTRUSTED)))
        .isEqualTo(Footprint.none().reads("a").readsAll());
    assertThat(Footprint.none().writesEach(List.of("a", UNTRUSTED)))
        .isEqualTo(Footprint.none().writesAll());
  }

  @Test
  void collectionsMayHoldNull() {
    assertThat(Footprint.none().writesEach(Arrays.asList("a", null)))
        .isEqualTo(Footprint.none().writes(null).writes("a"));
  }

  @Test
  void theOrderingCoreSeesDigestsAndAccesses() {
    var footprint = Footprint.none().writes("a").readsAll().of("accounts");

    assertThat(footprint.primitive()).isEqualTo("accounts");
    assertThat(footprint.whole()).isEqualTo(Access.READ);
    assertThat(footprint.keys())
        .containsExactly(Map.entry(KeyDigest.of("a").getAsLong(), Access.WRITE));
  }
}
