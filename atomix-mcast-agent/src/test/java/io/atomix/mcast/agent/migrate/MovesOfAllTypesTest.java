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
package io.atomix.mcast.agent.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomix.core.Atomix;
import io.atomix.core.counter.AtomicCounter;
import io.atomix.core.idgenerator.AtomicIdGenerator;
import io.atomix.core.map.AtomicCounterMap;
import io.atomix.core.map.AtomicMap;
import io.atomix.core.map.AtomicMapType;
import io.atomix.core.map.AtomicNavigableMap;
import io.atomix.core.multimap.AtomicMultimap;
import io.atomix.core.set.DistributedNavigableSet;
import io.atomix.core.set.DistributedSet;
import io.atomix.core.tree.AtomicDocumentTree;
import io.atomix.core.tree.DocumentPath;
import io.atomix.core.value.AtomicValue;
import io.atomix.mcast.agent.ClusterOfRun;
import io.atomix.mcast.agent.CommandException;
import io.atomix.mcast.agent.Main;
import io.atomix.mcast.agent.client.ClientNode;
import io.atomix.mcast.agent.client.ClientOptions;
import io.atomix.mcast.agent.client.StoredBytes;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.RaftGroups;
import io.atomix.mcast.testing.TestCluster;
import io.atomix.primitive.PrimitiveInfo;
import io.atomix.primitive.partition.Partitioner;
import io.atomix.primitive.protocol.ProxyProtocol;
import io.atomix.utils.serializer.Namespace;
import io.atomix.utils.serializer.Namespaces;
import io.atomix.utils.serializer.Serializer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Primitives of each type are moved, and what must not be moved is refused. */
@ExtendWith(ClusterOfRun.class)
class MovesOfAllTypesTest {
  private static final ProxyProtocol OLD = new RaftGroups().protocol(ClusterOfRun.RAFT);
  private static Atomix member;
  private static ProxyProtocol now;
  private static ClientNode client;

  /** A class that the command need not know. */
  static final class Balance {
    private final long amount;

    Balance(long amount) {
      this.amount = amount;
    }
  }

  private static final Serializer OF_THE_PROGRAM =
      Serializer.using(
          Namespace.builder()
              .register(Namespaces.BASIC)
              .nextId(Namespaces.BEGIN_USER_CUSTOM_ID)
              .register(Balance.class)
              .build());

  private final StringWriter said = new StringWriter();

  @Command
  private static final class Connecting {
    @Mixin private ClientOptions options;
  }

  @BeforeAll
  static void connect(TestCluster cluster) {
    member = cluster.node(1);
    now = cluster.protocol();
    client =
        CommandLine.populateCommand(
                new Connecting(), ClusterOfRun.options(cluster).toArray(String[]::new))
            .options
            .connect();
  }

  @AfterAll
  static void leave() {
    client.close();
  }

  private static MovePlan plan(String name) {
    return new MovePlan(name, null, ClusterOfRun.RAFT, TestCluster.DATA, false, null);
  }

  private boolean move(String name) throws InterruptedException {
    return move(plan(name));
  }

  private boolean move(MovePlan plan) throws InterruptedException {
    return move(plan, given());
  }

  private boolean move(MovePlan plan, CutoverWord word) throws InterruptedException {
    return new PrimitiveMover(
            client, plan, new MigrationProgress(plan.name(), new PrintWriter(said), false))
        .move(others -> word);
  }

  /** A word that is given as soon as it is asked for. */
  private static CutoverWord given() {
    return new CutoverWord() {
      @Override
      public boolean isGiven() {
        return true;
      }

      @Override
      public String how() {
        return "it is given";
      }
    };
  }

  @Test
  void aMapIsMovedForthAndBack() throws Exception {
    AtomicMap<String, Balance> old =
        member
            .<String, Balance>atomicMapBuilder("accounts")
            .withSerializer(OF_THE_PROGRAM)
            .withProtocol(OLD)
            .build();
    for (long i = 0; i < 1000; i++) {
      old.put("account-" + i, new Balance(i));
    }
    long version = old.get("account-7").version();
    assertThat(move("accounts")).as("%s", said).isTrue();
    AtomicMap<String, Balance> moved =
        member
            .<String, Balance>atomicMapBuilder("accounts")
            .withSerializer(OF_THE_PROGRAM)
            .withProtocol(now)
            .build();
    assertThat(moved.size()).isEqualTo(1000);
    assertThat(moved.get("account-7").value().amount).isEqualTo(7);
    assertThat(old.get("account-7").version()).as("the source is not written").isEqualTo(version);
    assertThat(said.toString())
        .contains("accounts: atomic-map, from raft, which is only read, to data\n")
        .contains("versions start anew in data; times to live cannot be read")
        .contains("done: data has the same as raft, compared one by one (1000, in ")
        .contains("WARNING: 1 other program has it open in raft");

    assertThatThrownBy(() -> move("accounts"))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("was moved from raft to data before")
        .hasMessageContaining("use --reverse");

    moved.put("account-7", new Balance(70));
    moved.remove("account-8");
    moved.put("new", new Balance(0));
    MovePlan back =
        new MovePlan("accounts", null, TestCluster.DATA, ClusterOfRun.RAFT, false, null);
    assertThat(move(back)).as("%s", said).isTrue();
    assertThat(said.toString()).contains("raft has what was left there by the move to data");
    assertThat(old.size()).isEqualTo(1000);
    assertThat(old.get("account-7").value().amount).isEqualTo(70);
    assertThat(old.containsKey("account-8")).isFalse();
  }

  @Test
  void programsThatUseTheSourceAreCounted() throws Exception {
    AtomicMap<String, String> one =
        member.<String, String>atomicMapBuilder("used").withProtocol(OLD).build();
    AtomicMap<String, String> two =
        member.<String, String>atomicMapBuilder("used").withProtocol(OLD).build();
    GroupAccess own = new GroupAccess(client.atomix(), ClusterOfRun.RAFT, Partitioner.MURMUR3);
    MovableTypes.opener("used", "atomic-map")
        .open(own, "used", AtomicMapType.instance(), List.of());
    OldClients others = new OldClients(client.atomix(), "used", own);
    CutoverWord word = CutoverWord.clientsGone(others);
    assertThat(others.count()).hasValue(2);
    one.close();
    Await.until("one has gone", others::count, OptionalInt.of(1)::equals);
    assertThat(word.isGiven()).isFalse();
    two.close();
    Await.until("both have gone", word::isGiven);
    GroupAccess of = new GroupAccess(client.atomix(), TestCluster.DATA, Partitioner.MURMUR3);
    assertThat(new OldClients(client.atomix(), "used", of).canTell()).isFalse();
  }

  @Test
  void mapsWithAnOrderAreMoved() throws Exception {
    AtomicNavigableMap<Integer, String> old =
        member.<Integer, String>atomicNavigableMapBuilder("levels").withProtocol(OLD).build();
    for (int i = 0; i < 50; i++) {
      old.put(i, "level " + i);
    }
    assertThat(move("levels")).as("%s", said).isTrue();
    AtomicNavigableMap<Integer, String> moved =
        member.<Integer, String>atomicNavigableMapBuilder("levels").withProtocol(now).build();
    assertThat(moved.size()).isEqualTo(50);
    assertThat(moved.higherEntry(30).getValue().value()).isEqualTo("level 31");
  }

  @Test
  void setsAreMovedAndFollowed() throws Exception {
    DistributedSet<String> old = member.<String>setBuilder("members").withProtocol(OLD).build();
    DistributedNavigableSet<Long> oldSorted =
        member.<Long>navigableSetBuilder("sorted").withProtocol(OLD).build();
    for (long i = 0; i < 20; i++) {
      old.add("member " + i);
      oldSorted.add(i);
    }
    DistributedSet<String> moved = member.<String>setBuilder("members").withProtocol(now).build();
    CutoverWord word =
        when(
            () -> {
              old.add("late");
              old.remove("member 3");
              Await.until("the change is in the target", () -> moved.contains("late"));
            });
    assertThat(move(plan("members"), word)).as("%s", said).isTrue();
    assertThat(moved).hasSize(20).contains("late", "member 4").doesNotContain("member 3");
    assertThat(move("sorted")).as("%s", said).isTrue();
    DistributedNavigableSet<Long> movedSorted =
        member.<Long>navigableSetBuilder("sorted").withProtocol(now).build();
    assertThat(movedSorted.higher(7L)).isEqualTo(8L);
    assertThat(movedSorted.size()).isEqualTo(20);
  }

  @Test
  void multimapsAreMoved() throws Exception {
    AtomicMultimap<String, String> old =
        member.<String, String>atomicMultimapBuilder("tags").withProtocol(OLD).build();
    old.put("a", "x");
    old.put("a", "y");
    old.put("b", "z");
    assertThat(move("tags")).as("%s", said).isTrue();
    AtomicMultimap<String, String> moved =
        member.<String, String>atomicMultimapBuilder("tags").withProtocol(now).build();
    assertThat(moved.get("a").value()).containsExactlyInAnyOrder("x", "y");
    assertThat(moved.get("b").value()).containsExactly("z");
    assertThat(moved.size()).isEqualTo(3);
  }

  @Test
  void treesAreMovedAndFollowed() throws Exception {
    AtomicDocumentTree<String> old =
        member.<String>atomicDocumentTreeBuilder("tree").withProtocol(OLD).build();
    DocumentPath deep = DocumentPath.from("root", "a", "b", "c");
    old.createRecursive(deep, "deep");
    old.set(DocumentPath.from("root", "a"), "shallow");
    old.createRecursive(DocumentPath.from("root", "old", "leaf"), "leaf");
    AtomicDocumentTree<String> moved =
        member.<String>atomicDocumentTreeBuilder("tree").withProtocol(now).build();
    DocumentPath late = DocumentPath.from("root", "late");
    CutoverWord word =
        when(
            () -> {
              old.remove(DocumentPath.from("root", "old", "leaf"));
              old.remove(DocumentPath.from("root", "old"));
              old.set(late, "late");
              Await.until("the change is in the target", () -> moved.get(late) != null);
            });
    assertThat(move(plan("tree"), word)).as("%s", said).isTrue();
    assertThat(moved.get(deep).value()).isEqualTo("deep");
    assertThat(moved.get(DocumentPath.from("root", "a")).value()).isEqualTo("shallow");
    assertThat(moved.get(DocumentPath.from("root", "a", "b")).value()).isNull();
    assertThat(moved.getChildren(new DocumentPath("root", DocumentPath.ROOT)))
        .containsOnlyKeys("a", "late");
  }

  @Test
  void singleValuesAreMovedAndIdsGoOnAbove() throws Exception {
    AtomicValue<String> oldValue =
        member.<String>atomicValueBuilder("setting").withProtocol(OLD).build();
    oldValue.set("limit 7");
    AtomicCounter oldCounter = member.atomicCounterBuilder("visits").withProtocol(OLD).build();
    oldCounter.set(41);
    AtomicIdGenerator oldIds = member.atomicIdGeneratorBuilder("orders").withProtocol(OLD).build();
    long given = oldIds.nextId();
    for (int i = 0; i < 1500; i++) {
      given = Math.max(given, oldIds.nextId());
    }
    assertThat(move("setting")).as("%s", said).isTrue();
    CutoverWord word =
        when(
            () -> {
              oldCounter.incrementAndGet();
              AtomicCounter moved = member.atomicCounterBuilder("visits").withProtocol(now).build();
              Await.until("the change is in the target", () -> moved.get() == 42);
            });
    assertThat(move(plan("visits"), word)).as("%s", said).isTrue();
    assertThat(move("orders")).as("%s", said).isTrue();
    assertThat(member.<String>atomicValueBuilder("setting").withProtocol(now).build().get())
        .isEqualTo("limit 7");
    assertThat(member.atomicIdGeneratorBuilder("orders").withProtocol(now).build().nextId())
        .isGreaterThan(given);
  }

  @Test
  void counterMapsNeedTheirKeys() throws Exception {
    AtomicCounterMap<String> old =
        member.<String>atomicCounterMapBuilder("stock").withProtocol(OLD).build();
    for (int i = 1; i <= 10; i++) {
      old.put("item-" + i, i);
    }
    assertThatThrownBy(() -> move("stock"))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("whose keys Atomix does not tell");
    assertThatThrownBy(() -> move(counters(9)))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("stock in raft has 10 counters, and only 9 keys are named");
    assertThat(move(counters(11))).as("%s", said).isTrue();
    AtomicCounterMap<String> moved =
        member.<String>atomicCounterMapBuilder("stock").withProtocol(now).build();
    assertThat(moved.get("item-7")).isEqualTo(7);
    assertThat(moved.size()).isEqualTo(10);
  }

  private static MovePlan counters(int count) {
    return new MovePlan(
        "stock",
        "atomic-counter-map",
        ClusterOfRun.RAFT,
        TestCluster.DATA,
        false,
        IntStream.rangeClosed(1, count).mapToObj(i -> ShownKeys.stored("item-" + i)).toList());
  }

  @Test
  void whatMustNotBeMovedIsRefused() {
    AtomicMap<String, String> full =
        member.<String, String>atomicMapBuilder("full").withProtocol(now).build();
    full.put("own", "value");
    member.lockBuilder("lock").withProtocol(OLD).build();
    member.<String>workQueueBuilder("jobs").withProtocol(OLD).build();
    assertRefused("full", "is not empty in data, and no move from raft was begun");
    assertRefused("lock", "lock is of type lock: nothing to move: it is held by sessions");
    assertRefused("jobs", "let consumers take from the old one until it is empty");
    assertRefused("ful", "The cluster has no primitive 'ful': nothing was moved");
    assertThatThrownBy(
            () ->
                move(
                    new MovePlan(
                        "full", "value", ClusterOfRun.RAFT, TestCluster.DATA, false, null)))
        .hasMessage("full is of type atomic-map, not value: nothing was moved; leave --type out");
    assertThatThrownBy(
            () -> move(new MovePlan("full", null, "rafts", TestCluster.DATA, false, null)))
        .hasMessageContaining("The cluster has no partition group 'rafts'");
    assertThat(full.get("own").value()).isEqualTo("value");
    assertTheBooksAreNotListed();
  }

  /** They are in the management group, and would be made anew in another one. */
  private static void assertTheBooksAreNotListed() {
    assertThat(client.atomix().getPrimitives())
        .extracting(PrimitiveInfo::name)
        .containsAll(MigrationRecords.NAMES);
    StringWriter listed = new StringWriter();
    int status =
        Main.commandLine(client.factory())
            .setOut(new PrintWriter(listed, true))
            .execute("primitives");
    assertThat(status).isZero();
    assertThat(listed.toString()).contains("jobs").doesNotContain(MigrationRecords.NAMES);
  }

  private void assertRefused(String name, String why) {
    assertThatThrownBy(() -> move(name))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining(why);
  }

  @Test
  void aSourceThatIsStillWrittenIsNotDone() throws Exception {
    AtomicMap<String, Integer> old =
        member.<String, Integer>atomicMapBuilder("busy").withProtocol(OLD).build();
    old.put("key", 0);
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger puts = new AtomicInteger();
    Thread writer =
        new Thread(
            () -> {
              while (!over.get()) {
                old.put("key", puts.incrementAndGet());
              }
            });
    writer.start();
    try {
      assertThat(move("busy")).isFalse();
    } finally {
      over.set(true);
      writer.join();
    }
    assertThat(said.toString())
        .contains("times while it was compared: does a program still write there?")
        .contains("NOT finished: raft is still written");
    assertThat(move("busy")).as("%s", said).isTrue();
    assertThat(said.toString()).contains("begun again: data has what was copied before");
    assertThat(
            member
                .<String, Integer>atomicMapBuilder("busy")
                .withProtocol(now)
                .build()
                .get("key")
                .value())
        .isEqualTo(puts.get());
  }

  /** Nothing else makes it look again within half a minute. */
  @Test
  void whatWasNotToldBecauseASessionWasLostIsFoundAndCopied() throws Exception {
    AtomicMap<String, String> old =
        member.<String, String>atomicMapBuilder("lossy").withProtocol(OLD).build();
    old.put("a", "before");
    old.put("b", "before");
    AtomicMap<String, String> moved =
        member.<String, String>atomicMapBuilder("lossy").withProtocol(now).build();
    AtomicInteger losses = new AtomicInteger();
    CutoverWord word =
        when(
            () -> {
              old.put("a", "not told");
              old.remove("b");
              losses.incrementAndGet();
              Await.until("it is in the target", () -> moved.get("a").value().equals("not told"));
              Await.until("it is in the target", () -> !moved.containsKey("b"));
            });
    TargetTable<String, StoredBytes> source = table("lossy", ClusterOfRun.RAFT);
    TargetTable<String, StoredBytes> target = table("lossy", TestCluster.DATA);
    MigrationProgress progress = new MigrationProgress("lossy", new PrintWriter(said), false);
    try (MigrationRecords records = new MigrationRecords(client.atomix(), "lossy")) {
      records.claim(progress);
      MoveRecord move = new MoveRecord(ClusterOfRun.RAFT, TestCluster.DATA, false);
      GroupAccess none = new GroupAccess(client.atomix(), TestCluster.DATA, Partitioner.MURMUR3);
      OldClients others = new OldClients(client.atomix(), "lossy", none);
      assertThat(
              new Migration<>(
                      move, new DeafTable<>(source), target, losses::get, records, others, progress)
                  .run(word))
          .as("%s", said)
          .isTrue();
    }
    assertThat(said.toString()).contains("a session was lost, and events with it");
  }

  @SuppressWarnings("unchecked")
  private static TargetTable<String, StoredBytes> table(String name, String group)
      throws InterruptedException {
    return (TargetTable<String, StoredBytes>)
        MovableTypes.opener(name, "atomic-map")
            .open(
                new GroupAccess(client.atomix(), group, Partitioner.MURMUR3),
                name,
                AtomicMapType.instance(),
                List.of());
  }

  /** A word that is given when something was done, once, while changes are followed. */
  private static CutoverWord when(Runnable first) {
    return new CutoverWord() {
      private Thread doing;

      @Override
      public boolean isGiven() {
        if (doing == null) {
          doing = new Thread(first);
          doing.start();
        }
        return !doing.isAlive();
      }

      @Override
      public String how() {
        return "it is given in a moment";
      }
    };
  }
}
