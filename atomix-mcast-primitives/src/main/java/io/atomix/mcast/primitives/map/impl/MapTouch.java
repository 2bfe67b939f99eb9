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

/**
 * Sets how long the entry of a key lives, if there is one. Travels in log entries, so its fields
 * are part of their format.
 */
public final class MapTouch {
  private final String key;
  private final long millis;

  private MapTouch(String key, long millis) {
    this.key = key;
    this.millis = millis;
  }

  /** Returns what lets an entry live for a time, in milliseconds; for ever if not positive. */
  public static MapTouch of(String key, long millis) {
    return new MapTouch(key, millis);
  }

  String key() {
    return key;
  }

  long millis() {
    return millis;
  }

  @Override
  public String toString() {
    return "MapTouch{" + key + " lives for " + millis + " ms}";
  }
}
