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
package io.atomix.mcast.primitives.counter.impl;

import io.atomix.mcast.MulticastProxyClient;
import io.atomix.mcast.primitives.counter.AsyncMulticastCounterMap;
import io.atomix.mcast.primitives.counter.MulticastCounterMap;
import io.atomix.mcast.primitives.counter.MulticastCounterMapBuilder;
import io.atomix.mcast.primitives.counter.MulticastCounterMapConfig;
import io.atomix.mcast.primitives.serialization.ValueSerializer;
import io.atomix.primitive.PrimitiveManagementService;
import io.atomix.primitive.service.ServiceConfig;
import java.util.concurrent.CompletableFuture;

/** Builds counter maps on generic multicast. */
public final class DefaultMulticastCounterMapBuilder<K> extends MulticastCounterMapBuilder<K> {

  /** Called by the type. */
  public DefaultMulticastCounterMapBuilder(
      String name, MulticastCounterMapConfig config, PrimitiveManagementService management) {
    super(name, config, management);
  }

  @Override
  public CompletableFuture<MulticastCounterMap<K>> buildAsync() {
    try {
      config.check(name);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
    return newProxy(MulticastCounterMapService.class, new ServiceConfig())
        .thenApply(MulticastProxyClient::require)
        .thenCompose(
            client ->
                new MulticastCounterMapProxy<K>(
                        client,
                        managementService.getPrimitiveRegistry(),
                        ValueSerializer.of(serializer()),
                        config.isReadOnly())
                    .connect())
        .thenApply(AsyncMulticastCounterMap::sync);
  }
}
