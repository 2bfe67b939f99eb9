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
import io.atomix.core.map.AtomicMapType;
import io.atomix.mcast.group.GroupService;
import io.atomix.mcast.ordering.Access;
import io.atomix.mcast.ordering.GroupFootprint;
import io.atomix.mcast.partition.GenericMulticastPartition;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Batch;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.HostedOperation;
import io.atomix.mcast.wire.ReadAnswer;
import io.atomix.mcast.wire.ReadRequest;
import io.atomix.mcast.wire.Result;
import io.atomix.mcast.wire.WireReader;
import io.atomix.primitive.PrimitiveType;
import io.atomix.primitive.Recovery;
import io.atomix.primitive.operation.OperationType;
import io.atomix.primitive.operation.PrimitiveOperation;
import io.atomix.primitive.service.ServiceConfig;
import io.atomix.primitive.session.SessionClient;
import io.atomix.protocols.raft.ReadConsistency;
import io.atomix.protocols.raft.session.CommunicationStrategy;
import io.atomix.utils.serializer.Serializer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A client that writes what it likes into the logs of the data group, through Raft sessions of its
 * own, so that it can vanish between two steps that a real client does not separate.
 */
public final class RawClient implements AutoCloseable {

  private final Atomix node;
  private final UUID id;
  private final Map<Integer, SessionClient> sessions = new TreeMap<>();
  private final Map<Integer, Long> hosted = new TreeMap<>();
  private long lastSequence;
  private long resolvedBelow;

  /** A client on {@code node}. */
  public RawClient(Atomix node) {
    this.node = node;
    UUID random = UUID.randomUUID();
    // Above the messages that a group makes itself, whose ids begin with zeros.
    this.id =
        new UUID(
            random.getMostSignificantBits() >>> 1 | 1L << 62, random.getLeastSignificantBits());
  }

  /** Opens a Raft session with a partition, as an Atomix client does. */
  public SessionClient session(int partition) {
    return sessions.computeIfAbsent(partition, key -> connect(key, ReadConsistency.LINEARIZABLE));
  }

  /** Opens a Raft session of its own with a partition. */
  public SessionClient connect(int partition, ReadConsistency consistency) {
    GenericMulticastPartition raft = Inside.partition(node, partition);
    SessionClient session =
        raft.raftClient()
            .sessionBuilder(GroupService.NAME, GroupService.clientType(), new ServiceConfig())
            .withReadConsistency(consistency)
            .withCommunicationStrategy(CommunicationStrategy.LEADER)
            .withRecoveryStrategy(Recovery.CLOSE)
            .withMaxRetries(0)
            .withMinTimeout(Duration.ofSeconds(60))
            .withMaxTimeout(Duration.ofSeconds(60))
            .build();
    return Await.result("a Raft session with " + raft.name(), session.connect());
  }

  /** Writes bytes into a partition's log and gives the answer. */
  public byte[] write(int partition, byte[] entry) {
    return Await.result(
        "an answer of partition " + partition,
        session(partition).execute(PrimitiveOperation.operation(Batch.OPERATION, entry)));
  }

  /** Asks a partition's leader something and gives the answer. */
  public byte[] read(int partition, byte[] request) {
    return Await.result(
        "an answer of partition " + partition,
        session(partition).execute(PrimitiveOperation.operation(ReadRequest.OPERATION, request)));
  }

  /** Submits commands and gives their answers. */
  public List<Answer> submit(int partition, Command... commands) {
    byte[] batch = new Batch(id, resolvedBelow, 0, List.of(commands)).encode();
    return Answer.AnswerBatch.decode(write(partition, batch)).answers();
  }

  /** The bytes of a batch of this client with these commands. */
  public byte[] encode(Command... commands) {
    return new Batch(id, resolvedBelow, 0, List.of(commands)).encode();
  }

  /** A number for the next message. */
  public long nextSequence() {
    return ++lastSequence;
  }

  /**
   * Says to a partition that no message numbered up to now will be submitted any more, and takes
   * all that was for it.
   */
  public void resolveAll(int partition) {
    resolvedBelow = lastSequence + 1;
    byte[] batch = new Batch(id, resolvedBelow, Long.MAX_VALUE, List.of()).encode();
    write(partition, batch);
  }

  /** Opens a session of a map in each partition named. */
  public void openMap(String name, int... partitions) {
    open(name, AtomicMapType.instance(), partitions);
  }

  /** Opens a session of a primitive in each partition named. */
  public void open(String name, PrimitiveType<?, ?, ?> type, int... partitions) {
    byte[] config = Serializer.using(type.namespace()).encode(new ServiceConfig());
    for (int partition : partitions) {
      submit(partition);
      Answer answer =
          submit(partition, new Command.OpenSession(nextSequence(), name, type.name(), config))
              .get(0);
      byte[] number = ((Result.Done) ((Answer.Finished) answer).result()).value();
      hosted.put(partition, new WireReader("A session number", number).readVarLong());
    }
  }

  /**
   * A clear of the map opened last, as partition {@code at} is to get it, that goes to these
   * partitions.
   */
  public Command.Multicast clear(long sequence, String map, int at, int... partitions) {
    return new Command.Multicast(
        sequence,
        hosted.get(at),
        new HostedOperation("clear", OperationType.COMMAND, null),
        GroupFootprint.whole(map, Access.WRITE),
        Inside.groups(partitions),
        false);
  }

  /** A query of the map opened last that reads everything. */
  public ReadAnswer query(int partition, String map, String operation) {
    ReadRequest.Query query =
        new ReadRequest.Query(
            hosted.get(partition),
            new HostedOperation(operation, OperationType.QUERY, null),
            GroupFootprint.whole(map, Access.READ));
    return ReadAnswer.decode(
        read(partition, new ReadRequest.Queries(0, true, List.of(query)).encode()));
  }

  /** The number by which a partition knows this client's session of the map opened last. */
  public long hostedSession(int partition) {
    return hosted.get(partition);
  }

  /** Ends the Raft session with one partition. */
  public void close(int partition) {
    SessionClient session = sessions.remove(partition);
    if (session != null) {
      Await.result("the end of a Raft session", session.close());
    }
  }

  @Override
  public void close() {
    List.copyOf(sessions.keySet()).forEach(this::close);
  }
}
