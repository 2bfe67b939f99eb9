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
import io.atomix.mcast.client.pipeline.AllGroupsBarrier;
import io.atomix.mcast.client.pipeline.Barrier;
import io.atomix.mcast.client.pipeline.LocalClient;
import io.atomix.mcast.client.pipeline.Pipeline;
import io.atomix.mcast.client.pipeline.Reach;
import io.atomix.mcast.client.pipeline.Submission;
import io.atomix.mcast.observe.ProtocolEvent;
import io.atomix.mcast.ordering.Entry;
import io.atomix.mcast.ordering.GroupFootprint;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.MessageId;
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
import java.util.function.Function;
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
  private final MulticastMessage message;
  private final long sequence;
  private final boolean mayWiden;
  private final SortedMap<GroupId, GroupReply> replies = new TreeMap<>();
  private final CompletableFuture<List<Result>> future = new CompletableFuture<>();
  private int unanswered;
  private boolean settled;
  private boolean enqueued;
  private boolean votesEqual;
  private Entry.Execute execution;
  private boolean byVotes;
  private boolean stable;
  private AllGroupsBarrier barrier;
  private Reach reach;
  private SortedSet<GroupId> groups;
  private long lowestVote;

  private MulticastCall(LocalClient local, MulticastMessage message, boolean mayWiden) {
    this.local = local;
    this.message = message;
    this.sequence = local.next();
    this.mayWiden = mayWiden;
  }

  /**
   * Submits a message to several groups.
   *
   * @param mayWiden whether its commands may grow by up to {@link #GROWTH} bytes
   * @param elsewhere gives the open session of the primitive, or null, in a group that the message
   *     may go to because earlier ones do
   * @return the results in the order of the group ids; fails as soon as it is known that there will
   *     be none
   */
  static CompletableFuture<List<Result>> submit(
      LocalClient local,
      MulticastMessage message,
      boolean mayWiden,
      Function<GroupId, HostedSessionClient.OpenedSession> elsewhere) {
    MulticastCall call;
    synchronized (local.multicastOrder()) {
      call = new MulticastCall(local, message, mayWiden);
      try {
        call.enqueue(elsewhere);
      } catch (RuntimeException e) {
        local.resolved(call.sequence);
        return CompletableFuture.failedFuture(cause(e));
      }
    }
    call.enqueued();
    return call.future;
  }

  private void enqueue(Function<GroupId, HostedSessionClient.OpenedSession> elsewhere) {
    Map<GroupId, CompletableFuture<HostedSessionClient.OpenedSession>> entrances = new TreeMap<>();
    message
        .destinations()
        .forEach((group, each) -> entrances.put(group, each.entrance().whenOpen()));
    for (CompletableFuture<HostedSessionClient.OpenedSession> entrance : entrances.values()) {
      if (entrance.isCompletedExceptionally()) {
        entrance.join();
      }
    }
    Map<GroupId, HostedSessionClient.OpenedSession> along = new HashMap<>();
    reach =
        reach(
            entrances,
            group ->
                group.group().length() <= LONGEST_NAME
                    && along.computeIfAbsent(group, elsewhere) != null);
    groups = new TreeSet<>(reach.groups());
    barrier = new AllGroupsBarrier(groups.size());
    for (GroupId group : groups) {
      Destination destination = message.destinations().get(group);
      boolean added = destination == null;
      if (added) {
        destination = Destination.nothing(along.get(group), message.primitive());
        entrances.put(group, destination.entrance().whenOpen());
      }
      replies.put(group, new GroupReply(destination, added));
    }
    unanswered = replies.size();
    local.called(sequence, message.primitive(), groups);
    replies.forEach(
        (group, reply) ->
            entrances
                .get(group)
                .whenComplete(
                    (open, error) -> {
                      if (error == null) {
                        give(reply, open);
                      } else {
                        answered(reply, null, error);
                      }
                    }));
  }

  /**
   * Returns what the message touches, with what it takes to go right behind earlier calls of this
   * client that it meets in some of their groups only.
   */
  private Reach reach(
      Map<GroupId, CompletableFuture<HostedSessionClient.OpenedSession>> entrances,
      Predicate<GroupId> mayGo) {
    TreeMap<GroupId, GroupFootprint> footprints = new TreeMap<>();
    message.destinations().forEach((group, each) -> footprints.put(group, each.footprint()));
    Reach touched = new Reach(footprints);
    if (!mayWiden) {
      return touched;
    }
    Set<Reach> partlyMet = new LinkedHashSet<>();
    boolean behind = false;
    for (Map.Entry<GroupId, GroupFootprint> part : footprints.entrySet()) {
      CompletableFuture<HostedSessionClient.OpenedSession> entrance = entrances.get(part.getKey());
      if (entrance.isDone()) {
        Pipeline pipeline = entrance.join().pipeline();
        behind |= pipeline.addPartlyMet(part.getValue(), touched, partlyMet);
      }
    }
    lowestVote = behind ? local.nextLowestVote() : 0;
    return partlyMet.isEmpty() ? touched : touched.widenedToMeet(partlyMet, mayGo);
  }

  /** The message's turn has come at the entrance of a group. */
  private void give(GroupReply reply, HostedSessionClient.OpenedSession open) {
    Destination destination = reply.destination;
    Command command =
        destination.command(
            sequence,
            open.session(),
            reach.submitted(destination.group()),
            groups,
            message.early(),
            lowestVote);
    Submission submission =
        new Submission(command, sequence, destination.footprint(), reach, barrier);
    submission.place(message.place(destination.group()));
    Throwable withdrawn;
    synchronized (this) {
      withdrawn = barrier.withdrawn();
      if (withdrawn == null) {
        reply.given = new GroupReply.Given(open, submission);
      }
    }
    if (withdrawn != null) {
      answered(reply, null, withdrawn);
      return;
    }
    submission.answer().whenComplete((answer, error) -> answered(reply, answer, error));
    submission.deferred().whenComplete((result, error) -> deferred(reply, result, error));
    submission.ifStable(this::stable);
    open.pipeline().enqueueMulticast(submission);
    if (!Thread.holdsLock(local.multicastOrder())) {
      open.pipeline().runCompletions();
    }
  }

  private void forEachGiven(Consumer<GroupReply.Given> action) {
    for (GroupReply reply : replies.values()) {
      GroupReply.Given given = reply.given;
      if (given != null) {
        action.accept(given);
      }
    }
  }

  /** All groups have been given the message, and the lock is released: now callers may be told. */
  private void enqueued() {
    forEachGiven(given -> given.pipeline().runCompletions());
    synchronized (this) {
      enqueued = true;
    }
    conclude();
  }

  private void answered(GroupReply reply, Answer answer, Throwable error) {
    boolean last;
    synchronized (this) {
      unanswered--;
      last = unanswered == 0;
      if (error != null) {
        reply.lost = cause(error);
        if (reply.wasNeverSent()) {
          // A vote of another group would only hold up others until it is refused.
          barrier.withdraw(reply.lost);
        }
      } else if (answer instanceof Answer.Voted voted) {
        reply.vote = voted;
        local.voted(voted.status().timestamp());
      } else if (answer instanceof Answer.Finished finished) {
        reply.result = finished.result();
      }
    }
    if (last) {
      // No group can hear of this message any more that has not.
      local.resolved(sequence);
      judgeByVotes();
    }
    conclude();
  }

  /** All that the groups answer to the submission is here. */
  private void judgeByVotes() {
    MessageId id = local.messageId(sequence);
    Votes votes;
    synchronized (this) {
      votes = Votes.of(replies.values());
    }
    if (votes.areComplete()) {
      local.judgedByVotes().take(id, votes.statuses(), known -> judged(votes, known));
    } else {
      judged(votes, false);
      local.judgedByVotes().lost(id);
    }
  }

  private void deferred(GroupReply reply, Result result, Throwable error) {
    synchronized (this) {
      if (error != null) {
        reply.lost = cause(error);
      } else {
        reply.result = result;
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
    ProtocolEvent.Ending ending;
    synchronized (this) {
      if (!enqueued) {
        return;
      }
    }
    Entry.Execute known = takeExecution();
    if (known != null) {
      // Before anything else is sent that might have to wait for it.
      forEachGiven(given -> given.pipeline().carry(known));
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
      local.returned(sequence, ProtocolEvent.Ending.FAILED);
    }
    if (completed || failed) {
      forEachGiven(given -> given.pipeline().forget(sequence));
    }
    if (failed && unsettled) {
      for (GroupReply reply : replies.values()) {
        GroupReply.Given given = reply.given;
        if (given != null && reply.added) {
          given.pipeline().settled(given.submission());
        } else if (given != null) {
          given.pipeline().settleBehind(new Barrier(given.submission(), given.open().session()));
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
   */
  private void judged(Votes votes, boolean known) {
    synchronized (this) {
      votesEqual = votes.areEqual();
      if (known) {
        stable = true;
        byVotes = wanted().allMatch(reply -> reply.vote.early() != null);
        execution = votes.execution(local.messageId(sequence));
      }
    }
    conclude();
  }

  /** Returns what every group may log, the first time that this is known; else null. */
  private synchronized Entry.Execute takeExecution() {
    Entry.Execute taken = execution;
    execution = null;
    return taken;
  }

  /**
   * The place of the message in the order is settled when no group can give it a higher timestamp
   * (all votes are there, and equal, and it was found out what they say), when it is stable, when a
   * group has executed or refused it, or when it was never sent to one. A lost answer settles
   * nothing: other groups may still wait for a vote.
   */
  private synchronized boolean becomesSettled() {
    if (settled) {
      return false;
    }
    boolean known = stable;
    boolean unsent = false;
    for (GroupReply reply : replies.values()) {
      known |= reply.result != null;
      unsent |= reply.wasNeverSent();
    }
    settled = votesEqual || known || unsent;
    return settled;
  }

  private List<Result> results() {
    if (replies.values().stream().anyMatch(reply -> Failures.isRefusal(reply.result))) {
      return null;
    }
    if (byVotes) {
      return wanted().map(reply -> reply.vote.early()).toList();
    } else if (isCompleteByStability()) {
      return wanted().map(GroupReply::resultOfStable).toList();
    }
    List<Result> results =
        wanted().map(reply -> reply.result).filter(result -> result != null).toList();
    // Once it is executed anywhere, whatever comes later comes after it everywhere.
    boolean enough =
        message.resultWanted() ? results.size() == wanted().count() : !results.isEmpty();
    return enough ? results : null;
  }

  /** Returns the groups that the caller has named. */
  private Stream<GroupReply> wanted() {
    return replies.values().stream().filter(reply -> !reply.added);
  }

  /**
   * Rule 8: whoever wants no result may be told as soon as a leader says that the message is
   * stable. That it takes effect then was told with each vote, unless it may come behind the end of
   * its session or of its primitive.
   */
  private boolean isCompleteByStability() {
    return stable && !message.resultWanted() && wanted().allMatch(GroupReply::isToldByStability);
  }

  private ProtocolEvent.Ending ending() {
    if (byVotes) {
      return ProtocolEvent.Ending.EARLY;
    }
    boolean executed = replies.values().stream().anyMatch(reply -> reply.result != null);
    return executed ? ProtocolEvent.Ending.EXECUTED : ProtocolEvent.Ending.STABLE;
  }

  private Throwable failure() {
    List<Throwable> lost = new ArrayList<>();
    boolean resultLost = false;
    for (GroupReply reply : replies.values()) {
      if (reply.result instanceof Result.Failed failed && Failures.isRefusal(failed)) {
        return Failures.exception(failed);
      }
      if (reply.wasNeverSent()) {
        // That group never votes on it, and no group executes it.
        return reply.lost;
      }
      if (reply.lost != null) {
        lost.add(reply.lost);
        resultLost |= !reply.added;
      }
    }
    if (lost.size() == replies.size()) {
      return lost.get(0);
    }
    boolean executed = replies.values().stream().anyMatch(reply -> reply.result != null);
    boolean nothingMore = wanted().noneMatch(reply -> reply.tellsMore(stable));
    if (!lost.isEmpty() && executed && message.resultWanted() && (resultLost || nothingMore)) {
      return new OutcomeUnknownException(
          "The operation was applied, but a result was lost with the session of this client in one"
              + " of the groups "
              + replies.keySet()
              + ": "
              + lost.get(0).getMessage());
    }
    if (!lost.isEmpty() && nothingMore) {
      return new OutcomeUnknownException(
          "The answer of one of the groups "
              + replies.keySet()
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
