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
package io.atomix.mcast.primitives.channel;

import io.atomix.primitive.PrimitiveBuilder;
import io.atomix.primitive.PrimitiveManagementService;
import io.atomix.primitive.protocol.PrimitiveProtocol;
import io.atomix.primitive.protocol.ProxyCompatibleBuilder;
import io.atomix.primitive.protocol.ProxyProtocol;
import io.atomix.utils.config.ConfigurationException;
import io.atomix.utils.memory.MemorySize;
import java.util.List;

/**
 * Opens a {@link MulticastChannel}: {@code atomix.primitiveBuilder("name",
 * MulticastChannelType.<String>instance())}. Building fails with {@link ConfigurationException} for
 * options that make no sense and for another protocol than generic multicast. The options are those
 * of {@link MulticastChannelConfig}.
 *
 * @param <E> the type of the payloads
 */
public abstract class MulticastChannelBuilder<E>
    extends PrimitiveBuilder<
        MulticastChannelBuilder<E>, MulticastChannelConfig, MulticastChannel<E>>
    implements ProxyCompatibleBuilder<MulticastChannelBuilder<E>> {
  /** Creates a builder. */
  protected MulticastChannelBuilder(
      String name, MulticastChannelConfig config, PrimitiveManagementService managementService) {
    super(MulticastChannelType.instance(), name, config, managementService);
  }

  @Override
  public MulticastChannelBuilder<E> withProtocol(ProxyProtocol protocol) {
    return withProtocol((PrimitiveProtocol) protocol);
  }

  /** Sets the number of messages that each partition keeps. */
  public MulticastChannelBuilder<E> withHistorySize(int historySize) {
    config.setHistorySize(historySize);
    return this;
  }

  /** Sets the size of the messages together that each partition keeps. */
  public MulticastChannelBuilder<E> withHistoryBytes(MemorySize historyBytes) {
    config.setHistoryBytes(historyBytes);
    return this;
  }

  /** Sets the number of messages of a partition that may be on their way to a subscription. */
  public MulticastChannelBuilder<E> withBacklogSize(int backlogSize) {
    config.setBacklogSize(backlogSize);
    return this;
  }

  /** Sets the size of the messages together that may be on their way to a subscription. */
  public MulticastChannelBuilder<E> withBacklogBytes(MemorySize backlogBytes) {
    config.setBacklogBytes(backlogBytes);
    return this;
  }

  /** Sets the class of the payloads. */
  public MulticastChannelBuilder<E> withElementType(Class<?> elementType) {
    config.setElementType(elementType);
    return this;
  }

  /** Sets further classes that payloads refer to. */
  public MulticastChannelBuilder<E> withExtraTypes(Class<?>... extraTypes) {
    config.setExtraTypes(List.of(extraTypes));
    return this;
  }

  /** Lets only classes be sent that were named. */
  public MulticastChannelBuilder<E> withRegistrationRequired() {
    config.setRegistrationRequired(true);
    return this;
  }

  /** Encodes payloads so that fields may be added to their classes later. */
  public MulticastChannelBuilder<E> withCompatibleSerialization() {
    config.setCompatibleSerialization(true);
    return this;
  }
}
