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

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * The bytes of a group's state: a version, the pending messages from the lowest position to the
 * highest, the outcomes by id. What a message waits for is not written, since it follows from the
 * positions; what was below it when it took its position does not, and is.
 */
record OrderingSnapshot(List<Pending> pending, List<KnownMessage> outcomes) {
  private static final int VERSION = 2;

  /** Did not say what was below pending messages. */
  private static final int WITHOUT_BELOW = 1;

  private static final int LOCAL = 0;

  /** Beside the state of a message that is known to be stable: whether its condition held. */
  private static final int HELD = 16;

  private static final int FAILED = 32;

  /** Beside these: the message touches all primitives, so names none. */
  private static final int EVERYTHING = 64;

  /** Beside these: the message touches several primitives, of which the others follow the first. */
  private static final int JOINT = 128;

  private static final int NOT_WHOLE = 3;

  static void write(
      Collection<Pending> pending, Collection<KnownMessage> outcomes, DataOutput output)
      throws IOException {
    try {
      write(pending, outcomes, new SnapshotEncoder(output));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void write(
      Collection<Pending> pending, Collection<KnownMessage> outcomes, Encoder out) {
    out.writeByte(VERSION);
    // In this order, reading them back adds each above those that it meets.
    List<Pending> byPosition = new ArrayList<>(pending);
    byPosition.sort(Comparator.comparing(Pending::position));
    out.writeEach(byPosition, OrderingSnapshot::writePending);
    out.writeEach(outcomes, OrderingSnapshot::writeOutcome);
  }

  static OrderingSnapshot read(DataInput input) throws IOException {
    int version = input.readUnsignedByte();
    if (version < WITHOUT_BELOW || version > VERSION) {
      throw new IOException(
          String.format(
              "Reading the ordering state of a group: found version %d, this release knows up to"
                  + " %d. Run the release that wrote it, or a later one.",
              version, VERSION));
    }
    try {
      Decoder in = new SnapshotDecoder(input);
      List<Pending> pending = in.readEach(Integer.MAX_VALUE, each -> readPending(each, version));
      return new OrderingSnapshot(
          pending, in.readEach(Integer.MAX_VALUE, OrderingSnapshot::readOutcome));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void writePending(Encoder out, Pending message) {
    OrderingCodec.writeId(out, message.id());
    out.writeNumber(message.timestamp());
    boolean everything = message.footprint().isEverything();
    boolean joint = message.footprint().isJoint();
    int code = message.isMulticast() ? code(message) : LOCAL;
    out.writeByte(code | (everything ? EVERYTHING : 0) | (joint ? JOINT : 0));
    out.writeString(everything ? "" : message.footprint().primitive());
    OrderingCodec.writeTouched(out, message.footprint(), NOT_WHOLE);
    if (joint) {
      OrderingCodec.writeOthers(out, message.footprint(), NOT_WHOLE);
    }
    if (message.isMulticast()) {
      OrderingCodec.writeGroups(out, message.destinations());
    }
    OrderingCodec.writeBelow(out, message.below);
  }

  private static Pending readPending(Decoder in, int version) {
    MessageId id = OrderingCodec.readId(in);
    long timestamp = in.readTimestamp();
    int found = in.readByte();
    int code = found & ~(EVERYTHING | JOINT);
    String name = in.readName();
    String primitive = (found & EVERYTHING) == 0 ? name : null;
    GroupFootprint first = OrderingCodec.readTouched(in, primitive, NOT_WHOLE);
    GroupFootprint footprint =
        (found & JOINT) == 0 ? first : OrderingCodec.readOthers(in, first, NOT_WHOLE);
    Pending message =
        code == LOCAL
            ? Pending.local(id, timestamp, footprint)
            : readMulticast(in, id, timestamp, code, footprint);
    message.below = version == WITHOUT_BELOW ? null : OrderingCodec.readBelow(in);
    return message;
  }

  private static Pending readMulticast(
      Decoder in, MessageId id, long timestamp, int code, GroupFootprint footprint) {
    MessageStatus.State state = state(in, code & ~(HELD | FAILED));
    if (!state.pending() || (code & HELD) != 0 && (code & FAILED) != 0) {
      throw in.broken("pending message " + id + " in a state of number " + code);
    }
    Pending message =
        Pending.multicast(id, timestamp, footprint, OrderingCodec.readGroups(in), state);
    if ((code & (HELD | FAILED)) != 0) {
      message.decide((code & HELD) != 0);
    }
    return message;
  }

  private static int code(Pending message) {
    int decision = message.decision() == null ? 0 : message.decision() ? HELD : FAILED;
    return code(message.status().state()) | decision;
  }

  private static void writeOutcome(Encoder out, KnownMessage outcome) {
    OrderingCodec.writeId(out, outcome.id());
    out.writeNumber(outcome.status().timestamp());
    out.writeByte(code(outcome.status().state()));
    if (outcome.status().state() == MessageStatus.State.EXECUTED) {
      out.writeBoolean(outcome.status().holds());
    }
    OrderingCodec.writeGroups(out, outcome.destinations());
  }

  private static KnownMessage readOutcome(Decoder in) {
    MessageId id = OrderingCodec.readId(in);
    long timestamp = in.readTimestamp();
    MessageStatus.State state = state(in, in.readByte());
    MessageStatus status =
        switch (state) {
          case EXECUTED -> MessageStatus.executed(timestamp, in.readBoolean());
          case ABORTED, REFUSED -> MessageStatus.dropped(state);
          case VOTED, FINAL, ABSENT -> throw in.broken("message " + id + " with outcome " + state);
        };
    return new KnownMessage(id, status, OrderingCodec.readGroups(in));
  }

  /** Returns the number of a state, which {@link #LOCAL} is none of. */
  private static int code(MessageStatus.State state) {
    return state.code() + 1;
  }

  private static MessageStatus.State state(Decoder in, int code) {
    MessageStatus.State state = MessageStatus.State.CODES.find(code - 1);
    if (state == null) {
      throw in.broken("no state of number " + code);
    }
    return state;
  }
}
