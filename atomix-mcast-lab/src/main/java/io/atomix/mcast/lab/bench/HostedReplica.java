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
package io.atomix.mcast.lab.bench;

import io.atomix.cluster.MemberId;
import io.atomix.core.counter.AtomicCounterType;
import io.atomix.core.lock.AtomicLockType;
import io.atomix.core.map.AtomicMapType;
import io.atomix.mcast.group.GroupContents;
import io.atomix.mcast.group.GroupEffects;
import io.atomix.mcast.group.GroupHost;
import io.atomix.mcast.group.GroupService;
import io.atomix.mcast.lab.cluster.ProcessorTime;
import io.atomix.mcast.lab.measure.ClosedLoop;
import io.atomix.mcast.lab.measure.Sample;
import io.atomix.mcast.lab.report.Environment;
import io.atomix.mcast.lab.report.Row;
import io.atomix.mcast.lab.report.Rows;
import io.atomix.mcast.lab.workload.Contender;
import io.atomix.mcast.ordering.Access;
import io.atomix.mcast.ordering.GroupFootprint;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Batch;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.HostedOperation;
import io.atomix.mcast.wire.Result;
import io.atomix.mcast.wire.WireReader;
import io.atomix.primitive.PrimitiveId;
import io.atomix.primitive.PrimitiveType;
import io.atomix.primitive.PrimitiveTypeRegistry;
import io.atomix.primitive.event.PrimitiveEvent;
import io.atomix.primitive.impl.DefaultPrimitiveTypeRegistry;
import io.atomix.primitive.operation.OperationType;
import io.atomix.primitive.service.PrimitiveService;
import io.atomix.primitive.service.ServiceConfig;
import io.atomix.primitive.service.ServiceContext;
import io.atomix.primitive.service.impl.DefaultBackupInput;
import io.atomix.primitive.service.impl.DefaultBackupOutput;
import io.atomix.primitive.service.impl.DefaultCommit;
import io.atomix.primitive.session.Session;
import io.atomix.primitive.session.SessionId;
import io.atomix.primitive.session.impl.AbstractSession;
import io.atomix.storage.buffer.HeapBuffer;
import io.atomix.utils.serializer.Serializer;
import io.atomix.utils.time.LogicalClock;
import io.atomix.utils.time.WallClock;
import io.atomix.utils.time.WallClockTimestamp;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Measures what one replica does, without Raft and network: log entries with a put each, snapshots
 * and restoring, beside many other primitives and clients.
 */
final class HostedReplica {
  private static final GroupId GROUP = new GroupId("bench", 1);
  private static final MemberId MEMBER = MemberId.from("m1");
  private static final String MAP = "map";
  private static final int PUTS = 20_000;
  private static final int SNAPSHOTS = 5;
  private static final int VALUE_BYTES = 64;
  private static final String NAME = "replica-%d-%s";

  private final PrimitiveTypeRegistry types =
      new DefaultPrimitiveTypeRegistry(
          List.of(
              AtomicMapType.instance(), AtomicCounterType.instance(), AtomicLockType.instance()));

  private final PrimitiveService service = newService();
  private long index;
  private long sequence;

  private HostedReplica() {
    service.init(new Context());
  }

  /**
   * Measures in this thread.
   *
   * @param counts how many other primitives there are, in one measurement after the other
   * @param clients how many clients there are, each of which has some of them open
   * @param progress gets a line for each row
   * @return rows of puts, of snapshots and of restoring beside so many
   */
  static List<Row> run(List<Integer> counts, int clients, PrintWriter progress) {
    List<Row> rows = new ArrayList<>();
    for (int count : counts) {
      HostedReplica replica = new HostedReplica();
      long session = replica.open(0, MAP, AtomicMapType.instance());
      for (int i = 0; i < count; i++) {
        PrimitiveType<?, ?, ?> type =
            i % 2 == 0 ? AtomicCounterType.instance() : AtomicLockType.instance();
        replica.open(1 + i % clients, "other-" + i, type);
      }
      replica.puts(session);
      rows.add(row(NAME.formatted(count, "puts"), replica.puts(session), progress));
      rows.add(row(NAME.formatted(count, "snapshots"), times(replica::snapshot), progress));
      byte[] snapshot = replica.snapshot();
      rows.add(
          row(
              NAME.formatted(count, "restores"),
              times(() -> new HostedReplica().restore(snapshot)),
              progress));
    }
    return rows;
  }

  private static Sample times(Runnable what) {
    return ClosedLoop.times(slot -> done(what), SNAPSHOTS, ProcessorTime::ofThisJvm);
  }

  private static CompletableFuture<?> done(Runnable what) {
    what.run();
    return CompletableFuture.completedFuture(null);
  }

  private static Row row(String name, Sample sample, PrintWriter progress) {
    Row row =
        Rows.of(
            name,
            Contender.GENERIC_MULTICAST.text(),
            1,
            List.of(sample),
            null,
            Environment.describe("one replica without Raft"));
    progress.printf("%s: %,.2f a second%n", name, row.opsPerSecond());
    progress.flush();
    return row;
  }

  private PrimitiveService newService() {
    return GroupService.type(GROUP, new Host()).newService(null);
  }

  private Sample puts(long session) {
    Serializer serializer = Serializer.using(AtomicMapType.instance().namespace());
    byte[] arguments = serializer.encode(new Object[] {"key", new byte[VALUE_BYTES]});
    GroupFootprint footprint = GroupFootprint.whole(MAP, Access.WRITE);
    return ClosedLoop.times(
        slot ->
            done(
                () ->
                    batch(
                        0,
                        new Command.Local(
                            ++sequence,
                            session,
                            new HostedOperation("put", OperationType.COMMAND, arguments),
                            footprint))),
        PUTS,
        ProcessorTime::ofThisJvm);
  }

  private long open(int client, String name, PrimitiveType<?, ?, ?> type) {
    ServiceConfig config = new ServiceConfig();
    byte[] encoded = Serializer.using(type.namespace()).encode(config);
    Answer answer = batch(client, new Command.OpenSession(++sequence, name, type.name(), encoded));
    if (answer instanceof Answer.Finished finished
        && finished.result() instanceof Result.Done done) {
      return new WireReader("A session", done.value()).readVarLong();
    }
    throw new IllegalStateException("Opening " + name + " in a replica: " + answer);
  }

  private Answer batch(int client, Command command) {
    index++;
    service.tick(WallClockTimestamp.from(index));
    Batch batch = new Batch(new UUID(1, client), sequence, 0, List.of(command));
    byte[] answer =
        service.apply(
            new DefaultCommit<>(
                index, Batch.OPERATION, batch.encode(), new Carrier(1 + client), index));
    Answer found = Answer.AnswerBatch.decode(answer).answers().get(0);
    if (found instanceof Answer.Finished finished
        && finished.result() instanceof Result.Failed failed) {
      throw new IllegalStateException(command + " in a replica: " + failed.message());
    }
    return found;
  }

  private byte[] snapshot() {
    try (HeapBuffer buffer = HeapBuffer.allocate()) {
      service.backup(new DefaultBackupOutput(buffer, service.serializer()));
      buffer.flip();
      byte[] bytes = new byte[buffer.remaining()];
      buffer.read(bytes);
      return bytes;
    }
  }

  private void restore(byte[] snapshot) {
    service.restore(new DefaultBackupInput(HeapBuffer.wrap(snapshot), service.serializer()));
  }

  /** A replica that nobody is told of. */
  private final class Host implements GroupHost {
    @Override
    public PrimitiveTypeRegistry primitiveTypes() {
      return types;
    }

    @Override
    public boolean isFenced() {
      return true;
    }

    @Override
    public void applied(GroupEffects effects) {}

    @Override
    public void restored(GroupContents contents) {}

    @Override
    public void broken(Throwable reason) {
      throw new IllegalStateException("The measured replica has stopped", reason);
    }
  }

  /** A Raft session. */
  private final class Carrier extends AbstractSession<Object> {
    private Carrier(long id) {
      super(
          SessionId.from(id),
          GroupService.NAME,
          GroupService.clientType(),
          MEMBER,
          service.serializer());
    }

    @Override
    public State getState() {
      return State.OPEN;
    }

    @Override
    public void publish(PrimitiveEvent event) {}
  }

  /** The context that Raft gives the service. */
  private final class Context implements ServiceContext {
    @Override
    public PrimitiveId serviceId() {
      return PrimitiveId.from(1);
    }

    @Override
    public String serviceName() {
      return GroupService.NAME;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public PrimitiveType serviceType() {
      return GroupService.clientType();
    }

    @Override
    public MemberId localMemberId() {
      return MEMBER;
    }

    @Override
    public <C extends ServiceConfig> C serviceConfig() {
      return null;
    }

    @Override
    public long currentIndex() {
      return index;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Session currentSession() {
      return null;
    }

    @Override
    public OperationType currentOperation() {
      return OperationType.COMMAND;
    }

    @Override
    public LogicalClock logicalClock() {
      throw new UnsupportedOperationException("The service asks for its index");
    }

    @Override
    public WallClock wallClock() {
      throw new UnsupportedOperationException("The service is told the time");
    }
  }
}
