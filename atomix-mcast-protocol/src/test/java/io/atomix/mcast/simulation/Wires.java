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
package io.atomix.mcast.simulation;

import io.atomix.cluster.MemberId;
import io.atomix.cluster.messaging.ClusterCommunicationService;
import io.atomix.cluster.messaging.MessagingException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** What processes send each other, over links that lose, repeat, delay and reorder it. */
final class Wires {
  private final World world;
  private final Trace trace;
  private final Sabotage sabotage;
  private final Draw draw;
  private final Map<String, Node> nodes = new HashMap<>();
  private final Set<String> cut = new HashSet<>();

  /** When something was told for the first time, where that is not told again for long. */
  private final Map<String, Long> toldAt = new HashMap<>();

  Wires(World world, Trace trace, Sabotage sabotage, Draw draw) {
    this.world = world;
    this.trace = trace;
    this.sabotage = sabotage;
    this.draw = draw;
  }

  /** From now on this run of a process gets what is sent to its name. */
  void add(Node node) {
    nodes.put(node.name(), node);
  }

  /** Nothing passes between two processes from now on. */
  void cut(String one, String other) {
    cut.add(link(one, other));
  }

  void mend(String one, String other) {
    cut.remove(link(one, other));
  }

  void mendAll() {
    cut.clear();
  }

  boolean areCut(String one, String other) {
    return cut.contains(link(one, other));
  }

  private static String link(String one, String other) {
    return one.compareTo(other) < 0 ? one + " " + other : other + " " + one;
  }

  /** Returns the service of a process; it has what the engine uses, and no more. */
  ClusterCommunicationService of(Node node) {
    return (ClusterCommunicationService)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ClusterCommunicationService.class},
            (proxy, method, arguments) -> call(node, proxy, method, arguments));
  }

  @SuppressWarnings("unchecked")
  private Object call(Node node, Object proxy, Method method, Object[] arguments) {
    switch (method.getName()) {
      case "hashCode":
        return System.identityHashCode(proxy);
      case "equals":
        return proxy == arguments[0];
      case "send":
        return send(
            node,
            (String) arguments[0],
            ((Function<Object, byte[]>) arguments[2]).apply(arguments[1]),
            (Function<byte[], Object>) arguments[3],
            ((MemberId) arguments[4]).id(),
            (Duration) arguments[5]);
      case "subscribe":
        node.handlers().put((String) arguments[0], handler(arguments));
        return CompletableFuture.completedFuture(null);
      case "unsubscribe":
        node.handlers().remove(arguments[0]);
        return null;
      default:
        throw new UnsupportedOperationException(method.toString());
    }
  }

  @SuppressWarnings("unchecked")
  private static Function<byte[], CompletableFuture<byte[]>> handler(Object[] arguments) {
    Function<byte[], Object> decoder = (Function<byte[], Object>) arguments[1];
    Function<Object, Object> handler = (Function<Object, Object>) arguments[2];
    Function<Object, byte[]> encoder = (Function<Object, byte[]>) arguments[3];
    if (arguments.length == 5) {
      Executor executor = (Executor) arguments[4];
      return bytes ->
          CompletableFuture.supplyAsync(
              () -> encoder.apply(handler.apply(decoder.apply(bytes))), executor);
    }
    return bytes ->
        ((CompletableFuture<Object>) handler.apply(decoder.apply(bytes))).thenApply(encoder);
  }

  private CompletableFuture<Object> send(
      Node from,
      String subject,
      byte[] message,
      Function<byte[], Object> decoder,
      String to,
      Duration patience) {
    CompletableFuture<Object> reply = new CompletableFuture<>();
    byte[] told = sabotage.message(subject, message);
    boolean exchange = subject.startsWith("generic-multicast-exchange-");
    byte[] sent = exchange && draw.shortSets() ? ShortSets.message(told) : told;
    from.in(patience.toNanos(), () -> reply.completeExceptionally(new TimeoutException()));
    if (exchange && sabotage.tellsAgainAfter() > 0 && toldLately(from, subject, to, sent)) {
      return reply;
    }
    int elections = trace.points().elections();
    trace.message(from.name(), to, subject, sent);
    do {
      if (!world.fault(0.05)) {
        world.in(
            delay(),
            () -> {
              if (exchange) {
                trace.points().arrives(elections);
              }
              deliver(from, subject, sent, decoder, to, reply);
            });
      }
    } while (world.fault(0.05));
    return reply;
  }

  private boolean toldLately(Node from, String subject, String to, byte[] message) {
    String what = from.name() + " " + subject + " " + to + " " + Arrays.hashCode(message);
    Long before = toldAt.get(what);
    boolean lately = before != null && world.now() - before < sabotage.tellsAgainAfter();
    if (!lately) {
      toldAt.put(what, world.now());
    }
    return lately;
  }

  private long delay() {
    return world.fault(0.03) ? world.upTo(draw.longestDelay()) : world.upTo(10);
  }

  private void deliver(
      Node from,
      String subject,
      byte[] message,
      Function<byte[], Object> decoder,
      String to,
      CompletableFuture<Object> reply) {
    Node target = nodes.get(to);
    if (target == null || !target.isAlive() || areCut(from.name(), to)) {
      return;
    }
    target.in(
        0,
        () -> {
          Function<byte[], CompletableFuture<byte[]>> handler = target.handlers().get(subject);
          CompletableFuture<byte[]> answer =
              handler == null
                  ? CompletableFuture.failedFuture(new MessagingException.NoRemoteHandler())
                  : handler.apply(message);
          answer.whenComplete(
              (bytes, error) -> {
                if (world.fault(0.05) || areCut(from.name(), to)) {
                  return;
                }
                byte[] told = error == null ? told(subject, bytes) : null;
                trace.reply(to, from.name(), subject, message, told);
                from.in(
                    delay(),
                    () -> {
                      if (error == null) {
                        reply.complete(decoder.apply(told));
                      } else {
                        reply.completeExceptionally(new MessagingException.RemoteHandlerFailure());
                      }
                    });
              });
        });
  }

  private byte[] told(String subject, byte[] reply) {
    byte[] told = sabotage.reply(subject, reply);
    return draw.shortSets() && subject.startsWith("generic-multicast-exchange-")
        ? ShortSets.reply(told)
        : told;
  }
}
