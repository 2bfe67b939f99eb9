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
package io.atomix.mcast.integration.faults;

import io.atomix.core.Atomix;
import io.atomix.core.map.AtomicCounterMapType;
import io.atomix.mcast.ordering.Access;
import io.atomix.mcast.ordering.GroupFootprint;
import io.atomix.mcast.partition.GenericMulticastPartition;
import io.atomix.mcast.testing.TestCluster;
import io.atomix.mcast.wire.HostedOperation;
import io.atomix.mcast.wire.ReadAnswer;
import io.atomix.mcast.wire.ReadRequest;
import io.atomix.mcast.wire.Result;
import io.atomix.primitive.operation.OperationType;
import io.atomix.primitive.operation.PrimitiveOperation;
import io.atomix.protocols.raft.RaftServer;
import io.atomix.protocols.raft.partition.impl.RaftClientCommunicator;
import io.atomix.protocols.raft.partition.impl.RaftNamespaces;
import io.atomix.protocols.raft.protocol.QueryRequest;
import io.atomix.utils.serializer.Serializer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Asks each new leader, in the moment it becomes one, for a counter that only grows: as a client
 * does, which the fence of rule 7 guards, and once more without the fence, with Raft's own
 * linearizable query only. Below the least that was seen before, an answer is stale.
 */
public final class FenceProbe implements AutoCloseable {

  private static final Serializer ARGUMENTS =
      Serializer.using(AtomicCounterMapType.instance().namespace());

  private final TestCluster cluster;
  private final RawClient raw;
  private final String map;
  private final Map<Integer, AtomicLong> floors;
  private final List<String> stale = new CopyOnWriteArrayList<>();
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicInteger sentToTheLog = new AtomicInteger();
  private final AtomicInteger staleWithoutFence = new AtomicInteger();

  /**
   * A probe that works from {@code node}.
   *
   * @param map the counter map, by its name in the cluster; its key of each partition is counted up
   * @param floors for each partition the least that its counter may show
   */
  public FenceProbe(TestCluster cluster, Atomix node, String map, Map<Integer, AtomicLong> floors) {
    this.cluster = cluster;
    this.map = map;
    this.floors = floors;
    this.raw = new RawClient(node);
    raw.open(map, AtomicCounterMapType.instance(), 1, 2, 3);
  }

  /** Watches a member from now until it stops. */
  public void watch(int member) {
    Atomix node = cluster.node(member);
    for (int i = 1; i <= 3; i++) {
      int partition = i;
      Inside.partition(node, partition)
          .addRoleChangeListener(
              role -> {
                if (role == RaftServer.Role.LEADER) {
                  ask(partition, node);
                }
              });
    }
  }

  /** Asks without the fence first: the moment in which that matters is short. */
  private void ask(int partition, Atomix leader) {
    long floor = floors.get(partition).get();
    ask(
        partition,
        leader,
        false,
        answer -> {
          if (answer != null && answer < floor) {
            staleWithoutFence.incrementAndGet();
          }
        });
    ask(
        partition,
        leader,
        true,
        answer -> {
          if (answer == null) {
            sentToTheLog.incrementAndGet();
          } else if (answer < floor) {
            stale.add("partition " + partition + ": " + answer + " after " + floor);
          } else {
            answered.incrementAndGet();
          }
        });
  }

  private void ask(int partition, Atomix leader, boolean fenced, Consumer<Long> take) {
    GenericMulticastPartition raft = Inside.partition(leader, partition);
    HostedOperation get =
        new HostedOperation(
            "get",
            OperationType.QUERY,
            ARGUMENTS.encode(new Object[] {Inside.encoded(Inside.key(partition))}));
    ReadRequest.Query query =
        new ReadRequest.Query(
            raw.hostedSession(partition), get, GroupFootprint.whole(map, Access.READ));
    byte[] request = new ReadRequest.Queries(0, fenced, List.of(query)).encode();
    new RaftClientCommunicator(
            raft.name(),
            Serializer.using(RaftNamespaces.RAFT_PROTOCOL),
            leader.getCommunicationService())
        .query(
            leader.getMembershipService().getLocalMember().id(),
            QueryRequest.builder()
                .withSession(raw.session(partition).sessionId().id())
                .withSequence(0)
                .withIndex(0)
                .withOperation(PrimitiveOperation.operation(ReadRequest.OPERATION, request))
                .build())
        .thenAccept(
            response -> {
              if (response.result() != null
                  && ReadAnswer.decode(response.result())
                      instanceof ReadAnswer.QueryResults results) {
                Result result = results.results().get(0);
                take.accept(
                    result instanceof Result.Done done
                        ? ARGUMENTS.<Long>decode(done.value())
                        : null);
              }
            });
  }

  /** The answers that were stale although the fence guards them. */
  public List<String> stale() {
    return List.copyOf(stale);
  }

  /** How many answers were stale where nothing but Raft guarded them. */
  int staleWithoutFence() {
    return staleWithoutFence.get();
  }

  @Override
  public String toString() {
    return "new leaders asked at once: "
        + answered
        + " answered, "
        + sentToTheLog
        + " sent the query to the log because of the fence, "
        + stale.size()
        + " stale; without the fence "
        + staleWithoutFence
        + " stale";
  }

  @Override
  public void close() {
    raw.close();
  }
}
