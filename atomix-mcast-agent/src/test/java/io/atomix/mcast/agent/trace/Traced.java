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

import io.atomix.mcast.trace.Trace;
import io.atomix.mcast.trace.TraceEvent;
import io.atomix.mcast.trace.TraceEvent.TraceEventKind;
import io.atomix.mcast.trace.TraceEvent.What;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes traces for tests, event by event. */
final class Traced {
  private final List<TraceEvent> events = new ArrayList<>();
  private String node = "m1";
  private boolean leads = true;

  /** What follows is recorded by this node. */
  Traced by(String newNode, boolean newLeads) {
    node = newNode;
    leads = newLeads;
    return this;
  }

  Traced event(TraceEventKind kind, String group, long time, long index, String message) {
    return event(kind, group, time, index, message, null, null, null);
  }

  private Traced event(
      TraceEventKind kind,
      String group,
      long time,
      long index,
      String message,
      Long timestamp,
      String waitsFor,
      What what) {
    events.add(
        new TraceEvent(
            group, node, leads, time, index, message, kind, timestamp, waitsFor, null, what));
    return this;
  }

  /** A multicast put is called. */
  Traced called(long time, String message) {
    return event(
        TraceEventKind.CALLED,
        Trace.CALLERS,
        time,
        0,
        message,
        null,
        null,
        what("multicast", null));
  }

  Traced returned(long time, String message) {
    return event(TraceEventKind.RETURNED, Trace.CALLERS, time, 0, message);
  }

  /** A put that writes some keys is submitted, and may wait for another message. */
  Traced submitted(
      String group,
      long time,
      long index,
      String message,
      long vote,
      String waits,
      String... keys) {
    What what = what("multicast", "put", keys);
    return event(TraceEventKind.SUBMITTED, group, time, index, message, vote, waits, what);
  }

  Traced raised(String group, long time, long index, String message, long to, String waits) {
    return event(TraceEventKind.RAISED, group, time, index, message, to, waits, null);
  }

  Traced stable(String group, long time, String message, long timestamp) {
    return event(TraceEventKind.STABLE, group, time, 0, message, timestamp, null, null);
  }

  Traced executed(String group, long time, long index, String message) {
    return event(TraceEventKind.EXECUTED, group, time, index, message);
  }

  private static What what(String sort, String operation, String... keys) {
    return new What(
        sort,
        operation,
        "map",
        "a1",
        List.of("data-1", "data-2"),
        null,
        Stream.of(keys).map(key -> new TraceEvent.EventKey(key, "write")).toList(),
        0,
        List.of(
            new TraceEvent.FootprintPart(
                "map",
                null,
                Stream.of(keys).collect(Collectors.toMap(key -> key, key -> "write")))));
  }

  Trace trace() {
    return trace(Map.of());
  }

  Trace trace(Map<String, Long> lost) {
    return new Trace(
        Trace.VERSION, "a test", 1, lost, List.of(), List.of(), segments(), List.copyOf(events));
  }

  /** Returns a segment for each node and group: none has a gap. */
  private List<Trace.Segment> segments() {
    return events.stream()
        .filter(event -> event.index() > 0)
        .collect(
            Collectors.groupingBy(
                event -> event.group() + " " + event.node(), TreeMap::new, Collectors.toList()))
        .values()
        .stream()
        .map(
            own -> {
              TraceEvent first = own.get(0);
              long from = own.stream().mapToLong(TraceEvent::index).min().orElseThrow();
              long to = own.stream().mapToLong(TraceEvent::index).max().orElseThrow();
              return new Trace.Segment(first.group(), first.node(), from, to, own.size());
            })
        .toList();
  }

  /**
   * Two messages to two groups that conflict in the first: the second waits there, and is raised in
   * the other group.
   */
  static Traced conflict() {
    return conflict("alice");
  }

  /** The same, on a key of this name. */
  static Traced conflict(String key) {
    return new Traced()
        .called(0, "ann/1")
        .submitted("data-1", 1000, 10, "ann/1", 0, null, key)
        .called(1100, "bob/1")
        .submitted("data-1", 2000, 11, "bob/1", 1, "ann/1", key, "carol")
        .submitted("data-2", 2100, 20, "bob/1", 0, null, "bob")
        .submitted("data-2", 4000, 21, "ann/1", 0, null, "dora")
        .raised("data-2", 4100, 22, "bob/1", 1, null)
        .stable("data-1", 4500, "ann/1", 0)
        .stable("data-2", 4600, "ann/1", 0)
        .stable("data-2", 4700, "bob/1", 1)
        .stable("data-1", 5000, "bob/1", 1)
        .executed("data-1", 5000, 12, "ann/1")
        .executed("data-2", 5100, 23, "ann/1")
        .returned(5500, "ann/1")
        .executed("data-1", 6000, 13, "bob/1")
        .executed("data-2", 6100, 24, "bob/1")
        .returned(7000, "bob/1");
  }
}
