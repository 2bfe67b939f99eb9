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

import java.util.List;

/**
 * Answer of a member that is asked what it knows, as the leader of its group, of the other members.
 * The question takes no bytes.
 *
 * @param leads whether the member leads the group
 * @param followers the other members; empty if it does not lead
 */
public record FollowerReport(boolean leads, List<FollowerProgress> followers) {
  /** The answer of a member that does not lead. */
  public static final FollowerReport NO_LEADER = new FollowerReport(false, List.of());

  private static final int VERSION = 1;

  /**
   * Knowledge of the leader about another member.
   *
   * @param member its id
   * @param silentMillis for how long it has not answered, since this leader leads at most
   * @param behind how many committed entries it lacks, -1 if this leader has not heard it yet
   */
  public record FollowerProgress(String member, long silentMillis, long behind)
      implements Writable {

    @Override
    public void write(WireWriter out) {
      out.writeString(member).writeVarLong(silentMillis).writeNumber(behind);
    }

    private static FollowerProgress read(WireReader in) {
      return new FollowerProgress(in.readString(), in.readVarLong(), in.readNumber());
    }
  }

  /** Encodes this answer. */
  public byte[] encode() {
    return new WireWriter(64)
        .writeByte(VERSION)
        .writeBoolean(leads)
        .writeAll(followers)
        .toByteArray();
  }

  /**
   * Decodes an answer.
   *
   * @throws WireException if the bytes are damaged or of a newer version
   */
  public static FollowerReport decode(byte[] bytes) {
    WireReader in = new WireReader("The report of a leader on its followers", bytes);
    in.readVersion(VERSION);
    FollowerReport report =
        new FollowerReport(in.readBoolean(), in.readAll(FollowerProgress::read));
    in.end();
    return report;
  }
}
