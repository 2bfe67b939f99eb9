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
import io.atomix.mcast.ordering.Position;
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

  /** Reason why a message waits in one group. */
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
    if (isStable(message.id())) {
      return ofStable(at, message, destinations);
    }
    long finalTimestamp = finalTimestamp(message.id(), destinations);
    return destinations.stream()
        .map(group -> in(group, message.id(), finalTimestamp))
        .filter(Objects::nonNull)
        .min(
            Comparator.comparing(Finding::reason)
                .thenComparing(found -> found.waitsFor == null)
                .thenComparing(Finding::group))
        .orElseGet(() -> new Finding(at, Reason.GOING_ON, null, null));
  }

  private boolean isStable(MessageId id) {
    return replicas.values().stream().anyMatch(each -> each.stable().contains(id));
  }

  // Rule 6: nothing in other groups holds up what is stable, but that a condition is not judged.
  private Finding ofStable(GroupId at, PendingView message, Set<GroupId> destinations) {
    for (GroupId group : destinations) {
      Standing standing = heard(group, message.id());
      if (standing != null
          && standing.state().pending()
          && standing.condition() == Standing.Condition.OPEN) {
        PendingView there = pending(group, message.id());
        return there == null
            ? new Finding(group, Reason.NOT_JUDGED, null, whoKnows.apply(group))
            : new Finding(group, Reason.NOT_JUDGED, there.blockedBy(), null);
      }
    }
    return new Finding(at, Reason.NOT_EXECUTED, message.blockedBy(), null);
  }

  /** Rule 3: the maximum of all votes, or what a group has logged; -1 if that is not known. */
  private long finalTimestamp(MessageId id, Set<GroupId> destinations) {
    long highest = -1;
    boolean allKnown = true;
    for (GroupId group : destinations) {
      PendingView here = pending(group, id);
      Standing standing = here == null ? heard(group, id) : here.standing();
      if (standing == null || standing.state() == Standing.State.ABSENT) {
        allKnown = false;
      } else if (standing.state() != Standing.State.VOTED) {
        return standing.timestamp();
      } else {
        highest = Math.max(highest, standing.timestamp());
      }
    }
    return allKnown ? highest : -1;
  }

  /** Returns what a message waits for in a group, or null if for nothing. */
  private Finding in(GroupId group, MessageId id, long finalTimestamp) {
    ReplicaView replica = replicas.get(group);
    if (replica == null) {
      return asHeard(group, id, finalTimestamp);
    }
    PendingView message = pending(group, id);
    if (replica.leader() == null) {
      return new Finding(group, Reason.NO_LEADER, null, null);
    } else if (message != null) {
      return ofPending(group, message, finalTimestamp);
    }
    Standing outcome = replica.state().remembered().get(id);
    if (outcome == null && replica.state().pending().size() >= limit) {
      // It may be among those that are not shown.
      return asHeard(group, id, finalTimestamp);
    }
    return outcome == null
        ? new Finding(group, Reason.NOT_VOTED, null, null)
        : told(group, outcome, finalTimestamp);
  }

  private static Finding ofPending(GroupId group, PendingView message, long finalTimestamp) {
    if (message.standing().timestamp() < finalTimestamp) {
      return new Finding(group, Reason.NOT_RAISED, null, null);
    } else if (message.blockedBy() == null) {
      return null;
    }
    return new Finding(
        group,
        message.standing().below().tooMany() ? Reason.TOO_MANY : Reason.NOT_CLOSED,
        message.blockedBy(),
        null);
  }

  /** The same for a group without a replica here. */
  private Finding asHeard(GroupId group, MessageId id, long finalTimestamp) {
    Standing standing = heard(group, id);
    return standing == null
        ? new Finding(group, Reason.UNKNOWN, null, whoKnows.apply(group))
        : told(group, standing, finalTimestamp);
  }

  /** Returns what a leader here has heard of a message from a group, or null. */
  private Standing heard(GroupId group, MessageId id) {
    for (ReplicaView replica : replicas.values()) {
      Standing standing = replica.standings().getOrDefault(id, Map.of()).get(group);
      if (standing != null) {
        return standing;
      }
    }
    return null;
  }

  private Finding told(GroupId group, Standing standing, long finalTimestamp) {
    return switch (standing.state()) {
      case ABSENT -> new Finding(group, Reason.NOT_VOTED, null, whoKnows.apply(group));
      case REFUSED, ABORTED -> new Finding(group, Reason.BEING_DROPPED, null, null);
      case EXECUTED -> null;
      case VOTED, FINAL -> toldPending(group, standing, finalTimestamp);
    };
  }

  private Finding toldPending(GroupId group, Standing standing, long finalTimestamp) {
    if (standing.timestamp() < finalTimestamp) {
      return new Finding(group, Reason.NOT_RAISED, null, whoKnows.apply(group));
    } else if (standing.first()) {
      return null;
    } else if (standing.below().tooMany()) {
      return new Finding(group, Reason.TOO_MANY, null, whoKnows.apply(group));
    }
    return standing.below().nearest().stream()
        .map(Position::id)
        .filter(below -> !isStable(below))
        .findFirst()
        .map(below -> new Finding(group, Reason.NOT_CLOSED, below, whoKnows.apply(group)))
        .orElse(null);
  }

  private PendingView pending(GroupId group, MessageId id) {
    return pending.getOrDefault(group, Map.of()).get(id);
  }
}
