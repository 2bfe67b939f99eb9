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
package io.atomix.mcast.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.core.Atomix;
import io.atomix.mcast.agent.NodeFactory;
import io.atomix.mcast.testing.Certificates;
import io.atomix.mcast.testing.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The Java and HOCON of the pages works: one node runs with all blocks of HOCON as its
 * configuration, and every block of Java is compiled and run, most of them on that node.
 */
@Timeout(300)
class ExamplesInPagesTest {

  /** Code before and after a block, where the block alone is not a program or checks nothing. */
  private record Frame(String before, String after) {}

  private static final Map<String, Frame> FRAMES =
      Map.ofEntries(
          Map.entry(
              "README.md / Use it / 1", new Frame("", "check(both == 2 && sum == 0, both, sum);")),
          Map.entry(
              "SECURITY.md / Traffic between nodes / 1",
              new Frame("", "check(node instanceof TlsAtomix);")),
          Map.entry(
              "docs/deployment.md / In a program / 1",
              new Frame("Atomix node = shared;", "check(visits.isEmpty());")),
          Map.entry(
              "docs/migrating.md / From Atomix transactions / 1",
              new Frame(
                  """
                  Atomix node = shared;
                  GenericMulticastProtocol protocol = GenericMulticastProtocol.builder("data").build();
                  AtomicMap<String, Long> map =
                      node.<String, Long>atomicMapBuilder("accounts").withProtocol(protocol).build();
                  map.put("alice", 100L);
                  map.put("bob", 0L);
                  """,
                  "check(map.get(\"bob\").value() == 70, map.get(\"bob\"));")),
          Map.entry(
              "docs/migrating.md / From Atomix transactions / 2",
              new Frame(
                  """
                  MulticastCounterMap<String> accounts =
                      shared.primitiveBuilder("counted", MulticastCounterMapType.<String>instance())
                          .withProtocol(GenericMulticastProtocol.builder("data").build())
                          .build();
                  accounts.addAll(Map.of("alice", 100L));
                  """,
                  "check(moved && accounts.get(\"bob\") == 70, moved);")),
          Map.entry(
              "docs/operations.md / Metrics / 1",
              new Frame(
                  "Atomix node = shared; SimpleMeterRegistry registry = new SimpleMeterRegistry();",
                  "check(!registry.getMeters().isEmpty());")),
          Map.entry(
              "docs/primitives.md / MulticastMap / 1",
              new Frame(
                  "Atomix node = shared;",
                  """
                  check(both.size() == 2 && sold && seller.equals("alice"), both, sold, seller);
                  check(ofBob == 2 && all.size() == 2, ofBob, all);
                  check(found.equals(Set.of("garden", "house")), found);
                  """)),
          Map.entry(
              "docs/primitives.md / Times to live / 1",
              new Frame(
                  "Atomix node = shared;",
                  """
                  check(taken && renewed && there, taken, renewed, there);
                  check(leases.size() == 4, leases.keySet());
                  """)),
          Map.entry(
              "docs/primitives.md / Watches and mirrors / 1",
              new Frame(
                  "Atomix node = shared;",
                  """
                  check(home.equals("Basel") && inBerne == 1, home, inBerne);
                  check(homes.size() == 3 && goesOn.isClosed(), homes.keySet());
                  """)),
          Map.entry(
              "docs/primitives.md / MulticastCounterMap / 1",
              new Frame(
                  "Atomix node = shared;",
                  """
                  check(sum == 120 && both.equals(Map.of("alice", 70L, "bob", 50L)), sum, both);
                  check(!moved && alice == 70, moved, alice);
                  """)),
          Map.entry(
              "docs/primitives.md / MulticastChannel / 1",
              new Frame(
                  "Atomix node = shared;",
                  "check(history.messages().size() == 2, history.messages());")),
          Map.entry(
              "docs/primitives.md / Transactions on several primitives / 1",
              new Frame(
                  "Atomix node = shared;",
                  "check(sold && before == 10 && !again && !late, sold, before, again, late);")));

  /** Runs before the subscription of the channel's example is closed. */
  private static final String HEARD =
      """
      for (int i = 0; heard.size() < 2 && i < 3000; i++) {
        java.util.concurrent.locks.LockSupport.parkNanos(10_000_000);
      }
      check(heard.size() == 2, heard);
      """;

  @TempDir private static Path nodeFolder;

  private static Atomix node;

  @TempDir private Path folder;

  @BeforeAll
  static void startANodeWithAllHocon() throws Exception {
    StringBuilder text = new StringBuilder();
    for (Pages.Block block : Pages.blocks("hocon")) {
      text.append(block.code()).append('\n');
    }
    String example =
        text.toString()
            .replace("20101", "" + FreePorts.find(1).get(0))
            .replace("data/example", nodeFolder.resolve("data").toString());
    node =
        NodeFactory.startFromFile(
            Files.writeString(nodeFolder.resolve("node.conf"), example).toFile());
  }

  @AfterAll
  static void stopTheNode() {
    if (node != null) {
      node.stop().join();
    }
  }

  static List<Pages.Block> java() throws IOException {
    return Pages.blocks("java");
  }

  @ParameterizedTest
  @MethodSource
  void java(Pages.Block block) throws Exception {
    Frame frame = FRAMES.get(block.name());
    assertThat(frame).as("a frame for the block %s", block.name()).isNotNull();
    String code = block.code().replace("conf/single-node.conf", singleNode().toString());
    if (code.contains("conf/tls.conf")) {
      code = code.replace("conf/tls.conf", tls().toString());
    }
    code = code.replace("subscription.close();", HEARD + "subscription.close();");
    Program.run(folder, frame.before() + "\n" + code + "\n" + frame.after(), node);
  }

  @Test
  void everyFrameHasABlock() throws IOException {
    assertThat(java()).extracting(Pages.Block::name).containsAll(FRAMES.keySet());
  }

  private Path singleNode() throws IOException {
    String text =
        Files.readString(Pages.ROOT.resolve("conf/single-node.conf"))
            .replace("20101", "" + FreePorts.find(1).get(0))
            .replace("data/single", folder.resolve("data").toString());
    return Files.writeString(folder.resolve("single-node.conf"), text);
  }

  private Path tls() throws Exception {
    Certificates certificates = Certificates.make(folder);
    String text =
        Files.readString(Pages.ROOT.resolve("conf/tls.conf"))
            .replace("${MCAST_NODE}", "1")
            .replace("${MCAST_KEY_STORE}", quoted(certificates.keys()))
            .replace("${MCAST_KEY_STORE_PASSWORD}", Certificates.PASSWORD)
            .replace("${MCAST_TRUST_STORE}", quoted(certificates.trust()))
            .replace("${MCAST_TRUST_STORE_PASSWORD}", Certificates.PASSWORD);
    return Files.writeString(folder.resolve("tls.conf"), text);
  }

  private static String quoted(Path path) {
    return '"' + path.toString() + '"';
  }
}
