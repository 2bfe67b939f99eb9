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
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.EnumMap;

/** Writes maps of enum constants, empty ones with the class of their keys as well. */
@SuppressWarnings({"rawtypes", "unchecked"})
final class EnumMapSerializer extends Serializer<EnumMap> {

  @Override
  public void write(Kryo kryo, Output output, EnumMap map) {
    kryo.writeClass(output, keyType(map));
    output.writeVarInt(map.size(), true);
    map.forEach(
        (key, value) -> {
          kryo.writeObject(output, key);
          kryo.writeClassAndObject(output, value);
        });
  }

  @Override
  public EnumMap read(Kryo kryo, Input input, Class<EnumMap> type) {
    Class keyType = kryo.readClass(input).getType();
    EnumMap map = new EnumMap(keyType);
    kryo.reference(map);
    for (int left = input.readVarInt(true); left > 0; left--) {
      Enum key = (Enum) kryo.readObject(input, keyType);
      map.put(key, kryo.readClassAndObject(input));
    }
    return map;
  }

  private static Class<?> keyType(EnumMap map) {
    return map.isEmpty()
        ? new KeyTypeFinder().of(map)
        : ((Enum<?>) map.keySet().iterator().next()).getDeclaringClass();
  }

  /**
   * Finds the class of the keys of an empty map. Only the map knows it, and tells nobody but its
   * own serialization.
   */
  private static final class KeyTypeFinder {
    private Class<?> found;

    Class<?> of(EnumMap map) {
      try (ObjectOutputStream out =
          new ObjectOutputStream(OutputStream.nullOutputStream()) {
            @Override
            protected void annotateClass(Class<?> type) {
              if (type.isEnum()) {
                found = type;
              }
            }
          }) {
        out.writeObject(map);
      } catch (IOException e) {
        throw new UncheckedIOException("Looking for the class of the keys of an EnumMap", e);
      }
      return found;
    }
  }
}
