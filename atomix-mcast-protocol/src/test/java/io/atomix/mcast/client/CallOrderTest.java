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
package io.atomix.mcast.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.ConflictRelation;
import io.atomix.mcast.Footprint;
import io.atomix.mcast.Invocation;
import io.atomix.mcast.NotAppliedException;
import io.atomix.mcast.OutcomeUnknownException;
import io.atomix.mcast.client.pipeline.Lab;
import io.atomix.mcast.client.pipeline.LocalClient;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.MessageStatus;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.HostedOperation;
import io.atomix.mcast.wire.Result;
import io.atomix.primitive.PrimitiveException;
import io.atomix.primitive.Recovery;
import io.atomix.primitive.operation.Query;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.utils.serializer.Namespaces;
import io.atomix.utils.serializer.Serializer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What one client calls first takes effect first, whatever becomes of its sessions: a primitive in
 * two groups whose sessions are opened, lost and answered by hand.
 */
class CallOrderTest {
  private static final Serializer SERIALIZER = Serializer.using(Namespaces.BASIC);
  private static final Result NOTHING = new Result.Done(null);

  private final LocalClient local = new LocalClient();
  private final ManualThreads threads = new ManualThreads();
  private final PartitionLab east = new PartitionLab(new GroupId("east", 1), local, threads);
  private final PartitionLab west = new PartitionLab(new GroupId("west", 1), local, threads);
  private final OperationRecorder<Entries> recorder =
      new OperationRecorder<>(Entries.class, SERIALIZER);
  private final HostedSessionClient hostedInEast = east.session("entries", Recovery.RECOVER);
  private final HostedSessionClient hostedInWest = west.session("entries", Recovery.RECOVER);
  private final Calls calls = new Calls(options(), List.of(hostedInEast, hostedInWest));
  private final PrimitiveProxySession<Entries> inEast = session(hostedInEast);
  private final PrimitiveProxySession<Entries> inWest = session(hostedInWest);
  private final MulticastOperations<Entries> both =
      new MulticastOperations<>(
          "entries", List.of(inEast, inWest), recorder, new Relation(), calls);

  interface Entries {
    @io.atomix.primitive.operation.Command
    void put(String key);

    @io.atomix.primitive.operation.Command
    void clear();

    @Query
    String get(String key);
  }

  private static final class Relation implements ConflictRelation {
    @Override
    public Class<?> serviceType() {
      return Entries.class;
    }

    @Override
    public Footprint footprint(Invocation invocation) {
      return switch (invocation.name()) {
        case "put" -> Footprint.none().writes(invocation.argument(0));
        case "get" -> Footprint.none().reads(invocation.argument(0));
        default -> ConflictRelation.everythingConflicts(invocation);
      };
    }
  }

  private static ProxyOptions options() {
    return new ProxyOptions(() -> null, null, false, Recovery.RECOVER, 0, Duration.ofMillis(100));
  }

  private PrimitiveProxySession<Entries> session(HostedSessionClient hosted) {
    return new PrimitiveProxySession<>(hosted, recorder, new Relation(), calls);
  }

  private void openBoth() {
    east.open(inEast, 5);
    west.open(inWest, 6);
  }

  private CompletableFuture<?> clear() {
    return both.everywhere(recorder.record(Entries::clear), false);
  }

  private CompletableFuture<?> put(String key) {
    return inEast.accept(entries -> entries.put(key));
  }

  private CompletableFuture<?> putBoth(String keyInEast, String keyInWest) {
    Consumer<Entries> toEast = entries -> entries.put(keyInEast);
    Consumer<Entries> toWest = entries -> entries.put(keyInWest);
    return both.accept(
        Map.<PartitionId, Consumer<Entries>>of(east.id(), toEast, west.id(), toWest));
  }

  private static List<String> sent(PartitionLab lab) {
    return lab.raft.batchesUnderWay() == 0
        ? List.of()
        : lab.raft.commands().stream().map(CallOrderTest::name).toList();
  }

  /** Returns the operation of a command, or "barrier" for the one that does nothing. */
  private static String name(Command command) {
    if (command instanceof Command.Multicast multicast) {
      return ((HostedOperation) multicast.action()).name();
    } else if (command instanceof Command.Local call) {
      return call.action() instanceof HostedOperation operation ? operation.name() : "barrier";
    }
    return command.getClass().getSimpleName();
  }

  private void votes(PartitionLab lab, long timestamp) {
    lab.vote(timestamp, true, NOTHING);
  }

  /** A vote of a message that others are before. */
  private void votesBehind(PartitionLab lab, long timestamp) {
    lab.answer(
        new Answer.Voted(
            new MessageStatus(MessageStatus.State.VOTED, timestamp, false, true), null));
  }

  private static void done(PartitionLab lab) {
    lab.answer(new Answer.Finished(NOTHING));
  }

  private void assertDone(CompletableFuture<?> call) {
    threads.runAll();
    assertThat(call).isCompletedWithValueMatching(value -> true);
  }

  private void assertUnknown(CompletableFuture<?> call) {
    threads.runAll();
    assertThat(Lab.failureOf(call)).isInstanceOf(OutcomeUnknownException.class);
  }

  @AfterEach
  void nothingIsLeft() {
    assertThat(east.client.limiter().inFlight()).isZero();
    assertThat(west.client.limiter().inFlight()).isZero();
    assertThat(local.resolvedBelow()).as("the lowest unresolved number").isEqualTo(local.next());
  }

  // While sessions are being opened.

  @Test
  void aPutIsSentBehindAClearThatWaitsForASession() {
    openBoth();
    west.lose();
    CompletableFuture<?> clear = clear();
    CompletableFuture<?> put = put("a");
    assertThat(sent(east)).as("the clear goes to no group before it may go to all").isEmpty();
    west.opens(7);
    assertThat(sent(east)).containsExactly("clear");
    assertThat(sent(west)).containsExactly("clear");
    long sequence = east.message().sequence();
    votes(east, 0);
    votesBehind(west, 3);
    assertThat(sent(east)).as("the east may still raise the clear above the put").isEmpty();
    east.execute(sequence, NOTHING);
    assertDone(clear);
    assertThat(sent(east)).containsExactly("put");
    done(east);
    assertDone(put);
  }

  @Test
  void theSameWhileThePrimitiveIsConnectedForTheFirstTime() {
    east.open(inEast, 5);
    inWest.connect();
    CompletableFuture<?> clear = clear();
    CompletableFuture<?> put = put("a");
    CompletableFuture<String> get = inEast.apply(entries -> entries.get("a"));
    assertThat(sent(east)).isEmpty();
    assertThat(east.raft.readsUnderWay()).isZero();
    west.opens(6);
    votes(east, 0);
    votes(west, 0);
    assertDone(clear);
    assertThat(sent(east)).containsExactly("put");
    assertThat(east.raft.readsUnderWay()).as("the query follows the put").isEqualTo(1);
    done(east);
    east.raft.answerRead(new Result.Done(SERIALIZER.encode("new")));
    assertDone(put);
    assertDone(get);
  }

  @Test
  void theSameWhereTheFirstGroupIsTheOneThatIsWaitedFor() {
    openBoth();
    east.lose();
    CompletableFuture<?> clear = clear();
    CompletableFuture<?> put = inWest.accept(entries -> entries.put("a"));
    assertThat(sent(west)).isEmpty();
    east.opens(7);
    votes(east, 0);
    votes(west, 0);
    assertDone(clear);
    assertThat(sent(west)).containsExactly("put");
    done(west);
    assertDone(put);
  }

  @Test
  void whatConflictsWithNothingBeforeItDoesNotWait() {
    openBoth();
    west.lose();
    CompletableFuture<?> both = putBoth("a", "b");
    CompletableFuture<String> get = inEast.apply(entries -> entries.get("c"));
    CompletableFuture<?> other = put("d");
    assertThat(sent(east)).containsExactly("put");
    done(east);
    assertDone(other);
    assertThat(east.raft.readsUnderWay()).isEqualTo(1);
    east.raft.answerRead(new Result.Done(SERIALIZER.encode("new")));
    assertDone(get);
    west.opens(7);
    votes(east, 0);
    votes(west, 0);
    assertDone(both);
  }

  @Test
  void callsOnSeveralPartitionsKeepTheirOrderInEachGroup() {
    openBoth();
    west.lose();
    CompletableFuture<?> first = putBoth("a", "b");
    CompletableFuture<?> second = putBoth("c", "b");
    CompletableFuture<?> third = putBoth("a", "d");
    west.opens(7);
    assertThat(keys(east)).containsExactly("a");
    assertThat(keys(west)).containsExactly("b");
    votes(east, 0);
    votes(west, 0);
    assertDone(first);
    assertThat(keys(east)).containsExactlyInAnyOrder("c", "a");
    assertThat(keys(west)).containsExactlyInAnyOrder("b", "d");
    for (PartitionLab lab : List.of(east, west)) {
      lab.raft.answerAll(Lab.voted(0, NOTHING));
    }
    assertDone(second);
    assertDone(third);
  }

  private static List<Object> keys(PartitionLab lab) {
    return lab.raft.commands().stream()
        .map(command -> (HostedOperation) ((Command.Multicast) command).action())
        .map(operation -> ((Object[]) SERIALIZER.decode(operation.value()))[0])
        .toList();
  }

  @Test
  void aCallThatIsNeverSentHoldsUpNothing() {
    openBoth();
    west.lose();
    CompletableFuture<?> clear = clear();
    CompletableFuture<?> put = put("a");
    inWest.close();
    threads.runAll();
    assertThat(Lab.failureOf(clear)).isInstanceOf(PrimitiveException.ClosedSession.class);
    assertThat(sent(east)).containsExactly("put");
    done(east);
    assertDone(put);
  }

  @Test
  void aCallWhosePlaceInOneGroupIsLostWhileItWaitsForAnotherIsNeverSent() {
    openBoth();
    west.lose();
    CompletableFuture<?> clear = clear();
    east.lose();
    assertThat(Lab.failureOf(clear)).isInstanceOf(NotAppliedException.class);
    west.opens(7);
    assertThat(sent(west)).isEmpty();
    CompletableFuture<?> put = inWest.accept(entries -> entries.put("a"));
    assertThat(sent(west)).containsExactly("put");
    done(west);
    assertDone(put);
    east.opens(8);
  }

  // When answers are lost.

  @Test
  void aLostAnswerDoesNotLetAPutPassAClear() {
    openBoth();
    CompletableFuture<?> clear = clear();
    long sequence = east.message().sequence();
    votes(east, 1);
    west.lose();
    CompletableFuture<?> put = put("a");
    assertThat(sent(east)).as("the west may have voted for a later place").isEmpty();
    east.execute(sequence, NOTHING);
    assertDone(clear);
    assertThat(sent(east)).containsExactly("put");
    done(east);
    assertDone(put);
    west.opens(7);
  }

  @Test
  void aPutIsSentBehindAClearOfWhichNobodyTellsMore() {
    openBoth();
    CompletableFuture<?> clear = clear();
    votes(east, 0);
    west.lose();
    assertUnknown(clear);
    CompletableFuture<?> put = put("a");
    assertThat(sent(east)).as("what the clear has to be before").containsExactly("barrier");
    Command.Local barrier = (Command.Local) east.raft.commands().get(0);
    assertThat(barrier.footprint()).isEqualTo(Footprint.none().writesAll().of("entries"));
    east.answer(new Answer.Waiting());
    assertThat(sent(east)).isEmpty();
    east.execute(barrier.sequence(), NOTHING);
    assertThat(sent(east)).containsExactly("put");
    done(east);
    assertDone(put);
    west.opens(7);
  }

  @Test
  void aBarrierThatIsRefusedIsSentAgain() {
    openBoth();
    CompletableFuture<?> clear = clear();
    votes(east, 0);
    west.raft.failBatch(new IllegalStateException("refused"));
    assertUnknown(clear);
    CompletableFuture<?> put = put("a");
    east.raft.failBatch(new IllegalStateException("refused"));
    east.raft.answer();
    assertThat(sent(east)).isEmpty();
    threads.after(Duration.ofMillis(500));
    assertThat(sent(east)).containsExactly("barrier");
    done(east);
    assertThat(sent(east)).containsExactly("put");
    done(east);
    assertDone(put);
    CompletableFuture<?> putInWest = inWest.accept(entries -> entries.put("a"));
    west.raft.answer();
    assertThat(sent(west)).as("its log may hold the clear, too").containsExactly("barrier");
    done(west);
    assertThat(sent(west)).containsExactly("put");
    done(west);
    assertDone(putInWest);
  }
}
