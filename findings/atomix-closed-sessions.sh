#!/usr/bin/env bash
# Atomix 3.1.12: a Raft server keeps each session that has ended for ever, with its last answers.
#
# RaftSession listens for messages of its client, and stops listening when it is closed or expires. But
# DefaultClusterCommunicationService.unsubscribe leaves the listener in its map of unicast consumers, and that leads to
# the session, the answers that its client had not acknowledged yet, and its service. So each primitive that is opened
# and closed, also by a client that ends in good order, takes memory of every member of each of its partitions until
# that member ends: here 8 MB each, of an answer of 2 MB.
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
import io.atomix.primitive.Recovery;
import io.atomix.protocols.raft.MultiRaftProtocol;
import io.atomix.protocols.raft.partition.RaftPartitionGroup;
import io.atomix.storage.StorageLevel;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import javax.management.ObjectName;

public class Finding {
  private static final int SESSIONS = 40;
  private static int changed;

  private static void see(String what, Object before, Object now) {
    boolean same = String.valueOf(before).equals(String.valueOf(now));
    System.out.println((same ? "" : "CHANGED, was " + before + ": ") + what + ": " + now);
    changed += same ? 0 : 1;
  }

  private static RaftPartitionGroup group(String name, String data) {
    return RaftPartitionGroup.builder(name)
        .withNumPartitions(1)
        .withMembers("m1")
        .withDataDirectory(new File(data, name))
        .withStorageLevel(StorageLevel.MAPPED)
        .withMaxEntrySize(4 * 1024 * 1024)
        .withSegmentSize(16 * 1024 * 1024)
        .build();
  }

  private static Atomix node(String data) throws Exception {
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
            .withManagementGroup(group("system", data))
            .withPartitionGroups(group("data", data))
            .build();
    node.start().join();
    return node;
  }

  /** Opens a map, writes 2 MB, is answered with the 2 MB that were there, and closes it. */
  private static void use(Atomix node) {
    AtomicMap<String, byte[]> map =
        node.<String, byte[]>atomicMapBuilder("map")
            .withProtocol(MultiRaftProtocol.builder("data").withRecoveryStrategy(Recovery.CLOSE).build())
            .build();
    map.put("key", new byte[2 * 1024 * 1024]);
    map.close();
  }

  /** Returns how many sessions there are in memory after a full collection. */
  private static int inMemory() throws Exception {
    String histogram =
        (String)
            ManagementFactory.getPlatformMBeanServer()
                .invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                    "gcClassHistogram",
                    new Object[] {null},
                    new String[] {String[].class.getName()});
    return histogram
        .lines()
        .map(String::trim)
        .filter(line -> line.endsWith(" io.atomix.protocols.raft.session.RaftSession"))
        .mapToInt(line -> Integer.parseInt(line.split("\\s+")[1]))
        .sum();
  }

  private static long usedMegabytes() {
    System.gc();
    Runtime here = Runtime.getRuntime();
    return (here.totalMemory() - here.freeMemory()) >> 20;
  }

  public static void main(String[] arguments) throws Exception {
    Atomix node = node(arguments[0]);
    use(node);
    int sessions = inMemory();
    long megabytes = usedMegabytes();
    for (int i = 0; i < SESSIONS; i++) {
      use(node);
    }
    see("closed sessions that are in memory after a full collection, of " + SESSIONS, SESSIONS, inMemory() - sessions);
    long more = usedMegabytes() - megabytes;
    see("the heap in use has grown by more than 40 MB", true, more > 40);
    System.out.println("It has grown by " + more + " MB.");
    System.exit(changed == 0 ? 0 : 1);
  }
}
JAVA
mvn -B -ntp -q -f "$folder/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
    -DoutputDirectory="$folder/lib"
java=${JAVA_HOME:+$JAVA_HOME/bin/}
"${java}javac" -XDsuppressNotes -cp "$folder/lib/*" -d "$folder" "$folder/Finding.java"
"${java}java" --add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED -Xmx2g -Djava.io.tmpdir="$folder" -cp "$folder:$folder/lib/*" Finding "$folder/data"
