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
import io.atomix.mcast.group.StandingChange;
import io.atomix.mcast.ordering.Below;
import io.atomix.mcast.ordering.Entry;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.ordering.Outlook;
import io.atomix.mcast.ordering.Stability;
import io.atomix.mcast.ordering.Standing;
import io.atomix.mcast.wire.ExchangeMessage;
import io.atomix.mcast.wire.ExchangeMessage.Ask;
import io.atomix.mcast.wire.ExchangeMessage.Statement;
import io.atomix.mcast.wire.WireException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
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
 * hears what theirs say, and appends what follows. Every replica keeps the standings of its own
 * applied log and answers with them; only the leader tells, asks and appends. Everything it says is
 * a fact that follows from committed entries, so it may be lost, repeated, late or out of order.
 *
 * <p>All methods may be called by any thread; the work is done on the executor, which must run one
 * task at a time.
 */
public final class Exchange {
  private static final Logger LOGGER = LoggerFactory.getLogger(Exchange.class);
  private static final int IDS_PER_ENTRY = 500;
  private static final int RESENDS_BEFORE_PROPOSING_AGAIN = 8;
  private static final int EARLY_FACTS = 10_000;

  /**
   * Number of resend intervals for which outcomes gather before they are forgotten, unless there
   * are many: an entry for what nobody waits for holds up whatever is to be appended next.
   */
  private static final int INTERVALS_BEFORE_FORGETTING = 4;

  private final GroupId self;
  private final OtherGroups otherGroups;
  private final Backlog executor;
  private final long resendNanos;
  private final long refusalNanos;
  private final LongSupplier clock;

  private final Map<MessageId, Tracked> tracked = new LinkedHashMap<>();
  private final Map<MessageId, Map<GroupId, Standing>> early = new LinkedHashMap<>();
  private final Map<MessageId, GroupId> confirmationsWanted = new HashMap<>();
  private final Dispatch dispatch;
  private final Orders orders;
  private final StableNotices notices;
  private final Verdicts verdicts = new Verdicts(this::outlook);

  /** Messages of which the other groups have not been told what their clients do not wait for. */
  private final Set<Tracked> untold = new LinkedHashSet<>();

  private final Duration gatherTime;
  private final Later later;
  private final Gathering gathering;
  private final AtomicBoolean wakeScheduled = new AtomicBoolean();
  private final AtomicBoolean hurrying = new AtomicBoolean();

  /** True if other groups have spoken of messages that are not known here. */
  private volatile boolean othersSpokeFirst;

  private Stability stability;
  private boolean leading;
  private long forgotAt;

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
    this.executor = new Backlog(executor);
    this.dispatch = new Dispatch(self, otherGroups, this.executor, () -> leading, this::replied);
    this.orders = new Orders(self, log, this.executor, this::proposalFailed);
    this.notices = new StableNotices(self, stableListener, tracked);
    this.stability = new Stability(self);
    this.resendNanos = resendInterval.toNanos();
    this.refusalNanos = refusalTimeout.toNanos();
    this.gatherTime = gatherTime;
    this.later = later;
    this.gathering = new Gathering(gatherTime, later, this::tellDueOfAll, this::tellUntold);
    this.clock = clock;
    this.forgotAt = clock.getAsLong();
  }

  /** Rule 11: has conditional messages judged, on the executor. To be called before all else. */
  public void judgeBy(Judge judge) {
    verdicts.judgeBy(judge);
  }

  /** The log has been applied so far as to make these changes, in this order. */
  public void applied(List<StandingChange> changes) {
    long now = clock.getAsLong();
    Runnable task =
        () -> {
          changed(changes, now);
          flush();
        };
    if (!changes.stream().allMatch(Exchange::mayWait)) {
      executor.add(task);
      return;
    }
    executor.addPatiently(task);
    // Asked behind it: whoever speaks of an unknown message looks for changes once more.
    if (othersSpokeFirst || !gathering.mayGather(now)) {
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

  /** Nobody does anything because of such a change before somebody asks, or before the tick. */
  private static boolean mayWait(StandingChange change) {
    return change.standing() == null
        || change.standing().state() == Standing.State.EXECUTED
        || nobodyWaitsFor(change);
  }

  /** The state was replaced by that of a snapshot. */
  public void restored(Collection<StandingChange> all) {
    executor.add(
        () -> {
          tracked.clear();
          untold.clear();
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
          untold.clear();
          verdicts.clear();
          confirmationsWanted.clear();
          long now = clock.getAsLong();
          tracked.values().forEach(message -> message.startOver(now));
          tick();
        });
  }

  /** To be called every resend interval, and may be called more often. */
  public void tick() {
    executor.execute(this::askAgain);
  }

  /**
   * Knowledge of a group's leader about its pending multicast messages.
   *
   * @param standings what each destination group says of each, the own one included. A group is
   *     missing where nothing was heard, and its standing is {@link Standing#ABSENT} where the
   *     group said that it does not know the message
   * @param stable those that are known to be stable (rule 6)
   */
  public record View(Map<MessageId, Map<GroupId, Standing>> standings, Set<MessageId> stable) {}

  /** Returns what this replica knows of pending messages; nothing if it does not lead. */
  public CompletableFuture<View> view() {
    return CompletableFuture.supplyAsync(
        () -> {
          Map<MessageId, Map<GroupId, Standing>> standings = new HashMap<>();
          Set<MessageId> stable = new HashSet<>();
          for (Tracked message : leading ? tracked.values() : List.<Tracked>of()) {
            if (message.own().state().pending()) {
              standings.put(message.id(), message.standings(self));
              if (stability.isStable(message.id())) {
                stable.add(message.id());
              }
            }
          }
          return new View(standings, stable);
        },
        executor);
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
          List<Standing> standings = new ArrayList<>(message.statements().size());
          for (Statement statement : message.statements()) {
            Tracked known = tracked.get(statement.id());
            standings.add(known == null ? null : told(known, message.from()));
            if (known != null) {
              known.owesNothing(message.from());
            }
            if (leading) {
              hear(message.from(), statement.id(), statement.standing());
              asked(message.from(), statement, known);
            }
          }
          flush();
          return new ExchangeMessage.Reply(leading, leaderHint, standings).encode();
        },
        executor);
  }

  private void changed(Collection<StandingChange> changes, long now) {
    Set<Tracked> standing = new LinkedHashSet<>();
    for (StandingChange change : changes) {
      if (change.standing() == null) {
        tracked.remove(change.id());
        early.remove(change.id());
        verdicts.changed(change.id());
        stability.forget(change.id());
        othersSpokeFirst = !early.isEmpty();
      } else if (change.standing().state() == Standing.State.ABSENT) {
        GroupId asking = confirmationsWanted.remove(change.id());
        if (leading && asking != null) {
          dispatch.say(asking, Statement.of(change.id(), change.standing()));
        }
      } else {
        confirmationsWanted.remove(change.id());
        stands(change, now).ifPresent(standing::add);
      }
    }
    // What one entry executes has become first and been executed since.
    standing.forEach(message -> decide(message, now));
    derive(now);
  }

  /** Returns the message if there may be something to decide. */
  private Optional<Tracked> stands(StandingChange change, long now) {
    Standing standing = change.standing();
    Tracked message = tracked.get(change.id());
    Standing before = message == null ? null : message.own();
    if (message == null) {
      message = new Tracked(self, change, now);
      tracked.put(change.id(), message);
      stability.add(change.id(), change.destinations());
      Map<GroupId, Standing> heard = early.remove(change.id());
      othersSpokeFirst = !early.isEmpty();
      if (heard != null && leading) {
        heard.forEach(message::hear);
      }
    } else {
      noteOwn(message, standing);
    }
    stability.learn(change.id(), self, standing);
    if (!leading) {
      return Optional.empty();
    }
    if (!standing.state().pending() && message.heardOfNone()) {
      // Its client has told all groups that they may execute it, and nobody needs to know soon.
      untold.remove(message);
    }
    if (standing.state().pending() && !standing.first()) {
      gathering.hurry(now);
    } else if (nobodyWaitsFor(change) && message.heardOfNone() && gathering.mayWait(now)) {
      message.owesAll();
      untold.add(message);
      return Optional.empty();
    }
    if (standing.state().dropped() || standing.state().pending() && message.isNews(before)) {
      for (GroupId group : message.others()) {
        tell(message, group, now);
      }
    } else if (standing.state().pending()) {
      // Nothing is below it any more; the others know that unless they could not judge.
      tellClosed(message, now);
    }
    return Optional.of(message);
  }

  private void noteOwn(Tracked message, Standing standing) {
    if (!message.own(standing)) {
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
      Tracked message = tracked.get(id);
      if (leading && message != null) {
        tellClosed(message, now);
      }
    }
    for (Stability.Unjudged set : stability.takeUnjudged()) {
      askFor(set, now);
    }
    for (MessageId id : stability.takeStable()) {
      Tracked message = tracked.get(id);
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
  private void judged(Tracked message, boolean holds, long now) {
    if (leading && message != null && message.own().condition() == Standing.Condition.OPEN) {
      message.judged(holds);
      message.others().forEach(group -> tell(message, group, now));
      decide(message, now);
    }
  }

  private Outlook outlook(MessageId id) {
    Tracked message = tracked.get(id);
    return message == null ? null : message.outlook(stability.isStable(id));
  }

  /**
   * Rule 5: who knows that a message is settled tells a set without it; whoever is told of the
   * other answers with the set that it would tell now.
   */
  private void askFor(Stability.Unjudged set, long now) {
    Tracked message = tracked.get(set.id());
    if (!leading || message == null || set.group().equals(self) || !message.asks(set.group())) {
      return;
    }
    Tracked settled = tracked.get(set.settled());
    if (settled != null && settled.others().contains(set.group())) {
      tell(settled, set.group(), now);
    }
    tell(message, set.group(), now);
  }

  /** Rule 5: tells those that a message is closed here who cannot find out by themselves. */
  private void tellClosed(Tracked message, long now) {
    message.unableToJudge().forEach(group -> tell(message, group, now));
  }

  // Rule 8: the client has been told all it wants with the votes, unless another group has voted
  // otherwise or has something below it, and then that one tells it at once.
  private static boolean nobodyWaitsFor(StandingChange change) {
    Standing standing = change.standing();
    return change.unhurried()
        && standing.state() == Standing.State.VOTED
        && standing.timestamp() == 0
        && standing.first();
  }

  /** Something waits for pending messages of this group. */
  public void hurry() {
    // Most of what one entry holds may have to wait.
    if (hurrying.getAndSet(true)) {
      return;
    }
    executor.add(
        () -> {
          hurrying.set(false);
          gathering.hurry(clock.getAsLong());
          flush();
        });
  }

  private void tellUntold() {
    if (!untold.isEmpty()) {
      long now = clock.getAsLong();
      List<Tracked> messages = List.copyOf(untold);
      untold.clear();
      messages.forEach(message -> tellOwed(message, now));
    }
  }

  private void tellDue() {
    long now = clock.getAsLong();
    for (Iterator<Tracked> i = untold.iterator(); i.hasNext(); ) {
      Tracked message = i.next();
      if (!gathering.isDue(message.since(), now)) {
        // So are all that came after it.
        gathering.mayWait(now);
        break;
      }
      i.remove();
      tellOwed(message, now);
    }
    flush();
  }

  private void tellOwed(Tracked message, long now) {
    message.owed().forEach(group -> tell(message, group, now));
  }

  private void hear(GroupId from, MessageId id, Standing standing) {
    Tracked message = tracked.get(id);
    if (message != null) {
      message.hear(from, standing);
      if (standing != null) {
        stability.learn(id, from, standing);
        if (message.isOtherwise(standing) && untold.remove(message)) {
          // Its votes alone do not complete it (rule 8), so its client waits for what all say.
          tellOwed(message, clock.getAsLong());
        }
      }
      decide(message, clock.getAsLong());
    } else if (standing != null && standing.state().pending()) {
      stability.learn(id, from, standing);
      early.computeIfAbsent(id, key -> new HashMap<>()).put(from, standing);
      othersSpokeFirst = true;
      executor.wake();
      if (early.size() > EARLY_FACTS) {
        MessageId oldest = early.keySet().iterator().next();
        early.remove(oldest);
        stability.forget(oldest);
      }
    }
  }

  // Rules 9 and 10: only a log entry can say that a message is not known.
  private void asked(GroupId from, Statement statement, Tracked known) {
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
  private void decide(Tracked message, long now) {
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
  private long againNanos(Tracked message) {
    long again = RESENDS_BEFORE_PROPOSING_AGAIN * resendNanos;
    return message.own().state() == Standing.State.REFUSED ? Math.max(again, refusalNanos) : again;
  }

  private void askAgain() {
    if (!leading) {
      return;
    }
    long now = clock.getAsLong();
    verdicts.clear();
    boolean forgets =
        tracked.size() >= IDS_PER_ENTRY
            || now - forgotAt >= INTERVALS_BEFORE_FORGETTING * resendNanos;
    List<MessageId> forgettable = new ArrayList<>();
    for (Tracked message : tracked.values()) {
      if (message.own().state().pending()) {
        decide(message, now);
      } else if (forgets) {
        message
            .next(false, now, againNanos(message))
            .ifPresent(forget -> forgettable.addAll(((Entry.Forget) forget).ids()));
      }
      for (GroupId group : message.others()) {
        if (message.waitsFor(group) && !message.toldBefore(group, now, resendNanos)) {
          if (message.wasTold(group)) {
            otherGroups.resending(group);
          }
          tell(message, group, now);
        }
      }
    }
    if (!forgettable.isEmpty()) {
      forgotAt = now;
    }
    for (int i = 0; i < forgettable.size(); i += IDS_PER_ENTRY) {
      orders.add(
          new Entry.Forget(
              List.copyOf(
                  forgettable.subList(i, Math.min(forgettable.size(), i + IDS_PER_ENTRY)))));
    }
    flush();
  }

  private void tell(Tracked message, GroupId group, long now) {
    message.told(group, now);
    Standing told = told(message, group);
    boolean unknown = message.unknownTo(group);
    boolean tooLong = now - message.since() >= refusalNanos;
    if (message.neverCameTo(group) && message.own().state().pending() && tooLong) {
      dispatch.say(group, new Statement(message.id(), told, Ask.REFUSAL, message.destinations()));
    } else if (unknown && !message.own().state().pending()) {
      dispatch.say(group, new Statement(message.id(), told, Ask.CONFIRMATION, null));
    } else {
      dispatch.say(group, Statement.of(message.id(), told));
    }
  }

  /** Rule 5: what is known to be stable or dropped is left out of what is told to be below. */
  private Standing told(Tracked message, GroupId group) {
    Standing own = message.own();
    if (!own.state().pending() || own.below().isNone()) {
      message.told(group, Below.NONE, tracked);
      return own;
    }
    Below below = stability.below(message.id(), self);
    Standing told = below == null ? own : own.withBelow(below);
    message.told(group, told.below(), tracked);
    return told;
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
      Standing standing = reply.standings().get(i);
      if (standing != null || reply.leader()) {
        hear(group, statements.get(i).id(), standing);
      }
    }
    flush();
  }

  private void proposalFailed(Entry entry) {
    if (entry instanceof Entry.Forget forget) {
      forget.ids().forEach(this::proposeAgain);
    } else if (entry instanceof Entry.Raise raise) {
      proposeAgain(raise.id());
    } else if (entry instanceof Entry.Execute execute) {
      proposeAgain(execute.id());
    } else if (entry instanceof Entry.Abort abort) {
      proposeAgain(abort.id());
    } else if (entry instanceof Entry.Confirm confirm) {
      // Whoever wants to know asks again.
      confirm.ids().forEach(confirmationsWanted::remove);
    }
  }

  private void proposeAgain(MessageId id) {
    Tracked message = tracked.get(id);
    if (message != null) {
      message.proposalFailed();
    }
  }
}
