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
package io.atomix.mcast.conflict;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class KeyDigestTest {
  private static final UUID ID = new UUID(1, 2);

  /** Pairs of keys of every kind, many of which some collection takes for the same one. */
  private static final List<Object> KEYS =
      List.of(
          "a",
          new String("a"),
          "b",
          "",
          new StringBuilder("a"),
          new CaseInsensitive("key"),
          new CaseInsensitive("KEY"),
          'a',
          true,
          false,
          (byte) 1,
          (short) 1,
          1,
          1L,
          2L,
          -1,
          1f,
          1d,
          0d,
          -0d,
          Double.NaN,
          Double.longBitsToDouble(0x7ff8000000000001L),
          ID,
          new UUID(1, 2),
          new UUID(2, 1),
          new BigDecimal("2.0"),
          new BigDecimal("2.00"),
          BigInteger.TWO,
          new Date(5),
          new Timestamp(5),
          new ArrayList<>(List.of(1)),
          new LinkedList<>(List.of(1)),
          List.of(1),
          TimeUnit.DAYS,
          TimeUnit.HOURS);

  @Test
  void keysThatAnyCollectionTakesForTheSameMeet() {
    int same = 0;
    for (Object one : KEYS) {
      for (Object other : KEYS) {
        if (one != other && sameKey(one, other)) {
          same++;
          OptionalLong digest = KeyDigest.of(one);
          assertThat(
                  digest.isEmpty()
                      || KeyDigest.of(other).isEmpty()
                      || digest.equals(KeyDigest.of(other)))
              .as("%s %s and %s %s", one.getClass(), one, other.getClass(), other)
              .isTrue();
        }
      }
    }
    assertThat(same).as("pairs that are the same key").isGreaterThan(10);
  }

  @Test
  void contentOfByteArraysCounts() {
    assertThat(KeyDigest.of(new byte[] {1, 2}))
        .isEqualTo(KeyDigest.of(new byte[] {1, 2}))
        .isPresent();
    assertThat(KeyDigest.of(new byte[] {1, 2})).isNotEqualTo(KeyDigest.of(new byte[] {2, 1}));
  }

  @Test
  void differentKeysOfATrustedTypeAreToldApart() {
    assertThat(KeyDigest.of("a")).isPresent().isNotEqualTo(KeyDigest.of("b"));
    assertThat(KeyDigest.of(1)).isPresent().isNotEqualTo(KeyDigest.of(2));
    assertThat(KeyDigest.of(TimeUnit.DAYS)).isPresent().isNotEqualTo(KeyDigest.of(TimeUnit.HOURS));
    assertThat(KeyDigest.of(ID)).isPresent().isNotEqualTo(KeyDigest.of(new UUID(2, 1)));
  }

  @Test
  void typesWithAnEqualityOfTheirOwnHaveNoDigest() {
    assertThat(KeyDigest.of(new CaseInsensitive("a"))).isEmpty();
    assertThat(KeyDigest.of(new StringBuilder("a"))).isEmpty();
    assertThat(KeyDigest.of(List.of(1))).isEmpty();
    assertThat(KeyDigest.of(new BigDecimal("2.0"))).isEmpty();
  }

  /**
   * Groups compare digests that clients of different releases computed: these values may never
   * change.
   */
  @Test
  void digestsAreTheSameInEveryRelease() {
    assertThat(KeyDigest.of("account-1")).hasValue(-8958532835114652807L);
    assertThat(KeyDigest.of(42L)).hasValue(-5283633198602748424L);
    assertThat(KeyDigest.of(ID)).hasValue(-2383095607175024634L);
    assertThat(KeyDigest.of(new byte[] {1, 2, 3})).hasValue(1901714139111438249L);
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static boolean sameKey(Object one, Object other) {
    if (one.equals(other)) {
      return true;
    }
    try {
      return one instanceof Comparable comparable && comparable.compareTo(other) == 0;
    } catch (ClassCastException e) {
      return false;
    }
  }

  /**
   * A sequence of characters whose order and equality are not those of its text, and which compares
   * with strings.
   */
  private record CaseInsensitive(String text) implements CharSequence, Comparable<Object> {
    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public int compareTo(Object that) {
      return text.compareToIgnoreCase(that.toString());
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
