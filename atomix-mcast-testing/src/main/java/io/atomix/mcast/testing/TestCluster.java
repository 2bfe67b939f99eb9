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

import com.google.common.base.Throwables;
import io.atomix.cluster.MemberConfig;
import io.atomix.cluster.Node;
import io.atomix.cluster.NodeConfig;
import io.atomix.cluster.discovery.BootstrapDiscoveryConfig;
import io.atomix.cluster.discovery.BootstrapDiscoveryProvider;
import io.atomix.core.Atomix;
import io.atomix.core.AtomixBuilder;
import io.atomix.core.AtomixConfig;
import io.atomix.primitive.partition.ManagedPartitionGroup;
import io.atomix.primitive.protocol.ProxyProtocol;
import io.atomix.utils.net.Address;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.FutureTask;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Several Atomix nodes in this JVM, on loopback ports, with their data in a temporary folder. The
 * members are called {@code m1}, {@code m2}, ... and counted from 1. Members can be stopped and
 * restarted with their data; clients, which hold no partition, can be added.
 *
 * <p>Not thread-safe: one test thread at a time changes the cluster. Closing it stops everything,
 * deletes the folder and fails if a thread of it stays.
 */
public final class TestCluster implements AutoCloseable {

  /** The group that primitives under test live in, of the selected backend. */
  public static final String DATA = "data";

  /** The management group. */
  public static final String MANAGEMENT = "system";

  private static final Logger LOGGER = LoggerFactory.getLogger(TestCluster.class);
  private static final Duration START_LIMIT = Duration.ofSeconds(120);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
  private static final String HOST = "127.0.0.1";
  private static final int STARTS = 3;

  /**
   * Threads that outlive a stopped node without our doing: Atomix's work queue proxy never ends its
   * own, and the JDK has one for all delays, which Java 25 calls otherwise.
   */
  private static final List<String> KEPT_BY_OTHERS =
      List.of(
          "atomix-work-queue-",
          "globalEventExecutor-",
          "CompletableFutureDelayScheduler",
          "ForkJoinPool.commonPool-delayScheduler");

  private final Builder settings;
  private final Path folder;
  private final List<Integer> ports;
  private final ThreadGroup threads = new ThreadGroup("test-cluster");
  private final Map<Integer, Atomix> members = new ConcurrentSkipListMap<>();
  private final List<Atomix> clients = new ArrayList<>();
  private int clientCount;
  private GroupsOfNode groupsOfNode;

  /**
   * Makes the partition groups of one node, not started, from the folder for its data and the names
   * of all members.
   */
  @FunctionalInterface
  public interface GroupsOfNode
      extends BiFunction<Path, List<String>, List<ManagedPartitionGroup>> {}

  private TestCluster(Builder settings) {
    this.settings = settings;
    this.groupsOfNode = settings.groups == null ? this::standardGroups : settings.groups;
    this.ports = FreePorts.find(settings.members);
    try {
      this.folder = Files.createTempDirectory("mcast-test-");
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot create a folder for a test cluster", e);
    }
  }

  /**
   * Returns settings of a cluster: three members and one data group of three partitions, unless
   * changed.
   *
   * @param data the kind of the {@link #DATA} group
   */
  public static Builder builder(GroupKind data) {
    return new Builder(data);
  }

  /** Returns the number of members that the cluster was built with, stopped ones included. */
  public int size() {
    return settings.members;
  }

  /** The running member of this number, from 1. */
  public Atomix node(int number) {
    Atomix node = members.get(number);
    if (node == null) {
      throw new IllegalStateException("Member m" + number + " is not running");
    }
    return node;
  }

  /** Returns whether the member of this number was started and not stopped. */
  public boolean isRunning(int number) {
    return members.containsKey(number);
  }

  /** The protocol that places a primitive in the {@link #DATA} group. */
  public ProxyProtocol protocol() {
    return settings.kind.protocol(DATA);
  }

  /** Returns the kind of the {@link #DATA} group. */
  public GroupKind kind() {
    return settings.kind;
  }

  /** Starts a client that learns the partition groups from the members. */
  public Atomix addClient() {
    return startClient(List.of());
  }

  /** Starts a client that has the partition groups in its own configuration. */
  public Atomix addConfiguredClient() {
    return startClient(groups(folder.resolve("client-" + (clientCount + 1))));
  }

  /**
   * As {@link #addConfiguredClient()}, with groups that may differ from the members' in what
   * concerns clients.
   */
  public Atomix addConfiguredClient(GroupsOfNode groups) {
    return startClient(groups.apply(folder.resolve("client-" + (clientCount + 1)), memberNames()));
  }

  /** As {@link #addClient()}, a client that can be cut off. */
  public SeverableAtomix addSeverableClient() {
    clientCount++;
    String name = "client-" + clientCount;
    AtomixConfig config = new AtomixConfig();
    config
        .getClusterConfig()
        .setClusterId(folder.getFileName().toString())
        .setNodeConfig(
            new MemberConfig().setId(name).setAddress(Address.from(HOST, FreePorts.find(1).get(0))))
        .setDiscoveryConfig(
            new BootstrapDiscoveryConfig()
                .setNodes(
                    bootstrapNodes().stream()
                        .map(node -> new NodeConfig().setId(node.id()).setAddress(node.address()))
                        .toList()))
        .getMessagingConfig()
        .setInterfaces(List.of(HOST));
    return inThreadGroup(
        () -> {
          SeverableAtomix client = new SeverableAtomix(config);
          clients.add(client);
          Await.result("start of " + name, START_LIMIT, client.start());
          return client;
        });
  }

  /**
   * Members that start from now on, and clients configured from now on, get these groups: a changed
   * configuration.
   */
  public void reconfigure(GroupsOfNode groups) {
    groupsOfNode = groups;
  }

  /** Stops a client as a process that ends in good order would. */
  public void stopClient(Atomix client) {
    if (!clients.remove(client)) {
      throw new IllegalArgumentException("Not a running client of this cluster: " + client);
    }
    Await.result("stop of a client", STOP_LIMIT, client.stop());
  }

  /** Stops one member; its data stay. */
  public void stop(int number) {
    Atomix node = node(number);
    members.remove(number);
    Await.result("stop of m" + number, STOP_LIMIT, node.stop());
  }

  /** Stops several members at once; their data stay. */
  public void stop(Integer... numbers) {
    List<CompletableFuture<Void>> stops = new ArrayList<>();
    for (int number : numbers) {
      Atomix node = node(number);
      members.remove(number);
      stops.add(node.stop());
    }
    stops.forEach(stop -> Await.result("stop of " + List.of(numbers), STOP_LIMIT, stop));
  }

  /** Starts a stopped member again, on its old data, address and name, and waits until it is up. */
  public void restart(int number) {
    start(List.of(number));
  }

  /** Starts several stopped members together, as after an outage of all. */
  public void restart(Integer... numbers) {
    start(List.of(numbers));
  }

  @Override
  public void close() {
    try {
      List<CompletableFuture<Void>> stops = new ArrayList<>();
      clients.forEach(client -> stops.add(client.stop()));
      members.values().forEach(member -> stops.add(member.stop()));
      clients.clear();
      members.clear();
      Await.result(
          "stop of the cluster",
          STOP_LIMIT,
          CompletableFuture.allOf(stops.toArray(CompletableFuture[]::new)));
    } finally {
      delete(folder);
    }
    Await.until("threads of the cluster are gone", this::threadNames, List::isEmpty);
  }

  /** Returns the folder in which the members keep their data. */
  public Path folder() {
    return folder;
  }

  /**
   * As {@link #restart(int)}, without waiting: a member that brings a new group is up when a
   * majority of the group's members has it.
   */
  public CompletableFuture<Void> beginRestart(int number) {
    return begin(List.of(number));
  }

  private void start(List<Integer> numbers) {
    Await.result("start of members " + numbers, START_LIMIT, begin(numbers));
  }

  private CompletableFuture<Void> begin(List<Integer> numbers) {
    return CompletableFuture.allOf(
        numbers.stream().map(number -> begin(number, STARTS)).toArray(CompletableFuture[]::new));
  }

  /**
   * Starts a member as what looks after a process would: Atomix's {@code SwimMembershipProtocol}
   * fails with a NullPointerException if it is told of a member of a group that has just gone, and
   * then the node has to be started again.
   */
  private CompletableFuture<Void> begin(int number, int starts) {
    Atomix node = inThreadGroup(() -> member(number));
    members.put(number, node);
    CompletableFuture<Void> start = inThreadGroup(node::start);
    return start
        .handle(
            (done, error) -> {
              if (starts == 1 || !isMissingMember(error)) {
                return start;
              }
              LOGGER.warn("m{} has failed to start, and is started again", number, error);
              // Not by the thread that completes this: it is the stopped node's, and interrupted.
              return node.stop()
                  .thenComposeAsync(stopped -> begin(number, starts - 1), TestCluster::inNewThread);
            })
        .thenCompose(Function.identity());
  }

  private static void inNewThread(Runnable task) {
    Thread thread = new Thread(task, "test-cluster-start-again");
    thread.setDaemon(true);
    thread.start();
  }

  private static boolean isMissingMember(Throwable error) {
    return error != null && Throwables.getRootCause(error) instanceof NullPointerException;
  }

  private Atomix member(int number) {
    Path directory = folder.resolve("m" + number);
    return node("m" + number, ports.get(number - 1))
        .withManagementGroup(managementGroup(directory))
        .withPartitionGroups(groups(directory))
        .build();
  }

  private Atomix startClient(List<ManagedPartitionGroup> groups) {
    clientCount++;
    String name = "client-" + clientCount;
    Atomix client =
        inThreadGroup(
            () -> {
              AtomixBuilder builder = node(name, FreePorts.find(1).get(0));
              if (!groups.isEmpty()) {
                builder
                    .withManagementGroup(managementGroup(folder.resolve(name)))
                    .withPartitionGroups(groups);
              }
              Atomix node = builder.build();
              clients.add(node);
              Await.result("start of " + name, START_LIMIT, node.start());
              return node;
            });
    return client;
  }

  private AtomixBuilder node(String name, int port) {
    return Atomix.builder()
        .withClusterId(folder.getFileName().toString())
        .withMemberId(name)
        .withAddress(HOST, port)
        .withMessagingInterface(HOST)
        .withMembershipProvider(new BootstrapDiscoveryProvider(bootstrapNodes()));
  }

  private List<Node> bootstrapNodes() {
    return IntStream.rangeClosed(1, settings.members)
        .mapToObj(
            i ->
                Node.builder()
                    .withId("m" + i)
                    .withAddress(Address.from(HOST, ports.get(i - 1)))
                    .build())
        .toList();
  }

  private ManagedPartitionGroup managementGroup(Path directory) {
    return settings.management.group(MANAGEMENT, 1, memberNames(), file(directory, MANAGEMENT));
  }

  private List<ManagedPartitionGroup> groups(Path directory) {
    return groupsOfNode.apply(directory, memberNames());
  }

  private List<ManagedPartitionGroup> standardGroups(Path directory, List<String> names) {
    return List.of(settings.kind.group(DATA, settings.partitions, names, file(directory, DATA)));
  }

  private List<String> memberNames() {
    return IntStream.rangeClosed(1, settings.members).mapToObj(i -> "m" + i).toList();
  }

  private static File file(Path directory, String name) {
    return directory.resolve(name).toFile();
  }

  private List<String> threadNames() {
    Thread[] found = new Thread[threads.activeCount() + 100];
    int count = threads.enumerate(found);
    return Arrays.stream(found, 0, count)
        .map(Thread::getName)
        .filter(name -> KEPT_BY_OTHERS.stream().noneMatch(name::startsWith))
        .sorted()
        .toList();
  }

  /**
   * Nodes are built in a thread group of the cluster, so that their threads can be told from
   * others.
   */
  private <T> T inThreadGroup(Callable<T> task) {
    FutureTask<T> future = new FutureTask<>(task);
    Thread thread = new Thread(threads, future, "test-cluster-start");
    thread.setDaemon(true);
    thread.start();
    return Await.result("start in the cluster's thread group", START_LIMIT.multipliedBy(2), future);
  }

  private static void delete(Path folder) {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot delete the folder of a test cluster: " + folder, e);
    }
  }

  /** Builds clusters. */
  public static final class Builder {
    private final GroupKind kind;
    private int members = 3;
    private int partitions = 3;
    private GroupKind management;
    private GroupsOfNode groups;

    private Builder(GroupKind kind) {
      this.kind = kind;
      this.management = kind;
    }

    /** Sets the kind of the management group; that of the data group if not called. */
    public Builder withManagement(GroupKind management) {
      this.management = management;
      return this;
    }

    /** Sets the number of members; 3 if not called. */
    public Builder withMembers(int members) {
      this.members = members;
      return this;
    }

    /** Sets the number of partitions of each group; 3 if not called. */
    public Builder withPartitions(int partitions) {
      this.partitions = partitions;
      return this;
    }

    /** The partition groups of each node, instead of the data group. */
    public Builder withGroups(GroupsOfNode groups) {
      this.groups = groups;
      return this;
    }

    /** Starts all members and returns when each can serve. */
    public TestCluster start() {
      TestCluster cluster = new TestCluster(this);
      try {
        cluster.start(IntStream.rangeClosed(1, members).boxed().toList());
        return cluster;
      } catch (Throwable e) {
        try {
          cluster.close();
        } catch (Throwable suppressed) {
          e.addSuppressed(suppressed);
        }
        throw e;
      }
    }
  }
}
