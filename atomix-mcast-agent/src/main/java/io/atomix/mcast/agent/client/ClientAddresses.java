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
package io.atomix.mcast.agent.client;

import io.atomix.mcast.agent.CommandException;
import io.atomix.mcast.agent.client.ClientOptions.AddressConverter;
import io.atomix.utils.net.Address;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/** Finds the address at which members reach a client. */
final class ClientAddresses {
  private ClientAddresses() {}

  /**
   * Checks what the option says.
   *
   * @throws IllegalArgumentException if it is no {@code HOST[:PORT]}
   */
  static void check(String text) {
    if (hasPort(text)) {
      AddressConverter.parse(text);
    } else if (text.isBlank() || text.contains("/")) {
      throw new IllegalArgumentException("'" + text + "' is not HOST[:PORT]");
    }
  }

  /**
   * Returns an address that can be bound just now.
   *
   * @param named as the option says, or null
   * @param reaching an address of this machine from which a member was reached
   * @throws CommandException if there is none
   */
  static Address find(String named, InetAddress reaching) {
    if (named != null && hasPort(named)) {
      Address address = AddressConverter.parse(named);
      bind(address.host(), address.port());
      return address;
    }
    String host = named == null ? reaching.getHostAddress() : named;
    return Address.from(host, bind(host, 0));
  }

  private static boolean hasPort(String text) {
    return text.lastIndexOf(':') > text.lastIndexOf(']') && text.indexOf(':') >= 0;
  }

  private static int bind(String host, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      InetAddress address = InetAddress.getByName(host.replaceAll("[\\[\\]]", ""));
      socket.bind(new InetSocketAddress(address, port));
      return socket.getLocalPort();
    } catch (UnknownHostException e) {
      throw new CommandException(
          "--client-address: there is no host " + host + "; name one of this machine", e);
    } catch (IOException e) {
      throw new CommandException(
          "Cannot listen at "
              + host
              + (port == 0 ? "" : ":" + port)
              + " for the members' answers; choose another --client-address",
          e);
    }
  }
}
