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
package io.atomix.mcast.agent.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomix.mcast.agent.ClusterOfRun;
import io.atomix.mcast.agent.CommandException;
import io.atomix.mcast.primitives.counter.MulticastCounterMap;
import io.atomix.mcast.primitives.counter.MulticastCounterMapType;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.FreePorts;
import io.atomix.mcast.testing.TestCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

/** A command names its cluster, and is a client of it for as long as it runs. */
@ExtendWith(ClusterOfRun.class)
class ClientOptionsTest {
  @TempDir private Path folder;

  @Command
  private static final class Probe {
    @Mixin private ClientOptions options;
  }

  private static ClientOptions options(String... arguments) {
    return CommandLine.populateCommand(new Probe(), arguments).options;
  }

  private static ClientOptions of(TestCluster cluster) {
    return options(ClusterOfRun.options(cluster).toArray(String[]::new));
  }

  @Test
  void aClientUsesPrimitivesAndLeavesNoThread(TestCluster cluster) throws Exception {
    ThreadGroup threads = new ThreadGroup("client");
    FutureTask<Long> use =
        new FutureTask<>(
            () -> {
              try (ClientNode client = of(cluster).connect()) {
                assertThat(client.group(TestCluster.DATA).name()).isEqualTo(TestCluster.DATA);
                assertThatThrownBy(() -> client.group("date"))
                    .isInstanceOf(CommandException.class)
                    .hasMessage(
                        "The cluster has no partition group 'date'; it has data"
                            + " (generic-multicast), raft (raft)");
                MulticastCounterMap<String> counters =
                    client
                        .atomix()
                        .primitiveBuilder("of-a-client", MulticastCounterMapType.<String>instance())
                        .withProtocol(cluster.protocol())
                        .build();
                counters.addAll(Map.of("a", 1L, "b", 2L, "c", 3L));
                return counters.sum();
              }
            });
    new Thread(threads, use).start();
    assertThat(Await.result("use by a client", use)).isEqualTo(6);
    Await.until("threads of the client are gone", () -> names(threads), List::isEmpty);
  }

  private static List<String> names(ThreadGroup threads) {
    Thread[] found = new Thread[threads.activeCount() + 100];
    return Arrays.stream(found, 0, threads.enumerate(found)).map(Thread::getName).toList();
  }

  @Test
  void aMembersFileServesAndItsNodeAndGroupsAreLeftOut(TestCluster cluster) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("member.conf"),
            """
            cluster {
              clusterId: "%s"
              node { id: m1, host: "no-such-host.invalid", port: 1 }
              messaging.interfaces: ["192.0.2.1"]
              discovery { type: bootstrap, nodes.1 { id: m1, host: "127.0.0.1", port: %s } }
            }
            managementGroup { type: raft, partitions: 1, members: [m1] }
            partitionGroups.data { type: generic-multicast, partitions: 3, members: [m1] }
            primitives.tokens { type: atomic-map, protocol { type: multi-raft, group: raft } }
            """
                .formatted(
                    ClusterOfRun.clusterId(cluster),
                    ClusterOfRun.address(cluster).replaceAll(".*:", "")));
    try (ClientNode client =
        options("--config", file.toString(), "--connect-timeout", "60").connect()) {
      client.atomix().<String, String>getAtomicMap("tokens").put("a", "b");
      assertThat(client.atomix().getMembershipService().getLocalMember().id().id())
          .startsWith("mcast-");
    }
    assertThat(folder).isDirectoryNotContaining(path -> !path.equals(file));
  }

  @Test
  void addressesThatDoNotAnswerAreNamed() {
    List<Integer> ports = FreePorts.find(2);
    ClientOptions options =
        options(
            "--connect",
            "127.0.0.1:%d,127.0.0.1:%d,no-such-host.invalid:5679"
                .formatted(ports.get(0), ports.get(1)),
            "--cluster-id",
            "prod");
    assertThatThrownBy(options::connect)
        .isInstanceOf(CommandException.class)
        .hasMessageStartingWith("No member of the cluster 'prod' (--connect) can be reached; tried")
        .hasMessageContaining("127.0.0.1:%d (nothing listens there)", ports.get(0))
        .hasMessageContaining("127.0.0.1:%d (nothing listens there)", ports.get(1))
        .hasMessageContaining("no-such-host.invalid:5679 (no such host)");
  }

  @Test
  void anotherClusterIdIsTold(TestCluster cluster) {
    String address = ClusterOfRun.address(cluster);
    ClientOptions options =
        options("--connect", address, "--cluster-id", "prod", "--connect-timeout", "1");
    assertThatThrownBy(options::connect)
        .isInstanceOf(CommandException.class)
        .hasMessageStartingWith(
            address + " answers, but not as a member of a cluster 'prod' within 1 s: is that");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          | Name the cluster: --config FILE, or --connect HOST:PORT[,...] --cluster-id ID
          --config a --connect b:1 | --config and --connect both name a cluster: leave out one
          --connect m1:1 | --connect needs --cluster-id ID
          --config a --cluster-id c | --cluster-id goes with --connect
          --connect m1:1 --cluster-id c --connect-timeout 0 | --connect-timeout needs a number of
          --connect m1:1 --cluster-id c --client-address a:b | --client-address: 'a:b' is not
          --connect m1 --cluster-id c | 'm1' is not HOST:PORT, such as m1:5679
          --connect m1:70000 --cluster-id c | 'm1:70000': a port is a number from 1 to 65535
          """)
  void optionsThatDoNotFitAreToldInOneLine(String arguments, String message) {
    List<String> words = new ArrayList<>();
    if (arguments != null) {
      words.addAll(List.of(arguments.split(" ")));
    }
    assertThatThrownBy(() -> options(words.toArray(String[]::new)).connect())
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining(message);
  }
}
