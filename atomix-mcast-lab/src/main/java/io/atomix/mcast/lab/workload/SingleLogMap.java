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
package io.atomix.mcast.lab.workload;

import io.atomix.core.Atomix;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.primitive.proxy.ProxyClient;
import io.atomix.primitive.service.ServiceConfig;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Client of the service that holds everything in one log. */
final class SingleLogMap {
  private static final PartitionId PARTITION = PartitionId.from("single", 1);

  private final ProxyClient<SingleLog> proxy;

  private SingleLogMap(ProxyClient<SingleLog> proxy) {
    this.proxy = proxy;
  }

  static SingleLogMap open(Atomix client) {
    ProxyClient<SingleLog> proxy =
        Stage.protocol(Contender.SINGLE_LOG)
            .newProxy(
                "single-log",
                new SingleLogType(),
                SingleLog.class,
                new ServiceConfig(),
                client.getPartitionService());
    proxy.connect().join();
    return new SingleLogMap(proxy);
  }

  CompletableFuture<Void> put(String key, byte[] value) {
    return proxy.acceptOn(PARTITION, log -> log.put(key, value));
  }

  CompletableFuture<Void> putAll(Map<String, byte[]> entries) {
    return proxy.acceptOn(PARTITION, log -> log.putAll(new HashMap<>(entries)));
  }

  CompletableFuture<Map<String, byte[]>> getAll(Collection<String> keys) {
    return proxy.applyOn(PARTITION, log -> log.getAll(new ArrayList<>(keys)));
  }

  CompletableFuture<Void> add(Map<String, Long> deltas) {
    return proxy.acceptOn(PARTITION, log -> log.add(new HashMap<>(deltas)));
  }

  CompletableFuture<Boolean> move(String from, String to, long amount) {
    return proxy.applyOn(PARTITION, log -> log.move(from, to, amount));
  }
}
