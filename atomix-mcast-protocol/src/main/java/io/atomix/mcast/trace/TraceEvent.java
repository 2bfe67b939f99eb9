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
package io.atomix.mcast.trace;

import io.atomix.mcast.observe.ProtocolEvent;
import java.util.List;
import java.util.Map;

/**
 * Event of a message.
 *
 * @param group where, such as {@code data-1}, or {@link Trace#CALLERS}
 * @param node the member or client node that recorded it
 * @param leads whether the node led the group then
 * @param time when, in microseconds by the node's clock
 * @param index the index of the entry of the group's log; 0 at callers, and of {@code STABLE}
 * @param message the message's id; of one that a group has submitted to itself, the group and a
 *     number
 * @param kind what happened
 * @param timestamp of {@code SUBMITTED}, {@code RAISED} and {@code STABLE}, the message's timestamp
 *     in the group from then on; else null
 * @param waitsFor of {@code SUBMITTED} and {@code RAISED}, the id of the lowest message that
 *     precedes it in the group, or null
 * @param held of {@code EXECUTED}, false if the message's condition did not hold; else null
 * @param what of {@code SUBMITTED} and {@code CALLED}, what the message is; else null
 */
public record TraceEvent(
    String group,
    String node,
    boolean leads,
    long time,
    long index,
    String message,
    TraceEventKind kind,
    Long timestamp,
    String waitsFor,
    Boolean held,
    What what) {

  /** Kinds of events of a message; the rules are those of {@link ProtocolEvent}. */
  public enum TraceEventKind {
    /** Its caller submits it to its groups. */
    CALLED,
    /** A group has accepted it, with its vote. */
    SUBMITTED,
    /** A group has logged a higher final timestamp. */
    RAISED,
    /** The leader of a group knows that it is stable. */
    STABLE,
    /** A group has executed it. */
    EXECUTED,
    /** A group never votes on it. */
    REFUSED,
    /** A group has dropped it. */
    ABORTED,
    /** Its caller knows that it takes effect, by the votes alone. */
    RETURNED_EARLY,
    /** Its caller knows that it takes effect, because a leader said that it is stable. */
    RETURNED_STABLE,
    /** Its caller knows that it took effect. */
    RETURNED,
    /** Its caller got an error. */
    FAILED
  }

  /**
   * Description of a message.
   *
   * @param sort {@code local}, {@code multicast} or {@code bookkeeping}
   * @param operation the operation's name, or null if it is not told
   * @param primitive the primitive's name
   * @param client the node that sent it, or null
   * @param destinations the groups that it goes to
   * @param whole how it touches the whole primitive in this group, or null
   * @param keys single keys that it touches in this group
   * @param moreKeys how many more keys it touches there
   * @param footprint of {@code SUBMITTED}, all that it touches in this group, one part for each
   *     primitive; null where that is too much to be kept, or was not told
   */
  public record What(
      String sort,
      String operation,
      String primitive,
      String client,
      List<String> destinations,
      String whole,
      List<EventKey> keys,
      int moreKeys,
      List<FootprintPart> footprint) {
    /** Takes lists that are left out for empty ones. */
    public What {
      destinations = destinations == null ? List.of() : destinations;
      keys = keys == null ? List.of() : keys;
    }
  }

  /**
   * A key that a message touches.
   *
   * @param name the key, shortened, or its digest after a {@code #} if it is not known
   * @param access {@code read}, {@code write} or {@code commute}
   */
  public record EventKey(String name, String access) {}

  /**
   * Keys that a message touches in one primitive, as conflicts are found by it.
   *
   * @param primitive the primitive's name, or null for all primitives of the group
   * @param whole how it touches the whole primitive, or null
   * @param keys how it touches single keys, by their digests: {@code read}, {@code write} or {@code
   *     commute}
   */
  public record FootprintPart(String primitive, String whole, Map<String, String> keys) {
    /** Takes keys that are left out for none. */
    public FootprintPart {
      keys = keys == null ? Map.of() : keys;
    }
  }

  /** Returns the same event at another time. */
  public TraceEvent at(long newTime) {
    return new TraceEvent(
        group, node, leads, newTime, index, message, kind, timestamp, waitsFor, held, what);
  }
}
