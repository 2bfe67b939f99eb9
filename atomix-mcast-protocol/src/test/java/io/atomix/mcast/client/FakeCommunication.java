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

import io.atomix.cluster.messaging.ClusterCommunicationService;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** Takes subscriptions, and brings a test's messages to them. */
final class FakeCommunication {
  private final Map<String, Function<byte[], byte[]>> handlers = new HashMap<>();

  @SuppressWarnings("unchecked")
  ClusterCommunicationService service() {
    return (ClusterCommunicationService)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ClusterCommunicationService.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("subscribe")) {
                handlers.put((String) arguments[0], (Function<byte[], byte[]>) arguments[2]);
                return null;
              } else if (method.getName().equals("unsubscribe")) {
                handlers.remove((String) arguments[0]);
                return null;
              }
              throw new UnsupportedOperationException(method.toString());
            });
  }

  byte[] bring(String subject, byte[] message) {
    return handlers.get(subject).apply(message);
  }

  boolean hasSubscribers() {
    return !handlers.isEmpty();
  }
}
