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
package io.atomix.mcast.ordering;

import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The bytes of a group's state: a version, the pending messages from the lowest position to the
 * highest, the outcomes by id. What a message waits for is not written, since it follows from the
 * positions; what was below it when it took its position does not, and is.
 */
record Snapshot(List<Pending> pending, List<KnownMessage> outcomes) {
  private static final int VERSION = 2;

  /** Did not say what was below pending messages. */
  private static final int WITHOUT_BELOW = 1;

  private static final int LOCAL = 0;

  /** Beside the state of a message that is known to be stable: whether its condition held. */
  private static final int HELD = 16;

  private static final int FAILED = 32;
  private static final int NOT_WHOLE = 3;

  static void write(
      Collection<Pending> pending, Collection<KnownMessage> outcomes, DataOutput output)
      throws IOException {
    output.writeByte(VERSION);
    output.writeInt(pending.size());
    // In this order, reading them back adds each above those that it meets.
    List<Pending> byPosition = new ArrayList<>(pending);
    byPosition.sort(Comparator.comparing(Pending::position));
    for (Pending message : byPosition) {
      writeId(message.id(), output);
      output.writeLong(message.timestamp());
      output.writeByte(message.isMulticast() ? code(message) : LOCAL);
      writeFootprint(message.footprint(), output);
      if (message.isMulticast()) {
        writeGroups(message.destinations(), output);
      }
      writeBelow(message.below, output);
    }
    output.writeInt(outcomes.size());
    for (KnownMessage outcome : outcomes) {
      writeId(outcome.id(), output);
      output.writeLong(outcome.standing().timestamp());
      output.writeByte(code(outcome.standing().state()));
      if (outcome.standing().state() == Standing.State.EXECUTED) {
        output.writeBoolean(outcome.standing().holds());
      }
      writeGroups(outcome.destinations(), output);
    }
  }

  static Snapshot read(DataInput input) throws IOException {
    int version = input.readUnsignedByte();
    if (version < WITHOUT_BELOW || version > VERSION) {
      throw new IOException(
          String.format(
              "Reading the ordering state of a group: found version %d, this release knows up to"
                  + " %d. Run the release that wrote it, or a later one.",
              version, VERSION));
    }
    List<Pending> pending = new ArrayList<>();
    for (int left = readCount(input); left > 0; left--) {
      Pending message = readPending(input);
      message.below = version == WITHOUT_BELOW ? null : readBelow(input);
      pending.add(message);
    }
    List<KnownMessage> outcomes = new ArrayList<>();
    for (int left = readCount(input); left > 0; left--) {
      outcomes.add(readOutcome(input));
    }
    return new Snapshot(pending, outcomes);
  }

  private static Pending readPending(DataInput input) throws IOException {
    MessageId id = readId(input);
    long timestamp = readTimestamp(input);
    int code = input.readByte();
    Footprint footprint = readFootprint(input);
    if (code == LOCAL) {
      return Pending.local(id, timestamp, footprint);
    }
    Standing.State state = state(code & ~(HELD | FAILED));
    if (!state.pending() || (code & HELD) != 0 && (code & FAILED) != 0) {
      throw unexpected("the state of pending message " + id, code);
    }
    Pending message = Pending.multicast(id, timestamp, footprint, readGroups(input), state);
    if ((code & (HELD | FAILED)) != 0) {
      message.decide((code & HELD) != 0);
    }
    return message;
  }

  private static int code(Pending message) {
    int decision = message.decision() == null ? 0 : message.decision() ? HELD : FAILED;
    return code(message.standing().state()) | decision;
  }

  private static void writeBelow(Below below, DataOutput output) throws IOException {
    output.writeBoolean(below.tooMany());
    output.writeInt(below.nearest().size());
    for (Position position : below.nearest()) {
      output.writeLong(position.timestamp());
      writeId(position.id(), output);
    }
  }

  private static Below readBelow(DataInput input) throws IOException {
    boolean tooMany = input.readBoolean();
    int count = readCount(input);
    if (count > Below.MOST || tooMany && count > 0) {
      throw unexpected("the number of messages below another", count);
    }
    List<Position> nearest = new ArrayList<>(count);
    for (int left = count; left > 0; left--) {
      nearest.add(new Position(readTimestamp(input), readId(input)));
    }
    return new Below(nearest, tooMany);
  }

  private static KnownMessage readOutcome(DataInput input) throws IOException {
    MessageId id = readId(input);
    long timestamp = readTimestamp(input);
    Standing.State state = state(input.readByte());
    Standing standing =
        switch (state) {
          case EXECUTED -> Standing.executed(timestamp, input.readBoolean());
          case ABORTED, REFUSED -> Standing.dropped(state);
          case VOTED, FINAL, ABSENT -> throw unexpected("the outcome of message " + id, state);
        };
    return new KnownMessage(id, standing, readGroups(input));
  }

  private static void writeId(MessageId id, DataOutput output) throws IOException {
    output.writeLong(id.clientHigh());
    output.writeLong(id.clientLow());
    output.writeLong(id.sequence());
  }

  private static MessageId readId(DataInput input) throws IOException {
    return new MessageId(input.readLong(), input.readLong(), input.readLong());
  }

  private static void writeFootprint(Footprint footprint, DataOutput output) throws IOException {
    writeString(footprint.primitive(), output);
    output.writeByte(footprint.whole() == null ? NOT_WHOLE : code(footprint.whole()));
    output.writeInt(footprint.keys().size());
    for (Map.Entry<Long, Access> key : footprint.keys().entrySet()) {
      output.writeLong(key.getKey());
      output.writeByte(code(key.getValue()));
    }
  }

  private static Footprint readFootprint(DataInput input) throws IOException {
    String primitive = readString(input);
    int whole = input.readByte();
    SortedMap<Long, Access> keys = new TreeMap<>();
    for (int left = readCount(input); left > 0; left--) {
      keys.put(input.readLong(), access(input.readByte()));
    }
    return new Footprint(primitive, whole == NOT_WHOLE ? null : access(whole), keys);
  }

  private static void writeGroups(SortedSet<GroupId> groups, DataOutput output) throws IOException {
    output.writeInt(groups.size());
    for (GroupId group : groups) {
      writeString(group.group(), output);
      output.writeInt(group.partition());
    }
  }

  private static SortedSet<GroupId> readGroups(DataInput input) throws IOException {
    SortedSet<GroupId> groups = new TreeSet<>();
    for (int left = readCount(input); left > 0; left--) {
      groups.add(new GroupId(readString(input), input.readInt()));
    }
    return Collections.unmodifiableSortedSet(groups);
  }

  private static void writeString(String string, DataOutput output) throws IOException {
    byte[] bytes = string.getBytes(StandardCharsets.UTF_8);
    output.writeInt(bytes.length);
    output.write(bytes);
  }

  private static String readString(DataInput input) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    // In pieces, so that a damaged length ends the input before it takes the memory.
    for (int left = readCount(input); left > 0; ) {
      byte[] piece = new byte[Math.min(left, 4096)];
      input.readFully(piece);
      bytes.writeBytes(piece);
      left -= piece.length;
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static int readCount(DataInput input) throws IOException {
    int count = input.readInt();
    if (count < 0) {
      throw unexpected("a count", count);
    }
    return count;
  }

  private static long readTimestamp(DataInput input) throws IOException {
    long timestamp = input.readLong();
    if (timestamp < 0) {
      throw unexpected("a timestamp", timestamp);
    }
    return timestamp;
  }

  private static int code(Access access) {
    return switch (access) {
      case READ -> 0;
      case COMMUTE -> 1;
      case WRITE -> 2;
    };
  }

  private static Access access(int code) throws IOException {
    for (Access access : Access.values()) {
      if (code(access) == code) {
        return access;
      }
    }
    throw unexpected("an access", code);
  }

  private static int code(Standing.State state) {
    return switch (state) {
      case VOTED -> 1;
      case FINAL -> 2;
      case EXECUTED -> 3;
      case ABORTED -> 4;
      case REFUSED -> 5;
      case ABSENT -> 6;
    };
  }

  private static Standing.State state(int code) throws IOException {
    for (Standing.State state : Standing.State.values()) {
      if (code(state) == code) {
        return state;
      }
    }
    throw unexpected("a state", code);
  }

  private static IOException unexpected(String what, Object found) {
    return new IOException(
        "Reading the ordering state of a group, as "
            + what
            + ": found "
            + found
            + ". The snapshot is damaged; take another replica's.");
  }
}
