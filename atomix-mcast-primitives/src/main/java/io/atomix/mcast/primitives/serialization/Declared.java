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

/** Objects of a class that a declaration gives away: Kryo writes them without it. */
final class Declared {
  private Declared() {}

  /** Returns a type argument's class if it is final, or null. */
  static Class<?> finalClass(Kryo kryo, Class<?>[] generics, int number) {
    return generics != null
            && generics.length > number
            && generics[number] != null
            && kryo.isFinal(generics[number])
        ? generics[number]
        : null;
  }

  /** Writes an object or null, with its class if no serializer is given. */
  static void write(Kryo kryo, Output output, Object object, Serializer<?> serializer) {
    if (serializer == null) {
      kryo.writeClassAndObject(output, object);
    } else {
      kryo.writeObjectOrNull(output, object, serializer);
    }
  }

  /** Reads what {@link #write} has written. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  static Object read(Kryo kryo, Input input, Class<?> type, Serializer<?> serializer) {
    return serializer == null
        ? kryo.readClassAndObject(input)
        : kryo.readObjectOrNull(input, (Class) type, serializer);
  }
}
