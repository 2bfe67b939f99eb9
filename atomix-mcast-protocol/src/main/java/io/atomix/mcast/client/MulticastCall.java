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
package io.atomix.mcast.client;

import io.atomix.mcast.OutcomeUnknownException;
import io.atomix.mcast.observe.Happening;
import io.atomix.mcast.ordering.Entry;
import io.atomix.mcast.ordering.Footprint;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.ordering.Standing;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.Result;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * One multicast message on its way: submits it to all its groups, collects their votes and results,
 * and knows when the caller can be told. Thread-safe.
 *
 * <p>It takes its place in the line of every group when it is called: behind what was called
 * before, and before what is called later. Where the primitive's session is being opened, that line
 * is the session's {@linkplain HostedSessionClient#whenOpen entrance}, else the {@linkplain
 * Pipeline group's}. It is sent to no group before it may be sent to all.
 */
final class MulticastCall {
  /** More bytes than the keys and groups take that a {@link Reach} adds. */
  static final int GROWTH = 512;

  /** Of groups that a message may go to because earlier ones do. */
  private static final int LONGEST_NAME = 50;

  private final LocalClient local;
  private final String primitive;
  private final long sequence;
  private final boolean resultWanted;
  private final boolean mayWiden;
  private final Map<GroupId, Destination> destinations = new TreeMap<>();
  private final CompletableFuture<List<Result>> future = new CompletableFuture<>();
  private int unanswered;
  private boolean settled;
  private boolean enqueued;
  private boolean stableByVotes;
  private boolean byVotes;
  private boolean stable;
  private Gate gate;
  private Reach reach;

  private MulticastCall(
      LocalClient local, String primitive, boolean resultWanted, boolean mayWiden) {
    this.mayWiden = mayWiden;
    this.local = local;
    this.primitive = primitive;
    this.sequence = local.next();
    this.resultWanted = resultWanted;
  }

  /**
   * Submits a message to several groups.
   *
   * @param targets what goes to each group; the footprints are of one primitive
   * @param resultWanted whether the caller wants all results, or only to know that the message
   *     takes effect
   * @param mayWiden whether its commands may grow by up to {@link #GROWTH} bytes
   * @param elsewhere where it may go beside
   * @return the results in the order of the group ids; fails as soon as it is known that there will
   *     be none
   */
  static CompletableFuture<List<Result>> submit(
      LocalClient local,
      SortedMap<GroupId, MulticastTarget> targets,
      boolean resultWanted,
      boolean mayWiden,
      Elsewhere elsewhere) {
    MulticastCall call;
    synchronized (local.multicastOrder()) {
      call = new MulticastCall(local, primitive(targets), resultWanted, mayWiden);
      try {
        call.enqueue(targets, elsewhere);
      } catch (RuntimeException e) {
        local.resolved(call.sequence);
        return CompletableFuture.failedFuture(cause(e));
      }
    }
    call.enqueued();
    return call.future;
  }

  private static String primitive(SortedMap<GroupId, MulticastTarget> targets) {
    return targets.get(targets.firstKey()).footprint().primitive();
  }

  private void enqueue(SortedMap<GroupId, MulticastTarget> targets, Elsewhere elsewhere) {
    Map<GroupId, CompletableFuture<HostedSessionClient.Open>> entrances = new TreeMap<>();
    targets.forEach((group, target) -> entrances.put(group, target.entrance().get()));
    for (CompletableFuture<HostedSessionClient.Open> entrance : entrances.values()) {
      if (entrance.isCompletedExceptionally()) {
        entrance.join();
      }
    }
    Map<GroupId, HostedSessionClient.Open> along = new HashMap<>();
    reach =
        reach(
            targets,
            entrances,
            group ->
                group.group().length() <= LONGEST_NAME
                    && along.computeIfAbsent(group, elsewhere.sessions()) != null);
    SortedSet<GroupId> groups = new TreeSet<>(reach.groups());
    gate = new Gate(groups.size(), this::goOn);
    for (GroupId group : groups) {
      MulticastTarget target = targets.get(group);
      boolean added = target == null;
      if (added) {
        target = elsewhere.target(primitive, along.get(group));
        entrances.put(group, target.entrance().get());
      }
      destinations.put(group, new Destination(group, target, groups, added));
    }
    unanswered = destinations.size();
    local.called(sequence, primitive, groups);
    for (Destination destination : destinations.values()) {
      entrances
          .get(destination.group)
          .whenComplete(
              (open, error) -> {
                if (error == null) {
                  give(destination, open);
                } else {
                  answered(destination, null, error);
                }
              });
    }
  }

  /**
   * Returns what the message touches, with what it takes to go right behind earlier calls of this
   * client that it meets in some of their groups only.
   */
  private Reach reach(
      SortedMap<GroupId, MulticastTarget> targets,
      Map<GroupId, CompletableFuture<HostedSessionClient.Open>> entrances,
      Predicate<GroupId> mayGo) {
    TreeMap<GroupId, Footprint> footprints = new TreeMap<>();
    targets.forEach((group, target) -> footprints.put(group, target.footprint()));
    Reach touched = new Reach(footprints);
    if (!mayWiden) {
      return touched;
    }
    Set<Reach> partlyMet = new LinkedHashSet<>();
    footprints.forEach(
        (group, footprint) -> {
          CompletableFuture<HostedSessionClient.Open> entrance = entrances.get(group);
          if (entrance.isDone()) {
            entrance.join().pipeline().addPartlyMet(footprint, touched, partlyMet);
          }
        });
    return partlyMet.isEmpty() ? touched : touched.widenedToMeet(partlyMet, mayGo);
  }

  /** The message's turn has come at the entrance of a group. */
  private void give(Destination destination, HostedSessionClient.Open open) {
    Submission submission;
    try {
      Command command =
          destination
              .target
              .command()
              .make(
                  sequence, open.session(), reach.submitted(destination.group), destination.groups);
      submission = new Submission(command, sequence, destination.target.footprint(), reach, gate);
    } catch (RuntimeException e) {
      answered(destination, null, e);
      return;
    }
    Throwable withdrawn;
    synchronized (this) {
      withdrawn = gate.withdrawn();
      if (withdrawn == null) {
        destination.given = new Destination.Given(open, submission);
      }
    }
    if (withdrawn != null) {
      answered(destination, null, withdrawn);
      return;
    }
    submission.answer().whenComplete((answer, error) -> answered(destination, answer, error));
    submission.deferred().whenComplete((result, error) -> deferred(destination, result, error));
    submission.ifStable(this::stable);
    gate.leadsTo(submission, open.pipeline());
    open.pipeline().enqueueMulticast(submission);
    if (!Thread.holdsLock(local.multicastOrder())) {
      open.pipeline().runCompletions();
    }
  }

  private void forEachGiven(Consumer<Destination.Given> action) {
    for (Destination destination : destinations.values()) {
      Destination.Given given = destination.given;
      if (given != null) {
        action.accept(given);
      }
    }
  }

  private void goOn() {
    forEachGiven(
        given -> {
          if (!given.pipeline().isBusy()) {
            given.pipeline().goOn();
          }
        });
  }

  /** All groups have been given the message, and the lock is released: now callers may be told. */
  private void enqueued() {
    forEachGiven(given -> given.pipeline().runCompletions());
    synchronized (this) {
      enqueued = true;
    }
    conclude();
  }

  private void answered(Destination destination, Answer answer, Throwable error) {
    boolean last;
    synchronized (this) {
      unanswered--;
      last = unanswered == 0;
      if (error != null) {
        destination.lost = cause(error);
        if (destination.wasNeverSent()) {
          // A vote of another group would only hold up others until it is refused.
          gate.withdraw(destination.lost);
        }
      } else if (answer instanceof Answer.Voted voted) {
        destination.vote = voted;
      } else if (answer instanceof Answer.Finished finished) {
        destination.result = finished.result();
      }
    }
    if (last) {
      // No group can hear of this message any more that has not.
      local.resolved(sequence);
    }
    conclude();
  }

  private void deferred(Destination destination, Result result, Throwable error) {
    synchronized (this) {
      if (error != null) {
        destination.lost = cause(error);
      } else {
        destination.result = result;
      }
    }
    conclude();
  }

  /**
   * Rule 8: a leader says that the message is stable, and that its condition holds if it has one.
   */
  private void stable() {
    synchronized (this) {
      stable = true;
    }
    conclude();
  }

  private void conclude() {
    List<Result> results;
    Throwable failure;
    Happening.Ending ending;
    synchronized (this) {
      if (!enqueued) {
        return;
      }
    }
    Entry.Execute execution = becomesStable();
    if (execution != null) {
      // Before anything else is sent that might have to wait for it.
      forEachGiven(given -> given.pipeline().carry(execution));
    }
    if (becomesSettled()) {
      forEachGiven(given -> given.pipeline().settled(given.submission()));
    }
    boolean unsettled;
    synchronized (this) {
      if (future.isDone()) {
        return;
      }
      results = results();
      failure = results == null ? failure() : null;
      ending = ending();
      unsettled = !settled;
    }
    boolean completed = results != null && future.complete(results);
    boolean failed = failure != null && future.completeExceptionally(failure);
    if (completed) {
      local.completed(sequence, ending);
    } else if (failed) {
      local.returned(sequence, Happening.Ending.FAILED);
    }
    if (completed || failed) {
      forEachGiven(given -> given.pipeline().forget(sequence));
    }
    if (failed && unsettled) {
      for (Destination destination : destinations.values()) {
        Destination.Given given = destination.given;
        if (given != null && destination.added) {
          given.pipeline().settled(given.submission());
        } else if (given != null) {
          given.pipeline().settleBehind(given.submission(), given.open().session());
        }
      }
    }
  }

  /**
   * Rule 6: it may be executed, because equal votes with nothing below it but stable messages of
   * this client say that it is stable; its client is the first to know.
   *
   * <p>Rule 8: what was told with the votes holds then, if all groups have told it: a group does so
   * of what it reads if nothing was below there, and of what changes it if that takes effect in
   * whatever state.
   *
   * @return what every group may log, the first time that this is known; else null
   */
  private synchronized Entry.Execute becomesStable() {
    if (stableByVotes) {
      return null;
    }
    List<Standing> votes = new ArrayList<>(destinations.size());
    boolean allTold = true;
    for (Destination destination : destinations.values()) {
      if (destination.vote == null) {
        return null;
      }
      votes.add(destination.vote.standing());
      allTold &= destination.added || destination.vote.early() != null;
    }
    MessageId id = local.messageId(sequence);
    stableByVotes = local.ownStable().isStable(id, votes);
    stable |= stableByVotes;
    byVotes = stableByVotes && allTold;
    // Rule 11: the groups decide on a condition that was not judged with the votes.
    boolean decided = votes.stream().allMatch(vote -> vote.condition() != Standing.Condition.OPEN);
    return stableByVotes && decided
        ? new Entry.Execute(id, votes.get(0).timestamp(), votes.stream().allMatch(Standing::holds))
        : null;
  }

  /**
   * The place of the message in the order is settled when no group can give it a higher timestamp
   * (all votes are there, and equal), when it is stable, when a group has executed or refused it,
   * or when it was never sent to one. A lost answer settles nothing: other groups may still wait
   * for a vote.
   */
  private synchronized boolean becomesSettled() {
    if (settled) {
      return false;
    }
    boolean known = stable;
    boolean unsent = false;
    boolean equalVotes = true;
    long timestamp = -1;
    for (Destination destination : destinations.values()) {
      known |= destination.result != null;
      unsent |= destination.wasNeverSent();
      long vote = destination.vote == null ? -1 : destination.vote.standing().timestamp();
      equalVotes &= vote >= 0 && (timestamp < 0 || vote == timestamp);
      timestamp = vote;
    }
    settled = equalVotes || known || unsent;
    return settled;
  }

  private List<Result> results() {
    if (destinations.values().stream()
        .anyMatch(destination -> Failures.isRefusal(destination.result))) {
      return null;
    }
    if (byVotes) {
      return wanted().map(destination -> destination.vote.early()).toList();
    } else if (isCompleteByStability()) {
      return wanted().map(Destination::resultOfStable).toList();
    }
    List<Result> results =
        wanted().map(destination -> destination.result).filter(result -> result != null).toList();
    // Once it is executed anywhere, whatever comes later comes after it everywhere.
    boolean enough = resultWanted ? results.size() == wanted().count() : !results.isEmpty();
    return enough ? results : null;
  }

  /** Returns the groups that the caller has named. */
  private Stream<Destination> wanted() {
    return destinations.values().stream().filter(destination -> !destination.added);
  }

  /**
   * Rule 8: whoever wants no result may be told as soon as a leader says that the message is
   * stable. That it takes effect then was told with each vote, unless it may come behind the end of
   * its session or of its primitive.
   */
  private boolean isCompleteByStability() {
    return stable
        && !resultWanted
        && wanted()
            .allMatch(
                destination ->
                    destination.action() != null
                        && destination.action().isBlind()
                        && destination.vote != null
                        && destination.vote.early() != null);
  }

  private Happening.Ending ending() {
    if (byVotes) {
      return Happening.Ending.EARLY;
    }
    boolean executed =
        destinations.values().stream().anyMatch(destination -> destination.result != null);
    return executed ? Happening.Ending.EXECUTED : Happening.Ending.STABLE;
  }

  private Throwable failure() {
    List<Throwable> lost = new ArrayList<>();
    boolean resultLost = false;
    for (Destination destination : destinations.values()) {
      if (destination.result instanceof Result.Failed failed && Failures.isRefusal(failed)) {
        return Failures.exception(failed);
      }
      if (destination.wasNeverSent()) {
        // That group never votes on it, and no group executes it.
        return destination.lost;
      }
      if (destination.lost != null) {
        lost.add(destination.lost);
        resultLost |= !destination.added;
      }
    }
    if (lost.size() == destinations.size()) {
      return lost.get(0);
    }
    boolean executed =
        destinations.values().stream().anyMatch(destination -> destination.result != null);
    boolean nothingMore = wanted().noneMatch(destination -> destination.tellsMore(stable));
    if (!lost.isEmpty() && executed && resultWanted && (resultLost || nothingMore)) {
      return new OutcomeUnknownException(
          "The operation was applied, but a result was lost with the session of this client in one"
              + " of the groups "
              + destinations.keySet()
              + ": "
              + lost.get(0).getMessage());
    }
    if (!lost.isEmpty() && nothingMore) {
      return new OutcomeUnknownException(
          "The answer of one of the groups "
              + destinations.keySet()
              + " was lost, and the others take it for granted that the client knows the outcome:"
              + " whether the operation was applied is unknown; read the state before you repeat it"
              + " ("
              + lost.get(0).getMessage()
              + ")");
    }
    return null;
  }

  private static Throwable cause(Throwable error) {
    return error instanceof CompletionException ? error.getCause() : error;
  }
}
