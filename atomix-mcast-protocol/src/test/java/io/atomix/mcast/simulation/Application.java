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

import io.atomix.cluster.messaging.ClusterCommunicationService;
import io.atomix.mcast.GenericMulticastProtocol;
import io.atomix.mcast.MulticastProxyClient;
import io.atomix.mcast.NotAppliedException;
import io.atomix.mcast.OutcomeUnknownException;
import io.atomix.mcast.client.GenericMulticastProxies;
import io.atomix.mcast.client.GroupClient;
import io.atomix.mcast.client.ProxyOptions;
import io.atomix.mcast.client.SimulatedClients;
import io.atomix.mcast.client.pipeline.LocalClient;
import io.atomix.mcast.observe.Tracer;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.simulation.Call.Outcome;
import io.atomix.primitive.PrimitiveException;
import io.atomix.primitive.PrimitiveState;
import io.atomix.primitive.Recovery;
import io.atomix.primitive.partition.Partitioner;
import io.atomix.primitive.proxy.ProxySession;
import io.atomix.primitive.service.ServiceConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** A process that calls primitives, through the same proxies as any user of Atomix. */
final class Application {
  /** The primitives: with a conflict relation by key, and without one. */
  static final List<String> PRIMITIVES = List.of("keyed", "plain");

  private final World world;
  private final Node node;
  private final History history;
  private final List<GroupId> groups;
  private final Map<GroupId, GroupClient> clients = new TreeMap<>();
  private final Map<String, MulticastProxyClient<Ledger>> proxies = new TreeMap<>();
  private final List<Listener> listeners = new ArrayList<>();
  private final LedgerCalls calls;
  private final LocalClient local;
  private final Consumer<Problem> problems;
  private final Consumer<Cell> rumours;
  private final int retries;
  private final boolean listens;
  private final boolean timers;
  private final boolean joint;
  private boolean closed;

  Application(
      World world,
      Node node,
      ClusterCommunicationService communication,
      Map<GroupId, RaftGroup> rafts,
      History history,
      Consumer<Problem> problems,
      Consumer<Cell> rumours,
      boolean timers,
      Draw draw,
      boolean joint,
      Tracer tracer) {
    this.world = world;
    this.node = node;
    this.history = history;
    this.problems = problems;
    this.rumours = rumours;
    this.timers = timers;
    this.joint = joint;
    this.groups = List.copyOf(rafts.keySet());
    this.retries = world.chance(0.3) ? 2 : 0;
    this.listens = world.chance(0.5);
    boolean sequential = world.chance(0.2);
    this.calls = new LedgerCalls(world, history, groups, sequential, draw, problems);
    this.local = SimulatedClients.local(node.newIdentity());
    local.enoughForRounds(1);
    local.trace(tracer);
    clients.putAll(newClients(rafts, local, node, communication, draw.smallBatches()));
    proxies.put("keyed", newProxy("keyed", Ledger.class, sequential));
    proxies.put("plain", newProxy("plain", PlainLedger.class, sequential));
    proxies.forEach(this::open);
  }

  /** Makes the clients of all groups in one run of a process. */
  static Map<GroupId, GroupClient> newClients(
      Map<GroupId, RaftGroup> rafts,
      LocalClient local,
      Node node,
      ClusterCommunicationService communication,
      boolean smallBatches) {
    Map<GroupId, GroupClient> made = new TreeMap<>();
    rafts.forEach(
        (group, raft) ->
            made.put(
                group,
                SimulatedClients.of(
                    group,
                    local,
                    () -> new RaftSession(raft, node),
                    () -> new RaftSession(raft, node, true),
                    communication,
                    node,
                    node::nanos,
                    smallBatches)));
    return made;
  }

  private MulticastProxyClient<Ledger> newProxy(
      String name, Class<? extends Ledger> service, boolean sequential) {
    return newProxy(name, service, clients.values(), sequential, retries);
  }

  /** Makes a primitive of this name and service, which is not connected. */
  @SuppressWarnings("unchecked")
  static MulticastProxyClient<Ledger> newProxy(
      String name,
      Class<? extends Ledger> service,
      Collection<GroupClient> clients,
      boolean sequential,
      int retries) {
    ProxyOptions options =
        new ProxyOptions(
            GenericMulticastProtocol.builder("data").build(),
            Partitioner.MURMUR3,
            sequential,
            Recovery.RECOVER,
            retries,
            Duration.ofMillis(100));
    return MulticastProxyClient.require(
        (io.atomix.primitive.proxy.ProxyClient<Ledger>)
            GenericMulticastProxies.newProxy(
                name,
                LedgerType.INSTANCE,
                service,
                new ServiceConfig(),
                List.copyOf(clients),
                options));
  }

  private void open(String name, MulticastProxyClient<Ledger> proxy) {
    proxy.connect().whenComplete((done, error) -> {});
    for (ProxySession<Ledger> session : proxy.getPartitions()) {
      if (listens) {
        Listener listener =
            new Listener(
                node.name() + " " + name + " " + session.partitionId(),
                problems,
                session,
                (call, version) ->
                    history
                        .versions()
                        .told(
                            name,
                            LedgerCalls.group(session.partitionId()),
                            call,
                            version,
                            "an event"));
        listeners.add(listener);
        session.register(listener);
        listener.listen();
      }
    }
  }

  /** Returns how many reads of several groups took no log entry. */
  long unlogged() {
    return local.unlogged();
  }

  Node node() {
    return node;
  }

  /** Returns those of them that run and are not closed. */
  static List<Application> live(List<Application> all) {
    return all.stream().filter(each -> each.node.isAlive() && !each.closed).toList();
  }

  List<Listener> listeners() {
    return listeners;
  }

  /** Reads in several groups at once. */
  void readSeveral() {
    call(
        (call, proxy) ->
            world.chance(0.75) ? calls.readSeveral(call, proxy) : calls.dump(call, proxy));
  }

  /** Makes one call of any kind. */
  void call() {
    if (!listeners.isEmpty() && world.chance(0.3)) {
      Listener listener = listeners.get(world.random().nextInt(listeners.size()));
      if (world.chance(0.5)) {
        listener.listen();
      } else {
        listener.look();
      }
    }
    call(
        (call, proxy) ->
            timers && world.chance(0.1)
                ? calls.later(call, proxy, 1 + world.random().nextInt(400))
                : joint && world.chance(0.3) ? joint(call) : calls.any(call, proxy));
  }

  /** Makes a call on all primitives at once, which keeps its order if all sessions are open. */
  private CompletableFuture<?> joint(Call call) {
    boolean open =
        proxies.values().stream()
            .flatMap(proxy -> proxy.getPartitions().stream())
            .allMatch(session -> session.getState() == PrimitiveState.CONNECTED);
    if (!open) {
      call.setUnordered();
    }
    return calls.joint(call, proxies);
  }

  private void call(
      BiFunction<Call, MulticastProxyClient<Ledger>, CompletableFuture<?>> operation) {
    String primitive = PRIMITIVES.get(world.chance(0.85) ? 0 : 1);
    MulticastProxyClient<Ledger> proxy = proxies.get(primitive);
    Call call = history.begin(node.name(), primitive);
    if (retries == 0) {
      call.setOrdered();
    }
    CompletableFuture<?> result;
    try {
      result = operation.apply(call, proxy);
    } catch (RuntimeException e) {
      result = CompletableFuture.failedFuture(e);
    }
    result.whenComplete((done, error) -> ended(call, error));
  }

  /** Lets a timer of a group write. */
  CompletableFuture<?> later(GroupId group, int millis) {
    Call call = history.begin(node.name(), PRIMITIVES.get(0));
    CompletableFuture<?> result = calls.later(call, proxies.get(PRIMITIVES.get(0)), group, millis);
    result.whenComplete((done, error) -> ended(call, error));
    return result;
  }

  /** Reads a cell of which another process has told this one, alone or with others at once. */
  void hear(Cell cell) {
    Call call = history.begin(node.name(), cell.primitive());
    if (retries == 0) {
      call.setOrdered();
    }
    MulticastProxyClient<Ledger> proxy = proxies.get(cell.primitive());
    CompletableFuture<?> heard =
        world.chance(0.4)
            ? calls.read(call, proxy, cell.group(), cell.key())
            : calls.readSeveral(call, proxy, cell.group(), cell.key());
    heard.whenComplete((done, error) -> ended(call, error));
  }

  private void ended(Call call, Throwable error) {
    Throwable cause = error instanceof CompletionException ? error.getCause() : error;
    if (cause == null && call.timed) {
      history.end(call, Outcome.UNKNOWN, History.TIMER);
    } else if (cause == null) {
      history.end(call, Outcome.DONE, null);
      if (world.chance(0.4)) {
        call.branches.stream()
            .flatMap(Set::stream)
            .skip(world.random().nextInt(2))
            .findFirst()
            .ifPresent(rumours);
      }
    } else if (cause instanceof OutcomeUnknownException) {
      history.end(call, Outcome.UNKNOWN, cause.getMessage());
    } else if (cause instanceof NotAppliedException
        || cause instanceof PrimitiveException.ClosedSession
        || cause instanceof PrimitiveException.UnknownSession) {
      history.end(call, Outcome.NOT_APPLIED, cause.getMessage());
    } else {
      history.end(call, Outcome.UNKNOWN, cause.toString());
      problems.accept(Problem.of("An unexpected error: " + cause, call));
    }
  }

  /** Reads all there is of a primitive, and says what when it is known. */
  CompletableFuture<Map<Cell, List<Integer>>> dumpAll(String primitive) {
    Call call = history.begin(node.name(), primitive);
    CompletableFuture<?> done = calls.dump(call, proxies.get(primitive));
    done.whenComplete((result, error) -> ended(call, error));
    return done.thenApply(result -> HistoryCheck.cells(primitive, call.dumps));
  }

  /** Closes its sessions in good order. */
  void close() {
    closed = true;
    proxies.values().forEach(MulticastProxyClient::close);
    clients.values().forEach(GroupClient::close);
  }
}
