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
package io.atomix.mcast.client;

import io.atomix.mcast.GenericMulticastProtocol;
import io.atomix.mcast.partition.GenericMulticastPartition;
import io.atomix.primitive.PrimitiveType;
import io.atomix.primitive.proxy.ProxyClient;
import io.atomix.primitive.service.ServiceConfig;
import java.util.List;

/** Makes proxies of primitives. */
public final class McastProxies {
  private McastProxies() {}

  /** Makes a proxy that reaches the primitive in the partitions, sorted by group and id. */
  public static <S> ProxyClient<S> newProxy(
      String name,
      PrimitiveType<?, ?, ?> type,
      Class<S> serviceType,
      ServiceConfig serviceConfig,
      List<GenericMulticastPartition> partitions,
      GenericMulticastProtocol protocol) {
    throw new UnsupportedOperationException("the client is not part of this build");
  }
}
