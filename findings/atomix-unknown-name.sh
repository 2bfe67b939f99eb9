#!/usr/bin/env bash
# Atomix 3.1.12: what is sent to a member whose name has no address comes to the sender itself.
#
# Its messaging asks for the address of a name each time it connects. Where there is none, it hands on null, which
# java.net.InetSocketAddress takes for the wildcard address, and a connection to that ends on the machine that it comes from. So
# a node that listens on all interfaces, as it does without `messaging.interfaces`, hears itself and answers in the other's
# place, when it asks whether the other is there for instance; names come and go in Kubernetes. One that listens on one address only, not the
# loopback's 127.0.0.1, is told that it cannot connect.
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
import io.atomix.cluster.messaging.MessagingConfig;
import io.atomix.cluster.messaging.impl.NettyMessagingService;
import io.atomix.utils.net.Address;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.ExecutionException;
import java.util.function.BiFunction;

public class Finding {
  private static int changed;

  private static void see(String what, String before, String now) {
    boolean same = before.equals(now);
    System.out.println((same ? "" : "CHANGED, was " + before + ": ") + what + ": " + now);
    changed += same ? 0 : 1;
  }

  /** Who answers m1, which listens there, when it asks a member whose name nobody knows. */
  private static String answer(String listens, int port) throws Exception {
    MessagingConfig config = new MessagingConfig();
    config.setInterfaces(Collections.singletonList(listens));
    NettyMessagingService m1 =
        new NettyMessagingService("cluster", Address.from("127.0.0.2", port), config);
    m1.start().join();
    BiFunction<Address, byte[], byte[]> probe =
        (sender, request) -> "m1".getBytes(StandardCharsets.UTF_8);
    m1.registerHandler("probe", probe, Runnable::run);
    try {
      byte[] answer =
          m1.sendAndReceive(
                  Address.from("m2.invalid", port), "probe", new byte[1], Duration.ofSeconds(5))
              .get();
      return new String(answer, StandardCharsets.UTF_8);
    } catch (ExecutionException e) {
      return "nobody";
    } finally {
      m1.stop().join();
    }
  }

  public static void main(String[] arguments) throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.2"))) {
      port = free.getLocalPort();
    }
    see("m1 listens on 0.0.0.0; m2.invalid is answered for by", "m1", answer("0.0.0.0", port));
    see("m1 listens on 127.0.0.2; by", "nobody", answer("127.0.0.2", port));
    System.exit(changed == 0 ? 0 : 1);
  }
}
JAVA
mvn -B -ntp -q -f "$folder/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
    -DoutputDirectory="$folder/lib"
java=${JAVA_HOME:+$JAVA_HOME/bin/}
"${java}javac" -XDsuppressNotes -cp "$folder/lib/*" -d "$folder" "$folder/Finding.java"
"${java}java" --add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED -Djava.io.tmpdir="$folder" -cp "$folder:$folder/lib/*" Finding
