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
package io.atomix.mcast.agent.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.testing.FreePorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineChecksTest {
  private static final long GIGABYTE = 1 << 30;

  @TempDir private Path folder;
  private Path proc;
  private Path data;
  private ConfigOfTest config;
  private int port;
  private long free = GIGABYTE;

  @BeforeEach
  void makeFolders() throws IOException {
    proc = Files.createDirectories(folder.resolve("proc/net")).getParent();
    data = folder.resolve("data");
    port = FreePorts.find(1).get(0);
    config = ConfigOfTest.good(data, port);
  }

  private List<Finding> findings(boolean runs) {
    return MachineChecks.of(config.read(folder), new ProcessTable(proc), runs, path -> free);
  }

  private List<String> found() {
    return findings(false).stream()
        .peek(finding -> assertThat(finding.remedy()).isNotBlank())
        .map(Finding::what)
        .toList();
  }

  /** Makes a process as Linux shows it. */
  private void process(int pid, String link, String maps) throws IOException {
    Path descriptors = Files.createDirectories(proc.resolve(pid + "/fd"));
    Files.createSymbolicLink(descriptors.resolve("5"), Path.of(link));
    Files.writeString(proc.resolve(pid + "/maps"), maps);
    Files.writeString(
        proc.resolve(pid + "/cmdline"),
        "java\0-cp\0lib/*\0io.atomix.mcast.agent.Main\0agent\0--config\0other.conf\0");
  }

  private void lock(String path, String member) throws IOException {
    Path file = data.resolve(path);
    Files.createDirectories(file.getParent());
    byte[] bytes = new byte[64];
    bytes[0] = 1;
    bytes[2] = (byte) member.length();
    System.arraycopy(member.getBytes(), 0, bytes, 3, member.length());
    Files.write(file, bytes);
  }

  @Test
  void aMachineInGoodOrder() {
    assertThat(found()).isEmpty();
  }

  @Test
  void aPortThatIsTaken() throws IOException {
    try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThat(taken.isBound()).isTrue();
      assertThat(found())
          .containsExactly("port " + port + " of 127.0.0.1 is taken, by whom is not known here");
      Files.writeString(
          proc.resolve("net/tcp"),
          """
            sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
             0: 0100007F:%04X 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 777 1 0 100
             1: 0100007F:%04X 0100007F:1234 01 00000000:00000000 00:00000000 00000000     0        0 778 1 0 100
          """
              .formatted(port, port));
      process(4711, "socket:[777]", "");
      process(4712, "socket:[778]", "");
      assertThat(found())
          .containsExactly(
              "port %d of 127.0.0.1 is taken by process 4711 (mcast agent --config other.conf)"
                  .formatted(port));
      assertThat(findings(true)).as("of the node itself").isEmpty();
      Files.createDirectories(data.resolve("data"));
      Files.createSymbolicLink(
          proc.resolve("4711/fd/6"), data.resolve("data").toRealPath().resolve("1.log"));
      assertThat(found()).as("one process is told once").hasSize(1);
    }
  }

  @Test
  void anAddressOfAnotherMachine() {
    config =
        config.with("node { id: m1, host: \"127.0.0.1\"", "node { id: m1, host: \"203.0.113.7\"");
    assertThat(found())
        .singleElement()
        .asString()
        .startsWith("cluster.node.host = 203.0.113.7 is no address of this machine");
  }

  @Test
  void theDataOfAnotherMember() throws IOException {
    lock("data/multicast/2/.data-multicast-2.lock", "m1");
    assertThat(found()).isEmpty();
    lock("system/partitions/1/.system-partition-1.lock", "m2");
    assertThat(found())
        .containsExactly(
            "the folder %s of group system holds the data of m2, and this node is m1"
                .formatted(data.resolve("system/partitions/1")));
  }

  @Test
  void dataThatAreInUse() throws IOException {
    Path log = data.resolve("data/multicast/1/data-multicast-1-1.log");
    Files.createDirectories(log.getParent());
    process(
        4711,
        "/dev/null",
        "7f00-7f01 rw-s 00000000 08:01 42    "
            + log.getParent().toRealPath().resolve(log.getFileName())
            + "\n");
    assertThat(found())
        .containsExactly(
            "the folder %s of group data is in use by process 4711 (mcast agent --config other.conf)"
                .formatted(data.resolve("data")));
    assertThat(findings(true)).as("of the node itself").isEmpty();
  }

  @Test
  void aFolderThatCannotBeWritten() throws IOException {
    Files.writeString(Files.createDirectories(data).resolve("system"), "a file");
    assertThat(found())
        .containsExactly(
            "the folder %s of group system cannot be written by this user"
                .formatted(data.resolve("system")));
  }

  @Test
  void aDiskThatIsTooFull() {
    free = 100 << 20;
    assertThat(found())
        .containsExactly(
            ("the disk of %s has 100 MB left; the logs and snapshots of this node should have %d")
                .formatted(data.resolve("system"), 4 * 32 + 3 * 4 * 8));
  }
}
