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

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atomix.core.map.AtomicMap;
import io.atomix.mcast.agent.ClusterOfRun;
import io.atomix.mcast.agent.primitive.Terminal.Ran;
import io.atomix.mcast.primitives.channel.Conflicts;
import io.atomix.mcast.primitives.channel.MulticastChannel;
import io.atomix.mcast.primitives.channel.Partitions;
import io.atomix.mcast.primitives.map.MulticastMap;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.TestCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** An operator reads ranges, renews entries, and goes on watching behind positions. */
@ExtendWith(ClusterOfRun.class)
class KeptWatchCommandsTest {
  private static MadeByProgram made;
  private static Terminal terminal;

  @TempDir private Path folder;

  @BeforeAll
  static void connect(TestCluster cluster) {
    made = new MadeByProgram(cluster.node(1));
    terminal = new Terminal(ClusterOfRun.connect(cluster));
  }

  @AfterAll
  static void close() {
    terminal.client().close();
  }

  private static List<String> keys(List<String> lines) {
    return lines.stream().map(line -> line.split("\t")[0]).toList();
  }

  @Test
  void aRangeOfAMapIsReadPageByPage() {
    MulticastMap<Object, Object> map = made.things("ranges");
    map.putAll(Map.of("a1", 1L, "a2", 2L, "a3", 3L, "b1", 4L, 7L, "seven", 8L, "eight"));
    assertThat(keys(terminal.lines("map", "ranges", "snapshot", "--prefix", "a")))
        .containsExactly("a1", "a2", "a3");
    assertThat(terminal.lines("map", "ranges", "snapshot", "--from", "a2", "--to", "b1"))
        .containsExactly(
            "a2\t2\tlong\t" + map.get("a2").version(), "a3\t3\tlong\t" + map.get("a3").version());
    assertThat(
            terminal.lines(
                "map", "ranges", "snapshot", "--from", "1", "--to", "8", "--key-type", "long"))
        .containsExactly("7\tseven\tstring\t" + map.get(7L).version());

    Ran first = terminal.run("map", "ranges", "snapshot", "--prefix", "a", "--limit", "2");
    assertThat(keys(first.lines())).containsExactly("a1", "a2");
    assertThat(first.error()).contains("there are more at that moment; --pages all");
    Ran all =
        terminal.run(
            "map", "ranges", "snapshot", "--prefix", "a", "--limit", "2", "--pages", "all");
    assertThat(keys(all.lines())).containsExactly("a1", "a2", "a3");
    assertThat(all.error()).isEmpty();
    assertThat(terminal.lines("map", "ranges", "snapshot")).hasSize(6);
    assertThat(terminal.run("map", "ranges", "snapshot", "--prefix", "z").status()).isEqualTo(3);
  }

  @Test
  void aRangeThatCannotBeIsRefused() {
    made.multicastMap("no-range").put("a", "b");
    made.<String>atomicMap("no-multicast-map").put("a", "b");
    assertThat(terminal.run("map", "no-range", "snapshot", "--from", "a").status()).isEqualTo(2);
    assertThat(terminal.run("map", "no-range", "snapshot", "--limit", "2").status()).isEqualTo(2);
    assertThat(terminal.run("map", "no-range", "snapshot", "--prefix", "a", "--pages", "0"))
        .extracting(Ran::status)
        .isEqualTo(2);
    assertThat(
            terminal
                .run("map", "no-range", "snapshot", "--prefix", "1", "--key-type", "long")
                .status())
        .isEqualTo(2);
    assertThat(terminal.run("map", "no-range", "snapshot", "--from", "b", "--to", "a").failure())
        .contains("no key is between 'b' and 'a'");
    assertThat(
            terminal.run("map", "no-range", "snapshot", "--prefix", "a", "--limit", "0").failure())
        .contains("a limit of 0");
    assertThat(terminal.run("map", "no-multicast-map", "snapshot", "--prefix", "a").failure())
        .endsWith("only a multicast-map has snapshots");
  }

  @Test
  void anEntryIsRenewedAndEnds() {
    MulticastMap<String, String> leases = made.multicastMap("leases");
    terminal.lines("map", "leases", "put", "lease", "m1", "--ttl", "PT10M");
    long version = leases.get("lease").version();
    assertThat(terminal.lines("map", "leases", "touch", "lease", "--ttl", "PT0.001S"))
        .containsExactly("touched");
    Await.until("the end of the entry", () -> !leases.containsKey("lease"));
    assertThat(version).isPositive();
    assertThat(terminal.run("map", "leases", "touch", "lease", "--ttl", "PT1S"))
        .satisfies(
            ran -> {
              assertThat(ran.status()).isEqualTo(3);
              assertThat(ran.error()).contains("'leases' has no value for lease");
            });
    for (String operation : List.of("put lease m1", "touch lease")) {
      String[] words = ("map leases " + operation + " --ttl PT0S").split(" ");
      assertThat(terminal.run(words).failure()).contains("--ttl PT0S is no time to live");
    }
    assertThat(leases.containsKey("lease")).isFalse();
    AtomicMap<String, String> theirs = made.atomicMap("theirs");
    theirs.put("lease", "m1");
    assertThat(terminal.run("map", "theirs", "touch", "lease", "--ttl", "PT1S").failure())
        .endsWith("only a multicast-map has touch");
  }

  @Test
  void aWatchOfAMapGoesOnBehindAPosition() throws IOException {
    MulticastMap<String, String> homes = made.multicastMap("homes");
    homes.put("alice", "Berne");
    List<String> first =
        terminal.lines(
            "map", "homes", "watch", "--from", "snapshot", "--positions", "--count", "1");
    assertThat(first).hasSize(2);
    assertThat(first.get(0)).startsWith("entry\talice\tBerne\tstring\t");
    String position = first.get(1).replaceFirst("^position\t", "");

    homes.putAll(Map.of("alice", "Basel", "bob", "Basel"));
    homes.remove("bob");
    List<String> behind =
        terminal.lines("map", "homes", "watch", "--after", position, "--positions", "--count", "2");
    assertThat(behind).filteredOn(line -> line.startsWith("write\t")).hasSize(2);
    // Both writes have the name of the message that made them.
    assertThat(behind)
        .filteredOn(line -> line.startsWith("write\t"))
        .extracting(line -> line.substring(line.lastIndexOf('\t')))
        .hasSize(2)
        .containsOnly(behind.get(0).substring(behind.get(0).lastIndexOf('\t')));
    assertThat(behind).filteredOn(line -> line.startsWith("remove\tbob\t")).hasSize(1);

    Path kept = Files.write(folder.resolve("kept"), behind);
    homes.put("carol", "Lugano");
    JsonNode change =
        new ObjectMapper()
            .readTree(
                terminal
                    .lines(
                        "map",
                        "homes",
                        "watch",
                        "carol",
                        "--after-file",
                        kept.toString(),
                        "--count",
                        "1",
                        "--json")
                    .get(0));
    assertThat(change.path("event").asText()).isEqualTo("write");
    assertThat(change.path("key").asText()).isEqualTo("carol");
    assertThat(change.path("message").asText()).isNotEmpty();

    made.multicastMap("other-homes").put("a", "b");
    assertThat(terminal.run("map", "other-homes", "watch", "--after", position).failure())
        .contains("of map 'homes'");
    assertThat(terminal.run("map", "homes", "watch", "--after", position + "x").failure())
        .contains("--after: A kept position of a map is damaged");
    assertThat(terminal.run("map", "homes", "watch", "--after-file", folder + "/none").failure())
        .contains("cannot read positions from");
    assertThat(terminal.run("map", "homes", "watch", "--from", "then").failure())
        .contains("it is now or snapshot");
  }

  @Test
  void aChannelIsHeardInOneOrderAndBehindAPosition() throws IOException {
    MulticastChannel<String> news = made.channel("ordered-news");
    news.multicast(Partitions.all(), Conflicts.all(), "to all");
    news.multicast(Partitions.numbered(2, 3), Conflicts.all(), "to two");
    List<String> heard =
        terminal.lines(
            "channel",
            "ordered-news",
            "watch",
            "--ordered",
            "--oldest",
            "--positions",
            "--count",
            "1",
            "--json");
    assertThat(heard).hasSize(2);
    assertThat(heard.get(0)).contains("\"value\":\"to all\"");
    Path kept = Files.write(folder.resolve("kept"), heard);
    news.multicast(Partitions.numbered(1), Conflicts.all(), "to one");
    assertThat(
            terminal.lines(
                "channel",
                "ordered-news",
                "watch",
                "--ordered",
                "--after-file",
                kept.toString(),
                "--count",
                "2"))
        .extracting(line -> line.split("\t")[2])
        .containsExactlyInAnyOrder("to two", "to one");
    assertThat(
            terminal.lines(
                "channel", "ordered-news", "watch", "--after", "data-1=1,data-2=1", "--count", "2"))
        .containsExactlyInAnyOrder("data-1\t2\tto one\tstring", "data-2\t2\tto two\tstring");
    assertThat(
            terminal.lines(
                "channel",
                "ordered-news",
                "watch",
                "--partition",
                "data-3",
                "--oldest",
                "--count",
                "2"))
        .containsExactly("data-3\t1\tto all\tstring", "data-3\t2\tto two\tstring");
    assertThat(terminal.run("channel", "ordered-news", "watch", "--after", "12").failure())
        .contains("as data-1=12,data-2=7");
    assertThat(terminal.run("channel", "ordered-news", "watch", "--positions").failure())
        .contains("--positions is for --ordered");
    assertThat(
            terminal
                .run("channel", "ordered-news", "watch", "--after", "data-1=1", "--oldest")
                .failure())
        .contains("leave out --oldest");
    assertThat(
            terminal
                .run("channel", "ordered-news", "watch", "--ordered", "--after", "data-1=1")
                .failure())
        .contains("A kept position of a channel is damaged");
  }
}
