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
import io.atomix.mcast.ConditionalOperation;
import io.atomix.mcast.MulticastProxyClient;
import io.atomix.mcast.client.SimulatedClients;
import io.atomix.mcast.client.pipeline.LocalClient;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.primitive.partition.PartitionId;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Three groups and their clients in one thread, without faults, and so many calls under way at
 * once, each a write of two of four keys in two groups. What it counts follows from the seed; what
 * the processor does for a call can be seen in a profile of the thread.
 */
final class ClosedLoad {
  private static final int GROUPS = 3;
  private static final int KEYS = 4;
  private static final int MOST_PENDING_CALLS = 1000;

  private final World world;
  private final Wires wires;
  private final Map<GroupId, RaftGroup> groups = new TreeMap<>();
  private long exchanged;
  private long begun;
  private long done;

  /**
   * What a number of calls took.
   *
   * @param entries log entries of each group
   * @param exchanged messages between groups
   */
  record Cost(long calls, Map<GroupId, Integer> entries, long exchanged) {}

  ClosedLoad(long seed) {
    world = new World(seed);
    world.heal();
    Trace trace = new Trace(world, Trace.Detail.NUMBER);
    wires = new Wires(world, trace, Sabotage.NONE, Draw.USUAL);
    for (int i = 1; i <= GROUPS; i++) {
      GroupId group = new GroupId("data", i);
      groups.put(
          group,
          new RaftGroup(
              world,
              group,
              wires,
              trace,
              Sabotage.NONE,
              Draw.USUAL,
              text -> {
                throw new AssertionError(text);
              }));
    }
    List<MemberId> members = List.of(MemberId.from("n1"), MemberId.from("n2"), MemberId.from("n3"));
    Map<GroupId, List<MemberId>> membersOf = new TreeMap<>();
    groups.keySet().forEach(group -> membersOf.put(group, members));
    for (MemberId member : members) {
      Node node = newNode(member.id());
      ClusterCommunicationService communication = counting(wires.of(node));
      groups
          .values()
          .forEach(group -> new RaftReplica(group, node, communication, membersOf).wake());
    }
    groups.values().forEach(group -> group.elect(0));
  }

  private Node newNode(String name) {
    Node node = new Node(world, name, 0);
    wires.add(node);
    return node;
  }

  private ClusterCommunicationService counting(ClusterCommunicationService service) {
    return (ClusterCommunicationService)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ClusterCommunicationService.class},
            (self, method, arguments) -> {
              if (method.getName().equals("send") && ((String) arguments[0]).contains("exchange")) {
                exchanged++;
              }
              try {
                return method.invoke(service, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  /** Opens a primitive in another process. */
  MulticastProxyClient<Ledger> newClient(String name) {
    Node node = newNode(name);
    LocalClient local = SimulatedClients.local(node.newIdentity());
    MulticastProxyClient<Ledger> proxy =
        Application.newProxy(
            Application.PRIMITIVES.get(0),
            Ledger.class,
            Application.newClients(groups, local, node, wires.of(node), false).values(),
            false,
            0);
    CompletableFuture<?> connected = proxy.connect();
    pass(2000);
    connected.join();
    return proxy;
  }

  /** Lets milliseconds pass. */
  void pass(long millis) {
    world.run(millis * World.MILLI);
  }

  /** Begins so many calls, and another whenever one ends. */
  void load(MulticastProxyClient<Ledger> client, int atOnce) {
    if (atOnce > MOST_PENDING_CALLS) {
      throw new IllegalArgumentException(atOnce + " calls are more than a client may have");
    }
    for (int i = 0; i < atOnce; i++) {
      next(client);
    }
  }

  private void next(MulticastProxyClient<Ledger> client) {
    write(client)
        .whenComplete(
            (result, error) -> {
              if (error != null) {
                throw new AssertionError(error);
              }
              done++;
              world.in(0, () -> next(client));
            });
  }

  /** Writes two keys that are in different groups. */
  CompletableFuture<?> write(MulticastProxyClient<Ledger> client) {
    int call = (int) ++begun;
    int first = world.random().nextInt(KEYS);
    // The first key and the last are in the same group.
    int second =
        first == KEYS - 1
            ? 1 + world.random().nextInt(2)
            : (first + 1 + world.random().nextInt(2)) % KEYS;
    Map<PartitionId, ConditionalOperation<Ledger, Object, Object>> operations =
        new LinkedHashMap<>();
    for (int key : new int[] {first, second}) {
      operations.put(
          PartitionId.from("data", key % GROUPS + 1),
          new ConditionalOperation<>(
              null,
              null,
              ledger -> {
                ledger.change("h" + key, call);
                return null;
              },
              null));
    }
    return client.decideOn(operations, false);
  }

  /** Returns what the calls of so many milliseconds take. */
  Cost measure(long millis) {
    Map<GroupId, Integer> before = new TreeMap<>();
    groups.forEach((id, group) -> before.put(id, group.log().length()));
    long doneBefore = done;
    long exchangedBefore = exchanged;
    pass(millis);
    Map<GroupId, Integer> entries = new TreeMap<>();
    groups.forEach((id, group) -> entries.put(id, group.log().length() - before.get(id)));
    return new Cost(done - doneBefore, entries, exchanged - exchangedBefore);
  }
}
