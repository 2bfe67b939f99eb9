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
package io.atomix.mcast.agent.trace;

import io.atomix.mcast.trace.TraceEvent;
import java.util.Map;
import java.util.TreeMap;

/** Draft of a message of a picture, from what is known so far. Events come in the order of time. */
final class MessageDraft {
  private final String id;
  private final Map<String, PartDraft> parts = new TreeMap<>();
  private final long begin;
  private TraceEvent called;
  private TraceEvent returned;
  private TraceEvent.What what;

  /** Creates one with the first event of a message. */
  MessageDraft(TraceEvent first) {
    this.id = first.message();
    this.begin = first.time();
  }

  void add(TraceEvent event) {
    // A group knows more of a message than its caller tells.
    if (event.what() != null && (what == null || what.operation() == null)) {
      what = event.what();
    }
    switch (event.kind()) {
      case CALLED -> called = event;
      case RETURNED, RETURNED_EARLY, RETURNED_STABLE, FAILED ->
          returned = returned == null ? event : returned;
      case SUBMITTED, RAISED, STABLE, EXECUTED, REFUSED, ABORTED ->
          parts.computeIfAbsent(event.group(), PartDraft::new).add(event);
    }
  }

  String id() {
    return id;
  }

  long begin() {
    return begin;
  }

  TraceEvent called() {
    return called;
  }

  TraceEvent returned() {
    return returned;
  }

  /** Returns what the message is, or null if only its later events were kept. */
  TraceEvent.What what() {
    return what;
  }

  /** Returns what happened to it in each group, by the group's name. */
  Map<String, PartDraft> parts() {
    return parts;
  }

  /** Returns whether what is known of it begins with its submission in each group. */
  boolean isWhole() {
    return !parts.isEmpty()
        && parts.values().stream()
            .allMatch(
                part ->
                    part.submitted() != null
                        || part.ending() != TraceEvent.TraceEventKind.EXECUTED);
  }

  /** Returns when it was over for its caller, or else in the last group; null if it is not. */
  Long end() {
    if (returned != null) {
      return returned.time();
    }
    boolean open =
        parts.values().stream().anyMatch(part -> part.end() == null)
            || what != null && !parts.keySet().containsAll(what.destinations());
    return open || parts.isEmpty()
        ? null
        : parts.values().stream().mapToLong(PartDraft::end).max().orElseThrow();
  }

  /** Returns how it ended, in a word. */
  String ending() {
    for (TraceEvent.TraceEventKind dropped :
        new TraceEvent.TraceEventKind[] {
          TraceEvent.TraceEventKind.ABORTED, TraceEvent.TraceEventKind.REFUSED
        }) {
      if (parts.values().stream().anyMatch(part -> part.ending() == dropped)) {
        return PartDraft.word(dropped);
      }
    }
    if (returned != null && returned.kind() == TraceEvent.TraceEventKind.FAILED) {
      return "failed";
    } else if (returned != null && returned.kind() == TraceEvent.TraceEventKind.RETURNED_EARLY) {
      return "early";
    } else if (returned != null && returned.kind() == TraceEvent.TraceEventKind.RETURNED_STABLE) {
      return "stable";
    }
    return end() == null ? "open" : "executed";
  }
}
