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
package io.atomix.mcast.agent.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.core.Atomix;
import io.atomix.core.map.AtomicMap;
import io.atomix.mcast.GenericMulticastProtocol;
import io.atomix.mcast.agent.Main;
import io.atomix.mcast.partition.GenericMulticastPartitionGroup;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.RaftGroups;
import io.atomix.mcast.testing.TestCluster;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** An operator looks into the files of a member that is stopped, and repairs them. */
class LogCommandsTest {
  @TempDir private Path folder;

  private StringWriter out;
  private StringWriter error;

  private int verify(String... options) {
    return log("verify", options);
  }

  private int log(String name, String... options) {
    out = new StringWriter();
    error = new StringWriter();
    String[] command =
        Stream.concat(Stream.of("log", name), Stream.of(options)).toArray(String[]::new);
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(error, true))
        .execute(command);
  }

  private static TestCluster cluster() {
    return TestCluster.builder(new RaftGroups())
        .withMembers(1)
        .withGroups(
            (directory, members) ->
                List.of(
                    GenericMulticastPartitionGroup.builder(TestCluster.DATA)
                        .withPartitions(2)
                        .withMembers(List.copyOf(members))
                        .withStorageDirectory(directory.resolve("data").toString())
                        .withStorageFlushOnCommit(false)
                        .build()))
        .start();
  }

  private static Map<Path, ByteBuffer> bytes(Path folder) throws IOException {
    Map<Path, ByteBuffer> bytes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        bytes.put(file, ByteBuffer.wrap(Files.readAllBytes(file)));
      }
    }
    return bytes;
  }

  @Test
  void whatIsDamagedIsNamedByTheCommandAndByTheStartAndNothingIsChanged() throws IOException {
    try (TestCluster cluster = cluster()) {
      Atomix node = cluster.node(1);
      AtomicMap<String, String> accounts =
          node.<String, String>atomicMapBuilder("accounts")
              .withProtocol(GenericMulticastProtocol.builder(TestCluster.DATA).build())
              .build();
      for (int i = 0; i < 50; i++) {
        accounts.put("key-" + i, "secret-" + i);
      }
      cluster.stop(1);

      Path data = cluster.folder().resolve("m1");
      Map<Path, ByteBuffer> before = bytes(data);
      assertThat(verify(data.toString())).as(() -> out + "" + error).isZero();
      assertThat(out.toString())
          .contains("data-multicast-1 in ", "data-multicast-2 in ", ": whole")
          .contains("entries 1 to ", "stopped in good order, each byte compared")
          .doesNotContain("accounts");
      assertThat(verify("--entries", data.toString())).as("DIR is no range").isEqualTo(3);
      assertThat(verify(data.toString(), "--entries")).isZero();
      assertThat(out.toString())
          .contains(
              "a leader begins", "open 'accounts' of type atomic-map", "putWithTtl on 'accounts'")
          .doesNotContain("secret-", "means nothing", "cannot be read");
      assertThat(verify("--entries=1-2", data.toString())).isZero();
      assertThat(out.toString().lines().filter(line -> line.contains(" term ")))
          .filteredOn(line -> !line.startsWith("  "))
          .hasSize(4)
          .allMatch(line -> line.startsWith("1 term ") || line.startsWith("2 term "));
      assertThat(bytes(data)).isEqualTo(before);

      Path log = data.resolve("data/multicast/2/data-multicast-2-1.log");
      byte[] bytes = Files.readAllBytes(log);
      bytes[200] ^= 1;
      Files.write(log, bytes);
      assertThat(verify(data.toString())).as(() -> out + "" + error).isEqualTo(1);
      assertThat(out.toString())
          .contains(
              "data-multicast-1 in ", ": whole", "DAMAGED", "damaged: data-multicast-2-1.log: ")
          .contains("What to do: ", log.getParent().toString());
      assertThat(Await.failure("the start of m1", cluster.beginRestart(1)))
          .hasMessageContainingAll(
              "The replica of group data-2 on m1 has not started", "data-multicast-2-1.log");
      cluster.stop(1);
      assertRepaired(data);
    }
  }

  /** What is damaged goes to a name beside it as it is, and is no part of the member any more. */
  private void assertRepaired(Path data) throws IOException {
    Path damaged = data.resolve("data/multicast/2");
    Map<Path, ByteBuffer> before = bytes(damaged);
    assertThat(log("repair", data.toString(), "--partition", "data-9")).isEqualTo(3);
    assertThat(error.toString())
        .contains("There is no partition 'data-9' in ", "there are data-1, data-2");
    assertThat(bytes(damaged)).isEqualTo(before);

    assertThat(log("repair", data.toString())).as(() -> out + "" + error).isZero();
    Path moved = data.resolve("data/multicast/2.damaged-1");
    assertThat(out.toString())
        .contains("data-2 in ", "damaged: data-multicast-2-1.log: ", "was moved to " + moved)
        .contains("What comes next: ", "it gets data-2 from them")
        .doesNotContain("data-1 in ");
    assertThat(damaged).doesNotExist();
    assertThat(bytes(moved).values()).containsExactlyElementsOf(before.values());
    assertThat(verify(data.toString())).as(() -> out + "" + error).isZero();
    assertThat(verify(moved.toString())).as("it can be looked at").isEqualTo(1);

    assertThat(log("repair", data.toString())).isZero();
    assertThat(out.toString()).contains("Nothing in ", "nothing was moved");
    assertThat(log("repair", data.toString(), "--partition", "data-1")).isZero();
    assertThat(out.toString()).contains("data-1 in ", "looks whole", "1.damaged-1");
    assertThat(log("repair", data.toString())).as("nothing is left").isEqualTo(2);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void filesThatAreInUseAndThoseOfTwoPartitionsInOneFolderAreNotMoved() throws Exception {
    Path partition = Files.createDirectories(folder.resolve("data/multicast/1"));
    Path log = Files.write(partition.resolve("data-multicast-1-1.log"), new byte[] {1, 2, 3});
    Process user = new ProcessBuilder("sleep", "60").redirectInput(log.toFile()).start();
    try {
      assertThat(log("repair", folder.toString())).isEqualTo(2);
      assertThat(error.toString())
          .contains("is in use by process " + user.pid(), "stop the member first");
    } finally {
      user.destroyForcibly().waitFor();
    }
    Path other = Files.write(partition.resolve("more-multicast-1-1.log"), new byte[10]);
    assertThat(log("repair", folder.toString(), "--partition", "data-1")).isEqualTo(2);
    assertThat(error.toString()).contains("holds files of more-1, too; nothing was moved");
    assertThat(partition).exists();
    Files.delete(other);
    assertThat(log("repair", folder.toString(), "--partition", "data-multicast-1")).isZero();
    assertThat(partition).doesNotExist();
  }

  @Test
  void aFolderThatCannotBeReadAndWrongOptionsHaveStatusesOfTheirOwn() {
    assertThat(verify(folder.resolve("no").toString())).isEqualTo(2);
    assertThat(error.toString()).contains("There is no folder ");
    assertThat(verify(folder.toString())).isEqualTo(2);
    assertThat(error.toString()).contains("No files of a partition of generic-multicast in ");
    assertThat(verify()).isEqualTo(3);
    assertThat(verify(folder.toString(), "--entries=9")).isEqualTo(3);
    assertThat(error.toString()).contains("'9' is no range of entries", "--entries=100-120");
    assertThat(Main.commandLine().setErr(new PrintWriter(error, true)).execute("log")).isEqualTo(3);
    assertThat(error.toString()).contains("Name a command: log verify DIR, or log repair DIR");
  }
}
