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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Writes maps that nothing can be put into, in the form of Kryo's own maps, and reads them from all
 * their entries.
 */
final class EntriesSerializer extends Serializer<Map<?, ?>> {
  private final Function<Map<?, ?>, Map<?, ?>> order;
  private final Function<Map<Object, Object>, Map<?, ?>> maker;
  private Class<?> declaredKey;
  private Class<?> declaredValue;

  private EntriesSerializer(
      Function<Map<?, ?>, Map<?, ?>> order, Function<Map<Object, Object>, Map<?, ?>> maker) {
    super(false, true);
    this.order = order;
    this.maker = maker;
  }

  /** Returns a serializer that keeps the order of entries. */
  static EntriesSerializer ordered(Function<Map<Object, Object>, Map<?, ?>> maker) {
    return new EntriesSerializer(map -> map, maker);
  }

  /** Returns a serializer that writes equal maps in one order. */
  static EntriesSerializer unordered(
      CanonicalOrder order, Function<Map<Object, Object>, Map<?, ?>> maker) {
    return new EntriesSerializer(order::sorted, maker);
  }

  @Override
  public void setGenerics(Kryo kryo, Class[] generics) {
    declaredKey = Declared.finalClass(kryo, generics, 0);
    declaredValue = Declared.finalClass(kryo, generics, 1);
  }

  @Override
  public void write(Kryo kryo, Output output, Map<?, ?> map) {
    Serializer<?> keys = declaredKey == null ? null : kryo.getSerializer(declaredKey);
    Serializer<?> values = declaredValue == null ? null : kryo.getSerializer(declaredValue);
    declaredKey = null;
    declaredValue = null;
    output.writeVarInt(map.size(), true);
    order
        .apply(map)
        .forEach(
            (key, value) -> {
              Declared.write(kryo, output, key, keys);
              Declared.write(kryo, output, value, values);
            });
  }

  @Override
  public Map<?, ?> read(Kryo kryo, Input input, Class<Map<?, ?>> type) {
    Class<?> keyType = declaredKey;
    Class<?> valueType = declaredValue;
    Serializer<?> keys = keyType == null ? null : kryo.getSerializer(keyType);
    Serializer<?> values = valueType == null ? null : kryo.getSerializer(valueType);
    declaredKey = null;
    declaredValue = null;
    int size = input.readVarInt(true);
    Map<Object, Object> entries = new LinkedHashMap<>();
    for (int i = 0; i < size; i++) {
      Object key = Declared.read(kryo, input, keyType, keys);
      entries.put(key, Declared.read(kryo, input, valueType, values));
    }
    return maker.apply(entries);
  }
}
