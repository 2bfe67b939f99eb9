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

import io.atomix.cluster.messaging.ManagedMessagingService;
import io.atomix.cluster.messaging.ManagedUnicastService;
import io.atomix.cluster.messaging.MessagingService;
import io.atomix.cluster.messaging.UnicastService;
import io.atomix.utils.net.Address;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

/**
 * Carries what Atomix would send by UDP, in the clear, over the messaging service, which has TLS.
 * As with UDP, nobody learns whether a message arrives.
 */
final class TlsUnicastService implements ManagedUnicastService {
  private static final String PREFIX = "mcast-unicast-";

  private final MessagingService messaging;
  private final Map<String, Map<BiConsumer<Address, byte[]>, Executor>> listeners =
      new ConcurrentHashMap<>();
  private volatile boolean running;

  TlsUnicastService(ManagedMessagingService messaging) {
    this.messaging = messaging;
  }

  @Override
  public void unicast(Address address, String subject, byte[] message) {
    messaging.sendAsync(address, PREFIX + subject, message);
  }

  @Override
  public synchronized void addListener(
      String subject, BiConsumer<Address, byte[]> listener, Executor executor) {
    Map<BiConsumer<Address, byte[]>, Executor> ofSubject = listeners.get(subject);
    if (ofSubject == null) {
      Map<BiConsumer<Address, byte[]>, Executor> first = new ConcurrentHashMap<>();
      listeners.put(subject, first);
      messaging.registerHandler(
          PREFIX + subject,
          (Address sender, byte[] message) -> hear(first, sender, message),
          Runnable::run);
      ofSubject = first;
    }
    ofSubject.put(listener, executor);
  }

  @Override
  public synchronized void removeListener(String subject, BiConsumer<Address, byte[]> listener) {
    Map<BiConsumer<Address, byte[]>, Executor> ofSubject = listeners.get(subject);
    if (ofSubject != null && ofSubject.remove(listener) != null && ofSubject.isEmpty()) {
      listeners.remove(subject);
      messaging.unregisterHandler(PREFIX + subject);
    }
  }

  private static void hear(
      Map<BiConsumer<Address, byte[]>, Executor> listeners, Address sender, byte[] message) {
    listeners.forEach(
        (listener, executor) -> executor.execute(() -> listener.accept(sender, message)));
  }

  @Override
  public CompletableFuture<UnicastService> start() {
    running = true;
    return CompletableFuture.completedFuture(this);
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public CompletableFuture<Void> stop() {
    running = false;
    return CompletableFuture.completedFuture(null);
  }
}
