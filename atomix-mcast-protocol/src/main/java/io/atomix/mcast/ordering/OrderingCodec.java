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

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Encodings of the terms of the protocol that occur in messages, log entries and snapshots: ids,
 * destinations, what is touched, positions and statuses.
 */
public final class OrderingCodec {
  /** The version of what holds statuses. */
  public static final int STANDINGS = 2;

  /** The version of statuses that did not say what is below a message. */
  public static final int STANDINGS_WITHOUT_BELOW = 1;

  /**
   * The most elements that a list in a message from another node may have; what nodes send stays
   * far below. It bounds what a few bytes can make a node do, whatever their number says.
   */
  public static final int MOST_ELEMENTS = 65_536;

  private OrderingCodec() {}

  /** Writes a message id. */
  public static void writeId(Encoder out, MessageId id) {
    out.writeLong(id.clientHigh()).writeLong(id.clientLow()).writeNumber(id.sequence());
  }

  /** Reads a message id. */
  public static MessageId readId(Decoder in) {
    return new MessageId(in.readLong(), in.readLong(), in.readNumber());
  }

  /** Reads a list of message ids. */
  static List<MessageId> readIds(Decoder in) {
    return in.readEach(MOST_ELEMENTS, OrderingCodec::readId);
  }

  /** Returns about how many bytes destination groups take, never too few. */
  public static int size(SortedSet<GroupId> groups) {
    return groups.stream().mapToInt(group -> 16 + size(group.group())).sum();
  }

  /** Returns about how many bytes a text takes, never too few. */
  public static int size(String text) {
    // A character takes three bytes at most, where two make one of four.
    return 3 * text.length();
  }

  /** Writes a group id. */
  public static void writeGroup(Encoder out, GroupId group) {
    out.writeString(group.group()).writeInt(group.partition());
  }

  /** Reads a group id. */
  public static GroupId readGroup(Decoder in) {
    return new GroupId(in.readName(), in.readInt());
  }

  /** Writes destination groups. */
  public static void writeGroups(Encoder out, SortedSet<GroupId> groups) {
    out.writeEach(groups, OrderingCodec::writeGroup);
  }

  /** Reads destination groups. */
  public static SortedSet<GroupId> readGroups(Decoder in) {
    return Collections.unmodifiableSortedSet(
        new TreeSet<>(in.readEach(MOST_ELEMENTS, OrderingCodec::readGroup)));
  }

  /**
   * Writes what a message touches, without the primitive's name.
   *
   * @param notWhole the byte that says that it does not touch the whole primitive
   */
  public static void writeTouched(Encoder out, GroupFootprint footprint, int notWhole) {
    out.writeByte(footprint.whole() == null ? notWhole : footprint.whole().code());
    out.writeEach(
        footprint.keys().entrySet(),
        (each, key) -> each.writeLong(key.getKey()).writeCoded(key.getValue()));
  }

  /**
   * Reads what a message touches in the named primitive.
   *
   * @param notWhole the byte that says that it does not touch the whole primitive
   */
  public static GroupFootprint readTouched(Decoder in, String primitive, int notWhole) {
    int code = in.readByte();
    Access whole = Access.CODES.find(code);
    if (code != notWhole && whole == null) {
      throw in.broken("no access of number " + code);
    }
    SortedMap<Long, Access> keys = new TreeMap<>();
    in.readEach(Integer.MAX_VALUE, each -> Map.entry(each.readLong(), each.readCoded(Access.CODES)))
        .forEach(key -> keys.put(key.getKey(), key.getValue()));
    if (primitive == null && (whole == null || !keys.isEmpty())) {
      throw in.broken("all primitives, of which only " + keys.size() + " keys are touched");
    }
    return new GroupFootprint(primitive, whole, keys);
  }

  /**
   * Writes what a message touches in other primitives than the first.
   *
   * @param notWhole the byte that says that it does not touch a whole primitive
   */
  public static void writeOthers(Encoder out, GroupFootprint footprint, int notWhole) {
    out.writeEach(
        footprint.others(),
        (each, other) -> {
          each.writeString(other.primitive());
          writeTouched(each, other, notWhole);
        });
  }

  /**
   * Reads what a message touches in other primitives, and returns what it touches in all.
   *
   * @param first what it touches in the first primitive
   * @param notWhole the byte that says that it does not touch a whole primitive
   */
  public static GroupFootprint readOthers(Decoder in, GroupFootprint first, int notWhole) {
    List<GroupFootprint> others =
        in.readEach(MOST_ELEMENTS, each -> readTouched(each, each.readName(), notWhole));
    try {
      return first.beside(others);
    } catch (IllegalArgumentException e) {
      throw in.broken(e.getMessage());
    }
  }

  /** Writes a status, or null for unknown, in the newest version. */
  public static void writeStatus(Encoder out, MessageStatus status) {
    out.writeBoolean(status != null);
    if (status != null) {
      out.writeCoded(status.state())
          .writeNumber(status.timestamp())
          .writeBoolean(status.first())
          .writeCoded(status.condition());
      writeBelow(out, status.below());
    }
  }

  /**
   * Reads a status, or null for unknown.
   *
   * @param version the version of statuses: 1 did not say what is below a message
   */
  public static MessageStatus readStatus(Decoder in, int version) {
    if (!in.readBoolean()) {
      return null;
    }
    MessageStatus.State state = in.readCoded(MessageStatus.State.CODES);
    long timestamp = in.readTimestamp();
    boolean first = in.readBoolean();
    if (version == STANDINGS_WITHOUT_BELOW) {
      MessageStatus status = new MessageStatus(state, timestamp, first).withHolds(in.readBoolean());
      // A group that did not say so may not have judged.
      return state.pending() && !first
          ? status.withCondition(MessageStatus.Condition.OPEN)
          : status;
    }
    MessageStatus.Condition condition = in.readCoded(MessageStatus.Condition.CODES);
    return new MessageStatus(state, timestamp, first, readBelow(in), condition);
  }

  /** Writes what is below a message. */
  static void writeBelow(Encoder out, Below below) {
    out.writeBoolean(below.tooMany()).writeEach(below.nearest(), OrderingCodec::writePosition);
  }

  /** Reads what is below a message. */
  static Below readBelow(Decoder in) {
    boolean tooMany = in.readBoolean();
    List<Position> nearest = in.readEach(Below.MOST, OrderingCodec::readPosition);
    if (tooMany && !nearest.isEmpty()) {
      throw in.broken(nearest.size() + " messages below another, and too many");
    }
    return tooMany ? Below.TOO_MANY : Below.of(nearest);
  }

  private static void writePosition(Encoder out, Position position) {
    writeId(out.writeNumber(position.timestamp()), position.id());
  }

  private static Position readPosition(Decoder in) {
    return new Position(in.readTimestamp(), readId(in));
  }
}
