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

import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.ordering.Standing;
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
  public enum Ask {
    /** Nothing more than its standing. */
    NOTHING,
    /** Rule 9: to refuse it. */
    REFUSAL,
    /** Rule 10: to log that it is not known. */
    CONFIRMATION
  }

  /**
   * A statement about one message.
   *
   * @param standing the standing in the group that tells, or null if it is not known there
   * @param destinations the destination groups if a refusal is asked for, else null
   */
  public record Statement(
      MessageId id, Standing standing, Ask ask, SortedSet<GroupId> destinations) {
    /** Creates a statement that asks for nothing more. */
    public static Statement of(MessageId id, Standing standing) {
      return new Statement(id, standing, Ask.NOTHING, null);
    }

    private static void write(WireWriter out, Statement statement) {
      Words.writeId(out, statement.id);
      Words.writeStanding(out, statement.standing);
      out.writeEnum(statement.ask);
      if (statement.ask == Ask.REFUSAL) {
        Words.writeGroups(out, statement.destinations);
      }
    }

    private static Statement read(WireReader in, int version) {
      MessageId id = Words.readId(in);
      Standing standing = Words.readStanding(in, version);
      Ask ask = in.readEnum(Ask.class);
      return new Statement(id, standing, ask, ask == Ask.REFUSAL ? Words.readGroups(in) : null);
    }
  }

  /**
   * The answer of a replica, whichever it is: what its applied log says.
   *
   * @param leader whether it leads its group, as far as it knows
   * @param leaderHint the member that it takes for the leader, or null
   * @param standings what its group says of the same messages, in the same order, null where not
   *     known
   */
  public record Reply(boolean leader, String leaderHint, List<Standing> standings) {

    /** Encodes this reply. */
    public byte[] encode() {
      return new WireWriter(32 + 16 * standings.size())
          .writeByte(Words.STANDINGS)
          .writeBoolean(leader)
          .writeString(leaderHint)
          .writeAll(standings, Words::writeStanding)
          .toByteArray();
    }

    /**
     * Decodes a reply.
     *
     * @throws WireException if the bytes are damaged or of a newer version
     */
    public static Reply decode(byte[] bytes) {
      WireReader in = new WireReader("The reply to an exchange message", bytes);
      int version = in.readVersion(Words.STANDINGS_WITHOUT_BELOW, Words.STANDINGS);
      Reply reply =
          new Reply(
              in.readBoolean(),
              in.readString(),
              in.readList(each -> Words.readStanding(each, version)));
      in.end();
      return reply;
    }
  }

  /** Encodes this message. */
  public byte[] encode() {
    WireWriter out = new WireWriter(64 + 48 * statements.size()).writeByte(Words.STANDINGS);
    Words.writeGroup(out, from);
    return out.writeAll(statements, Statement::write).toByteArray();
  }

  /**
   * Decodes a message.
   *
   * @throws WireException if the bytes are damaged or of a newer version
   */
  public static ExchangeMessage decode(byte[] bytes) {
    WireReader in = new WireReader("The exchange message", bytes);
    int version = in.readVersion(Words.STANDINGS_WITHOUT_BELOW, Words.STANDINGS);
    ExchangeMessage message =
        new ExchangeMessage(
            Words.readGroup(in), in.readList(each -> Statement.read(each, version)));
    in.end();
    return message;
  }
}
