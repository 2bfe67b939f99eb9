#!/usr/bin/env bash
# Atomix 3.1.12: a member that comes back at another address is found and lost again at its old one, for ever.
#
# The membership protocol swim keeps a member that has gone as a tombstone (retainTombstones, true unless set), with its
# address. When the member is back at another port, what it says of itself makes the tombstone alive again, but its
# address stays. So it is probed at the old address, where nobody answers, found and lost every second, and gets no
# message. Nodes that start later learn the old address, too. Only when all nodes that knew it have been restarted is it
# reached. Without tombstones, every message to a member that has gone fails with a NullPointerException instead.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat > "$folder/pom.xml" <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>io.atomix</groupId><artifactId>atomix-cluster</artifactId><version>3.1.12</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>1.7.36</version></dependency>
  </dependencies>
</project>
XML
cat > "$folder/Finding.java" <<'JAVA'
import io.atomix.cluster.AtomixCluster;
import io.atomix.cluster.Member;
import io.atomix.cluster.Node;
import io.atomix.cluster.discovery.BootstrapDiscoveryProvider;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.TreeSet;

public class Finding {
  private static int changed;

  private static void see(String what, Object before, Object now) {
    boolean same = String.valueOf(before).equals(String.valueOf(now));
    System.out.println((same ? "" : "CHANGED, was " + before + ": ") + what + ": " + now);
    changed += same ? 0 : 1;
  }

  private static int port() throws Exception {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private static AtomixCluster node(String id, int port, int other) {
    AtomixCluster node =
        AtomixCluster.builder()
            .withMemberId(id)
            .withAddress("127.0.0.1", port)
            .withMessagingInterface("127.0.0.1")
            .withMembershipProvider(
                BootstrapDiscoveryProvider.builder()
                    .withNodes(
                        Node.builder()
                            .withId(id.equals("m1") ? "m2" : "m1")
                            .withAddress("127.0.0.1", other)
                            .build())
                    .build())
            .build();
    node.start().join();
    return node;
  }

  private static Member m2(AtomixCluster node) {
    return node.getMembershipService().getMembers().stream()
        .filter(member -> member.id().id().equals("m2"))
        .findFirst()
        .orElse(null);
  }

  public static void main(String[] arguments) throws Exception {
    int first = port();
    int old = port();
    AtomixCluster m1 = node("m1", first, old);
    AtomixCluster m2 = node("m2", old, first);
    while (m2(m1) == null) {
      Thread.sleep(50);
    }
    m2.stop().join();
    while (m2(m1) != null) {
      Thread.sleep(50);
    }
    System.out.println("m2 has gone, and m1 knows it");
    int now = port();
    m2 = node("m2", now, first);
    while (m2(m1) == null) {
      Thread.sleep(50);
    }
    Set<Boolean> reachable = new TreeSet<>();
    Set<String> addresses = new TreeSet<>();
    for (int i = 0; i < 200; i++) {
      Member seen = m2(m1);
      if (seen != null) {
        reachable.add(seen.isReachable());
        addresses.add(seen.address().port() == old ? "the old one" : "the new one");
      }
      Thread.sleep(50);
    }
    see("addresses of m2 that m1 has seen in 10 s, m2 being back at another port", "[the old one]", addresses);
    see("whether m1 found it reachable", "[false, true]", reachable);
    m1.stop().join();
    m2.stop().join();
    System.exit(changed == 0 ? 0 : 1);
  }
}
JAVA
mvn -B -ntp -q -f "$folder/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
    -DoutputDirectory="$folder/lib"
java=${JAVA_HOME:+$JAVA_HOME/bin/}
"${java}javac" -XDsuppressNotes -cp "$folder/lib/*" -d "$folder" "$folder/Finding.java"
"${java}java" --add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED -Djava.io.tmpdir="$folder" -cp "$folder:$folder/lib/*" Finding
