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
 * Answer of a member that is asked how far the leader of a group is.
 *
 * @param leads whether the member leads the group and has applied an entry of its own since
 * @param applied the index up to which it has applied the group's log
 */
public record LeaderPosition(boolean leads, long applied) {
  private static final int VERSION = 1;

  /** Encodes this answer. */
  public byte[] encode() {
    return new WireWriter(16)
        .writeByte(VERSION)
        .writeBoolean(leads)
        .writeVarLong(applied)
        .toByteArray();
  }

  /**
   * Decodes an answer.
   *
   * @throws WireException if the bytes are damaged or of a newer version
   */
  public static LeaderPosition decode(byte[] bytes) {
    WireReader in = new WireReader("The position of a leader", bytes);
    in.readVersion(VERSION);
    LeaderPosition position = new LeaderPosition(in.readBoolean(), in.readVarLong());
    in.end();
    return position;
  }
}
