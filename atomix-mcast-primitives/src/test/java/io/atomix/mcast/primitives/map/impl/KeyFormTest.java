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

import com.google.common.io.BaseEncoding;
import io.atomix.utils.serializer.Namespaces;
import io.atomix.utils.serializer.Serializer;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys are read as they were written, and what is none of them is not. */
class KeyFormTest {
  private static final Serializer SERIALIZER = Serializer.using(Namespaces.BASIC);
  private static final BaseEncoding HEX = BaseEncoding.base16();

  private static String encoded(Object key) {
    return HEX.encode(SERIALIZER.encode(key));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a", "ab", "key-1", "é", "aé", "\uD83D\uDE00", "\uFFFF", "\u0000", "a\u0000b"})
  void stringsAreRead(String text) {
    for (String key : List.of(text, text.repeat(40), text.repeat(5000))) {
      assertThat(KeyForm.text(encoded(key))).isEqualTo(key);
      assertThat(KeyForm.number(encoded(key))).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, -1, 63, 64, -64, -65, 300, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE})
  void numbersAreRead(long number) {
    assertThat(KeyForm.number(encoded(number))).isEqualTo(number);
    assertThat(KeyForm.text(encoded(number))).isNull();
  }

  @Test
  void keysOfOtherTypesAreNeither() {
    for (Object key : List.of(5, true, 'a', 1.5, Duration.ofSeconds(1), new byte[] {3, 1})) {
      assertThat(KeyForm.text(encoded(key))).as("%s", key).isNull();
      assertThat(KeyForm.number(encoded(key))).as("%s", key).isNull();
    }
  }

  /** A key may be anything: nothing is thrown, and no memory taken for what it claims to be. */
  @Test
  void whateverAKeyIsNothingIsThrown() {
    for (String key :
        List.of(
            "",
            "0",
            "03",
            "0301",
            "030",
            "0301zz",
            "03018",
            "030180",
            "030182",
            "030161",
            "0301FFFFFFFF7F61",
            "0301FFFFFFFFFF61",
            "0301C7",
            "09",
            "0902FF",
            "09FF",
            "09ffffffffffffffffff",
            "09FFFFFFFFFFFFFFFFFFFF",
            "keys",
            "locks")) {
      assertThat(KeyForm.text(key)).as(key).isNull();
      if (!key.equals("0902")) {
        assertThat(KeyForm.number(key)).as(key).isNull();
      }
    }
    long seed = Long.getLong("mcast.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(12)];
      random.nextBytes(bytes);
      String tail = HEX.encode(bytes);
      String text = KeyForm.text("0301" + tail);
      assertThat(text == null || text.length() <= 12).as("%s, seed %d", tail, seed).isTrue();
      KeyForm.number("09" + tail);
    }
  }
}
