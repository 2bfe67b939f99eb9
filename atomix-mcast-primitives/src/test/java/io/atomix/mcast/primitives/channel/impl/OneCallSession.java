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
package io.atomix.mcast.primitives.channel.impl;

import io.atomix.mcast.primitives.channel.MulticastChannelType;
import io.atomix.primitive.PrimitiveState;
import io.atomix.primitive.PrimitiveType;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.primitive.proxy.ProxySession;
import io.atomix.utils.concurrent.ThreadContext;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/** A session for any threads: a subscription begins when a test says so, as does each answer. */
final class OneCallSession implements ProxySession<ChannelService> {
  private final CompletableFuture<SubscribeAnswer> subscribed = new CompletableFuture<>();
  private final Queue<CompletableFuture<Void>> accepted = new ArrayDeque<>();
  private long handled;

  /** Answers the request to subscribe. */
  void subscribed(SubscribeAnswer answer) {
    subscribed.complete(answer);
  }

  /** Answers the oldest other call, if there is one; returns false if there is none. */
  boolean answerAccepted() {
    CompletableFuture<Void> next;
    synchronized (this) {
      next = accepted.poll();
    }
    return next != null && next.complete(null);
  }

  /** Returns how many calls wait for their answers. */
  synchronized int underWay() {
    return accepted.size();
  }

  /** Returns the position that the partition was told last. */
  synchronized long handled() {
    return handled;
  }

  @Override
  @SuppressWarnings("unchecked")
  public <R> CompletableFuture<R> apply(Function<ChannelService, R> operation) {
    return (CompletableFuture<R>) subscribed;
  }

  @Override
  public synchronized CompletableFuture<Void> accept(Consumer<ChannelService> operation) {
    CompletableFuture<Void> answer = new CompletableFuture<>();
    accepted.add(answer);
    operation.accept(
        (ChannelService)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ChannelService.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("handled")) {
                    handled = (Long) arguments[1];
                  }
                  return null;
                }));
    return answer;
  }

  @Override
  public String name() {
    return "news";
  }

  @Override
  @SuppressWarnings("rawtypes")
  public PrimitiveType type() {
    return MulticastChannelType.instance();
  }

  @Override
  public PartitionId partitionId() {
    return PartitionId.from("data", 1);
  }

  @Override
  public PrimitiveState getState() {
    return PrimitiveState.CONNECTED;
  }

  @Override
  public ThreadContext context() {
    throw new AssertionError("nothing is asked for again");
  }

  @Override
  public void register(Object events) {
    throw new AssertionError("a test brings the events");
  }

  @Override
  public void addStateChangeListener(Consumer<PrimitiveState> listener) {
    throw new AssertionError("it stays connected");
  }

  @Override
  public void removeStateChangeListener(Consumer<PrimitiveState> listener) {
    throw new AssertionError("nobody listens");
  }

  @Override
  public CompletableFuture<ProxySession<ChannelService>> connect() {
    throw new AssertionError("connected from the start");
  }

  @Override
  public CompletableFuture<Void> close() {
    throw new AssertionError("never closed");
  }

  @Override
  public CompletableFuture<Void> delete() {
    throw new AssertionError("never deleted");
  }
}
