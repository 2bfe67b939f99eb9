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

import io.atomix.mcast.agent.CommandException;
import io.atomix.mcast.lab.torture.Network.NodeAddress;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands before one node: passes on what comes to its port, TCP and UDP, as far as {@link Links}
 * allow. A connection of Atomix begins with six bytes of handshake, and the first message with the
 * sender's address; a datagram comes from the port where the sender listens.
 */
final class Proxy implements AutoCloseable {
  /** Not the number of a node. */
  private static final int CLIENT = 0;

  private static final int HANDSHAKE = 6;
  private static final int POLL_MILLIS = 30;
  private static final int BUFFER = 64 * 1024;

  private final int node;
  private final List<NodeAddress> places;
  private final Links links;
  private final DatagramSocket datagrams;
  private volatile boolean closed;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private Proxy(int node, List<NodeAddress> places, Links links) throws IOException {
    this.node = node;
    this.places = places;
    this.links = links;
    NodeAddress place = places.get(node - 1);
    datagrams = new DatagramSocket(new InetSocketAddress(place.host(), place.port()));
  }

  /** Starts one. */
  static Proxy start(int node, List<NodeAddress> places, Links links) {
    try {
      Proxy proxy = new Proxy(node, places, links);
      proxy.thread("accept", proxy::accept);
      proxy.thread("datagrams", proxy::passDatagrams);
      return proxy;
    } catch (IOException e) {
      throw new CommandException("Cannot listen at " + places.get(node - 1) + " for m" + node, e);
    }
  }

  private interface ProxyTask {
    void run() throws IOException, InterruptedException;
  }

  private void thread(String name, ProxyTask task) {
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (IOException e) {
                // Closed, by whichever side.
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "proxy-m" + node + "-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Listens while the node does. Were connections accepted for a node that is not there, Atomix
   * 3.1.12 might wait for them for ever: it does not notice one that ends during the handshake.
   */
  private void accept() throws IOException, InterruptedException {
    NodeAddress place = places.get(node - 1);
    while (!closed) {
      if (!Listeners.isThere(place.bound())) {
        Thread.sleep(POLL_MILLIS);
        continue;
      }
      try (ServerSocket server = listen(place)) {
        while (!closed && Listeners.isThere(place.bound())) {
          acceptOne(server);
        }
      }
    }
  }

  private static ServerSocket listen(NodeAddress place) throws IOException {
    ServerSocket server = new ServerSocket();
    server.setReuseAddress(true);
    server.setSoTimeout(POLL_MILLIS);
    server.bind(new InetSocketAddress(place.host(), place.port()));
    return server;
  }

  private void acceptOne(ServerSocket server) throws IOException {
    try {
      Socket from = server.accept();
      thread("connection", () -> connect(from));
    } catch (SocketTimeoutException e) {
      // Time to see whether the node is still there.
    }
  }

  private void connect(Socket from) throws IOException, InterruptedException {
    NodeAddress place = places.get(node - 1);
    open.add(from);
    // A reset, should the node have gone just now.
    from.setSoLinger(true, 0);
    try (from;
        Socket to = new Socket(place.host(), place.bound())) {
      open.add(to);
      from.setTcpNoDelay(true);
      to.setTcpNoDelay(true);
      DataInputStream in = new DataInputStream(from.getInputStream());
      to.getOutputStream().write(in.readNBytes(HANDSHAKE));
      AtomicInteger peer = new AtomicInteger(CLIENT);
      // Answers to the handshake come before it is known who asks.
      thread(
          "back",
          () -> {
            // When the node dies, its peers have to learn of it.
            try (from;
                to) {
              pass(
                  to.getInputStream(), from.getOutputStream(), () -> links.await(node, peer.get()));
            } finally {
              open.remove(to);
            }
          });
      byte[] host = new byte[in.readByte()];
      in.readFully(host);
      int port = in.readInt();
      peer.set(nodeAt(port, true));
      links.await(peer.get(), node);
      to.getOutputStream()
          .write(
              ByteBuffer.allocate(1 + host.length + Integer.BYTES)
                  .put((byte) host.length)
                  .put(host)
                  .putInt(port)
                  .array());
      pass(in, to.getOutputStream(), () -> links.await(peer.get(), node));
    } finally {
      open.remove(from);
    }
  }

  private static void pass(InputStream in, OutputStream out, ProxyTask permission)
      throws IOException, InterruptedException {
    byte[] bytes = new byte[BUFFER];
    for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
      permission.run();
      out.write(bytes, 0, read);
    }
  }

  private void passDatagrams() throws IOException {
    byte[] bytes = new byte[BUFFER];
    NodeAddress place = places.get(node - 1);
    InetSocketAddress to =
        new InetSocketAddress(InetAddress.getByName(place.host()), place.bound());
    while (!datagrams.isClosed()) {
      DatagramPacket packet = new DatagramPacket(bytes, bytes.length);
      datagrams.receive(packet);
      if (!links.isCut(nodeAt(packet.getPort(), false), node)) {
        packet.setSocketAddress(to);
        datagrams.send(packet);
      }
    }
  }

  private int nodeAt(int port, boolean known) {
    for (int i = 0; i < places.size(); i++) {
      if (port == (known ? places.get(i).port() : places.get(i).bound())) {
        return i + 1;
      }
    }
    return CLIENT;
  }

  @Override
  public void close() {
    try {
      closed = true;
      datagrams.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new CommandException("Cannot close the proxy of m" + node, e);
    }
  }
}
