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

import io.atomix.utils.time.Versioned;
import java.util.Map;

/**
 * State that a partition reports, as the conditions of a transaction see it there. Travels in
 * answers, so its fields are part of their format.
 */
public final class MapReading {
  private final Map<String, Versioned<byte[]>> entries;
  private final boolean locked;

  MapReading(Map<String, Versioned<byte[]>> entries, boolean locked) {
    this.entries = entries;
    this.locked = locked;
  }

  /** Returns the entries that were asked for and exist. */
  Map<String, Versioned<byte[]>> entries() {
    return entries;
  }

  /** Returns whether a transaction of Atomix forbids the writes that were asked for. */
  boolean isLocked() {
    return locked;
  }

  @Override
  public String toString() {
    return "MapReading{entries=" + entries + ", locked=" + locked + "}";
  }
}
