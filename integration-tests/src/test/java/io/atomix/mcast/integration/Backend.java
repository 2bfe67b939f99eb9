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
package io.atomix.mcast.integration;

import io.atomix.mcast.GenericMulticastProtocol;
import io.atomix.mcast.partition.GenericMulticastPartitionGroup;
import io.atomix.mcast.testing.GroupKind;
import io.atomix.mcast.testing.RaftGroups;
import io.atomix.primitive.partition.ManagedPartitionGroup;
import io.atomix.primitive.protocol.ProxyProtocol;
import io.atomix.utils.memory.MemorySize;
import java.io.File;
import java.util.Collection;
import java.util.List;

/**
 * What the primitives under test run on. Tests run on {@link #GENERIC_MULTICAST}; the system
 * property {@code mcast.test.backend=multi-raft} runs the same tests on Atomix's own protocol, to
 * tell a fault of ours from one of Atomix's primitives. Nothing is flushed on commit: no member of
 * a test loses its power, and the tests take a sixth less time and processor.
 */
public enum Backend implements GroupKind {
  /** Atomix's own Raft partitions, with linearizable reads. */
  MULTI_RAFT("multi-raft") {
    @Override
    public ManagedPartitionGroup group(
        String name, int partitions, Collection<String> members, File directory) {
      return RAFT.group(name, partitions, members, directory);
    }

    @Override
    public ProxyProtocol protocol(String group) {
      return RAFT.protocol(group);
    }

    @Override
    public void nudge(Runnable write) {
      write.run();
    }
  },

  /** The protocol of this project. */
  GENERIC_MULTICAST("generic-multicast") {
    @Override
    public ManagedPartitionGroup group(
        String name, int partitions, Collection<String> members, File directory) {
      return GenericMulticastPartitionGroup.builder(name)
          .withPartitions(partitions)
          .withMembers(List.copyOf(members))
          .withStorageDirectory(directory.getPath())
          .withStorageSegmentSize(new MemorySize(SEGMENT_BYTES))
          .withStorageFlushOnCommit(false)
          .build();
    }

    @Override
    public ProxyProtocol protocol(String group) {
      return GenericMulticastProtocol.builder(group).build();
    }

    @Override
    public void nudge(Runnable write) {
      // Timers fire by themselves.
    }
  };

  /** The system property that chooses the backend, by the name of its protocol. */
  public static final String PROPERTY = "mcast.test.backend";

  private static final GroupKind RAFT = new RaftGroups();
  private static final long SEGMENT_BYTES = 4L * 1024 * 1024;

  private final String protocolName;

  Backend(String protocolName) {
    this.protocolName = protocolName;
  }

  /** The backend named by {@link #PROPERTY}, generic multicast if there is none. */
  public static Backend selected() {
    String name = System.getProperty(PROPERTY, GENERIC_MULTICAST.protocolName);
    for (Backend backend : values()) {
      if (backend.protocolName.equals(name)) {
        return backend;
      }
    }
    throw new IllegalArgumentException(
        PROPERTY + " is '" + name + "': use multi-raft or generic-multicast");
  }

  /**
   * Moves the log time of a primitive on, by a write of it, where it would stand still otherwise:
   * timers of Atomix's Raft services fire only when their own primitive is written.
   */
  public abstract void nudge(Runnable write);

  /** The name of the protocol and of the group type, as in a configuration file. */
  public String protocolName() {
    return protocolName;
  }
}
