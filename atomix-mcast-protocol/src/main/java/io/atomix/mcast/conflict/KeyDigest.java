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

import com.google.common.hash.HashFunction;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * 64-bit digests of keys. Keys that a hosted primitive may take for the same one, by {@code equals}
 * or by {@code compareTo}, must have the same digest, on every JVM and in every release: clients
 * compute them, groups compare them.
 *
 * <p>That can be promised only for the types below, whose equality is known and never reaches
 * another class. Any other type may say that it equals, or compares with, something of another
 * class (an {@code ArrayList} and an immutable list, a {@code Date} and a {@code Timestamp}) or
 * hide a difference that {@code toString} shows ({@code BigDecimal} 2.0 and 2.00). Such a key has
 * no digest: whoever touches it touches the whole primitive.
 */
public final class KeyDigest {
  private static final HashFunction HASH = Hashing.murmur3_128();

  private KeyDigest() {}

  /**
   * Returns the digest of a key (which may be null), or nothing if its type cannot be trusted to
   * have one.
   */
  public static OptionalLong of(Object key) {
    if (key instanceof String
        || key instanceof Character
        || key instanceof Boolean
        || key == null) {
      return text(String.valueOf(key));
    }
    if (key instanceof Enum<?> constant) {
      return text(constant.name());
    }
    if (key instanceof Byte
        || key instanceof Short
        || key instanceof Integer
        || key instanceof Long) {
      return number(((Number) key).longValue());
    }
    if (key instanceof Float || key instanceof Double) {
      return number(Double.doubleToLongBits(((Number) key).doubleValue()));
    }
    if (key instanceof UUID uuid) {
      return OptionalLong.of(
          HASH.newHasher()
              .putLong(uuid.getMostSignificantBits())
              .putLong(uuid.getLeastSignificantBits())
              .hash()
              .asLong());
    }
    return key instanceof byte[] bytes
        ? OptionalLong.of(HASH.hashBytes(bytes).asLong())
        : OptionalLong.empty();
  }

  private static OptionalLong text(String text) {
    return OptionalLong.of(HASH.hashString(text, StandardCharsets.UTF_8).asLong());
  }

  private static OptionalLong number(long number) {
    return OptionalLong.of(HASH.hashLong(number).asLong());
  }
}
