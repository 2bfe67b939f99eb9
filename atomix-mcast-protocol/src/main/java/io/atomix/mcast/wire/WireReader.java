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

import io.atomix.mcast.ordering.Decoder;
import io.atomix.mcast.ordering.GroupFootprint;
import io.atomix.mcast.ordering.OrderingCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Reads what {@link WireWriter} wrote. Every method throws {@link WireException} when the bytes end
 * too early or make no sense, and never allocates more than the bytes at hand can fill. Not
 * thread-safe.
 */
public final class WireReader implements Decoder {
  private final String what;
  private final byte[] bytes;
  private int position;

  /** Creates a reader; the name of what is read stands in its errors. */
  public WireReader(String what, byte[] bytes) {
    this.what = what;
    if (bytes == null) {
      throw new WireException(what + " has no bytes at all");
    }
    this.bytes = bytes;
  }

  /**
   * Reads the version byte that each encoding starts with, and refuses one that this code does not
   * know.
   */
  public void readVersion(int known) {
    readVersion(known, known);
  }

  /**
   * Reads the version byte, and refuses one that is older or newer than what this code knows.
   *
   * @throws NewerVersionException if it is newer
   */
  public int readVersion(int oldest, int newest) {
    int version = readByte();
    if (version >= oldest && version <= newest) {
      return version;
    }
    String found =
        what
            + " has version "
            + version
            + ", but this node knows only version "
            + (oldest == newest ? "" : oldest + " to ")
            + newest;
    throw version > newest
        ? new NewerVersionException(found + ": upgrade this node's atomix-mcast jars")
        : new WireException(found);
  }

  /** Reads one byte, as 0 to 255. */
  @Override
  public int readByte() {
    need(1);
    return bytes[position++] & 0xFF;
  }

  /** Reads a boolean. */
  @Override
  public boolean readBoolean() {
    int value = readByte();
    if (value > 1) {
      throw broken("a boolean of " + value);
    }
    return value == 1;
  }

  /** Reads a number written by {@link WireWriter#writeVarLong}. */
  public long readVarLong() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = readByte();
      value |= (long) (next & 0x7F) << shift;
      if ((next & 0x80) == 0) {
        return value;
      }
    }
    throw broken("a number of more than ten bytes");
  }

  /** Returns what was read, and refuses null. */
  <T> T required(T value, String name) {
    if (value == null) {
      throw broken(name + " is missing");
    }
    return value;
  }

  /** Reads a number of eight bytes. */
  @Override
  public long readLong() {
    need(Long.BYTES);
    long value = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      value = value << 8 | bytes[position++] & 0xFF;
    }
    return value;
  }

  /** Reads bytes, or null. */
  public byte[] readBytes() {
    long length = readVarLong();
    if (length == 0) {
      return null;
    }
    int count = need(length - 1);
    byte[] value = new byte[count];
    System.arraycopy(bytes, position, value, 0, count);
    position += count;
    return value;
  }

  /** Reads bytes that must not be null. */
  public byte[] readPresent() {
    return required(readBytes(), "an array of bytes");
  }

  /** Reads a text, or null. */
  public String readString() {
    byte[] value = readBytes();
    return value == null ? null : new String(value, StandardCharsets.UTF_8);
  }

  /** Reads a text that must not be null. */
  @Override
  public String readName() {
    String value = readString();
    if (value == null) {
      throw broken("a name that is missing");
    }
    return value;
  }

  /** Reads what {@link WireWriter#writeNumber} wrote. */
  @Override
  public long readNumber() {
    return readVarLong();
  }

  /** Reads what {@link WireWriter#writeInt} wrote. */
  @Override
  public int readInt() {
    return (int) readVarLong();
  }

  @Override
  public int readCount(int most) {
    long count = readVarLong();
    if (count < 0 || count > most) {
      throw broken("a list of " + count + " elements, of " + most + " at most,");
    }
    return need(count);
  }

  /**
   * Reads a count and that many elements, {@link OrderingCodec#MOST_ELEMENTS} at most: for messages
   * of other nodes.
   */
  public <T> List<T> readList(Function<WireReader, T> each) {
    return readCounted(readCount(OrderingCodec.MOST_ELEMENTS), each);
  }

  /** Reads a count and that many elements; there is no limit but the bytes at hand. */
  public <T> List<T> readAll(Function<WireReader, T> each) {
    return readCounted(readCount(Integer.MAX_VALUE), each);
  }

  private <T> List<T> readCounted(int count, Function<WireReader, T> each) {
    List<T> values = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      values.add(each.apply(this));
    }
    return values;
  }

  /** Reads what a message touches in the named primitive. */
  GroupFootprint readTouched(String primitive) {
    return OrderingCodec.readTouched(this, primitive, WireWriter.NOT_WHOLE);
  }

  /** Reads what a message touches in other primitives; returns what it touches in all. */
  GroupFootprint readOthers(GroupFootprint first) {
    return OrderingCodec.readOthers(this, first, WireWriter.NOT_WHOLE);
  }

  /** Checks that nothing is left over. */
  public void end() {
    if (position != bytes.length) {
      throw broken((bytes.length - position) + " bytes too many");
    }
  }

  /** Returns the exception for a place that makes no sense. */
  @Override
  public WireException broken(String found) {
    return new WireException(
        what + " is damaged: " + found + " at byte " + position + " of " + bytes.length);
  }

  private int need(long count) {
    if (count < 0 || count > bytes.length - position) {
      throw broken("it should go on for " + count + " bytes or elements");
    }
    return (int) count;
  }
}
