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
import io.atomix.mcast.ordering.GroupFootprint;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.OrderingCodec;
import java.util.SortedSet;

/** One element of a {@link Batch}: what a log entry asks of a group. */
public sealed interface Command extends Writable {

  /** Returns about how many bytes this takes in an entry, never too few. */
  int size();

  /** Has the handler carry it out. */
  <R> R accept(CommandVisitor<R> handler);

  /**
   * Carries out commands, each kind in its way.
   *
   * @param <R> type of the answers
   */
  interface CommandVisitor<R> {

    /** Opens a session. */
    R openSession(OpenSession command);

    /** Closes a session. */
    R closeSession(CloseSession command);

    /** Takes a local message. */
    R local(Local command);

    /** Takes a multicast message. */
    R multicast(Multicast command);

    /** Deletes a primitive. */
    R delete(Delete command);

    /** Follows an order. */
    R order(Order command);

    /** Takes the proof of a new leader. */
    R fence(Fence command);

    /** Sees to the timers of a primitive. */
    R timers(Timers command);

    /** Takes the cut of a backup. */
    R cut(Cut command);

    /** Takes a part of a backup that is restored. */
    R load(Load command);
  }

  /** Opens a session of a hosted primitive, which is created when it is not there yet. */
  record OpenSession(long sequence, String primitive, String type, byte[] config)
      implements Command {
    @Override
    public int size() {
      return 64
          + OrderingCodec.size(primitive)
          + OrderingCodec.size(type)
          + (config == null ? 0 : config.length);
    }

    @Override
    public void write(WireWriter out) {
      out.writeByte(1).writeVarLong(sequence).writeString(primitive).writeString(type);
      out.writeBytes(config);
    }

    @Override
    public <R> R accept(CommandVisitor<R> handler) {
      return handler.openSession(this);
    }
  }

  /** Closes a session of a hosted primitive. */
  record CloseSession(long sequence, String primitive, long session) implements Command {
    @Override
    public int size() {
      return 64 + OrderingCodec.size(primitive);
    }

    @Override
    public void write(WireWriter out) {
      out.writeByte(2).writeVarLong(sequence).writeString(primitive).writeVarLong(session);
    }

    @Override
    public <R> R accept(CommandVisitor<R> handler) {
      return handler.closeSession(this);
    }
  }

  /** A local message. */
  record Local(long sequence, long session, Action action, GroupFootprint footprint)
      implements Command {
    @Override
    public int size() {
      return 33 + action.size() + touched(footprint);
    }

    @Override
    public void write(WireWriter out) {
      out.writeByte(footprint.isJoint() ? 12 : 3).writeVarLong(sequence).writeVarLong(session);
      out.writeString(footprint.primitive());
      action.write(out);
      out.writeTouched(footprint);
      if (footprint.isJoint()) {
        out.writeOthers(footprint);
      }
    }

    @Override
    public <R> R accept(CommandVisitor<R> handler) {
      return handler.local(this);
    }
  }

  /**
   * A multicast message.
   *
   * @param early whether the client has all it wants once every group has told it with the vote
   *     what can be told then (rule 8)
   * @param lowestVote the lowest vote that the group may give it (rule 2); 0 leaves that to the
   *     group
   */
  record Multicast(
      long sequence,
      long session,
      Action action,
      GroupFootprint footprint,
      SortedSet<GroupId> destinations,
      boolean early,
      long lowestVote)
      implements Command {

    /** Returns about how many bytes such a message takes in an entry, never too few. */
    public static int size(
        Action action, GroupFootprint footprint, SortedSet<GroupId> destinations) {
      return 43 + action.size() + touched(footprint) + OrderingCodec.size(destinations);
    }

    /** Creates a message that its groups may give any vote. */
    public Multicast(
        long sequence,
        long session,
        Action action,
        GroupFootprint footprint,
        SortedSet<GroupId> destinations,
        boolean early) {
      this(sequence, session, action, footprint, destinations, early, 0);
    }

    @Override
    public int size() {
      return size(action, footprint, destinations);
    }

    @Override
    public void write(WireWriter out) {
      out.writeByte(footprint.isJoint() ? 13 : lowestVote == 0 ? 4 : 9);
      out.writeVarLong(sequence).writeVarLong(session);
      out.writeString(footprint.primitive()).writeBoolean(early);
      action.write(out);
      out.writeTouched(footprint);
      OrderingCodec.writeGroups(out, destinations);
      if (footprint.isJoint()) {
        out.writeVarLong(lowestVote).writeOthers(footprint);
      } else if (lowestVote != 0) {
        out.writeVarLong(lowestVote);
      }
    }

    @Override
    public <R> R accept(CommandVisitor<R> handler) {
      return handler.multicast(this);
    }
  }

  /**
   * Deletes a primitive: a message that writes the whole of it, local if there is one destination.
   */
  record Delete(long sequence, String primitive, long session, SortedSet<GroupId> destinations)
      implements Command {

    /** Returns about how many bytes such a message takes in an entry, never too few. */
    public static int size(String primitive, SortedSet<GroupId> destinations) {
      return 64 + OrderingCodec.size(primitive) + OrderingCodec.size(destinations);
    }

    @Override
    public int size() {
      return size(primitive, destinations);
    }

    @Override
    public void write(WireWriter out) {
      out.writeByte(5).writeVarLong(sequence).writeString(primitive).writeVarLong(session);
      OrderingCodec.writeGroups(out, destinations);
    }

    @Override
    public <R> R accept(CommandVisitor<R> handler) {
      return handler.delete(this);
    }
  }

  /** An order that follows from the facts or the questions of other groups. */
  record Order(Entry.OrderEntry entry) implements Command {
    @Override
    public int size() {
      return entry.size();
    }

    @Override
    public void write(WireWriter out) {
      entry.write(out.writeByte(6));
    }

    @Override
    public <R> R accept(CommandVisitor<R> handler) {
      return handler.order(this);
    }
  }

  /** Rule 7: a new leader's proof that it has applied all that its predecessors committed. */
  record Fence(String member, long leadership) implements Command {
    @Override
    public int size() {
      return 64 + OrderingCodec.size(member);
    }

    @Override
    public void write(WireWriter out) {
      out.writeByte(7).writeString(member).writeVarLong(leadership);
    }

    @Override
    public <R> R accept(CommandVisitor<R> handler) {
      return handler.fence(this);
    }
  }

  /** The leader has seen that a timer of a primitive is due, and waits for pending messages. */
  record Timers(String primitive) implements Command {
    @Override
    public int size() {
      return 8 + OrderingCodec.size(primitive);
    }

    @Override
    public void write(WireWriter out) {
      out.writeByte(8).writeString(primitive);
    }

    @Override
    public <R> R accept(CommandVisitor<R> handler) {
      return handler.timers(this);
    }
  }

  /**
   * The cut of a backup: a message that reads all primitives of its groups. Every replica keeps, as
   * a file of its own, what its group holds when it is executed.
   *
   * @param destinations its groups; one makes it a local message
   */
  record Cut(long sequence, SortedSet<GroupId> destinations) implements Command {
    @Override
    public int size() {
      return 32 + OrderingCodec.size(destinations);
    }

    @Override
    public void write(WireWriter out) {
      OrderingCodec.writeGroups(out.writeByte(10).writeVarLong(sequence), destinations);
    }

    @Override
    public <R> R accept(CommandVisitor<R> handler) {
      return handler.cut(this);
    }
  }

  /**
   * Some bytes of what a new group begins with.
   *
   * @param backup the id of the backup
   * @param offset how many bytes come before
   * @param total how many bytes it is in all
   * @param checksum the CRC-32C of them all
   */
  record Load(String backup, long offset, long total, int checksum, byte[] bytes)
      implements Command {

    /** Bytes that it takes beside its own at most, if the id has no more than 100 characters. */
    public static final int OVERHEAD = 400;

    @Override
    public int size() {
      return 64 + OrderingCodec.size(backup) + bytes.length;
    }

    @Override
    public void write(WireWriter out) {
      out.writeByte(11).writeString(backup).writeVarLong(offset).writeVarLong(total);
      out.writeVarLong(Integer.toUnsignedLong(checksum)).writeBytes(bytes);
    }

    @Override
    public <R> R accept(CommandVisitor<R> handler) {
      return handler.load(this);
    }
  }

  private static int touched(GroupFootprint footprint) {
    int touched = 16 + OrderingCodec.size(footprint.primitive()) + 9 * footprint.keys().size();
    for (GroupFootprint other : footprint.others()) {
      touched += touched(other);
    }
    return touched;
  }

  /** Reads a command. */
  static Command read(WireReader in) {
    int kind = in.readByte();
    return switch (kind) {
      case 1 -> new OpenSession(in.readVarLong(), in.readName(), in.readName(), in.readBytes());
      case 2 -> new CloseSession(in.readVarLong(), in.readName(), in.readVarLong());
      case 3, 12 -> {
        long sequence = in.readVarLong();
        long session = in.readVarLong();
        String primitive = in.readName();
        Action action = Action.read(in);
        GroupFootprint footprint = in.readTouched(primitive);
        yield new Local(
            sequence, session, action, kind == 12 ? in.readOthers(footprint) : footprint);
      }
      case 4, 9, 13 -> {
        long sequence = in.readVarLong();
        long session = in.readVarLong();
        String primitive = in.readName();
        boolean early = in.readBoolean();
        Action action = Action.read(in);
        GroupFootprint footprint = in.readTouched(primitive);
        SortedSet<GroupId> destinations = OrderingCodec.readGroups(in);
        long lowestVote = kind == 4 ? 0 : in.readVarLong();
        GroupFootprint all = kind == 13 ? in.readOthers(footprint) : footprint;
        yield new Multicast(sequence, session, action, all, destinations, early, lowestVote);
      }
      case 5 ->
          new Delete(
              in.readVarLong(), in.readName(), in.readVarLong(), OrderingCodec.readGroups(in));
      case 6 -> new Order(Entry.readOrder(in));
      case 7 -> new Fence(in.readName(), in.readVarLong());
      case 8 -> new Timers(in.readName());
      case 10 -> new Cut(in.readVarLong(), OrderingCodec.readGroups(in));
      case 11 ->
          new Load(
              in.readName(),
              in.readVarLong(),
              in.readVarLong(),
              (int) in.readVarLong(),
              in.readPresent());
      default -> throw in.broken("no command of kind " + kind);
    };
  }
}
