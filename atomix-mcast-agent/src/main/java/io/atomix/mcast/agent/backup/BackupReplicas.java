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
package io.atomix.mcast.agent.backup;

import io.atomix.cluster.MemberId;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.partition.BackupSource;
import io.atomix.mcast.wire.BackupAnswer;
import io.atomix.mcast.wire.BackupRequest;
import java.util.List;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;

/** Port to what a backup is taken from; what its methods promise is said in the class behind it. */
interface BackupReplicas {
  /** Returns the replicas of running partitions. */
  static BackupReplicas of(BackupSource source) {
    return new BackupReplicas() {
      @Override
      public SortedSet<GroupId> partitions() {
        return source.partitions();
      }

      @Override
      public List<MemberId> members(GroupId partition) {
        return source.members(partition);
      }

      @Override
      public CompletableFuture<MessageId> cut() {
        return source.cut();
      }

      @Override
      public CompletableFuture<BackupAnswer> ask(
          GroupId partition, MemberId member, BackupRequest request) {
        return source.ask(partition, member, request);
      }
    };
  }

  /** See {@link BackupSource#partitions()}. */
  SortedSet<GroupId> partitions();

  /** See {@link BackupSource#members(GroupId)}. */
  List<MemberId> members(GroupId partition);

  /** See {@link BackupSource#cut()}. */
  CompletableFuture<MessageId> cut();

  /** See {@link BackupSource#ask(GroupId, MemberId, BackupRequest)}. */
  CompletableFuture<BackupAnswer> ask(GroupId partition, MemberId member, BackupRequest request);
}
