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
package io.atomix.mcast.lab.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomix.mcast.lab.torture.Network.NodeAddress;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Speaks as Atomix does when it connects: a handshake, then its address, then messages. */
@Timeout(300)
class ProxyNetworkTest {
  private static final int HANDSHAKE = 6;
  private static final int ADDRESS = 9;
  private static final int SOON = 300;

  private final ProxyNetwork network = new ProxyNetwork(2);
  private ServerSocket second;

  @BeforeEach
  void listen() throws IOException {
    NodeAddress place = network.node(2);
    second = new ServerSocket();
    second.bind(new InetSocketAddress(place.host(), place.bound()));
  }

  @AfterEach
  void close() throws IOException {
    second.close();
    network.close();
  }

  /** Both ends of a connection to the second node. */
  private record Connection(Socket near, Socket far) {
    void send(Socket from, int message) throws IOException {
      from.getOutputStream().write(message);
    }

    int receive(Socket at) throws IOException {
      at.setSoTimeout(0);
      return at.getInputStream().read();
    }

    /** Orderly or not. */
    void expectEnd(Socket at) throws IOException {
      try {
        assertThat(receive(at)).isEqualTo(-1);
      } catch (SocketException e) {
        assertThat(e).hasMessageContaining("reset");
      }
    }

    void expectNothing(Socket at) throws IOException {
      at.setSoTimeout(SOON);
      assertThatThrownBy(() -> at.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);
    }
  }

  private Connection connect(int senderPort) throws IOException {
    assertThat(ProcessWait.until(Duration.ofSeconds(10), this::canConnect)).isTrue();
    Socket ignored = second.accept();
    ignored.close();
    Socket near = new Socket(network.node(2).host(), network.node(2).port());
    Socket far = second.accept();
    DataOutputStream out = new DataOutputStream(near.getOutputStream());
    out.write(new byte[HANDSHAKE]);
    assertThat(far.getInputStream().readNBytes(HANDSHAKE)).hasSize(HANDSHAKE);
    far.getOutputStream().write(1);
    assertThat(near.getInputStream().read()).as("answer to the handshake").isEqualTo(1);
    out.write(new byte[] {4, 127, 0, 0, 1});
    out.writeInt(senderPort);
    assertThat(far.getInputStream().readNBytes(ADDRESS)).startsWith(4, 127, 0, 0, 1);
    return new Connection(near, far);
  }

  @Test
  void aLinkThatIsCutHoldsBackWhatGoesThatWayUntilItIsHealed() throws IOException {
    Connection connection = connect(network.node(1).port());
    network.cut(1, 2);
    connection.send(connection.near, 7);
    connection.expectNothing(connection.far);
    connection.send(connection.far, 8);
    assertThat(connection.receive(connection.near)).as("the other way").isEqualTo(8);
    network.heal(1, 2);
    assertThat(connection.receive(connection.far)).isEqualTo(7);
  }

  @Test
  void answersAreHeldBackToo() throws IOException {
    Connection connection = connect(network.node(1).port());
    network.cut(2, 1);
    connection.send(connection.near, 7);
    assertThat(connection.receive(connection.far)).isEqualTo(7);
    connection.send(connection.far, 8);
    connection.expectNothing(connection.near);
    network.heal(2, 1);
    assertThat(connection.receive(connection.near)).isEqualTo(8);
  }

  @Test
  void clientsAreNotConcerned() throws IOException {
    network.cut(1, 2);
    network.cut(2, 1);
    Connection connection = connect(network.newClient().port());
    connection.send(connection.near, 7);
    assertThat(connection.receive(connection.far)).isEqualTo(7);
    connection.send(connection.far, 8);
    assertThat(connection.receive(connection.near)).isEqualTo(8);
  }

  @Test
  void theEndOfOneSideIsPassedOnToTheOther() throws IOException {
    Connection nodeDies = connect(network.node(1).port());
    nodeDies.far.close();
    nodeDies.expectEnd(nodeDies.near);
    Connection peerDies = connect(network.node(1).port());
    peerDies.near.close();
    peerDies.expectEnd(peerDies.far);
  }

  @Test
  void aNodeThatIsNotThereIsNotToBeReachedUntilItIsBack() throws IOException {
    connect(network.node(1).port());
    second.close();
    assertThat(ProcessWait.until(Duration.ofSeconds(10), () -> !canConnect()))
        .as("connections are refused")
        .isTrue();
    listen();
    connect(network.node(1).port());
  }

  private boolean canConnect() {
    try {
      new Socket(network.node(2).host(), network.node(2).port()).close();
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
