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
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.wire.ConditionalAction;
import io.atomix.mcast.wire.HostedOperation;
import io.atomix.mcast.wire.Result;
import io.atomix.mcast.wire.WireException;
import io.atomix.mcast.wire.WireReader;
import io.atomix.mcast.wire.WireWriter;
import io.atomix.primitive.PrimitiveType;
import io.atomix.primitive.PrimitiveTypeRegistry;
import io.atomix.primitive.event.PrimitiveEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The primitives that a group hosts, and what messages do to them. Not thread-safe; its state
 * depends on the calls alone.
 */
final class HostedPrimitives implements Surroundings {
  private static final Logger LOGGER = LoggerFactory.getLogger(HostedPrimitives.class);
  private static final TreeSet<SessionOf> NO_SESSIONS = new TreeSet<>();

  private final GroupId self;
  private final MemberId localMember;
  private final PrimitiveTypeRegistry types;
  private final TreeMap<String, HostedPrimitive> primitives = new TreeMap<>();
  private long time;
  private long stamp;
  private long index;
  private long lastSession;

  /** The sessions that each Raft session carries. */
  private final Map<Long, TreeSet<SessionOf>> carried = new HashMap<>();

  private long visits;

  /** True while an entry of the log is applied. */
  private boolean applies;

  /** The client's message that is executed, or null. */
  private MessageId message;

  /**
   * The primitives of which a failing timer has been logged here: one that throws an error is never
   * done.
   */
  private final Set<String> complained = new HashSet<>();

  /** Events that services have published, in the order in which their sessions get them. */
  private List<SessionEvent> published = List.of();

  /** An event for a session. */
  record SessionEvent(HostedSession session, PrimitiveEvent event) {}

  /** Creates a host of nothing. */
  HostedPrimitives(GroupId self, MemberId localMember, PrimitiveTypeRegistry types) {
    this.self = self;
    this.localMember = localMember;
    this.types = types;
  }

  /** Returns all primitives, in the order of their names. */
  List<HostedPrimitive> all() {
    visits += primitives.size();
    return List.copyOf(primitives.values());
  }

  /** Returns a primitive, or null if there is none of that name, or if it is null. */
  HostedPrimitive get(String name) {
    visits++;
    return name == null ? null : primitives.get(name);
  }

  /**
   * Returns how often a primitive was looked at so far: an entry looks at those that it touches,
   * and at those whose time has come.
   */
  long visits() {
    return visits;
  }

  /** Returns the sessions that a Raft session carries, in the order of names and numbers. */
  List<SessionOf> sessionsOf(long raftSession) {
    return List.copyOf(carried.getOrDefault(raftSession, NO_SESSIONS));
  }

  int size() {
    return primitives.size();
  }

  boolean hasSession(String name, long session, long raftSession) {
    HostedPrimitive primitive = get(name);
    return primitive != null && primitive.hasSession(session, raftSession);
  }

  /**
   * Moves the time on, and the index: services tell what timers do from what operations do by the
   * index. The time never goes back. Under a leader whose clock is behind that of the last one it
   * goes on from where it is, so that timers need not wait until the clock has caught up.
   *
   * @param newStamp what the leader's clock said when it appended the entry
   */
  long advance(long newStamp) {
    time = Math.max(newStamp, time + Math.max(0, newStamp - stamp));
    stamp = newStamp;
    index++;
    return time;
  }

  @Override
  public long time() {
    return time;
  }

  @Override
  public long index() {
    return index;
  }

  /** Returns whether the time is later than this. */
  boolean isPast(long moment) {
    return time > moment;
  }

  /** Returns the first stamp of an entry with which the time is later than this. */
  long stampAfter(long past) {
    return stamp + (past - time) + 1;
  }

  @Override
  public MessageId message() {
    return message;
  }

  /** A client's message is executed from now on; null if none is. */
  void executes(MessageId id) {
    message = id;
  }

  @Override
  public boolean applies() {
    return applies;
  }

  /** An entry of the log begins, or is over: all else is done by one replica alone. */
  void applies(boolean entry) {
    applies = entry;
  }

  @Override
  public void published(HostedSession session, PrimitiveEvent event) {
    if (published.isEmpty()) {
      published = new ArrayList<>();
    }
    published.add(new SessionEvent(session, event));
  }

  /** Returns what services have published since the last call. */
  List<SessionEvent> takePublished() {
    List<SessionEvent> taken = published;
    published = List.of();
    return taken;
  }

  /** Lets a primitive's timers run, if there is such a primitive. */
  Result tick(String name) {
    HostedPrimitive primitive = get(name);
    if (primitive != null) {
      try {
        primitive.tick();
      } catch (Throwable e) {
        // The entry that made it due has nobody to tell.
        Result.Failed failed =
            ServiceFailures.result("A timer of primitive '" + name + "' failed", e);
        if (complained.add(name)) {
          LOGGER.warn(
              "Group {}: {}; it may fail again, without a further word", self, failed.message());
        }
      }
    }
    return new Result.Done(null);
  }

  /** Returns an index that nothing else gets, for a message that is executed now or later. */
  long nextIndex() {
    return ++index;
  }

  /**
   * Runs a message about a primitive as a whole, or about its sessions.
   *
   * @param client the member that the message's client is on, or null if it has gone
   */
  Result run(MessageWork.UpkeepWork upkeep, MemberId client) {
    nextIndex();
    return upkeep.runOn(this, client);
  }

  /** Returns null if nothing is to be done. */
  static Result branch(
      HostedPrimitive primitive, long at, MessageWork.Invoke invoke, HostedOperation branch) {
    return branch == null
        ? null
        : primitive.apply(at, invoke.raftSession(), invoke.session(), branch);
  }

  /** Runs a query, which changes nothing. */
  Result query(String name, long raftSession, long session, HostedOperation operation) {
    HostedPrimitive primitive = get(name);
    return primitive == null ? gone(name) : primitive.apply(0, raftSession, session, operation);
  }

  /** Rule 11: evaluates a conditional message, which changes nothing. */
  Evaluation evaluate(MessageWork.Invoke invoke, ConditionalAction conditional) {
    if (conditional.isJoint()) {
      return JointWork.evaluate(this, invoke, conditional);
    }
    HostedPrimitive primitive = get(invoke.primitive());
    return primitive == null
        ? Evaluation.failed(gone(invoke.primitive()))
        : Evaluation.of(primitive, invoke.raftSession(), invoke.session(), conditional);
  }

  /**
   * Rule 8: tells what a write will return if nothing that conflicts with it is executed before it,
   * which changes nothing.
   *
   * @param reserved the index at which it will be executed
   * @param evaluation what was found of its condition, or null if it has none
   * @return null if that cannot be told
   */
  Result resultAtVote(MessageWork.Invoke invoke, long reserved, Evaluation evaluation) {
    HostedPrimitive primitive = get(invoke.primitive());
    if (primitive == null) {
      return null;
    }
    if (invoke.action() instanceof HostedOperation operation) {
      return resultAtVote(primitive, reserved, invoke, operation) instanceof Result.Done done
          ? done
          : null;
    }
    ConditionalAction conditional = (ConditionalAction) invoke.action();
    // A group that does not agree knows which branch it is.
    HostedOperation then = evaluation.holds() ? conditional.then() : null;
    Result ofThen = resultAtVote(primitive, reserved, invoke, then);
    Result ofOtherwise = resultAtVote(primitive, reserved, invoke, conditional.otherwise());
    return ofThen instanceof Result.Done one && ofOtherwise instanceof Result.Done other
        ? evaluation.told(one.value(), other.value())
        : null;
  }

  private static Result resultAtVote(
      HostedPrimitive primitive, long reserved, MessageWork.Invoke invoke, HostedOperation branch) {
    return branch == null
        ? new Result.Done(null)
        : branch(primitive, reserved, invoke, branch.resultAtVote());
  }

  /**
   * Rule 11: finds out whether a condition holds whatever operations on keys come before it, which
   * changes nothing; null if that cannot be told.
   */
  Boolean holdsAnyhow(MessageWork.Invoke invoke, ConditionalAction conditional) {
    if (conditional.isJoint()) {
      return JointWork.holdsAnyhow(this, invoke, conditional);
    }
    HostedPrimitive primitive = get(invoke.primitive());
    return primitive == null || !primitive.hasSession(invoke.session(), invoke.raftSession())
        ? null
        : primitive.foretelling().holdsAnyhow(conditional.condition());
  }

  Result open(MessageWork.OpenPrimitive open, MemberId client) {
    if (client == null) {
      return gone(open.primitive());
    }
    HostedPrimitive primitive = get(open.primitive());
    if (primitive != null && !primitive.type().name().equals(open.type())) {
      return new Result.Failed(
          Result.Cause.UNKNOWN_TYPE,
          "Primitive '"
              + open.primitive()
              + "' of group "
              + self
              + " is of type '"
              + primitive.type().name()
              + "', not '"
              + open.type()
              + "': use another name, or delete it first");
    }
    try {
      if (primitive == null) {
        PrimitiveType<?, ?, ?> type = type(open.type());
        if (type == null) {
          return unknownType(open);
        }
        primitive =
            HostedPrimitive.create(open.primitive(), type, open.config(), localMember, this);
        primitives.put(open.primitive(), primitive);
      }
      long session = ++lastSession;
      primitive.open(index, session, open.raftSession(), client);
      carries(open.raftSession(), new SessionOf(open.primitive(), session));
      return new Result.Done(new WireWriter(10).writeVarLong(session).toByteArray());
    } catch (WireException e) {
      return new Result.Failed(Result.Cause.MALFORMED, e.getMessage());
    } catch (Throwable e) {
      return ServiceFailures.result(
          "A session of primitive '"
              + open.primitive()
              + "' of type '"
              + open.type()
              + "' could not be opened in group "
              + self
              + ", because its service failed",
          e);
    }
  }

  private PrimitiveType<?, ?, ?> type(String name) {
    try {
      return types.getPrimitiveType(name);
    } catch (RuntimeException e) {
      // Atomix's registries throw what they like when they do not know a type.
      return null;
    }
  }

  private Result unknownType(MessageWork.OpenPrimitive open) {
    return new Result.Failed(
        Result.Cause.UNKNOWN_TYPE,
        "Primitive '"
            + open.primitive()
            + "' cannot be hosted by group "
            + self
            + ": its type '"
            + open.type()
            + "' is not on the class path of the group's members");
  }

  Result close(MessageWork.Close close) {
    HostedPrimitive primitive = get(close.primitive());
    return primitive != null && primitive.isOfAnother(close.session(), close.raftSession())
        ? unknownSession(close.primitive(), close.session())
        : end(close.primitive(), close.session(), false);
  }

  Result end(String name, long session, boolean expired) {
    HostedPrimitive primitive = get(name);
    if (primitive == null) {
      return new Result.Done(null);
    }
    carriesNoMore(primitive.carrierOf(session), new SessionOf(name, session));
    try {
      primitive.end(index, session, expired);
      return new Result.Done(null);
    } catch (Throwable e) {
      return ServiceFailures.result(
          "Session " + session + " of primitive '" + name + "' is over, but its service failed", e);
    }
  }

  Result delete(String name) {
    HostedPrimitive primitive = primitives.remove(name);
    if (primitive == null) {
      return new Result.Done(null);
    }
    for (HostedSession session : primitive.sessions()) {
      carriesNoMore(session.raftSession(), new SessionOf(name, session.sessionId().id()));
    }
    try {
      primitive.close();
    } catch (Throwable e) {
      return ServiceFailures.result(
          "Primitive '" + name + "' was deleted, but its service failed to close", e);
    }
    return new Result.Done(null);
  }

  private void carries(long raftSession, SessionOf session) {
    carried.computeIfAbsent(raftSession, any -> new TreeSet<>()).add(session);
  }

  private void carriesNoMore(long raftSession, SessionOf session) {
    TreeSet<SessionOf> left = carried.get(raftSession);
    if (left != null && left.remove(session) && left.isEmpty()) {
      carried.remove(raftSession);
    }
  }

  Result.Failed unknownSession(String name, long session) {
    return new Result.Failed(
        Result.Cause.UNKNOWN_SESSION,
        "Primitive '"
            + name
            + "' has no session "
            + session
            + " of this client in group "
            + self
            + ": the primitive was deleted, or the session was closed or has expired; nothing was"
            + " applied");
  }

  Result.Failed gone(String name) {
    return new Result.Failed(
        Result.Cause.DELETED,
        "Primitive '" + name + "' does not exist in group " + self + " (any more)");
  }

  /** Writes all but the primitives. */
  void writeNumbers(WireWriter out) {
    out.writeVarLong(time).writeLong(stamp).writeVarLong(index).writeVarLong(lastSession);
  }

  void write(WireWriter out) {
    writeNumbers(out);
    out.writeAll(primitives.values(), (each, primitive) -> primitive.write(each));
  }

  /**
   * Takes the state of a host that {@link #write wrote} it.
   *
   * @param stamped whether it holds the stamp of the last entry
   * @param timed whether it says of each primitive if its service has used time
   */
  void restore(WireReader in, boolean stamped, boolean timed) {
    time = in.readVarLong();
    stamp = stamped ? in.readLong() : time;
    index = in.readVarLong();
    lastSession = in.readVarLong();
    in.readAll(each -> HostedPrimitive.read(each, timed, types, localMember, this))
        .forEach(this::restored);
  }

  /**
   * Takes the primitives of a backup into a host that has none, and ends their sessions as of its
   * time. Neither the time nor the index goes back.
   */
  void load(WireReader in) {
    long oldTime = time;
    long oldStamp = stamp;
    long oldIndex = index;
    long oldSession = lastSession;
    try {
      restore(in, true, true);
      in.end();
    } catch (WireException e) {
      primitives.clear();
      time = oldTime;
      stamp = oldStamp;
      index = oldIndex;
      lastSession = oldSession;
      throw e;
    }
    for (HostedPrimitive primitive : all()) {
      for (HostedSession session : primitive.sessions()) {
        end(primitive.name(), session.sessionId().id(), true);
      }
    }
    takePublished();
    time = Math.max(time, oldTime);
    stamp = oldStamp;
    index = Math.max(index, oldIndex);
    all().forEach(primitive -> primitive.setStill(false));
  }

  private void restored(HostedPrimitive primitive) {
    primitives.put(primitive.name(), primitive);
    for (HostedSession session : primitive.sessions()) {
      carries(session.raftSession(), new SessionOf(primitive.name(), session.sessionId().id()));
    }
  }
}
