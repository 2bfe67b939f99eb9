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
package io.atomix.mcast.primitives.map.impl;

import io.atomix.mcast.MulticastProxyClient;
import io.atomix.mcast.primitives.impl.PrimitiveListeners;
import io.atomix.mcast.primitives.map.AsyncMulticastMap;
import io.atomix.mcast.primitives.map.MulticastMap;
import io.atomix.mcast.primitives.map.MulticastMapBuilder;
import io.atomix.mcast.primitives.map.MulticastMapConfig;
import io.atomix.mcast.primitives.serialization.ValueSerializer;
import io.atomix.primitive.PrimitiveManagementService;
import io.atomix.primitive.service.ServiceConfig;
import io.atomix.utils.serializer.Serializer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Builds maps over {@link MulticastMapProxy}. */
public final class DefaultMulticastMapBuilder<K, V> extends MulticastMapBuilder<K, V> {

  /** Called by the type. */
  public DefaultMulticastMapBuilder(
      String name, MulticastMapConfig config, PrimitiveManagementService management) {
    super(name, config, management);
  }

  @Override
  public CompletableFuture<MulticastMap<K, V>> buildAsync() {
    try {
      config.check(name);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
    return newProxy(MulticastMapService.class, new ServiceConfig())
        .thenApply(MulticastProxyClient::require)
        .thenCompose(
            client ->
                connected(new MulticastMapProxy(client, managementService.getPrimitiveRegistry())))
        .thenCompose(proxy -> map(proxy).start())
        .thenApply(AsyncMulticastMap::sync);
  }

  private static CompletableFuture<MulticastMapProxy> connected(MulticastMapProxy proxy) {
    return proxy.connect().thenApply(connected -> proxy);
  }

  private DefaultAsyncMulticastMap<K, V> map(MulticastMapProxy proxy) {
    Codec<K, V> codec = new Codec<>(name, ValueSerializer.of(serializer()), config.isNullValues());
    EntryCache<K, V> cache =
        config.getCacheConfig().isEnabled()
            ? new EntryCache<>(config.getCacheConfig().getSize())
            : null;
    ChangeReader changes =
        proxy.changeReader(config.getHistorySize(), config.getHistoryBytes().bytes());
    Watches<K, V> watches =
        new Watches<>(
            changes,
            codec,
            PrimitiveListeners.of(managementService.getPartitionService(), changes.partitions()));
    return new DefaultAsyncMulticastMap<>(
        EncodedMap.over(proxy, codec), proxy, codec, config.isReadOnly(), cache, watches);
  }

  @Override
  protected Serializer serializer() {
    if (serializer == null) {
      List<Class<?>> types = new ArrayList<>();
      types.add(config.getKeyType());
      types.add(config.getValueType());
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
