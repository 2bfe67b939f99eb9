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
package io.atomix.mcast.ordering;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The state of one group: its pending messages, and the outcomes that other groups may still ask
 * for. Every change is caused by an entry of the group's log, so replicas that apply the same
 * entries agree, effects included.
 *
 * <p>No entry makes it fail, and an entry that comes twice does no harm while its message is known.
 * It does not recognise a message that it has executed and forgotten, or a local one that it has
 * executed: who feeds it must not submit those again.
 *
 * <p>Invariant between entries: no local message is pending unless a conflicting one precedes it.
 * Not thread-safe.
 */
public class GroupOrdering {
  /**
   * Timestamps grow by one for each message that meets another, so a higher one can only come from
   * a broken entry.
   */
  private static final long HIGHEST_TIMESTAMP = 1L << 62;

  /** Half of it leaves room for as many messages that meet one of the highest lowest vote. */
  private static final long HIGHEST_LOWEST_VOTE = HIGHEST_TIMESTAMP / 2;

  private final GroupId self;
  private final NavigableMap<MessageId, Pending> pending = new TreeMap<>();
  private final NavigableMap<MessageId, KnownMessage> outcomes = new TreeMap<>();
  private final Submitters submitters = new Submitters();
  private final NavigableMap<Position, Pending> freed = new TreeMap<>();
  private final ConflictIndex index =
      new ConflictIndex(
          pending::values, this::isPendingAt, message -> freed.put(message.position(), message));

  /** Makes the ordering of a group whose log is empty. */
  public GroupOrdering(GroupId self) {
    this.self = Objects.requireNonNull(self, "self");
  }

  /**
   * Applies an entry of the group's log and returns what is to be done because of it, in this
   * order.
   */
  public List<Effect> step(Entry entry) {
    List<Effect> effects = new ArrayList<>(2);
    entry.applyTo(this, effects);
    return effects;
  }

  /** Rule 10: returns who may still submit messages here. The caller keeps it up to date. */
  public Submitters submitters() {
    return submitters;
  }

  /** Returns the group that this is the state of. */
  public GroupId self() {
    return self;
  }

  /**
   * Returns what the log says of a multicast message, or nothing if it is neither pending nor
   * remembered.
   */
  public Optional<MessageStatus> status(MessageId id) {
    return known(id).map(KnownMessage::status);
  }

  /**
   * Returns all destination groups of a multicast message, this one included; none if it is neither
   * pending nor remembered.
   */
  public SortedSet<GroupId> destinations(MessageId id) {
    return known(id).map(KnownMessage::destinations).orElse(Collections.emptySortedSet());
  }

  /**
   * Returns the multicast messages that are pending, then those whose outcome is remembered, each
   * by id.
   */
  public Stream<KnownMessage> multicastMessages() {
    return Stream.concat(
        pending.values().stream().filter(Pending::isMulticast).map(GroupOrdering::describe),
        outcomes.values().stream());
  }

  /** Returns whether a message, local or multicast, waits for its execution. */
  public boolean isPending(MessageId id) {
    return pending.containsKey(id);
  }

  /**
   * Rule 7: returns whether a query with this footprint has to wait for a pending message, and so
   * to be submitted.
   */
  public boolean conflictsWithPending(GroupFootprint footprint) {
    return index.highestConflicting(footprint) >= 0;
  }

  /** Rule 11: returns whether a message below this one changes the whole primitive. */
  public boolean isWholeChangedBelow(MessageId id) {
    Pending message = pending.get(id);
    return message != null && index.isWholeChangedBelow(message);
  }

  /**
   * Rule 11: returns what is executed here before a pending message, if it is stable.
   *
   * @param outlooks what is known of multicast messages that are pending here
   */
  public Optional<Foresight.Foreseen> foresee(MessageId id, Function<MessageId, Outlook> outlooks) {
    Pending message = pending.get(id);
    return message != null && message.isMulticast() && mayJudge(message, outlooks.apply(id))
        ? Optional.of(new Foresight(index, outlooks).before(message))
        : Optional.empty();
  }

  /** Rule 11: what is not stable may be raised, and then others come before it. */
  boolean mayJudge(Pending message, Outlook outlook) {
    return outlook.isStable() && outlook.timestamp() == message.timestamp();
  }

  /** Returns whether a message waits for its execution that touches this primitive, or all. */
  public boolean anyPending(String primitive) {
    return index.contains(primitive);
  }

  /** Returns how many messages, local and multicast, wait for their execution. */
  public int pendingCount() {
    return pending.size();
  }

  /**
   * Returns what may be seen of the pending messages, local and multicast, by (timestamp, id).
   *
   * @param limit how many at most: those with the lowest (timestamp, id)
   */
  public List<PendingView> pendingMessages(int limit) {
    return pending.values().stream()
        .sorted(Comparator.comparing(Pending::position))
        .limit(limit)
        .map(new PendingViews(index)::of)
        .toList();
  }

  /**
   * Returns what may be seen of one message, or nothing if it is not pending. Its chain is not
   * looked into: it is 1 if nothing blocks it, else 2.
   */
  public Optional<PendingView> pendingMessage(MessageId id) {
    return Optional.ofNullable(pending.get(id)).map(new PendingViews(index)::of);
  }

  /** Returns how many outcomes are remembered. */
  public int outcomeCount() {
    return outcomes.size();
  }

  /**
   * Writes this state. Equal states write equal bytes.
   *
   * @throws IOException if the output does
   */
  public void write(DataOutput output) throws IOException {
    OrderingSnapshot.write(pending.values(), outcomes.values(), output);
  }

  /**
   * Reads a state that {@link #write} wrote.
   *
   * @param self the group whose state it is
   * @throws IOException if the input does, or holds something else, or was written by a later
   *     version
   */
  public static GroupOrdering read(GroupId self, DataInput input) throws IOException {
    GroupOrdering ordering = new GroupOrdering(self);
    ordering.restore(input);
    return ordering;
  }

  /** Fills this state, which must be new, with one that {@link #write} wrote. */
  void restore(DataInput input) throws IOException {
    OrderingSnapshot snapshot = OrderingSnapshot.read(input);
    for (Pending message : snapshot.pending()) {
      if (pending.putIfAbsent(message.id(), message) != null) {
        throw new IOException("Snapshot of " + self + " holds " + message.id() + " pending twice");
      }
      index.add(message);
    }
    freed.clear();
    for (Pending message : snapshot.pending()) {
      if (message.below == null) {
        message.below = message.isFirst() ? Below.NONE : Below.TOO_MANY;
      }
    }
    for (KnownMessage outcome : snapshot.outcomes()) {
      if (isPending(outcome.id()) || outcomes.putIfAbsent(outcome.id(), outcome) != null) {
        throw new IOException("Snapshot of " + self + " holds " + outcome.id() + " twice");
      }
    }
  }

  /**
   * Rules 1 and 2: the timestamp of a new message, above all pending ones that it conflicts with.
   */
  long timestampOf(Entry submission, GroupFootprint footprint) {
    return index.highestConflicting(footprint) + 1;
  }

  /** Rule 1: whether a new local message waits for a pending one. */
  boolean mustWait(Entry.SubmitLocal submission) {
    return conflictsWithPending(submission.footprint());
  }

  void submitLocal(Entry.SubmitLocal submission, List<Effect> effects) {
    MessageId id = submission.id();
    if (outcomes.containsKey(id) || isPending(id) && pending.get(id).isMulticast()) {
      effects.add(ignored(submission, id, "is known as a multicast message"));
    } else if (isPending(id)) {
      effects.add(new Effect.Blocked(id));
    } else if (mustWait(submission)) {
      long timestamp = timestampOf(submission, submission.footprint());
      accept(Pending.local(id, timestamp, submission.footprint()));
      effects.add(new Effect.Blocked(id));
    } else {
      effects.add(new Effect.Run(id));
    }
  }

  void submitMulticast(Entry.SubmitMulticast submission, List<Effect> effects) {
    MessageId id = submission.id();
    Optional<KnownMessage> known = known(id);
    if (known.isPresent() && known.get().status().state() == MessageStatus.State.REFUSED) {
      // Rule 9: it comes too late. From now on its client knows, and it cannot come any more.
      remember(
          id,
          MessageStatus.dropped(MessageStatus.State.ABORTED),
          known.get().destinations(),
          effects);
    } else if (known.isPresent()) {
      effects.add(new Effect.Stands(id, known.get().status()));
    } else if (isPending(id)) {
      effects.add(ignored(submission, id, "is known as a local message"));
    } else if (!isMulticastToSelf(submission.destinations())) {
      effects.add(wrongDestinations(submission, id, submission.destinations()));
    } else {
      // Rule 2: the vote is above all pending messages that it conflicts with. A higher one is as
      // right: it is as if more of them had been there.
      long lowest = Math.min(submission.lowestVote(), HIGHEST_LOWEST_VOTE);
      Pending message =
          Pending.multicast(
              id,
              Math.max(lowest, timestampOf(submission, submission.footprint())),
              submission.footprint(),
              submission.destinations(),
              MessageStatus.State.VOTED);
      accept(message);
      effects.add(new Effect.Stands(id, message.status()));
    }
  }

  /** Rule 4: a message with a lower vote takes the final timestamp. */
  void raise(Entry.Raise raise, List<Effect> effects) {
    Pending message = pending.get(raise.id());
    if (message == null || !message.isMulticast()) {
      effects.add(ignored(raise, raise.id(), "is not a pending multicast message"));
    } else if (message.status().state() != MessageStatus.State.VOTED) {
      effects.add(ignored(raise, raise.id(), "has its final timestamp"));
    } else if (message.decision() != null) {
      effects.add(ignored(raise, raise.id(), "is known to be stable"));
    } else if (raise.timestamp() <= message.timestamp()) {
      effects.add(ignored(raise, raise.id(), "has a vote that is as high"));
    } else if (raise.timestamp() > HIGHEST_TIMESTAMP) {
      effects.add(ignored(raise, raise.id(), "cannot have got such a timestamp from a vote"));
    } else {
      index.raise(message, raise.timestamp());
      message.below = index.below(message);
      effects.add(new Effect.Stands(message.id(), message.status()));
      releaseFreed(effects);
    }
  }

  /**
   * Rule 6: a message that is stable executes as soon as nothing is below it here, by this entry or
   * by the one that takes away the last of what is.
   */
  void execute(Entry.Execute execution, List<Effect> effects) {
    MessageId id = execution.id();
    Pending message = pending.get(id);
    if (message == null || !message.isMulticast()) {
      effects.add(ignored(execution, id, "is not a pending multicast message"));
    } else if (message.timestamp() != execution.timestamp()) {
      effects.add(ignored(execution, id, "has not got that timestamp"));
    } else if (message.decision() != null) {
      effects.add(ignored(execution, id, "is known to be stable"));
    } else if (message.isFirst()) {
      execute(message, execution.held(), effects);
      releaseFreed(effects);
    } else if (execution.waits()) {
      message.decide(execution.held());
    } else {
      effects.add(ignored(execution, id, "is above another that is pending"));
    }
  }

  private void execute(Pending message, boolean held, List<Effect> effects) {
    effects.add(new Effect.Run(message.id(), held));
    remove(message);
    remember(
        message.id(),
        MessageStatus.executed(message.timestamp(), held),
        message.destinations(),
        effects);
  }

  /**
   * Rule 9: the first entry in the log wins, so a message that has been voted on is not refused.
   */
  void refuse(Entry.Refuse refusal, List<Effect> effects) {
    MessageId id = refusal.id();
    Optional<KnownMessage> known = known(id);
    if (known.isPresent()) {
      effects.add(new Effect.Stands(id, known.get().status()));
    } else if (isPending(id)) {
      effects.add(ignored(refusal, id, "is known as a local message"));
    } else if (!isMulticastToSelf(refusal.destinations())) {
      effects.add(wrongDestinations(refusal, id, refusal.destinations()));
    } else {
      remember(
          id, MessageStatus.dropped(MessageStatus.State.REFUSED), refusal.destinations(), effects);
    }
  }

  /**
   * Rule 9: a message that another group has refused is dropped; one with a final timestamp cannot
   * have been refused.
   */
  void abort(Entry.Abort abort, List<Effect> effects) {
    Pending message = pending.get(abort.id());
    if (message == null || !message.isMulticast()) {
      effects.add(ignored(abort, abort.id(), "is not a pending multicast message"));
    } else if (message.status().state() == MessageStatus.State.FINAL
        || message.decision() != null) {
      effects.add(ignored(abort, abort.id(), "has been voted on by all its destination groups"));
    } else {
      conclude(message, MessageStatus.dropped(MessageStatus.State.ABORTED), effects);
    }
  }

  /** Rule 10: an outcome is dropped that no destination group will ask for any more. */
  void forget(Entry.Forget forget, List<Effect> effects) {
    List<MessageId> unknown = new ArrayList<>();
    List<MessageId> kept = new ArrayList<>();
    for (MessageId id : forget.ids()) {
      if (mustKeep(id)) {
        kept.add(id);
      } else if (outcomes.remove(id) != null) {
        effects.add(new Effect.Forgotten(id));
      } else {
        unknown.add(id);
      }
    }
    if (!unknown.isEmpty()) {
      effects.add(new Effect.Ignored(forget, self, unknown, "are not remembered"));
    }
    if (!kept.isEmpty()) {
      effects.add(new Effect.Ignored(forget, self, kept, "are refused, and may still come"));
    }
  }

  /**
   * Rule 10: a refusal is kept while its client may still submit the message: that would be voted
   * on, and the client, who may hold votes of groups that have aborted since, misled (rule 8).
   */
  boolean mustKeep(MessageId id) {
    KnownMessage known = outcomes.get(id);
    return known != null
        && known.status().state() == MessageStatus.State.REFUSED
        && submitters.maySubmit(id);
  }

  /** Rule 10: the log says of each message what it knows, or that it knows nothing. */
  void confirm(Entry.Confirm confirm, List<Effect> effects) {
    for (MessageId id : confirm.ids()) {
      effects.add(new Effect.Stands(id, status(id).orElse(MessageStatus.ABSENT)));
    }
  }

  private boolean isPendingAt(Position position) {
    Pending message = pending.get(position.id());
    return message != null && message.position().equals(position);
  }

  private void accept(Pending message) {
    pending.put(message.id(), message);
    index.add(message);
    message.below = index.below(message);
  }

  /** Ends the wait of a multicast message. */
  private void conclude(Pending message, MessageStatus outcome, List<Effect> effects) {
    remove(message);
    remember(message.id(), outcome, message.destinations(), effects);
    releaseFreed(effects);
  }

  /** Rule 10: the outcome is kept for as long as another group may ask for it. */
  private void remember(
      MessageId id, MessageStatus outcome, SortedSet<GroupId> destinations, List<Effect> effects) {
    outcomes.put(id, new KnownMessage(id, outcome, destinations));
    effects.add(new Effect.Stands(id, outcome));
  }

  private void remove(Pending message) {
    pending.remove(message.id());
    index.remove(message);
  }

  /**
   * Executes local messages that have become first (rule 1), and multicast ones that are known to
   * be stable (rule 6); says of other multicast ones that nothing is below them any more (rule 5);
   * by (timestamp, id), until no more become first.
   */
  private void releaseFreed(List<Effect> effects) {
    while (!freed.isEmpty()) {
      Pending message = freed.pollFirstEntry().getValue();
      if (message.isMulticast() && message.decision() != null) {
        execute(message, message.decision(), effects);
      } else if (message.isMulticast()) {
        effects.add(new Effect.Stands(message.id(), message.status()));
      } else {
        effects.add(new Effect.Run(message.id()));
        remove(message);
      }
    }
  }

  private Optional<KnownMessage> known(MessageId id) {
    Pending message = pending.get(id);
    if (message != null && message.isMulticast()) {
      return Optional.of(describe(message));
    }
    return Optional.ofNullable(outcomes.get(id));
  }

  private static KnownMessage describe(Pending message) {
    return new KnownMessage(message.id(), message.status(), message.destinations());
  }

  private boolean isMulticastToSelf(Collection<GroupId> destinations) {
    return destinations.size() > 1 && destinations.contains(self);
  }

  private Effect wrongDestinations(Entry entry, MessageId id, Collection<GroupId> destinations) {
    return ignored(
        entry, id, "goes to " + destinations + ", which is not this group and at least one other");
  }

  private Effect ignored(Entry entry, MessageId id, String why) {
    return new Effect.Ignored(entry, self, List.of(id), why);
  }
}
