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
import java.util.Comparator;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** Writes unmodifiable sorted sets and maps, with their comparators. */
final class SortedViewSerializer {
  private SortedViewSerializer() {}

  /** Writes sets. */
  static final class SortedSetViewSerializer extends Serializer<SortedSet<Object>> {
    private final Function<TreeSet<Object>, SortedSet<Object>> maker;

    SortedSetViewSerializer(Function<TreeSet<Object>, SortedSet<Object>> maker) {
      super(false, true);
      this.maker = maker;
    }

    @Override
    public void write(Kryo kryo, Output output, SortedSet<Object> set) {
      kryo.writeClassAndObject(output, set.comparator());
      output.writeVarInt(set.size(), true);
      set.forEach(element -> kryo.writeClassAndObject(output, element));
    }

    @Override
    public SortedSet<Object> read(Kryo kryo, Input input, Class<SortedSet<Object>> type) {
      TreeSet<Object> set = new TreeSet<>(comparator(kryo, input));
      for (int left = input.readVarInt(true); left > 0; left--) {
        set.add(kryo.readClassAndObject(input));
      }
      return maker.apply(set);
    }
  }

  /** Writes maps. */
  static final class SortedMapViewSerializer extends Serializer<SortedMap<Object, Object>> {
    private final Function<TreeMap<Object, Object>, SortedMap<Object, Object>> maker;

    SortedMapViewSerializer(Function<TreeMap<Object, Object>, SortedMap<Object, Object>> maker) {
      super(false, true);
      this.maker = maker;
    }

    @Override
    public void write(Kryo kryo, Output output, SortedMap<Object, Object> map) {
      kryo.writeClassAndObject(output, map.comparator());
      output.writeVarInt(map.size(), true);
      map.forEach(
          (key, value) -> {
            kryo.writeClassAndObject(output, key);
            kryo.writeClassAndObject(output, value);
          });
    }

    @Override
    public SortedMap<Object, Object> read(
        Kryo kryo, Input input, Class<SortedMap<Object, Object>> type) {
      TreeMap<Object, Object> map = new TreeMap<>(comparator(kryo, input));
      for (int left = input.readVarInt(true); left > 0; left--) {
        Object key = kryo.readClassAndObject(input);
        map.put(key, kryo.readClassAndObject(input));
      }
      return maker.apply(map);
    }
  }

  @SuppressWarnings("unchecked")
  private static Comparator<Object> comparator(Kryo kryo, Input input) {
    return (Comparator<Object>) kryo.readClassAndObject(input);
  }
}
