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

import io.atomix.cluster.MemberId;
import io.atomix.core.Atomix;
import io.atomix.core.map.AtomicMapType;
import io.atomix.mcast.ordering.Access;
import io.atomix.mcast.ordering.GroupFootprint;
import io.atomix.mcast.partition.GenericMulticastPartition;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.TestCluster;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Batch;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.HostedOperation;
import io.atomix.mcast.wire.ReadAnswer;
import io.atomix.mcast.wire.ReadRequest;
import io.atomix.mcast.wire.Result;
import io.atomix.mcast.wire.WireReader;
import io.atomix.primitive.PrimitiveType;
import io.atomix.primitive.operation.OperationType;
import io.atomix.primitive.operation.PrimitiveOperation;
import io.atomix.primitive.service.ServiceConfig;
import io.atomix.primitive.session.SessionClient;
import io.atomix.protocols.raft.ReadConsistency;
import io.atomix.protocols.raft.partition.impl.RaftClientCommunicator;
import io.atomix.protocols.raft.partition.impl.RaftNamespaces;
import io.atomix.protocols.raft.protocol.QueryRequest;
import io.atomix.utils.serializer.Serializer;
import io.atomix.utils.time.Versioned;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** Asks each replica of a partition by itself what a primitive holds there, leader or not. */
final class ReplicaReader implements AutoCloseable {
  private static final Serializer ANSWERS = Serializer.using(AtomicMapType.instance().namespace());

  private final TestCluster cluster;
  private final GenericMulticastPartition partition;
  private final String name;
  private final SessionClient session;
  private final long hosted;

  /** A reader of one partition of a primitive, by its name in the cluster. */
  ReplicaReader(TestCluster cluster, int partition, String name, PrimitiveType<?, ?, ?> type) {
    this.cluster = cluster;
    this.name = name;
    Atomix node = node();
    this.partition = Inside.partition(node, partition);
    try (RawClient raw = new RawClient(node)) {
      this.session = raw.connect(partition, ReadConsistency.SEQUENTIAL);
    }
    byte[] config = Serializer.using(type.namespace()).encode(new ServiceConfig());
    byte[] batch =
        new Batch(
                UUID.randomUUID(),
                0,
                0,
                List.of(new Command.OpenSession(1, name, type.name(), config)))
            .encode();
    byte[] answer =
        Await.result(
            "a session of " + name,
            session.execute(PrimitiveOperation.operation(Batch.OPERATION, batch)));
    Answer opened = Answer.AnswerBatch.decode(answer).answers().get(0);
    byte[] number = ((Result.Done) ((Answer.Finished) opened).result()).value();
    this.hosted = new WireReader("A session number", number).readVarLong();
  }

  private Atomix node() {
    return IntStream.rangeClosed(1, cluster.size())
        .filter(cluster::isRunning)
        .mapToObj(cluster::node)
        .findFirst()
        .orElseThrow();
  }

  /**
   * Waits until all replicas that run give the same answers: the size of the primitive and, if it
   * is a map, for each key value and version.
   */
  void awaitAgreement(List<String> keys) {
    List<ReadRequest.Query> queries = new ArrayList<>();
    queries.add(query("size", null));
    Serializer serializer = Serializer.using(AtomicMapType.instance().namespace());
    keys.forEach(
        key -> queries.add(query("get", serializer.encode(new Object[] {Inside.encoded(key)}))));
    byte[] request = new ReadRequest.Queries(0, false, queries).encode();
    Await.until(
        "the replicas of " + partition.name() + " agree on " + name,
        () ->
            partition.members().stream()
                .filter(member -> cluster.isRunning(Integer.parseInt(member.id().substring(1))))
                .map(member -> ask(member, request))
                .distinct()
                .toList(),
        answers -> answers.size() == 1);
  }

  private ReadRequest.Query query(String operation, byte[] arguments) {
    return new ReadRequest.Query(
        hosted,
        new HostedOperation(operation, OperationType.QUERY, arguments),
        GroupFootprint.whole(name, Access.READ));
  }

  private List<String> ask(MemberId member, byte[] request) {
    RaftClientCommunicator raft =
        new RaftClientCommunicator(
            partition.name(),
            Serializer.using(RaftNamespaces.RAFT_PROTOCOL),
            node().getCommunicationService());
    QueryRequest query =
        QueryRequest.builder()
            .withSession(session.sessionId().id())
            .withSequence(0)
            .withIndex(0)
            .withOperation(PrimitiveOperation.operation(ReadRequest.OPERATION, request))
            .build();
    byte[] answer = Await.result("an answer of " + member, raft.query(member, query)).result();
    ReadAnswer.QueryResults results = (ReadAnswer.QueryResults) ReadAnswer.decode(answer);
    return results.results().stream().map(ReplicaReader::text).toList();
  }

  /**
   * Leaves out what Atomix takes for the time of an entry's creation, which is that of the read.
   */
  private static String text(Result result) {
    if (result instanceof Result.Done done) {
      Object value = done.value() == null ? null : ANSWERS.decode(done.value());
      return value instanceof Versioned<?> entry
          ? Arrays.toString((byte[]) entry.value()) + " " + entry.version()
          : String.valueOf(value);
    }
    throw new IllegalStateException("No answer: " + result);
  }

  @Override
  public void close() {
    Await.result("the end of a reader's session", session.close());
  }
}
