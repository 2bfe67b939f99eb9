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

import io.atomix.mcast.observe.PendingMessage;
import io.atomix.mcast.observe.ReplicaView;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.ordering.PendingView;
import io.atomix.mcast.ordering.Standing;
import io.atomix.mcast.status.WaitStep.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Follows what a pending message waits for from group to group, with what one node knows: its
 * replicas, and what those of them that lead have heard from other groups. The views are of
 * slightly different moments, so a chain may end where something has just gone on.
 */
final class WaitChain {
  private static final int LONGEST = 100;

  private final Map<GroupId, ReplicaView> replicas;
  private final Map<GroupId, Map<MessageId, PendingView>> pending = new HashMap<>();
  private final int limit;
  private final Function<GroupId, String> whoKnows;

  /**
   * Creates one.
   *
   * @param replicas what the replicas on this node know
   * @param limit how many messages the views show at most
   * @param whoKnows whom to ask about a group
   */
  WaitChain(Map<GroupId, ReplicaView> replicas, int limit, Function<GroupId, String> whoKnows) {
    this.replicas = replicas;
    this.limit = limit;
    this.whoKnows = whoKnows;
    replicas.forEach(
        (group, replica) -> {
          Map<MessageId, PendingView> byId = new HashMap<>();
          replica.state().pending().stream()
              .map(PendingMessage::order)
              .forEach(message -> byId.put(message.id(), message));
          pending.put(group, byId);
        });
  }

  /** Returns why a message that is pending in a group waits, and so on to the root. */
  List<WaitStep> of(GroupId group, PendingView message) {
    List<WaitStep> steps = new ArrayList<>();
    Set<MessageId> seen = new HashSet<>();
    GroupId at = group;
    PendingView current = message;
    while (current != null && seen.add(current.id()) && steps.size() < LONGEST) {
      Finding found = finding(at, current);
      steps.add(found.step(current.id()));
      at = found.group;
      current = found.waitsFor == null ? null : pending(at, found.waitsFor);
    }
    return steps;
  }

  /** What is the matter with a message in one group. */
  private record Finding(GroupId group, Reason reason, MessageId waitsFor, String ask) {
    private WaitStep step(MessageId message) {
      return new WaitStep(
          message.toString(),
          group.toString(),
          reason,
          waitsFor == null ? null : waitsFor.toString(),
          ask);
    }
  }

  /** Returns what matters most: the reasons are declared in that order. */
  private Finding finding(GroupId at, PendingView message) {
    Set<GroupId> destinations = new TreeSet<>(message.destinations());
    destinations.add(at);
    return destinations.stream()
        .map(group -> in(group, message.id()))
        .filter(Objects::nonNull)
        .min(
            Comparator.comparing(Finding::reason)
                .thenComparing(found -> found.waitsFor == null)
                .thenComparing(Finding::group))
        .orElseGet(() -> new Finding(at, Reason.GOING_ON, null, null));
  }

  /** Returns what a message waits for in a group, or null if for nothing. */
  private Finding in(GroupId group, MessageId id) {
    ReplicaView replica = replicas.get(group);
    if (replica == null) {
      return asHeard(group, id);
    }
    PendingView message = pending(group, id);
    if (replica.leader() == null) {
      return new Finding(group, Reason.NO_LEADER, null, null);
    } else if (message != null) {
      return message.blockedBy() == null
          ? null
          : new Finding(group, Reason.NOT_READY, message.blockedBy(), null);
    }
    Standing outcome = replica.state().remembered().get(id);
    if (outcome == null && replica.state().pending().size() >= limit) {
      // It may be among those that are not shown.
      return asHeard(group, id);
    }
    return outcome == null
        ? new Finding(group, Reason.NOT_VOTED, null, null)
        : told(group, outcome);
  }

  /** The same for a group without a replica here. */
  private Finding asHeard(GroupId group, MessageId id) {
    for (ReplicaView replica : replicas.values()) {
      Standing standing = replica.heard().getOrDefault(id, Map.of()).get(group);
      if (standing != null) {
        return told(group, standing);
      }
    }
    return new Finding(group, Reason.UNKNOWN, null, whoKnows.apply(group));
  }

  private Finding told(GroupId group, Standing standing) {
    return switch (standing.state()) {
      case ABSENT -> new Finding(group, Reason.NOT_VOTED, null, whoKnows.apply(group));
      case REFUSED, ABORTED -> new Finding(group, Reason.BEING_DROPPED, null, null);
      case EXECUTED -> null;
      case VOTED, FINAL ->
          standing.first()
              ? null
              : new Finding(group, Reason.NOT_READY, null, whoKnows.apply(group));
    };
  }

  private PendingView pending(GroupId group, MessageId id) {
    return pending.getOrDefault(group, Map.of()).get(id);
  }
}
