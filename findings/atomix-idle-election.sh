#!/usr/bin/env bash
# Atomix 3.1.12: an election for which nobody stands stops the snapshots of its whole partition.
#
# The service of a LeaderElection writes its leader into the snapshot also when there is none, and the output of
# snapshots does not take null. From the creation of the election until somebody stands, no snapshot of that Raft
# partition is written, of none of its primitives, and its log grows. Each attempt logs a NullPointerException; the
# group's snapshot() is not answered, and times out.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat > "$folder/pom.xml" <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>io.atomix</groupId><artifactId>atomix</artifactId><version>3.1.12</version></dependency>
    <dependency><groupId>io.atomix</groupId><artifactId>atomix-raft</artifactId><version>3.1.12</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>1.7.36</version></dependency>
  </dependencies>
</project>
XML
cat > "$folder/Finding.java" <<'JAVA'
import io.atomix.cluster.Node;
import io.atomix.cluster.discovery.BootstrapDiscoveryProvider;
import io.atomix.core.Atomix;
import io.atomix.core.election.LeaderElection;
import io.atomix.core.map.AtomicMap;
import io.atomix.protocols.raft.MultiRaftProtocol;
import io.atomix.protocols.raft.partition.RaftPartitionGroup;
import io.atomix.storage.StorageLevel;
import java.io.File;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

public class Finding {
  private static int changed;

  private static void see(String what, Object before, Object now) {
    boolean same = String.valueOf(before).equals(String.valueOf(now));
    System.out.println((same ? "" : "CHANGED, was " + before + ": ") + what + ": " + now);
    changed += same ? 0 : 1;
  }

  /** A node by itself, on the loopback interface. */
  private static Atomix node(File data) throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Atomix node =
        Atomix.builder()
            .withMemberId("m1")
            .withAddress("127.0.0.1", port)
            .withMembershipProvider(
                BootstrapDiscoveryProvider.builder()
                    .withNodes(Node.builder().withId("m1").withAddress("127.0.0.1", port).build())
                    .build())
            .withManagementGroup(group("system", 1, data))
            .withPartitionGroups(group("data", 1, data))
            .build();
    node.start().join();
    return node;
  }

  private static RaftPartitionGroup group(String name, int partitions, File data) {
    return RaftPartitionGroup.builder(name)
        .withNumPartitions(partitions)
        .withMembers("m1")
        .withDataDirectory(new File(data, name))
        .withStorageLevel(StorageLevel.MAPPED)
        .withSegmentSize(128 * 1024)
        .build();
  }

  private static MultiRaftProtocol raft() {
    return MultiRaftProtocol.builder("data").build();
  }

  /** Returns the index of the newest snapshot of the only partition, 0 if there is none. */
  private static long newest(File data) throws Exception {
    try (Stream<Path> files = Files.walk(new File(data, "data").toPath())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".snapshot"))
          .mapToLong(name -> Long.parseLong(name.replaceAll(".*-(\\d+)\\.snapshot", "$1")))
          .max()
          .orElse(0);
    }
  }

  /** Fills several segments of the log, asks for a snapshot, and returns whether there is a newer one within 5 s. */
  private static boolean isTaken(File data, Atomix node, AtomicMap<String, String> map)
      throws Exception {
    RaftPartitionGroup group =
        (RaftPartitionGroup) node.getPartitionService().getPartitionGroup("data");
    for (int i = 0; i < 2000; i++) {
      map.put("key", "x".repeat(200));
    }
    long before = newest(data);
    try {
      group.snapshot().join();
    } catch (CompletionException e) {
      System.out.println(e.getCause());
      return false;
    }
    for (int i = 0; i < 50 && newest(data) == before; i++) {
      Thread.sleep(100);
    }
    return newest(data) > before;
  }

  public static void main(String[] arguments) throws Exception {
    File data = Files.createTempDirectory("atomix").toFile();
    Atomix node = node(data);
    try {
      AtomicMap<String, String> map =
          node.<String, String>atomicMapBuilder("map").withProtocol(raft()).build();
      see("a snapshot beside a map", true, isTaken(data, node, map));
      LeaderElection<String> election =
          node.<String>leaderElectionBuilder("election").withProtocol(raft()).build();
      see("a snapshot beside an election for which nobody stands", false, isTaken(data, node, map));
      election.run("ann");
      see("a snapshot beside an election with a leader", true, isTaken(data, node, map));
    } finally {
      node.stop().join();
    }
    System.exit(changed == 0 ? 0 : 1);
  }
}
JAVA
mvn -B -ntp -q -f "$folder/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
    -DoutputDirectory="$folder/lib"
java=${JAVA_HOME:+$JAVA_HOME/bin/}
"${java}javac" -XDsuppressNotes -cp "$folder/lib/*" -d "$folder" "$folder/Finding.java"
"${java}java" --add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED -Djava.io.tmpdir="$folder" -cp "$folder:$folder/lib/*" Finding
