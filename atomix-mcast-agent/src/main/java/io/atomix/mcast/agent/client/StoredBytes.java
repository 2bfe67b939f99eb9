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
package io.atomix.mcast.agent.client;

import io.atomix.utils.serializer.Serializer;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A key, value, element or payload in its serialized form, which equals another if each byte does.
 *
 * @param bytes the bytes, which nobody changes
 */
public record StoredBytes(byte[] bytes) implements Comparable<StoredBytes> {
  /** A serializer that hands on what is serialized already, and reads nothing. */
  public static final Serializer SERIALIZER =
      new Serializer() {
        @Override
        public <T> byte[] encode(T object) {
          return ((StoredBytes) object).bytes();
        }

        @Override
        @SuppressWarnings("unchecked")
        public <T> T decode(byte[] bytes) {
          return (T) new StoredBytes(bytes);
        }
      };

  /** Returns the bytes of an array that may be null, and then null. */
  public static StoredBytes ofNullable(byte[] bytes) {
    return bytes == null ? null : new StoredBytes(bytes);
  }

  @Override
  public int compareTo(StoredBytes other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StoredBytes that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
