#!/usr/bin/env bash
# Atomix 3.1.12: an entry that is to live for half a millisecond lives for ever.
#
# The time to live that AtomicMap.put takes as a Duration is cut to whole milliseconds, and zero means for ever;
# so do negative times, which come about when the end of a life is computed and has passed.
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
import io.atomix.core.map.AtomicMap;
import io.atomix.protocols.raft.MultiRaftProtocol;
import io.atomix.protocols.raft.partition.RaftPartitionGroup;
import io.atomix.storage.StorageLevel;
import java.io.File;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.Duration;

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

  public static void main(String[] arguments) throws Exception {
    Atomix node = node();
    try {
      AtomicMap<String, String> map =
          node.<String, String>atomicMapBuilder("map").withProtocol(raft()).build();
      map.put("short", "1", Duration.ofNanos(500_000));
      map.put("negative", "1", Duration.ofSeconds(-1));
      map.put("millisecond", "1", Duration.ofMillis(1));
      for (int i = 0; i < 20; i++) {
        Thread.sleep(100);
        map.put("other" + i, "");
      }
      see("lived 1 ms, two seconds later", false, map.containsKey("millisecond"));
      see("lived 0.5 ms, two seconds later", true, map.containsKey("short"));
      see("lived -1 s, two seconds later", true, map.containsKey("negative"));
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
