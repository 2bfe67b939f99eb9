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
package io.atomix.mcast.group;

import static io.atomix.mcast.group.Texts.G;
import static io.atomix.mcast.group.Texts.STORE;
import static io.atomix.mcast.group.Texts.command;
import static io.atomix.mcast.group.Texts.done;
import static io.atomix.mcast.group.Texts.failure;
import static io.atomix.mcast.group.Texts.multicast;
import static io.atomix.mcast.group.Texts.only;
import static io.atomix.mcast.group.Texts.open;
import static io.atomix.mcast.group.Texts.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.atomix.mcast.group.TroubleService.Place;
import io.atomix.mcast.group.TroubleService.Problem;
import io.atomix.mcast.ordering.Access;
import io.atomix.mcast.ordering.Entry;
import io.atomix.mcast.ordering.GroupFootprint;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Batch;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.HostedOperation;
import io.atomix.mcast.wire.Notification;
import io.atomix.mcast.wire.ReadRequest;
import io.atomix.mcast.wire.Result;
import io.atomix.primitive.operation.OperationType;
import io.atomix.primitive.service.impl.DefaultServiceExecutor;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/**
 * Hosted services that throw: the caller gets an error, and neither the group nor the other
 * primitives notice.
 */
class TroubleTest {
  private static final String TROUBLE = "trouble";
  private static final GroupFootprint ALL = GroupFootprint.whole(TROUBLE, Access.WRITE);

  /** An array of more elements than an array can have, as Kryo reads it. */
  private static final byte[] HUGE = {46, 1, -1, -1, -1, -1, 7, 0};

  private static final Logger EXECUTORS =
      (Logger) LoggerFactory.getLogger(DefaultServiceExecutor.class);

  private final TestGroup group = new TestGroup(G);
  private final TestClient ann = new TestClient(1);
  private final TestClient bob = new TestClient(2);
  private final long session = group.open(ann, TROUBLE, TroubleService.TYPE);
  private long counted = 1;

  /** Atomix logs what timers throw, with all its lines. */
  @BeforeAll
  static void silence() {
    EXECUTORS.setLevel(Level.OFF);
  }

  @AfterAll
  static void unsilence() {
    EXECUTORS.setLevel(null);
  }

  private Command.Local local(HostedOperation operation) {
    return Texts.local(ann, session, operation, ALL);
  }

  private void arm(Place place, Problem problem) {
    assertThat(group.submit(ann, local(command("arm", place + ":" + problem))))
        .isEqualTo(done(null));
  }

  private void assertGoesOn() {
    counted++;
    assertThat(group.submit(ann, local(command("count")))).isEqualTo(done(String.valueOf(counted)));
  }

  private static void assertSaysWhat(Result.Failed failed, Problem problem) {
    assertThat(failed.cause()).isEqualTo(Result.Cause.SERVICE);
    if (problem == Problem.STACK_OVERFLOW) {
      assertThat(failed.message()).contains("StackOverflowError");
    } else if (problem == Problem.LINKAGE) {
      assertThat(failed.message()).contains("NoClassDefFoundError: as/Ordered");
    } else {
      assertThat(failed.message()).contains("as ordered");
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OUT_OF_MEMORY")
  void anOperationThatThrowsIsAnsweredSo(Problem problem) {
    Result.Failed failed = failure(group.submit(ann, local(command("fail", problem))));
    assertSaysWhat(failed, problem);
    assertThat(failed.message()).contains("'fail'", "'trouble'");
    assertGoesOn();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OUT_OF_MEMORY")
  void aReadThatThrowsIsAnsweredSo(Problem problem) {
    HostedOperation reading = query("fail-reading", problem);
    var request =
        new ReadRequest.Queries(0, true, List.of(new ReadRequest.Query(session, reading, ALL)));
    assertSaysWhat(failure(only(group.read(ann, request))), problem);
    Answer.Voted vote =
        (Answer.Voted) group.submit(ann, multicast(ann.next(), session, reading, ALL));
    assertSaysWhat(failure(vote.early()), problem);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OUT_OF_MEMORY")
  void aPendingMessageThatThrowsLeavesTheWayToTheNext(Problem problem) {
    long message = ann.next();
    group.submit(ann, multicast(message, session, command("fail", problem), ALL));
    Command.Local next = local(command("count"));
    group.submit(ann, next);
    group.order(new Entry.Execute(ann.message(message), 0));
    List<Notification> notifications = group.notifications(ann);
    assertSaysWhat(failure(((Notification.Deferred) notifications.get(0)).result()), problem);
    assertThat(((Notification.Deferred) notifications.get(1)).sequence())
        .isEqualTo(next.sequence());
    counted++;
    assertGoesOn();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OUT_OF_MEMORY")
  void aSessionThatTheServiceDoesNotAcceptIsNotOpened(Problem problem) {
    arm(Place.OPEN, problem);
    // Nor is it any better at closing it again.
    arm(Place.CLOSE, problem);
    Result.Failed failed = failure(group.submit(bob, open(bob, TROUBLE, "trouble")));
    assertSaysWhat(failed, problem);
    assertThat(failed.message()).contains("'trouble'", "could not be opened");
    assertThat(group.notifications(bob)).as("events of a session that is none").isEmpty();
    group.expire(bob);
    group.submit(ann, local(command("disarm")));
    counted++;
    assertThat(group.open(new TestClient(3), TROUBLE, TroubleService.TYPE)).isPositive();
    assertGoesOn();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OUT_OF_MEMORY")
  void aSessionThatTheServiceFailsToCloseIsClosed(Problem problem) {
    long bobs = group.open(bob, TROUBLE, TroubleService.TYPE);
    counted++;
    arm(Place.CLOSE, problem);
    Command.CloseSession closing = new Command.CloseSession(bob.next(), TROUBLE, bobs);
    Result.Failed failed = failure(group.submit(bob, closing));
    assertSaysWhat(failed, problem);
    assertThat(failed.message()).contains("Session " + bobs, "'trouble'", "over");
    Command.Local late = Texts.local(bob, bobs, command("count"), ALL);
    assertThat(failure(group.submit(bob, late)).cause()).isEqualTo(Result.Cause.UNKNOWN_SESSION);
    assertGoesOn();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OUT_OF_MEMORY")
  void aSessionThatTheServiceFailsToExpireIsOver(Problem problem) {
    long bobs = group.open(bob, TROUBLE, TroubleService.TYPE);
    counted++;
    long other = group.open(bob, "other", StoreService.TYPE);
    arm(Place.EXPIRE, problem);
    group.expire(bob);
    assertThat(bobs).isNotEqualTo(other);
    assertGoesOn();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OUT_OF_MEMORY")
  void aTimerThatThrowsHoldsUpNothingElse(Problem problem) {
    long store = group.open(bob, STORE, StoreService.TYPE);
    GroupFootprint x = Texts.writes("x");
    group.submit(bob, Texts.local(bob, store, command("expiring", "x", "1", 10), x));
    group.submit(ann, local(command("fail-later", problem)));
    group.pass(20).tick();
    group.pass(20).tick();
    assertThat(group.timersDueIn()).as("a leader must not wait for it").isGreaterThan(1L << 40);
    assertGoesOn();
    assertThat(group.submit(bob, Texts.get(bob, store, "x"))).isEqualTo(done(null));
  }

  @Test
  void aResultThatCannotBeEncodedIsAFailure() {
    Result.Failed failed = failure(group.submit(ann, local(command("unspeakable"))));
    assertThat(failed.cause()).isEqualTo(Result.Cause.SERVICE);
    assertThat(failed.message()).contains("'unspeakable'", "'trouble'", "not registered");
    assertGoesOn();
  }

  @Test
  void argumentsThatCannotBeDecodedAreAFailure() {
    Random random = new Random(1);
    for (int i = 0; i < 50; i++) {
      byte[] garbage = new byte[1 + random.nextInt(30)];
      random.nextBytes(garbage);
      // An id of a class that is not known, and not that of a class by name, of which Kryo prints a
      // line.
      garbage[0] = (byte) 0xFF;
      HostedOperation operation = new HostedOperation("decode", OperationType.COMMAND, garbage);
      assertThat(failure(group.submit(ann, local(operation))).message())
          .contains("'decode'", "'trouble'");
    }
    assertGoesOn();
  }

  @Test
  void argumentsThatAskForMoreMemoryThanThereIsAreAFailure() {
    HostedOperation operation = new HostedOperation("decode", OperationType.COMMAND, HUGE);
    Result.Failed failed = failure(group.submit(ann, local(operation)));
    assertThat(failed.cause()).isEqualTo(Result.Cause.SERVICE);
    assertThat(failed.message()).contains("'decode'", "'trouble'", "more memory");
    assertGoesOn();
  }

  /**
   * A replica whose memory is full need not fail like the others: it must not go on as if it had.
   */
  @Test
  void aMachineThatFailsDoesNotGoOn() {
    TestReplica replica = new TestReplica(G, "m1");
    replica.tick(1, 1000);
    replica.batch(1, "m1", batch(open(bob, TROUBLE, "trouble")));
    byte[] failing = batch(Texts.local(bob, 1, command("fail", Problem.OUT_OF_MEMORY), ALL));
    replica.tick(2, 1001);
    assertThatThrownBy(() -> replica.batch(1, "m1", failing)).isInstanceOf(OutOfMemoryError.class);
    assertThat(replica.host().broken()).isInstanceOf(OutOfMemoryError.class);
  }

  private byte[] batch(Command command) {
    return new Batch(bob.id(), 0, 0, List.of(command)).encode();
  }

  /**
   * Raft would complete the snapshot without what the group holds, and delete the log, if this were
   * a mere exception.
   */
  @Test
  void aServiceThatCannotBackItselfUpStopsTheSnapshotAndNothingElse() {
    var logger = (Logger) LoggerFactory.getLogger(GroupService.class);
    TestReplica replica = new TestReplica(G, "m1");
    Command open = Texts.open(ann, TROUBLE, TroubleService.TYPE.name());
    replica.batch(1, "m1", new Batch(ann.id(), 0, 0, List.of(open)).encode());
    Command arm = local(command("arm", Place.BACKUP + ":" + Problem.RUNTIME));
    replica.batch(1, "m1", new Batch(ann.id(), 0, 0, List.of(arm)).encode());
    try {
      // It says so in the log, at length.
      logger.setLevel(Level.OFF);
      assertThatThrownBy(replica::snapshot)
          .isInstanceOf(Error.class)
          .hasMessageContaining("as ordered");
    } finally {
      logger.setLevel(null);
    }
    assertThat(replica.host().broken()).isNull();
    Command disarm = local(command("disarm"));
    replica.batch(1, "m1", new Batch(ann.id(), 0, 0, List.of(disarm)).encode());
    assertThat(replica.snapshot()).isNotEmpty();
  }

  @Test
  void aServiceThatCannotBeMadeIsAFailureOfTheOpening() {
    Result.Failed failed = failure(group.submit(bob, open(bob, "new", "stillborn")));
    assertThat(failed.cause()).isEqualTo(Result.Cause.SERVICE);
    assertThat(failed.message()).contains("'new'", "'stillborn'", G.toString(), "no service today");
    failed = failure(group.submit(bob, open(bob, "new", "invalid")));
    assertThat(failed.cause()).as("%s", failed).isEqualTo(Result.Cause.SERVICE);
    assertThat(failed.message()).contains("'new'", "'invalid'", "size must be positive");
    // The name is still free.
    group.open(bob, "new", StoreService.TYPE);
    assertGoesOn();
  }

  @Test
  void aTypeThatNobodyKnowsIsAFailureOfTheOpening() {
    Result.Failed failed = failure(group.submit(bob, open(bob, "new", "no-such-type")));
    assertThat(failed.cause()).isEqualTo(Result.Cause.UNKNOWN_TYPE);
    assertThat(failed.message()).contains("'new'", "'no-such-type'", G.toString(), "class path");
  }

  @Test
  void anotherTypeThanThatOfThePrimitiveIsAFailureOfTheOpening() {
    Result.Failed failed = failure(group.submit(bob, open(bob, TROUBLE, "store")));
    assertThat(failed.cause()).isEqualTo(Result.Cause.UNKNOWN_TYPE);
    assertThat(failed.message()).contains("'trouble'", "'store'", G.toString(), "another name");
    assertGoesOn();
  }

  @Test
  void aConfigurationThatCannotBeDecodedIsAFailureOfTheOpening() {
    Random random = new Random(1);
    for (int i = 0; i < 50; i++) {
      byte[] garbage = new byte[1 + random.nextInt(30)];
      random.nextBytes(garbage);
      garbage[0] = (byte) (2 + random.nextInt(50));
      assertMalformed(garbage);
    }
    assertMalformed(HUGE);
    // A number: decodable, but no configuration.
    assertMalformed(new byte[] {2, 2});
    assertGoesOn();
  }

  private void assertMalformed(byte[] config) {
    Command open = new Command.OpenSession(bob.next(), "new", "store", config);
    Result.Failed failed = failure(group.submit(bob, open));
    assertThat(failed.cause()).isEqualTo(Result.Cause.MALFORMED);
    assertThat(failed.message()).contains("configuration", "'new'", "'store'", "same version");
  }
}
