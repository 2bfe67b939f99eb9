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
package io.atomix.mcast.agent.migrate;

import io.atomix.core.Atomix;
import io.atomix.core.map.AsyncAtomicMap;
import io.atomix.core.map.AtomicMapType;
import io.atomix.core.map.impl.AtomicMapProxy;
import io.atomix.core.map.impl.AtomicMapService;
import io.atomix.primitive.proxy.ProxyClient;
import io.atomix.primitive.service.ServiceConfig;
import io.atomix.utils.serializer.Namespaces;
import io.atomix.utils.serializer.Serializer;
import io.atomix.utils.time.Versioned;
import java.util.Optional;

/**
 * Asks the cluster's registry for the type of one primitive. Atomix's own question for all of them
 * fails if one is of a class that is not on the class path.
 */
final class KnownTypes {
  /** The name of Atomix's registry in the management group. */
  private static final String REGISTRY = "primitives";

  private KnownTypes() {}

  /** Returns the name of a primitive's type; nothing if there is no primitive of that name. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  static Optional<String> of(Atomix node, String name) throws InterruptedException {
    ProxyClient<AtomicMapService<String>> client =
        (ProxyClient)
            node.getPartitionService()
                .getSystemPartitionGroup()
                .newProtocol()
                .newProxy(
                    REGISTRY,
                    AtomicMapType.instance(),
                    AtomicMapService.class,
                    new ServiceConfig(),
                    node.getPartitionService());
    AsyncAtomicMap<String, byte[]> registry =
        Scans.result(new AtomicMapProxy(client, new AssumedRegistry()).connect());
    try {
      return Optional.ofNullable(Versioned.valueOrNull(Scans.result(registry.get(name))))
          .map(Serializer.using(Namespaces.BASIC)::<String>decode);
    } finally {
      registry.close();
    }
  }
}
