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

import io.atomix.mcast.client.GroupLimits;
import io.atomix.mcast.raft.RaftOptions;
import io.atomix.mcast.replica.ReplicaOptions;
import io.atomix.primitive.partition.PartitionId;
import java.io.File;

/**
 * Options of the group, as the parts of one partition take them.
 *
 * @param name the name of the partition
 */
record PartitionOptions(PartitionId id, String name, GenericMulticastPartitionGroupConfig config) {
  private static final int RESENDS_BEFORE_ASKING = 4;

  RaftOptions raft() {
    GroupStorageConfig storage = config.getStorage();
    GroupCompactionConfig compaction = config.getCompaction();
    return new RaftOptions(
        name,
        config.getElectionTimeout(),
        config.getHeartbeatInterval(),
        config.getSessionTimeout(),
        new RaftOptions.Files(
            directory(),
            storage.getLevel(),
            (int) storage.getSegmentSize().bytes(),
            maxEntryBytes(),
            storage.isFlushOnCommit(),
            compaction.isDynamic(),
            compaction.getFreeDiskBuffer(),
            compaction.getFreeMemoryBuffer()));
  }

  ReplicaOptions replica() {
    return new ReplicaOptions(
        config.getSessionTimeout(),
        config.getExchangeResendInterval(),
        config.getRefusalTimeout(),
        maxEntryBytes(),
        directory());
  }

  GroupLimits client() {
    return new GroupLimits(
        config.getMaxInFlight(),
        config.getOnOverload() == OverloadPolicy.WAIT,
        maxEntryBytes(),
        config.getSessionTimeout(),
        config.getExchangeResendInterval().multipliedBy(RESENDS_BEFORE_ASKING));
  }

  private int maxEntryBytes() {
    return (int) config.getStorage().getMaxEntrySize().bytes();
  }

  /**
   * A directory of its own, so that a Raft group that once had this name and directory is not taken
   * for ours.
   */
  File directory() {
    return new File(
        new File(config.getStorage().getDirectory(id.group()), "multicast"),
        String.valueOf(id.id()));
  }
}
