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
import io.atomix.mcast.observe.HostedView;
import io.atomix.mcast.observe.PendingMessage;
import io.atomix.mcast.observe.StateChecksum;
import io.atomix.mcast.ordering.Access;
import io.atomix.mcast.ordering.Effect;
import io.atomix.mcast.ordering.Entry;
import io.atomix.mcast.ordering.Footprint;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.GroupOrdering;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.ordering.Outlook;
import io.atomix.mcast.ordering.PendingView;
import io.atomix.mcast.ordering.Standing;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Batch;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.Conditional;
import io.atomix.mcast.wire.Item;
import io.atomix.mcast.wire.Operation;
import io.atomix.mcast.wire.ReadAnswer;
import io.atomix.mcast.wire.ReadRequest;
import io.atomix.mcast.wire.Result;
import io.atomix.mcast.wire.Verdict;
import io.atomix.mcast.wire.WireException;
import io.atomix.mcast.wire.WireReader;
import io.atomix.mcast.wire.WireWriter;
import io.atomix.mcast.wire.Words;
import io.atomix.primitive.event.PrimitiveEvent;
import io.atomix.primitive.operation.OperationType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.zip.CRC32;

/**
 * All that a group's log has made: a thin shell around the ordering core, which carries out its
 * effects on the hosted primitives. It depends on the log entries alone; what it tells its {@link
 * Outlet} never comes back into it.
 *
 * <p>The end of a session, and timers ({@link GroupTimers}), change a primitive without being
 * messages of a client: they take their place in the order as messages of the group's own.
 */
final class GroupState {
  /** Version 1 did not hold the stamp of the last entry. */
  private static final int STAMPED = 2;

  /** Version 2 knew nothing of results that are told with the vote. */
  private static final int VERSION = 3;

  /** The client of the messages that a group submits to itself. */
  private static final UUID NOBODY = new UUID(0, 0);

  private final GroupId self;
  private final Outlet outlet;
  private final GroupOrdering ordering;
  private final TreeMap<Long, Client> clients = new TreeMap<>();
  private final HostedPrimitives primitives;
  private final Tracing tracing;
  private final TreeMap<MessageId, Message> messages = new TreeMap<>();
  private final GroupTimers timers;
  private final Previews previews;

  /** How many pending messages end a session of a primitive, or the primitive. */
  private final Map<String, Integer> endings = new HashMap<>();

  private long lastInternal;

  /** The log index of the entry that is being applied. */
  private long logIndex;

  /**
   * Events of the operation that is being executed: a caller learns what it returned before what it
   * published.
   */
  private List<Published> published;

  private record Published(HostedSession session, PrimitiveEvent event) {}

  /** The message whose answer is being made, and the answer once it is known. */
  private MessageId current;

  /** Ends of sessions that come behind messages of theirs, and their primitives. */
  private final Map<MessageId, String> postponed = new LinkedHashMap<>();

  private boolean submittingAgain;

  private Answer answer;

  GroupState(GroupId self, MemberId localMember, Outlet outlet) {
    this(self, localMember, outlet, new GroupOrdering(self));
  }

  private GroupState(GroupId self, MemberId localMember, Outlet outlet, GroupOrdering ordering) {
    this.self = self;
    this.outlet = outlet;
    this.ordering = ordering;
    this.primitives =
        new HostedPrimitives(self, localMember, outlet.primitiveTypes(), this::publish);
    this.tracing = new Tracing(outlet, ordering, primitives);
    this.timers = new GroupTimers(ordering, primitives, messages);
    this.previews = new Previews(ordering, primitives, messages);
  }

  /** The log's time has moved on. */
  void tick(long index, long stamp) {
    logIndex = index;
    timers.tick(stamp).forEach(name -> submitInternal(new Message.Tick(name)));
  }

  /** Returns when timers are due. */
  GroupTimers.Due timersDue() {
    return timers.due();
  }

  /** Applies a batch that a Raft session brought. */
  Answer.Batch apply(long index, Batch batch, long raftSession, MemberId member) {
    logIndex = index;
    checkClient(batch.client(), raftSession);
    Client client = clients.get(raftSession);
    if (client == null) {
      if (hasLaterSession(batch.client(), raftSession)) {
        return new Answer.Batch(
            index, true, Collections.nCopies(batch.commands().size(), tooLate(raftSession)));
      }
      endEarlierSessions(batch.client(), raftSession);
      client =
          Client.open(
              new ClientAddress(raftSession, batch.client(), member.id()), ordering.submitters());
      clients.put(raftSession, client);
    }
    if (client.heard(batch.resolvedBelow(), batch.received())) {
      outlet.received(client.address(), batch.received());
    }
    List<Answer> answers = new ArrayList<>(batch.commands().size());
    Carrying carrying = new Carrying(client, batch.commands().size());
    for (Command command : batch.commands()) {
      answers.add(apply(command, client));
      carrying.answered();
    }
    List<Answer.Carried> items = carrying.items(batch.received());
    if (!items.isEmpty()) {
      outlet.carried(client.address(), items.get(items.size() - 1).item().number());
    }
    return new Answer.Batch(index, true, answers, items);
  }

  /**
   * A client opens a Raft session when it has lost the one before. It may have taken it for lost
   * before the group did, and what it sent there may still come: that would take effect behind what
   * the client calls now. So the new session ends the old one, whatever Raft does with it.
   */
  private void endEarlierSessions(UUID client, long raftSession) {
    for (Client earlier : List.copyOf(clients.headMap(raftSession).values())) {
      if (earlier.address().client().equals(client)) {
        end(logIndex, earlier.address().raftSession(), true);
      }
    }
  }

  private boolean hasLaterSession(UUID client, long raftSession) {
    return clients.tailMap(raftSession, false).values().stream()
        .anyMatch(later -> later.address().client().equals(client));
  }

  private Answer tooLate(long raftSession) {
    return failed(
        Result.Cause.UNKNOWN_SESSION,
        "Raft session "
            + raftSession
            + " of "
            + self
            + " is over, because its client has opened another: nothing was applied");
  }

  private void checkClient(UUID id, long raftSession) {
    Client known = clients.get(raftSession);
    if (known != null && !known.address().client().equals(id)) {
      throw new WireException(
          "The log entry is of client "
              + id
              + ", but Raft session "
              + raftSession
              + " of "
              + self
              + " is that of client "
              + known.address().client());
    }
    if (id.equals(NOBODY)) {
      throw new WireException("The log entry is of client " + id + ", which is nobody's identity");
    }
  }

  private Answer apply(Command command, Client client) {
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
      return submitLocal(id(client, local.sequence()), local.footprint(), message);
    } else if (command instanceof Command.Multicast multicast) {
      return submitMulticast(multicast, client);
    } else if (command instanceof Command.OpenSession open) {
      return submitLocal(
          id(client, open.sequence()),
          writeAll(open.primitive()),
          new Message.Open(raftSession, open.primitive(), open.type(), open.config()));
    } else if (command instanceof Command.CloseSession close) {
      return submitLocal(
          id(client, close.sequence()),
          writeAll(close.primitive()),
          new Message.Close(raftSession, close.primitive(), close.session()));
    } else if (command instanceof Command.Delete delete) {
      return submitDelete(delete, client);
    } else if (command instanceof Command.Order order) {
      carryOut(ordering.step(order.entry()));
      return done();
    } else if (command instanceof Command.Fence fence) {
      outlet.fence(fence.member(), fence.leadership());
      return done();
    } else if (command instanceof Command.Timers due) {
      if (timers.follow(due.primitive())) {
        submitInternal(new Message.Tick(due.primitive()));
      }
      return done();
    }
    throw new IllegalStateException("No meaning for " + command);
  }

  // Rule 1: a local message executes at once unless it conflicts with a pending one.
  private Answer submitLocal(MessageId id, Footprint footprint, Message message) {
    if (messages.containsKey(id)) {
      return twice(id);
    }
    hold(id, message);
    return step(id, new Entry.SubmitLocal(id, footprint));
  }

  private Answer submitMulticast(Command.Multicast multicast, Client client) {
    String name = multicast.footprint().primitive();
    long raftSession = client.address().raftSession();
    Message.Invoke message =
        new Message.Invoke(
            raftSession, name, multicast.session(), multicast.action(), true, multicast.early());
    return submitMulticast(
        id(client, multicast.sequence()),
        multicast.footprint(),
        multicast.destinations(),
        message,
        primitives.hasSession(name, multicast.session(), raftSession)
            ? null
            : primitives.unknownSession(name, multicast.session()));
  }

  private Answer submitDelete(Command.Delete delete, Client client) {
    String name = delete.primitive();
    long raftSession = client.address().raftSession();
    // Whoever deletes what is gone already finds what he wanted.
    Result.Failed problem =
        primitives.get(name) == null || primitives.hasSession(name, delete.session(), raftSession)
            ? null
            : primitives.unknownSession(name, delete.session());
    MessageId id = id(client, delete.sequence());
    Message message = new Message.Delete(raftSession, name);
    if (delete.destinations().size() != 1) {
      return submitMulticast(id, writeAll(name), delete.destinations(), message, problem);
    } else if (!delete.destinations().contains(self)) {
      return astray(id, delete.destinations());
    }
    return problem == null
        ? submitLocal(id, writeAll(name), message)
        : new Answer.Finished(problem);
  }

  // Rule 2: a multicast message is voted on; the answer tells the vote and what is below it.
  private Answer submitMulticast(
      MessageId id,
      Footprint footprint,
      SortedSet<GroupId> destinations,
      Message message,
      Result.Failed problem) {
    if (!destinations.contains(self) || destinations.size() < 2) {
      return astray(id, destinations);
    }
    Standing.State known = ordering.standing(id).map(Standing::state).orElse(null);
    if (known == Standing.State.EXECUTED || known == null && messages.containsKey(id)) {
      return twice(id);
    }
    if (known == null && problem != null) {
      // The other groups must not wait for a vote that cannot come.
      carryOut(ordering.step(new Entry.Refuse(id, destinations)));
      return new Answer.Finished(problem);
    }
    if (known == null) {
      hold(id, message);
    }
    Answer told = step(id, new Entry.SubmitMulticast(id, footprint, destinations));
    if (ordering.standing(id).map(standing -> standing.state().dropped()).orElse(false)) {
      release(id);
      return failed(Result.Cause.ABORTED, aborted(id));
    }
    return told;
  }

  private Answer twice(MessageId id) {
    return failed(
        Result.Cause.MALFORMED,
        "Message "
            + id
            + " was submitted twice to "
            + self
            + ": give each message a sequence of its own");
  }

  private Answer astray(MessageId id, SortedSet<GroupId> destinations) {
    return failed(
        Result.Cause.MALFORMED,
        "Message " + id + " came to " + self + " but its destinations are " + destinations);
  }

  private Answer step(MessageId id, Entry entry) {
    current = id;
    answer = new Answer.Waiting();
    carryOut(submit(id, entry));
    current = null;
    return answer;
  }

  private List<Effect> submit(MessageId id, Entry entry) {
    List<Effect> effects = ordering.step(entry);
    Message message = outlet.traces(id) ? messages.get(id) : null;
    if (message != null) {
      MemberId client = memberOf(message);
      tracing.submitted(logIndex, entry, message, client == null ? null : client.id());
    }
    return effects;
  }

  private void submitInternal(Message message) {
    MessageId id =
        new MessageId(
            NOBODY.getMostSignificantBits(), NOBODY.getLeastSignificantBits(), ++lastInternal);
    hold(id, message);
    carryOut(submit(id, new Entry.SubmitLocal(id, writeAll(message.primitive()))));
  }

  private void hold(MessageId id, Message message) {
    if (messages.put(id, message) == null && message.isEnding()) {
      endings.merge(message.primitive(), 1, Integer::sum);
    }
  }

  private Message release(MessageId id) {
    Message message = messages.remove(id);
    if (message != null && message.isEnding()) {
      endings.computeIfPresent(message.primitive(), (name, count) -> count > 1 ? count - 1 : null);
    }
    return message;
  }

  private void carryOut(List<Effect> effects) {
    effects.forEach(this::carryOut);
    submitPostponed();
  }

  private void carryOut(Effect effect) {
    if (effect instanceof Effect.Execute execute) {
      execute(execute.id(), execute.held());
    } else if (effect instanceof Effect.Stands stands) {
      stands(stands.id(), stands.standing());
    } else if (effect instanceof Effect.Blocked blocked) {
      outlet.blocked();
      outlet.waits(blocked.id());
    } else if (effect instanceof Effect.Forgotten forgotten) {
      outlet.forgotten(forgotten.id());
    } else if (effect instanceof Effect.Ignored ignored
        && ignored.entry() instanceof Entry.SubmitLocal submit) {
      release(submit.id());
      answer = failed(Result.Cause.MALFORMED, ignored.reason());
    }
  }

  private void stands(MessageId id, Standing found) {
    Evaluation evaluation = evaluation(id, found);
    Standing standing = told(id, found, evaluation);
    boolean voted = standing.state() == Standing.State.VOTED && id.equals(current);
    Result early = voted ? early(id, standing, evaluation) : null;
    boolean unhurried = messages.get(id) instanceof Message.Invoke invoke && invoke.isTold();
    outlet.stands(id, standing, ordering.destinations(id), unhurried, whenStable(id, standing));
    tracing.stands(logIndex, id, standing);
    if (voted) {
      answer = new Answer.Voted(standing, early);
    } else if (standing.state().dropped()) {
      Message message = release(id);
      if (message != null && !id.equals(current)) {
        defer(message, id, new Result.Failed(Result.Cause.ABORTED, aborted(id)));
      }
    }
  }

  /**
   * Rule 11: evaluates a conditional message that nothing can precede any more unless it is raised,
   * in which case this is done anew. Until then it finds the same whenever it is done.
   *
   * @return null for any other message
   */
  private Evaluation evaluation(MessageId id, Standing standing) {
    return standing.state().pending()
            && standing.first()
            && messages.get(id) instanceof Message.Invoke invoke
            && invoke.action() instanceof Conditional conditional
        ? primitives.evaluate(invoke, conditional)
        : null;
  }

  // Rule 8: what is known now is told with the vote; it holds if all votes are equal and nothing is
  // below the message in any group.
  private Result early(MessageId id, Standing standing, Evaluation evaluation) {
    if (!(messages.get(id) instanceof Message.Invoke invoke) || !invoke.early()) {
      return null;
    }
    if (invoke.action().isToldAtVote()) {
      return standing.first() && standing.timestamp() == 0
          ? resultAtVote(id, invoke, evaluation)
          : null;
    }
    if (invoke.action() instanceof Operation operation && !operation.isQuery()) {
      // Its client wants to know no more than that it takes effect, in whatever state; but behind
      // the end of a session or of the primitive it does not.
      return standing.first() || !endings.containsKey(invoke.primitive())
          ? new Result.Done(null)
          : null;
    }
    if (evaluation != null) {
      return evaluation.told();
    }
    if (!standing.first()) {
      // Rule 11: it may be judged though something is below it, the end of the primitive excepted.
      return invoke.action().isBlind() && standing.condition() != Standing.Condition.OPEN
          ? new Result.Done(new Verdict(standing.holds(), null, null, null).encode())
          : null;
    }
    return invoke.action() instanceof Operation query
        ? primitives.query(invoke.primitive(), invoke.raftSession(), invoke.session(), query)
        : null;
  }

  /** Rule 8: returns whom to tell that a message is stable, or null if nobody waits for that. */
  private ClientAddress whenStable(MessageId id, Standing standing) {
    Client client =
        standing.state().pending()
                && messages.get(id) instanceof Message.Invoke invoke
                && invoke.wantsNoResult()
            ? clients.get(invoke.raftSession())
            : null;
    return client == null ? null : client.address();
  }

  /**
   * Rule 8: tells what a write will return, and reserves the index that it sees then: whatever
   * conflicts with it and executes before it has done so already.
   */
  private Result resultAtVote(MessageId id, Message.Invoke invoke, Evaluation evaluation) {
    long reserved = invoke.reserved() > 0 ? invoke.reserved() : primitives.reserve();
    Result result = primitives.resultAtVote(invoke, reserved, evaluation);
    if (result != null) {
      messages.put(id, invoke.reserving(reserved));
    }
    return result;
  }

  /** Rule 11: judges a conditional message by what is known of those below it. */
  Judge.Judgement judge(MessageId id, Function<MessageId, Outlook> outlooks) {
    return previews.judge(id, outlooks);
  }

  private void execute(MessageId id, boolean held) {
    Message message = release(id);
    if (message == null || isPostponed(id, message)) {
      return;
    }
    previews.executed(message.primitive(), id);
    if (!id.equals(current)) {
      outlet.waitsNoMore(id, message.kind());
    }
    tracing.executes(logIndex, id, held);
    // Rule 8: with a final timestamp of 0 all votes were 0 and nothing was below it in any group,
    // so its client knows all it wants from the votes.
    boolean told =
        message instanceof Message.Invoke invoke
            && invoke.isTold()
            && ordering.standing(id).map(standing -> standing.timestamp() == 0).orElse(false);
    if (told && message instanceof Message.Invoke invoke && invoke.isQuery()) {
      outlet.executed(message.kind(), false);
      return;
    }
    if (message instanceof Message.Tick tick) {
      timers.executes(tick);
    } else if (message instanceof Message.Delete delete) {
      sayOver(delete.primitive());
    }
    List<Published> events = new ArrayList<>();
    published = events;
    Result result;
    try {
      result = primitives.run(message, held, told, memberOf(message));
    } finally {
      published = null;
    }
    outlet.executed(message.kind(), result instanceof Result.Failed);
    if (id.equals(current)) {
      answer = new Answer.Finished(result);
    } else if (!told) {
      defer(message, id, result);
    }
    for (Published event : events) {
      // Unless its service has published to a session and then not accepted it.
      if (event.session().getState().active()) {
        publish(event.session(), event.event());
      }
    }
  }

  /**
   * The end of a session takes its place before messages of the session that other groups' votes
   * have raised since. They have been voted on, so other groups may execute them, and so must this
   * one: the session ends behind them, also behind those that the same entry executes next.
   */
  private boolean isPostponed(MessageId id, Message message) {
    boolean early =
        !submittingAgain
            && (message instanceof Message.End end && hasMessage(end.session())
                || message instanceof Message.Close close && hasMessage(close.session()));
    if (early) {
      hold(id, message);
      postponed.put(id, message.primitive());
    }
    return early;
  }

  /** Submits what was postponed, once all that an entry did has been carried out. */
  private void submitPostponed() {
    while (!postponed.isEmpty()) {
      Map.Entry<MessageId, String> next = postponed.entrySet().iterator().next();
      postponed.remove(next.getKey());
      List<Effect> effects =
          ordering.step(new Entry.SubmitLocal(next.getKey(), writeAll(next.getValue())));
      // Nothing that it conflicts with is pending any more if it is executed at once.
      submittingAgain = true;
      try {
        effects.forEach(this::carryOut);
      } finally {
        submittingAgain = false;
      }
    }
  }

  /** Returns whether a multicast message of the session has not been executed. */
  private boolean hasMessage(long session) {
    return messages.values().stream()
        .anyMatch(
            message ->
                message instanceof Message.Invoke invoke
                    && invoke.multicast()
                    && invoke.session() == session);
  }

  /** Returns the member that the message's client is on, or null if it has gone. */
  private MemberId memberOf(Message message) {
    Client client = clients.get(message.raftSession());
    return client == null ? null : MemberId.from(client.address().member());
  }

  /** A primitive is about to be deleted: tells its sessions. */
  private void sayOver(String name) {
    HostedPrimitive primitive = primitives.get(name);
    if (primitive == null) {
      return;
    }
    for (HostedSession session : primitive.sessions()) {
      Client client = clients.get(session.raftSession());
      if (client != null) {
        send(client, new Item.SessionOver(client.nextNumber(), logIndex, session.sessionId().id()));
      }
    }
  }

  // Rule 7: the leader may answer at once if no conflicting message is pending and the fence is
  // applied; null means that the query has to be submitted as a local message.
  ReadAnswer answer(ReadRequest.Queries request, long logIndex, long raftSession) {
    boolean behind = logIndex < request.notBefore() || request.linearizable() && !outlet.isFenced();
    List<Result> results = new ArrayList<>(request.queries().size());
    int answered = 0;
    for (ReadRequest.Query query : request.queries()) {
      boolean blocked = ordering.conflictsWithPending(query.footprint());
      if (blocked) {
        outlet.blocked();
      }
      Result result =
          behind
                  || blocked
                  || request.linearizable()
                      && timers.isDue(query.footprint().primitive(), outlet.stamp())
                  || !request.linearizable() && !clients.containsKey(carrierOf(query))
                  || query.operation().type() != OperationType.QUERY
              ? null
              : primitives.query(
                  query.footprint().primitive(),
                  request.linearizable() ? raftSession : carrierOf(query),
                  query.session(),
                  query.operation());
      results.add(result);
      answered += result == null ? 0 : 1;
    }
    outlet.answered(results.size(), answered);
    Client client = answered == 0 ? null : clients.get(carrierOf(request, raftSession));
    return new ReadAnswer.Results(
        logIndex, results, client == null ? List.of() : client.lacking(request.received()));
  }

  /**
   * Weaker reads come over a Raft session of their own, which carries no sessions of primitives. A
   * session that has lost its carrier, and whose end waits its turn, hears of no change any more:
   * it must not read one either.
   */
  private long carrierOf(ReadRequest.Query query) {
    HostedPrimitive primitive = primitives.get(query.footprint().primitive());
    return primitive == null ? 0 : primitive.carrierOf(query.session());
  }

  private long carrierOf(ReadRequest.Queries request, long raftSession) {
    return request.linearizable() ? raftSession : carrierOf(request.queries().get(0));
  }

  /** Returns what a client has not acknowledged. */
  List<Item> itemsAfter(long raftSession, long number) {
    Client client = clients.get(raftSession);
    return client == null ? List.of() : client.itemsAfter(number);
  }

  /** The Raft session of a client is over, and with it every session that it carried. */
  void end(long index, long raftSession, boolean expired) {
    logIndex = index;
    Client client = clients.remove(raftSession);
    if (client != null) {
      client.close(ordering.submitters());
      outlet.gone(client.address());
    }
    for (HostedPrimitive primitive : primitives.all()) {
      for (long session : primitive.sessionsOf(raftSession)) {
        submitInternal(new Message.End(primitive.name(), session, expired));
      }
    }
  }

  private void publish(HostedSession session, PrimitiveEvent event) {
    Client client = clients.get(session.raftSession());
    if (published != null) {
      published.add(new Published(session, event));
    } else if (client != null) {
      long number = client.nextNumber();
      long id = session.sessionId().id();
      send(client, new Item.Event(number, logIndex, id, event.type().id(), event.value()));
    }
  }

  private void defer(Message message, MessageId id, Result result) {
    Client client = clients.get(message.raftSession());
    if (client != null) {
      send(client, new Item.Deferred(client.nextNumber(), id.sequence(), result));
    }
  }

  private void send(Client client, Item item) {
    client.add(item);
    outlet.item(client.address(), item);
  }

  private static MessageId id(Client client, long sequence) {
    return new MessageId(
        client.address().client().getMostSignificantBits(),
        client.address().client().getLeastSignificantBits(),
        sequence);
  }

  private static Footprint writeAll(String primitive) {
    return Footprint.whole(primitive, Access.WRITE);
  }

  private static Answer done() {
    return new Answer.Finished(new Result.Done(null));
  }

  private static Answer failed(Result.Cause cause, String message) {
    return new Answer.Finished(new Result.Failed(cause, message));
  }

  private static String aborted(MessageId id) {
    return "Message "
        + id
        + " was refused by a destination group that had waited too long for it: nothing was"
        + " applied";
  }

  byte[] write() {
    WireWriter out = new WireWriter(4096).writeByte(VERSION);
    out.writeVarLong(lastInternal).writeBytes(orderingBytes());
    out.writeAll(clients.values(), (each, client) -> client.write(each));
    primitives.write(out);
    out.writeAll(
        messages.entrySet(),
        (each, message) -> {
          Words.writeId(each, message.getKey());
          Message.write(each, message.getValue());
        });
    timers.write(out);
    return out.toByteArray();
  }

  private byte[] orderingBytes() {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      ordering.write(new DataOutputStream(bytes));
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static GroupState read(GroupId self, MemberId localMember, Outlet outlet, byte[] bytes) {
    try {
      WireReader in = new WireReader("The snapshot of group " + self, bytes);
      int version = in.readVersion(1, VERSION);
      long lastInternal = in.readVarLong();
      byte[] core = in.readBytes();
      GroupOrdering ordering =
          GroupOrdering.read(self, new DataInputStream(new ByteArrayInputStream(core)));
      GroupState state = new GroupState(self, localMember, outlet, ordering);
      state.lastInternal = lastInternal;
      in.readAll(each -> Client.read(each, ordering.submitters()))
          .forEach(client -> state.clients.put(client.address().raftSession(), client));
      state.primitives.restore(in, version >= STAMPED);
      boolean reserving = version > STAMPED;
      in.readAll(each -> Map.entry(Words.readId(each), Message.read(each, reserving)))
          .forEach(message -> state.hold(message.getKey(), message.getValue()));
      state.timers.restore(in);
      in.end();
      return state;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  GroupCounts counts() {
    return new GroupCounts(
        Math.max(ordering.pendingCount(), messages.size()),
        ordering.outcomeCount(),
        clients.values().stream().mapToInt(Client::undelivered).sum(),
        clients.size(),
        primitives.size());
  }

  /** Returns what may be seen of this state, with so many messages of each sort at most. */
  GroupView view(int limit) {
    Map<MessageId, Standing> remembered = new HashMap<>();
    ordering
        .multicastMessages()
        .filter(known -> !known.standing().state().pending())
        .limit(limit)
        .forEach(known -> remembered.put(known.id(), known.standing()));
    List<HostedView> hosted = primitives.all().stream().map(HostedPrimitive::view).toList();
    return new GroupView(pending(limit), remembered, hosted, checksum(hosted));
  }

  private StateChecksum checksum(List<HostedView> hosted) {
    WireWriter out = new WireWriter(4096);
    out.writeVarLong(lastInternal).writeBytes(orderingBytes());
    out.writeAll(clients.values(), (each, client) -> client.writeNumbers(each));
    out.writeAll(
        hosted,
        (each, primitive) ->
            each.writeString(primitive.name())
                .writeString(primitive.type())
                .writeVarLong(primitive.sessions())
                .writeLong(primitive.entries()));
    out.writeAll(messages.keySet(), Words::writeId);
    timers.writeTicking(out);
    CRC32 crc = new CRC32();
    crc.update(out.toByteArray());
    return new StateChecksum(logIndex, crc.getValue());
  }

  /** Returns what may be seen of the pending messages, the lowest so many at most. */
  List<PendingMessage> pending(int limit) {
    return ordering.pendingMessages(limit).stream().map(this::view).toList();
  }

  private PendingMessage view(PendingView order) {
    Message message = messages.get(order.id());
    MemberId client = message == null ? null : memberOf(message);
    return new PendingMessage(
        order,
        message == null ? "unknown" : message.operation(),
        client == null ? null : client.id(),
        0);
  }

  /**
   * Rule 11: a conditional message is judged when nothing is below it, or nothing that could make a
   * difference.
   */
  private Standing told(MessageId id, Standing standing, Evaluation evaluation) {
    if (evaluation != null) {
      return standing.withHolds(evaluation.holds());
    } else if (standing.state().pending()
        && messages.get(id) instanceof Message.Invoke invoke
        && invoke.action() instanceof Conditional conditional) {
      Boolean anyhow =
          ordering.isWholeChangedBelow(id) ? null : primitives.holdsAnyhow(invoke, conditional);
      return anyhow == null
          ? standing.withCondition(Standing.Condition.OPEN)
          : standing.withHolds(anyhow);
    }
    return standing;
  }

  /** Tells the outlet all that is remembered, after a restore. */
  void tellAll() {
    List<StandingChange> remembered = new ArrayList<>();
    ordering
        .multicastMessages()
        .forEach(
            known ->
                remembered.add(
                    new StandingChange(
                        known.id(),
                        told(
                            known.id(), known.standing(), evaluation(known.id(), known.standing())),
                        known.destinations(),
                        false,
                        whenStable(known.id(), known.standing()))));
    List<ClientChange> undelivered = new ArrayList<>();
    clients
        .values()
        .forEach(
            client ->
                client
                    .itemsAfter(0)
                    .forEach(
                        item -> undelivered.add(new ClientChange.Added(client.address(), item))));
    outlet.restored(remembered, undelivered);
  }
}
