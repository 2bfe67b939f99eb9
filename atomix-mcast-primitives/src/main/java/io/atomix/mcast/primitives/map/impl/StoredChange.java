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

/** A change of one entry, as a partition keeps it. Immutable. */
public final class StoredChange {
  /** Approximate number of bytes of a change beside its key and value. */
  private static final int OVERHEAD = 40;

  private final String key;
  private final boolean present;
  private final byte[] value;
  private final long version;
  private final long created;

  private StoredChange(String key, boolean present, byte[] value, long version, long created) {
    this.key = key;
    this.present = present;
    this.value = value;
    this.version = version;
    this.created = created;
  }

  static StoredChange written(String key, byte[] value, long version, long created) {
    return new StoredChange(key, true, value, version, created);
  }

  static StoredChange removed(String key) {
    return new StoredChange(key, false, null, 0, 0);
  }

  String key() {
    return key;
  }

  /** Returns the entry that is there since, null if there is none. */
  Versioned<byte[]> entry() {
    return present ? new Versioned<>(value, version, created) : null;
  }

  /** Returns how many bytes it takes, about; the same on all replicas. */
  long size() {
    return OVERHEAD + 2L * key.length() + (value == null ? 0 : value.length);
  }
}
