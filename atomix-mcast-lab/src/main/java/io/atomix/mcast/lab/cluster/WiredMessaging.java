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
package io.atomix.mcast.lab.cluster;

import io.atomix.cluster.messaging.ManagedMessagingService;
import io.atomix.cluster.messaging.MessagingService;
import io.atomix.utils.net.Address;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** A node's messaging service, with a {@link Wire} in it. */
final class WiredMessaging implements ManagedMessagingService {
  private static final Executor DIRECT = Runnable::run;

  private final ManagedMessagingService messaging;
  private final Wire wire;

  WiredMessaging(ManagedMessagingService messaging, Wire wire) {
    this.messaging = messaging;
    this.wire = wire;
  }

  @Override
  public CompletableFuture<Void> sendAsync(
      Address to, String type, byte[] payload, boolean keepAlive) {
    CompletableFuture<Void> sent = new CompletableFuture<>();
    wire.carry(
        isLocal(to),
        type,
        payload,
        () -> complete(sent, messaging.sendAsync(to, type, payload, keepAlive), DIRECT));
    return sent;
  }

  @Override
  public CompletableFuture<byte[]> sendAndReceive(
      Address to, String type, byte[] payload, boolean keepAlive) {
    return exchange(
        to, type, payload, DIRECT, () -> messaging.sendAndReceive(to, type, payload, keepAlive));
  }

  @Override
  public CompletableFuture<byte[]> sendAndReceive(
      Address to, String type, byte[] payload, boolean keepAlive, Executor executor) {
    return exchange(
        to, type, payload, executor, () -> messaging.sendAndReceive(to, type, payload, keepAlive));
  }

  @Override
  public CompletableFuture<byte[]> sendAndReceive(
      Address to, String type, byte[] payload, boolean keepAlive, Duration timeout) {
    return sendAndReceive(to, type, payload, keepAlive, timeout, DIRECT);
  }

  @Override
  public CompletableFuture<byte[]> sendAndReceive(
      Address to,
      String type,
      byte[] payload,
      boolean keepAlive,
      Duration timeout,
      Executor executor) {
    return exchange(
        to,
        type,
        payload,
        executor,
        () -> messaging.sendAndReceive(to, type, payload, keepAlive, timeout));
  }

  private CompletableFuture<byte[]> exchange(
      Address to,
      String type,
      byte[] payload,
      Executor executor,
      Supplier<CompletableFuture<byte[]>> send) {
    CompletableFuture<byte[]> answer = new CompletableFuture<>();
    boolean local = isLocal(to);
    wire.carry(
        local,
        type,
        payload,
        () -> {
          CompletableFuture<byte[]> came = send.get();
          came.whenComplete(
              (bytes, error) -> wire.carryBack(local, () -> complete(answer, came, executor)));
        });
    return answer;
  }

  private static <T> void complete(
      CompletableFuture<T> future, CompletableFuture<T> source, Executor executor) {
    source.whenCompleteAsync(
        (value, error) -> {
          if (error == null) {
            future.complete(value);
          } else {
            future.completeExceptionally(error);
          }
        },
        executor);
  }

  private boolean isLocal(Address to) {
    return to.equals(messaging.address());
  }

  @Override
  public Address address() {
    return messaging.address();
  }

  @Override
  public void registerHandler(String type, BiConsumer<Address, byte[]> handler, Executor executor) {
    messaging.registerHandler(type, handler, executor);
  }

  @Override
  public void registerHandler(
      String type, BiFunction<Address, byte[], byte[]> handler, Executor executor) {
    messaging.registerHandler(type, handler, executor);
  }

  @Override
  public void registerHandler(
      String type, BiFunction<Address, byte[], CompletableFuture<byte[]>> handler) {
    messaging.registerHandler(type, handler);
  }

  @Override
  public void unregisterHandler(String type) {
    messaging.unregisterHandler(type);
  }

  @Override
  public CompletableFuture<MessagingService> start() {
    return messaging.start();
  }

  @Override
  public boolean isRunning() {
    return messaging.isRunning();
  }

  @Override
  public CompletableFuture<Void> stop() {
    return messaging.stop();
  }
}
