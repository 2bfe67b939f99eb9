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
import io.atomix.mcast.observe.PendingMessage;
import io.atomix.mcast.ordering.Entry;
import io.atomix.mcast.ordering.Footprint;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.GroupOrdering;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.ordering.Outlook;
import io.atomix.mcast.ordering.Standing;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Batch;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.Item;
import io.atomix.mcast.wire.ReadRequest;
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
  private final Clients clients;
  private final GroupTimers timers;
  private final VoteDetails details;
  private final Previews previews;
  private final EffectRunner runner;
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
    this.runner = new EffectRunner(facts, data, previews, details);
    this.queries = new QueryAnswers(facts, data);
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
          List<String> submitted = timers.tick(stamp);
          publishOfTimers(out);
          for (String name : submitted) {
            submitInternal(new Message.Tick(name), out);
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

  private GroupEffects entry(long index, Function<EffectsBuilder, Answer.Batch> change) {
    lastIndex = index;
    EffectsBuilder out = new EffectsBuilder(index);
    Answer.Batch answer;
    try {
      answer = change.apply(out);
    } catch (RuntimeException e) {
      throw new UnfinishedEntryException(out.build(null, data.counts(), timers.due()), e);
    }
    return out.build(answer, data.counts(), timers.due());
  }

  private Answer.Batch apply(Batch batch, long raftSession, MemberId member, EffectsBuilder out) {
    long index = out.index();
    Client client = clients.get(raftSession);
    if (client == null) {
      if (clients.hasLaterSession(batch.client(), raftSession)) {
        Answer tooLate = Refusals.tooLate(raftSession, self);
        return new Answer.Batch(index, true, Collections.nCopies(batch.commands().size(), tooLate));
      }
      // A client opens a Raft session when it has lost the one before. It may have taken it for
      // lost before the group did, and what it sent there may still come: that would take effect
      // behind what the client calls now. So the new session ends the old one, whatever Raft does.
      for (long earlier : clients.earlierSessions(batch.client(), raftSession)) {
        end(earlier, true, out);
      }
      client = clients.open(new ClientAddress(raftSession, batch.client(), member.id()));
    }
    if (client.heard(batch.resolvedBelow(), batch.received())) {
      out.client(new ClientChange.Received(client.address(), batch.received()));
    }
    List<Answer> answers = new ArrayList<>(batch.commands().size());
    Carrying carrying = new Carrying(client, batch.commands().size());
    for (Command command : batch.commands()) {
      answers.add(apply(command, client, out));
      carrying.answered();
    }
    List<Answer.Carried> items = carrying.items(batch.received());
    if (!items.isEmpty()) {
      long last = items.get(items.size() - 1).item().number();
      out.client(new ClientChange.Carried(client.address(), last));
    }
    return new Answer.Batch(index, true, answers, items);
  }

  private Answer apply(Command command, Client client, EffectsBuilder out) {
    long raftSession = client.address().raftSession();
    if (command instanceof Command.Local local) {
      Message.Invoke message =
          new Message.Invoke(
              raftSession,
              local.footprint().primitive(),
              local.session(),
              local.action(),
              false,
              false);
      return submitLocal(client.messageId(local.sequence()), local.footprint(), message, out);
    } else if (command instanceof Command.Multicast multicast) {
      return submitMulticast(multicast, client, out);
    } else if (command instanceof Command.OpenSession open) {
      return submitLocal(
          client.messageId(open.sequence()),
          EffectRunner.writeAll(open.primitive()),
          new Message.Open(raftSession, open.primitive(), open.type(), open.config()),
          out);
    } else if (command instanceof Command.CloseSession close) {
      return submitLocal(
          client.messageId(close.sequence()),
          EffectRunner.writeAll(close.primitive()),
          new Message.Close(raftSession, close.primitive(), close.session()),
          out);
    } else if (command instanceof Command.Delete delete) {
      return submitDelete(delete, client, out);
    } else if (command instanceof Command.Order order) {
      runner.step(order.entry(), out);
      return done();
    } else if (command instanceof Command.Fence fence) {
      out.fence(fence);
      return done();
    } else if (command instanceof Command.Timers due) {
      boolean submitted = timers.follow(due.primitive());
      publishOfTimers(out);
      if (submitted) {
        submitInternal(new Message.Tick(due.primitive()), out);
      }
      return done();
    }
    throw new IllegalStateException("No meaning for " + command);
  }

  private static Answer done() {
    return new Answer.Finished(new Result.Done(null));
  }

  // Rule 1: a local message executes at once unless it conflicts with a pending one.
  private Answer submitLocal(
      MessageId id, Footprint footprint, Message message, EffectsBuilder out) {
    if (messages.contains(id)) {
      return Refusals.twice(id, self);
    }
    messages.hold(id, message);
    return runner.submit(id, new Entry.SubmitLocal(id, footprint), out);
  }

  private Answer submitMulticast(Command.Multicast multicast, Client client, EffectsBuilder out) {
    String name = multicast.footprint().primitive();
    long raftSession = client.address().raftSession();
    Message.Invoke message =
        new Message.Invoke(
            raftSession, name, multicast.session(), multicast.action(), true, multicast.early());
    return submitMulticast(
        new Entry.SubmitMulticast(
            client.messageId(multicast.sequence()),
            multicast.footprint(),
            multicast.destinations()),
        message,
        primitives.hasSession(name, multicast.session(), raftSession)
            ? null
            : primitives.unknownSession(name, multicast.session()),
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
    Message message = new Message.Delete(raftSession, name);
    Footprint whole = EffectRunner.writeAll(name);
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
      Entry.SubmitMulticast entry, Message message, Result.Failed problem, EffectsBuilder out) {
    MessageId id = entry.id();
    SortedSet<GroupId> destinations = entry.destinations();
    if (!destinations.contains(self) || destinations.size() < 2) {
      return Refusals.astray(id, self, destinations);
    }
    Standing.State known = ordering.standing(id).map(Standing::state).orElse(null);
    if (known == Standing.State.EXECUTED || known == null && messages.contains(id)) {
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
    if (ordering.standing(id).map(standing -> standing.state().dropped()).orElse(false)) {
      messages.release(id);
      return new Answer.Finished(Refusals.aborted(id));
    }
    return told;
  }

  private void submitInternal(Message message, EffectsBuilder out) {
    runner.submitInternal(data.nextInternal(), message, out);
  }

  /** Sends what timers that ran outside of the order have published. */
  private void publishOfTimers(EffectsBuilder out) {
    for (HostedPrimitives.Published event : primitives.takePublished()) {
      clients.publish(event.session(), event.event(), out);
    }
  }

  private void end(long raftSession, boolean expired, EffectsBuilder out) {
    clients.close(raftSession, out);
    for (HostedPrimitive primitive : primitives.all()) {
      for (long session : primitive.sessionsOf(raftSession)) {
        submitInternal(new Message.End(primitive.name(), session, expired), out);
      }
    }
  }

  /** Rule 7: answers queries without an entry, as of an index of the log. */
  QueryAnswers.Answered answer(ReadRequest.Queries request, long logIndex, long raftSession) {
    return queries.answer(request, logIndex, raftSession);
  }

  /** Rule 11: judges a conditional message by what is known of those below it. */
  Judge.Judgement judge(MessageId id, Function<MessageId, Outlook> outlooks) {
    return previews.judge(id, outlooks);
  }

  /** Returns what a client has not acknowledged. */
  List<Item> itemsAfter(long raftSession, long number) {
    Client client = clients.get(raftSession);
    return client == null ? List.of() : client.itemsAfter(number);
  }

  /** Returns what may be seen of this state, with so many messages of each sort at most. */
  GroupView view(int limit) {
    return views.all(lastIndex, limit);
  }

  /** Returns what may be seen of the pending messages, the lowest so many at most. */
  List<PendingMessage> pending(int limit) {
    return views.pending(limit);
  }

  /** Returns all that the replica passes on of a state that was restored. */
  GroupContents contents() {
    List<StandingChange> standings = new ArrayList<>();
    ordering
        .multicastMessages()
        .forEach(
            known -> {
              MessageId id = known.id();
              Standing found = known.standing();
              standings.add(
                  new StandingChange(
                      id,
                      details.judged(id, found, details.evaluation(id, found)),
                      known.destinations(),
                      false,
                      details.whenStable(id, found)));
            });
    return new GroupContents(standings, clients.allUndelivered(), data.counts(), timers.due());
  }
}
