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
package io.atomix.mcast.agent.migrate;

import io.atomix.utils.serializer.Namespaces;
import io.atomix.utils.serializer.Serializer;
import java.util.HexFormat;

/** Puts keys as Atomix stores them, hexadecimal, into words for people, and back. */
final class ShownKeys {
  private static final Serializer SERIALIZER = Serializer.using(Namespaces.BASIC);

  /** As Atomix writes keys of maps. */
  private static final HexFormat STORED = HexFormat.of().withUpperCase();

  private ShownKeys() {}

  /**
   * Returns a key of a map, a set or a multimap as its program wrote it if it is of a class that
   * Atomix knows, else its bytes.
   */
  static String show(String stored) {
    try {
      Object key = SERIALIZER.decode(STORED.parseHex(stored));
      return key instanceof String text ? '"' + text + '"' : String.valueOf(key);
    } catch (RuntimeException | LinkageError e) {
      return "0x" + stored;
    }
  }

  /** Returns a text as Atomix's default serializer stores it as a key. */
  static String stored(String key) {
    return STORED.formatHex(SERIALIZER.encode(key));
  }
}
