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
import io.atomix.primitive.PrimitiveManagementService;
import io.atomix.primitive.serialization.SerializationService;
import io.atomix.utils.serializer.Namespace;
import io.atomix.utils.serializer.NamespaceConfig;
import io.atomix.utils.serializer.Serializer;
import io.atomix.utils.serializer.SerializerBuilder;
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
    Serializer payloads;
    try {
      config.check(name);
      payloads = serializer();
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
                        managementService.getExecutorService())
                    .connect())
        .thenApply(AsyncMulticastChannel::sync);
  }

  @Override
  protected Serializer serializer() {
    if (serializer == null) {
      SerializationService service = managementService.getSerializationService();
      SerializerBuilder builder = service.newBuilder(name);
      NamespaceConfig namespace = config.getNamespaceConfig();
      builder.withNamespace(new Namespace(namespace == null ? new NamespaceConfig() : namespace));
      if (config.isRegistrationRequired()) {
        builder.withRegistrationRequired();
      }
      if (config.isCompatibleSerialization()) {
        builder.withCompatibleSerialization();
      }
      if (config.getElementType() != null) {
        builder.addType(config.getElementType());
      }
      if (!config.getExtraTypes().isEmpty()) {
        builder.withTypes(config.getExtraTypes().toArray(Class<?>[]::new));
      }
      serializer = builder.build();
    }
    return serializer;
  }
}
