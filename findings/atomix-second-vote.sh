#!/usr/bin/env bash
# Atomix 3.1.12: a Raft server votes for two candidates in one term.
#
# RaftContext.setLeader forgets the vote, in memory and on disk, whenever the leader changes, also within a term. A
# server that has voted for m1, heard of m1 as the leader and then nothing for an election timeout, gives the vote of
# the same term to m3, whose request was late; so does one that was restarted meanwhile. With m3's own vote these are
# two of three: two leaders in one term, and Raft takes entries of equal term and index for equal.
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
import io.atomix.cluster.ClusterMembershipService;
import io.atomix.cluster.Member;
import io.atomix.cluster.MemberId;
import io.atomix.protocols.raft.RaftServer;
import io.atomix.protocols.raft.protocol.AppendRequest;
import io.atomix.protocols.raft.protocol.AppendResponse;
import io.atomix.protocols.raft.protocol.RaftServerProtocol;
import io.atomix.protocols.raft.protocol.VoteRequest;
import io.atomix.protocols.raft.protocol.VoteResponse;
import io.atomix.protocols.raft.storage.RaftStorage;
import io.atomix.protocols.raft.partition.impl.RaftNamespaces;
import java.io.File;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

public class Finding {
  private static int changed;
  private static final Map<String, Function<Object, CompletableFuture<?>>> HANDLERS =
      new ConcurrentHashMap<>();

  private static void see(String what, Object before, Object now) {
    boolean same = String.valueOf(before).equals(String.valueOf(now));
    System.out.println((same ? "" : "CHANGED, was " + before + ": ") + what + ": " + now);
    changed += same ? 0 : 1;
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(Finding.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  /** Keeps the handlers of a server; requests of the server itself are never answered. */
  @SuppressWarnings("unchecked")
  private static RaftServerProtocol protocol() {
    return proxy(
        RaftServerProtocol.class,
        (proxy, method, arguments) -> {
          if (method.getName().startsWith("register")
              && arguments[arguments.length - 1] instanceof Function) {
            HANDLERS.put(
                method.getName(),
                (Function<Object, CompletableFuture<?>>) arguments[arguments.length - 1]);
          }
          return method.getReturnType() == CompletableFuture.class
              ? new CompletableFuture<>()
              : null;
        });
  }

  private static ClusterMembershipService membership() {
    return proxy(
        ClusterMembershipService.class,
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "getLocalMember" -> Member.builder("m2").withAddress("127.0.0.1:1").build();
              case "hashCode" -> 1;
              case "equals" -> proxy == arguments[0];
              default -> null;
            });
  }

  private static RaftServer server(String folder) throws Exception {
    HANDLERS.clear();
    RaftServer server =
        RaftServer.builder(MemberId.from("m2"))
            .withName("data")
            .withMembershipService(membership())
            .withProtocol(protocol())
            .withElectionTimeout(Duration.ofMillis(500))
            .withStorage(
                RaftStorage.builder().withPrefix("data").withDirectory(new File(folder))
                    .withNamespace(RaftNamespaces.RAFT_STORAGE)
                    .build())
            .build();
    server.bootstrap(MemberId.from("m1"), MemberId.from("m2"), MemberId.from("m3"));
    for (int i = 0; i < 200 && server.getRole() != RaftServer.Role.FOLLOWER; i++) {
      Thread.sleep(50);
    }
    return server;
  }

  private static boolean vote(long term, String candidate) {
    VoteRequest request =
        VoteRequest.builder()
            .withTerm(term)
            .withCandidate(MemberId.from(candidate))
            .withLastLogIndex(0)
            .withLastLogTerm(0)
            .build();
    return ((VoteResponse) HANDLERS.get("registerVoteHandler").apply(request).join()).voted();
  }

  private static boolean heartbeat(long term, String leader) {
    AppendRequest request =
        AppendRequest.builder()
            .withTerm(term)
            .withLeader(MemberId.from(leader))
            .withPrevLogIndex(0)
            .withPrevLogTerm(0)
            .withEntries(List.of())
            .withCommitIndex(0)
            .build();
    return ((AppendResponse) HANDLERS.get("registerAppendHandler").apply(request).join())
        .succeeded();
  }

  public static void main(String[] arguments) throws Exception {
    RaftServer server = server(arguments[0]);
    see("m2 votes for m1 in term 5", true, vote(5, "m1"));
    see("m2 votes for m3 in term 5, before it hears of a leader", false, vote(5, "m3"));
    see("m2 takes m1's heartbeat of term 5", true, heartbeat(5, "m1"));
    for (int i = 0; i < 200 && server.cluster().getLeader() != null; i++) {
      Thread.sleep(50);
    }
    see("leader that m2 knows after an election timeout", null, server.cluster().getLeader());
    see("term of m2", 5L, server.cluster().getTerm());
    see("m2 votes for m3 in term 5", true, vote(5, "m3"));
    System.exit(changed == 0 ? 0 : 1);
  }
}
JAVA
mvn -B -ntp -q -f "$folder/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
    -DoutputDirectory="$folder/lib"
java=${JAVA_HOME:+$JAVA_HOME/bin/}
"${java}javac" -XDsuppressNotes -cp "$folder/lib/*" -d "$folder" "$folder/Finding.java"
"${java}java" --add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED -Djava.io.tmpdir="$folder" -cp "$folder:$folder/lib/*" Finding "$folder/data"
