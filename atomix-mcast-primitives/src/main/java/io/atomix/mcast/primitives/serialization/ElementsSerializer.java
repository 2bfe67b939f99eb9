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
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Writes collections that nothing can be added to, in the form of Kryo's own collections, and reads
 * them from all their elements.
 */
final class ElementsSerializer extends Serializer<Collection<?>> {
  /** No more is believed of a length before the elements were there. */
  private static final int MOST_AT_ONCE = 1024;

  private final Function<Collection<?>, Collection<?>> order;
  private final Function<List<Object>, Collection<?>> maker;

  /** The elements' class as the field says that is written or read next, if it is final. */
  private Class<?> declared;

  private ElementsSerializer(
      Function<Collection<?>, Collection<?>> order, Function<List<Object>, Collection<?>> maker) {
    super(false, true);
    this.order = order;
    this.maker = maker;
  }

  /** Returns a serializer that keeps the order of elements. */
  static ElementsSerializer ordered(Function<List<Object>, Collection<?>> maker) {
    return new ElementsSerializer(UnaryOperator.identity(), maker);
  }

  /** Returns a serializer that writes equal sets in one order. */
  static ElementsSerializer unordered(
      CanonicalOrder order, Function<List<Object>, Collection<?>> maker) {
    return new ElementsSerializer(order::sorted, maker);
  }

  @Override
  public void setGenerics(Kryo kryo, Class[] generics) {
    declared = Declared.finalClass(kryo, generics, 0);
  }

  @Override
  public void write(Kryo kryo, Output output, Collection<?> collection) {
    Serializer<?> serializer = takeSerializer(kryo);
    output.writeVarInt(collection.size(), true);
    for (Object element : order.apply(collection)) {
      Declared.write(kryo, output, element, serializer);
    }
  }

  private Serializer<?> takeSerializer(Kryo kryo) {
    Serializer<?> serializer = declared == null ? null : kryo.getSerializer(declared);
    declared = null;
    return serializer;
  }

  @Override
  public Collection<?> read(Kryo kryo, Input input, Class<Collection<?>> type) {
    Class<?> elementType = declared;
    Serializer<?> serializer = takeSerializer(kryo);
    int size = input.readVarInt(true);
    List<Object> elements = new ArrayList<>(Math.min(size, MOST_AT_ONCE));
    for (int i = 0; i < size; i++) {
      elements.add(Declared.read(kryo, input, elementType, serializer));
    }
    return maker.apply(elements);
  }
}
