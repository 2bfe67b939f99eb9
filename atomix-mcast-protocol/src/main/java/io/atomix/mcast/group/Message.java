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

import io.atomix.mcast.observe.GroupObserver;
import io.atomix.mcast.wire.Action;
import io.atomix.mcast.wire.Conditional;
import io.atomix.mcast.wire.Operation;
import io.atomix.mcast.wire.WireReader;
import io.atomix.mcast.wire.WireWriter;

/** Work of a message when it is executed; the ordering core knows only its id and footprint. */
sealed interface Message {

  /** Returns the primitive that it is about. */
  String primitive();

  /** Returns the Raft session that wants its result, or 0 if nobody does. */
  long raftSession();

  /** Returns what sort of operation it is, for those who count. */
  default GroupObserver.Kind kind() {
    return GroupObserver.Kind.BOOKKEEPING;
  }

  /** Returns whether operations behind it may find no session, or no primitive. */
  default boolean isEnding() {
    return this instanceof Close || this instanceof Delete || this instanceof End;
  }

  /** Returns the name of what it does, without its arguments. */
  String operation();

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
      implements Message {

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

    /** Returns whether its client wants to know no more than that it takes effect (rule 8). */
    boolean wantsNoResult() {
      return multicast && early && action.isBlind() && !action.isToldAtVote();
    }

    @Override
    public GroupObserver.Kind kind() {
      return multicast ? GroupObserver.Kind.MULTICAST : GroupObserver.Kind.LOCAL;
    }

    @Override
    public String operation() {
      if (action instanceof Operation plain) {
        return plain.name();
      }
      return action.equals(Conditional.NOTHING) ? "barrier" : "conditional";
    }
  }

  /** The opening of a session, and of the primitive if it is not there. */
  record Open(long raftSession, String primitive, String type, byte[] config) implements Message {
    @Override
    public String operation() {
      return "open session";
    }
  }

  /** The closing of a session by its client. */
  record Close(long raftSession, String primitive, long session) implements Message {
    @Override
    public String operation() {
      return "close session";
    }
  }

  /** The deletion of a primitive. */
  record Delete(long raftSession, String primitive) implements Message {
    @Override
    public String operation() {
      return "delete";
    }
  }

  /** The end of a session because the Raft session that carried it is over. */
  record End(String primitive, long session, boolean expired) implements Message {
    @Override
    public String operation() {
      return "end of session";
    }

    @Override
    public long raftSession() {
      return 0;
    }
  }

  /** Timers of a primitive that had to wait for pending messages. */
  record Tick(String primitive) implements Message {
    @Override
    public String operation() {
      return "timers";
    }

    @Override
    public long raftSession() {
      return 0;
    }
  }

  static void write(WireWriter out, Message message) {
    if (message instanceof Invoke invoke) {
      out.writeByte(1).writeVarLong(invoke.raftSession).writeString(invoke.primitive);
      Action.write(out.writeVarLong(invoke.session), invoke.action);
      out.writeBoolean(invoke.multicast).writeBoolean(invoke.early).writeVarLong(invoke.reserved);
    } else if (message instanceof Open open) {
      out.writeByte(2).writeVarLong(open.raftSession).writeString(open.primitive);
      out.writeString(open.type).writeBytes(open.config);
    } else if (message instanceof Close close) {
      out.writeByte(3).writeVarLong(close.raftSession).writeString(close.primitive);
      out.writeVarLong(close.session);
    } else if (message instanceof Delete delete) {
      out.writeByte(4).writeVarLong(delete.raftSession).writeString(delete.primitive);
    } else if (message instanceof End end) {
      out.writeByte(5)
          .writeString(end.primitive)
          .writeVarLong(end.session)
          .writeBoolean(end.expired);
    } else if (message instanceof Tick tick) {
      out.writeByte(6).writeString(tick.primitive);
    } else {
      throw new IllegalStateException("No encoding for " + message);
    }
  }

  /**
   * Reads a message.
   *
   * @param reserving whether it says what index is reserved
   */
  static Message read(WireReader in, boolean reserving) {
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
      case 2 -> new Open(in.readVarLong(), in.readName(), in.readName(), in.readBytes());
      case 3 -> new Close(in.readVarLong(), in.readName(), in.readVarLong());
      case 4 -> new Delete(in.readVarLong(), in.readName());
      case 5 -> new End(in.readName(), in.readVarLong(), in.readBoolean());
      case 6 -> new Tick(in.readName());
      default -> throw in.broken("no message of kind " + kind);
    };
  }
}
