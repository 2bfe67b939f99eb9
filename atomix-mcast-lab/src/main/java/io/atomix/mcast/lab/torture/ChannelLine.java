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
package io.atomix.mcast.lab.torture;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.atomix.mcast.primitives.channel.Conflicts;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Record of one thing that a client did or heard of a channel.
 *
 * @param kind what happened
 * @param time when, on the histories' clock
 * @param payload which message, if it is about one; no two have the same
 * @param id the message's identity, if it was heard
 * @param to the numbers of the partitions that it goes to
 * @param conflicts {@code none}, {@code all}, or the keys that it conflicts on, with commas
 * @param positions by the number of the partition, as far as they were told
 * @param kept the position of the subscription, as JSON, if it is kept with this line
 * @param text who or why
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ChannelLine(
    TalkKind kind,
    long time,
    String payload,
    String id,
    Set<Integer> to,
    String conflicts,
    Map<Integer, Long> positions,
    String kept,
    String text) {

  /** A kind of line. */
  enum TalkKind {
    /** A message is about to be sent. */
    SEND,
    /** It is sure to be delivered. */
    SENT,
    /** It was not sent and never will be. */
    REFUSED,
    /** A subscriber begins, or goes on behind the position that was kept last. */
    BEGIN,
    /** It was told a message. */
    HEARD,
    /** It was told that messages are lost, or that one cannot be read. */
    LOST,
    /** Its subscription ended without being closed, or was refused. */
    ENDED,
    /** It has heard all that there is. */
    DRAINED
  }

  /** Reads what a message conflicts with. */
  static Conflicts conflicts(String text) {
    return switch (text) {
      case "none" -> Conflicts.none();
      case "all" -> Conflicts.all();
      default -> Conflicts.on(text.split(","));
    };
  }

  /** Writes what a message conflicts with. */
  static String text(Conflicts conflicts) {
    if (conflicts instanceof Conflicts.ConflictsOnKeys on) {
      return String.join(",", new TreeSet<>(on.keys()));
    }
    return conflicts.equals(Conflicts.all()) ? "all" : "none";
  }

  static ChannelLine send(long time, String payload, Set<Integer> to, String conflicts) {
    return new ChannelLine(TalkKind.SEND, time, payload, null, to, conflicts, null, null, null);
  }

  static ChannelLine sent(long time, String payload, Map<Integer, Long> positions) {
    return new ChannelLine(TalkKind.SENT, time, payload, null, null, null, positions, null, null);
  }

  static ChannelLine refused(long time, String payload) {
    return new ChannelLine(TalkKind.REFUSED, time, payload, null, null, null, null, null, null);
  }

  static ChannelLine of(TalkKind kind, long time, String kept, String text) {
    return new ChannelLine(kind, time, null, null, null, null, null, kept, text);
  }
}
