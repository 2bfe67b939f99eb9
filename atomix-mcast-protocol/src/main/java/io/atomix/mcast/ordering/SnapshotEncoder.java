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

import java.io.DataOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Encoding of a snapshot: each number takes as many bytes as its type has. */
final class SnapshotEncoder implements Encoder {
  private final DataOutput output;

  SnapshotEncoder(DataOutput output) {
    this.output = output;
  }

  @FunctionalInterface
  private interface Writing {
    void run() throws IOException;
  }

  private Encoder write(Writing writing) {
    try {
      writing.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  @Override
  public Encoder writeByte(int value) {
    return write(() -> output.writeByte(value));
  }

  @Override
  public Encoder writeBoolean(boolean value) {
    return write(() -> output.writeBoolean(value));
  }

  @Override
  public Encoder writeLong(long value) {
    return write(() -> output.writeLong(value));
  }

  @Override
  public Encoder writeNumber(long value) {
    return writeLong(value);
  }

  @Override
  public Encoder writeInt(int value) {
    return write(() -> output.writeInt(value));
  }

  @Override
  public Encoder writeString(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    writeInt(bytes.length);
    return write(() -> output.write(bytes));
  }
}
