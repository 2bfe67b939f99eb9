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
package io.atomix.mcast.agent.http;

import java.net.InetSocketAddress;
import java.net.URI;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Address at which an agent serves HTTP.
 *
 * @param host a name or address
 * @param port 0 to let the system choose one, where something is to listen
 */
public record HttpAddress(String host, int port) {
  private static final String LOOPBACK = "127.0.0.1";
  private static final int HIGHEST_PORT = 65_535;

  /**
   * Reads {@code HOST:PORT}, {@code [IPV6]:PORT}, or {@code PORT} alone, which means the loopback
   * address.
   *
   * @throws IllegalArgumentException if it is none of them
   */
  public static HttpAddress parse(String text) {
    int colon = text.lastIndexOf(':');
    String host = colon <= 0 ? LOOPBACK : text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.contains(":")) {
      throw notAnAddress(text);
    }
    try {
      int port = Integer.parseInt(text.substring(colon + 1));
      if (port >= 0 && port <= HIGHEST_PORT) {
        return new HttpAddress(host, port);
      }
    } catch (NumberFormatException e) {
      throw notAnAddress(text);
    }
    throw notAnAddress(text);
  }

  private static IllegalArgumentException notAnAddress(String text) {
    return new IllegalArgumentException(
        "'" + text + "' is not HOST:PORT, such as 127.0.0.1:8080, nor a port");
  }

  /**
   * Returns where others find who listens here.
   *
   * @param host the name of this machine for others, which stands for all its addresses
   */
  public HttpAddress asSeenFromOthers(String host) {
    return socket().getAddress() != null && socket().getAddress().isAnyLocalAddress()
        ? new HttpAddress(host, port)
        : this;
  }

  InetSocketAddress socket() {
    return new InetSocketAddress(host, port);
  }

  /** Returns the address of a page, such as {@code /status}. */
  public URI uri(String path) {
    return URI.create("http://" + this + path);
  }

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  /** Lets options have such an address. */
  public static final class Converter implements ITypeConverter<HttpAddress> {
    @Override
    public HttpAddress convert(String text) {
      try {
        return parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
