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
package io.atomix.mcast.tls;

import io.atomix.cluster.ClusterConfig;
import io.atomix.cluster.messaging.impl.NettyMessagingService;
import io.atomix.utils.net.Address;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Atomix's messaging service, but a connection that is not there within {@code connectTimeout} has
 * failed.
 *
 * <p>Atomix waits for ever for one that the other side closes before TLS and its own greeting are
 * done, and everything that would go over it waits too: whoever was started with a wrong
 * certificate once could not be reached any more when he came back with the right one. There is no
 * way to the connections under way but through the fields that hold them.
 */
final class TlsMessagingService extends NettyMessagingService {
  private final Duration connectTimeout;
  private final Map<Address, ? extends Collection<CompletableFuture<?>>> connections;
  private final Set<CompletableFuture<?>> watched = ConcurrentHashMap.newKeySet();

  TlsMessagingService(ClusterConfig config) {
    super(config.getClusterId(), config.getNodeConfig().getAddress(), config.getMessagingConfig());
    connectTimeout = config.getMessagingConfig().getConnectTimeout();
    connections = connections(this);
  }

  @Override
  public CompletableFuture<Void> sendAsync(
      Address address, String type, byte[] payload, boolean keepAlive) {
    CompletableFuture<Void> sent = super.sendAsync(address, type, payload, keepAlive);
    watch(address);
    return sent;
  }

  @Override
  public CompletableFuture<byte[]> sendAndReceive(
      Address address,
      String type,
      byte[] payload,
      boolean keepAlive,
      Duration timeout,
      Executor executor) {
    CompletableFuture<byte[]> answer =
        super.sendAndReceive(address, type, payload, keepAlive, timeout, executor);
    watch(address);
    return answer;
  }

  private void watch(Address address) {
    Collection<CompletableFuture<?>> toAddress = connections.get(address);
    if (toAddress == null) {
      return;
    }
    for (CompletableFuture<?> connection : toAddress) {
      if (connection != null && !connection.isDone() && watched.add(connection)) {
        connection.orTimeout(connectTimeout.toMillis(), TimeUnit.MILLISECONDS);
        connection.whenComplete((channel, error) -> watched.remove(connection));
      }
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<Address, List<CompletableFuture<?>>> connections(
      NettyMessagingService messaging) {
    try {
      Field pool = NettyMessagingService.class.getDeclaredField("channelPool");
      pool.setAccessible(true);
      Field channels = pool.getType().getDeclaredField("channels");
      channels.setAccessible(true);
      return (Map<Address, List<CompletableFuture<?>>>) channels.get(pool.get(messaging));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "This is not the messaging of Atomix 3.1.12, which TlsAtomix is made for", e);
    }
  }
}
