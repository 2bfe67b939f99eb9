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

import io.atomix.mcast.ordering.MessageStatus;
import io.atomix.mcast.ordering.OrderingCodec;
import java.util.List;

/** Immediate answer of a group to one {@link Command}. */
public sealed interface Answer extends Writable {

  /** It is finished. */
  record Finished(Result result) implements Answer {
    @Override
    public void write(WireWriter out) {
      result.write(out.writeByte(1));
    }
  }

  /** It waits for conflicting messages; its result comes as an {@link Notification}. */
  record Waiting() implements Answer {
    @Override
    public void write(WireWriter out) {
      out.writeByte(2);
    }
  }

  /**
   * Rule 2: the group has voted on the multicast message.
   *
   * @param early the result as of this vote, or null if there is none (rule 8: it holds if all
   *     votes are equal and nothing is below the message in any group)
   */
  record Voted(MessageStatus status, Result early) implements Answer {
    @Override
    public void write(WireWriter out) {
      OrderingCodec.writeStatus(out.writeByte(3), status);
      out.writeOptional(early);
    }
  }

  /** Reads an answer to a batch of this version. */
  static Answer read(WireReader in, int version) {
    int kind = in.readByte();
    return switch (kind) {
      case 1 -> new Finished(Result.read(in));
      case 2 -> new Waiting();
      case 3 -> {
        MessageStatus status = in.required(OrderingCodec.readStatus(in, version), "the vote");
        yield new Voted(status, in.readBoolean() ? Result.read(in) : null);
      }
      default -> throw in.broken("no answer of kind " + kind);
    };
  }

  /**
   * A notification that goes to the client along with the answers to its batch: what it has not
   * received of what happened before, and what its own commands published.
   *
   * @param after how many of the answers are told before it
   */
  record CarriedNotification(long after, Notification notification) implements Writable {
    @Override
    public void write(WireWriter out) {
      notification.write(out.writeVarLong(after));
    }

    private static CarriedNotification read(WireReader in) {
      return new CarriedNotification(in.readVarLong(), Notification.read(in));
    }
  }

  /**
   * The answers to a batch, in the order of its commands; a batch that could not be understood has
   * one answer, whatever it held.
   *
   * @param index the log index that the answers are as of
   * @param understood whether the batch was understood
   * @param notifications what is told between the answers, in its order
   */
  record AnswerBatch(
      long index,
      boolean understood,
      List<Answer> answers,
      List<CarriedNotification> notifications) {
    private static final int WITHOUT_ITEMS = OrderingCodec.STANDINGS;
    private static final int VERSION = 3;

    /** Creates answers that nothing goes along with. */
    public AnswerBatch(long index, boolean understood, List<Answer> answers) {
      this(index, understood, answers, List.of());
    }

    /** Encodes the answers. */
    public byte[] encode() {
      return new WireWriter(32 + 32 * answers.size() + 64 * notifications.size())
          .writeByte(VERSION)
          .writeVarLong(index)
          .writeBoolean(understood)
          .writeAll(answers)
          .writeAll(notifications)
          .toByteArray();
    }

    /**
     * Decodes answers.
     *
     * @throws WireException if the bytes are damaged or of a newer version
     */
    public static AnswerBatch decode(byte[] bytes) {
      WireReader in = new WireReader("The answer to a batch", bytes);
      int version = in.readVersion(OrderingCodec.STANDINGS_WITHOUT_BELOW, VERSION);
      int statuses = Math.min(version, OrderingCodec.STANDINGS);
      AnswerBatch batch =
          new AnswerBatch(
              in.readVarLong(),
              in.readBoolean(),
              in.readList(each -> Answer.read(each, statuses)),
              version <= WITHOUT_ITEMS ? List.of() : in.readList(CarriedNotification::read));
      in.end();
      return batch;
    }
  }
}
