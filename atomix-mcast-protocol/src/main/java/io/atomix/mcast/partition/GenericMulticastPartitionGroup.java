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
package io.atomix.mcast.partition;

import io.atomix.mcast.GenericMulticastProtocol;
import io.atomix.mcast.client.CallbackThreads;
import io.atomix.mcast.raft.HandoverTurns;
import io.atomix.mcast.replica.Replica;
import io.atomix.primitive.partition.ManagedPartitionGroup;
import io.atomix.primitive.partition.Partition;
import io.atomix.primitive.partition.PartitionGroup;
import io.atomix.primitive.partition.PartitionGroupConfig;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.primitive.partition.PartitionManagementService;
import io.atomix.primitive.partition.PartitionService;
import io.atomix.primitive.protocol.PrimitiveProtocol;
import io.atomix.primitive.protocol.ProxyProtocol;
import io.atomix.utils.concurrent.BlockingAwareThreadPoolContextFactory;
import io.atomix.utils.concurrent.Futures;
import io.atomix.utils.concurrent.ThreadContextFactory;
import io.atomix.utils.serializer.Namespace;
import io.atomix.utils.serializer.Namespaces;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A partition group whose operations over several partitions are atomic and strictly serializable.
 * Each partition is a Raft log of its own and one group of the multicast. Configured as {@code
 * type: generic-multicast}, or with {@link #builder}.
 */
public class GenericMulticastPartitionGroup implements ManagedPartitionGroup {
  /** The type of this partition group. */
  public static final Type TYPE = new Type();

  private static final Logger LOGGER =
      LoggerFactory.getLogger(GenericMulticastPartitionGroup.class);
  private static final int SMALLEST_POOL = 4;
  private static final int LARGEST_POOL = 16;

  private final GenericMulticastPartitionGroupConfig config;
  private final ThreadContextFactory threads;
  private final CallbackThreads callbacks;
  private final SortedMap<PartitionId, GenericMulticastPartition> partitions = new TreeMap<>();
  private volatile GroupSnapshots snapshots;

  /**
   * Makes the group; it starts with {@link #join} or {@link #connect}.
   *
   * @throws io.atomix.utils.config.ConfigurationException if an option is wrong; it names the key,
   *     the value and the remedy
   */
  public GenericMulticastPartitionGroup(GenericMulticastPartitionGroupConfig config) {
    this(config, GenericMulticastPartition::newReplica);
  }

  /** Makes the group with replicas of its own. */
  GenericMulticastPartitionGroup(
      GenericMulticastPartitionGroupConfig config,
      BiFunction<GenericMulticastPartition, PartitionManagementService, Replica> replicas) {
    config.check();
    this.config = config;
    int pool =
        Math.max(
            SMALLEST_POOL, Math.min(LARGEST_POOL, Runtime.getRuntime().availableProcessors() * 2));
    this.threads =
        new BlockingAwareThreadPoolContextFactory(
            "generic-multicast-" + config.getName() + "-%d", pool, LOGGER);
    this.callbacks = new CallbackThreads(config.getName(), pool, threads.createContext());
    HandoverTurns turns = new HandoverTurns();
    for (int number = 1; number <= config.getPartitions(); number++) {
      PartitionId id = PartitionId.from(config.getName(), number);
      partitions.put(
          id,
          new GenericMulticastPartition(
              id, Placement.members(config, number), config, threads, callbacks, replicas, turns));
    }
  }

  /** Returns a builder of a group with this name. */
  public static GenericMulticastPartitionGroupBuilder builder(String name) {
    return new GenericMulticastPartitionGroupBuilder(
        new GenericMulticastPartitionGroupConfig().setName(name));
  }

  /** The type {@code generic-multicast}, found on the class path. */
  public static class Type implements PartitionGroup.Type<GenericMulticastPartitionGroupConfig> {
    private static final int FIRST_NAMESPACE_ID = Namespaces.BEGIN_USER_CUSTOM_ID + 150;

    @Override
    public String name() {
      return "generic-multicast";
    }

    /**
     * Returns how nodes tell each other the group's options. The numbers must never change: nodes
     * of two versions may meet.
     */
    @Override
    public Namespace namespace() {
      return Namespace.builder()
          .nextId(FIRST_NAMESPACE_ID)
          .register(GenericMulticastPartitionGroupConfig.class)
          .register(GroupStorageConfig.class)
          .register(GroupCompactionConfig.class)
          .build();
    }

    @Override
    public GenericMulticastPartitionGroupConfig newConfig() {
      return new GenericMulticastPartitionGroupConfig();
    }

    @Override
    public ManagedPartitionGroup newPartitionGroup(GenericMulticastPartitionGroupConfig config) {
      return new GenericMulticastPartitionGroup(config);
    }
  }

  /**
   * Returns the partition groups of this type that a node knows, Atomix's own one included if it is
   * of this type.
   *
   * @param service the node's {@code getPartitionService()}
   */
  public static Stream<GenericMulticastPartitionGroup> of(PartitionService service) {
    return Stream.concat(
            Stream.ofNullable(service.<PartitionGroup>getSystemPartitionGroup()),
            service.getPartitionGroups().stream())
        .filter(GenericMulticastPartitionGroup.class::isInstance)
        .map(GenericMulticastPartitionGroup.class::cast);
  }

  @Override
  public String name() {
    return config.getName();
  }

  @Override
  public PartitionGroup.Type<GenericMulticastPartitionGroupConfig> type() {
    return TYPE;
  }

  @Override
  public PrimitiveProtocol.Type<?> protocol() {
    return GenericMulticastProtocol.TYPE;
  }

  @Override
  public ProxyProtocol newProtocol() {
    return GenericMulticastProtocol.builder(name()).build();
  }

  @Override
  public PartitionGroupConfig<?> config() {
    return config;
  }

  /** Returns the partition, null if the group has none with this id. */
  @Override
  public GenericMulticastPartition getPartition(PartitionId id) {
    return id.group().equals(name()) ? partitions.get(id) : null;
  }

  /** Returns the partitions in the order of their ids. */
  @Override
  public Collection<Partition> getPartitions() {
    return List.copyOf(partitions.values());
  }

  @Override
  public List<PartitionId> getPartitionIds() {
    return List.copyOf(partitions.keySet());
  }

  /**
   * Asks every member of the partition to take a snapshot and to drop the log before it. Completes
   * when all have.
   *
   * @throws IllegalStateException if the group is not open
   */
  @Override
  public CompletableFuture<Void> snapshot(PartitionId id) {
    GenericMulticastPartition partition = getPartition(id);
    if (partition == null) {
      return CompletableFuture.failedFuture(
          new IllegalArgumentException(
              "partition group '"
                  + name()
                  + "' has no partition "
                  + id
                  + "; it has "
                  + partitions.keySet()));
    }
    return Futures.asyncFuture(
        openSnapshots().request(id.id(), partition.members()), callbacks.createContext());
  }

  /** Asks for a snapshot of every partition, as {@link #snapshot(PartitionId)} does. */
  @Override
  public CompletableFuture<Void> snapshot() {
    return all(partition -> snapshot(partition.id()));
  }

  private GroupSnapshots openSnapshots() {
    GroupSnapshots snapshots = this.snapshots;
    if (snapshots == null) {
      throw new IllegalStateException(
          "partition group '" + name() + "' is not open; join or connect it first");
    }
    return snapshots;
  }

  /**
   * Opens the group on this node, which has it in its configuration: servers of the partitions that
   * it is a member of, clients of all.
   */
  @Override
  public CompletableFuture<ManagedPartitionGroup> join(PartitionManagementService management) {
    warnIfFragile();
    return open(management, true);
  }

  /**
   * Opens the clients of all partitions on a node that has learned of the group from others. It
   * runs no server even if it is a member: the options that it learned, the directory among them,
   * are another node's. In a rolling restart that adds the group, it serves once it is restarted.
   */
  @Override
  public CompletableFuture<ManagedPartitionGroup> connect(PartitionManagementService management) {
    String local = management.getMembershipService().getLocalMember().id().id();
    if (config.getMembers().contains(local)) {
      LOGGER.warn(
          "partition group '{}': {} is one of its members, but does not have it in its"
              + " configuration, and holds none of its data; add the group to the configuration and"
              + " restart the node",
          name(),
          local);
    }
    return open(management, false);
  }

  private CompletableFuture<ManagedPartitionGroup> open(
      PartitionManagementService management, boolean serve) {
    GroupSnapshots snapshots = new GroupSnapshots(name(), management.getMessagingService());
    snapshots.serve(number -> partitions.get(PartitionId.from(name(), number)).snapshot());
    this.snapshots = snapshots;
    return Futures.asyncFuture(
        all(partition -> partition.open(management, serve)).thenApply(v -> this),
        callbacks.createContext());
  }

  /** Stops servers and clients. A group that was never opened closes as well. */
  @Override
  public CompletableFuture<Void> close() {
    GroupSnapshots snapshots = this.snapshots;
    this.snapshots = null;
    if (snapshots != null) {
      snapshots.stop();
    }
    return all(GenericMulticastPartition::close)
        .thenRunAsync(this::closeThreads, callbacks.createContext());
  }

  private void closeThreads() {
    threads.close();
    callbacks.close();
  }

  private CompletableFuture<Void> all(
      Function<GenericMulticastPartition, CompletableFuture<Void>> action) {
    return CompletableFuture.allOf(
        partitions.values().stream().map(action).toArray(CompletableFuture[]::new));
  }

  private void warnIfFragile() {
    int replicas = partitions.get(partitions.firstKey()).members().size();
    if (replicas % 2 == 0) {
      LOGGER.warn(
          "partition group '{}': {} replicas a partition survive no more failures ({}) than {}"
              + " would; use an odd number",
          name(),
          replicas,
          (replicas - 1) / 2,
          replicas - 1);
    }
  }

  @Override
  public String toString() {
    return "GenericMulticastPartitionGroup" + partitions.values();
  }
}
