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
 * Answer of a member of a group that is asked for its term; the question takes no bytes.
 *
 * @param term the latest Raft term that it knows
 */
public record LatestTerm(long term) {
  private static final int VERSION = 1;

  /** Encodes this answer. */
  public byte[] encode() {
    return new WireWriter(16).writeByte(VERSION).writeVarLong(term).toByteArray();
  }

  /**
   * Decodes an answer.
   *
   * @throws WireException if the bytes are damaged or of a newer version
   */
  public static LatestTerm decode(byte[] bytes) {
    WireReader in = new WireReader("The term of a member", bytes);
    in.readVersion(VERSION);
    LatestTerm term = new LatestTerm(in.readVarLong());
    in.end();
    return term;
  }
}
