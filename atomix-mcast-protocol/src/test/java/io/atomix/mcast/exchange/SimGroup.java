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

import io.atomix.mcast.fakeraft.RaftLog;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.simulation.World;
import io.atomix.mcast.wire.Notification;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * A group: one log, which nothing is ever lost from, and its replicas, one of which leads while
 * others may believe that they do.
 */
final class SimGroup {
  private static final int REPLICAS = 3;

  private final World world;
  private final GroupId id;
  private final Network network;
  private final History history;
  private final RaftLog log = new RaftLog();
  private final Map<Long, SimClient> clients = new HashMap<>();
  private final Set<Long> ended = new HashSet<>();
  private final SimReplica[] replicas = new SimReplica[REPLICAS];
  private int leader;

  SimGroup(World world, GroupId id, Network network, History history) {
    this.world = world;
    this.id = id;
    this.network = network;
    this.history = history;
    for (int i = 0; i < REPLICAS; i++) {
      start(i);
    }
    elect();
    world.every(SimReplica.RESEND.toNanos(), () -> List.of(replicas).forEach(SimReplica::tick));
  }

  GroupId id() {
    return id;
  }

  RaftLog log() {
    return log;
  }

  List<String> members() {
    return Arrays.stream(replicas).map(SimReplica::member).toList();
  }

  List<SimReplica> replicas() {
    return List.of(replicas);
  }

  SimReplica replica(String member) {
    return Arrays.stream(replicas)
        .filter(replica -> replica.member().equals(member))
        .findFirst()
        .orElseThrow();
  }

  /** Returns the member that a replica takes for the leader. */
  String leaderHint() {
    if (world.fault(0.2)) {
      return world.chance(0.5) ? null : replicas[world.random().nextInt(REPLICAS)].member();
    }
    return replicas[leader].member();
  }

  private void start(int number) {
    String member = id + "-r" + number;
    replicas[number] =
        new SimReplica(world, this, network, history, member, world.random().nextLong() >>> 1);
    replicas[number].wake();
  }

  /** A replica is stopped and started again: it applies the log from its beginning. */
  void restart() {
    int number = world.random().nextInt(REPLICAS);
    boolean led = number == leader;
    replicas[number].lead(false);
    start(number);
    if (led) {
      elect();
    }
  }

  /** A replica's service is replaced by a restored one. */
  void restore() {
    replicas[world.random().nextInt(REPLICAS)].restore();
  }

  /**
   * Another replica, or the same again, becomes the leader; who led before may go on believing so
   * for a while.
   */
  void elect() {
    SimReplica before = replicas[leader];
    leader = world.random().nextInt(REPLICAS);
    SimReplica next = replicas[leader];
    if (before == next) {
      before.lead(false);
    } else {
      world.in(
          world.fault(0.5) ? world.upTo(4000) : 0,
          () -> {
            if (replicas[leader] != before) {
              before.lead(false);
            }
          });
    }
    world.in(
        world.upTo(500),
        () -> {
          if (replicas[leader] == next) {
            next.lead(true);
          }
        });
  }

  void connect(long raftSession, SimClient client) {
    clients.put(raftSession, client);
  }

  /** A Raft session is over: nothing of it is appended any more. */
  void end(long raftSession) {
    ended.add(raftSession);
    add(raftSession, null, new RaftLog.Content.Ended(true));
  }

  /** Appends a batch; the future completes with the answer. */
  CompletableFuture<byte[]> append(long raftSession, String member, byte[] batch) {
    CompletableFuture<byte[]> answer = new CompletableFuture<>();
    world.in(
        world.fault(0.03) ? world.upTo(2000) : world.upTo(10),
        () -> {
          if (ended.contains(raftSession)) {
            answer.completeExceptionally(new IllegalStateException("The session is over"));
          } else {
            log.await(log.length() + 1, answer::complete);
            add(raftSession, member, new RaftLog.Content.Batch(0, batch));
          }
        });
    return answer;
  }

  private void add(long raftSession, String member, RaftLog.Content content) {
    log.append(new RaftLog.Entry(0, 0, raftSession, member, content));
    List.of(replicas).forEach(SimReplica::wake);
  }

  /** A replica has applied the entry at this index. */
  void applied(int index, byte[] answer) {
    RaftLog.Applied applied = log.applied(index, answer);
    if (applied == RaftLog.Applied.FIRST) {
      world.in(world.upTo(10), () -> log.respond(index));
    } else if (applied == RaftLog.Applied.DIFFERENT) {
      history.problem("Replicas of " + id + " answered entry " + index + " differently");
    }
  }

  void executed(long number) {
    history.executed(number);
  }

  void notification(long raftSession, Notification notification) {
    SimClient client = clients.get(raftSession);
    if (client != null) {
      world.in(world.upTo(10), () -> client.notification(id, notification));
    }
  }
}
