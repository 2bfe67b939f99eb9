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

import io.atomix.mcast.ordering.Access;
import io.atomix.mcast.ordering.Below;
import io.atomix.mcast.ordering.Footprint;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.ordering.Position;
import io.atomix.mcast.ordering.Standing;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Encodings of the words of the ordering protocol, shared by entries, snapshots and exchange
 * messages.
 */
public final class Words {
  /** The version of what holds standings, and the one before it. */
  static final int STANDINGS = 2;

  static final int STANDINGS_WITHOUT_BELOW = 1;

  private static final int NO_ACCESS = 255;

  private Words() {}

  /** Writes a message id. */
  public static void writeId(WireWriter out, MessageId id) {
    out.writeLong(id.clientHigh()).writeLong(id.clientLow()).writeVarLong(id.sequence());
  }

  /** Reads a message id. */
  public static MessageId readId(WireReader in) {
    return new MessageId(in.readLong(), in.readLong(), in.readVarLong());
  }

  /** Writes a group id. */
  public static void writeGroup(WireWriter out, GroupId group) {
    out.writeString(group.group()).writeVarLong(group.partition());
  }

  /** Reads a group id. */
  public static GroupId readGroup(WireReader in) {
    return new GroupId(in.readName(), (int) in.readVarLong());
  }

  /** Writes destination groups. */
  public static void writeGroups(WireWriter out, SortedSet<GroupId> groups) {
    out.writeAll(groups, Words::writeGroup);
  }

  /** Reads destination groups. */
  public static SortedSet<GroupId> readGroups(WireReader in) {
    return new TreeSet<>(in.readList(Words::readGroup));
  }

  /** Writes what a message touches, without the primitive's name. */
  public static void writeTouched(WireWriter out, Footprint footprint) {
    out.writeByte(footprint.whole() == null ? NO_ACCESS : footprint.whole().ordinal());
    out.writeAll(
        footprint.keys().entrySet(),
        (each, key) -> each.writeLong(key.getKey()).writeEnum(key.getValue()));
  }

  /** Reads what a message touches in the named primitive. */
  public static Footprint readTouched(WireReader in, String primitive) {
    int whole = in.readByte();
    if (whole != NO_ACCESS && whole >= Access.values().length) {
      throw in.broken("no access of number " + whole);
    }
    SortedMap<Long, Access> keys = new TreeMap<>();
    in.readAll(each -> Map.entry(each.readLong(), each.readEnum(Access.class)))
        .forEach(key -> keys.put(key.getKey(), key.getValue()));
    return new Footprint(primitive, whole == NO_ACCESS ? null : Access.values()[whole], keys);
  }

  /** Writes a standing, or null for unknown, in the newest version. */
  public static void writeStanding(WireWriter out, Standing standing) {
    out.writeBoolean(standing != null);
    if (standing != null) {
      out.writeEnum(standing.state())
          .writeVarLong(standing.timestamp())
          .writeBoolean(standing.first())
          .writeEnum(standing.condition())
          .writeBoolean(standing.below().tooMany())
          .writeAll(standing.below().nearest(), Words::writePosition);
    }
  }

  /**
   * Reads a standing, or null for unknown.
   *
   * @param version the version of standings: 1 did not say what is below a message
   */
  static Standing readStanding(WireReader in, int version) {
    if (!in.readBoolean()) {
      return null;
    }
    Standing.State state = in.readEnum(Standing.State.class);
    long timestamp = in.readVarLong();
    boolean first = in.readBoolean();
    if (version == STANDINGS_WITHOUT_BELOW) {
      Standing standing = new Standing(state, timestamp, first).withHolds(in.readBoolean());
      // A group that did not say so may not have judged.
      return state.pending() && !first ? standing.withCondition(Standing.Condition.OPEN) : standing;
    }
    Standing.Condition condition = in.readEnum(Standing.Condition.class);
    return new Standing(state, timestamp, first, readBelow(in), condition);
  }

  private static Below readBelow(WireReader in) {
    boolean tooMany = in.readBoolean();
    List<Position> nearest = in.readList(Words::readPosition);
    if (nearest.size() > Below.MOST || tooMany && !nearest.isEmpty()) {
      throw in.broken(nearest.size() + " messages below another, or too many");
    }
    return tooMany ? Below.TOO_MANY : Below.of(nearest);
  }

  private static void writePosition(WireWriter out, Position position) {
    writeId(out.writeVarLong(position.timestamp()), position.id());
  }

  private static Position readPosition(WireReader in) {
    return new Position(in.readVarLong(), readId(in));
  }

  static <T> T present(WireReader in, T value, String name) {
    if (Objects.isNull(value)) {
      throw in.broken(name + " is missing");
    }
    return value;
  }
}
