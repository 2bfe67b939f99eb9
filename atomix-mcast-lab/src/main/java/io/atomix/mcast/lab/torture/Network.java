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
import java.util.List;

/** Connects the nodes with each other and with the clients, and cuts links between nodes. */
interface Network extends AutoCloseable {

  /**
   * Address at which someone is reached.
   *
   * @param port what the others are told
   * @param bound where it really listens; the same unless there is something in between
   */
  record NodeAddress(String host, int port, int bound) {}

  /** Returns a description of the network, for the first lines of a run. */
  String description();

  /** Returns the place of a node, from 1 on. */
  NodeAddress node(int number);

  /**
   * Returns the address at which a node serves HTTP, as its clients reach it; links that are cut do
   * not matter there.
   */
  HttpAddress http(int number);

  /** A place for another client. */
  NodeAddress newClient();

  /** Returns the words that have to come before the command of a node. */
  List<String> nodePrefix(int number);

  /** Returns the words that have to come before the command of a client. */
  List<String> clientPrefix();

  /** Lets nothing through from one node to another any more, and does not say so to either. */
  void cut(int from, int to);

  /** Lets it through again. */
  void heal(int from, int to);

  /** Takes it down; whoever uses it must have ended. */
  @Override
  void close();
}
