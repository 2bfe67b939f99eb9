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

import io.atomix.mcast.primitives.transaction.impl.KeyCondition;
import java.util.Arrays;
import java.util.Objects;

/**
 * A condition on one key. Travels in log entries, so its fields and the codes of its kinds are part
 * of their format.
 */
public final class MapCondition implements KeyCondition<String, MapCondition> {
  private final MapConditionKind kind;
  private final String key;
  private final byte[] value;
  private final long version;

  /** Kinds of conditions on a key. */
  public enum MapConditionKind {
    /** It has a value. */
    PRESENT(0),
    /** It has none. */
    ABSENT(1),
    /** It has this value. */
    EQUALS(2),
    /** It has a value of this version. */
    VERSION(3);

    private final int code;

    MapConditionKind(int code) {
      this.code = code;
    }

    /** Returns the number that is written for it, which never changes. */
    public int code() {
      return code;
    }
  }

  private MapCondition(MapConditionKind kind, String key, byte[] value, long version) {
    this.kind = kind;
    this.key = key;
    this.value = value;
    this.version = version;
  }

  /** Returns a condition of this kind. */
  public static MapCondition present(String key) {
    return new MapCondition(MapConditionKind.PRESENT, key, null, 0);
  }

  /** Returns a condition of this kind. */
  public static MapCondition absent(String key) {
    return new MapCondition(MapConditionKind.ABSENT, key, null, 0);
  }

  /** Returns a condition of this kind. */
  public static MapCondition equalTo(String key, byte[] value) {
    return new MapCondition(MapConditionKind.EQUALS, key, value, 0);
  }

  /** Returns a condition of this kind. */
  public static MapCondition version(String key, long version) {
    return new MapCondition(MapConditionKind.VERSION, key, null, version);
  }

  @Override
  public String key() {
    return key;
  }

  /** Returns whether the condition holds for an entry. */
  boolean holds(boolean present, byte[] currentValue, long currentVersion) {
    return switch (kind) {
      case PRESENT -> present;
      case ABSENT -> !present;
      case EQUALS -> present && Arrays.equals(value, currentValue);
      case VERSION -> present && version == currentVersion;
    };
  }

  /** Returns whether the condition will hold for an entry, null if that is not known. */
  Boolean holds(MapPreview.PreviewedEntry entry) {
    return kind == MapConditionKind.VERSION
        ? entry.hasVersion(version)
        : (Boolean) holds(entry.present(), entry.value(), entry.version());
  }

  @Override
  public boolean contradicts(MapCondition other) {
    if (kind != other.kind) {
      return kind == MapConditionKind.ABSENT || other.kind == MapConditionKind.ABSENT;
    }
    return !equals(other);
  }

  @Override
  public String describe() {
    return switch (kind) {
      case PRESENT -> "it is present";
      case ABSENT -> "it is absent";
      case EQUALS -> "it equals a value";
      case VERSION -> "its version is " + version;
    };
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof MapCondition that
        && kind == that.kind
        && key.equals(that.key)
        && Arrays.equals(value, that.value)
        && version == that.version;
  }

  @Override
  public int hashCode() {
    return Objects.hash(kind, key, Arrays.hashCode(value), version);
  }

  @Override
  public String toString() {
    return "MapCondition{" + key + ": " + describe() + "}";
  }
}
