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

import io.atomix.primitive.partition.ManagedPartitionGroup;
import io.atomix.primitive.protocol.ProxyProtocol;
import io.atomix.protocols.raft.MultiRaftProtocol;
import io.atomix.protocols.raft.ReadConsistency;
import io.atomix.protocols.raft.partition.RaftPartitionGroup;
import io.atomix.storage.StorageLevel;
import java.io.File;
import java.util.Collection;

/** Atomix's own Raft partitions, with linearizable reads. */
public final class RaftGroups implements GroupKind {

  private static final long SEGMENT_BYTES = 4L * 1024 * 1024;

  @Override
  public ManagedPartitionGroup group(
      String name, int partitions, Collection<String> members, File directory) {
    return RaftPartitionGroup.builder(name)
        .withNumPartitions(partitions)
        .withMembers(members)
        .withDataDirectory(directory)
        .withStorageLevel(StorageLevel.MAPPED)
        .withSegmentSize(SEGMENT_BYTES)
        .build();
  }

  @Override
  public ProxyProtocol protocol(String group) {
    return MultiRaftProtocol.builder(group)
        .withReadConsistency(ReadConsistency.LINEARIZABLE)
        .build();
  }
}
