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
package io.atomix.mcast.group;

import io.atomix.mcast.fakeraft.ServiceOnRaft;
import io.atomix.mcast.observe.StateChecksum;
import io.atomix.mcast.ordering.GroupId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** One replica of a group's service, called as Raft calls it. */
final class TestReplica {
  private final TestHost host = new TestHost();
  private final ServiceOnRaft raft;

  /** What was applied, as {@link StoredLogTest} reads it. */
  private final List<String> log = new ArrayList<>();

  /** Creates a replica whose log is empty. */
  TestReplica(GroupId group, String member) {
    raft = new ServiceOnRaft(member, () -> new GroupService(group, host));
  }

  /** Creates a replica from a snapshot. */
  static TestReplica restored(GroupId group, String member, long index, byte[] snapshot) {
    TestReplica replica = new TestReplica(group, member);
    replica.restore(index, snapshot);
    return replica;
  }

  /** Replaces what there is by a snapshot that was taken at this log index. */
  void restore(long newIndex, byte[] snapshot) {
    raft.restore(newIndex, snapshot);
  }

  List<String> log() {
    return log;
  }

  TestHost host() {
    return host;
  }

  StateChecksum checksum() {
    return host.state().all(0).checksum();
  }

  byte[] snapshot() {
    return raft.snapshot();
  }

  void tick(long newIndex, long time) {
    log.add("tick " + newIndex + " " + time);
    raft.tick(newIndex, time);
  }

  byte[] batch(long raftSession, String caller, byte[] bytes) {
    log.add(
        "batch "
            + raftSession
            + " "
            + caller
            + " "
            + (bytes == null ? "-" : HexFormat.of().formatHex(bytes)));
    return raft.batch(raftSession, caller, bytes);
  }

  byte[] read(long raftSession, String caller, byte[] bytes) {
    return raft.read(raftSession, caller, bytes);
  }

  void expire(long raftSession) {
    log.add("expire " + raftSession);
    raft.expire(raftSession);
  }

  void close(long raftSession) {
    log.add("close " + raftSession);
    raft.close(raftSession);
  }
}
