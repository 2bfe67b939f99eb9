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
package io.atomix.mcast.integration.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.atomix.cluster.Member;
import io.atomix.cluster.messaging.MessagingException;
import io.atomix.core.Atomix;
import io.atomix.core.map.AtomicMap;
import io.atomix.mcast.primitives.map.MulticastMap;
import io.atomix.mcast.primitives.map.MulticastMapType;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.Certificates;
import io.atomix.mcast.testing.FreePorts;
import io.atomix.mcast.tls.TlsAtomix;
import io.atomix.utils.net.Address;
import io.atomix.utils.time.Versioned;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Two members that talk by TLS, as a third sees them: with the right certificate, with a wrong one,
 * and with none.
 */
class TlsTest {
  private static final Duration START = Duration.ofSeconds(120);
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final String CLUSTER = "mcast-tls";

  /** Who logs what is refused, rightly, and at length. */
  private static final List<String> REFUSERS =
      List.of(
          "io.netty.channel.DefaultChannelPipeline",
          "io.atomix.mcast.tls.TlsMessagingService",
          "io.atomix.cluster.messaging.impl.NettyMessagingService");

  private static final String LOOPBACK = "127.0.0.1";

  @TempDir static Path folder;

  private static List<Integer> ports;
  private static Certificates ours;
  private static Certificates others;
  private static final List<Atomix> MEMBERS = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    REFUSERS.forEach(name -> ((Logger) LoggerFactory.getLogger(name)).setLevel(Level.OFF));
    ports = FreePorts.find(3);
    ours = Certificates.make(Files.createDirectory(folder.resolve("ours")));
    others = Certificates.make(Files.createDirectory(folder.resolve("others")));
    for (int number = 1; number <= 2; number++) {
      MEMBERS.add(new TlsAtomix(file(number, tls(ours.keys(), ours.trust())).toFile()));
    }
    List<CompletableFuture<Void>> starts = MEMBERS.stream().map(Atomix::start).toList();
    starts.forEach(start -> Await.result("start of a member with TLS", START, start));
  }

  @AfterAll
  static void stop() {
    REFUSERS.forEach(name -> ((Logger) LoggerFactory.getLogger(name)).setLevel(null));
    List<CompletableFuture<Void>> stops = MEMBERS.stream().map(Atomix::stop).toList();
    stops.forEach(stop -> Await.result("stop of a member with TLS", START, stop));
  }

  @Test
  @Tag("round")
  void operationsOnOneAndOnSeveralPartitionsWork() {
    AtomicMap<String, String> map = MEMBERS.get(0).getAtomicMap("accounts");
    for (int i = 0; i < 9; i++) {
      map.put("key-" + i, "value");
    }
    AtomicMap<String, String> same = MEMBERS.get(1).getAtomicMap("accounts");
    assertThat(same.size()).isEqualTo(9);
    same.clear();
    assertThat(map.isEmpty()).isTrue();
    MulticastMap<String, String> owners =
        MEMBERS
            .get(1)
            .primitiveBuilder("owners", MulticastMapType.<String, String>instance())
            .build();
    owners.putAll(Map.of("house", "alice", "garden", "alice", "shed", "bob"));
    assertThat(owners.getAll(List.of("house", "garden", "shed")).values())
        .extracting(Versioned::value)
        .containsExactlyInAnyOrder("alice", "alice", "bob");
  }

  @Test
  @Tag("round")
  void thePortIsForTlsWithACertificateOfTheSameAuthorityOnly() throws Exception {
    assertThat(greeting(context(ours.keys()))).isEqualTo(CLUSTER.hashCode());
    assertThatThrownBy(() -> greeting(context(others.keys()))).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> greeting(context(null))).isInstanceOf(IOException.class);
    try (Socket plain = new Socket(LOOPBACK, ports.get(0))) {
      assertThatThrownBy(() -> greet(plain)).isInstanceOf(IOException.class);
    }
  }

  @Test
  @Tag("round")
  void nothingGoesByUdp() throws Exception {
    for (int port : ports) {
      try (DatagramSocket socket = new DatagramSocket(null)) {
        socket.setReuseAddress(false);
        socket.bind(new InetSocketAddress(LOOPBACK, port));
        assertThat(socket.isBound()).as("nobody else has UDP port %d", port).isTrue();
      }
    }
  }

  @Test
  void aThirdNodeJoinsOnlyWithTheRightCertificate() throws Exception {
    aNodeWithACertificateOfAnotherAuthorityDoesNotJoin();
    aNodeWithoutTlsDoesNotJoin();
    withTheRightCertificateTheSameNodeJoins();
  }

  private static void aNodeWithACertificateOfAnotherAuthorityDoesNotJoin() throws Exception {
    // It knows whom to trust, so all that is wrong is what it shows of itself.
    assertDoesNotJoin(new TlsAtomix(file(3, tls(others.keys(), ours.trust())).toFile()));
  }

  private static void aNodeWithoutTlsDoesNotJoin() throws Exception {
    assertDoesNotJoin(new Atomix(file(3, "").toFile()));
  }

  /** At the address that the members could not reach, or that could not reach them, before. */
  private static void withTheRightCertificateTheSameNodeJoins() throws Exception {
    Atomix node = new TlsAtomix(file(3, tls(ours.keys(), ours.trust())).toFile());
    try {
      Await.result("start of the third", START, node.start());
      MEMBERS.forEach(TlsTest::awaitThree);
      for (Atomix member : MEMBERS) {
        assertThat(Await.failure("a question to the third", askThird(member)))
            .isInstanceOf(MessagingException.NoRemoteHandler.class);
      }
      node.<String, String>getAtomicMap("accounts").put("third", "here");
      AtomicMap<String, String> same = MEMBERS.get(0).getAtomicMap("accounts");
      assertThat(same.remove("third").value()).isEqualTo("here");
    } finally {
      Await.result("stop of the third", START, node.stop());
    }
  }

  private static void assertDoesNotJoin(Atomix node) {
    CompletableFuture<Void> start = node.start();
    try {
      Await.until("the third listens", TlsTest::thirdListens);
      List<CompletableFuture<byte[]>> asked = MEMBERS.stream().map(TlsTest::askThird).toList();
      for (CompletableFuture<byte[]> each : asked) {
        assertThat(Await.failure("a question to the third", each))
            .isNotInstanceOf(MessagingException.class);
      }
      for (Atomix member : MEMBERS) {
        assertThat(ids(member)).containsExactlyInAnyOrder("m1", "m2");
      }
      assertThat(ids(node)).containsExactly("m3");
      assertThat(start).isNotDone();
    } finally {
      Await.result("stop of who did not join", START, node.stop());
    }
  }

  private static boolean thirdListens() throws IOException {
    try (Socket socket = new Socket(LOOPBACK, ports.get(2))) {
      return socket.isConnected();
    }
  }

  /** Asks what is not known there, which is told by a {@link MessagingException}. */
  private static CompletableFuture<byte[]> askThird(Atomix member) {
    return member
        .getMessagingService()
        .sendAndReceive(Address.from(LOOPBACK, ports.get(2)), "anything", new byte[0], PATIENCE);
  }

  private static void awaitThree(Atomix member) {
    Await.until("three nodes know each other", () -> ids(member), ids -> ids.size() == 3);
  }

  private static List<String> ids(Atomix node) {
    return node.getMembershipService().getMembers().stream()
        .filter(Member::isActive)
        .map(member -> member.id().id())
        .toList();
  }

  /** Connects as an Atomix node does, and returns what the other side calls its cluster. */
  private static int greeting(SSLContext context) throws IOException {
    try (SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(LOOPBACK, ports.get(0))) {
      socket.startHandshake();
      // 1.2 with the Netty of Atomix 3.1.12, 1.3 with the one of the archive.
      assertThat(socket.getSession().getProtocol()).isIn("TLSv1.2", "TLSv1.3");
      return greet(socket);
    }
  }

  private static int greet(Socket socket) throws IOException {
    socket.setSoTimeout((int) PATIENCE.toMillis());
    // At once: Atomix does not put together what comes in pieces.
    byte[] hello = ByteBuffer.allocate(6).putInt(CLUSTER.hashCode()).putShort((short) 1).array();
    socket.getOutputStream().write(hello);
    int answer = new DataInputStream(socket.getInputStream()).readInt();
    if (answer != CLUSTER.hashCode()) {
      throw new IOException("no Atomix answers, but " + Integer.toHexString(answer));
    }
    return answer;
  }

  private static SSLContext context(Path keys) throws Exception {
    char[] password = Certificates.PASSWORD.toCharArray();
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(KeyStore.getInstance(ours.trust().toFile(), password));
    KeyManagerFactory key = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    if (keys != null) {
      key.init(KeyStore.getInstance(keys.toFile(), password), password);
    }
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys == null ? null : key.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private static String tls(Path keys, Path trust) {
    return """
    messaging.tls {
      enabled: true
      keyStore: "%s", keyStorePassword: "%3$s", trustStore: "%2$s", trustStorePassword: "%3$s"
    }
    """
        .formatted(keys, trust, Certificates.PASSWORD);
  }

  /** The first two hold the data. */
  private static Path file(int number, String tls) throws IOException {
    String members = "members: [m1, m2]";
    String groups =
        """
        managementGroup {
          type: generic-multicast, partitions: 1, %1$s, storage.directory: "%2$s/system"
        }
        partitionGroups.data {
          type: generic-multicast, partitions: 3, %1$s, storage.directory: "%2$s/data"
        }
        """
            .formatted(members, folder.resolve("m" + number));
    return Files.writeString(
        folder.resolve("m" + number + ".conf"),
        """
        cluster {
          clusterId: %s
          node { id: m%d, host: "127.0.0.1", port: %d }
          messaging { interfaces: ["127.0.0.1"], connectTimeout: 2s }
          discovery {
            type: bootstrap
            nodes.1 { id: m1, host: "127.0.0.1", port: %d }
            nodes.2 { id: m2, host: "127.0.0.1", port: %d }
            nodes.3 { id: m3, host: "127.0.0.1", port: %d }
          }
          %s
        }
        %s
        primitives.accounts { type: atomic-map, protocol { type: generic-multicast, group: data } }
        """
            .formatted(
                CLUSTER,
                number,
                ports.get(number - 1),
                ports.get(0),
                ports.get(1),
                ports.get(2),
                tls,
                number == 3 ? "" : groups));
  }
}
