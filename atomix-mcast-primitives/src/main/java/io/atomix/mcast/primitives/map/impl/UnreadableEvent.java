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

import io.atomix.core.map.AtomicMapEvent;
import io.atomix.mcast.primitives.serialization.UnreadableValueException;
import io.atomix.utils.time.Versioned;

/**
 * A change of which this listener's program cannot read all: it hears that there was one, and what
 * it cannot read is an {@link UnreadableValueException} when it asks for it.
 */
final class UnreadableEvent<K, V> extends AtomicMapEvent<K, V> {
  private final UnreadableValueException ofKey;
  private final UnreadableValueException ofNewValue;
  private final UnreadableValueException ofOldValue;

  private UnreadableEvent(
      Type type, EventPart<K> key, EventPart<Versioned<V>> now, EventPart<Versioned<V>> old) {
    super(type, key.value, now.value, old.value);
    this.ofKey = key.error;
    this.ofNewValue = now.error;
    this.ofOldValue = old.error;
  }

  /** Value that was read, or the reason why it was not. */
  private record EventPart<T>(T value, UnreadableValueException error) {}

  /** Something to read. */
  private interface PartReader<T> {
    T read();
  }

  /** Returns an event as its listener sees it. */
  static <K, V> AtomicMapEvent<K, V> read(Codec<K, V> codec, AtomicMapEvent<String, byte[]> event) {
    EventPart<K> key = part(() -> codec.decodeKey(event.key()));
    EventPart<Versioned<V>> now = part(() -> codec.decodeStored(event.key(), event.newValue()));
    EventPart<Versioned<V>> old = part(() -> codec.decodeStored(event.key(), event.oldValue()));
    return new UnreadableEvent<>(event.type(), key, now, old);
  }

  private static <T> EventPart<T> part(PartReader<T> reading) {
    try {
      return new EventPart<>(reading.read(), null);
    } catch (UnreadableValueException e) {
      return new EventPart<>(null, e);
    }
  }

  @Override
  public K key() {
    return orThrow(super.key(), ofKey);
  }

  @Override
  public Versioned<V> newValue() {
    return orThrow(super.newValue(), ofNewValue);
  }

  @Override
  public Versioned<V> oldValue() {
    return orThrow(super.oldValue(), ofOldValue);
  }

  private static <T> T orThrow(T value, UnreadableValueException error) {
    if (error != null) {
      // A new one each time, with the asking listener in its stack.
      throw new UnreadableValueException(error.getMessage(), error);
    }
    return value;
  }

  @Override
  public boolean equals(Object object) {
    return this == object;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  @Override
  public String toString() {
    return "UnreadableEvent{%s: %s}"
        .formatted(type(), (ofKey != null ? ofKey : ofNewValue != null ? ofNewValue : ofOldValue));
  }
}
