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

/**
 * Answer of a member of a group that is asked how its log stands, so that another can tell whether
 * it, or the other, may be made leader; the question takes no bytes.
 *
 * @param term the latest Raft term that it knows
 * @param leader the member that it takes for the leader, empty if it knows none
 * @param lastIndex the index of the last entry of its log, 0 if there is none
 * @param lastTerm the term of that entry
 * @param applied the index up to which it has applied its log
 * @param follows whether it would vote: it neither leads nor stands for election
 * @param willing whether it would lead if the leader offered it
 */
public record MemberLog(
    long term,
    String leader,
    long lastIndex,
    long lastTerm,
    long applied,
    boolean follows,
    boolean willing) {
  private static final int VERSION = 1;

  /** Returns whether this log has all that another can have that is committed. */
  public boolean isUpToDate(MemberLog other) {
    return lastTerm > other.lastTerm || lastTerm == other.lastTerm && lastIndex >= other.lastIndex;
  }

  /** Encodes this answer. */
  public byte[] encode() {
    return new WireWriter(64)
        .writeByte(VERSION)
        .writeVarLong(term)
        .writeString(leader)
        .writeVarLong(lastIndex)
        .writeVarLong(lastTerm)
        .writeVarLong(applied)
        .writeBoolean(follows)
        .writeBoolean(willing)
        .toByteArray();
  }

  /**
   * Decodes an answer.
   *
   * @throws WireException if the bytes are damaged or of a newer version
   */
  public static MemberLog decode(byte[] bytes) {
    WireReader in = new WireReader("The log of a member", bytes);
    in.readVersion(VERSION);
    MemberLog log =
        new MemberLog(
            in.readVarLong(),
            in.readString(),
            in.readVarLong(),
            in.readVarLong(),
            in.readVarLong(),
            in.readBoolean(),
            in.readBoolean());
    in.end();
    return log;
  }
}
