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
package io.atomix.mcast.raft;

import io.atomix.cluster.messaging.ClusterCommunicationService;
import io.atomix.protocols.raft.protocol.AppendRequest;
import io.atomix.protocols.raft.protocol.AppendResponse;
import io.atomix.utils.serializer.Serializer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;

/**
 * Lets a follower acknowledge entries only when they are on its disk. Atomix's flush on commit is
 * not enough: a follower flushes when it learns that an entry is committed, after it has
 * acknowledged it, so that only the leader's disk holds an entry when the client gets its answer.
 * After a power cut of all nodes the other members, a majority, could then elect a leader without
 * it.
 *
 * <p>The leader itself flushes before it applies and answers (flush on commit), so a majority of
 * disks holds what was answered.
 */
final class FlushingRaftServerProtocol extends GuardedRaftServerProtocol {
  private final CompletableFuture<Log> log;
  private boolean flushedSinceStart;

  /**
   * The log to flush.
   *
   * @param thread the only thread that may touch the log
   */
  record Log(Executor thread, Runnable flush) {}

  /**
   * Makes the protocol of one server.
   *
   * @param admitted returns what the leader lets into the log of a command now, or null
   * @param guards what its log is guarded by
   * @param log completed as soon as the server exists, which is after it has registered its
   *     handlers here
   */
  FlushingRaftServerProtocol(
      String prefix,
      Serializer serializer,
      ClusterCommunicationService communication,
      UnaryOperator<byte[]> admitted,
      CompletableFuture<Guards> guards,
      CompletableFuture<Log> log) {
    super(prefix, serializer, communication, admitted, guards);
    this.log = log;
  }

  @Override
  CompletableFuture<AppendResponse> acknowledged(AppendRequest request, AppendResponse response) {
    return log.thenCompose(
        log ->
            CompletableFuture.supplyAsync(
                () -> {
                  // The first acknowledgement may cover entries of an earlier run that was killed
                  // between writing and flushing.
                  if (response.succeeded()
                      && (!flushedSinceStart || !request.entries().isEmpty())) {
                    log.flush().run();
                    flushedSinceStart = true;
                  }
                  return response;
                },
                log.thread()));
  }
}
