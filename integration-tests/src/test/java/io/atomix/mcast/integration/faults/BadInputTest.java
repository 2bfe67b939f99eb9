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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.atomix.cluster.MemberId;
import io.atomix.core.Atomix;
import io.atomix.core.map.AtomicMap;
import io.atomix.core.map.AtomicMapEvent;
import io.atomix.core.set.DistributedSet;
import io.atomix.mcast.NotAppliedException;
import io.atomix.mcast.integration.faults.Fragile.Problem;
import io.atomix.mcast.ordering.Access;
import io.atomix.mcast.ordering.Entry;
import io.atomix.mcast.ordering.GroupFootprint;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.Heard;
import io.atomix.mcast.testing.Primitives;
import io.atomix.mcast.testing.TestCluster;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.Delivery;
import io.atomix.mcast.wire.HostedOperation;
import io.atomix.mcast.wire.ReadAnswer;
import io.atomix.mcast.wire.Result;
import io.atomix.primitive.operation.OperationType;
import io.atomix.primitive.proxy.ProxyClient;
import io.atomix.primitive.service.ServiceConfig;
import io.atomix.utils.memory.MemorySize;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

/**
 * What nobody of good will sends, on a live cluster: each gets an error, no replica stops or
 * differs from the others, and nothing acknowledged is lost.
 */
@ExtendWith(Quick.class)
class BadInputTest {

  private static final long SEED = Long.getLong("mcast.seed", new Random().nextLong());
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Who logs bad input, rightly, and at length. */
  private static final List<String> TALKERS =
      List.of(
          "io.atomix.primitive.service.impl.DefaultServiceExecutor",
          "io.atomix.cluster.messaging.impl.NettyMessagingService",
          "io.atomix.mcast.exchange.Exchange");

  private TestCluster cluster;
  private Primitives primitives;
  private AtomicMap<String, String> map;
  private String name;
  private RawClient raw;

  @BeforeAll
  static void silence() {
    System.out.println("BadInputTest seed " + SEED);
    TALKERS.forEach(name -> ((Logger) LoggerFactory.getLogger(name)).setLevel(Level.OFF));
  }

  @AfterAll
  static void unsilence() {
    TALKERS.forEach(name -> ((Logger) LoggerFactory.getLogger(name)).setLevel(null));
  }

  @BeforeEach
  void open(TestCluster cluster, Primitives primitives) {
    this.cluster = cluster;
    this.primitives = primitives;
    map = primitives.open(1, "map", Atomix::<String, String>atomicMapBuilder);
    name = primitives.name("map");
    for (int partition = 1; partition <= 3; partition++) {
      Inside.keys(partition, 3).forEach(key -> map.put(key, "acknowledged"));
    }
    raw = new RawClient(cluster.node(2));
    raw.openMap(name, 1, 2, 3);
  }

  @AfterEach
  void everythingIsThereAndTheReplicasAgree() {
    raw.close();
    primitives.close();
    AtomicMap<String, String> reader =
        primitives.open(3, "map", Atomix::<String, String>atomicMapBuilder);
    List<String> keys = new ArrayList<>();
    for (int partition = 1; partition <= 3; partition++) {
      keys.addAll(Inside.keys(partition, 3));
      for (String key : Inside.keys(partition, 3)) {
        assertThat(reader.get(key).value()).isEqualTo("acknowledged");
      }
      for (int member = 1; member <= cluster.size(); member++) {
        assertThat(Inside.partition(cluster.node(member), partition).server().isRunning())
            .as("the replica of partition " + partition + " on m" + member + " runs")
            .isTrue();
      }
    }
    assertThat(reader.size()).isEqualTo(9);
    Inside.awaitNothingLeft(cluster);
    Inside.awaitSameReplicas(cluster, name, keys);
  }

  private byte[] clear() {
    return raw.encode(raw.clear(raw.nextSequence(), name, 1, 1, 2));
  }

  private static byte[] newer(byte[] bytes) {
    byte[] newer = bytes.clone();
    newer[0] = 99;
    return newer;
  }

  private static List<byte[]> garbage() {
    Random random = new Random(SEED);
    return IntStream.of(0, 1, 7, 100, 5000)
        .mapToObj(
            length -> {
              byte[] bytes = new byte[length];
              random.nextBytes(bytes);
              return bytes;
            })
        .toList();
  }

  private static Result.Failed refusal(byte[] answer) {
    Answer.AnswerBatch batch = Answer.AnswerBatch.decode(answer);
    assertThat(batch.understood()).isFalse();
    return (Result.Failed) ((Answer.Finished) batch.answers().get(0)).result();
  }

  @Test
  void entriesThatCannotBeRead() {
    for (byte[] bytes : garbage()) {
      assertThat(refusal(raw.write(1, bytes)).cause()).isEqualTo(Result.Cause.MALFORMED);
    }
    byte[] entry = clear();
    for (int length = 1; length < entry.length; length += 5) {
      assertThat(refusal(raw.write(1, Arrays.copyOf(entry, length))).cause())
          .isEqualTo(Result.Cause.MALFORMED);
    }
    assertThat(refusal(raw.write(1, newer(entry))).message())
        .contains("log entry")
        .contains("version 99");
  }

  @Test
  void queriesThatCannotBeRead() {
    for (byte[] bytes : garbage()) {
      assertThat(ReadAnswer.decode(raw.read(1, bytes)))
          .isInstanceOf(ReadAnswer.RefusedRequest.class);
    }
    assertThat(ReadAnswer.decode(raw.read(1, newer(new byte[] {1, 2}))))
        .isInstanceOfSatisfying(
            ReadAnswer.RefusedRequest.class,
            refused -> assertThat(refused.message()).contains("version 99"));
  }

  @Test
  void ordersThatMeanNothing() {
    MessageId nobody = new MessageId(1, 2, 3);
    List<Answer> answers =
        raw.submit(
            1,
            new Command.Order(new Entry.Raise(nobody, Long.MAX_VALUE)),
            new Command.Order(new Entry.Execute(nobody, 7)),
            new Command.Order(new Entry.Abort(nobody)),
            new Command.Order(new Entry.Forget(List.of(nobody, nobody))),
            new Command.Order(new Entry.Confirm(List.of(nobody))),
            new Command.Fence("nobody", 0));

    assertThat(answers).hasSize(6);
    assertThat(Await.result("a read of all groups", map.async().size())).isEqualTo(9);
  }

  @Test
  void messagesToTheExchangeThatCannotBeRead() {
    Atomix sender = cluster.node(2);
    for (int member = 1; member <= 3; member++) {
      String to = "m" + member;
      for (byte[] bytes : garbage()) {
        assertThat(send(sender, "generic-multicast-exchange-data-1", to, bytes)).isNotNull();
      }
    }
    assertThat(Await.result("a read of all groups", map.async().size())).isEqualTo(9);
  }

  @Test
  void deliveriesThatCannotBeRead() {
    Heard<AtomicMapEvent<String, String>> heard = new Heard<>();
    map.addListener(heard::add);
    UUID client = Inside.partition(cluster.node(1), 1).groupClient().local().id();
    for (byte[] bytes : garbage()) {
      String subject = Delivery.subject(new GroupId(TestCluster.DATA, 1), client);
      assertThat(send(cluster.node(2), subject, "m1", bytes)).isNotNull();
    }

    map.put(Inside.key(1), "after that");
    map.put(Inside.key(1), "acknowledged");

    assertThat(heard.atLeast(2))
        .extracting(event -> event.newValue().value())
        .containsExactly("after that", "acknowledged");
  }

  /** What sending failed with, null if it was answered. */
  private static Throwable send(Atomix sender, String subject, String member, byte[] bytes) {
    CompletableFuture<byte[]> answer =
        sender
            .getCommunicationService()
            .send(subject, bytes, b -> b, b -> b, MemberId.from(member), PATIENCE);
    return Await.outcome("an answer to garbage", answer);
  }

  @Test
  void anOperationLargerThanAnEntry() {
    String large = "x".repeat(QuickGroups.MAX_ENTRY_BYTES);

    assertThatThrownBy(() -> map.put("large", large))
        .isInstanceOf(NotAppliedException.class)
        .hasMessageContaining("storage.maxEntrySize")
        .hasMessageContaining(name);

    map.put("large", "x".repeat(QuickGroups.MAX_ENTRY_BYTES / 2));
    assertThat(map.remove("large").value()).hasSize(QuickGroups.MAX_ENTRY_BYTES / 2);
  }

  @Test
  void anOperationLargerThanAnEntryFromAClientThatTakesItForSmaller() {
    Atomix client =
        cluster.addConfiguredClient(
            (directory, members) ->
                List.of(
                    QuickGroups.group(TestCluster.DATA, directory, members)
                        .withStorageMaxEntrySize(new MemorySize(QuickGroups.MAX_ENTRY_BYTES * 8))
                        .build()));
    AtomicMap<String, String> mistaken =
        primitives.open(client, "map", Atomix::<String, String>atomicMapBuilder);

    Throwable error =
        Await.outcome(
            "a put that the log refuses",
            mistaken.async().put("large", "x".repeat(QuickGroups.MAX_ENTRY_BYTES * 2)));

    assertThat(error).isNotNull();
    System.out.println("an entry that the log refuses: " + error);
    mistaken.put("small", "x");
    assertThat(mistaken.remove("small").value()).isEqualTo("x");
    assertThat(mistaken.containsKey("large")).isFalse();
    // It stays until the cluster closes: after it, Atomix might start no other client in this
    // cluster.
  }

  @Test
  void aPrimitiveOfATypeThatTheMembersDoNotKnow() {
    Answer answer =
        raw.submit(
                2, new Command.OpenSession(raw.nextSequence(), name + "-odd", "no-such-type", null))
            .get(0);

    Result.Failed failed = (Result.Failed) ((Answer.Finished) answer).result();
    assertThat(failed.cause()).isEqualTo(Result.Cause.UNKNOWN_TYPE);
    assertThat(failed.message()).contains("no-such-type").contains("class path");
  }

  @Test
  void aPrimitiveOfAnotherTypeThanTheOneOfThatName() {
    CompletableFuture<DistributedSet<String>> other =
        cluster.node(2).<String>setBuilder(name).withProtocol(cluster.protocol()).buildAsync();

    assertThat(Await.outcome("a set where there is a map", other)).isNotNull();
  }

  @Test
  void anOperationThatTheServiceDoesNotHaveOrWhoseArgumentsItCannotRead() {
    List<Answer> answers =
        raw.submit(
            1,
            local("noSuchOperation", new byte[0]),
            local("put", new byte[] {1, 2, 3}),
            local("put", null));

    assertThat(answers)
        .allSatisfy(
            answer -> {
              Result.Failed failed = (Result.Failed) ((Answer.Finished) answer).result();
              assertThat(failed.cause()).isEqualTo(Result.Cause.SERVICE);
              assertThat(failed.message()).contains(name);
            });
  }

  private Command local(String operation, byte[] value) {
    return new Command.Local(
        raw.nextSequence(),
        raw.hostedSession(1),
        new HostedOperation(operation, OperationType.COMMAND, value),
        GroupFootprint.whole(name, Access.WRITE));
  }

  @Test
  void aServiceThatThrows() {
    ProxyClient<Fragile> fragile =
        cluster
            .protocol()
            .newProxy(
                primitives.name("fragile"),
                new FragileType(),
                Fragile.class,
                new ServiceConfig(),
                cluster.node(1).getPartitionService());
    Await.result("opening", fragile.connect());
    for (Problem problem : Problem.values()) {
      assertThat(Await.outcome("a write", fragile.applyBy("key", s -> s.addAndThrow(problem))))
          .hasMessageContaining("addAndThrow")
          .hasMessageContaining(primitives.name("fragile"));
      assertThat(Await.outcome("a read", fragile.applyBy("key", s -> s.readAndThrow(problem))))
          .hasMessageContaining("readAndThrow");
      assertThat(Await.outcome("a write of all", fragile.applyAll(s -> s.addAndThrow(problem))))
          .hasMessageContaining("addAndThrow");
      assertThat(Await.outcome("a read of all", fragile.applyAll(s -> s.readAndThrow(problem))))
          .hasMessageContaining("readAndThrow");
    }

    int failures = Problem.values().length;
    List<Integer> sums = Await.result("the sums", fragile.applyAll(Fragile::add)).sorted().toList();

    assertThat(sums)
        .as("what was done before each throw stays")
        .containsExactly(failures + 1, failures + 1, 2 * failures + 1);
    Await.result("deletion", fragile.delete());
  }
}
