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
package io.atomix.mcast.trace.rules;

import io.atomix.mcast.trace.Trace;
import io.atomix.mcast.trace.TraceEvent;
import io.atomix.mcast.trace.rules.ReplayedMessage.ReplayedPart;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Rules that are checked of each message when all logs are replayed: it has one verdict, and
 * leaders and callers were told what follows from the logs.
 */
final class EndRules {
  private static final TraceEvent NONE =
      new TraceEvent("", "", false, 0, 0, "", null, null, null, null, null);

  private final LogReplay replay;

  EndRules(LogReplay replay) {
    this.replay = replay;
  }

  void check(List<Trace> traces) {
    replay.messages().forEach(this::checkVerdict);
    for (Trace trace : traces) {
      Map<String, List<TraceEvent>> callers = new TreeMap<>();
      for (TraceEvent event : trace.events()) {
        if (event.group().equals(Trace.CALLERS)) {
          callers.computeIfAbsent(event.node(), node -> new ArrayList<>()).add(event);
        } else if (event.kind() == TraceEvent.TraceEventKind.STABLE) {
          checkStable(event);
        }
      }
      callers.values().forEach(this::checkCaller);
    }
  }

  /** Rule 9: a message is executed in all of its groups, or in none. */
  private void checkVerdict(ReplayedMessage message) {
    TraceEvent executed = null;
    TraceEvent dropped = null;
    for (String group : message.destinations()) {
      ReplayedPart part = message.in(group);
      if (part != null && part.executed() != null) {
        executed = part.executed();
      } else if (part != null && drop(part) != null) {
        dropped = drop(part);
      }
    }
    if (executed != null && dropped != null) {
      replay.broke(
          9, message + " is executed in one group and dropped in another", executed, dropped);
    }
  }

  /** Rule 6. */
  private void checkStable(TraceEvent told) {
    ReplayedMessage message = replay.message(told.message());
    OptionalLong last = message.finalTimestamp();
    if (drop(message) != null) {
      replay.broke(
          6, told.group() + " finds " + message + " stable, which is dropped", told, drop(message));
    } else if (last.isPresent() && last.getAsLong() != ReplayedMessage.timestampOf(told)) {
      replay.broke(
          3,
          told.group() + " finds " + message + " stable at what is not the maximum of its votes",
          told,
          message.highestVote());
    } else if (replay.isWhole() && replay.stability().whyNotStable(message) != null) {
      replay.broke(
          6,
          told.group()
              + " finds "
              + message
              + " stable, but "
              + replay.stability().whyNotStable(message),
          told);
    }
  }

  private void checkCaller(List<TraceEvent> events) {
    Map<String, TraceEvent> latest = new HashMap<>();
    for (TraceEvent event : events) {
      ReplayedMessage message = replay.message(event.message());
      switch (event.kind()) {
        case CALLED -> checkRealTime(event, message, latest);
        case RETURNED, RETURNED_EARLY, RETURNED_STABLE -> {
          checkReturn(event, message);
          for (String group : message.destinations()) {
            latest.merge(group, vote(message, group), EndRules::later);
          }
        }
        default -> {
          // An error says nothing.
        }
      }
    }
  }

  private static TraceEvent vote(ReplayedMessage message, String group) {
    return message.vote(group) == null ? NONE : message.vote(group);
  }

  private static TraceEvent later(TraceEvent one, TraceEvent other) {
    return other.index() > one.index() ? other : one;
  }

  /** Rule 8: when a caller is told of a message, all of its groups have voted on it. */
  private void checkRealTime(
      TraceEvent called, ReplayedMessage message, Map<String, TraceEvent> latest) {
    for (String group : message.destinations()) {
      TraceEvent vote = message.vote(group);
      TraceEvent before = latest.getOrDefault(group, NONE);
      if (vote != null && vote.index() < before.index()) {
        replay.broke(
            8,
            group
                + " accepts "
                + message
                + " before "
                + before.message()
                + ", which had ended for the same caller when that was called",
            vote,
            before,
            called);
      }
    }
  }

  /** Rule 8. */
  private void checkReturn(TraceEvent returned, ReplayedMessage message) {
    String why = replay.isWhole() ? replay.stability().whyNotStable(message) : null;
    if (drop(message) != null) {
      replay.broke(
          8,
          "the caller of " + message + " was told that it takes effect",
          returned,
          drop(message));
    } else if (returned.kind() == TraceEvent.TraceEventKind.RETURNED_EARLY
        && !message.areVotesEqual()) {
      replay.broke(
          8,
          "the caller of " + message + " was told by the votes alone, but they differ",
          returned,
          message.highestVote());
    } else if (why != null) {
      replay.broke(
          8, "the caller of " + message + " was told that it takes effect, but " + why, returned);
    }
  }

  private TraceEvent drop(ReplayedMessage message) {
    return message.destinations().stream()
        .map(message::in)
        .filter(Objects::nonNull)
        .map(this::drop)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  /**
   * Returns the step in which a group drops a message for certain, or null. A refusal may be that
   * of a group that has forgotten what it has executed, where that is not recorded.
   */
  private TraceEvent drop(ReplayedPart part) {
    if (part.executed() != null) {
      return null;
    }
    return part.aborted() != null || !replay.isWhole() ? part.aborted() : part.refused();
  }
}
