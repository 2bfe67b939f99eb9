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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Draft of a message in one group, from what is known so far. Events come in the order of time. */
final class PartDraft {
  private final String group;
  private String leader;
  private final Set<String> blockers = new LinkedHashSet<>();
  private TraceEvent submitted;
  private TraceEvent raised;
  private TraceEvent stable;
  private TraceEvent ended;
  private Long waitSince;

  PartDraft(String group) {
    this.group = group;
  }

  /** A group tells some things again when it is asked: what counts is the first time. */
  void add(TraceEvent event) {
    leader = event.leads() ? event.node() : leader;
    switch (event.kind()) {
      case SUBMITTED -> {
        submitted = submitted == null ? event : submitted;
        waits(event);
      }
      case RAISED -> {
        if (raised == null) {
          raised = event;
          waits(event);
        }
      }
      case STABLE -> stable = stable == null ? event : stable;
      case EXECUTED, REFUSED, ABORTED -> ended = ended == null ? event : ended;
      case CALLED, RETURNED, RETURNED_EARLY, RETURNED_STABLE, FAILED ->
          throw new IllegalArgumentException("This happened in no group: " + event);
    }
  }

  private void waits(TraceEvent event) {
    if (event.waitsFor() != null) {
      blockers.add(event.waitsFor());
      waitSince = waitSince == null ? (Long) event.time() : waitSince;
    }
  }

  String group() {
    return group;
  }

  /** Returns the last node that has recorded something of it as leader, or null. */
  String leader() {
    return leader;
  }

  TraceEvent submitted() {
    return submitted;
  }

  TraceEvent raised() {
    return raised;
  }

  TraceEvent stable() {
    return stable;
  }

  Long waitSince() {
    return waitSince;
  }

  /** Returns when it was executed or dropped, or null. */
  Long end() {
    return ended == null ? null : (Long) ended.time();
  }

  TraceEvent.TraceEventKind ending() {
    return ended == null ? null : ended.kind();
  }

  Boolean held() {
    return ended == null ? null : ended.held();
  }

  /** Returns the messages that the group has said it waits for. */
  Set<String> blockers() {
    return blockers;
  }

  /** Returns what it touches in the group, or null if that was not kept. */
  TraceEvent.What what() {
    return submitted == null ? null : submitted.what();
  }

  /** Returns whether it and another message of the group have to be ordered. */
  boolean conflictsWith(PartDraft other) {
    TraceEvent.What one = what();
    TraceEvent.What two = other.what();
    if (one == null || two == null || !one.primitive().equals(two.primitive())) {
      return false;
    }
    return meets(one.whole(), two.whole())
        || two.keys().stream().anyMatch(key -> meets(one.whole(), key.access()))
        || one.keys().stream().anyMatch(key -> meets(key.access(), two.whole()))
        || one.keys().stream().anyMatch(key -> meets(key, two.keys()));
  }

  private static boolean meets(TraceEvent.EventKey key, List<TraceEvent.EventKey> others) {
    return others.stream()
        .anyMatch(other -> other.name().equals(key.name()) && meets(key.access(), other.access()));
  }

  private static boolean meets(String one, String other) {
    return one != null && other != null && (one.equals("write") || !one.equals(other));
  }

  static String word(TraceEvent.TraceEventKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
