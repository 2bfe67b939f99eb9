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
package io.atomix.mcast.ordering;

import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Reader of what a {@link SnapshotEncoder} wrote. */
final class SnapshotDecoder implements Decoder {
  private final DataInput input;

  SnapshotDecoder(DataInput input) {
    this.input = input;
  }

  @FunctionalInterface
  private interface SnapshotReading<T> {
    T run() throws IOException;
  }

  private static <T> T read(SnapshotReading<T> reading) {
    try {
      return reading.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int readByte() {
    return read(input::readUnsignedByte);
  }

  @Override
  public boolean readBoolean() {
    return read(input::readBoolean);
  }

  @Override
  public long readLong() {
    return read(input::readLong);
  }

  @Override
  public long readNumber() {
    return readLong();
  }

  @Override
  public long readTimestamp() {
    long timestamp = readLong();
    if (timestamp < 0) {
      throw broken("a timestamp of " + timestamp);
    }
    return timestamp;
  }

  @Override
  public int readInt() {
    return read(input::readInt);
  }

  @Override
  public int readCount(int most) {
    int count = readInt();
    if (count < 0 || count > most) {
      throw broken("a count of " + count);
    }
    return count;
  }

  @Override
  public String readName() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    // In pieces, so that a damaged length ends the input before it takes the memory.
    for (int left = readCount(Integer.MAX_VALUE); left > 0; ) {
      byte[] piece = new byte[Math.min(left, 4096)];
      read(
          () -> {
            input.readFully(piece);
            return null;
          });
      bytes.writeBytes(piece);
      left -= piece.length;
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Override
  public UncheckedIOException broken(String found) {
    return new UncheckedIOException(
        new IOException(
            "Reading the ordering state of a group: found "
                + found
                + ". The snapshot is damaged; take another replica's."));
  }
}
