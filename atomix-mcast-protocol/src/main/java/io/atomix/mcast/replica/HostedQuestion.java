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

import io.atomix.cluster.MemberId;
import io.atomix.cluster.messaging.ClusterCommunicationService;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.wire.HostedList;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The question which primitives a group hosts, asked by any node, a client too. Thread-safe. */
public final class HostedQuestion {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final GroupId group;
  private final List<MemberId> members;
  private final ClusterCommunicationService communication;

  /** Creates a question about a group with these members. */
  public HostedQuestion(
      GroupId group, Collection<MemberId> members, ClusterCommunicationService communication) {
    this.group = group;
    this.members = List.copyOf(members);
    this.communication = communication;
  }

  static String subject(GroupId group) {
    return "generic-multicast-hosted-" + group;
  }

  /**
   * Asks one member after the other, until one answers that leads. It appends nothing to any log.
   * Continuations must not block: a thread of the messaging calls them.
   *
   * @param first whom to ask first, such as the leader as far as is known; may be null
   * @return the leader's answer, else the first of a member that does not lead; failed with the
   *     last failure if none answers, each within 2 seconds
   */
  public CompletableFuture<HostedList> ask(MemberId first) {
    List<MemberId> order = new ArrayList<>(members);
    if (order.remove(first)) {
      order.add(0, first);
    }
    return ask(order, 0, null);
  }

  private CompletableFuture<HostedList> ask(List<MemberId> order, int next, HostedList answer) {
    return send(order.get(next))
        .handle(
            (list, error) -> {
              HostedList best = answer == null || list != null && list.leads() ? list : answer;
              if (best != null && best.leads()) {
                return CompletableFuture.completedFuture(best);
              } else if (next + 1 < order.size()) {
                return ask(order, next + 1, best);
              }
              return best != null
                  ? CompletableFuture.completedFuture(best)
                  : CompletableFuture.<HostedList>failedFuture(error);
            })
        .thenCompose(result -> result);
  }

  private CompletableFuture<HostedList> send(MemberId member) {
    return communication.send(
        subject(group), new byte[0], bytes -> bytes, HostedList::decode, member, PATIENCE);
  }
}
