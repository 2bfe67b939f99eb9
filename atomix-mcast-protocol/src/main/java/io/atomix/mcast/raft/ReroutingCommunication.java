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

import com.google.common.base.Throwables;
import io.atomix.cluster.MemberId;
import io.atomix.cluster.messaging.ClusterCommunicationService;
import io.atomix.cluster.messaging.MessagingException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node's communication, which takes another connection to a member if one of them is dead.
 *
 * <p>Atomix keeps some connections to each member, and the name of a message says which one it
 * takes. With a member that ends at the wrong moment, one of them comes to a state in which Atomix
 * never gives it up: what is to be sent over it waits for ever, without a timeout, also when the
 * member is back. If a leader's appends take that one, it replicates nothing to that member any
 * more, which then does not start.
 *
 * <p>Each message has names in reserve, which Atomix sends over other connections. What has neither
 * an answer nor an error some time after Atomix's own timeout fails, with everything else that
 * waits for the same connection, and what comes then takes the next name. A member of an older
 * version, which knows no such names, says so; the first name is taken again then.
 *
 * <p>Thread-safe. Failures are reported by a thread of the JDK.
 */
public final class ReroutingCommunication implements ClusterCommunicationService {
  private static final Logger LOGGER = LoggerFactory.getLogger(ReroutingCommunication.class);

  /** Atomix's default for the connections to each member; with others the names overlap. */
  static final int CONNECTIONS = 8;

  /** Number of names that a message has. */
  static final int NAMES = 3;

  /** Atomix's longest timeout where none is asked for. */
  private static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(5);

  /** Time for which Atomix's own timeout, and that of connecting, may be late. */
  private static final Duration GRACE = Duration.ofSeconds(3);

  private static final Duration LOOK = Duration.ofSeconds(1);

  private final ClusterCommunicationService communication;
  private final LongSupplier clock;
  private final BiConsumer<Duration, Runnable> later;
  private final Map<MemberId, List<Way>> ways = new ConcurrentHashMap<>();
  private final Map<String, Detachable<?>> listeners = new ConcurrentHashMap<>();

  /**
   * Communicates over the node's own service.
   *
   * @param clock tells the time in nanoseconds of any origin
   */
  public ReroutingCommunication(ClusterCommunicationService communication, LongSupplier clock) {
    this(
        communication,
        clock,
        (delay, task) ->
            CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS)
                .execute(task));
  }

  ReroutingCommunication(
      ClusterCommunicationService communication,
      LongSupplier clock,
      BiConsumer<Duration, Runnable> later) {
    this.communication = communication;
    this.clock = clock;
    this.later = later;
  }

  /** Returns the names of a message: its own, and others that take other connections. */
  static List<String> names(String subject) {
    List<String> names = new ArrayList<>(List.of(subject));
    for (int number = 1; names.size() < NAMES; number++) {
      String name = subject + "~" + number;
      if (names.stream().noneMatch(other -> connection(other) == connection(name))) {
        names.add(name);
      }
    }
    return names;
  }

  /** Returns which of the connections Atomix takes for a name. */
  static int connection(String name) {
    return Math.abs(name.hashCode() % CONNECTIONS);
  }

  private Way way(String subject, MemberId member) {
    List<Way> known = ways.get(member);
    if (known == null) {
      known = ways.computeIfAbsent(member, this::newWays);
    }
    return known.get(connection(subject));
  }

  private List<Way> newWays(MemberId member) {
    return IntStream.range(0, CONNECTIONS).mapToObj(i -> new Way(member)).toList();
  }

  /** Way to a member for all messages whose own names take the same connection. */
  private final class Way {
    private final MemberId member;
    private final Map<CompletableFuture<?>, Unanswered> open = new ConcurrentHashMap<>();
    private final AtomicBoolean watched = new AtomicBoolean();

    /** The position of the name that is taken. */
    private volatile int taken;

    private record Unanswered(String subject, int name, long deadline) {}

    Way(MemberId member) {
      this.member = member;
    }

    <R> CompletableFuture<R> send(
        String subject, Duration timeout, Function<String, CompletableFuture<R>> sending) {
      int name = taken;
      CompletableFuture<R> answer = sending.apply(name == 0 ? subject : names(subject).get(name));
      CompletableFuture<R> result = new CompletableFuture<>();
      open.put(result, new Unanswered(subject, name, clock.getAsLong() + limit(timeout).toNanos()));
      answer.whenComplete(
          (value, error) -> {
            open.remove(result);
            if (error == null) {
              result.complete(value);
            } else {
              if (Throwables.getRootCause(error) instanceof MessagingException.NoRemoteHandler) {
                take(name, 0);
              }
              result.completeExceptionally(error);
            }
          });
      watch();
      return result;
    }

    private void watch() {
      if (!open.isEmpty() && watched.compareAndSet(false, true)) {
        later.accept(LOOK, this::look);
      }
    }

    private void look() {
      long now = clock.getAsLong();
      open.values().stream()
          .filter(waiting -> waiting.deadline - now < 0)
          .findAny()
          .ifPresent(this::giveUp);
      watched.set(false);
      watch();
    }

    private void giveUp(Unanswered overdue) {
      if (take(overdue.name, (overdue.name + 1) % NAMES)) {
        LOGGER.warn(
            "A connection to {} gives neither answers nor errors, as to a message '{}': such"
                + " messages take another one from now on; nothing needs to be done",
            member,
            overdue.subject);
      }
      open.forEach(
          (result, waiting) -> {
            if (waiting.name == overdue.name && open.remove(result) != null) {
              result.completeExceptionally(
                  new TimeoutException(
                      "Message '"
                          + waiting.subject
                          + "' to "
                          + member
                          + " got neither an answer nor an error; whether it was sent is not"
                          + " known"));
            }
          });
    }

    /** Takes a name in place of another; returns false if that is not the one that is taken. */
    private synchronized boolean take(int from, int to) {
      boolean is = taken == from;
      if (is) {
        taken = to;
      }
      return is;
    }
  }

  private static Duration limit(Duration timeout) {
    return (timeout == null || timeout.compareTo(LONGEST_TIMEOUT) < 0 ? LONGEST_TIMEOUT : timeout)
        .plus(GRACE);
  }

  @Override
  public <M, R> CompletableFuture<R> send(
      String subject,
      M message,
      Function<M, byte[]> encoder,
      Function<byte[], R> decoder,
      MemberId member,
      Duration timeout) {
    return way(subject, member)
        .send(
            subject,
            timeout,
            name -> communication.send(name, message, encoder, decoder, member, timeout));
  }

  @Override
  public <M> CompletableFuture<Void> unicast(
      String subject, M message, Function<M, byte[]> encoder, MemberId member, boolean reliable) {
    return way(subject, member)
        .send(
            subject, null, name -> communication.unicast(name, message, encoder, member, reliable));
  }

  @Override
  public <M> void broadcast(
      String subject, M message, Function<M, byte[]> encoder, boolean reliable) {
    communication.broadcast(subject, message, encoder, reliable);
  }

  @Override
  public <M> void broadcastIncludeSelf(
      String subject, M message, Function<M, byte[]> encoder, boolean reliable) {
    communication.broadcastIncludeSelf(subject, message, encoder, reliable);
  }

  @Override
  public <M> void multicast(
      String subject,
      M message,
      Function<M, byte[]> encoder,
      Set<MemberId> members,
      boolean reliable) {
    communication.multicast(subject, message, encoder, members, reliable);
  }

  @Override
  public <M, R> CompletableFuture<Void> subscribe(
      String subject,
      Function<byte[], M> decoder,
      Function<M, R> handler,
      Function<R, byte[]> encoder,
      Executor executor) {
    return forNames(
        subject, name -> communication.subscribe(name, decoder, handler, encoder, executor));
  }

  @Override
  public <M, R> CompletableFuture<Void> subscribe(
      String subject,
      Function<byte[], M> decoder,
      Function<M, CompletableFuture<R>> handler,
      Function<R, byte[]> encoder) {
    return forNames(subject, name -> communication.subscribe(name, decoder, handler, encoder));
  }

  @Override
  public <M> CompletableFuture<Void> subscribe(
      String subject, Function<byte[], M> decoder, Consumer<M> handler, Executor executor) {
    Detachable<M> listener = listen(subject, (from, message) -> handler.accept(message));
    Consumer<M> consumer = message -> listener.accept(null, message);
    return forNames(subject, name -> communication.subscribe(name, decoder, consumer, executor));
  }

  @Override
  public <M> CompletableFuture<Void> subscribe(
      String subject,
      Function<byte[], M> decoder,
      BiConsumer<MemberId, M> handler,
      Executor executor) {
    Detachable<M> listener = listen(subject, handler);
    return forNames(subject, name -> communication.subscribe(name, decoder, listener, executor));
  }

  private <M> Detachable<M> listen(String subject, BiConsumer<MemberId, M> handler) {
    Detachable<M> listener = new Detachable<>(handler);
    listeners.put(subject, listener);
    return listener;
  }

  private static CompletableFuture<Void> forNames(
      String subject, Function<String, CompletableFuture<Void>> subscribing) {
    return CompletableFuture.allOf(
        names(subject).stream().map(subscribing).toArray(CompletableFuture[]::new));
  }

  @Override
  public void unsubscribe(String subject) {
    names(subject).forEach(communication::unsubscribe);
    Detachable<?> listener = listeners.remove(subject);
    if (listener != null) {
      listener.handler = null;
    }
  }

  /**
   * Listener that leads nowhere after its end: Atomix keeps each one for ever, and with it the Raft
   * session that listened, and the answers that its client had not acknowledged.
   */
  private static final class Detachable<M> implements BiConsumer<MemberId, M> {
    private volatile BiConsumer<MemberId, M> handler;

    Detachable(BiConsumer<MemberId, M> handler) {
      this.handler = handler;
    }

    @Override
    public void accept(MemberId from, M message) {
      BiConsumer<MemberId, M> present = handler;
      if (present != null) {
        present.accept(from, message);
      }
    }
  }
}
