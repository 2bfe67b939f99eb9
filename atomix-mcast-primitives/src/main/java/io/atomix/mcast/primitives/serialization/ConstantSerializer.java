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
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.function.ToIntFunction;

/**
 * Writes constants of a type by explicit codes, where Kryo takes their positions. The bytes are
 * those that Kryo writes for a constant whose position is its code.
 *
 * @param <E> the type
 */
public final class ConstantSerializer<E extends Enum<E>> extends Serializer<E> {
  private final E[] constants;
  private final ToIntFunction<E> code;

  /**
   * Creates a serializer.
   *
   * @param constants all constants of the type
   * @param code the code of each, which never changes
   */
  public ConstantSerializer(E[] constants, ToIntFunction<E> code) {
    super(true, true);
    this.constants = constants.clone();
    this.code = code;
  }

  @Override
  public void write(Kryo kryo, Output output, E constant) {
    output.writeVarInt(constant == null ? Kryo.NULL : code.applyAsInt(constant) + 1, true);
  }

  @Override
  public E read(Kryo kryo, Input input, Class<E> type) {
    int written = input.readVarInt(true);
    if (written == Kryo.NULL) {
      return null;
    }
    for (E constant : constants) {
      if (code.applyAsInt(constant) + 1 == written) {
        return constant;
      }
    }
    throw new KryoException("No " + type.getName() + " has the code " + (written - 1));
  }
}
