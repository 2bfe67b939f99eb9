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

import io.atomix.utils.serializer.Namespace;
import io.atomix.utils.serializer.NamespaceConfig;
import io.atomix.utils.serializer.Serializer;
import io.atomix.utils.serializer.SerializerBuilder;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Writes keys, values and payloads, and refuses what could not be read back. Thread-safe.
 *
 * <p>A value that is not known to be readable is read back once, on the writing thread: classes are
 * known by the runtime class of each object in a value, whatever contains it. So a list is read
 * back when a class is in it that this serializer has not met, and never again with the same
 * classes.
 */
public final class ValueSerializer implements Serializer {
  private static final String REMEDY =
      "; name its classes with the builder's types if they have to be registered, keep the data in"
          + " one of the classes of docs/values.md, or give a serializer with withSerializer";

  /** The classes that this thread has written and that are not known to be readable. */
  private static final ThreadLocal<Set<Class<?>>> MET = new ThreadLocal<>();

  private final Set<Class<?>> readable = ConcurrentHashMap.newKeySet();
  private final Serializer serializer;
  private final boolean seesAllClasses;

  private ValueSerializer(Function<ValueSerializer, Serializer> maker, boolean seesAllClasses) {
    this.serializer = maker.apply(this);
    this.seesAllClasses = seesAllClasses;
  }

  /**
   * Returns a serializer for the classes of {@code docs/values.md} and those that are configured.
   *
   * @param builder Atomix's, for this primitive, with nothing added yet
   * @param namespace the configured namespace, or null
   * @param types classes to register; null stands for none
   */
  public static ValueSerializer of(
      SerializerBuilder builder,
      NamespaceConfig namespace,
      boolean registrationRequired,
      boolean compatible,
      List<Class<?>> types) {
    return new ValueSerializer(
        self -> {
          builder
              .withNamespace(KryoSetup.namespace(self))
              .withNamespace(new Namespace(namespace == null ? new NamespaceConfig() : namespace));
          if (registrationRequired) {
            builder.withRegistrationRequired();
          }
          if (compatible) {
            builder.withCompatibleSerialization();
          }
          types.stream().filter(Objects::nonNull).forEach(builder::addType);
          return builder.build();
        },
        true);
  }

  /** Returns a serializer that a user has given, with its values read back where need be. */
  public static ValueSerializer of(Serializer serializer) {
    return serializer instanceof ValueSerializer values
        ? values
        : new ValueSerializer(self -> Objects.requireNonNull(serializer), false);
  }

  /**
   * Writes an object.
   *
   * @throws IllegalArgumentException if it cannot be written, or could not be read back
   */
  @Override
  public <T> byte[] encode(T object) {
    byte[] bytes;
    Set<Class<?>> met;
    try {
      bytes = serializer.encode(object);
      met = seesAllClasses ? MET.get() : classOf(object);
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      throw refusal(object, Set.of(), "cannot be written", e);
    } finally {
      forgetMet();
    }
    if (met != null) {
      check(object, bytes, met);
    }
    return bytes;
  }

  /**
   * Writes an object whose serialized form the caller checks, so that it is not read back.
   *
   * @throws RuntimeException whatever a serializer throws that cannot write it
   */
  public byte[] encodeUnchecked(Object object) {
    try {
      return serializer.encode(object);
    } finally {
      forgetMet();
    }
  }

  private static void forgetMet() {
    if (MET.get() != null) {
      MET.remove();
    }
  }

  /** Returns the class of an object that is to be read back, or null. */
  private Set<Class<?>> classOf(Object object) {
    if (object == null || readable.contains(object.getClass())) {
      return null;
    }
    return Set.of(object.getClass());
  }

  private void check(Object object, byte[] bytes, Set<Class<?>> met) {
    try {
      Object back = serializer.decode(bytes);
      if (!object.equals(back)
          && (isComparable(object) || !Arrays.equals(bytes, serializer.encode(back)))) {
        throw new IllegalStateException(
            "it is another one when it is read: "
                + (back == null ? "null" : "of " + back.getClass() + ", and not equal"));
      }
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      throw refusal(object, met, "could not be read back", e);
    } finally {
      forgetMet();
    }
    if (seesAllClasses || !contains(object)) {
      readable.addAll(met);
    }
  }

  /**
   * Returns whether equality tells all: classes of users may have arrays in them, or compare what
   * they do not keep, where equal bytes have to do.
   */
  private static boolean isComparable(Object object) {
    String module = object.getClass().getModule().getName();
    if (module == null || !module.startsWith("java.") || contains(object)) {
      return false;
    }
    try {
      Class<?> comparing = object.getClass().getMethod("equals", Object.class).getDeclaringClass();
      return comparing != Object.class;
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(object.getClass() + " has no equals", e);
    }
  }

  /** Returns whether an object's class says nothing of what is in it. */
  private static boolean contains(Object object) {
    return object instanceof Iterable
        || object instanceof Map
        || object instanceof Map.Entry
        || object instanceof Optional
        || object instanceof Object[];
  }

  private static IllegalArgumentException refusal(
      Object object, Set<Class<?>> met, String failure, Throwable cause) {
    Set<String> others = new TreeSet<>();
    met.forEach(each -> others.add(each.getName()));
    others.remove(object.getClass().getName());
    return new IllegalArgumentException(
        "an object of "
            + object.getClass()
            + (others.isEmpty() ? "" : ", with " + String.join(", ", others) + " in it,")
            + " "
            + failure
            + ": "
            + reason(cause)
            + REMEDY,
        cause);
  }

  /**
   * Reads an object.
   *
   * @throws UnreadableValueException if that is not possible
   */
  @Override
  public <T> T decode(byte[] bytes) {
    try {
      return serializer.decode(bytes);
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      throw new UnreadableValueException(reason(e), e);
    }
  }

  /** Returns an error in one line. */
  private static String reason(Throwable error) {
    String message = error.getMessage();
    return message == null || message.isBlank()
        ? error.getClass().getName()
        : message.lines().findFirst().orElseThrow();
  }

  /** Writes an object by itself, as far as order is concerned. */
  byte[] encodeAlone(Object object) {
    return serializer.encode(object);
  }

  /** Takes notice of a class in what this thread writes. */
  void meet(Class<?> type) {
    if (!readable.contains(type)) {
      Set<Class<?>> met = MET.get();
      if (met == null) {
        met = new HashSet<>();
        MET.set(met);
      }
      met.add(type);
    }
  }
}
