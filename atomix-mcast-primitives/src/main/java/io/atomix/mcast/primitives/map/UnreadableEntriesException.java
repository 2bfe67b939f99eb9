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
package io.atomix.mcast.primitives.map;

import io.atomix.mcast.primitives.serialization.UnreadableValueException;
import io.atomix.utils.time.Versioned;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Some of several entries that an operation returns cannot be read here; the others are in this
 * exception. Where the operation changes something as well, the change has taken effect.
 */
public class UnreadableEntriesException extends UnreadableValueException {
  private static final long serialVersionUID = 1L;

  private final transient Map<?, ? extends Versioned<?>> readable;
  private final transient Map<?, UnreadableValueException> unreadable;
  private final transient List<UnreadableValueException> withoutKey;

  /**
   * Creates an exception.
   *
   * @param message which entries cannot be read
   * @param readable the entries that can
   * @param unreadable why the values of entries cannot be read, by key
   * @param withoutKey why entries cannot be read of which not even the key can
   */
  public UnreadableEntriesException(
      String message,
      Map<?, ? extends Versioned<?>> readable,
      Map<?, UnreadableValueException> unreadable,
      List<UnreadableValueException> withoutKey) {
    super(message, (unreadable.isEmpty() ? withoutKey : unreadable.values()).iterator().next());
    this.readable = Collections.unmodifiableMap(new LinkedHashMap<>(readable));
    this.unreadable = Collections.unmodifiableMap(new LinkedHashMap<>(unreadable));
    this.withoutKey = List.copyOf(withoutKey);
  }

  /** Returns this exception with the operation that it is of. */
  public UnreadableEntriesException of(String operation) {
    return new UnreadableEntriesException(
        getMessage() + " (in the result of " + operation + ")", readable, unreadable, withoutKey);
  }

  /**
   * Returns the entries that can be read: what the operation would have returned without the
   * others. Keys and values are those of the map; the caller names their types.
   */
  @SuppressWarnings("unchecked")
  public <K, V> Map<K, Versioned<V>> readable() {
    return (Map<K, Versioned<V>>) readable;
  }

  /** Returns why the values of the other entries cannot be read, by their keys. */
  @SuppressWarnings("unchecked")
  public <K> Map<K, UnreadableValueException> unreadable() {
    return (Map<K, UnreadableValueException>) unreadable;
  }

  /** Returns, for each entry of which not even the key can be read, why; mostly empty. */
  public List<UnreadableValueException> withoutKey() {
    return withoutKey;
  }
}
