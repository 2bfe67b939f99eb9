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
package io.atomix.mcast.group;

import io.atomix.cluster.MemberId;
import io.atomix.mcast.observe.GroupView;
import io.atomix.mcast.observe.HostedDetails;
import io.atomix.mcast.observe.PendingMessage;
import io.atomix.mcast.ordering.Access;
import io.atomix.mcast.ordering.Entry;
import io.atomix.mcast.ordering.GroupFootprint;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.GroupOrdering;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.ordering.MessageStatus;
import io.atomix.mcast.ordering.Outlook;
import io.atomix.mcast.ordering.RecentWrites;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Batch;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.Notification;
import io.atomix.mcast.wire.Result;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.function.Function;

/**
 * All that a group's log has made: a thin shell around the ordering core, which carries out its
 * effects on the hosted primitives. It takes an entry and returns all that came of it. It depends
 * on the log entries alone: nothing that it asks of its {@link LocalFacts} comes back into it.
 *
 * <p>The end of a session, and timers ({@link GroupTimers}), change a primitive without being
 * messages of a client: they take their place in the order as messages of the group's own.
 */
final class GroupState {
  private final GroupId self;
  private final GroupData data;
  private final GroupOrdering ordering;
  private final HostedPrimitives primitives;
  private final Messages messages;
  private final ClientTable clients;
  private final GroupTimers timers;
  private final VoteDetails details;
  private final Previews previews;
  private final EffectRunner runner;
  private final RecentWrites writes = new RecentWrites();
  private final QueryAnswers queries;
  private final GroupViews views;

  /** The log index of the last entry. */
  private long lastIndex;

  GroupState(GroupId self, MemberId localMember, LocalFacts facts) {
    this(facts, new GroupData(self, localMember, facts.primitiveTypes()));
  }

  private GroupState(LocalFacts facts, GroupData data) {
    this.self = data.self();
    this.data = data;
    this.ordering = data.ordering();
    this.primitives = data.primitives();
    this.messages = data.messages();
    this.clients = data.clients();
    this.timers = data.timers();
    this.details = new VoteDetails(data);
    this.previews = new Previews(ordering, primitives, messages);
    this.runner = new EffectRunner(facts, data, previews, details, writes);
    this.queries = new QueryAnswers(facts, data, writes);
    this.views = new GroupViews(data);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws io.atomix.mcast.wire.WireException if it is damaged or of a newer version
   */
  static GroupState read(GroupId self, MemberId localMember, LocalFacts facts, byte[] bytes) {
    return new GroupState(facts, GroupData.read(self, localMember, facts.primitiveTypes(), bytes));
  }

  byte[] write() {
    return data.write();
  }

  /** The log's time has moved on. */
  GroupEffects tick(long index, long stamp) {
    return entry(
        index,
        out -> {
          List<String> submitted = timers.tick(stamp, ran -> writes.changed(ran, index));
          publishOfTimers(out);
          for (String name : submitted) {
            submitInternal(new MessageWork.Tick(name), out);
          }
          return null;
        });
  }

  /**
   * Applies a batch that a Raft session brought.
   *
   * @throws io.atomix.mcast.wire.WireException if the session is not the client's; nothing is
   *     applied then
   */
  GroupEffects apply(long index, Batch batch, long raftSession, MemberId member) {
    clients.check(batch.client(), raftSession);
    return entry(index, out -> apply(batch, raftSession, member, out));
  }

  /** The Raft session of a client is over, and with it every session that it carried. */
  GroupEffects end(long index, long raftSession, boolean expired) {
    return entry(
        index,
        out -> {
          end(raftSession, expired, out);
          return null;
        });
  }

  private GroupEffects entry(long index, Function<EffectsBuilder, Answer.AnswerBatch> change) {
    lastIndex = index;
    EffectsBuilder out = new EffectsBuilder(index);
    Answer.AnswerBatch answer;
    primitives.applies(true);
    try {
      answer = change.apply(out);
    } catch (RuntimeException e) {
      timers.settle();
      throw new UnfinishedEntryException(out.build(null, data.counts(), timers.due()), e);
    } finally {
      primitives.applies(false);
    }
    timers.settle();
    return out.build(answer, data.counts(), timers.due());
  }

  private Answer.AnswerBatch apply(
      Batch batch, long raftSession, MemberId member, EffectsBuilder out) {
    long index = out.index();
    Client client = clients.get(raftSession);
    if (client == null) {
      if (clients.hasLaterSession(batch.client(), raftSession)) {
        Answer tooLate = Refusals.tooLate(raftSession, self);
        return new Answer.AnswerBatch(
            index, true, Collections.nCopies(batch.commands().size(), tooLate));
      }
      // A client opens a Raft session when it has lost the one before. It may have taken it for
      // lost before the group did, and what it sent there may still come: that would take effect
      // behind what the client calls now. So the new session ends the old one, whatever Raft does.
      for (long earlier : clients.earlierSessions(batch.client(), raftSession)) {
        end(earlier, true, out);
      }
      client = clients.open(new ClientAddress(raftSession, batch.client(), member.id()));
    }
    if (clients.heard(client, batch.resolvedBelow(), batch.received())) {
      out.client(new ClientChange.Acknowledged(client.address(), batch.received()));
    }
    List<Answer> answers = new ArrayList<>(batch.commands().size());
    Carrying carrying = new Carrying(client, batch.commands().size());
    CommandHandler handler = new CommandHandler(client, out);
    for (Command command : batch.commands()) {
      answers.add(command.accept(handler));
      carrying.answered();
    }
    List<Answer.CarriedNotification> notifications = carrying.notifications(batch.received());
    if (!notifications.isEmpty()) {
      long last = notifications.get(notifications.size() - 1).notification().number();
      out.client(new ClientChange.SentWithAnswer(client.address(), last));
    }
    return new Answer.AnswerBatch(index, true, answers, notifications);
  }

  /** Applies the commands of a batch. */
  private final class CommandHandler implements Command.CommandVisitor<Answer> {
    private final Client client;
    private final long raftSession;
    private final EffectsBuilder out;

    private CommandHandler(Client client, EffectsBuilder out) {
      this.client = client;
      this.raftSession = client.address().raftSession();
      this.out = out;
    }

    @Override
    public Answer local(Command.Local local) {
      MessageWork.Invoke message =
          new MessageWork.Invoke(
              raftSession,
              local.footprint().primitive(),
              local.session(),
              local.action(),
              false,
              false);
      return submitLocal(client.messageId(local.sequence()), local.footprint(), message, out);
    }

    @Override
    public Answer multicast(Command.Multicast multicast) {
      return submitMulticast(multicast, client, out);
    }

    @Override
    public Answer openSession(Command.OpenSession open) {
      if (data.loading().progress().isUnderWay()) {
        return Refusals.malformed(
            "Group " + self + " is being restored from a backup: try again when it is ready");
      }
      return submitLocal(
          client.messageId(open.sequence()),
          EffectRunner.writeAll(open.primitive()),
          new MessageWork.OpenPrimitive(raftSession, open.primitive(), open.type(), open.config()),
          out);
    }

    @Override
    public Answer closeSession(Command.CloseSession close) {
      return submitLocal(
          client.messageId(close.sequence()),
          EffectRunner.writeAll(close.primitive()),
          new MessageWork.Close(raftSession, close.primitive(), close.session()),
          out);
    }

    @Override
    public Answer delete(Command.Delete delete) {
      return submitDelete(delete, client, out);
    }

    @Override
    public Answer order(Command.Order order) {
      runner.step(order.entry(), out);
      return done();
    }

    @Override
    public Answer fence(Command.Fence fence) {
      out.fence(fence);
      return done();
    }

    @Override
    public Answer timers(Command.Timers due) {
      boolean submitted = timers.follow(due.primitive(), ran -> writes.changed(ran, out.index()));
      publishOfTimers(out);
      if (submitted) {
        submitInternal(new MessageWork.Tick(due.primitive()), out);
      }
      return done();
    }

    @Override
    public Answer cut(Command.Cut cut) {
      return submitCut(cut, client, out);
    }

    @Override
    public Answer load(Command.Load part) {
      String problem = data.loading().take(part);
      out.loaded(data.loading().progress());
      return problem == null ? done() : Refusals.malformed(problem);
    }
  }

  private Answer submitCut(Command.Cut cut, Client client, EffectsBuilder out) {
    MessageId id = client.messageId(cut.sequence());
    GroupFootprint everything = GroupFootprint.everything(Access.READ);
    if (cut.destinations().size() != 1) {
      return submitMulticast(
          new Entry.SubmitMulticast(id, everything, cut.destinations()),
          new MessageWork.TakeCut(),
          null,
          out);
    }
    return cut.destinations().contains(self)
        ? submitLocal(id, everything, new MessageWork.TakeCut(), out)
        : Refusals.astray(id, self, cut.destinations());
  }

  private static Answer done() {
    return new Answer.Finished(new Result.Done(null));
  }

  // Rule 1: a local message executes at once unless it conflicts with a pending one.
  private Answer submitLocal(
      MessageId id, GroupFootprint footprint, MessageWork message, EffectsBuilder out) {
    if (messages.contains(id)) {
      return Refusals.twice(id, self);
    }
    messages.hold(id, message);
    return runner.submit(id, new Entry.SubmitLocal(id, footprint), out);
  }

  private Answer submitMulticast(Command.Multicast multicast, Client client, EffectsBuilder out) {
    String name = multicast.footprint().primitive();
    long raftSession = client.address().raftSession();
    MessageWork.Invoke message =
        new MessageWork.Invoke(
            raftSession, name, multicast.session(), multicast.action(), true, multicast.early());
    return submitMulticast(
        new Entry.SubmitMulticast(
            client.messageId(multicast.sequence()),
            multicast.footprint(),
            multicast.destinations(),
            multicast.lowestVote()),
        message,
        JointWork.problem(primitives, message),
        out);
  }

  private Answer submitDelete(Command.Delete delete, Client client, EffectsBuilder out) {
    String name = delete.primitive();
    long raftSession = client.address().raftSession();
    // Whoever deletes what is gone already finds what he wanted.
    Result.Failed problem =
        primitives.get(name) == null || primitives.hasSession(name, delete.session(), raftSession)
            ? null
            : primitives.unknownSession(name, delete.session());
    MessageId id = client.messageId(delete.sequence());
    MessageWork message = new MessageWork.DeletePrimitive(raftSession, name);
    GroupFootprint whole = EffectRunner.writeAll(name);
    if (delete.destinations().size() != 1) {
      return submitMulticast(
          new Entry.SubmitMulticast(id, whole, delete.destinations()), message, problem, out);
    } else if (!delete.destinations().contains(self)) {
      return Refusals.astray(id, self, delete.destinations());
    }
    return problem == null ? submitLocal(id, whole, message, out) : new Answer.Finished(problem);
  }

  // Rule 2: a multicast message is voted on; the answer tells the vote and what is below it.
  private Answer submitMulticast(
      Entry.SubmitMulticast entry, MessageWork message, Result.Failed problem, EffectsBuilder out) {
    MessageId id = entry.id();
    SortedSet<GroupId> destinations = entry.destinations();
    if (!destinations.contains(self) || destinations.size() < 2) {
      return Refusals.astray(id, self, destinations);
    }
    MessageStatus.State known = ordering.status(id).map(MessageStatus::state).orElse(null);
    if (known == MessageStatus.State.EXECUTED || known == null && messages.contains(id)) {
      return Refusals.twice(id, self);
    }
    if (known == null && problem != null) {
      // The other groups must not wait for a vote that cannot come.
      runner.step(new Entry.Refuse(id, destinations), out);
      return new Answer.Finished(problem);
    }
    if (known == null) {
      messages.hold(id, message);
    }
    Answer told = runner.submit(id, entry, out);
    if (ordering.status(id).map(status -> status.state().dropped()).orElse(false)) {
      messages.release(id);
      return new Answer.Finished(Refusals.aborted(id));
    }
    return told;
  }

  private void submitInternal(MessageWork message, EffectsBuilder out) {
    runner.submitInternal(data.nextInternal(), message, out);
  }

  /** Sends what timers that ran outside of the order have published. */
  private void publishOfTimers(EffectsBuilder out) {
    for (HostedPrimitives.SessionEvent event : primitives.takePublished()) {
      clients.publish(event.session(), event.event(), out);
    }
  }

  private void end(long raftSession, boolean expired, EffectsBuilder out) {
    clients.close(raftSession, out);
    for (SessionOf carried : primitives.sessionsOf(raftSession)) {
      submitInternal(
          new MessageWork.EndSession(carried.primitive(), carried.session(), expired), out);
    }
  }

  /** Returns what answers without an entry. */
  QueryAnswers queries() {
    return queries;
  }

  /** Rule 11: judges a conditional message by what is known of those below it. */
  Judge.Judgement judge(MessageId id, Function<MessageId, Outlook> outlooks) {
    return previews.judge(id, outlooks);
  }

  /** Returns what a client has not acknowledged. */
  List<Notification> notificationsAfter(long raftSession, long number) {
    Client client = clients.get(raftSession);
    return client == null ? List.of() : client.notificationsAfter(number);
  }

  /** Returns how often a primitive or a client was looked at so far, by whatever was done. */
  long visits() {
    return primitives.visits() + clients.visits();
  }

  /** Returns what may be seen of this state, with so many messages of each sort at most. */
  GroupView view(int limit) {
    return views.all(lastIndex, limit);
  }

  /** Returns what may be seen of the primitives. */
  List<HostedDetails> hosted() {
    return views.hosted();
  }

  /** Returns what may be seen of the pending messages, the lowest so many at most. */
  List<PendingMessage> pending(int limit) {
    return views.pending(limit);
  }

  /** Returns all that the replica passes on of a state that was restored. */
  GroupContents contents() {
    List<StatusChange> statuses = new ArrayList<>();
    ordering
        .multicastMessages()
        .forEach(
            known -> {
              MessageId id = known.id();
              MessageStatus found = known.status();
              statuses.add(
                  new StatusChange(
                      id,
                      details.judged(id, found, details.evaluation(id, found)),
                      known.destinations(),
                      false,
                      false,
                      details.whenStable(id, found)));
            });
    return new GroupContents(
        statuses, clients.allUndelivered(), data.counts(), data.loading().progress(), timers.due());
  }
}
