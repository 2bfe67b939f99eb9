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
package io.atomix.mcast.replica;

import io.atomix.mcast.group.GroupCounts;
import io.atomix.mcast.observe.GroupObserver;
import io.atomix.mcast.observe.LogPosition;
import io.atomix.mcast.observe.ReplicaView;
import io.atomix.mcast.observe.Tracer;
import io.atomix.mcast.wire.LeaderPosition;
import io.atomix.primitive.PrimitiveType;
import io.atomix.primitive.partition.PartitionManagementService;
import io.atomix.protocols.raft.RaftClient;
import io.atomix.protocols.raft.RaftServer;
import java.util.concurrent.CompletableFuture;

/**
 * Replica of a partition on one member, beside its Raft server: the replicated service and all that
 * belongs to it.
 */
public interface Replica {
  /** The position where there is no log. */
  LogPosition NOWHERE = new LogPosition(0, 0, 0);

  /**
   * The only type of service that the partition's log may hold. Called once, before {@link #start}.
   */
  PrimitiveType<?, ?, ?> serviceType();

  /**
   * Starts. The client is usable; the server does not run yet, so that no change of role is missed,
   * and opening a session takes until the partition has a leader. Must not block.
   */
  void start(RaftServer server, RaftClient client, PartitionManagementService management);

  /** Returns how far the replica is in the log, from any thread. */
  default LogPosition position() {
    return NOWHERE;
  }

  /**
   * Returns the counts of what the replica held after the last entry that it applied. Any thread.
   */
  default GroupCounts counts() {
    return GroupCounts.NOTHING;
  }

  /**
   * Fails when the replica has stopped by itself, because it would serve what the log does not say;
   * does not complete otherwise.
   */
  default CompletableFuture<Void> failure() {
    return new CompletableFuture<>();
  }

  /**
   * Returns what the log may take of this batch of a client or a member now: the batch, what stands
   * for its refusal, or null if nothing. Any thread; asked by the leader alone.
   */
  default byte[] admitted(byte[] batch) {
    return batch;
  }

  /** Returns how much of a backup is restored, from 0 to 1; 1 if none is to be. Any thread. */
  default double restored() {
    return 1;
  }

  /** Stops, before the server does. Called once after {@link #start}. Must not block. */
  void stop();

  /** Sets who is told what happens in it. */
  default void observe(GroupObserver observer) {}

  /** Sets who is told what happens to single messages in it. */
  default void trace(Tracer tracer) {}

  /** Returns for how many nanoseconds the oldest pending message has been known, 0 if none is. */
  default long oldestPendingNanos() {
    return 0;
  }

  /** Returns how many messages wait one for the other, among the lowest 1000. */
  default int longestChain() {
    return 0;
  }

  /** Returns what it knows, with so many pending messages and outcomes at most. */
  default CompletableFuture<ReplicaView> view(int limit) {
    return CompletableFuture.failedFuture(new UnsupportedOperationException("No view"));
  }

  /** Asks the member that it takes for the leader how far the group is. */
  default CompletableFuture<LeaderPosition> askLeader() {
    return CompletableFuture.failedFuture(new UnsupportedOperationException("No leader"));
  }
}
