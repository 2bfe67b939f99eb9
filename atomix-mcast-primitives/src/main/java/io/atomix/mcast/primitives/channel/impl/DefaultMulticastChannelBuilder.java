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
package io.atomix.mcast.primitives.channel.impl;

import io.atomix.mcast.MulticastProxyClient;
import io.atomix.mcast.primitives.channel.AsyncMulticastChannel;
import io.atomix.mcast.primitives.channel.MulticastChannel;
import io.atomix.mcast.primitives.channel.MulticastChannelBuilder;
import io.atomix.mcast.primitives.channel.MulticastChannelConfig;
import io.atomix.mcast.primitives.impl.PrimitiveListeners;
import io.atomix.mcast.primitives.serialization.ValueSerializer;
import io.atomix.primitive.PrimitiveManagementService;
import io.atomix.utils.serializer.Serializer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Opens channels.
 *
 * @param <E> the type of the payloads
 */
public final class DefaultMulticastChannelBuilder<E> extends MulticastChannelBuilder<E> {
  /** Creates a builder. */
  public DefaultMulticastChannelBuilder(
      String name, MulticastChannelConfig config, PrimitiveManagementService managementService) {
    super(name, config, managementService);
  }

  @Override
  public CompletableFuture<MulticastChannel<E>> buildAsync() {
    ValueSerializer payloads;
    try {
      config.check(name);
      payloads = ValueSerializer.of(serializer());
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
    return newProxy(ChannelService.class, new ChannelServiceConfig(config))
        .thenApply(MulticastProxyClient::require)
        .thenCompose(
            client ->
                new MulticastChannelProxy<E>(
                        client,
                        managementService.getPrimitiveRegistry(),
                        payloads,
                        config,
                        PrimitiveListeners.of(
                            managementService.getPartitionService(), client.getPartitionIds()))
                    .connect())
        .thenApply(AsyncMulticastChannel::sync);
  }

  @Override
  protected Serializer serializer() {
    if (serializer == null) {
      List<Class<?>> types = new ArrayList<>();
      types.add(config.getElementType());
      types.addAll(config.getExtraTypes());
      serializer =
          ValueSerializer.of(
              managementService.getSerializationService().newBuilder(name),
              config.getNamespaceConfig(),
              config.isRegistrationRequired(),
              config.isCompatibleSerialization(),
              types);
    }
    return serializer;
  }
}
