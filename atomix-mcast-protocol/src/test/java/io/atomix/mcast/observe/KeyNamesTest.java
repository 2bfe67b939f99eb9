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
package io.atomix.mcast.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.io.BaseEncoding;
import io.atomix.mcast.Footprint;
import io.atomix.mcast.ordering.Access;
import io.atomix.utils.serializer.Namespaces;
import io.atomix.utils.serializer.Serializer;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyNamesTest {
  private static List<String> names(Footprint footprint, Object... arguments) {
    return KeyNames.touched(footprint.of("map"), List.of(arguments)).keys().stream()
        .map(Touched.TouchedKey::name)
        .toList();
  }

  private static String written(Object key) {
    return BaseEncoding.base16().encode(Serializer.using(Namespaces.BASIC).encode(key));
  }

  @Test
  void keysAreFoundAmongTheArgumentsAndNothingElseIsTold() {
    record Change(String key, byte[] value) {}
    Footprint footprint = Footprint.none().writes("alice").reads("bob").writes(7L);
    assertThat(
            names(
                footprint,
                "secret",
                List.of(new Change("alice", new byte[3])),
                Map.of("bob", "hidden"),
                7L))
        .containsExactlyInAnyOrder("alice", "bob", "7");
  }

  @Test
  void aKeyThatIsNotAmongThemIsToldByItsDigest() {
    assertThat(names(Footprint.none().writes("alice"), "bob"))
        .singleElement()
        .asString()
        .matches("#[0-9a-f]{16}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"alice", "a", "", "Zoë", "日本", "x y/z", "éa"})
  void textThatAtomixHasSerializedIsRead(String key) {
    assertThat(names(Footprint.none().writes(written(key)), written(key))).containsExactly(key);
  }

  @Test
  void numbersAreReadToo() {
    for (Object key : List.of(0, -17, 5_000_000_000L)) {
      assertThat(names(Footprint.none().writes(written(key)), written(key)))
          .containsExactly(key.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"FF", "03", "7FFFFFFFFFFF", "0301", "DEADBEEF"})
  void whatOnlyLooksSerializedStaysAsItIs(String key) {
    assertThat(names(Footprint.none().writes(key), key)).containsExactly(key);
  }

  @Test
  void thereAreNotTooManyNorTooLong() {
    List<String> keys = IntStream.range(0, 40).mapToObj(i -> "k" + i + "x".repeat(200)).toList();
    Touched touched =
        KeyNames.touched(Footprint.none().commutesEach(keys).readsAll().of("map"), List.of(keys));
    assertThat(touched.whole()).isEqualTo(Access.READ);
    assertThat(touched.keys()).hasSize(KeyNames.MOST_KEYS);
    assertThat(touched.moreKeys()).isEqualTo(40 - KeyNames.MOST_KEYS);
    assertThat(touched.keys())
        .allMatch(key -> key.name().length() == KeyNames.LONGEST_NAME)
        .allMatch(key -> key.access() == Access.COMMUTE);
  }
}
