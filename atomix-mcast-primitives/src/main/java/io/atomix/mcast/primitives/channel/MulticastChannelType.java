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

import io.atomix.mcast.primitives.channel.impl.ChannelServiceConfig;
import io.atomix.mcast.primitives.channel.impl.DefaultChannelService;
import io.atomix.mcast.primitives.channel.impl.DefaultMulticastChannelBuilder;
import io.atomix.mcast.primitives.channel.impl.Envelope;
import io.atomix.mcast.primitives.channel.impl.HistoryAnswer;
import io.atomix.mcast.primitives.channel.impl.StoredMessage;
import io.atomix.mcast.primitives.channel.impl.SubscribeAnswer;
import io.atomix.mcast.primitives.channel.impl.SubscribeRequest;
import io.atomix.mcast.primitives.serialization.ConstantSerializer;
import io.atomix.primitive.PrimitiveManagementService;
import io.atomix.primitive.PrimitiveType;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.primitive.service.PrimitiveService;
import io.atomix.primitive.service.ServiceConfig;
import io.atomix.utils.serializer.Namespace;
import io.atomix.utils.serializer.Namespaces;

/**
 * The type of {@link MulticastChannel}s, {@code multicast-channel} in configuration files.
 *
 * @param <E> the type of the payloads
 */
public class MulticastChannelType<E>
    implements PrimitiveType<
        MulticastChannelBuilder<E>, MulticastChannelConfig, MulticastChannel<E>> {
  private static final String NAME = "multicast-channel";

  @SuppressWarnings("rawtypes")
  private static final MulticastChannelType INSTANCE = new MulticastChannelType();

  /** Returns the type. */
  @SuppressWarnings("unchecked")
  public static <E> MulticastChannelType<E> instance() {
    return INSTANCE;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Namespace namespace() {
    return Namespace.builder()
        .register(PrimitiveType.super.namespace())
        .register(Namespaces.BASIC)
        .nextId(Namespaces.BEGIN_USER_CUSTOM_ID)
        .register(ChannelServiceConfig.class)
        .register(PartitionId.class)
        .register(Envelope.class)
        .register(
            new ConstantSerializer<>(Envelope.ConflictsKind.values(), Envelope.ConflictsKind::code),
            Envelope.ConflictsKind.class)
        .register(StoredMessage.class)
        .register(SubscribeRequest.class)
        .register(
            new ConstantSerializer<>(SubscribeRequest.Start.values(), SubscribeRequest.Start::code),
            SubscribeRequest.Start.class)
        .register(SubscribeAnswer.class)
        .register(HistoryAnswer.class)
        .build();
  }

  @Override
  public PrimitiveService newService(ServiceConfig config) {
    return new DefaultChannelService(
        config instanceof ChannelServiceConfig channel ? channel : new ChannelServiceConfig());
  }

  @Override
  public MulticastChannelConfig newConfig() {
    return new MulticastChannelConfig();
  }

  @Override
  public MulticastChannelBuilder<E> newBuilder(
      String name, MulticastChannelConfig config, PrimitiveManagementService managementService) {
    return new DefaultMulticastChannelBuilder<>(name, config, managementService);
  }

  @Override
  public String toString() {
    return NAME;
  }
}
