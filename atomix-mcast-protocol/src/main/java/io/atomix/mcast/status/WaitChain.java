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
import io.atomix.mcast.ordering.MessageStatus;
import io.atomix.mcast.ordering.PendingView;
import io.atomix.mcast.ordering.Position;
import io.atomix.mcast.status.WaitStep.WaitReason;
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
      FoundReason found = finding(at, current);
      steps.add(found.step(current.id()));
      at = found.group;
      current = found.waitsFor == null ? null : pending(at, found.waitsFor);
    }
    return steps;
  }

  /** Reason why a message waits in one group. */
  private record FoundReason(GroupId group, WaitReason reason, MessageId waitsFor, String ask) {
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
  private FoundReason finding(GroupId at, PendingView message) {
    Set<GroupId> destinations = new TreeSet<>(message.destinations());
    destinations.add(at);
    if (isStable(message.id())) {
      return ofStable(at, message, destinations);
    }
    long finalTimestamp = finalTimestamp(message.id(), destinations);
    return destinations.stream()
        .map(group -> in(group, message.id(), finalTimestamp))
        .filter(Objects::nonNull)
        .min(
            Comparator.comparing(FoundReason::reason)
                .thenComparing(found -> found.waitsFor == null)
                .thenComparing(FoundReason::group))
        .orElseGet(() -> new FoundReason(at, WaitReason.GOING_ON, null, null));
  }

  private boolean isStable(MessageId id) {
    return replicas.values().stream().anyMatch(each -> each.stable().contains(id));
  }

  // Rule 6: nothing in other groups holds up what is stable, but that a condition is not judged.
  private FoundReason ofStable(GroupId at, PendingView message, Set<GroupId> destinations) {
    for (GroupId group : destinations) {
      MessageStatus status = heard(group, message.id());
      if (status != null
          && status.state().pending()
          && status.condition() == MessageStatus.Condition.OPEN) {
        PendingView there = pending(group, message.id());
        return there == null
            ? new FoundReason(group, WaitReason.NOT_JUDGED, null, whoKnows.apply(group))
            : new FoundReason(group, WaitReason.NOT_JUDGED, there.blockedBy(), null);
      }
    }
    return new FoundReason(at, WaitReason.NOT_EXECUTED, message.blockedBy(), null);
  }

  /** Rule 3: the maximum of all votes, or what a group has logged; -1 if that is not known. */
  private long finalTimestamp(MessageId id, Set<GroupId> destinations) {
    long highest = -1;
    boolean allKnown = true;
    for (GroupId group : destinations) {
      PendingView here = pending(group, id);
      MessageStatus status = here == null ? heard(group, id) : here.status();
      if (status == null || status.state() == MessageStatus.State.ABSENT) {
        allKnown = false;
      } else if (status.state() != MessageStatus.State.VOTED) {
        return status.timestamp();
      } else {
        highest = Math.max(highest, status.timestamp());
      }
    }
    return allKnown ? highest : -1;
  }

  /** Returns what a message waits for in a group, or null if for nothing. */
  private FoundReason in(GroupId group, MessageId id, long finalTimestamp) {
    ReplicaView replica = replicas.get(group);
    if (replica == null) {
      return asHeard(group, id, finalTimestamp);
    }
    PendingView message = pending(group, id);
    if (replica.leader() == null) {
      return new FoundReason(group, WaitReason.NO_LEADER, null, null);
    } else if (message != null) {
      return ofPending(group, message, finalTimestamp);
    }
    MessageStatus outcome = replica.state().remembered().get(id);
    if (outcome == null && replica.state().pending().size() >= limit) {
      // It may be among those that are not shown.
      return asHeard(group, id, finalTimestamp);
    }
    return outcome == null
        ? new FoundReason(group, WaitReason.NOT_VOTED, null, null)
        : told(group, outcome, finalTimestamp);
  }

  private static FoundReason ofPending(GroupId group, PendingView message, long finalTimestamp) {
    if (message.status().timestamp() < finalTimestamp) {
      return new FoundReason(group, WaitReason.NOT_RAISED, null, null);
    } else if (message.blockedBy() == null) {
      return null;
    }
    return new FoundReason(
        group,
        message.status().below().tooMany() ? WaitReason.TOO_MANY : WaitReason.NOT_CLOSED,
        message.blockedBy(),
        null);
  }

  /** The same for a group without a replica here. */
  private FoundReason asHeard(GroupId group, MessageId id, long finalTimestamp) {
    MessageStatus status = heard(group, id);
    return status == null
        ? new FoundReason(group, WaitReason.UNKNOWN, null, whoKnows.apply(group))
        : told(group, status, finalTimestamp);
  }

  /** Returns what a leader here has heard of a message from a group, or null. */
  private MessageStatus heard(GroupId group, MessageId id) {
    for (ReplicaView replica : replicas.values()) {
      MessageStatus status = replica.statuses().getOrDefault(id, Map.of()).get(group);
      if (status != null) {
        return status;
      }
    }
    return null;
  }

  private FoundReason told(GroupId group, MessageStatus status, long finalTimestamp) {
    return switch (status.state()) {
      case ABSENT -> new FoundReason(group, WaitReason.NOT_VOTED, null, whoKnows.apply(group));
      case REFUSED, ABORTED -> new FoundReason(group, WaitReason.BEING_DROPPED, null, null);
      case EXECUTED -> null;
      case VOTED, FINAL -> toldPending(group, status, finalTimestamp);
    };
  }

  private FoundReason toldPending(GroupId group, MessageStatus status, long finalTimestamp) {
    if (status.timestamp() < finalTimestamp) {
      return new FoundReason(group, WaitReason.NOT_RAISED, null, whoKnows.apply(group));
    } else if (status.first()) {
      return null;
    } else if (status.below().tooMany()) {
      return new FoundReason(group, WaitReason.TOO_MANY, null, whoKnows.apply(group));
    }
    return status.below().nearest().stream()
        .map(Position::id)
        .filter(below -> !isStable(below))
        .findFirst()
        .map(below -> new FoundReason(group, WaitReason.NOT_CLOSED, below, whoKnows.apply(group)))
        .orElse(null);
  }

  private PendingView pending(GroupId group, MessageId id) {
    return pending.getOrDefault(group, Map.of()).get(id);
  }
}
