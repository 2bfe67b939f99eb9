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
package io.atomix.mcast.simulation;

import io.atomix.mcast.fakeraft.RaftLog;
import io.atomix.mcast.group.GroupContents;
import io.atomix.mcast.group.GroupEffects;
import io.atomix.mcast.group.GroupHost;
import io.atomix.mcast.group.Judge;
import io.atomix.mcast.group.Observed;
import io.atomix.mcast.group.StatusChange;
import io.atomix.mcast.observe.StateView;
import io.atomix.mcast.ordering.Entry;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.ordering.MessageStatus;
import io.atomix.mcast.wire.Batch;
import io.atomix.mcast.wire.Command;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Sees which points a group comes to. An entry is looked at when the first replica applies it, with
 * what was known of its messages before.
 */
final class GroupPoints {
  private static final int CHAIN = 3;

  private final Points points;
  private final RaftLog log;
  private final Map<MessageId, MessageStatus> known = new HashMap<>();
  private final Set<MessageId> waiting = new HashSet<>();
  private final Map<Long, UUID> clients = new HashMap<>();
  private int latest;
  private GroupHost latestBy;

  GroupPoints(Points points, RaftLog log) {
    this.points = points;
    this.log = log;
  }

  /** Returns a host that is told all, and of which all is noted. */
  GroupHost on(GroupHost host) {
    return new ForwardingHost(host) {
      @Override
      public void hosts(StateView view, Judge judge) {
        super.hosts(view, (id, outlooks) -> judged(judge.judge(id, outlooks)));
      }

      @Override
      public void applied(GroupEffects effects) {
        look(this, effects);
        super.applied(effects);
      }

      @Override
      public void restored(GroupContents contents) {
        if (contents.statuses().stream().anyMatch(GroupPoints::isPending)) {
          points.reach(Point.RESTORED_AMONG_PENDING);
        }
        super.restored(contents);
      }

      @Override
      public void queried(int asked, int answered, boolean blocked) {
        if (blocked) {
          points.reach(Point.QUERY_BLOCKED);
        }
        super.queried(asked, answered, blocked);
      }
    };
  }

  private static boolean isPending(StatusChange change) {
    return change.status() != null && change.status().state().pending();
  }

  private Judge.Judgement judged(Judge.Judgement judgement) {
    if (judgement.holds() != null) {
      points.reach(Point.PREVIEWED);
    } else if (judgement.undecided() != null) {
      points.reach(Point.PREVIEW_WAITS);
    }
    return judgement;
  }

  /** A snapshot is taken of a replica that has applied so many entries. */
  void saved(int applied) {
    if (applied != latest) {
      return;
    }
    if (!waiting.isEmpty()) {
      points.reach(Point.SAVED_AMONG_WAITING);
    }
    long stable =
        known.entrySet().stream()
            .filter(each -> each.getValue().state().pending() && points.isExecuted(each.getKey()))
            .count();
    if (stable > 1) {
      points.reach(Point.SAVED_STABLE_CHAIN);
    }
  }

  private void look(GroupHost by, GroupEffects effects) {
    int index = (int) effects.index();
    if (index < latest || index == latest && by != latestBy) {
      return;
    }
    if (index > latest) {
      enter(log.entry(index));
    }
    latest = index;
    latestBy = by;
    int executions = 0;
    for (StatusChange change : effects.statuses()) {
      executions += stands(change.id(), change.status()) ? 1 : 0;
    }
    if (executions >= CHAIN) {
      points.reach(Point.CHAIN_AT_ONCE);
    }
    effects.observed().forEach(this::observed);
    if (!effects.timers().held().isEmpty()) {
      points.reach(Point.TIMER_HELD);
    }
    if (!effects.captured().isEmpty() && isAnyPending()) {
      points.reach(Point.CUT_AMONG_PENDING);
    }
  }

  private boolean isAnyPending() {
    return known.values().stream().anyMatch(status -> status.state().pending());
  }

  /** Takes note of a status; returns whether the message is executed now. */
  private boolean stands(MessageId id, MessageStatus status) {
    if (status == null || status.state() == MessageStatus.State.ABSENT) {
      if (status != null) {
        points.reach(Point.CONFIRMED_ABSENT);
      }
      known.remove(id);
      return false;
    }
    MessageStatus before = known.put(id, status);
    if (status.state() == MessageStatus.State.ABORTED && isPending(before)) {
      points.reach(Point.ABORTED_VOTE);
    }
    boolean executed = status.state() == MessageStatus.State.EXECUTED;
    if (executed) {
      points.executed(id);
    }
    return executed && isPending(before);
  }

  private void observed(Observed event) {
    if (event instanceof Observed.Waits waits) {
      waiting.add(waits.id());
      points.reach(Point.LOCAL_WAITS);
    } else if (event instanceof Observed.WaitsNoMore waitsNoMore) {
      waiting.remove(waitsNoMore.id());
    }
  }

  private void enter(RaftLog.Entry entry) {
    if (entry.content() instanceof RaftLog.Content.Ended) {
      UUID client = clients.remove(entry.session());
      if (client != null && hasPendingOf(client)) {
        points.reach(Point.CLIENT_GONE);
      }
    } else if (entry.content() instanceof RaftLog.Content.Batch content) {
      Batch batch = Batch.decode(content.bytes());
      if (clients.put(entry.session(), batch.client()) == null
          && clients.values().stream().filter(batch.client()::equals).count() > 1) {
        points.reach(Point.SESSION_SUCCEEDED);
      }
      batch.commands().forEach(command -> enter(batch.client(), command));
    }
  }

  private boolean hasPendingOf(UUID client) {
    return known.entrySet().stream()
        .anyMatch(
            each ->
                each.getKey().clientHigh() == client.getMostSignificantBits()
                    && each.getKey().clientLow() == client.getLeastSignificantBits()
                    && each.getValue().state().pending());
  }

  private void enter(UUID client, Command command) {
    if (command instanceof Command.Multicast multicast) {
      MessageId id =
          new MessageId(
              client.getMostSignificantBits(),
              client.getLeastSignificantBits(),
              multicast.sequence());
      if (isIn(known.get(id), MessageStatus.State.REFUSED)) {
        points.reach(Point.SUBMITTED_BEHIND_REFUSAL);
      }
    } else if (command instanceof Command.Order order) {
      enter(order.entry());
    }
  }

  private void enter(Entry entry) {
    if (entry instanceof Entry.Raise raise) {
      raises(raise);
    } else if (entry instanceof Entry.Execute execute) {
      MessageStatus before = known.get(execute.id());
      if (isIn(before, MessageStatus.State.EXECUTED)) {
        points.reach(Point.EXECUTED_AGAIN);
      } else if (isPending(before)
          && before.condition() == MessageStatus.Condition.HOLDS
          && !execute.held()) {
        points.reach(Point.DECIDED_OTHERWISE);
      }
    } else if (entry instanceof Entry.Refuse refuse) {
      MessageStatus before = known.get(refuse.id());
      if (isPending(before)) {
        points.reach(Point.REFUSAL_MEETS_VOTE);
      } else if (isIn(before, MessageStatus.State.EXECUTED)) {
        points.reach(Point.REFUSAL_MEETS_EXECUTION);
      }
    }
  }

  private void raises(Entry.Raise raise) {
    MessageStatus before = known.get(raise.id());
    if (isIn(before, MessageStatus.State.EXECUTED)) {
      points.reach(Point.LATE_RAISE);
    } else if (isPending(before)
        && known.values().stream()
            .anyMatch(
                other ->
                    other.state().pending()
                        && other.timestamp() > before.timestamp()
                        && other.timestamp() < raise.timestamp())) {
      points.reach(Point.RAISED_PAST_OTHERS);
    }
  }

  private static boolean isPending(MessageStatus status) {
    return status != null && status.state().pending();
  }

  private static boolean isIn(MessageStatus status, MessageStatus.State state) {
    return status != null && status.state() == state;
  }
}
