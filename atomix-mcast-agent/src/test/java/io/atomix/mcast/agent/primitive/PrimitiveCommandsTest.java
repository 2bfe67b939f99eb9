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
package io.atomix.mcast.agent.primitive;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.core.lock.AtomicLock;
import io.atomix.core.map.AtomicCounterMap;
import io.atomix.core.map.AtomicMap;
import io.atomix.core.map.DistributedMap;
import io.atomix.core.set.DistributedSet;
import io.atomix.core.value.AtomicValue;
import io.atomix.mcast.agent.ClusterOfRun;
import io.atomix.mcast.agent.Main;
import io.atomix.mcast.agent.client.StoredBytes;
import io.atomix.mcast.agent.primitive.Terminal.Ran;
import io.atomix.mcast.primitives.channel.Conflicts;
import io.atomix.mcast.primitives.channel.MulticastChannel;
import io.atomix.mcast.primitives.channel.Partitions;
import io.atomix.mcast.primitives.counter.MulticastCounterMap;
import io.atomix.mcast.primitives.map.MulticastMap;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.TestCluster;
import io.atomix.utils.serializer.Namespaces;
import io.atomix.utils.serializer.Serializer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An operator looks into what programs have made, and changes it. */
@ExtendWith(ClusterOfRun.class)
class PrimitiveCommandsTest {
  private static MadeByProgram made;
  private static Terminal terminal;

  @BeforeAll
  static void connect(TestCluster cluster) {
    made = new MadeByProgram(cluster.node(1));
    terminal = new Terminal(ClusterOfRun.connect(cluster));
  }

  @AfterAll
  static void close() {
    terminal.client().close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"multicast-map", "atomic-map", "raft"})
  void aMapIsReadAndChangedInTheTypesOfTheProgram(String type) {
    String name = "accounts-" + type;
    AtomicMap<String, Long> accounts =
        type.equals("multicast-map")
            ? made.multicastMap(name)
            : type.equals("raft") ? made.raftMap(name) : made.atomicMap(name);
    accounts.put("alice", 100L);
    accounts.put("bob", 20L);

    assertThat(terminal.lines("map", name, "get", "alice")).containsExactly("100");
    assertThat(terminal.lines("map", name, "size")).containsExactly("2");
    assertThat(terminal.lines("map", name, "keys")).containsExactlyInAnyOrder("alice", "bob");
    assertThat(terminal.lines("map", name, "entries"))
        .containsExactlyInAnyOrder(
            "alice\t100\tlong\t" + accounts.get("alice").version(),
            "bob\t20\tlong\t" + accounts.get("bob").version());
    assertThat(terminal.run("map", name, "get", "alice", "carol", "bob"))
        .satisfies(
            ran -> {
              assertThat(ran.status()).isEqualTo(3);
              assertThat(ran.out()).hasSize(2);
              assertThat(ran.error()).contains("'" + name + "' has no value for carol");
            });

    // The type of a value that is there, and of a new key that of the others.
    terminal.lines("map", name, "put", "alice", "90");
    terminal.lines("map", name, "put", "carol", "5");
    assertThat(accounts.get("alice").value()).isEqualTo(90L);
    assertThat(accounts.get("carol").value()).isEqualTo(5L);
    assertThat(terminal.run("map", name, "put", "alice", "much").failure())
        .contains("'much' is not of type long; say which type it is with --value-type");

    assertThat(terminal.lines("map", name, "put-if", "dave", "1", "--absent")).contains("written");
    assertThat(terminal.run("map", name, "put-if", "dave", "2", "--absent").status()).isEqualTo(3);
    terminal.lines("map", name, "put-if", "dave", "3", "--equals", "1");
    long version = accounts.get("dave").version();
    terminal.lines("map", name, "put-if", "dave", "4", "--version", "" + version);
    assertThat(terminal.run("map", name, "put-if", "dave", "5", "--version", "" + version).status())
        .isEqualTo(3);
    assertThat(accounts.get("dave").value()).isEqualTo(4L);
    assertThat(terminal.run("map", name, "put-if", "dave", "5").status()).isEqualTo(2);
    assertThat(terminal.run("map", name, "remove", "dave", "--equals", "3").status()).isEqualTo(3);
    assertThat(terminal.lines("map", name, "remove", "dave")).containsExactly("4");
    assertThat(accounts.containsKey("dave")).isFalse();
    assertThat(terminal.run("map", name, "remove", "dave").status()).isEqualTo(3);
  }

  @Test
  void valuesOfAllSortsAreShownAndWritten() {
    MulticastMap<Object, Object> things = made.things("things");
    things.put("text", "two\nlines\t\\");
    things.put("bytes", new byte[] {1, -1});
    things.put("list", List.of(1, "two"));
    things.put(7L, Map.of("a", true));
    things.put("when", java.time.LocalDate.of(2026, 11, 30));

    assertThat(terminal.lines("map", "things", "get", "text"))
        .containsExactly("two\\nlines\\t\\\\");
    assertThat(terminal.lines("map", "things", "get", "bytes")).containsExactly("01ff");
    assertThat(terminal.lines("map", "things", "get", "list")).containsExactly("[1,\"two\"]");
    assertThat(terminal.lines("map", "things", "get", "when")).containsExactly("2026-11-30");
    assertThat(terminal.lines("map", "things", "get", "7", "--key-type", "long", "--json"))
        .allMatch(
            line ->
                line.startsWith(
                    "{\"key\":7,\"keyType\":\"long\",\"value\":{\"a\":true},\"type\":"));

    terminal.lines("map", "things", "put", "bytes", "cafe");
    assertThat((byte[]) things.get("bytes").value()).containsExactly(0xca, 0xfe);
    terminal.lines("map", "things", "put", "new", "{\"n\": 1}", "--value-type", "json");
    assertThat(things.get("new").value()).isEqualTo(Map.of("n", 1L));
    for (String type : List.of("string", "long", "int", "double")) {
      terminal.lines("map", "things", "put", type, "1", "--value-type", type);
    }
    assertThat(things.getAll(List.of("string", "long", "int", "double")).values())
        .extracting(versioned -> (Object) versioned.value())
        .containsExactlyInAnyOrder("1", 1L, 1, 1.0);
    assertThat(terminal.run("map", "things", "put", "when", "2026-12-01").failure())
        .contains("'things' has values of type java.time.LocalDate, which the command line cannot");
    assertThat(terminal.run("map", "things", "get", "x", "--key-type", "number").status())
        .isEqualTo(2);
  }

  /** A class of a program. */
  record Present(String owner) {}

  @Test
  void aValueOfAClassThatIsNotHereIsShownByItsLengthAndClass() {
    Serializer own = Serializer.using(Namespaces.BASIC);
    MulticastMap<String, Present> there = made.multicastMap("of-a-program");
    there.put("seen", new Present("alice"));
    // The same with another class: what a program wrote that has the class.
    MulticastMap<StoredBytes, StoredBytes> stored = made.stored("of-a-program");
    byte[] seen = stored.get(new StoredBytes(own.encode("seen"))).value().bytes();
    byte[] unseen =
        new String(seen, StandardCharsets.ISO_8859_1)
            .replace("Presen", "Absenx")
            .getBytes(StandardCharsets.ISO_8859_1);
    stored.put(new StoredBytes(own.encode("unseen")), new StoredBytes(unseen));

    String type = getClass().getName() + "$Absenxt";
    assertThat(terminal.lines("map", "of-a-program", "get", "unseen"))
        .containsExactly("<%d bytes of %s>".formatted(unseen.length, type));
    assertThat(terminal.lines("map", "of-a-program", "get", "unseen", "--json"))
        .allMatch(line -> line.contains("\"bytes\":" + unseen.length + ",\"type\":\"" + type));
    assertThat(terminal.lines("map", "of-a-program", "entries")).hasSize(2);
    // It can be removed, and others can be read.
    assertThat(terminal.lines("map", "of-a-program", "remove", "unseen")).hasSize(1);
    assertThat(there.keySet()).containsExactly("seen");
  }

  @Test
  void aTransactionIsOneMessage() {
    MulticastMap<String, String> owners = made.multicastMap("owners");
    owners.put("house", "alice");
    assertThat(
            terminal.lines(
                "map",
                "owners",
                "txn",
                "if house = alice",
                "if debt absent",
                "then put house \"bob & co\"",
                "then get house",
                "else get debt"))
        .first()
        .isEqualTo("done");
    assertThat(owners.get("house").value()).isEqualTo("bob & co");
    assertThat(
            terminal.run(
                "map",
                "owners",
                "txn",
                "{\"if\": [{\"key\": \"house\", \"equals\": \"alice\"}],"
                    + " \"then\": [{\"remove\": \"house\"}], \"else\": [{\"get\": \"house\"}]}"))
        .satisfies(
            ran -> {
              assertThat(ran.status()).isEqualTo(3);
              assertThat(ran.out()).hasSize(2).element(1).asString().startsWith("house\tbob & co");
            });
    assertThat(terminal.run("map", "owners", "txn", "then put house").failure())
        .contains("Cannot understand 'then put house': an operation is put KEY VALUE");
    assertThat(terminal.run("map", "owners", "txn", "then add house 1").failure())
        .contains("A map has no 'add' (of the key house)");
    assertThat(terminal.run("map", "owners", "txn", "then get a", "then put b c", "then put b d"))
        .extracting(Ran::failure)
        .asString()
        .contains("The transaction is refused, and nothing is changed");
  }

  @Test
  void countersAreMovedInOneMessage() {
    MulticastCounterMap<String> balances = made.counters("balances");
    balances.addAll(Map.of("alice", 100L, "bob", 20L));
    assertThat(terminal.lines("counter-map", "balances", "get", "alice", "bob"))
        .containsExactly("alice\t100", "bob\t20");
    assertThat(
            terminal.lines(
                "counter-map",
                "balances",
                "txn",
                "if alice >= 100",
                "then add alice -100",
                "then add bob 100"))
        .containsExactly("done");
    assertThat(balances.getAll(List.of("alice", "bob")))
        .isEqualTo(Map.of("alice", 0L, "bob", 120L));
    assertThat(terminal.lines("counter-map", "balances", "sum")).containsExactly("120");
    assertThat(terminal.lines("counter-map", "balances", "add", "alice", "--", "-5"))
        .containsExactly("-5");
    assertThat(terminal.lines("counter-map", "balances", "put", "alice", "7"))
        .containsExactly("-5");
    assertThat(
            terminal
                .run("counter-map", "balances", "put-if", "alice", "8", "--equals", "1")
                .status())
        .isEqualTo(3);
    assertThat(terminal.lines("counter-map", "balances", "remove", "alice")).containsExactly("7");
    assertThat(terminal.lines("counter-map", "balances", "size")).containsExactly("1");
    assertThat(terminal.run("counter-map", "balances", "txn", "if a >= b", "then get a").failure())
        .contains("'b' is not a whole number");

    AtomicCounterMap<String> visits = made.atomicCounters("page-visits");
    visits.incrementAndGet("/");
    assertThat(terminal.lines("counter-map", "page-visits", "get", "/")).containsExactly("1");
    assertThat(terminal.run("counter-map", "page-visits", "sum").failure())
        .contains("only a multicast-counter-map has a sum at one moment");
  }

  @Test
  void changesAreWatched() {
    MulticastMap<String, String> watched = made.multicastMap("watched");
    StringBuilder seen = new StringBuilder();
    CompletableFuture<Ran> watching =
        CompletableFuture.supplyAsync(
            () ->
                new Terminal(terminal.client())
                    .run("map", "watched", "watch", "k", "--count", "3"));
    Await.until(
        "events come",
        () -> {
          watched.put("k", "v" + seen.append("."));
          watched.put("other", "not of interest");
          watched.remove("k");
          return watching.isDone();
        });
    List<String> events = watching.join().lines();
    assertThat(events).hasSize(3).allMatch(event -> event.matches("(insert|remove)\tk.*"));
    assertThat(events).anyMatch(event -> event.equals("remove\tk"));
  }

  @Test
  void otherKindsAreReadAndChanged() {
    made.counter("requests").set(5);
    assertThat(terminal.lines("counter", "requests", "get")).containsExactly("5");
    assertThat(terminal.lines("counter", "requests", "add", "3")).containsExactly("8");
    assertThat(terminal.run("counter", "requests", "put-if", "1", "--equals", "5").status())
        .isEqualTo(3);
    terminal.lines("counter", "requests", "put", "9");
    assertThat(terminal.lines("counter", "requests", "get", "--json"))
        .containsExactly("{\"value\":9}");

    AtomicValue<Integer> limit = made.value("limit");
    assertThat(terminal.run("value", "limit", "get").status()).isEqualTo(3);
    limit.set(10);
    terminal.lines("value", "limit", "put", "11");
    terminal.lines("value", "limit", "put-if", "12", "--equals", "11");
    assertThat(limit.get()).isEqualTo(12);
    assertThat(terminal.lines("value", "limit", "get")).containsExactly("12");

    DistributedSet<String> tags = made.set("labels");
    terminal.lines("set", "labels", "add", "red");
    assertThat(tags).containsExactly("red");
    assertThat(terminal.run("set", "labels", "add", "red").status()).isEqualTo(3);
    assertThat(terminal.lines("set", "labels", "contains", "red")).containsExactly("there");
    assertThat(terminal.lines("set", "labels", "entries")).containsExactly("red\tstring");
    terminal.lines("set", "labels", "remove", "red");
    assertThat(terminal.lines("set", "labels", "size")).containsExactly("0");

    DistributedMap<String, String> plain = made.plainMap("plain-map");
    terminal.lines("map", "plain-map", "put", "a", "b");
    assertThat(plain).containsEntry("a", "b");
  }

  @Test
  void theHolderOfALockIsTold() {
    AtomicLock lock = made.lock("door");
    assertThat(terminal.run("lock", "door", "holders"))
        .satisfies(
            ran -> {
              assertThat(ran.status()).isEqualTo(3);
              assertThat(ran.out()).containsExactly("free");
            });
    lock.lock();
    CompletableFuture<?> waiting =
        new MadeByProgram(terminal.client().atomix()).lock("door").async().lock();
    String client = terminal.client().atomix().getMembershipService().getLocalMember().id().id();
    Await.until(
        "the second waits",
        () -> terminal.lines("lock", "door", "holders"),
        List.of("m1\tholds", client + "\twaits")::equals);
    lock.unlock();
    Await.result("the lock", waiting);
    assertThat(terminal.lines("lock", "door", "holders", "--json"))
        .containsExactly("{\"held\":true,\"node\":\"" + client + "\"}");

    AtomicLock other = made.raftLock("gate");
    other.lock();
    assertThat(terminal.lines("lock", "gate", "holders"))
        .containsExactly("held, by whom is not told on multi-raft");
    other.unlock();
  }

  @Test
  void aChannelIsReadAndSentTo() {
    MulticastChannel<String> orders = made.channel("order-news");
    orders.multicast(Partitions.numbered(2), Conflicts.none(), "first");
    assertThat(terminal.lines("channel", "order-news", "history"))
        .containsExactly("data-2\t1\tfirst\tstring");
    assertThat(terminal.lines("channel", "order-news", "send", "second"))
        .containsExactly("data-1\t1", "data-2\t2", "data-3\t1");
    assertThat(
            terminal.lines(
                "channel", "order-news", "history", "--partition", "data-2", "--from", "2"))
        .containsExactly("data-2\t2\tsecond\tstring");
    assertThat(terminal.lines("channel", "order-news", "size"))
        .containsExactly("data-1\t1\t1", "data-2\t1\t2", "data-3\t1\t1");
    assertThat(terminal.lines("channel", "order-news", "watch", "--oldest", "--count", "4"))
        .containsExactlyInAnyOrder(
            "data-1\t1\tsecond\tstring",
            "data-2\t1\tfirst\tstring",
            "data-2\t2\tsecond\tstring",
            "data-3\t1\tsecond\tstring");
    assertThat(terminal.run("channel", "order-news", "history", "--partition", "4").failure())
        .contains("'order-news' has no partition 4; it has data-1, data-2, data-3");
  }

  @Test
  void whatIsNotMeantIsToldInOneLineAndNothingIsMade() {
    made.<String>multicastMap("inventory").put("a", "b");
    made.<String>raftMap("tokens").put("a", "b");
    List<String> before = names();
    assertThat(terminal.run("map", "inventary", "get", "a").failure())
        .startsWith(
            "mcast: There is no primitive 'inventary' in the cluster (did you mean inventory?)");
    assertThat(terminal.run("counter", "inventory", "get").failure())
        .endsWith(
            "'inventory' is of type multicast-map, not a counter; use bin/mcast map inventory");
    assertThat(terminal.run("map", "inventory", "get", "a", "--type", "atomic-map").failure())
        .contains("'inventory' is of type multicast-map in the group data (generic-multicast), not")
        .endsWith("of type atomic-map");
    assertThat(terminal.run("map", "inventory", "get", "a", "--group", "raft").failure())
        .endsWith("not in the group raft");
    assertThat(terminal.run("map", "inventory", "get", "a", "--group", "date").failure())
        .contains("has no partition group 'date'; it has data (generic-multicast), raft (raft)");
    assertThat(terminal.run("map", "tokens", "txn", "then get a").failure())
        .endsWith("only a multicast-map has transactions in one message");
    assertThat(terminal.run("map", "inventory").status()).isEqualTo(2);
    assertThat(terminal.run("map", "inventory", "get", "a", "--cluster-id", "c").status())
        .isEqualTo(2);
    assertThat(names()).isEqualTo(before);
  }

  @Test
  void aBatchIsOneClientAndEndsAtTheFirstFailure(@TempDir Path folder) throws IOException {
    made.<String>multicastMap("batched").put("a", "b");
    Path lines =
        Files.writeString(
            folder.resolve("lines"),
            """
            # a comment
            map batched put "two words" c
            map batched get missing

            map batched get "two words"
            map bathced get a
            map batched get a
            """);
    StringWriter out = new StringWriter();
    StringWriter error = new StringWriter();
    int status =
        Main.commandLine(terminal.client().factory())
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(error, true))
            .execute("batch", "-f", lines.toString());
    assertThat(status).isEqualTo(1);
    assertThat(out.toString().lines()).hasSize(2).last().isEqualTo("c");
    assertThat(error.toString().lines())
        .hasSize(3)
        .anyMatch(line -> line.contains("has no value for missing"))
        .anyMatch(line -> line.contains("did you mean batched?"))
        .last()
        .isEqualTo("mcast: ended at 'map bathced get a'");
    assertThat(terminal.run("batch", "-f", folder + "/none").failure())
        .contains("There is no file");
  }

  private static List<String> names() {
    return terminal.lines("primitives").stream().map(line -> line.split("\t")[0]).toList();
  }

  @Test
  void primitivesAreListedWithTypeProtocolAndSize() {
    MulticastMap<String, String> ours = made.multicastMap("listed-ours");
    ours.putAll(Map.of("a", "1", "b", "2", "c", "3", "d", "4"));
    // They are done when they are certain, and counted when they are executed.
    assertThat(ours.size()).isEqualTo(4);
    AtomicMap<String, String> theirs = made.raftMap("listed-theirs");
    theirs.put("a", "1");
    assertThat(terminal.lines("primitives"))
        .contains("listed-ours\tmulticast-map\tgeneric-multicast\tdata\t4\t1")
        .contains("listed-theirs\tatomic-map\tmulti-raft\traft\t1\t-")
        .noneMatch(line -> line.startsWith("atomix-"));
    assertThat(terminal.lines("primitives", "--json"))
        .contains(
            "{\"name\":\"listed-ours\",\"type\":\"multicast-map\","
                + "\"protocol\":\"generic-multicast\",\"groups\":[\"data\"],"
                + "\"entries\":4,\"sessions\":1}");
    // The operator's own sessions have ended.
    terminal.lines("map", "listed-ours", "size");
    ours.close();
    assertThat(terminal.lines("primitives"))
        .contains("listed-ours\tmulticast-map\tgeneric-multicast\tdata\t4\t0");
  }
}
