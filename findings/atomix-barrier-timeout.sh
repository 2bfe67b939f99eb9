#!/usr/bin/env bash
# Atomix 3.1.12: the time-out of a round of a barrier that succeeded breaks the next one.
#
# Both parties of a DistributedCyclicBarrier await, each with a time-out of a second, and go on at once. Two
# seconds later the barrier is broken, though nobody waited: whoever comes next gets a BrokenBarrierException.
# A java.util.concurrent.CyclicBarrier forgets the time-outs of who has gone on.
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
import io.atomix.core.barrier.AsyncDistributedCyclicBarrier;
import io.atomix.core.barrier.DistributedCyclicBarrier;
import io.atomix.protocols.raft.MultiRaftProtocol;
import io.atomix.protocols.raft.partition.RaftPartitionGroup;
import io.atomix.storage.StorageLevel;
import java.io.File;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

public class Finding {
  private static int changed;

  private static void see(String what, Object before, Object now) {
    boolean same = String.valueOf(before).equals(String.valueOf(now));
    System.out.println((same ? "" : "CHANGED, was " + before + ": ") + what + ": " + now);
    changed += same ? 0 : 1;
  }

  /** A node by itself, on the loopback interface. */
  private static Atomix node() throws Exception {
    File data = Files.createTempDirectory("atomix").toFile();
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
            .withPartitionGroups(group("data", 3, data))
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
        .build();
  }

  private static MultiRaftProtocol raft() {
    return MultiRaftProtocol.builder("data").build();
  }

  private static AsyncDistributedCyclicBarrier barrier(Atomix node) {
    DistributedCyclicBarrier barrier =
        node.cyclicBarrierBuilder("barrier").withProtocol(raft()).build();
    return barrier.async();
  }

  public static void main(String[] arguments) throws Exception {
    Atomix node = node();
    try {
      AsyncDistributedCyclicBarrier a = barrier(node);
      AsyncDistributedCyclicBarrier b = barrier(node);
      see("parties", 2, a.getParties().get(30, TimeUnit.SECONDS));
      see("broken before", false, a.isBroken().get(30, TimeUnit.SECONDS));
      CompletableFuture<Integer> first = a.await(Duration.ofSeconds(1));
      CompletableFuture<Integer> second = b.await(Duration.ofSeconds(1));
      see("first round", "1, 0", first.get(30, TimeUnit.SECONDS) + ", " + second.get(30, TimeUnit.SECONDS));
      see("broken behind it", false, a.isBroken().get(30, TimeUnit.SECONDS));
      Thread.sleep(2000);
      see("waiting two seconds later", 0, a.getNumberWaiting().get(30, TimeUnit.SECONDS));
      String round;
      try {
        a.await(Duration.ofSeconds(20)).get(30, TimeUnit.SECONDS);
        round = "went on";
      } catch (Exception e) {
        round = e.getCause() == null ? e.getClass().getSimpleName() : e.getCause().getClass().getSimpleName();
      }
      see("the next who awaits", "BrokenBarrierException", round);
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
