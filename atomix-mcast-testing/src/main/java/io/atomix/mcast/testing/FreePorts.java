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
package io.atomix.mcast.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds free ports of the loopback interface, below the range that systems take those of outgoing
 * connections from: a port of that range may be gone by the time a node binds it.
 */
public final class FreePorts {
  private static final int LOWEST = 12_000;
  private static final int HIGHEST = 30_000;
  private static final int ATTEMPTS = 1_000;

  private FreePorts() {}

  /**
   * Returns so many different ports that could be bound just now.
   *
   * @throws IllegalStateException if there are not as many
   */
  public static List<Integer> find(int count) {
    List<Integer> ports = new ArrayList<>();
    for (int attempt = 0; attempt < ATTEMPTS && ports.size() < count; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      if (!ports.contains(port) && isFree(port)) {
        ports.add(port);
      }
    }
    if (ports.size() < count) {
      throw new IllegalStateException(
          "Found only the ports "
              + ports
              + " free on 127.0.0.1 between "
              + LOWEST
              + " and "
              + HIGHEST
              + " in "
              + ATTEMPTS
              + " attempts, need "
              + count
              + ": end programs that listen there");
    }
    return ports;
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
