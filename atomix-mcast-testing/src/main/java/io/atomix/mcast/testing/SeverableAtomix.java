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
package io.atomix.mcast.testing;

import io.atomix.cluster.ClusterConfig;
import io.atomix.cluster.messaging.impl.NettyMessagingService;
import io.atomix.core.Atomix;
import io.atomix.core.AtomixConfig;
import io.atomix.core.AtomixRegistry;
import io.atomix.utils.net.Address;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

/**
 * A node that can be cut off: nothing that it sends leaves, nothing that is sent to it arrives, and
 * all of it comes in its order when the node is connected again. What a pause of its machine does
 * to a process, without the pause.
 */
public final class SeverableAtomix extends Atomix {
  private final Messaging messaging;

  /** Makes a node that has not been started. */
  SeverableAtomix(AtomixConfig config) {
    this(config, new Messaging(config.getClusterConfig()));
  }

  private SeverableAtomix(AtomixConfig config, Messaging messaging) {
    super(
        config,
        AtomixRegistry.registry(Thread.currentThread().getContextClassLoader()),
        messaging,
        null,
        null);
    this.messaging = messaging;
  }

  /** Cuts the node off. */
  public void cutOff() {
    messaging.gate.close();
  }

  /** Connects the node again. */
  public void connectAgain() {
    messaging.gate.open();
  }

  @Override
  public CompletableFuture<Void> stop() {
    connectAgain();
    return super.stop();
  }

  private static final class LinkSwitch {
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean closed;

    synchronized void close() {
      closed = true;
    }

    synchronized void open() {
      closed = false;
      while (!waiting.isEmpty()) {
        waiting.remove().run();
      }
    }

    synchronized void pass(Runnable task) {
      if (closed) {
        waiting.add(task);
      } else {
        task.run();
      }
    }

    CompletableFuture<Void> passed() {
      CompletableFuture<Void> passed = new CompletableFuture<>();
      pass(() -> passed.complete(null));
      return passed;
    }
  }

  private static final class Messaging extends NettyMessagingService {
    private final LinkSwitch gate = new LinkSwitch();

    Messaging(ClusterConfig config) {
      super(
          config.getClusterId(), config.getNodeConfig().getAddress(), config.getMessagingConfig());
    }

    @Override
    public CompletableFuture<Void> sendAsync(
        Address address, String type, byte[] payload, boolean keepAlive) {
      return gate.passed()
          .thenCompose(passed -> super.sendAsync(address, type, payload, keepAlive));
    }

    @Override
    public CompletableFuture<byte[]> sendAndReceive(
        Address address,
        String type,
        byte[] payload,
        boolean keepAlive,
        Duration timeout,
        Executor executor) {
      return gate.passed()
          .thenCompose(
              passed -> super.sendAndReceive(address, type, payload, keepAlive, timeout, executor))
          .thenCompose(answer -> gate.passed().thenApplyAsync(passed -> answer, executor));
    }

    @Override
    public void registerHandler(
        String type, BiConsumer<Address, byte[]> handler, Executor executor) {
      super.registerHandler(type, handler, task -> gate.pass(() -> executor.execute(task)));
    }

    @Override
    public void registerHandler(
        String type, BiFunction<Address, byte[], byte[]> handler, Executor executor) {
      super.registerHandler(type, handler, task -> gate.pass(() -> executor.execute(task)));
    }

    @Override
    public void registerHandler(
        String type, BiFunction<Address, byte[], CompletableFuture<byte[]>> handler) {
      super.registerHandler(
          type,
          (sender, payload) -> gate.passed().thenCompose(passed -> handler.apply(sender, payload)));
    }
  }
}
