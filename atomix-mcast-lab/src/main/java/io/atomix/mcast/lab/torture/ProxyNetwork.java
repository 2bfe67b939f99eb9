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

import io.atomix.mcast.agent.http.HttpAddress;
import io.atomix.mcast.testing.FreePorts;
import java.util.ArrayList;
import java.util.List;

/**
 * Ports of 127.0.0.1, and a proxy in this process before each node. Others know a node by the port
 * of its proxy, which finds out whose connection it is from the first message in it; a link that is
 * cut lets nothing through, but closes nothing. Not thread-safe.
 */
final class ProxyNetwork implements Network {
  private static final String HOST = "127.0.0.1";

  private final List<NodeAddress> places = new ArrayList<>();
  private final List<HttpAddress> pages = new ArrayList<>();
  private final List<Proxy> proxies = new ArrayList<>();
  private final Links links = new Links();

  /** Starts the proxies. */
  ProxyNetwork(int nodes) {
    List<Integer> ports = FreePorts.find(3 * nodes);
    for (int node = 1; node <= nodes; node++) {
      places.add(new NodeAddress(HOST, ports.get(node - 1), ports.get(nodes + node - 1)));
      pages.add(new HttpAddress(HOST, ports.get(2 * nodes + node - 1)));
    }
    for (int node = 1; node <= nodes; node++) {
      proxies.add(Proxy.start(node, places, links));
    }
  }

  @Override
  public String description() {
    return "a proxy in user space before each node, on 127.0.0.1; namespaces need root and"
        + " iproute2";
  }

  @Override
  public NodeAddress node(int number) {
    return places.get(number - 1);
  }

  @Override
  public HttpAddress http(int number) {
    return pages.get(number - 1);
  }

  @Override
  public NodeAddress newClient() {
    int port = FreePorts.find(1).get(0);
    return new NodeAddress(HOST, port, port);
  }

  @Override
  public List<String> nodePrefix(int number) {
    return List.of();
  }

  @Override
  public List<String> clientPrefix() {
    return List.of();
  }

  @Override
  public void cut(int from, int to) {
    links.cut(from, to);
  }

  @Override
  public void heal(int from, int to) {
    links.heal(from, to);
  }

  @Override
  public void close() {
    proxies.forEach(Proxy::close);
  }
}
