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

import io.atomix.cluster.ClusterConfig;
import io.atomix.cluster.Member;
import io.atomix.cluster.MemberConfig;
import io.atomix.cluster.messaging.ManagedMessagingService;
import io.atomix.core.Atomix;
import io.atomix.core.AtomixConfig;
import io.atomix.mcast.agent.CommandException;
import io.atomix.mcast.agent.NodeFactory;
import io.atomix.mcast.time.LocalTime;
import io.atomix.primitive.partition.PartitionGroup;
import io.atomix.utils.net.Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** A running node of a command: it holds no partition, and is stopped when it is closed. */
public final class ClientNode implements AutoCloseable {
  private static final int STARTS = 3;
  private static final Duration STOP = Duration.ofSeconds(10);
  private static final Duration TOLD_OF_GROUPS = Duration.ofSeconds(1);
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final Atomix node;
  private final boolean borrowed;
  private final Thread onExit = new Thread(this::stopOnExit, "mcast-client-stop");

  private ClientNode(Atomix node, boolean borrowed) {
    this.node = node;
    this.borrowed = borrowed;
    if (!borrowed) {
      Runtime.getRuntime().addShutdownHook(onExit);
    }
  }

  /**
   * Starts a client.
   *
   * @param config the cluster; all but its node, groups and profiles counts
   * @param members addresses of members; none if the configuration finds them otherwise
   * @param clientAddress as in the options; may be null
   * @param timeout how long it may take until the cluster is reached
   * @param source what named the cluster, for messages
   */
  static ClientNode start(
      AtomixConfig config,
      List<Address> members,
      String clientAddress,
      Duration timeout,
      String source) {
    long end = LocalTime.nanos() + timeout.toNanos();
    try {
      MemberProbe probe = MemberProbe.of(members, timeout);
      if (!members.isEmpty() && probe.local() == null) {
        throw new CommandException(
            "No member of the cluster '%s' (%s) can be reached; tried %s. Does a member run there,"
                    .formatted(config.getClusterConfig().getClusterId(), source, probe.tried())
                + " and is its port open to this machine?");
      }
      for (int left = STARTS; ; left--) {
        try {
          return new ClientNode(
              started(client(config, clientAddress, probe.local()), probe, end, timeout), false);
        } catch (ExecutionException e) {
          if (left == 1 || !isWorthAnother(e, clientAddress)) {
            throw new CommandException(
                "Cannot start a client of the cluster '%s' (%s)"
                    .formatted(config.getClusterConfig().getClusterId(), source),
                e.getCause());
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("Interrupted while the cluster was sought");
    }
  }

  /**
   * Returns whether a member was just leaving, or another program has taken the free port
   * meanwhile.
   */
  private static boolean isWorthAnother(ExecutionException failure, String clientAddress) {
    boolean bind =
        String.valueOf(failure.getCause()).contains("BindException") && clientAddress == null;
    return bind || NodeFactory.isOthersLeaving(failure);
  }

  /** Returns the configuration of a client of the same cluster, with an address of its own. */
  private static AtomixConfig client(
      AtomixConfig config, String clientAddress, InetAddress reaching) {
    ClusterConfig cluster = config.getClusterConfig();
    InetAddress fallback = reaching == null ? InetAddress.getLoopbackAddress() : reaching;
    String named =
        clientAddress == null && reaching == null
            ? cluster.getNodeConfig().getHost()
            : clientAddress;
    Address address = ClientAddresses.find(named, fallback);
    cluster.setNodeConfig(
        new MemberConfig().setId("mcast-" + UUID.randomUUID()).setAddress(address));
    cluster.getMessagingConfig().setInterfaces(List.of(address.host())).setPort(null);
    return new AtomixConfig()
        .setClusterConfig(cluster)
        .setPrimitiveDefaults(config.getPrimitiveDefaults())
        .setPrimitives(config.getPrimitives())
        .setTypeRegistrationRequired(config.isTypeRegistrationRequired())
        .setCompatibleSerialization(config.isCompatibleSerialization());
  }

  private static Atomix started(AtomixConfig config, MemberProbe probe, long end, Duration timeout)
      throws InterruptedException, ExecutionException {
    Atomix node = NodeFactory.fromConfiguration(config);
    CompletableFuture<Void> start = node.start();
    try {
      start.get(Math.max(1, end - LocalTime.nanos()), TimeUnit.NANOSECONDS);
      return node;
    } catch (TimeoutException e) {
      String found = seen(node);
      stop(node);
      throw new CommandException(late(config, probe, found, timeout));
    } catch (InterruptedException | ExecutionException e) {
      stop(node);
      throw e;
    }
  }

  private static String seen(Atomix node) {
    Member self = node.getMembershipService().getLocalMember();
    return node.getMembershipService().getMembers().stream()
        .map(Member::id)
        .filter(id -> !id.equals(self.id()))
        .map(id -> id.id())
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private static String late(
      AtomixConfig config, MemberProbe probe, String seen, Duration timeout) {
    String id = config.getClusterConfig().getClusterId();
    if (!seen.isEmpty()) {
      return ("The cluster '%s' answers (%s), but its partition groups did not let the client in"
              + " within %d s: a majority of their members may be down; ask bin/mcast status, or"
              + " wait longer with --connect-timeout")
          .formatted(id, seen, timeout.toSeconds());
    }
    return probe.attempts().isEmpty()
        ? "No member of the cluster '%s' was found within %d s by the discovery of the configuration"
            .formatted(id, timeout.toSeconds())
        : ("%s answers, but not as a member of a cluster '%s' within %d s: is that the members'"
                + " cluster.clusterId, do they use TLS or another version of Atomix, can they reach"
                + " %s?")
            .formatted(
                probe.reached(),
                id,
                timeout.toSeconds(),
                config.getClusterConfig().getNodeConfig().getAddress());
  }

  /** Returns this client for one that uses it and goes; closing that does nothing. */
  ClientNode borrowed() {
    return new ClientNode(node, true);
  }

  /**
   * Returns a factory of command lines whose commands use this client, instead of starting one as
   * {@link ClientOptions} say.
   */
  public IFactory factory() {
    IFactory others = CommandLine.defaultFactory();
    return new IFactory() {
      @Override
      public <K> K create(Class<K> type) throws Exception {
        return type == ClientOptions.class
            ? type.cast(new ClientOptions(ClientNode.this))
            : others.create(type);
      }
    };
  }

  /** Returns the running node. */
  public Atomix atomix() {
    return node;
  }

  /**
   * Returns a partition group of the cluster. A group of which the client has not heard yet is
   * waited for, for up to a second.
   *
   * @throws CommandException if there is no such group; names those that there are
   */
  public PartitionGroup group(String name) {
    long end = LocalTime.nanos() + TOLD_OF_GROUPS.toNanos();
    PartitionGroup group = node.getPartitionService().getPartitionGroup(name);
    while (group == null && LocalTime.nanos() - end < 0) {
      if (!pause()) {
        throw new CancellationException("Interrupted while the group was sought");
      }
      group = node.getPartitionService().getPartitionGroup(name);
    }
    if (group == null) {
      throw new CommandException(
          "The cluster has no partition group '%s'; it has %s".formatted(name, groups()));
    }
    return group;
  }

  private String groups() {
    return node.getPartitionService().getPartitionGroups().stream()
        .map(each -> each.name() + " (" + each.type().name() + ")")
        .sorted()
        .collect(Collectors.joining(", "));
  }

  /**
   * Ends the sessions, leaves the cluster and stops listening, within 10 seconds; says nothing if
   * the cluster does not answer meanwhile. Threads of Netty, which wait 2 seconds for late work,
   * end after that by themselves.
   */
  @Override
  public void close() {
    if (borrowed) {
      return;
    }
    stop(node);
    try {
      Runtime.getRuntime().removeShutdownHook(onExit);
    } catch (IllegalStateException e) {
      // The JVM is ending, and waits for it to do nothing.
    }
  }

  /** Leaves the cluster when the command is ended by a signal, so that sessions end at once. */
  private void stopOnExit() {
    if (node.isRunning()) {
      stop(node);
    }
  }

  private static void stop(Atomix node) {
    long end = LocalTime.nanos() + STOP.toNanos();
    CompletableFuture<Void> stopped = node.stop();
    while (!stopped.isDone() && isListening(node) && LocalTime.nanos() - end < 0) {
      if (!pause()) {
        return;
      }
    }
  }

  private static boolean isListening(Atomix node) {
    return !(node.getMessagingService() instanceof ManagedMessagingService messaging)
        || messaging.isRunning();
  }

  /** Waits a moment; false if this thread is to end. */
  private static boolean pause() {
    try {
      Thread.sleep(PAUSE.toMillis());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
