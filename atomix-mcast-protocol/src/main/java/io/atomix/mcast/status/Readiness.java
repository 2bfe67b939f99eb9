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
package io.atomix.mcast.status;

import io.atomix.mcast.partition.GenericMulticastPartition;
import io.atomix.mcast.time.LocalTime;
import io.atomix.mcast.wire.LeaderPosition;
import io.atomix.primitive.partition.PartitionService;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Readiness of a node to serve a group: the node reaches the group's leader, and its own replica
 * has applied what the leader had applied when it was asked.
 *
 * @param leader what the leader answered, or null
 * @param applied how far the local replica was when the answer came
 * @param problem why it is not ready, or null if it is
 */
public record Readiness(LeaderPosition leader, long applied, String problem) {
  /** Time that the local replica has to come where the leader was. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private static final Executor SOON = CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS);

  /** Finds out about one group that has a replica on this node. Never fails; takes 3 s at most. */
  public static CompletableFuture<Readiness> of(GenericMulticastPartition partition) {
    return partition
        .askLeader()
        .handle((leader, error) -> answered(partition, leader, error))
        .thenCompose(found -> found);
  }

  /**
   * Returns what keeps a node from being ready, group by group; empty if it is ready. Groups that
   * have no replica on the node are not looked at.
   *
   * @param service the node's {@code getPartitionService()}
   */
  public static CompletableFuture<List<String>> problems(PartitionService service) {
    List<CompletableFuture<String>> each =
        Collector.partitions(service)
            .filter(GenericMulticastPartition::isHosted)
            .map(
                partition ->
                    of(partition)
                        .thenApply(
                            found ->
                                found.problem == null
                                    ? null
                                    : partition.group() + ": " + found.problem))
            .toList();
    return CompletableFuture.allOf(each.toArray(CompletableFuture[]::new))
        .thenApply(
            done -> each.stream().map(CompletableFuture::join).filter(Objects::nonNull).toList());
  }

  private static CompletableFuture<Readiness> answered(
      GenericMulticastPartition partition, LeaderPosition leader, Throwable error) {
    long applied = partition.position().applied();
    Optional<String> stopped = partition.health().stopped();
    if (stopped.isPresent()) {
      return done(null, applied, stopped.orElseThrow());
    } else if (partition.health().restored() < 1) {
      return done(
          null,
          applied,
          "it is being restored from a backup: %.0f %% is in its log"
              .formatted(partition.health().restored() * 100));
    } else if (error != null) {
      Throwable cause = error instanceof CompletionException ? error.getCause() : error;
      return done(
          null, applied, "its leader " + partition.primary() + " does not answer: " + cause);
    } else if (!leader.leads()) {
      return done(
          null, applied, "it has no leader that this node knows of, or none yet that serves");
    }
    CompletableFuture<Readiness> found = new CompletableFuture<>();
    await(partition, leader, applied, LocalTime.nanos(), found);
    return found;
  }

  private static CompletableFuture<Readiness> done(
      LeaderPosition leader, long applied, String problem) {
    return CompletableFuture.completedFuture(new Readiness(leader, applied, problem));
  }

  private static void await(
      GenericMulticastPartition partition,
      LeaderPosition leader,
      long first,
      long since,
      CompletableFuture<Readiness> found) {
    long missing = leader.applied() - partition.position().applied();
    if (missing <= 0) {
      found.complete(new Readiness(leader, first, null));
    } else if (LocalTime.nanos() - since > PATIENCE.toNanos()) {
      found.complete(
          new Readiness(
              leader, first, "the replica on this node is " + missing + " entries behind"));
    } else {
      SOON.execute(() -> await(partition, leader, first, since, found));
    }
  }
}
