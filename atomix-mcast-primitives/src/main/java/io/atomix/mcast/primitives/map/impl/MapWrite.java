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
 * A change of one key: a new value, which may be null, or its removal. Travels in log entries, so
 * its fields are part of their format.
 */
public final class MapWrite {
  private final String key;
  private final boolean removal;
  private final byte[] value;

  private MapWrite(String key, boolean removal, byte[] value) {
    this.key = key;
    this.removal = removal;
    this.value = value;
  }

  /** Returns the write of a value, which may be null. */
  public static MapWrite put(String key, byte[] value) {
    return new MapWrite(key, false, value);
  }

  /** Returns the removal of a key. */
  public static MapWrite remove(String key) {
    return new MapWrite(key, true, null);
  }

  String key() {
    return key;
  }

  boolean isRemoval() {
    return removal;
  }

  byte[] value() {
    return value;
  }

  @Override
  public String toString() {
    return "MapWrite{" + (removal ? "remove " : "put ") + key + "}";
  }
}
