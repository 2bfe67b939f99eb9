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

import com.google.common.hash.HashFunction;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;

/**
 * 64-bit digests of keys. Equal keys must have equal digests, on every JVM; keys of a type for which that cannot be promised all
 * share one digest per type, so that they conflict more often than needed and never too seldom.
 */
final class KeyDigest {
  private static final HashFunction HASH = Hashing.murmur3_128();

  private KeyDigest() {}

  static long of(Object key) {
    if (key instanceof byte[] bytes) {
      return HASH.hashBytes(bytes).asLong();
    }
    if (key instanceof CharSequence || key instanceof Character || key instanceof Boolean || key instanceof Enum) {
      return text(key.toString());
    }
    if (key instanceof Byte || key instanceof Short || key instanceof Integer || key instanceof Long) {
      return HASH.hashLong(((Number) key).longValue()).asLong();
    }
    return text(key == null ? "null" : "type:" + key.getClass().getName());
  }

  private static long text(String text) {
    return HASH.hashString(text, StandardCharsets.UTF_8).asLong();
  }
}
