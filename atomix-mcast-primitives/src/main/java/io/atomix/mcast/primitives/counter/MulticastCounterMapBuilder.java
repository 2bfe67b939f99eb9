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

import io.atomix.mcast.primitives.serialization.ValueSerializer;
import io.atomix.primitive.PrimitiveBuilder;
import io.atomix.primitive.PrimitiveManagementService;
import io.atomix.primitive.protocol.PrimitiveProtocol;
import io.atomix.primitive.protocol.ProxyCompatibleBuilder;
import io.atomix.primitive.protocol.ProxyProtocol;
import io.atomix.utils.serializer.Serializer;
import java.util.ArrayList;
import java.util.List;

/**
 * Builder of a {@link MulticastCounterMap}. Building fails with a {@link
 * io.atomix.utils.config.ConfigurationException} if the protocol is not {@code generic-multicast}.
 *
 * @param <K> type of the keys
 */
public abstract class MulticastCounterMapBuilder<K>
    extends PrimitiveBuilder<
        MulticastCounterMapBuilder<K>, MulticastCounterMapConfig, MulticastCounterMap<K>>
    implements ProxyCompatibleBuilder<MulticastCounterMapBuilder<K>> {

  /** Called by the type. */
  protected MulticastCounterMapBuilder(
      String name, MulticastCounterMapConfig config, PrimitiveManagementService management) {
    super(MulticastCounterMapType.instance(), name, config, management);
  }

  /** Sets the protocol; it has to be generic multicast (the default: that of the group). */
  @Override
  public MulticastCounterMapBuilder<K> withProtocol(ProxyProtocol protocol) {
    return withProtocol((PrimitiveProtocol) protocol);
  }

  /** Sets the class of the keys, for their serializer (default: none is registered). */
  public MulticastCounterMapBuilder<K> withKeyType(Class<?> keyType) {
    config.setKeyType(keyType);
    return this;
  }

  /** Sets further classes that keys are made of, for their serializer (default: none). */
  public MulticastCounterMapBuilder<K> withExtraTypes(Class<?>... extraTypes) {
    config.setExtraTypes(List.of(extraTypes));
    return this;
  }

  /** Adds a class that keys are made of. */
  public MulticastCounterMapBuilder<K> addExtraType(Class<?> extraType) {
    config.addExtraType(extraType);
    return this;
  }

  /** Refuses keys of classes that are not registered. */
  public MulticastCounterMapBuilder<K> withRegistrationRequired() {
    return withRegistrationRequired(true);
  }

  /** Sets whether keys of classes that are not registered are refused (default: false). */
  public MulticastCounterMapBuilder<K> withRegistrationRequired(boolean registrationRequired) {
    config.setRegistrationRequired(registrationRequired);
    return this;
  }

  /** Encodes keys so that their classes may gain and lose fields. */
  public MulticastCounterMapBuilder<K> withCompatibleSerialization() {
    return withCompatibleSerialization(true);
  }

  /**
   * Sets whether keys are encoded so that their classes may gain and lose fields (default: false).
   */
  public MulticastCounterMapBuilder<K> withCompatibleSerialization(
      boolean compatibleSerialization) {
    config.setCompatibleSerialization(compatibleSerialization);
    return this;
  }

  /** Returns the serializer of keys: the one that was set, or one for the configured classes. */
  @Override
  protected Serializer serializer() {
    if (serializer == null) {
      serializer = newSerializer();
    }
    return serializer;
  }

  private Serializer newSerializer() {
    List<Class<?>> types = new ArrayList<>();
    types.add(config.getKeyType());
    types.addAll(config.getExtraTypes());
    return ValueSerializer.of(
        managementService.getSerializationService().newBuilder(name),
        config.getNamespaceConfig(),
        config.isRegistrationRequired(),
        config.isCompatibleSerialization(),
        types);
  }
}
