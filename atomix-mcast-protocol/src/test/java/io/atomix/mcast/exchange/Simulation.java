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
package io.atomix.mcast.exchange;

import io.atomix.mcast.ordering.Access;
import io.atomix.mcast.ordering.GroupFootprint;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.MessageStatus;
import io.atomix.mcast.simulation.World;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * One run: clients submit messages while everything goes wrong that may; then nothing does any
 * more, until all is quiet.
 */
final class Simulation {
  private static final int GROUPS = 3;
  private static final int CLIENTS = 5;
  private static final long FAULTY_TIME = 10 * World.SECOND;
  private static final long QUIET_TIME = 30 * World.SECOND;

  private final World world;
  private final Network network;
  private final History history;
  private final int keys;
  private final boolean sessionsEndAtOnce;
  private final List<SimGroup> groups = new ArrayList<>();
  private final List<SimClient> clients = new ArrayList<>();

  /**
   * Prepares a run.
   *
   * @param lie what becomes of the statuses that groups tell each other on their way
   * @param sessionsEndAtOnce whether groups notice that a client is dead while its messages are
   *     still pending
   */
  Simulation(long seed, UnaryOperator<MessageStatus> lie, boolean sessionsEndAtOnce) {
    this.sessionsEndAtOnce = sessionsEndAtOnce;
    world = new World(seed);
    network = new Network(world, lie);
    List<GroupId> ids =
        IntStream.rangeClosed(1, GROUPS).mapToObj(i -> new GroupId("data", i)).toList();
    history = new History(world, ids);
    keys = 1 + world.random().nextInt(30);
    for (GroupId id : ids) {
      SimGroup group = new SimGroup(world, id, network, history);
      network.add(group);
      groups.add(group);
    }
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(new SimClient(world, history, groups));
    }
  }

  /** Runs, and returns what was wrong. */
  List<String> run() {
    for (SimClient client : clients) {
      calls(client);
      if (world.chance(0.6)) {
        world.in(
            world.upTo(15_000),
            () -> {
              client.die();
              if (sessionsEndAtOnce) {
                client.expire();
              }
            });
      }
    }
    for (SimGroup group : groups) {
      nowAndThen(3000, group::elect);
      nowAndThen(6000, group::restore);
      nowAndThen(8000, group::restart);
    }
    world.run(FAULTY_TIME);
    world.heal();
    groups.forEach(SimGroup::elect);
    world.run(QUIET_TIME);
    clients.forEach(SimClient::settle);
    clients.forEach(SimClient::expire);
    world.run(QUIET_TIME);
    groups.forEach(group -> group.replicas().forEach(SimReplica::count));
    world.run(World.SECOND);
    return history.problems(groups);
  }

  History history() {
    return history;
  }

  private void calls(SimClient client) {
    world.in(
        world.upTo(1200),
        () -> {
          if (world.now() < FAULTY_TIME - 5 * World.SECOND) {
            if (world.chance(0.1)) {
              client.cut();
            } else {
              client.call(footprint(), destinations(), world.chance(0.5));
            }
            calls(client);
          }
        });
  }

  private void nowAndThen(long millis, Runnable fault) {
    world.in(
        world.upTo(millis),
        () -> {
          if (world.fault(1)) {
            fault.run();
            nowAndThen(millis, fault);
          }
        });
  }

  private SortedSet<GroupId> destinations() {
    SortedSet<GroupId> chosen = new TreeSet<>();
    while (chosen.isEmpty()) {
      groups.stream().filter(group -> world.chance(0.6)).forEach(group -> chosen.add(group.id()));
    }
    return chosen;
  }

  private GroupFootprint footprint() {
    if (world.chance(0.05)) {
      return GroupFootprint.whole(History.PRIMITIVE, access());
    }
    TreeMap<Long, Access> touched = new TreeMap<>();
    while (touched.isEmpty() || world.chance(0.3)) {
      touched.put((long) world.random().nextInt(keys), access());
    }
    return new GroupFootprint(History.PRIMITIVE, null, touched);
  }

  private Access access() {
    return Access.values()[world.random().nextInt(Access.values().length)];
  }

  @Override
  public String toString() {
    long refused = history.messages().stream().filter(SimMessage::isRefused).count();
    long multicast = history.messages().stream().filter(SimMessage::isMulticast).count();
    long conditional = history.messages().stream().filter(SimMessage::isConditional).count();
    long early = history.messages().stream().filter(SimMessage::completesEarly).count();
    return history.messages().size()
        + " messages, "
        + multicast
        + " of them multicast, "
        + conditional
        + " conditional, "
        + refused
        + " refused, "
        + early
        + " complete early, "
        + history.cuts()
        + " cuts, "
        + network.delivered()
        + " exchange messages";
  }
}
