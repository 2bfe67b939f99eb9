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

import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.trace.TraceEvent;
import io.atomix.mcast.trace.TraceEvent.FootprintPart;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A message: what all of the record says of it, and what is replayed of that so far. */
final class ReplayedMessage {
  private static final Pattern ID = Pattern.compile("([0-9a-f]{16})([0-9a-f]{16})/(\\d{1,18})");
  private static final Pattern OWN = Pattern.compile(".*/(\\d{1,18})");

  private final String name;
  private final MessageId id;
  private final Set<String> destinations = new TreeSet<>();
  private final Map<String, TraceEvent> votes = new TreeMap<>();
  private final Map<String, ReplayedPart> parts = new HashMap<>();
  private boolean stable;
  private TraceEvent verdict;

  /** The message in one group, as far as the group's log is replayed. */
  static final class ReplayedPart {
    private final ReplayedMessage message;
    private TraceEvent submitted;
    private TraceEvent raised;
    private TraceEvent executed;
    private TraceEvent refused;
    private TraceEvent aborted;

    /** True if it was pending where the record has a gap, in which it may have ended. */
    private boolean lostSight;

    private ReplayedPart(ReplayedMessage message) {
      this.message = message;
    }

    ReplayedMessage message() {
      return message;
    }

    TraceEvent submitted() {
      return submitted;
    }

    TraceEvent raised() {
      return raised;
    }

    TraceEvent executed() {
      return executed;
    }

    TraceEvent refused() {
      return refused;
    }

    TraceEvent aborted() {
      return aborted;
    }

    boolean isOutOfSight() {
      return lostSight;
    }

    /** Returns whether the group has said that the message is never executed. */
    boolean isDropped() {
      return executed == null && (refused != null || aborted != null);
    }

    boolean hasEnded() {
      return executed != null || refused != null || aborted != null;
    }

    /** Returns the timestamp that is recorded last, -1 if none is. */
    long timestamp() {
      TraceEvent last = raised != null ? raised : submitted;
      return last == null ? -1 : timestampOf(last);
    }

    /** Returns the step that gave it its timestamp. */
    TraceEvent placed() {
      return raised != null ? raised : submitted;
    }

    List<FootprintPart> footprint() {
      return submitted == null ? null : submitted.what().footprint();
    }

    /** Returns whether the other, pending in the same group, certainly comes first. */
    boolean isBehind(ReplayedPart other) {
      return other.comparePlace(timestamp(), message) < 0
          && RecordedFootprint.conflict(footprint(), other.footprint());
    }

    /** Compares the place that it has here with a timestamp of another message. */
    int comparePlace(long timestamp, ReplayedMessage of) {
      int byTime = Long.compare(timestamp(), timestamp);
      return byTime != 0 ? byTime : message.compareId(of);
    }

    void lose() {
      lostSight = true;
    }

    /** Takes a step in; of steps of the same kind the first, but the last raise. */
    void take(TraceEvent step) {
      switch (step.kind()) {
        case SUBMITTED -> submitted = submitted == null ? step : submitted;
        case RAISED -> raised = step;
        case EXECUTED -> executed = executed == null ? step : executed;
        case REFUSED -> refused = refused == null ? step : refused;
        case ABORTED -> aborted = aborted == null ? step : aborted;
        default -> throw new IllegalArgumentException("No log entry says " + step);
      }
    }
  }

  ReplayedMessage(String name) {
    this.name = name;
    this.id = id(name);
  }

  private static MessageId id(String name) {
    Matcher full = ID.matcher(name);
    if (full.matches()) {
      return new MessageId(
          Long.parseUnsignedLong(full.group(1), 16),
          Long.parseUnsignedLong(full.group(2), 16),
          Long.parseLong(full.group(3)));
    }
    Matcher own = OWN.matcher(name);
    if (own.matches()) {
      return new MessageId(0, 0, Long.parseLong(own.group(1)));
    }
    throw new IllegalArgumentException(
        "'" + name + "' is not the id of a message; fetch the trace again");
  }

  /** Looks at a step of any group before the replay begins. */
  void foresee(TraceEvent step) {
    if (step.kind() == TraceEvent.TraceEventKind.SUBMITTED) {
      if (step.what() == null) {
        throw new IllegalArgumentException(step + " does not say what the message is");
      }
      votes.putIfAbsent(step.group(), step);
      destinations.addAll(step.what().destinations());
    }
  }

  String name() {
    return name;
  }

  /** Returns whether it goes to several groups, or may do so: its submission is not recorded. */
  boolean isMulticast() {
    return destinations.size() != 1;
  }

  /** Returns the groups that it goes to, none if its submission is nowhere recorded. */
  Set<String> destinations() {
    return destinations;
  }

  /** Returns the step in which a group votes on it, in all of the record; null if there is none. */
  TraceEvent vote(String group) {
    return votes.get(group);
  }

  /** Returns what is replayed of it in a group, or null. */
  ReplayedPart in(String group) {
    return parts.get(group);
  }

  /** Returns what is replayed of it in a group, which may be nothing yet. */
  ReplayedPart at(String group) {
    return parts.computeIfAbsent(group, name -> new ReplayedPart(this));
  }

  /** Returns whether a group has said by now that it is never executed. */
  boolean isDropped() {
    return parts.values().stream().anyMatch(ReplayedPart::isDropped);
  }

  /** Rule 3: the maximum of the votes, if all are recorded. */
  OptionalLong finalTimestamp() {
    return !destinations.isEmpty() && votes.keySet().containsAll(destinations)
        ? votes.values().stream().mapToLong(ReplayedMessage::timestampOf).max()
        : OptionalLong.empty();
  }

  /** Returns the highest vote that is recorded, or null. */
  TraceEvent highestVote() {
    return votes.values().stream()
        .reduce((one, other) -> timestampOf(other) > timestampOf(one) ? other : one)
        .orElse(null);
  }

  /** Returns whether all recorded votes are equal. */
  boolean areVotesEqual() {
    return votes.values().stream().mapToLong(ReplayedMessage::timestampOf).distinct().count() <= 1;
  }

  /** Compares the ids of two messages of one group. */
  int compareId(ReplayedMessage that) {
    int byId = id.compareTo(that.id);
    return byId != 0 ? byId : name.compareTo(that.name);
  }

  boolean isStable() {
    return stable;
  }

  void foundStable() {
    stable = true;
  }

  /** Takes an execution's verdict; returns an earlier one that differs, or null. */
  TraceEvent decide(TraceEvent execution) {
    if (verdict == null) {
      verdict = execution;
    }
    return held(verdict) == held(execution) ? null : verdict;
  }

  private static boolean held(TraceEvent execution) {
    return !Boolean.FALSE.equals(execution.held());
  }

  static long timestampOf(TraceEvent step) {
    return step.timestamp() == null ? 0 : step.timestamp();
  }

  @Override
  public String toString() {
    return name;
  }
}
