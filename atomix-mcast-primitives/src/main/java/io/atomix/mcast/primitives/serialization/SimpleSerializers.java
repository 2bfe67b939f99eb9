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
package io.atomix.mcast.primitives.serialization;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.net.URI;
import java.util.BitSet;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;

/** Serializers for small classes of the JDK whose fields are closed to Kryo. */
final class SimpleSerializers {
  private SimpleSerializers() {}

  /** Writes UUIDs. */
  static final class OfUuid extends Serializer<UUID> {
    OfUuid() {
      super(false, true);
    }

    @Override
    public void write(Kryo kryo, Output output, UUID uuid) {
      output.writeLong(uuid.getMostSignificantBits());
      output.writeLong(uuid.getLeastSignificantBits());
    }

    @Override
    public UUID read(Kryo kryo, Input input, Class<UUID> type) {
      return new UUID(input.readLong(), input.readLong());
    }
  }

  /** Writes URIs. */
  static final class OfUri extends Serializer<URI> {
    OfUri() {
      super(false, true);
    }

    @Override
    public void write(Kryo kryo, Output output, URI uri) {
      output.writeString(uri.toString());
    }

    @Override
    public URI read(Kryo kryo, Input input, Class<URI> type) {
      return URI.create(input.readString());
    }
  }

  /** Writes sets of bits. */
  static final class OfBitSet extends Serializer<BitSet> {
    @Override
    public void write(Kryo kryo, Output output, BitSet bits) {
      byte[] bytes = bits.toByteArray();
      output.writeVarInt(bytes.length, true);
      output.writeBytes(bytes);
    }

    @Override
    public BitSet read(Kryo kryo, Input input, Class<BitSet> type) {
      return BitSet.valueOf(input.readBytes(input.readVarInt(true)));
    }
  }

  /** Writes entries. */
  static final class OfEntry extends Serializer<Map.Entry<?, ?>> {
    private final BiFunction<Object, Object, Map.Entry<?, ?>> maker;

    OfEntry(BiFunction<Object, Object, Map.Entry<?, ?>> maker) {
      this.maker = maker;
    }

    @Override
    public void write(Kryo kryo, Output output, Map.Entry<?, ?> entry) {
      kryo.writeClassAndObject(output, entry.getKey());
      kryo.writeClassAndObject(output, entry.getValue());
    }

    @Override
    public Map.Entry<?, ?> read(Kryo kryo, Input input, Class<Map.Entry<?, ?>> type) {
      Object key = kryo.readClassAndObject(input);
      return maker.apply(key, kryo.readClassAndObject(input));
    }
  }
}
