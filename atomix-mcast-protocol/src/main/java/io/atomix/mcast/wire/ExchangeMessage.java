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

import io.atomix.mcast.ordering.Coded;
import io.atomix.mcast.ordering.Codes;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.ordering.MessageStatus;
import io.atomix.mcast.ordering.OrderingCodec;
import java.util.List;
import java.util.SortedSet;

/**
 * Message of one group to another: facts that follow from its committed entries, and questions.
 *
 * @param from the group that tells
 * @param statements what it tells and asks of messages, one each
 */
public record ExchangeMessage(GroupId from, List<Statement> statements) {
  /** Questions to the receiving group about a message that it does not know. */
  public enum Ask implements Coded {
    /** Nothing more than its status. */
    NOTHING(0),
    /** Rule 9: to refuse it. */
    REFUSAL(1),
    /** Rule 10: to log that it is not known. */
    CONFIRMATION(2);

    /** The constants by their codes. */
    public static final Codes<Ask> CODES = Codes.of(values());

    private final int code;

    Ask(int code) {
      this.code = code;
    }

    @Override
    public int code() {
      return code;
    }
  }

  /**
   * A statement about one message.
   *
   * @param status the status in the group that tells, or null if it is not known there
   * @param destinations the destination groups if a refusal is asked for, else null
   */
  public record Statement(
      MessageId id, MessageStatus status, Ask ask, SortedSet<GroupId> destinations)
      implements Writable {
    /** Creates a statement that asks for nothing more. */
    public static Statement of(MessageId id, MessageStatus status) {
      return new Statement(id, status, Ask.NOTHING, null);
    }

    @Override
    public void write(WireWriter out) {
      OrderingCodec.writeId(out, id);
      OrderingCodec.writeStatus(out, status);
      out.writeCoded(ask);
      if (ask == Ask.REFUSAL) {
        OrderingCodec.writeGroups(out, destinations);
      }
    }

    private static Statement read(WireReader in, int version) {
      MessageId id = OrderingCodec.readId(in);
      MessageStatus status = OrderingCodec.readStatus(in, version);
      Ask ask = in.readCoded(Ask.CODES);
      return new Statement(
          id, status, ask, ask == Ask.REFUSAL ? OrderingCodec.readGroups(in) : null);
    }
  }

  /**
   * The answer of a replica, whichever it is: what its applied log says.
   *
   * @param leader whether it leads its group, as far as it knows
   * @param leaderHint the member that it takes for the leader, or null
   * @param statuses what its group says of the same messages, in the same order, null where not
   *     known
   */
  public record Reply(boolean leader, String leaderHint, List<MessageStatus> statuses) {

    /** Encodes this reply. */
    public byte[] encode() {
      return new WireWriter(32 + 16 * statuses.size())
          .writeByte(OrderingCodec.STANDINGS)
          .writeBoolean(leader)
          .writeString(leaderHint)
          .writeAll(statuses, OrderingCodec::writeStatus)
          .toByteArray();
    }

    /**
     * Decodes a reply.
     *
     * @throws WireException if the bytes are damaged or of a newer version
     */
    public static Reply decode(byte[] bytes) {
      WireReader in = new WireReader("The reply to an exchange message", bytes);
      int version = in.readVersion(OrderingCodec.STANDINGS_WITHOUT_BELOW, OrderingCodec.STANDINGS);
      Reply reply =
          new Reply(
              in.readBoolean(),
              in.readString(),
              in.readList(each -> OrderingCodec.readStatus(each, version)));
      in.end();
      return reply;
    }
  }

  /** Encodes this message. */
  public byte[] encode() {
    WireWriter out = new WireWriter(64 + 48 * statements.size()).writeByte(OrderingCodec.STANDINGS);
    OrderingCodec.writeGroup(out, from);
    return out.writeAll(statements).toByteArray();
  }

  /**
   * Decodes a message.
   *
   * @throws WireException if the bytes are damaged or of a newer version
   */
  public static ExchangeMessage decode(byte[] bytes) {
    WireReader in = new WireReader("The exchange message", bytes);
    int version = in.readVersion(OrderingCodec.STANDINGS_WITHOUT_BELOW, OrderingCodec.STANDINGS);
    ExchangeMessage message =
        new ExchangeMessage(
            OrderingCodec.readGroup(in), in.readList(each -> Statement.read(each, version)));
    in.end();
    return message;
  }
}
