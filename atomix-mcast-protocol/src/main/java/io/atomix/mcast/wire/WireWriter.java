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
package io.atomix.mcast.wire;

import io.atomix.mcast.ordering.Coded;
import io.atomix.mcast.ordering.Encoder;
import io.atomix.mcast.ordering.GroupFootprint;
import io.atomix.mcast.ordering.OrderingCodec;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.function.BiConsumer;

/** Writes the primitive parts of all encodings into a growing array. Not thread-safe. */
public final class WireWriter implements Encoder {
  /** The byte that says that a message does not touch the whole primitive. */
  static final int NOT_WHOLE = 255;

  private byte[] bytes;
  private int size;

  /** Creates a writer with room for a small message. */
  public WireWriter() {
    this(256);
  }

  /** Creates a writer with room for this many bytes; it grows when needed. */
  public WireWriter(int capacity) {
    bytes = new byte[Math.max(capacity, 16)];
  }

  /** Writes one byte. */
  @Override
  public WireWriter writeByte(int value) {
    reserve(1);
    bytes[size++] = (byte) value;
    return this;
  }

  /** Writes a boolean as one byte. */
  @Override
  public WireWriter writeBoolean(boolean value) {
    return writeByte(value ? 1 : 0);
  }

  /** Writes a number that is mostly small and never negative, in one to ten bytes. */
  public WireWriter writeVarLong(long value) {
    reserve(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[size++] = (byte) (rest & 0x7F | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
    return this;
  }

  /** Writes it as {@link #writeVarLong} does. */
  @Override
  public WireWriter writeNumber(long value) {
    return writeVarLong(value);
  }

  /** Writes it as {@link #writeVarLong} does. */
  @Override
  public WireWriter writeInt(int value) {
    return writeVarLong(value);
  }

  /** Writes a number of eight bytes. */
  @Override
  public WireWriter writeLong(long value) {
    reserve(Long.BYTES);
    for (int shift = 56; shift >= 0; shift -= 8) {
      bytes[size++] = (byte) (value >>> shift);
    }
    return this;
  }

  /** Writes a length and that many bytes; null is kept apart from empty. */
  public WireWriter writeBytes(byte[] value) {
    if (value == null) {
      return writeVarLong(0);
    }
    writeVarLong(value.length + 1L);
    reserve(value.length);
    System.arraycopy(value, 0, bytes, size, value.length);
    size += value.length;
    return this;
  }

  /** Writes a text, or null. */
  @Override
  public WireWriter writeString(String value) {
    return writeBytes(value == null ? null : value.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes a constant as its code. */
  @Override
  public WireWriter writeCoded(Coded value) {
    return writeByte(value.code());
  }

  /** Writes what a message touches, without the primitive's name. */
  WireWriter writeTouched(GroupFootprint footprint) {
    OrderingCodec.writeTouched(this, footprint, NOT_WHOLE);
    return this;
  }

  /** Writes what a message touches in other primitives than the first. */
  WireWriter writeOthers(GroupFootprint footprint) {
    OrderingCodec.writeOthers(this, footprint, NOT_WHOLE);
    return this;
  }

  /** Writes a count and each element. */
  public <T> WireWriter writeAll(Collection<T> values, BiConsumer<WireWriter, T> each) {
    writeVarLong(values.size());
    values.forEach(value -> each.accept(this, value));
    return this;
  }

  /** Writes a count and each part. */
  public WireWriter writeAll(Collection<? extends Writable> parts) {
    writeVarLong(parts.size());
    parts.forEach(part -> part.write(this));
    return this;
  }

  /** Writes a part, or that there is none. */
  public WireWriter writeOptional(Writable part) {
    writeBoolean(part != null);
    if (part != null) {
      part.write(this);
    }
    return this;
  }

  /** Returns how many bytes have been written. */
  public int size() {
    return size;
  }

  /** Returns a copy of what has been written. */
  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  private void reserve(int count) {
    if (size + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + count));
    }
  }
}
