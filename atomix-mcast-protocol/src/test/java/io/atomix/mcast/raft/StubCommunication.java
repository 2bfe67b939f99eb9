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
package io.atomix.mcast.raft;

import io.atomix.cluster.messaging.ClusterCommunicationService;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * Remembers the handlers that are subscribed and who messages were sent to, and gives every message
 * the same answer, unless there is one for its receiver.
 */
final class StubCommunication {
  final Map<String, Function<Object, CompletableFuture<Object>>> handlers = new HashMap<>();
  final List<Object> receivers = new CopyOnWriteArrayList<>();
  final Map<Object, CompletableFuture<Object>> answers = new ConcurrentHashMap<>();
  volatile CompletableFuture<Object> answer = new CompletableFuture<>();

  @SuppressWarnings("unchecked")
  ClusterCommunicationService service() {
    return (ClusterCommunicationService)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ClusterCommunicationService.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("send")) {
                receivers.add(arguments[4]);
                return answers.getOrDefault(arguments[4], answer);
              }
              if (method.getName().equals("subscribe")
                  && method.getParameterTypes()[2] == Function.class) {
                handlers.put(
                    (String) arguments[0],
                    (Function<Object, CompletableFuture<Object>>) arguments[2]);
              }
              return null;
            });
  }
}
