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

import io.atomix.mcast.primitives.channel.MulticastChannelConfig;
import io.atomix.mcast.primitives.channel.MulticastChannelType;
import io.atomix.primitive.PrimitiveException;
import io.atomix.primitive.PrimitiveState;
import io.atomix.primitive.PrimitiveType;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.primitive.proxy.ProxySession;
import io.atomix.utils.concurrent.Scheduled;
import io.atomix.utils.concurrent.ThreadContext;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A session of a channel's service whose calls, answers and events take as long as a random number
 * generator likes, and which is lost, suspended and refused when a test says so. All on the test's
 * own thread: something happens with each {@link #step}.
 */
final class UnreliableSession implements ProxySession<ChannelService> {
  private static final PartitionId PARTITION = PartitionId.from("data", 1);

  private final Random random;
  private final ChannelClient client;
  private final Deque<Call<?>> calls = new ArrayDeque<>();
  private final Deque<Runnable> answers = new ArrayDeque<>();
  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private final List<Runnable> timers = new ArrayList<>();
  private final Map<Long, Deque<Runnable>> events = new TreeMap<>();
  private final List<Consumer<PrimitiveState>> listeners = new ArrayList<>();
  private ChannelReplica replica;
  private long session;
  private PrimitiveState state = PrimitiveState.CONNECTED;

  private record Call<R>(Function<ChannelService, R> operation, CompletableFuture<R> result) {}

  UnreliableSession(Random random, MulticastChannelConfig config, ChannelClient client) {
    this.random = random;
    this.client = client;
    this.replica = new ChannelReplica(config, 1);
    open();
  }

  private void open() {
    session++;
    long opened = session;
    Deque<Runnable> queue = new ArrayDeque<>();
    events.put(opened, queue);
    replica.open(
        opened,
        new ChannelClient() {
          @Override
          public void messages(long subscription, List<StoredMessage> messages) {
            queue.add(() -> client.messages(subscription, messages));
          }

          @Override
          public void gap(long subscription, long first, long last, long offset) {
            queue.add(() -> client.gap(subscription, first, last, offset));
          }

          @Override
          public void overrun(long subscription, long next, long newest) {
            queue.add(() -> client.overrun(subscription, next, newest));
          }
        });
  }

  /** Sends a message, in the name of somebody else. */
  long multicast(Envelope envelope) {
    replica.open(1000, ChannelReplica.noting(note -> {}));
    return replica.as(1000).multicast(envelope);
  }

  /** Lets something happen that is due; returns whether there was anything. */
  boolean step() {
    List<Runnable> possible = new ArrayList<>();
    if (state == PrimitiveState.CONNECTED && !calls.isEmpty()) {
      possible.add(() -> execute(calls.remove()));
    }
    if (!answers.isEmpty()) {
      possible.add(() -> answers.remove().run());
    }
    if (!tasks.isEmpty()) {
      possible.add(() -> tasks.remove().run());
    }
    if (!timers.isEmpty()) {
      possible.add(() -> timers.remove(random.nextInt(timers.size())).run());
    }
    events.values().stream()
        .filter(queue -> !queue.isEmpty())
        .forEach(queue -> possible.add(() -> queue.remove().run()));
    if (possible.isEmpty()) {
      return false;
    }
    possible.get(random.nextInt(possible.size())).run();
    return true;
  }

  private <R> void execute(Call<R> call) {
    R result = call.operation.apply(replica.as(session));
    answers.add(() -> call.result.complete(result));
  }

  /** Fails the calls under way, of which some were executed, and goes on in another session. */
  void lose() {
    int executed = calls.isEmpty() ? 0 : random.nextInt(calls.size() + 1);
    for (Call<?> call : calls) {
      if (executed > 0) {
        executed--;
        call.operation.apply(replica.as(session));
      }
      answers.add(() -> call.result.completeExceptionally(new PrimitiveException("lost")));
    }
    calls.clear();
    replica.expire(session);
    if (random.nextBoolean()) {
      events.get(session).clear();
    }
    open();
    suspend();
  }

  /** Loses touch for a while, and finds it again in the same session. */
  void suspend() {
    change(PrimitiveState.SUSPENDED);
    tasks.add(() -> change(PrimitiveState.CONNECTED));
  }

  /** Refuses the calls that were not executed yet. */
  void refuse() {
    calls.forEach(
        call ->
            answers.add(
                () -> call.result.completeExceptionally(new PrimitiveException.Unavailable())));
    calls.clear();
  }

  /** Loses the oldest event that is under way in the session. */
  void dropEvent() {
    events.get(session).poll();
  }

  /** Goes on with a replica that was restored from a snapshot. */
  void restore() {
    replica = replica.restored();
  }

  private void change(PrimitiveState next) {
    state = next;
    List.copyOf(listeners).forEach(listener -> tasks.add(() -> listener.accept(next)));
  }

  @Override
  public String name() {
    return "channel";
  }

  @Override
  @SuppressWarnings("rawtypes")
  public PrimitiveType type() {
    return MulticastChannelType.instance();
  }

  @Override
  public PartitionId partitionId() {
    return PARTITION;
  }

  @Override
  public PrimitiveState getState() {
    return state;
  }

  @Override
  public void register(Object events) {
    throw new AssertionError("events go to the client of the constructor");
  }

  @Override
  public CompletableFuture<Void> accept(Consumer<ChannelService> operation) {
    return apply(
        service -> {
          operation.accept(service);
          return null;
        });
  }

  @Override
  public <R> CompletableFuture<R> apply(Function<ChannelService, R> operation) {
    CompletableFuture<R> result = new CompletableFuture<>();
    calls.add(new Call<>(operation, result));
    return result;
  }

  @Override
  public void addStateChangeListener(Consumer<PrimitiveState> listener) {
    listeners.add(listener);
  }

  @Override
  public void removeStateChangeListener(Consumer<PrimitiveState> listener) {
    listeners.remove(listener);
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

  @Override
  public ThreadContext context() {
    return new ThreadContext() {
      @Override
      public void execute(Runnable task) {
        tasks.add(task);
      }

      @Override
      public Scheduled schedule(Duration delay, Runnable callback) {
        timers.add(callback);
        return () -> timers.remove(callback);
      }

      @Override
      public Scheduled schedule(Duration initialDelay, Duration interval, Runnable callback) {
        throw new AssertionError("nothing is done again and again");
      }

      @Override
      public boolean isBlocked() {
        return false;
      }

      @Override
      public void block() {}

      @Override
      public void unblock() {}

      @Override
      public void close() {}
    };
  }
}
