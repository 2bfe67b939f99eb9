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
package io.atomix.mcast.lab.workload;

import io.atomix.core.Atomix;
import io.atomix.mcast.observe.GroupObserver;
import io.atomix.mcast.observe.ProtocolEvent;
import io.atomix.mcast.observe.Tracer;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.partition.GenericMulticastPartition;
import io.atomix.mcast.partition.GenericMulticastPartitionGroup;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Notes whether the votes on a client's latest multicast message were as they were meant to be. */
final class VoteObserver implements Tracer {
  private final String client;
  private final List<GenericMulticastPartition> partitions;
  private final Set<Long> cast = new HashSet<>();
  private int right;
  private int counted;

  private VoteObserver(String client, List<GenericMulticastPartition> partitions) {
    this.client = client;
    this.partitions = partitions;
  }

  /**
   * Watches votes on the messages of a client.
   *
   * @param client the client's member id
   * @param nodes all nodes of the cluster that hold data
   */
  static VoteObserver watch(String client, Stream<Atomix> nodes) {
    VoteObserver votes =
        new VoteObserver(
            client,
            nodes
                .flatMap(node -> GenericMulticastPartitionGroup.of(node.getPartitionService()))
                .flatMap(group -> group.getPartitions().stream())
                .map(GenericMulticastPartition.class::cast)
                .toList());
    votes.partitions.forEach(partition -> partition.trace(votes));
    return votes;
  }

  @Override
  public synchronized void inGroup(
      GroupId group, long index, boolean leads, long micros, ProtocolEvent event) {
    if (leads
        && event instanceof ProtocolEvent.Submitted submitted
        && submitted.kind() == GroupObserver.MessageKind.MULTICAST
        && client.equals(submitted.client())) {
      cast.add(submitted.timestamp());
    }
  }

  /** Votes until now are of no interest. */
  void forget() {
    told();
    synchronized (this) {
      cast.clear();
    }
  }

  /** Counts whether the votes since then were equal, as they should be, or not. */
  void count(boolean equal) {
    told();
    synchronized (this) {
      counted++;
      right += (cast.size() == 1) == equal ? 1 : 0;
    }
  }

  /** Returns how many were as they should be, for people; counts anew from here. */
  synchronized String text() {
    String text = "votes as meant in %d of %d".formatted(right, counted);
    right = 0;
    counted = 0;
    return text;
  }

  private void told() {
    CompletableFuture.allOf(
            partitions.stream()
                .map(GenericMulticastPartition::told)
                .toArray(CompletableFuture[]::new))
        .join();
  }
}
