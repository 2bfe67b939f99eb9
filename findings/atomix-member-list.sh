#!/usr/bin/env bash
# Atomix 3.1.12: in a raft group whose list of members was edited, the old member goes on to count, beside the new one.
#
# Three members m1, m2, m3 are stopped, and m1, m2, m4 started with that list. RaftServer.bootstrap, which Atomix's own
# partition groups call with their "members", ignores the list where one is stored, and else asks to join; the leader
# takes in whoever asks (LeaderRole.onJoin). So the group has four members, and needs three of them: it stops with the
# first failure, though three members are configured and two run.
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
import io.atomix.primitive.partition.PartitionId;
import io.atomix.protocols.raft.RaftServer;
import io.atomix.protocols.raft.partition.RaftPartition;
import io.atomix.protocols.raft.partition.RaftPartitionGroup;
import io.atomix.storage.StorageLevel;
import java.io.File;
import java.lang.reflect.Field;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

public class Finding {
  private static int changed;
  private static final List<Node> NODES = new ArrayList<>();

  private static void see(String what, Object before, Object now) {
    boolean same = String.valueOf(before).equals(String.valueOf(now));
    System.out.println((same ? "" : "CHANGED, was " + before + ": ") + what + ": " + now);
    changed += same ? 0 : 1;
  }

  private static RaftPartitionGroup group(String name, String id, String[] members, String folder) {
    return RaftPartitionGroup.builder(name)
        .withNumPartitions(1)
        .withMembers(members)
        .withStorageLevel(StorageLevel.MAPPED)
        .withDataDirectory(new File(folder, id + "/" + name))
        .build();
  }

  private static List<Atomix> start(String folder, String... members) {
    List<Atomix> started = new ArrayList<>();
    for (String id : members) {
      started.add(
          Atomix.builder()
              .withMemberId(id)
              .withAddress(
                  NODES.stream().filter(n -> n.id().id().equals(id)).findFirst().get().address())
              .withMessagingInterface("127.0.0.1")
              .withMembershipProvider(new BootstrapDiscoveryProvider(NODES))
              .withManagementGroup(group("system", id, members, folder))
              .withPartitionGroups(group("data", id, members, folder))
              .build());
    }
    CompletableFuture.allOf(
            started.stream().map(Atomix::start).toArray(CompletableFuture[]::new))
        .join();
    return started;
  }

  private static Object field(Object of, String name) throws Exception {
    Field field = of.getClass().getDeclaredField(name);
    field.setAccessible(true);
    return field.get(of);
  }

  /** The members that the Raft server of this node counts. */
  private static Object counted(Atomix node) throws Exception {
    RaftPartition partition =
        (RaftPartition)
            node.getPartitionService()
                .getPartitionGroup("data")
                .getPartition(PartitionId.from("data", 1));
    RaftServer server = (RaftServer) field(field(partition, "server"), "server");
    return server.cluster().getMembers().stream()
        .map(member -> member.memberId().id() + " " + member.getType())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  public static void main(String[] arguments) throws Exception {
    for (String id : List.of("m1", "m2", "m3", "m4")) {
      try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        NODES.add(
            Node.builder().withId(id).withAddress("127.0.0.1", free.getLocalPort()).build());
      }
    }
    List<Atomix> nodes = start(arguments[0], "m1", "m2", "m3");
    see("members that m1 counts", "[m1 ACTIVE, m2 ACTIVE, m3 ACTIVE]", counted(nodes.get(0)));
    CompletableFuture.allOf(nodes.stream().map(Atomix::stop).toArray(CompletableFuture[]::new))
        .join();
    nodes = start(arguments[0], "m1", "m2", "m4");
    String four = "[m1 ACTIVE, m2 ACTIVE, m3 ACTIVE, m4 ACTIVE]";
    for (int i = 0; i < 200 && !four.equals(String.valueOf(counted(nodes.get(0)))); i++) {
      Thread.sleep(100);
    }
    see("members that m1 counts, the list being m1, m2, m4", four, counted(nodes.get(0)));
    see("members that m1's partition tells", "[m1, m2, m4]",
        new TreeSet<>(nodes.get(0).getPartitionService().getPartitionGroup("data")
            .getPartition(PartitionId.from("data", 1)).members()));
    System.exit(changed == 0 ? 0 : 1);
  }
}
JAVA
mvn -B -ntp -q -f "$folder/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
    -DoutputDirectory="$folder/lib"
java=${JAVA_HOME:+$JAVA_HOME/bin/}
"${java}javac" -XDsuppressNotes -cp "$folder/lib/*" -d "$folder" "$folder/Finding.java"
"${java}java" --add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED -Djava.io.tmpdir="$folder" -cp "$folder:$folder/lib/*" Finding "$folder/data"
