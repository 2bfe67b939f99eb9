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
package io.atomix.mcast.primitives.counter;

import com.typesafe.config.ConfigValue;
import io.atomix.mcast.partition.OptionChecks;
import io.atomix.mcast.partition.OptionValues;
import io.atomix.mcast.partition.WrittenOptions;
import io.atomix.primitive.PrimitiveType;
import io.atomix.primitive.config.PrimitiveConfig;
import io.atomix.utils.config.ConfigurationException;
import java.util.ArrayList;
import java.util.List;

/**
 * Configuration of a {@link MulticastCounterMap}, {@code type: multicast-counter-map}: the same
 * options as an {@code atomic-counter-map}.
 */
public class MulticastCounterMapConfig extends PrimitiveConfig<MulticastCounterMapConfig> {
  private Class<?> keyType;
  private List<Class<?>> extraTypes = new ArrayList<>();
  private boolean registrationRequired;
  private boolean compatibleSerialization;
  private final transient OptionValues values = new OptionValues();

  @Override
  public PrimitiveType<?, ?, ?> getType() {
    return MulticastCounterMapType.instance();
  }

  /**
   * Looks at what stands beside the key {@code type} in a configuration file: unknown keys are
   * logged, each with the known one that is nearest, and what is no value for Atomix to read is
   * reported by {@link #check}. The type itself is the class of this object.
   */
  public MulticastCounterMapConfig setType(ConfigValue type) {
    WrittenOptions.review(type, getClass(), values);
    return this;
  }

  /** Returns the class of the keys, or null if it need not be registered. */
  public Class<?> getKeyType() {
    return keyType;
  }

  /** Sets the class of the keys, for their serializer; null (the default) registers none. */
  public MulticastCounterMapConfig setKeyType(Class<?> keyType) {
    this.keyType = keyType;
    return this;
  }

  /** Returns further classes that keys are made of. */
  public List<Class<?>> getExtraTypes() {
    return extraTypes;
  }

  /** Sets further classes that keys are made of, for their serializer (default: none). */
  public MulticastCounterMapConfig setExtraTypes(List<Class<?>> extraTypes) {
    this.extraTypes = new ArrayList<>(extraTypes);
    return this;
  }

  /** Adds a class that keys are made of. */
  public MulticastCounterMapConfig addExtraType(Class<?> extraType) {
    extraTypes.add(extraType);
    return this;
  }

  /** Returns whether keys of classes that are not registered are refused. */
  public boolean isRegistrationRequired() {
    return registrationRequired;
  }

  /**
   * Sets whether keys of classes that are not registered are refused (default: false): a boolean,
   * or {@code true}, {@code false} and the like as text. Anything else is reported by {@link
   * #check}.
   */
  public MulticastCounterMapConfig setRegistrationRequired(Object registrationRequired) {
    this.registrationRequired =
        values.flag("registrationRequired", registrationRequired, this.registrationRequired);
    return this;
  }

  /** Returns whether keys are encoded so that their classes may gain and lose fields. */
  public boolean isCompatibleSerialization() {
    return compatibleSerialization;
  }

  /**
   * Sets whether keys are encoded so that their classes may gain and lose fields (default: false):
   * a boolean, or {@code true}, {@code false} and the like as text. Anything else is reported by
   * {@link #check}.
   */
  public MulticastCounterMapConfig setCompatibleSerialization(Object compatibleSerialization) {
    this.compatibleSerialization =
        values.flag(
            "compatibleSerialization", compatibleSerialization, this.compatibleSerialization);
    return this;
  }

  /**
   * Checks the options.
   *
   * @param map the name of the map
   * @throws ConfigurationException for the first that makes no sense, with what to do
   */
  public void check(String map) {
    values.check(new OptionChecks("counter map '" + map + "'"));
  }
}
