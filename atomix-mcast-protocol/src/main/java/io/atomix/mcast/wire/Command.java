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
package io.atomix.mcast.wire;

import io.atomix.mcast.ordering.Entry;
import io.atomix.mcast.ordering.Footprint;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.MessageId;
import java.util.List;
import java.util.SortedSet;

/** One element of a {@link Batch}: what a log entry asks of a group. */
public sealed interface Command {

  /** Opens a session of a hosted primitive, which is created when it is not there yet. */
  record OpenSession(long sequence, String primitive, String type, byte[] config)
      implements Command {}

  /** Closes a session of a hosted primitive. */
  record CloseSession(long sequence, String primitive, long session) implements Command {}

  /** A local message. */
  record Local(long sequence, long session, Action action, Footprint footprint)
      implements Command {}

  /**
   * A multicast message.
   *
   * @param early whether the client has all it wants once every group has told it with the vote
   *     what can be told then (rule 8)
   */
  record Multicast(
      long sequence,
      long session,
      Action action,
      Footprint footprint,
      SortedSet<GroupId> destinations,
      boolean early)
      implements Command {}

  /**
   * Deletes a primitive: a message that writes the whole of it, local if there is one destination.
   */
  record Delete(long sequence, String primitive, long session, SortedSet<GroupId> destinations)
      implements Command {}

  /** An order that follows from the facts or the questions of other groups. */
  record Order(Entry entry) implements Command {}

  /** Rule 7: a new leader's proof that it has applied all that its predecessors committed. */
  record Fence(String member, long leadership) implements Command {}

  /** The leader has seen that a timer of a primitive is due, and waits for pending messages. */
  record Timers(String primitive) implements Command {}

  /** Returns about how many bytes this takes in an entry, never too few. */
  default int size() {
    if (this instanceof Local local) {
      return 33 + local.action.size() + touched(local.footprint);
    } else if (this instanceof Multicast multicast) {
      return 33
          + multicast.action.size()
          + touched(multicast.footprint)
          + groups(multicast.destinations);
    } else if (this instanceof OpenSession open) {
      return 64
          + text(open.primitive)
          + text(open.type)
          + (open.config == null ? 0 : open.config.length);
    } else if (this instanceof CloseSession close) {
      return 64 + text(close.primitive);
    } else if (this instanceof Delete delete) {
      return 64 + text(delete.primitive) + groups(delete.destinations);
    } else if (this instanceof Order order) {
      return size(order.entry);
    } else if (this instanceof Fence fence) {
      return 64 + text(fence.member);
    } else if (this instanceof Timers timers) {
      return 8 + text(timers.primitive);
    }
    throw new IllegalStateException("No size of " + this);
  }

  private static int size(Entry order) {
    if (order instanceof Entry.Forget forget) {
      return 16 + 32 * forget.ids().size();
    } else if (order instanceof Entry.Confirm confirm) {
      return 16 + 32 * confirm.ids().size();
    } else if (order instanceof Entry.Refuse refuse) {
      return 64 + groups(refuse.destinations());
    }
    return 64;
  }

  private static int touched(Footprint footprint) {
    return 16 + text(footprint.primitive()) + 9 * footprint.keys().size();
  }

  private static int groups(SortedSet<GroupId> groups) {
    return groups.stream().mapToInt(group -> 16 + text(group.group())).sum();
  }

  /** A character takes three bytes at most, where two make one of four. */
  private static int text(String text) {
    return 3 * text.length();
  }

  /** Writes a command. */
  static void write(WireWriter out, Command command) {
    if (command instanceof OpenSession open) {
      out.writeByte(1)
          .writeVarLong(open.sequence)
          .writeString(open.primitive)
          .writeString(open.type);
      out.writeBytes(open.config);
    } else if (command instanceof CloseSession close) {
      out.writeByte(2)
          .writeVarLong(close.sequence)
          .writeString(close.primitive)
          .writeVarLong(close.session);
    } else if (command instanceof Local local) {
      out.writeByte(3).writeVarLong(local.sequence).writeVarLong(local.session);
      out.writeString(local.footprint.primitive());
      Action.write(out, local.action);
      Words.writeTouched(out, local.footprint);
    } else if (command instanceof Multicast multicast) {
      out.writeByte(4).writeVarLong(multicast.sequence).writeVarLong(multicast.session);
      out.writeString(multicast.footprint.primitive()).writeBoolean(multicast.early);
      Action.write(out, multicast.action);
      Words.writeTouched(out, multicast.footprint);
      Words.writeGroups(out, multicast.destinations);
    } else if (command instanceof Delete delete) {
      out.writeByte(5)
          .writeVarLong(delete.sequence)
          .writeString(delete.primitive)
          .writeVarLong(delete.session);
      Words.writeGroups(out, delete.destinations);
    } else if (command instanceof Order order) {
      out.writeByte(6);
      writeEntry(out, order.entry);
    } else if (command instanceof Fence fence) {
      out.writeByte(7).writeString(fence.member).writeVarLong(fence.leadership);
    } else if (command instanceof Timers timers) {
      out.writeByte(8).writeString(timers.primitive);
    } else {
      throw new IllegalStateException("No encoding for " + command);
    }
  }

  /** Reads a command. */
  static Command read(WireReader in) {
    int kind = in.readByte();
    return switch (kind) {
      case 1 -> new OpenSession(in.readVarLong(), in.readName(), in.readName(), in.readBytes());
      case 2 -> new CloseSession(in.readVarLong(), in.readName(), in.readVarLong());
      case 3 -> {
        long sequence = in.readVarLong();
        long session = in.readVarLong();
        String primitive = in.readName();
        Action action = Action.read(in);
        yield new Local(sequence, session, action, Words.readTouched(in, primitive));
      }
      case 4 -> {
        long sequence = in.readVarLong();
        long session = in.readVarLong();
        String primitive = in.readName();
        boolean early = in.readBoolean();
        Action action = Action.read(in);
        Footprint footprint = Words.readTouched(in, primitive);
        yield new Multicast(sequence, session, action, footprint, Words.readGroups(in), early);
      }
      case 5 -> new Delete(in.readVarLong(), in.readName(), in.readVarLong(), Words.readGroups(in));
      case 6 -> new Order(readEntry(in));
      case 7 -> new Fence(in.readName(), in.readVarLong());
      case 8 -> new Timers(in.readName());
      default -> throw in.broken("no command of kind " + kind);
    };
  }

  private static void writeEntry(WireWriter out, Entry entry) {
    if (entry instanceof Entry.Raise raise) {
      Words.writeId(out.writeByte(1), raise.id());
      out.writeVarLong(raise.timestamp());
    } else if (entry instanceof Entry.Execute execute) {
      Words.writeId(out.writeByte(execute.waits() ? 7 : 2), execute.id());
      out.writeVarLong(execute.timestamp()).writeBoolean(execute.held());
    } else if (entry instanceof Entry.Refuse refuse) {
      Words.writeId(out.writeByte(3), refuse.id());
      Words.writeGroups(out, refuse.destinations());
    } else if (entry instanceof Entry.Abort abort) {
      Words.writeId(out.writeByte(4), abort.id());
    } else if (entry instanceof Entry.Forget forget) {
      out.writeByte(5).writeAll(forget.ids(), Words::writeId);
    } else if (entry instanceof Entry.Confirm confirm) {
      out.writeByte(6).writeAll(confirm.ids(), Words::writeId);
    } else {
      throw new IllegalArgumentException("A submission is no order: " + entry);
    }
  }

  private static Entry readEntry(WireReader in) {
    int kind = in.readByte();
    return switch (kind) {
      case 1 -> new Entry.Raise(Words.readId(in), in.readVarLong());
      case 2 -> new Entry.Execute(Words.readId(in), in.readVarLong(), in.readBoolean(), false);
      case 3 -> {
        MessageId id = Words.readId(in);
        yield new Entry.Refuse(id, Words.readGroups(in));
      }
      case 4 -> new Entry.Abort(Words.readId(in));
      case 5 -> new Entry.Forget(List.copyOf(in.readList(Words::readId)));
      case 6 -> new Entry.Confirm(List.copyOf(in.readList(Words::readId)));
      case 7 -> new Entry.Execute(Words.readId(in), in.readVarLong(), in.readBoolean(), true);
      default -> throw in.broken("no order of kind " + kind);
    };
  }
}
