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
package io.atomix.mcast.agent.doctor;

import io.atomix.cluster.ClusterConfig;
import io.atomix.cluster.messaging.MessagingConfig;
import io.atomix.cluster.messaging.MessagingException;
import io.atomix.cluster.messaging.impl.NettyMessagingService;
import io.atomix.utils.net.Address;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Tries to reach other members from here, without being one. */
final class AddressProbe implements AutoCloseable {
  /** Nobody serves it: a member of the same cluster says so. */
  private static final String SUBJECT = "mcast-doctor";

  private final Duration patience;
  private final String clusterId;
  private final NettyMessagingService messaging;

  /** Results of a try. */
  enum Reached {
    /** A member of the cluster answers there. */
    MEMBER,
    /** Somebody listens there, and does not answer as a member of this cluster does. */
    STRANGER,
    /** It cannot be connected to. */
    NOBODY
  }

  /**
   * Result of a try.
   *
   * @param words what happened, such as {@code nothing listens there}
   */
  record ReachAttempt(Reached reached, String words) {}

  private AddressProbe(Duration patience, String clusterId, NettyMessagingService messaging) {
    this.patience = patience;
    this.clusterId = clusterId;
    this.messaging = messaging;
  }

  /**
   * Makes a probe that only connects, and takes for members all that listen.
   *
   * @param patience how long each try may take
   */
  static AddressProbe plain(Duration patience) {
    return new AddressProbe(patience, null, null);
  }

  /**
   * Makes a probe that sends messages as the nodes of a cluster do, with TLS if they have it, from
   * a free port. Where no port can be opened it only connects.
   */
  static AddressProbe of(ClusterConfig cluster, Duration patience) {
    List<String> interfaces = cluster.getMessagingConfig().getInterfaces();
    String host =
        interfaces.isEmpty() ? cluster.getNodeConfig().getAddress().host() : interfaces.get(0);
    try {
      Address address = Address.from(host, freePort(host));
      NettyMessagingService messaging =
          new NettyMessagingService(
              cluster.getClusterId(),
              address,
              new MessagingConfig()
                  .setInterfaces(List.of(host))
                  .setTlsConfig(cluster.getMessagingConfig().getTlsConfig()));
      messaging.start().join();
      return new AddressProbe(patience, cluster.getClusterId(), messaging);
    } catch (IOException | CompletionException e) {
      return plain(patience);
    }
  }

  private static int freePort(String host) throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(host))) {
      return socket.getLocalPort();
    }
  }

  /** Tries one address, for twice the patience at most. */
  ReachAttempt attempt(Address address) throws InterruptedException {
    InetSocketAddress remote = new InetSocketAddress(address.host(), address.port());
    if (remote.isUnresolved()) {
      return new ReachAttempt(Reached.NOBODY, "there is no host of this name");
    }
    try (Socket socket = new Socket()) {
      socket.connect(remote, (int) patience.toMillis());
    } catch (SocketTimeoutException e) {
      return new ReachAttempt(
          Reached.NOBODY,
          "no answer in " + patience.toSeconds() + " s, as if a firewall were there");
    } catch (ConnectException e) {
      return new ReachAttempt(Reached.NOBODY, "nothing listens there");
    } catch (IOException e) {
      return new ReachAttempt(Reached.NOBODY, e.getMessage());
    }
    return messaging == null ? new ReachAttempt(Reached.MEMBER, "it listens there") : ask(address);
  }

  private ReachAttempt ask(Address address) throws InterruptedException {
    try {
      messaging
          .sendAndReceive(address, SUBJECT, new byte[0], false, patience)
          .get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return new ReachAttempt(Reached.MEMBER, "it answers");
    } catch (ExecutionException e) {
      return e.getCause() instanceof MessagingException.NoRemoteHandler
          ? new ReachAttempt(Reached.MEMBER, "it answers")
          : stranger(", but fails with " + e.getCause().getMessage());
    } catch (TimeoutException e) {
      return stranger(", but does not answer messages of the cluster '" + clusterId + "'");
    }
  }

  private static ReachAttempt stranger(String but) {
    return new ReachAttempt(Reached.STRANGER, "somebody listens there" + but);
  }

  /** Begins to stop what sends messages, which takes Netty seconds. */
  @Override
  public void close() {
    if (messaging != null) {
      messaging.stop();
    }
  }
}
