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
import static io.atomix.mcast.group.Texts.H;
import static io.atomix.mcast.group.Texts.K;
import static io.atomix.mcast.group.Texts.STORE;
import static io.atomix.mcast.group.Texts.command;
import static io.atomix.mcast.group.Texts.done;
import static io.atomix.mcast.group.Texts.failure;
import static io.atomix.mcast.group.Texts.get;
import static io.atomix.mcast.group.Texts.groups;
import static io.atomix.mcast.group.Texts.open;
import static io.atomix.mcast.group.Texts.put;
import static io.atomix.mcast.group.Texts.putBoth;
import static io.atomix.mcast.group.Texts.query;
import static io.atomix.mcast.group.Texts.reads;
import static io.atomix.mcast.group.Texts.voted;
import static io.atomix.mcast.group.Texts.writes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import io.atomix.mcast.ordering.Entry;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.ordering.MessageStatus;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Batch;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.RandomValues;
import io.atomix.mcast.wire.ReadAnswer;
import io.atomix.mcast.wire.ReadRequest;
import io.atomix.mcast.wire.Result;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Entries and requests that make no sense: each is answered, on every replica alike, and the group
 * goes on.
 */
class BadInputTest {
  private static final Logger LOGGER = LoggerFactory.getLogger(BadInputTest.class);

  private final TestGroup group = new TestGroup(G);
  private final TestClient ann = new TestClient(1);
  private final TestClient bob = new TestClient(2);
  private long session;

  @BeforeEach
  void store() {
    session = group.open(ann, STORE, StoreService.TYPE);
    group.submit(ann, put(ann, session, "x", "1"));
  }

  private void assertGoesOn() {
    assertThat(group.submit(ann, get(ann, session, "x"))).isEqualTo(done("1"));
  }

  private String refusal(byte[] entry) {
    return refusal(ann, entry);
  }

  private String refusal(TestClient client, byte[] entry) {
    Answer.AnswerBatch answer = group.bytes(client, entry);
    assertThat(answer.understood()).isFalse();
    assertThat(group.told()).isEmpty();
    Result.Failed failed = failure(answer.answers().get(0));
    assertThat(failed.cause()).isEqualTo(Result.Cause.MALFORMED);
    return failed.message();
  }

  private byte[] entry(Command... commands) {
    return new Batch(ann.id(), 0, 0, List.of(commands)).encode();
  }

  private String malformed(Command command) {
    Result.Failed failed = failure(group.submit(ann, command));
    assertThat(failed.cause()).as("%s", failed).isEqualTo(Result.Cause.MALFORMED);
    return failed.message();
  }

  @Test
  void garbageAsAnEntry() {
    Random random = new Random(1);
    for (int i = 0; i < 100; i++) {
      byte[] garbage = new byte[random.nextInt(100)];
      random.nextBytes(garbage);
      assertThat(refusal(Batch.admissible(garbage))).contains("The log entry");
    }
    assertThat(refusal(null)).contains("The log entry");
    assertGoesOn();
  }

  @Test
  void anEntryThatIsCutShort() {
    byte[] whole = entry(put(ann, session, "x", "2"), putBoth(ann.next(), session, "y", "2"));
    for (int length = 0; length < whole.length; length++) {
      assertThat(refusal(Arrays.copyOf(whole, length))).contains("The log entry", "damaged");
    }
    assertGoesOn();
  }

  private byte[] newerEntry() {
    byte[] entry = entry(put(ann, session, "x", "2"));
    entry[0] = 9;
    return entry;
  }

  @Test
  void aLeaderRefusesAnEntryOfANewerVersionForAllMembers() {
    byte[] logged = Batch.admissible(newerEntry());
    assertThat(logged[0]).as("a version that no release reads").isZero();
    assertThat(refusal(logged))
        .contains("The log entry", "version 9", "knows only version", "upgrade");
    assertGoesOn();
  }

  @Test
  void aLeaderTakesWhatItCanReadAsItIs() {
    byte[] entry = entry(put(ann, session, "x", "2"));
    assertThat(Batch.admissible(entry)).isSameAs(entry);
    byte[] refused = Batch.admissible(newerEntry());
    assertThat(Batch.admissible(refused)).isSameAs(refused);
    assertThat(refusal(Batch.admissible(null))).contains("The log entry");
  }

  /** The leader that logged it could read it, so members of its release have applied it. */
  @Test
  void anEntryThatANewerLeaderHasLoggedStopsTheReplica() {
    TestReplica replica = new TestReplica(G, "m4");
    silently(
        () ->
            assertThatThrownBy(() -> replica.batch(1, "m1", newerEntry()))
                .isInstanceOf(Error.class));
    assertThat(replica.host().broken()).hasMessageContainingAll("version 9", "upgrade");
    silently(() -> assertServesNothing(replica));
  }

  @Test
  void requestsThatAreNoRequests() {
    assertThat(((ReadAnswer.RefusedRequest) group.read(ann, new byte[] {1, 77})).message())
        .contains("The read request", "77");
    assertThat(((ReadAnswer.RefusedRequest) group.read(ann, new byte[] {3, 1})).message())
        .contains("The read request", "version 3", "upgrade");
    assertThat(((ReadAnswer.RefusedRequest) group.read(ann, new byte[0])).message())
        .contains("The read request");
    assertGoesOn();
  }

  @Test
  void anEntryOfAnotherClientInTheSameRaftSession() {
    UUID other = new UUID(1, 2);
    byte[] entry = new Batch(other, 0, 99, List.of(put(bob, session, "x", "2"))).encode();
    assertThat(refusal(entry))
        .contains(other.toString(), ann.id().toString(), "session 1", G.toString());
    assertGoesOn();
  }

  @Test
  void anEntryOfNobody() {
    byte[] entry = new Batch(new UUID(0, 0), 0, 0, List.of(open(bob, STORE, "store"))).encode();
    assertThat(refusal(bob, entry)).contains("nobody");
    assertGoesOn();
  }

  @Test
  void aSequenceThatIsPendingAlready() {
    long sequence = ann.next();
    group.submit(ann, putBoth(sequence, session, "y", "1"));
    Command.Local again =
        new Command.Local(sequence, session, command("put", "z", "2"), writes("z"));
    assertThat(malformed(again)).contains(ann.message(sequence).toString(), "twice", G.toString());

    Command.Local waiting = put(ann, session, "y", "2");
    assertThat(group.submit(ann, waiting)).isEqualTo(new Answer.Waiting());
    assertThat(malformed(waiting)).contains(ann.message(waiting.sequence()).toString(), "twice");
    assertThat(malformed(putBoth(waiting.sequence(), session, "z", "3"))).contains("twice");
    Command deletion = new Command.Delete(waiting.sequence(), STORE, session, groups(G, H));
    assertThat(malformed(deletion)).contains("twice");

    // The message that had the sequence first is what executes.
    group.order(new Entry.Execute(ann.message(sequence), 0));
    assertThat(group.notifications(ann))
        .containsExactly(
            Texts.deferred(1, sequence, null), Texts.deferred(2, waiting.sequence(), "1"));
    assertThat(group.submit(ann, get(ann, session, "z"))).isEqualTo(done(null));
    assertGoesOn();
  }

  @Test
  void aSequenceWhoseOutcomeIsRemembered() {
    long sequence = ann.next();
    group.submit(ann, putBoth(sequence, session, "y", "1"));
    group.order(new Entry.Execute(ann.message(sequence), 0));
    Command.Local again =
        new Command.Local(sequence, session, command("put", "x", "2"), writes("x"));
    assertThat(malformed(again)).contains(ann.message(sequence).toString());
    assertThat(malformed(putBoth(sequence, session, "x", "2"))).contains("twice");
    assertGoesOn();
  }

  @Test
  void aMulticastThatGoesElsewhereOrToOneGroupOrNone() {
    for (SortedSet<GroupId> destinations : List.of(groups(H, K), groups(H), groups(G), groups())) {
      long sequence = ann.next();
      Command wrong =
          new Command.Multicast(
              sequence, session, command("put", "x", "2"), writes("x"), destinations, false);
      assertThat(malformed(wrong))
          .contains(ann.message(sequence).toString(), G.toString(), destinations.toString());
    }
    assertThat(group.remembered()).isEmpty();
    assertGoesOn();
  }

  @Test
  void aDeletionThatGoesElsewhereOrNowhere() {
    for (SortedSet<GroupId> destinations : List.of(groups(H, K), groups(H), groups())) {
      Command wrong = new Command.Delete(ann.next(), STORE, session, destinations);
      assertThat(malformed(wrong)).contains(G.toString(), destinations.toString());
    }
    assertGoesOn();
  }

  @Test
  void aBadCommandAmongGoodOnes() {
    Command bad = new Command.Delete(ann.next(), STORE, session, groups(H));
    List<Answer> answers =
        group.batch(ann, put(ann, session, "y", "1"), bad, get(ann, session, "y"));
    assertThat(answers.get(0)).isEqualTo(done(null));
    assertThat(failure(answers.get(1)).cause()).isEqualTo(Result.Cause.MALFORMED);
    assertThat(answers.get(2)).isEqualTo(done("1"));
  }

  @Test
  void ordersThatMeanNothing() {
    MessageId unknown = new MessageId(1, 2, 3);
    Command.Multicast pending = putBoth(ann.next(), session, "y", "1");
    group.submit(ann, pending);
    Command.Local waiting = put(ann, session, "y", "2");
    group.submit(ann, waiting);
    MessageId local = ann.message(waiting.sequence());
    MessageId multicast = ann.message(pending.sequence());
    for (Entry.OrderEntry order :
        List.of(
            new Entry.Raise(unknown, 5),
            new Entry.Execute(unknown, 5),
            new Entry.Abort(unknown),
            new Entry.Forget(List.of(unknown, multicast, local)),
            new Entry.Forget(List.of()),
            new Entry.Confirm(List.of()),
            new Entry.Raise(local, 5),
            new Entry.Execute(local, 5),
            new Entry.Abort(local),
            new Entry.Refuse(local, groups(G, H)),
            new Entry.Refuse(unknown, groups(H, K)),
            new Entry.Refuse(unknown, groups()),
            new Entry.Raise(multicast, 0),
            new Entry.Raise(multicast, -5),
            new Entry.Raise(multicast, Long.MAX_VALUE),
            new Entry.Execute(multicast, 5),
            new Entry.Execute(multicast, -5))) {
      assertThat(group.submit(Texts.LEADER, new Command.Order(order))).isEqualTo(done(null));
      assertThat(group.told()).as("%s", order).isEmpty();
    }
    group.order(new Entry.Confirm(List.of(unknown)));
    assertThat(group.told())
        .containsExactly(new Told.Stands(unknown, MessageStatus.ABSENT, groups()));
    assertThat(group.status(multicast))
        .isEqualTo(new MessageStatus(MessageStatus.State.VOTED, 0, true));
    group.order(new Entry.Execute(multicast, 0));
    assertThat(group.notifications(ann)).hasSize(2);
    assertGoesOn();
  }

  @Test
  void namesAndNumbersOfWhatIsNotThere() {
    Command.CloseSession closing = new Command.CloseSession(ann.next(), "nothing", 5);
    assertThat(group.submit(ann, closing)).isEqualTo(done(null));
    Command.Local lost =
        new Command.Local(
            ann.next(),
            session,
            query("get", "x"),
            new io.atomix.mcast.ordering.GroupFootprint("nothing", null, reads().keys()));
    Result.Failed failed = failure(group.submit(ann, lost));
    assertThat(failed.cause()).isEqualTo(Result.Cause.DELETED);
    assertThat(failed.message()).contains("'nothing'", G.toString());
    Command unknown = new Command.Local(ann.next(), session, command("explode"), writes("x"));
    assertThat(failure(group.submit(ann, unknown)).message()).contains("'explode'", "'store'");
    assertGoesOn();
  }

  @Test
  void numbersOfNotificationsThatWereNeverSent() {
    group.submit(ann, Texts.local(ann, session, command("listen"), writes("x")));
    group.receive(ann, 3);
    group.submit(ann, put(ann, session, "x", "2"));
    group.receive(ann, -7);
    group.submit(ann, put(ann, session, "x", "1"));
    assertThat(group.notifications(ann))
        .extracting(io.atomix.mcast.wire.Notification::number)
        .containsExactly(2L);
    assertGoesOn();
  }

  /** Well-formed batches without any sense, to find what nobody thought of. */
  @Test
  void nonsenseThatIsWellFormed() {
    long seed = Long.getLong("mcast.seed", new Random().nextLong());
    LOGGER.info("Replay with -Dmcast.seed={}", seed);
    RandomValues values = new RandomValues(new Random(seed));
    for (int i = 0; i < 400; i++) {
      List<Command> commands = values.any(Batch.class).commands();
      byte[] entry = new Batch(bob.id(), 0, 0, commands).encode();
      assertThat(group.bytes(bob, entry).answers())
          .as("seed %d: %s", seed, commands)
          .hasSameSizeAs(commands);
      group.read(bob, values.any(ReadRequest.class));
    }
    assertGoesOn();
    assertThat(group.submit(ann, putBoth(ann.next(), session, "y", "1"))).isEqualTo(voted(0, true));
  }

  @Test
  void aSnapshotThatCannotBeReadStopsTheReplica() {
    byte[] state = state(group.snapshot());
    byte[] newer = state.clone();
    newer[0] = 9;
    assertStops(framed(newer), "The snapshot of group " + G, "version 9", "upgrade");
    byte[] shorter = Arrays.copyOf(state, state.length - 3);
    assertStops(framed(shorter), "The snapshot of group " + G, "damaged");
    String text = new String(state, StandardCharsets.ISO_8859_1).replace("store", "stork");
    assertStops(framed(text.getBytes(StandardCharsets.ISO_8859_1)), "stork");
  }

  @Test
  void aSnapshotThatIsDamagedAnywhereStopsTheReplica() {
    byte[] snapshot = group.snapshot();
    for (int i = 0; i < snapshot.length; i++) {
      byte[] damaged = snapshot.clone();
      damaged[i] ^= 1;
      assertStops(damaged, "The snapshot of group " + G + " is damaged");
    }
    assertStops(Arrays.copyOf(snapshot, snapshot.length - 3), "bytes", "are there");
    assertStops(Arrays.copyOf(snapshot, 2), "only 2 bytes are left");
    // A page that was never written. Of nothing the checksum is right, but there is no version.
    assertStops(new byte[snapshot.length], "The snapshot of group " + G);
  }

  private static byte[] state(byte[] snapshot) {
    return Arrays.copyOfRange(snapshot, 8, snapshot.length);
  }

  private static byte[] framed(byte[] state) {
    CRC32C checksum = new CRC32C();
    checksum.update(state);
    return ByteBuffer.allocate(8 + state.length)
        .putInt(state.length)
        .putInt((int) checksum.getValue())
        .put(state)
        .array();
  }

  /** Raft would go on: it logs what goes wrong, and applies what follows to an empty service. */
  @Test
  void aReplicaThatWasNotRestoredAnswersNothing() {
    byte[] snapshot = group.snapshot();
    snapshot[snapshot.length - 1] ^= 1;
    assertServesNothing(assertStops(snapshot, "damaged"));
  }

  /** The same if the snapshot is lost altogether: the service hears nothing of it. */
  @Test
  void aReplicaWhoseLogDoesNotGoBackToItsBeginningAnswersNothing() {
    TestReplica replica = new TestReplica(G, "m4");
    replica.host().startsBehindASnapshot();
    silently(() -> assertServesNothing(replica));
    assertThat(replica.host().broken()).hasMessageContainingAll(G.toString(), "lost");
  }

  @Test
  void aReplicaThatIsNotRestoredFromWhatItsLeaderSentAnswersNothing() {
    TestReplica replica = new TestReplica(G, "m4");
    replica.tick(3, 1000);
    replica.host().awaits(5);
    silently(() -> assertServesNothing(replica));
    assertThat(replica.host().broken()).hasMessageContainingAll(G.toString(), "lost");
  }

  @Test
  void aReplicaThatIsRestoredOrHadItAllGoesOn() {
    TestReplica behind = new TestReplica(G, "m4");
    behind.tick(3, 1000);
    behind.host().awaits(5);
    behind.host().take();
    behind.restore(5, new TestReplica(G, "m1").snapshot());
    behind.tick(6, 2000);
    TestReplica ahead = new TestReplica(G, "m5");
    ahead.tick(5, 1000);
    ahead.host().awaits(5);
    ahead.tick(6, 2000);
    assertThat(behind.host().broken()).isNull();
    assertThat(ahead.host().broken()).isNull();
  }

  private void assertServesNothing(TestReplica replica) {
    byte[] empty = new Batch(bob.id(), 0, 0, List.of()).encode();
    byte[] read = new ReadRequest.Queries(0, true, List.of()).encode();
    assertThatThrownBy(() -> replica.tick(6, 2000)).isInstanceOf(Error.class);
    assertThatThrownBy(() -> replica.batch(1, "m1", empty)).isInstanceOf(Error.class);
    assertThatThrownBy(() -> replica.read(1, "m1", read)).isInstanceOf(Error.class);
    assertThatThrownBy(() -> replica.expire(1)).isInstanceOf(Error.class);
    assertThatThrownBy(replica::snapshot)
        .as("it would replace a good one")
        .isInstanceOf(Error.class);
  }

  private static TestReplica assertStops(byte[] snapshot, String... said) {
    TestReplica replica = new TestReplica(G, "m4");
    silently(
        () -> assertThatThrownBy(() -> replica.restore(5, snapshot)).isInstanceOf(Error.class));
    assertThat(replica.host().broken()).isNotNull();
    assertThat(String.valueOf(replica.host().broken().getMessage())).contains(said);
    return replica;
  }

  /** It says so in the log, at length. */
  private static void silently(Runnable failing) {
    var logger = (ch.qos.logback.classic.Logger) LoggerFactory.getLogger(GroupService.class);
    try {
      logger.setLevel(Level.OFF);
      failing.run();
    } finally {
      logger.setLevel(null);
    }
  }
}
