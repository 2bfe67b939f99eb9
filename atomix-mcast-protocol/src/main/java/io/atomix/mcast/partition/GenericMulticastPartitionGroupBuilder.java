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

import io.atomix.primitive.partition.PartitionGroup;
import io.atomix.storage.StorageLevel;
import io.atomix.utils.memory.MemorySize;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * Builds a {@link GenericMulticastPartitionGroup}. A method is named after the key of the
 * configuration file that does the same: {@code withStorageSegmentSize} is {@code
 * storage.segmentSize}. Options are checked by {@link #build}.
 */
public class GenericMulticastPartitionGroupBuilder
    extends PartitionGroup.Builder<GenericMulticastPartitionGroupConfig> {

  GenericMulticastPartitionGroupBuilder(GenericMulticastPartitionGroupConfig config) {
    super(config);
  }

  /**
   * Sets the number of partitions; 3 unless set. It must be the same on every node, and cannot
   * change later.
   */
  public GenericMulticastPartitionGroupBuilder withPartitions(int partitions) {
    config.setPartitions(partitions);
    return this;
  }

  /** Sets the ids of the nodes that hold the data. There is no default. */
  public GenericMulticastPartitionGroupBuilder withMembers(String... members) {
    return withMembers(Arrays.asList(members));
  }

  /** Sets the ids of the nodes that hold the data. There is no default. */
  public GenericMulticastPartitionGroupBuilder withMembers(List<String> members) {
    config.setMembers(members);
    return this;
  }

  /** Sets the number of replicas of each partition; 0, the default, stands for all members. */
  public GenericMulticastPartitionGroupBuilder withPartitionSize(int partitionSize) {
    config.setPartitionSize(partitionSize);
    return this;
  }

  /**
   * Sets how the logs reach their files; mapped unless set, see {@link GroupStorageConfig} for the
   * reasons.
   */
  public GenericMulticastPartitionGroupBuilder withStorageLevel(StorageLevel level) {
    config.getStorage().setLevel(level);
    return this;
  }

  /**
   * Sets the directory of the logs, this node's own; the group's name below the system property
   * {@code atomix.data} unless set.
   */
  public GenericMulticastPartitionGroupBuilder withStorageDirectory(String directory) {
    config.getStorage().setDirectory(directory);
    return this;
  }

  /** Sets the size of a file of a log; 8 MB unless set. */
  public GenericMulticastPartitionGroupBuilder withStorageSegmentSize(MemorySize segmentSize) {
    config.getStorage().setSegmentSize(segmentSize);
    return this;
  }

  /**
   * Sets the size of the largest log entry, and with it of the largest operation; 256 KB unless
   * set, 128 KB if the level is not mapped.
   */
  public GenericMulticastPartitionGroupBuilder withStorageMaxEntrySize(MemorySize maxEntrySize) {
    config.getStorage().setMaxEntrySize(maxEntrySize);
    return this;
  }

  /**
   * Sets whether an entry is on the disks of a majority of the replicas before it takes effect;
   * true unless set.
   */
  public GenericMulticastPartitionGroupBuilder withStorageFlushOnCommit(boolean flushOnCommit) {
    config.getStorage().setFlushOnCommit(flushOnCommit);
    return this;
  }

  /** Sets whether compaction waits for little load or little space; true unless set. */
  public GenericMulticastPartitionGroupBuilder withCompactionDynamic(boolean dynamic) {
    config.getCompaction().setDynamic(dynamic);
    return this;
  }

  /** Sets the share of free disk space below which compaction no longer waits; 0.2 unless set. */
  public GenericMulticastPartitionGroupBuilder withCompactionFreeDiskBuffer(double freeDiskBuffer) {
    config.getCompaction().setFreeDiskBuffer(freeDiskBuffer);
    return this;
  }

  /** Sets the share of free memory below which compaction no longer waits; 0.2 unless set. */
  public GenericMulticastPartitionGroupBuilder withCompactionFreeMemoryBuffer(
      double freeMemoryBuffer) {
    config.getCompaction().setFreeMemoryBuffer(freeMemoryBuffer);
    return this;
  }

  /**
   * Sets how long a replica that hears nothing from the leader waits before it wants to be leader;
   * 1 s unless set.
   */
  public GenericMulticastPartitionGroupBuilder withElectionTimeout(Duration electionTimeout) {
    config.setElectionTimeout(electionTimeout);
    return this;
  }

  /**
   * Sets how often an idle leader shows that it is there; a quarter of the election timeout unless
   * set.
   */
  public GenericMulticastPartitionGroupBuilder withHeartbeatInterval(Duration heartbeatInterval) {
    config.setHeartbeatInterval(heartbeatInterval);
    return this;
  }

  /** Sets how long a client may be silent before its sessions expire; 5 s unless set. */
  public GenericMulticastPartitionGroupBuilder withSessionTimeout(Duration sessionTimeout) {
    config.setSessionTimeout(sessionTimeout);
    return this;
  }

  /**
   * Sets how long a leader waits before it tells another group's leader again what was not
   * answered; 250 ms unless set.
   */
  public GenericMulticastPartitionGroupBuilder withExchangeResendInterval(Duration interval) {
    config.setExchangeResendInterval(interval);
    return this;
  }

  /**
   * Sets how long a group waits for another's vote before it asks that group to refuse the message;
   * 10 s unless set.
   */
  public GenericMulticastPartitionGroupBuilder withRefusalTimeout(Duration refusalTimeout) {
    config.setRefusalTimeout(refusalTimeout);
    return this;
  }

  /**
   * Sets whether each partition has a member that leads it whenever it can, see {@link
   * GenericMulticastPartitionGroupConfig#setSpreadLeaders}.
   */
  public GenericMulticastPartitionGroupBuilder withSpreadLeaders(boolean spreadLeaders) {
    config.setSpreadLeaders(spreadLeaders);
    return this;
  }

  /** Sets how many operations one client may have in flight to one partition; 10,000 unless set. */
  public GenericMulticastPartitionGroupBuilder withMaxInFlight(int maxInFlight) {
    config.setMaxInFlight(maxInFlight);
    return this;
  }

  /** Sets what happens to an operation beyond that number; it waits unless set. */
  public GenericMulticastPartitionGroupBuilder withOnOverload(OverloadPolicy onOverload) {
    config.setOnOverload(onOverload);
    return this;
  }

  /**
   * Builds the group.
   *
   * @throws io.atomix.utils.config.ConfigurationException if an option is wrong; it names the key,
   *     the value and the remedy
   */
  @Override
  public GenericMulticastPartitionGroup build() {
    return new GenericMulticastPartitionGroup(config);
  }
}
