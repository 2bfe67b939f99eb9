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
import io.atomix.mcast.agent.http.HttpAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * A network namespace for each node and one for all clients, which also has the bridge between
 * them. A link is cut by sending what goes to the other node's address to a network card that does
 * not exist: packets vanish, as with a broken switch. Needs root and iproute2. Not thread-safe.
 */
final class NamespaceNetwork implements Network {
  private static final String NET = "10.91.0.";
  private static final int HUB = 254;
  private static final int NODE_PORT = 20_100;
  private static final int HTTP_PORT = 20_101;
  private static final int CLIENT_PORT = 20_200;
  private static final String NOBODY = "02:00:00:00:00:fe";

  private final String name = "mcast" + ProcessHandle.current().pid();
  private final List<String> namespaces = new ArrayList<>();
  private int clients;

  /** Makes the namespaces. */
  NamespaceNetwork(int nodes) {
    try {
      add(hub());
      in(hub(), "link add br0 type bridge");
      in(hub(), "addr add " + NET + HUB + "/24 dev br0");
      in(hub(), "link set br0 up");
      for (int node = 1; node <= nodes; node++) {
        add(namespace(node));
        in(hub(), "link add v" + node + " type veth peer name eth0 netns " + namespace(node));
        in(hub(), "link set v" + node + " master br0 up");
        in(namespace(node), "addr add " + NET + node + "/24 dev eth0");
        in(namespace(node), "link set eth0 up");
      }
    } catch (CommandException e) {
      close();
      throw e;
    }
  }

  /** Returns whether this machine lets us do that. */
  static boolean isPossible() {
    String probe = "mcast" + ProcessHandle.current().pid() + "probe";
    return Shell.succeeds("ip", "netns", "add", probe)
        && Shell.succeeds("ip", "netns", "del", probe);
  }

  @Override
  public String description() {
    return "network namespaces " + name + "-*, links cut by losing packets silently";
  }

  @Override
  public NodeAddress node(int number) {
    return new NodeAddress(NET + number, NODE_PORT, NODE_PORT);
  }

  @Override
  public HttpAddress http(int number) {
    return new HttpAddress(NET + number, HTTP_PORT);
  }

  @Override
  public NodeAddress newClient() {
    int port = CLIENT_PORT + clients++;
    return new NodeAddress(NET + HUB, port, port);
  }

  @Override
  public List<String> nodePrefix(int number) {
    return List.of("ip", "netns", "exec", namespace(number));
  }

  @Override
  public List<String> clientPrefix() {
    return List.of("ip", "netns", "exec", hub());
  }

  @Override
  public void cut(int from, int to) {
    in(namespace(from), "neigh replace " + NET + to + " lladdr " + NOBODY + " dev eth0");
  }

  @Override
  public void heal(int from, int to) {
    in(namespace(from), "neigh del " + NET + to + " dev eth0");
  }

  @Override
  public void close() {
    // With a namespace go its ends of the links.
    namespaces.forEach(namespace -> Shell.succeeds("ip", "netns", "del", namespace));
    namespaces.clear();
  }

  private void add(String namespace) {
    Shell.run("ip", "netns", "add", namespace);
    namespaces.add(namespace);
    in(namespace, "link set lo up");
  }

  private String hub() {
    return name + "-clients";
  }

  private String namespace(int node) {
    return name + "-m" + node;
  }

  private static void in(String namespace, String arguments) {
    List<String> command = new ArrayList<>(List.of("ip", "-n", namespace));
    command.addAll(List.of(arguments.split(" ")));
    Shell.run(command);
  }
}
