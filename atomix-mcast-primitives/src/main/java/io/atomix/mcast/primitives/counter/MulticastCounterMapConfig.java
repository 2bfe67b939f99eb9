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

import io.atomix.primitive.PrimitiveType;
import io.atomix.primitive.config.PrimitiveConfig;
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

  @Override
  public PrimitiveType<?, ?, ?> getType() {
    return MulticastCounterMapType.instance();
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

  /** Sets whether keys of classes that are not registered are refused (default: false). */
  public MulticastCounterMapConfig setRegistrationRequired(boolean registrationRequired) {
    this.registrationRequired = registrationRequired;
    return this;
  }

  /** Returns whether keys are encoded so that their classes may gain and lose fields. */
  public boolean isCompatibleSerialization() {
    return compatibleSerialization;
  }

  /**
   * Sets whether keys are encoded so that their classes may gain and lose fields (default: false).
   */
  public MulticastCounterMapConfig setCompatibleSerialization(boolean compatibleSerialization) {
    this.compatibleSerialization = compatibleSerialization;
    return this;
  }
}
