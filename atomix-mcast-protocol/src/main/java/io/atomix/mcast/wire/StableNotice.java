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
import java.util.List;
import java.util.UUID;

/**
 * Rule 8: a leader tells a client that messages of it are stable, and that their conditions hold if
 * they have any, which is all that the client wants to know of them. It may be lost, repeated or
 * late: the results of their executions come as {@linkplain Notification notifications} all the
 * same.
 *
 * @param raftSession the client's Raft session in the leader's group
 * @param sequences the numbers of the messages
 */
public record StableNotice(long raftSession, List<Long> sequences) {
  private static final int VERSION = 1;

  /** Returns the subject under which a client hears what is stable in a group. */
  public static String subject(GroupId group, UUID client) {
    return "generic-multicast-stable-" + group + "-" + client;
  }

  /** Encodes this notice. */
  public byte[] encode() {
    return new WireWriter(16 + 4 * sequences.size())
        .writeByte(VERSION)
        .writeVarLong(raftSession)
        .writeAll(sequences, WireWriter::writeVarLong)
        .toByteArray();
  }

  /**
   * Decodes a notice.
   *
   * @throws WireException if the bytes are damaged or of a newer version
   */
  public static StableNotice decode(byte[] bytes) {
    WireReader in = new WireReader("A notice of stable messages", bytes);
    in.readVersion(VERSION);
    StableNotice notice =
        new StableNotice(in.readVarLong(), List.copyOf(in.readList(WireReader::readVarLong)));
    in.end();
    return notice;
  }
}
