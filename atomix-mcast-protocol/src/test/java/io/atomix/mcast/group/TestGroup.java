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

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.observe.PendingMessage;
import io.atomix.mcast.observe.ProtocolEvent;
import io.atomix.mcast.observe.StateChecksum;
import io.atomix.mcast.ordering.Entry;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.ordering.MessageStatus;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Batch;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.Notification;
import io.atomix.mcast.wire.ReadAnswer;
import io.atomix.mcast.wire.ReadRequest;
import io.atomix.mcast.wire.Result;
import io.atomix.mcast.wire.WireReader;
import io.atomix.mcast.wire.WireWriter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A group without a network: each entry is applied by a leader, by a follower and by a replica that
 * has just been restored from the leader's snapshot. That their answers, what they tell their
 * outlets and their snapshots are the same, byte for byte, is checked with every entry, so that
 * each test of this package is a test of that as well.
 */
final class TestGroup {
  private final GroupId id;
  private final TestReplica leader;
  private final TestReplica follower;
  private final TreeMap<Long, Long> received = new TreeMap<>();
  private List<Told> told = List.of();
  private long index;
  private long time = 1_000_000;

  TestGroup(GroupId id) {
    this.id = id;
    this.leader = new TestReplica(id, "m1");
    this.follower = new TestReplica(id, "m2");
    leader.host().setFenced(true);
    // Only one of the replicas is traced: so it is checked that this changes nothing.
    leader.host().trace();
  }

  GroupId id() {
    return id;
  }

  /** Lets time pass until the next entry. */
  TestGroup pass(long millis) {
    time += millis;
    return this;
  }

  long time() {
    return time;
  }

  /**
   * The leader's clock shows what the next entry will be stamped with; before, it shows nothing.
   */
  TestGroup look() {
    leader.host().setStamp(time);
    return this;
  }

  /** Returns in how many milliseconds from now an entry lets a timer run; huge if none is set. */
  long timersDueIn() {
    return leader.host().timersDue() - time;
  }

  /** Returns the primitives whose timers are due and wait for a leader's word. */
  List<String> timersHeld() {
    return leader.host().timersHeld();
  }

  /** Applies an entry that brings nothing but its time, as Raft's keep-alives do. */
  void tick() {
    entry(replica -> new byte[0]);
  }

  /** Applies a batch of one command. */
  Answer submit(TestClient client, Command command) {
    return batch(client, command).get(0);
  }

  /** Applies a batch. */
  List<Answer> batch(TestClient client, Command... commands) {
    long acknowledged = received.getOrDefault(client.raftSession(), 0L);
    Batch batch = new Batch(client.id(), client.resolvedBelow(), acknowledged, List.of(commands));
    Answer.AnswerBatch answers = bytes(client, batch.encode());
    assertThat(answers.understood()).as("%s", answers).isTrue();
    assertThat(answers.answers()).hasSameSizeAs(commands);
    return answers.answers();
  }

  /** Applies an entry that holds these bytes. */
  Answer.AnswerBatch bytes(TestClient client, byte[] bytes) {
    byte[] answer = entry(replica -> replica.batch(client.raftSession(), client.member(), bytes));
    Answer.AnswerBatch answers = Answer.AnswerBatch.decode(answer);
    assertThat(answers.index()).isEqualTo(index);
    return answers;
  }

  /** Applies what the leader learned of other groups. */
  void order(Entry.OrderEntry entry) {
    submit(Texts.LEADER, new Command.Order(entry));
  }

  /** Opens a session of a primitive and returns its number. */
  long open(TestClient client, String primitive, TestType type) {
    Answer answer = submit(client, Texts.open(client, primitive, type.name()));
    return sessionOf(((Answer.Finished) answer).result());
  }

  /** Returns the number of a session that was opened. */
  static long sessionOf(Result opened) {
    assertThat(opened).isInstanceOf(Result.Done.class);
    return new WireReader("A session", ((Result.Done) opened).value()).readVarLong();
  }

  /** The client's Raft session is over because nothing was heard of it. */
  void expire(TestClient client) {
    entry(
        replica -> {
          replica.expire(client.raftSession());
          return new byte[0];
        });
  }

  /** The client closes its Raft session. */
  void close(TestClient client) {
    entry(
        replica -> {
          replica.close(client.raftSession());
          return new byte[0];
        });
  }

  /** The client has these notifications and all before, and says so with its next batch. */
  void receive(TestClient client, long number) {
    received.put(client.raftSession(), number);
  }

  /**
   * Asks the leader without an entry. This must leave no trace: the comparisons of later entries
   * would see it.
   */
  ReadAnswer read(TestClient client, ReadRequest request) {
    return read(client, request.encode());
  }

  ReadAnswer read(TestClient client, byte[] request) {
    byte[] answer = leader.read(client.raftSession(), client.member(), request);
    assertThat(leader.host().take()).as("what a read tells the host").isEmpty();
    return ReadAnswer.decode(answer);
  }

  /** Another service takes the place of the leader's, as on an idle partition. */
  void restoreLeader() {
    leader.restore(index, leader.snapshot());
    leader.host().take();
  }

  void setFenced(boolean fenced) {
    leader.host().setFenced(fenced);
  }

  /** Returns what the last entry made the group tell its host, its beginning and end left out. */
  List<Told> told() {
    return told.stream()
        .filter(each -> !(each instanceof Told.Applied) && !(each instanceof Told.Received))
        .toList();
  }

  /** Returns what has happened so far to this message. */
  List<ProtocolEvent> traced(MessageId message) {
    return leader.host().traced().stream().filter(each -> each.message().equals(message)).toList();
  }

  /** Returns the notifications that the last entry brought for a client. */
  List<Notification> notifications(TestClient client) {
    return told.stream()
        .filter(
            each ->
                each instanceof Told.ForClient notification
                    && notification.client().client().equals(client.id()))
        .map(each -> ((Told.ForClient) each).notification())
        .toList();
  }

  /** Returns whether nobody waits for what was said last of a message, if all votes are equal. */
  boolean isUnhurried() {
    return leader.host().isUnhurried();
  }

  /** Returns what is kept for a client until it acknowledges. */
  List<Notification> unacknowledged(TestClient client) {
    return List.copyOf(
        leader.host().outboxes().getOrDefault(client.raftSession(), new TreeMap<>()).values());
  }

  /** Returns what the host knows of a message, or null. */
  MessageStatus status(MessageId message) {
    return leader.host().remembered().stream()
        .filter(each -> each.id().equals(message))
        .map(StatusChange::status)
        .findFirst()
        .orElse(null);
  }

  List<StatusChange> remembered() {
    return List.copyOf(leader.host().remembered());
  }

  /** Returns what the pending messages are to do, the lowest first. */
  List<String> pending() {
    return leader.host().state().pending(Integer.MAX_VALUE).stream()
        .map(PendingMessage::operation)
        .toList();
  }

  /** Returns what cuts of backups have found on the leader since this was last asked. */
  List<Captured> captured() {
    return leader.host().takeCaptured();
  }

  /** Returns how far the group has been restored from a backup. */
  Loaded loaded() {
    return leader.host().loaded();
  }

  /** Returns how much the group held after the last entry. */
  GroupCounts counts() {
    return leader.host().counts();
  }

  /**
   * Returns the log, with a snapshot after every so many entries, as {@link StoredLogTest} reads
   * it.
   */
  List<String> log(int snapshotEvery) {
    List<String> lines = new ArrayList<>();
    TestReplica replica = new TestReplica(id, "m1");
    for (String line : leader.log()) {
      String[] words = line.split(" ");
      if (words[0].equals("tick")
          && !lines.isEmpty()
          && Long.parseLong(words[1]) % snapshotEvery == 0) {
        String state = HexFormat.of().formatHex(replica.snapshot());
        lines.add("snapshot " + (Long.parseLong(words[1]) - 1) + " " + state);
      }
      lines.add(line);
      StoredLogTest.apply(replica, words);
    }
    return lines;
  }

  StateChecksum checksum() {
    return leader.checksum();
  }

  byte[] snapshot() {
    return leader.snapshot();
  }

  private byte[] entry(Function<TestReplica, byte[]> entry) {
    TestReplica restored = TestReplica.restored(id, "m3", index, leader.snapshot());
    assertThat(restored.snapshot())
        .as("the snapshot of a restored replica")
        .isEqualTo(leader.snapshot());
    index++;
    byte[] answer = apply(leader, entry);
    told = leader.host().take();
    check("the follower", follower, entry, answer);
    check("the restored replica", restored, entry, answer);
    return answer;
  }

  /** Of clients for which there is something: of others, a replica may not have told. */
  private static byte[] outboxes(TestReplica replica) {
    WireWriter out = new WireWriter();
    replica
        .host()
        .outboxes()
        .forEach(
            (session, notifications) -> {
              // A restored replica tells of clients that nothing waits for, too.
              if (!notifications.isEmpty()) {
                out.writeLong(session).writeAll(notifications.values());
              }
            });
    return out.toByteArray();
  }

  private byte[] apply(TestReplica replica, Function<TestReplica, byte[]> entry) {
    replica.tick(index, time);
    return entry.apply(replica);
  }

  private void check(
      String who, TestReplica replica, Function<TestReplica, byte[]> entry, byte[] answer) {
    assertThat(apply(replica, entry)).as("the answer of %s", who).isEqualTo(answer);
    assertThat(Texts.show(replica.host().take()))
        .as("what %s tells", who)
        .isEqualTo(Texts.show(told));
    assertThat(List.copyOf(replica.host().remembered()))
        .as("the messages that %s has told of", who)
        .isEqualTo(remembered());
    assertThat(outboxes(replica))
        .as("the items that %s has told of", who)
        .isEqualTo(outboxes(leader));
    assertThat(replica.host().counts()).as("how much %s holds", who).isEqualTo(counts());
    assertThat(replica.snapshot()).as("the snapshot of %s", who).isEqualTo(leader.snapshot());
    assertThat(replica.checksum()).as("the checksum of %s", who).isEqualTo(checksum());
  }
}
