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
package io.atomix.mcast.agent.primitive;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The kinds of primitives that the command line can look into, each with the types it opens. */
enum PrimitiveKind {
  /** Entries with versions; those of a {@code map} are an atomic map's. */
  MAP("multicast-map", "atomic-map", "map"),

  /** Counters by key. */
  COUNTER_MAP("multicast-counter-map", "atomic-counter-map"),

  /** One counter. */
  COUNTER("atomic-counter", "counter"),

  /** One value. */
  VALUE("atomic-value", "value"),

  /** Elements. */
  SET("set"),

  /** A lock. */
  LOCK("atomic-lock", "lock"),

  /** Messages. */
  CHANNEL("multicast-channel");

  private final List<String> types;

  PrimitiveKind(String... types) {
    this.types = List.of(types);
  }

  /** Returns the kind that opens a type. */
  static Optional<PrimitiveKind> of(String type) {
    return Arrays.stream(values()).filter(kind -> kind.opens(type)).findFirst();
  }

  /** Returns whether primitives of a type are of this kind. */
  boolean opens(String type) {
    return types.contains(type);
  }

  /** Returns the name of its command. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
