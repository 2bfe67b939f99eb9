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
import io.atomix.mcast.wire.Action;
import io.atomix.mcast.wire.Conditional;
import io.atomix.mcast.wire.Operation;
import io.atomix.mcast.wire.Result;
import io.atomix.mcast.wire.WireException;
import io.atomix.mcast.wire.WireReader;
import io.atomix.mcast.wire.WireWriter;
import io.atomix.primitive.PrimitiveType;
import io.atomix.primitive.PrimitiveTypeRegistry;
import io.atomix.primitive.event.PrimitiveEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The primitives that a group hosts, and what messages do to them. Not thread-safe; its state
 * depends on the calls alone.
 */
final class HostedPrimitives {
  private static final Logger LOGGER = LoggerFactory.getLogger(HostedPrimitives.class);

  private final GroupId self;
  private final MemberId localMember;
  private final PrimitiveTypeRegistry types;
  private final TreeMap<String, HostedPrimitive> primitives = new TreeMap<>();
  private long time;
  private long stamp;
  private long index;
  private long lastSession;

  /**
   * The primitives of which a failing timer has been logged here: one that throws an error is never
   * done.
   */
  private final Set<String> complained = new HashSet<>();

  /** Events that services have published, in the order in which their sessions get them. */
  private List<Published> published = List.of();

  /** An event for a session. */
  record Published(HostedSession session, PrimitiveEvent event) {}

  /** Creates a host of nothing. */
  HostedPrimitives(GroupId self, MemberId localMember, PrimitiveTypeRegistry types) {
    this.self = self;
    this.localMember = localMember;
    this.types = types;
  }

  /** Returns all primitives, in the order of their names. */
  List<HostedPrimitive> all() {
    return List.copyOf(primitives.values());
  }

  /** Returns all primitives, to be looked at and not changed, in the order of their names. */
  Iterable<HostedPrimitive> each() {
    return primitives.values();
  }

  /** Returns a primitive, or null if there is none of that name. */
  HostedPrimitive get(String name) {
    return primitives.get(name);
  }

  int size() {
    return primitives.size();
  }

  boolean hasSession(String name, long session, long raftSession) {
    HostedPrimitive primitive = primitives.get(name);
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

  /** Returns whether the time is later than this. */
  boolean isPast(long moment) {
    return time > moment;
  }

  /** Returns the first stamp of an entry with which the time is later than this. */
  long stampAfter(long past) {
    return stamp + (past - time) + 1;
  }

  private void published(HostedSession session, PrimitiveEvent event) {
    if (published.isEmpty()) {
      published = new ArrayList<>();
    }
    published.add(new Published(session, event));
  }

  /** Returns what services have published since the last call. */
  List<Published> takePublished() {
    List<Published> taken = published;
    published = List.of();
    return taken;
  }

  /** Lets a primitive's timers run, if there is such a primitive. */
  Result tick(String name) {
    HostedPrimitive primitive = primitives.get(name);
    if (primitive != null) {
      try {
        primitive.tick(index, time);
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

  /** Returns an index that nothing else gets, for a message that is executed later. */
  long reserve() {
    return ++index;
  }

  /**
   * Runs a message.
   *
   * @param held whether the condition of a conditional multicast message holds in all groups
   * @param told whether the client was told all it wants with the votes, so that what a conditional
   *     message finds is not asked for again
   * @param client the member that the message's client is on, or null if it has gone
   */
  Result run(Message message, boolean held, boolean told, MemberId client) {
    index++;
    if (message instanceof Message.Invoke invoke) {
      return invoke(invoke, held, told);
    } else if (message instanceof Message.Open open) {
      return open(open, client);
    } else if (message instanceof Message.Close close) {
      return close(close);
    } else if (message instanceof Message.End end) {
      return end(end.primitive(), end.session(), end.expired());
    } else if (message instanceof Message.Delete delete) {
      return delete(delete.primitive());
    } else if (message instanceof Message.Tick tick) {
      return tick(tick.primitive());
    }
    throw new IllegalStateException("No meaning for " + message);
  }

  private Result invoke(Message.Invoke invoke, boolean held, boolean told) {
    HostedPrimitive primitive = primitives.get(invoke.primitive());
    if (primitive == null) {
      return gone(invoke.primitive());
    }
    Action action = invoke.action();
    // Rule 8: what was told with the vote comes true, versions included.
    long at = told && invoke.reserved() > 0 ? invoke.reserved() : index;
    if (action instanceof Operation operation) {
      return primitive.apply(at, invoke.raftSession(), invoke.session(), operation);
    }
    Conditional conditional = (Conditional) action;
    // Rule 11: what the groups have decided is done, whatever this one finds.
    if (told) {
      return branch(primitive, at, invoke, held ? conditional.then() : conditional.otherwise());
    }
    Evaluation found = primitive.evaluate(invoke.raftSession(), invoke.session(), conditional);
    boolean agreed = invoke.multicast() ? held : found.holds();
    return found.told(
        agreed,
        branch(primitive, at, invoke, agreed ? conditional.then() : conditional.otherwise()));
  }

  /** Returns null if nothing is to be done. */
  private static Result branch(
      HostedPrimitive primitive, long at, Message.Invoke invoke, Operation branch) {
    return branch == null
        ? null
        : primitive.apply(at, invoke.raftSession(), invoke.session(), branch);
  }

  /** Runs a query, which changes nothing. */
  Result query(String name, long raftSession, long session, Operation operation) {
    HostedPrimitive primitive = primitives.get(name);
    return primitive == null ? gone(name) : primitive.apply(0, raftSession, session, operation);
  }

  /** Rule 11: evaluates a conditional message, which changes nothing. */
  Evaluation evaluate(Message.Invoke invoke, Conditional conditional) {
    HostedPrimitive primitive = primitives.get(invoke.primitive());
    return primitive == null
        ? Evaluation.failed(gone(invoke.primitive()))
        : primitive.evaluate(invoke.raftSession(), invoke.session(), conditional);
  }

  /**
   * Rule 8: tells what a write will return if nothing that conflicts with it is executed before it,
   * which changes nothing.
   *
   * @param reserved the index at which it will be executed
   * @param evaluation what was found of its condition, or null if it has none
   * @return null if that cannot be told
   */
  Result resultAtVote(Message.Invoke invoke, long reserved, Evaluation evaluation) {
    HostedPrimitive primitive = primitives.get(invoke.primitive());
    if (primitive == null) {
      return null;
    }
    if (invoke.action() instanceof Operation operation) {
      return resultAtVote(primitive, reserved, invoke, operation) instanceof Result.Done done
          ? done
          : null;
    }
    Conditional conditional = (Conditional) invoke.action();
    // A group that does not agree knows which branch it is.
    Operation then = evaluation.holds() ? conditional.then() : null;
    Result ofThen = resultAtVote(primitive, reserved, invoke, then);
    Result ofOtherwise = resultAtVote(primitive, reserved, invoke, conditional.otherwise());
    return ofThen instanceof Result.Done one && ofOtherwise instanceof Result.Done other
        ? evaluation.told(one.value(), other.value())
        : null;
  }

  private static Result resultAtVote(
      HostedPrimitive primitive, long reserved, Message.Invoke invoke, Operation branch) {
    return branch == null
        ? new Result.Done(null)
        : branch(primitive, reserved, invoke, branch.resultAtVote());
  }

  /**
   * Rule 11: finds out whether a condition holds whatever operations on keys come before it, which
   * changes nothing; null if that cannot be told.
   */
  Boolean holdsAnyhow(Message.Invoke invoke, Conditional conditional) {
    HostedPrimitive primitive = primitives.get(invoke.primitive());
    return primitive == null || !primitive.hasSession(invoke.session(), invoke.raftSession())
        ? null
        : primitive.foretelling().holdsAnyhow(conditional.condition());
  }

  private Result open(Message.Open open, MemberId client) {
    if (client == null) {
      return gone(open.primitive());
    }
    HostedPrimitive primitive = primitives.get(open.primitive());
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
            HostedPrimitive.create(
                open.primitive(), type, open.config(), time, localMember, this::published);
        primitives.put(open.primitive(), primitive);
      }
      long session = ++lastSession;
      primitive.open(index, session, open.raftSession(), client);
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

  private Result unknownType(Message.Open open) {
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

  private Result close(Message.Close close) {
    HostedPrimitive primitive = primitives.get(close.primitive());
    return primitive != null && primitive.isOfAnother(close.session(), close.raftSession())
        ? unknownSession(close.primitive(), close.session())
        : end(close.primitive(), close.session(), false);
  }

  private Result end(String name, long session, boolean expired) {
    HostedPrimitive primitive = primitives.get(name);
    if (primitive == null) {
      return new Result.Done(null);
    }
    try {
      primitive.end(index, session, expired);
      return new Result.Done(null);
    } catch (Throwable e) {
      return ServiceFailures.result(
          "Session " + session + " of primitive '" + name + "' is over, but its service failed", e);
    }
  }

  private Result delete(String name) {
    HostedPrimitive primitive = primitives.remove(name);
    if (primitive == null) {
      return new Result.Done(null);
    }
    try {
      primitive.close();
    } catch (Throwable e) {
      return ServiceFailures.result(
          "Primitive '" + name + "' was deleted, but its service failed to close", e);
    }
    return new Result.Done(null);
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

  private Result.Failed gone(String name) {
    return new Result.Failed(
        Result.Cause.DELETED,
        "Primitive '" + name + "' does not exist in group " + self + " (any more)");
  }

  void write(WireWriter out) {
    out.writeVarLong(time).writeLong(stamp).writeVarLong(index).writeVarLong(lastSession);
    out.writeAll(primitives.values(), (each, primitive) -> primitive.write(each));
  }

  /**
   * Takes the state of a host that {@link #write wrote} it.
   *
   * @param stamped whether it holds the stamp of the last entry
   */
  void restore(WireReader in, boolean stamped) {
    time = in.readVarLong();
    stamp = stamped ? in.readLong() : time;
    index = in.readVarLong();
    lastSession = in.readVarLong();
    in.readAll(each -> HostedPrimitive.read(each, types, localMember, this::published))
        .forEach(primitive -> primitives.put(primitive.name(), primitive));
  }
}
