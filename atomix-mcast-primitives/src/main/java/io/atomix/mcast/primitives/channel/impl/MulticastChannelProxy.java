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

import io.atomix.mcast.MulticastProxyClient;
import io.atomix.mcast.primitives.channel.AsyncMulticastChannel;
import io.atomix.mcast.primitives.channel.ChannelHistory;
import io.atomix.mcast.primitives.channel.ChannelListener;
import io.atomix.mcast.primitives.channel.ChannelMessageId;
import io.atomix.mcast.primitives.channel.ChannelPosition.PartitionPlace;
import io.atomix.mcast.primitives.channel.Conflicts;
import io.atomix.mcast.primitives.channel.DeliveryOrder;
import io.atomix.mcast.primitives.channel.From;
import io.atomix.mcast.primitives.channel.MulticastChannel;
import io.atomix.mcast.primitives.channel.MulticastChannelConfig;
import io.atomix.mcast.primitives.channel.Partitions;
import io.atomix.mcast.primitives.channel.Subscription;
import io.atomix.mcast.primitives.impl.BlockingCalls;
import io.atomix.mcast.primitives.impl.CallGuard;
import io.atomix.mcast.primitives.impl.PrimitiveListeners;
import io.atomix.mcast.primitives.serialization.ValueSerializer;
import io.atomix.primitive.AbstractAsyncPrimitive;
import io.atomix.primitive.PrimitiveRegistry;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.primitive.proxy.ProxySession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/** A channel at its user's. */
final class MulticastChannelProxy<E>
    extends AbstractAsyncPrimitive<AsyncMulticastChannel<E>, ChannelService>
    implements AsyncMulticastChannel<E> {
  private final MulticastProxyClient<ChannelService> client;
  private final PartitionFinder finder;
  private final MessageCodec<E> codec;
  private final Backlog backlog;
  private final CallGuard guard;
  private final PrimitiveListeners counts;
  private final Map<PartitionId, PartitionListener> listeners = new HashMap<>();
  private final Set<ChannelSubscription<E>> subscriptions = ConcurrentHashMap.newKeySet();
  private final AtomicLong lastSubscription = new AtomicLong();
  private final UUID sender = UUID.randomUUID();
  private final AtomicLong lastMessage = new AtomicLong();

  MulticastChannelProxy(
      MulticastProxyClient<ChannelService> client,
      PrimitiveRegistry registry,
      ValueSerializer serializer,
      MulticastChannelConfig config,
      PrimitiveListeners counts) {
    super(client, registry);
    this.client = client;
    this.finder = new PartitionFinder(client);
    this.codec = new MessageCodec<>(client.name(), serializer);
    this.backlog = new Backlog(config.getBacklogSize(), config.getBacklogBytes().bytes());
    this.counts = counts;
    this.guard = new CallGuard("Channel '" + client.name() + "'", config.isReadOnly());
    for (ProxySession<ChannelService> session : client.getPartitions()) {
      PartitionListener listener = new PartitionListener();
      listeners.put(session.partitionId(), listener);
      session.register(listener);
      session.addStateChangeListener(listener::stateChanged);
    }
  }

  @Override
  public CompletableFuture<AsyncMulticastChannel<E>> connect() {
    return super.connect().thenCompose(registered -> client.connect()).thenApply(open -> this);
  }

  @Override
  public CompletableFuture<Void> multicast(
      Partitions destinations, Conflicts conflicts, E payload) {
    return guard.write(
        () -> {
          SortedSet<PartitionId> to = finder.find(destinations);
          Envelope envelope = envelope(to, conflicts, payload);
          Map<PartitionId, Consumer<ChannelService>> operations = new HashMap<>();
          to.forEach(partition -> operations.put(partition, each -> each.multicast(envelope)));
          return client.acceptOn(operations);
        });
  }

  @Override
  public CompletableFuture<Map<PartitionId, Long>> multicastAndGetPositions(
      Partitions destinations, Conflicts conflicts, E payload) {
    return guard.write(
        () -> {
          SortedSet<PartitionId> to = finder.find(destinations);
          Envelope envelope = envelope(to, conflicts, payload);
          Map<PartitionId, Function<ChannelService, Long>> operations = new HashMap<>();
          to.forEach(partition -> operations.put(partition, each -> each.multicast(envelope)));
          return client.applyOn(operations);
        });
  }

  private Envelope envelope(SortedSet<PartitionId> to, Conflicts conflicts, E payload) {
    Objects.requireNonNull(conflicts, "conflicts");
    Objects.requireNonNull(payload, "payload");
    byte[] bytes = codec.encode(payload);
    ChannelMessageId id = new ChannelMessageId(sender, lastMessage.incrementAndGet());
    return new Envelope(id, to, conflicts, bytes);
  }

  @Override
  public CompletableFuture<Subscription> subscribe(
      Partitions partitions, From from, ChannelListener<E> listener) {
    return subscribe(partitions, from, DeliveryOrder.perPartition(), listener);
  }

  @Override
  public CompletableFuture<Subscription> subscribe(
      Partitions partitions, From from, ChannelListener<E> listener, Executor executor) {
    return subscribe(partitions, from, DeliveryOrder.perPartition(), listener, executor);
  }

  @Override
  public CompletableFuture<Subscription> subscribe(
      Partitions partitions, From from, DeliveryOrder delivery, ChannelListener<E> listener) {
    return subscribe(partitions, from, delivery, listener, client.newCallbackExecutor());
  }

  @Override
  public CompletableFuture<Subscription> subscribe(
      Partitions partitions,
      From from,
      DeliveryOrder delivery,
      ChannelListener<E> listener,
      Executor executor) {
    return guard.read(
        () -> {
          SortedSet<PartitionId> of = finder.find(partitions);
          Objects.requireNonNull(from, "from");
          Objects.requireNonNull(delivery, "delivery");
          Objects.requireNonNull(listener, "listener");
          Objects.requireNonNull(executor, "executor");
          SubscriptionStart start = new SubscriptionStart(name(), of, from);
          start.check();
          return delivery == DeliveryOrder.ORDERED
              ? subscribeOrdered(start, listener, executor)
              : subscribePerPartition(start, listener, executor);
        });
  }

  private CompletableFuture<Subscription> subscribePerPartition(
      SubscriptionStart start, ChannelListener<E> listener, Executor executor) {
    start.checkNotKept();
    long id = lastSubscription.incrementAndGet();
    ChannelSubscription<E> subscription =
        new PartitionwiseSubscription<>(codec, listener, executor, forget -> forget(id, forget));
    // Executed before anything that a partition tells.
    subscription.execute(subscription::tellSubscribed);
    return begin(
        id,
        start.partitions(),
        subscription,
        (partition, part) -> part.begin(start.kind(), start.position(partition)));
  }

  private CompletableFuture<Subscription> subscribeOrdered(
      SubscriptionStart start, ChannelListener<E> listener, Executor executor) {
    return SubscriptionStart.moment(client, start.partitions())
        .thenCompose(moment -> subscribeOrdered(start, moment, listener, executor));
  }

  private CompletableFuture<Subscription> subscribeOrdered(
      SubscriptionStart start,
      ChannelMoment moment,
      ChannelListener<E> listener,
      Executor executor) {
    long id = lastSubscription.incrementAndGet();
    Map<PartitionId, PartitionPlace> places = start.places(moment);
    // Nothing is told before it is sure that the beginning is right.
    HeldBackExecutor heldBack = new HeldBackExecutor(executor);
    OrderedSubscription<E> subscription =
        new OrderedSubscription<>(
            codec,
            listener,
            heldBack,
            forget -> forget(id, forget),
            places,
            backlog,
            moment,
            () -> SubscriptionStart.moment(client, start.partitions()));
    counts.add(start.partitions(), subscription);
    subscription.execute(subscription::tellSubscribed);
    return begin(
            id,
            start.partitions(),
            subscription,
            (partition, part) -> {
              PartitionPlace place = places.get(partition);
              return start.kept() == null
                  ? part.begin(SubscribeRequest.Start.POSITION, place.next())
                  : part.beginAfter(place);
            })
        .thenApply(
            begun -> {
              try {
                start.checkHeld(moment);
                subscription.begun();
                heldBack.letGo();
                return begun;
              } catch (RuntimeException e) {
                subscription.close();
                throw e;
              }
            });
  }

  private CompletableFuture<Subscription> begin(
      long id,
      SortedSet<PartitionId> partitions,
      ChannelSubscription<E> subscription,
      BiFunction<PartitionId, PartitionSubscription, CompletableFuture<Void>> beginning) {
    for (PartitionId partition : partitions) {
      PartitionSubscription part =
          new PartitionSubscription(
              id, name(), client.getPartition(partition), backlog, subscription.sink(partition));
      subscription.add(partition, part);
      listeners.get(partition).add(id, part);
    }
    subscriptions.add(subscription);
    List<CompletableFuture<Void>> begun = new ArrayList<>();
    partitions.forEach(
        partition -> begun.add(beginning.apply(partition, subscription.part(partition))));
    return CompletableFuture.allOf(begun.toArray(CompletableFuture[]::new))
        .handle(
            (done, error) -> {
              if (error != null) {
                subscription.close();
                return CompletableFuture.<Subscription>failedFuture(unwrapped(error));
              }
              return CompletableFuture.<Subscription>completedFuture(subscription);
            })
        .thenCompose(future -> future);
  }

  private static Throwable unwrapped(Throwable error) {
    return error instanceof CompletionException && error.getCause() != null
        ? error.getCause()
        : error;
  }

  private void forget(long id, ChannelSubscription<E> subscription) {
    subscriptions.remove(subscription);
    counts.remove(subscription);
    subscription.partitions().forEach(partition -> listeners.get(partition).remove(id));
  }

  @Override
  public CompletableFuture<ChannelHistory<E>> history(PartitionId partition, long from, int limit) {
    return guard.read(
        () -> {
          finder.ofId(partition);
          checkAtLeastOne("from position", from);
          checkAtLeastOne("limit", limit);
          return client
              .applyOn(partition, each -> each.history(from, limit))
              .thenApply(answer -> codec.history(partition, answer));
        });
  }

  private void checkAtLeastOne(String what, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "Reading the history of channel '"
              + name()
              + "': "
              + what
              + " = "
              + value
              + ": must be at least 1");
    }
  }

  @Override
  public List<PartitionId> partitions() {
    return List.copyOf(finder.all());
  }

  @Override
  public PartitionId partitionOf(String key) {
    return finder.ofKey(key);
  }

  @Override
  public CompletableFuture<Void> delete() {
    return guard.write(super::delete);
  }

  @Override
  public CompletableFuture<Void> close() {
    guard.close();
    // The sessions that close end them in the partitions.
    subscriptions.forEach(ChannelSubscription::closeHere);
    return client.close();
  }

  @Override
  public MulticastChannel<E> sync(Duration operationTimeout) {
    return new BlockingMulticastChannel<>(
        this, new BlockingCalls(guard.instance(), operationTimeout));
  }
}
