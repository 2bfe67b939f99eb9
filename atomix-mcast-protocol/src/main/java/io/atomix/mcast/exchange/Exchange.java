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
package io.atomix.mcast.exchange;

import io.atomix.mcast.group.Judge;
import io.atomix.mcast.group.StatusChange;
import io.atomix.mcast.ordering.Entry;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.ordering.MessageStatus;
import io.atomix.mcast.ordering.Outlook;
import io.atomix.mcast.ordering.Stability;
import io.atomix.mcast.wire.ExchangeMessage;
import io.atomix.mcast.wire.ExchangeMessage.Ask;
import io.atomix.mcast.wire.ExchangeMessage.Statement;
import io.atomix.mcast.wire.WireException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the other destination groups of multicast messages what the own group's log says of them,
 * hears what theirs say, and appends what follows. Every replica keeps the statuses of its own
 * applied log and answers with them; only the leader tells, asks and appends. Everything it says is
 * a fact that follows from committed entries, so it may be lost, repeated, late or out of order.
 *
 * <p>All methods may be called by any thread; the work is done on the executor, which must run one
 * task at a time.
 */
public final class Exchange {
  private static final Logger LOGGER = LoggerFactory.getLogger(Exchange.class);
  private static final int RESENDS_BEFORE_PROPOSING_AGAIN = 8;

  private final GroupId self;
  private final OtherGroups otherGroups;
  private final CoalescingExecutor executor;
  private final long resendNanos;
  private final long refusalNanos;
  private final LongSupplier clock;

  private final Map<MessageId, TrackedMessage> tracked = new LinkedHashMap<>();
  private final EarlyFacts early = new EarlyFacts();
  private final Map<MessageId, GroupId> confirmationsWanted = new HashMap<>();
  private final Dispatch dispatch;
  private final Orders orders;
  private final StableNotices notices;
  private final Forgetting forgetting;
  private final Verdicts verdicts = new Verdicts(this::outlook);

  private final Telling telling;
  private final Duration gatherTime;
  private final Later later;
  private final StatementBatcher batcher;
  private final AtomicBoolean wakeScheduled = new AtomicBoolean();

  private Stability stability;
  private boolean leading;

  /**
   * Creates the exchange of a replica.
   *
   * @param resendInterval how long to wait for an answer before telling or asking again
   * @param refusalTimeout how long a message may wait for another group's vote before that group is
   *     asked to refuse it (rule 9)
   * @param gatherTime how long statements may gather that nobody waits for; zero for not at all
   * @param later runs tasks on the executor
   * @param clock tells the time in nanoseconds of any origin
   * @param stableListener is told, on the executor, what becomes stable while this replica leads
   */
  public Exchange(
      GroupId self,
      OtherGroups otherGroups,
      OwnLog log,
      Executor executor,
      Duration resendInterval,
      Duration refusalTimeout,
      Duration gatherTime,
      Later later,
      LongSupplier clock,
      StableListener stableListener) {
    this.self = self;
    this.otherGroups = otherGroups;
    this.executor = new CoalescingExecutor(executor);
    this.dispatch = new Dispatch(self, otherGroups, this.executor, () -> leading, this::replied);
    this.orders = new Orders(self, log, this.executor, this::proposalFailed);
    this.notices = new StableNotices(self, stableListener, tracked);
    this.stability = new Stability(self);
    this.resendNanos = resendInterval.toNanos();
    this.refusalNanos = refusalTimeout.toNanos();
    this.gatherTime = gatherTime;
    this.later = later;
    this.clock = clock;
    this.telling = new Telling(self, tracked, () -> stability, dispatch, refusalNanos);
    this.batcher =
        new StatementBatcher(
            gatherTime, later, this::tellDueOfAll, () -> telling.tellPutOff(clock.getAsLong()));
    this.forgetting = new Forgetting(resendNanos, clock.getAsLong());
  }

  /** Rule 11: has conditional messages judged, on the executor. To be called before all else. */
  public void judgeBy(Judge judge) {
    verdicts.judgeBy(judge);
  }

  /** The log has been applied so far as to make these changes, in this order. */
  public void applied(List<StatusChange> changes) {
    long now = clock.getAsLong();
    Runnable task =
        () -> {
          changed(changes, now);
          flush();
        };
    if (!changes.stream().allMatch(StatusChange::mayWait)) {
      executor.add(task);
      return;
    }
    executor.addPatiently(task);
    // Asked behind it: whoever speaks of an unknown message looks for changes once more.
    if (early.any() || !batcher.mayGather(now)) {
      executor.wake();
    } else if (executor.isUrgent() && !wakeScheduled.getAndSet(true)) {
      later.run(
          gatherTime,
          () -> {
            wakeScheduled.set(false);
            tellDueOfAll();
          });
    }
  }

  /** Most of what could wait is settled by now, without a word to other groups. */
  private void tellDueOfAll() {
    executor.execute(this::tellDue);
  }

  /** The state was replaced by that of a snapshot. */
  public void restored(Collection<StatusChange> all) {
    executor.add(
        () -> {
          tracked.clear();
          telling.dropAll();
          confirmationsWanted.clear();
          verdicts.clear();
          stability = new Stability(self);
          stability.restoring(true);
          changed(all, clock.getAsLong());
          stability.restoring(false);
          flush();
        });
  }

  /** This replica has become its group's leader, or is no longer. */
  public void leading(boolean leads) {
    executor.urgent(leads);
    executor.execute(
        () -> {
          leading = leads;
          dispatch.clear();
          orders.clear();
          telling.dropAll();
          verdicts.clear();
          confirmationsWanted.clear();
          long now = clock.getAsLong();
          tracked.values().forEach(message -> message.startOver(now));
          tick();
        });
  }

  /** Tells and asks again; to be called every resend interval, or more often. */
  public void tick() {
    executor.execute(this::askAgain);
  }

  /** Returns what this replica knows of pending messages; nothing if it does not lead. */
  public CompletableFuture<ExchangeView> view() {
    return CompletableFuture.supplyAsync(
        () -> ExchangeView.of(self, leading ? tracked.values() : List.of(), stability), executor);
  }

  /** Returns how many messages this replica holds or remembers. */
  public CompletableFuture<Integer> size() {
    return CompletableFuture.supplyAsync(tracked::size, executor);
  }

  /** Answers a message of another group; a damaged one fails the future, and nothing else. */
  public CompletableFuture<byte[]> handle(byte[] bytes, String leaderHint) {
    return CompletableFuture.supplyAsync(
        () -> {
          ExchangeMessage message;
          try {
            message = ExchangeMessage.decode(bytes);
          } catch (WireException e) {
            LOGGER.warn("Group {} refused an exchange message: {}", self, e.getMessage());
            throw e;
          }
          List<MessageStatus> statuses = new ArrayList<>(message.statements().size());
          for (Statement statement : message.statements()) {
            TrackedMessage known = tracked.get(statement.id());
            statuses.add(known == null ? null : telling.told(known, message.from()));
            if (known != null) {
              known.owesNothing(message.from());
            }
            if (leading) {
              hear(message.from(), statement.id(), statement.status());
              asked(message.from(), statement, known);
            }
          }
          flush();
          return new ExchangeMessage.Reply(leading, leaderHint, statuses).encode();
        },
        executor);
  }

  private void changed(Collection<StatusChange> changes, long now) {
    Set<TrackedMessage> status = new LinkedHashSet<>();
    for (StatusChange change : changes) {
      if (change.status() == null) {
        tracked.remove(change.id());
        early.take(change.id());
        verdicts.changed(change.id());
        stability.forget(change.id());
      } else if (change.status().state() == MessageStatus.State.ABSENT) {
        GroupId asking = confirmationsWanted.remove(change.id());
        if (leading && asking != null) {
          dispatch.say(asking, Statement.of(change.id(), change.status()));
        }
      } else {
        confirmationsWanted.remove(change.id());
        stands(change, now).ifPresent(status::add);
      }
    }
    // What one entry executes has become first and been executed since.
    status.forEach(message -> decide(message, now));
    derive(now);
  }

  /** Returns the message if there may be something to decide. */
  private Optional<TrackedMessage> stands(StatusChange change, long now) {
    MessageStatus status = change.status();
    TrackedMessage message = tracked.get(change.id());
    MessageStatus before = message == null ? null : message.own();
    if (message == null) {
      message = new TrackedMessage(self, change, now);
      if (change.foreseen()) {
        message.foreseen(tracked);
      }
      tracked.put(change.id(), message);
      stability.add(change.id(), change.destinations());
      Map<GroupId, MessageStatus> heard = early.take(change.id());
      if (heard != null && leading) {
        heard.forEach(message::hear);
      }
    } else {
      noteOwn(message, status);
    }
    stability.learn(change.id(), self, status);
    if (!leading) {
      return Optional.empty();
    }
    if (!status.state().pending() && message.heardOfNone()) {
      // Its client has told all groups that they may execute it, and nobody needs to know soon.
      telling.drop(message);
    }
    boolean mayWait = change.nobodyWaits() || change.foreseen() && message.isForeseen();
    if (mayWait && message.heardOfNone() && batcher.mayWait(now)) {
      telling.putOff(message);
      return Optional.empty();
    }
    if (status.state().pending() && !status.first()) {
      batcher.hurry(now);
    }
    if (status.state().dropped() || status.state().pending() && message.isNews(before)) {
      telling.tellAll(message, now);
    } else if (status.state().pending()) {
      // Nothing is below it any more; the others know that unless they could not judge.
      telling.tellClosed(message, now);
    }
    return Optional.of(message);
  }

  private void noteOwn(TrackedMessage message, MessageStatus status) {
    if (!message.own(status)) {
      LOGGER.error(
          "Group {} found on a preview that the condition of message {} {}, and finds otherwise"
              + " when it is the message's turn: the service of its primitive previews wrongly, or"
              + " does not depend on the log alone",
          self,
          message.id(),
          message.own().holds() ? "holds" : "does not hold");
    }
  }

  /**
   * Rules 5 and 6: tells what is closed here, and executes what is stable, by all news together.
   */
  private void derive(long now) {
    for (MessageId id : stability.takeClosed()) {
      TrackedMessage message = tracked.get(id);
      if (leading && message != null) {
        telling.tellClosed(message, now);
      }
    }
    for (Stability.Unjudged set : stability.takeUnjudged()) {
      if (leading) {
        telling.askFor(set, now);
      }
    }
    for (MessageId id : stability.takeStable()) {
      TrackedMessage message = tracked.get(id);
      if (message != null) {
        decide(message, now);
      }
      if (leading && message != null) {
        notices.add(message);
      }
    }
    verdicts.judgeAll((id, holds) -> judged(tracked.get(id), holds, now));
  }

  /** Rule 11: tells what was found on a preview. */
  private void judged(TrackedMessage message, boolean holds, long now) {
    if (leading && message != null && message.own().condition() == MessageStatus.Condition.OPEN) {
      message.judged(holds);
      telling.tellAll(message, now);
      decide(message, now);
    }
  }

  private Outlook outlook(MessageId id) {
    TrackedMessage message = tracked.get(id);
    return message == null ? null : message.outlook(stability.isStable(id));
  }

  /** Takes note that something waits for pending messages of this group. */
  public void hurry() {
    executor.add(
        () -> {
          batcher.hurry(clock.getAsLong());
          flush();
        });
  }

  private void tellDue() {
    telling.tellDue(batcher, clock.getAsLong());
    flush();
  }

  private void hear(GroupId from, MessageId id, MessageStatus status) {
    TrackedMessage message = tracked.get(id);
    if (message != null) {
      message.hear(from, status);
      if (status != null) {
        stability.learn(id, from, status);
        if (message.isOtherwise(status) && telling.drop(message)) {
          // Its votes alone do not complete it (rule 8), so its client waits for what all say.
          telling.tellOwed(message, clock.getAsLong());
        }
      }
      decide(message, clock.getAsLong());
    } else if (status != null && status.state().pending()) {
      stability.learn(id, from, status);
      MessageId dropped = early.add(id, from, status);
      executor.wake();
      if (dropped != null) {
        stability.forget(dropped);
      }
    }
  }

  // Rules 9 and 10: only a log entry can say that a message is not known.
  private void asked(GroupId from, Statement statement, TrackedMessage known) {
    if (known != null) {
      return;
    }
    if (statement.ask() == Ask.REFUSAL) {
      orders.add(new Entry.Refuse(statement.id(), statement.destinations()));
    } else if (statement.ask() == Ask.CONFIRMATION
        && confirmationsWanted.putIfAbsent(statement.id(), from) == null) {
      orders.add(new Entry.Confirm(List.of(statement.id())));
    }
  }

  // Rules 3, 4, 6 and 9: once the final timestamp is known, a lower vote is raised to it; what is
  // stable is executed; what another group has refused is aborted.
  private void decide(TrackedMessage message, long now) {
    if (leading && message.own().state().pending()) {
      boolean stable = stability.isStable(message.id());
      // Its group executes it as soon as nothing is below it.
      message.next(stable, now, againNanos(message)).ifPresent(orders::add);
      if (stable) {
        verdicts.consider(message);
      }
    }
    verdicts.changed(message.id());
  }

  /**
   * A refusal is kept for as long as its client may still submit the message, however often the log
   * is asked to forget it.
   */
  private long againNanos(TrackedMessage message) {
    long again = RESENDS_BEFORE_PROPOSING_AGAIN * resendNanos;
    return message.own().state() == MessageStatus.State.REFUSED
        ? Math.max(again, refusalNanos)
        : again;
  }

  private void askAgain() {
    if (!leading) {
      return;
    }
    long now = clock.getAsLong();
    verdicts.clear();
    boolean forgets = forgetting.isDue(tracked.size(), now);
    for (TrackedMessage message : tracked.values()) {
      if (message.own().state().pending()) {
        decide(message, now);
      } else if (forgets) {
        message.next(false, now, againNanos(message)).ifPresent(forgetting::add);
      }
      for (GroupId group : message.others()) {
        if (message.waitsFor(group) && !message.toldBefore(group, now, resendNanos)) {
          if (message.wasTold(group)) {
            otherGroups.resending(group);
          }
          telling.tell(message, group, now);
        }
      }
    }
    forgetting.take(now).forEach(orders::add);
    flush();
  }

  private void flush() {
    derive(clock.getAsLong());
    dispatch.send();
    notices.send();
    if (leading) {
      orders.appendNext();
    }
  }

  private void replied(GroupId group, List<Statement> statements, ExchangeMessage.Reply reply) {
    for (int i = 0; i < statements.size(); i++) {
      // That a replica does not know a message means something only if it leads.
      MessageStatus status = reply.statuses().get(i);
      if (status != null || reply.leader()) {
        hear(group, statements.get(i).id(), status);
      }
    }
    flush();
  }

  private void proposalFailed(Entry.OrderEntry entry) {
    if (entry instanceof Entry.Confirm) {
      // Whoever wants to know asks again.
      entry.ids().forEach(confirmationsWanted::remove);
    } else if (!(entry instanceof Entry.Refuse)) {
      entry.ids().forEach(this::proposeAgain);
    }
  }

  private void proposeAgain(MessageId id) {
    TrackedMessage message = tracked.get(id);
    if (message != null) {
      message.proposalFailed();
    }
  }
}
