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

import io.atomix.mcast.ordering.Standing;
import java.util.List;

/** Immediate answer of a group to one {@link Command}. */
public sealed interface Answer {

  /** It is finished. */
  record Finished(Result result) implements Answer {}

  /** It waits for conflicting messages; its result comes as an {@link Item}. */
  record Waiting() implements Answer {}

  /**
   * Rule 2: the group has voted on the multicast message.
   *
   * @param early the result as of this vote, or null if there is none (rule 8: it holds if all
   *     votes are equal and nothing is below the message in any group)
   */
  record Voted(Standing standing, Result early) implements Answer {}

  /** Writes an answer. */
  static void write(WireWriter out, Answer answer) {
    if (answer instanceof Finished finished) {
      out.writeByte(1);
      Result.write(out, finished.result);
    } else if (answer instanceof Waiting) {
      out.writeByte(2);
    } else if (answer instanceof Voted voted) {
      Words.writeStanding(out.writeByte(3), voted.standing);
      out.writeBoolean(voted.early != null);
      if (voted.early != null) {
        Result.write(out, voted.early);
      }
    } else {
      throw new IllegalStateException("No encoding for " + answer);
    }
  }

  /** Reads an answer to a batch of this version. */
  static Answer read(WireReader in, int version) {
    int kind = in.readByte();
    return switch (kind) {
      case 1 -> new Finished(Result.read(in));
      case 2 -> new Waiting();
      case 3 -> {
        Standing standing = Words.present(in, Words.readStanding(in, version), "the vote");
        yield new Voted(standing, in.readBoolean() ? Result.read(in) : null);
      }
      default -> throw in.broken("no answer of kind " + kind);
    };
  }

  /**
   * An item that goes to the client along with the answers to its batch: what it has not received
   * of what happened before, and what its own commands published.
   *
   * @param after how many of the answers are told before it
   */
  record Carried(long after, Item item) {
    private static void write(WireWriter out, Carried carried) {
      Item.write(out.writeVarLong(carried.after), carried.item);
    }

    private static Carried read(WireReader in) {
      return new Carried(in.readVarLong(), Item.read(in));
    }
  }

  /**
   * The answers to a batch, in the order of its commands; a batch that could not be understood has
   * one answer, whatever it held.
   *
   * @param index the log index that the answers are as of
   * @param understood whether the batch was understood
   * @param items what is told between the answers, in its order
   */
  record Batch(long index, boolean understood, List<Answer> answers, List<Carried> items) {
    private static final int WITHOUT_ITEMS = Words.STANDINGS;
    private static final int VERSION = 3;

    /** Creates answers that nothing goes along with. */
    public Batch(long index, boolean understood, List<Answer> answers) {
      this(index, understood, answers, List.of());
    }

    /** Encodes the answers. */
    public byte[] encode() {
      return new WireWriter(32 + 32 * answers.size() + 64 * items.size())
          .writeByte(VERSION)
          .writeVarLong(index)
          .writeBoolean(understood)
          .writeAll(answers, Answer::write)
          .writeAll(items, Carried::write)
          .toByteArray();
    }

    /**
     * Decodes answers.
     *
     * @throws WireException if the bytes are damaged or of a newer version
     */
    public static Batch decode(byte[] bytes) {
      WireReader in = new WireReader("The answer to a batch", bytes);
      int version = in.readVersion(Words.STANDINGS_WITHOUT_BELOW, VERSION);
      int standings = Math.min(version, Words.STANDINGS);
      Batch batch =
          new Batch(
              in.readVarLong(),
              in.readBoolean(),
              in.readList(each -> Answer.read(each, standings)),
              version <= WITHOUT_ITEMS ? List.of() : in.readList(Carried::read));
      in.end();
      return batch;
    }
  }
}
