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
 * Offer of a leader, to the member that should lead instead, to stand for election at once. It says
 * what the leader's log holds: a member that has less would not be elected.
 *
 * @param term the leader's term
 * @param leader the leader
 * @param lastIndex the index of the last entry of its log
 * @param lastTerm the term of that entry
 * @param committed the index up to which its log is committed
 */
public record LeadershipOffer(
    long term, String leader, long lastIndex, long lastTerm, long committed) {
  private static final int VERSION = 1;

  /** Encodes this offer. */
  public byte[] encode() {
    return new WireWriter(64)
        .writeByte(VERSION)
        .writeVarLong(term)
        .writeString(leader)
        .writeVarLong(lastIndex)
        .writeVarLong(lastTerm)
        .writeVarLong(committed)
        .toByteArray();
  }

  /**
   * Decodes an offer.
   *
   * @throws WireException if the bytes are damaged or of a newer version
   */
  public static LeadershipOffer decode(byte[] bytes) {
    WireReader in = new WireReader("An offer of leadership", bytes);
    in.readVersion(VERSION);
    LeadershipOffer offer =
        new LeadershipOffer(
            in.readVarLong(),
            in.readString(),
            in.readVarLong(),
            in.readVarLong(),
            in.readVarLong());
    in.end();
    return offer;
  }

  /**
   * Answer to an offer.
   *
   * @param refusal why the member does not stand for election; empty if it does
   */
  public record OfferAnswer(String refusal) {
    /** Answer of a member that stands for election. */
    public static final OfferAnswer ACCEPTED = new OfferAnswer("");

    /** Returns whether the member stands for election. */
    public boolean isAccepted() {
      return refusal.isEmpty();
    }

    /** Encodes this answer. */
    public byte[] encode() {
      return new WireWriter(64).writeByte(VERSION).writeString(refusal).toByteArray();
    }

    /**
     * Decodes an answer.
     *
     * @throws WireException if the bytes are damaged or of a newer version
     */
    public static OfferAnswer decode(byte[] bytes) {
      WireReader in = new WireReader("The answer to an offer of leadership", bytes);
      in.readVersion(VERSION);
      OfferAnswer answer = new OfferAnswer(in.readString());
      in.end();
      return answer;
    }
  }
}
