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
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes records: their components, in order. With {@code compatibleSerialization} each comes with
 * its name, so that components may be added (null, zero or false in what was written before),
 * removed and moved.
 */
final class RecordSerializer extends Serializer<Object> {
  private final Class<?> type;
  private final boolean named;
  private final RecordComponent[] components;
  private final Method[] accessors;
  private final Constructor<?> constructor;

  /** Prepares for a class; fails if it is in a module that is closed to this. */
  RecordSerializer(Class<?> type, boolean named) {
    this.type = type;
    this.named = named;
    this.components = type.getRecordComponents();
    this.accessors = new Method[components.length];
    Class<?>[] types = new Class<?>[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      accessors[i] = components[i].getAccessor();
      accessors[i].setAccessible(true);
    }
    try {
      constructor = type.getDeclaredConstructor(types);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(type + ": a record without its constructor", e);
    }
    constructor.setAccessible(true);
  }

  @Override
  public void write(Kryo kryo, Output output, Object object) {
    if (named) {
      output.writeVarInt(components.length, true);
    }
    for (int i = 0; i < components.length; i++) {
      Object value = value(object, i);
      if (named) {
        output.writeString(components[i].getName());
        kryo.writeClassAndObject(output, value);
      } else {
        Declared.write(kryo, output, value, serializer(kryo, i));
      }
    }
  }

  private Object value(Object object, int component) {
    try {
      return accessors[component].invoke(object);
    } catch (ReflectiveOperationException e) {
      throw failure("component " + components[component].getName() + " cannot be read", e);
    }
  }

  private Serializer<?> serializer(Kryo kryo, int component) {
    Class<?> declared = components[component].getType();
    return kryo.isFinal(declared) ? kryo.getSerializer(declared) : null;
  }

  @Override
  public Object read(Kryo kryo, Input input, Class<Object> ignored) {
    Object[] values = named ? readNamed(kryo, input) : new Object[components.length];
    if (!named) {
      for (int i = 0; i < components.length; i++) {
        Class<?> declared = components[i].getType();
        values[i] = Declared.read(kryo, input, declared, serializer(kryo, i));
      }
    }
    try {
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      throw failure("its constructor refuses what was written", e);
    }
  }

  private Object[] readNamed(Kryo kryo, Input input) {
    Map<String, Object> byName = new HashMap<>();
    for (int left = input.readVarInt(true); left > 0; left--) {
      String name = input.readString();
      byName.put(name, kryo.readClassAndObject(input));
    }
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      Object value = byName.get(components[i].getName());
      values[i] = value == null ? missing(components[i].getType()) : value;
    }
    return values;
  }

  private static Object missing(Class<?> type) {
    return type.isPrimitive() ? Array.get(Array.newInstance(type, 1), 0) : null;
  }

  private KryoException failure(String what, Exception error) {
    Throwable cause =
        error instanceof InvocationTargetException && error.getCause() != null
            ? error.getCause()
            : error;
    return new KryoException("record " + type.getName() + ": " + what + ": " + cause, cause);
  }
}
