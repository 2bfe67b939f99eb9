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
import io.atomix.mcast.observe.GroupObserver;
import io.atomix.mcast.wire.Action;
import io.atomix.mcast.wire.ConditionalAction;
import io.atomix.mcast.wire.HostedOperation;
import io.atomix.mcast.wire.Result;
import io.atomix.mcast.wire.WireReader;
import io.atomix.mcast.wire.WireWriter;
import io.atomix.mcast.wire.Writable;
import java.util.ArrayList;
import java.util.List;

/** Work of a message when it is executed; the ordering core knows only its id and footprint. */
sealed interface MessageWork extends Writable {

  /** Returns the primitive that it is about; null for all. */
  String primitive();

  /** Returns all primitives that it is about; none if it is about all. */
  default List<String> primitives() {
    return primitive() == null ? List.of() : List.of(primitive());
  }

  /** Returns the Raft session that wants its result, or 0 if nobody does. */
  long raftSession();

  /** Returns what sort of operation it is, for those who count. */
  default GroupObserver.MessageKind kind() {
    return GroupObserver.MessageKind.BOOKKEEPING;
  }

  /** Returns whether operations behind it may find no session, or no primitive. */
  default boolean isEnding() {
    return false;
  }

  /** Returns whether it leaves everything as it finds it, whatever that is. */
  default boolean changesNothing() {
    return false;
  }

  /** Returns the name of what it does, without its arguments. */
  String operation();

  /** A message about a primitive as a whole, or about its sessions. */
  sealed interface UpkeepWork extends MessageWork {

    /** Runs it; {@link HostedPrimitives#run} alone calls this. */
    Result runOn(HostedPrimitives primitives, MemberId client);
  }

  /**
   * Request of a client to a hosted primitive.
   *
   * @param early of a multicast message, whether the client is content with what is told with the
   *     vote (rule 8)
   * @param reserved the index at which it is executed if the vote has told what it returns then
   *     (rule 8); 0 if nothing of the kind was told
   */
  record Invoke(
      long raftSession,
      String primitive,
      long session,
      Action action,
      boolean multicast,
      boolean early,
      long reserved)
      implements MessageWork {

    Invoke(
        long raftSession,
        String primitive,
        long session,
        Action action,
        boolean multicast,
        boolean early) {
      this(raftSession, primitive, session, action, multicast, early, 0);
    }

    /** Returns this message, whose result was told as of an index. */
    Invoke reserving(long index) {
      return new Invoke(raftSession, primitive, session, action, multicast, early, index);
    }

    /** Returns whether a vote with nothing below it has told the client all that it wants. */
    boolean isTold() {
      return early && (reserved > 0 || !action.isToldAtVote());
    }

    boolean isQuery() {
      return action.isQuery();
    }

    /** Returns the parts that it has in other primitives than the first. */
    List<ConditionalAction.ActionPart> elsewhere() {
      return action instanceof ConditionalAction conditional ? conditional.elsewhere() : List.of();
    }

    @Override
    public List<String> primitives() {
      if (!action.isJoint()) {
        return List.of(primitive);
      }
      List<String> names = new ArrayList<>(List.of(primitive));
      elsewhere().forEach(part -> names.add(part.primitive()));
      return names;
    }

    /** Returns whether it is executed in this session of a primitive. */
    boolean isIn(long hosted) {
      return session == hosted || elsewhere().stream().anyMatch(part -> part.session() == hosted);
    }

    /** Returns whether its client wants to know no more than that it takes effect (rule 8). */
    boolean wantsNoResult() {
      return multicast && early && action.isBlind() && !action.isToldAtVote();
    }

    @Override
    public GroupObserver.MessageKind kind() {
      return multicast ? GroupObserver.MessageKind.MULTICAST : GroupObserver.MessageKind.LOCAL;
    }

    @Override
    public String operation() {
      if (action instanceof HostedOperation plain) {
        return plain.name();
      }
      return action.equals(ConditionalAction.NOTHING) ? "barrier" : "conditional";
    }

    @Override
    public void write(WireWriter out) {
      out.writeByte(1).writeVarLong(raftSession).writeString(primitive).writeVarLong(session);
      action.write(out);
      out.writeBoolean(multicast).writeBoolean(early).writeVarLong(reserved);
    }
  }

  /** The opening of a session, and of the primitive if it is not there. */
  record OpenPrimitive(long raftSession, String primitive, String type, byte[] config)
      implements UpkeepWork {
    @Override
    public String operation() {
      return "open session";
    }

    @Override
    public void write(WireWriter out) {
      out.writeByte(2).writeVarLong(raftSession).writeString(primitive);
      out.writeString(type).writeBytes(config);
    }

    @Override
    public Result runOn(HostedPrimitives primitives, MemberId client) {
      return primitives.open(this, client);
    }
  }

  /** The closing of a session by its client. */
  record Close(long raftSession, String primitive, long session) implements UpkeepWork {
    @Override
    public String operation() {
      return "close session";
    }

    @Override
    public boolean isEnding() {
      return true;
    }

    @Override
    public void write(WireWriter out) {
      out.writeByte(3).writeVarLong(raftSession).writeString(primitive).writeVarLong(session);
    }

    @Override
    public Result runOn(HostedPrimitives primitives, MemberId client) {
      return primitives.close(this);
    }
  }

  /** The deletion of a primitive. */
  record DeletePrimitive(long raftSession, String primitive) implements UpkeepWork {
    @Override
    public String operation() {
      return "delete";
    }

    @Override
    public boolean isEnding() {
      return true;
    }

    @Override
    public void write(WireWriter out) {
      out.writeByte(4).writeVarLong(raftSession).writeString(primitive);
    }

    @Override
    public Result runOn(HostedPrimitives primitives, MemberId client) {
      return primitives.delete(primitive);
    }
  }

  /** The end of a session because the Raft session that carried it is over. */
  record EndSession(String primitive, long session, boolean expired) implements UpkeepWork {
    @Override
    public String operation() {
      return "end of session";
    }

    @Override
    public boolean isEnding() {
      return true;
    }

    @Override
    public void write(WireWriter out) {
      out.writeByte(5).writeString(primitive).writeVarLong(session).writeBoolean(expired);
    }

    @Override
    public long raftSession() {
      return 0;
    }

    @Override
    public Result runOn(HostedPrimitives primitives, MemberId client) {
      return primitives.end(primitive, session, expired);
    }
  }

  /** Timers of a primitive that had to wait for pending messages. */
  record Tick(String primitive) implements UpkeepWork {
    @Override
    public String operation() {
      return "timers";
    }

    @Override
    public void write(WireWriter out) {
      out.writeByte(6).writeString(primitive);
    }

    @Override
    public long raftSession() {
      return 0;
    }

    @Override
    public Result runOn(HostedPrimitives primitives, MemberId client) {
      return primitives.tick(primitive);
    }
  }

  /** The cut of a backup. */
  record TakeCut() implements UpkeepWork {
    @Override
    public String primitive() {
      return null;
    }

    @Override
    public String operation() {
      return "backup";
    }

    @Override
    public boolean changesNothing() {
      return true;
    }

    @Override
    public void write(WireWriter out) {
      out.writeByte(7);
    }

    @Override
    public long raftSession() {
      return 0;
    }

    @Override
    public Result runOn(HostedPrimitives primitives, MemberId client) {
      return new Result.Done(null);
    }
  }

  /**
   * Reads a message.
   *
   * @param reserving whether it says what index is reserved
   */
  static MessageWork read(WireReader in, boolean reserving) {
    int kind = in.readByte();
    return switch (kind) {
      case 1 -> {
        long raftSession = in.readVarLong();
        String primitive = in.readName();
        long session = in.readVarLong();
        Action action = Action.read(in);
        yield new Invoke(
            raftSession,
            primitive,
            session,
            action,
            in.readBoolean(),
            in.readBoolean(),
            reserving ? in.readVarLong() : 0);
      }
      case 2 -> new OpenPrimitive(in.readVarLong(), in.readName(), in.readName(), in.readBytes());
      case 3 -> new Close(in.readVarLong(), in.readName(), in.readVarLong());
      case 4 -> new DeletePrimitive(in.readVarLong(), in.readName());
      case 5 -> new EndSession(in.readName(), in.readVarLong(), in.readBoolean());
      case 6 -> new Tick(in.readName());
      case 7 -> new TakeCut();
      default -> throw in.broken("no message of kind " + kind);
    };
  }
}
