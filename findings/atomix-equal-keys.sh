#!/usr/bin/env bash
# Atomix 3.1.12, Kryo 4.0.2 and the JDK's collections: keys that are equal are not the same key.
#
# An AtomicMap<K, V> takes any K. Keys are compared by the bytes that Kryo makes of them, on the
# members: values, where replace(key, expected, value) and containsValue(value) compare them, as well. Kryo
# writes an object that it has met before as a reference to it. So a list of the same two words is
# another key if the two words are one String object, a set another one if its table was larger, and
# -0.0 and 0.0, which == calls equal, differ, which one might have guessed. equals() plays no part.
#
# Seen on Java 17 and 25: the output below, "null" and "false" where a HashMap says "here" and "true".
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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Set;

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
      AtomicMap<Object, Object> map =
          node.<Object, Object>atomicMapBuilder("map").withProtocol(raft()).build();
      String word = new String("x");
      List<String> shared = new ArrayList<>(List.of(word, word));
      List<String> unshared = new ArrayList<>(List.of(new String("x"), new String("x")));
      Set<Integer> small = new HashSet<>(4);
      Set<Integer> large = new HashSet<>(64);
      for (int i : new int[] {1, 17, 2}) {
        small.add(i);
        large.add(i);
      }
      see("the lists are equal", true, shared.equals(unshared));
      map.put(shared, "here");
      see("get(an equal list of other String objects)", null, map.get(unshared));
      see("get(the same list)", "here", map.get(shared).value());
      map.put("list", shared);
      see("replace(key, an equal value, ...)", false, map.replace("list", unshared, "new"));
      see("containsValue(an equal value)", false, map.containsValue(unshared));

      see("the sets are equal", true, small.equals(large));
      map.put(small, "here");
      see("get(an equal set with a larger table)", null, map.get(large));
      see("get(an equal list of another class)", null, map.get(new LinkedList<>(shared)));
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
