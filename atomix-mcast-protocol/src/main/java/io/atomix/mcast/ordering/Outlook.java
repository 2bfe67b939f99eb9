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
package io.atomix.mcast.ordering;

/**
 * Rule 11: what is known of how a multicast message ends, all groups considered. It follows from
 * committed entries, so more may become known, but nothing becomes wrong.
 *
 * @param certainty how much is known
 * @param timestamp the final timestamp, 0 where it is not known
 * @param held whether its condition holds in all groups, where that is {@link Certainty#DECIDED};
 *     true if it has none
 */
public record Outlook(Certainty certainty, long timestamp, boolean held) {
  /** Nothing is known. */
  public static final Outlook OPEN = new Outlook(Certainty.OPEN, 0, false);

  /** It is executed nowhere. */
  public static final Outlook DROPPED = new Outlook(Certainty.DROPPED, 0, false);

  /** Degrees of certainty. */
  public enum Certainty {
    /** Not even the final timestamp is known. */
    OPEN,
    /** The final timestamp. */
    FINAL,
    /** It is known to be stable, too. */
    STABLE,
    /** It is known to be stable, and whether its condition holds. */
    DECIDED,
    /** It is known to be executed nowhere. */
    DROPPED
  }

  /** Returns whether the message is stable, decided or not. */
  boolean isStable() {
    return certainty == Certainty.STABLE || certainty == Certainty.DECIDED;
  }

  /** Returns whether the message may come before this position in the end. */
  boolean mayPrecede(Position position, MessageId id) {
    return switch (certainty) {
      case OPEN -> true;
      case DROPPED -> false;
      case FINAL, STABLE, DECIDED -> new Position(timestamp, id).compareTo(position) < 0;
    };
  }
}
