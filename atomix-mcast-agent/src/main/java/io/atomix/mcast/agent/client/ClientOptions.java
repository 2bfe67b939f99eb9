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

import io.atomix.cluster.NodeConfig;
import io.atomix.cluster.discovery.BootstrapDiscoveryConfig;
import io.atomix.core.AtomixConfig;
import io.atomix.mcast.agent.NodeFactory;
import io.atomix.utils.net.Address;
import java.io.File;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/**
 * The options by which a command names the cluster that it is a client of: {@code --config FILE},
 * or {@code --connect HOST:PORT} with {@code --cluster-id ID}. A command has them as a mixin:
 *
 * <pre>{@code
 * @Mixin private ClientOptions options;
 * ...
 * try (ClientNode client = options.connect()) {
 *   client.atomix().getAtomicMap("accounts") ...
 * }
 * }</pre>
 */
public final class ClientOptions {
  private static final int HIGHEST_PORT = 65_535;

  /** The client that there is already, or null. */
  private final ClientNode existing;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description =
          "Configuration file of the cluster, a client's or a member's: its cluster id, where"
              + " its members are, TLS and primitives count; the client takes a name and a port"
              + " of its own, and no partition group.")
  private File config;

  @Option(
      names = "--connect",
      split = ",",
      paramLabel = "HOST:PORT",
      converter = AddressConverter.class,
      description = "Addresses of members, one at least, separated by commas; instead of --config.")
  private List<Address> addresses;

  @Option(
      names = "--cluster-id",
      paramLabel = "ID",
      description = "The members' cluster.clusterId; with --connect.")
  private String clusterId;

  @Option(
      names = "--client-address",
      paramLabel = "HOST[:PORT]",
      description =
          "Where members reach this client (default: the address of this machine from which it"
              + " reaches a member, and a free port).")
  private String clientAddress;

  @Option(
      names = "--connect-timeout",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description = "Time to reach the cluster, in seconds (default: ${DEFAULT-VALUE}).")
  private int timeoutSeconds;

  /** Creates options that start a client. */
  public ClientOptions() {
    this(null);
  }

  /** Creates options of a command that uses a client which there is already. */
  ClientOptions(ClientNode existing) {
    this.existing = existing;
  }

  /**
   * Returns a running client, which the caller closes. It has no replica of any group.
   *
   * @throws ParameterException if the options are not complete, or contradict each other
   * @throws io.atomix.mcast.agent.CommandException if the file is wrong or the cluster cannot be
   *     reached; says which addresses were tried, and what happened
   */
  public ClientNode connect() {
    if (existing != null) {
      if (config != null || addresses != null || clusterId != null) {
        throw wrong("The cluster is named for the whole batch: leave out the options that name it");
      }
      return existing.borrowed();
    }
    check();
    Duration timeout = Duration.ofSeconds(timeoutSeconds);
    AtomixConfig node = config == null ? named() : NodeFactory.configuration(config);
    String source = config == null ? "--connect" : config.toString();
    return ClientNode.start(node, known(node, addresses), clientAddress, timeout, source);
  }

  private void check() {
    if ((config == null) == (addresses == null)) {
      throw wrong(
          config == null
              ? "Name the cluster: --config FILE, or --connect HOST:PORT[,...] --cluster-id ID"
              : "--config and --connect both name a cluster: leave out one of them");
    }
    if (config == null && clusterId == null) {
      throw wrong(
          "--connect needs --cluster-id ID, the cluster.clusterId of the members' configuration");
    }
    if (config != null && clusterId != null) {
      throw wrong("--cluster-id goes with --connect; with --config the file names the cluster");
    }
    if (timeoutSeconds < 1) {
      throw wrong("--connect-timeout needs a number of seconds from 1 on, not " + timeoutSeconds);
    }
    if (clientAddress != null) {
      try {
        ClientAddresses.check(clientAddress);
      } catch (IllegalArgumentException e) {
        throw wrong("--client-address: " + e.getMessage());
      }
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }

  private AtomixConfig named() {
    AtomixConfig node = new AtomixConfig();
    node.getClusterConfig()
        .setClusterId(clusterId)
        .setDiscoveryConfig(
            new BootstrapDiscoveryConfig()
                .setNodes(
                    addresses.stream()
                        .map(
                            address ->
                                new NodeConfig().setHost(address.host()).setPort(address.port()))
                        .toList()));
    return node;
  }

  /** The addresses of members that are known before any is asked; none with other discoveries. */
  private static List<Address> known(AtomixConfig node, List<Address> named) {
    if (named != null) {
      return named;
    }
    return NodeFactory.bootstrapNodes(node).stream()
        .map(member -> Address.from(member.getHost(), member.getPort()))
        .toList();
  }

  /** Reads {@code HOST:PORT}, or {@code [IPV6]:PORT}. */
  static final class AddressConverter implements ITypeConverter<Address> {
    @Override
    public Address convert(String text) {
      try {
        return parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }

    /** Returns the address, which is not resolved; fails if there is no host or no port. */
    static Address parse(String text) {
      int colon = text.lastIndexOf(':');
      String host = colon < 0 ? "" : text.substring(0, colon);
      if (host.startsWith("[") && host.endsWith("]")) {
        host = host.substring(1, host.length() - 1);
      } else if (host.contains(":")) {
        host = "";
      }
      String port = text.substring(colon + 1);
      if (host.isBlank() || !port.matches("\\d{1,5}")) {
        throw new IllegalArgumentException("'" + text + "' is not HOST:PORT, such as m1:5679");
      }
      int number = Integer.parseInt(port);
      if (number < 1 || number > HIGHEST_PORT) {
        throw new IllegalArgumentException(
            "'" + text + "': a port is a number from 1 to " + HIGHEST_PORT);
      }
      return Address.from(host, number);
    }
  }
}
