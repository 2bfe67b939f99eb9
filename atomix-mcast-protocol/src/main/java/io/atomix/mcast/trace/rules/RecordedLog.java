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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Log of one group, put together from what its replicas have recorded. */
final class RecordedLog {
  private final String group;
  private final boolean whole;
  private final List<RecordedSegment> segments = new ArrayList<>();
  private final List<RecordedStep> steps = new ArrayList<>();
  private final List<BrokenRule> broken = new ArrayList<>();

  /**
   * Entries that one replica has applied one after the other.
   *
   * @param from the first index of which all is recorded
   * @param to the last one
   */
  private record RecordedSegment(long from, long to, NavigableMap<Long, List<TraceEvent>> entries) {
    boolean covers(long index) {
      return from <= index && index <= to;
    }

    List<TraceEvent> at(long index) {
      return entries.getOrDefault(index, List.of());
    }
  }

  /**
   * A step of the group.
   *
   * @param event what is recorded of it, or null for entries that nobody has recorded
   * @param last whether it is the last one of its entry
   */
  record RecordedStep(TraceEvent event, boolean last) {
    /** Entries that nobody has recorded. */
    static final RecordedStep GAP = new RecordedStep(null, true);
  }

  private RecordedLog(String group, boolean whole) {
    this.group = group;
    this.whole = whole;
  }

  /**
   * Puts the logs of all groups together.
   *
   * @param whole whether the traces have all from the first entry to the last
   * @throws IllegalArgumentException if a trace does not say what it has without a gap
   */
  static Map<String, RecordedLog> of(List<Trace> traces, boolean whole) {
    Map<String, RecordedLog> logs = new TreeMap<>();
    for (Trace trace : traces) {
      Map<List<String>, List<TraceEvent>> records = new LinkedHashMap<>();
      for (TraceEvent event : trace.events()) {
        if (!event.group().equals(Trace.CALLERS)) {
          List<TraceEvent> record =
              records.computeIfAbsent(
                  List.of(event.group(), event.node()), key -> new ArrayList<>());
          if (event.index() > 0) {
            record.add(event);
          }
        }
      }
      records.forEach(
          (key, events) ->
              logs.computeIfAbsent(key.get(0), name -> new RecordedLog(name, whole))
                  .add(trace, key.get(1), events));
    }
    logs.values().forEach(RecordedLog::join);
    return logs;
  }

  private void add(Trace trace, String node, List<TraceEvent> events) {
    List<Trace.Segment> own =
        trace.segments().stream()
            .filter(each -> each.group().equals(group) && each.node().equals(node))
            .toList();
    int told = own.stream().mapToInt(Trace.Segment::count).sum();
    if (told != events.size()) {
      throw new IllegalArgumentException(
          String.format(
              "The trace of %s has %d steps of %s on %s, and its segments tell of %d: it was"
                  + " merged, or written by an older build; check what the agents' pages /trace"
                  + " give",
              trace.source(), events.size(), group, node, told));
    }
    Iterator<TraceEvent> next = events.iterator();
    for (Trace.Segment segment : own) {
      NavigableMap<Long, List<TraceEvent>> entries = new TreeMap<>();
      for (int i = 0; i < segment.count(); i++) {
        TraceEvent event = next.next();
        entries.computeIfAbsent(event.index(), index -> new ArrayList<>()).add(event);
      }
      // The first entry may have begun before the record, the last one may go on behind it.
      segments.add(
          whole
              ? new RecordedSegment(segment.from(), segment.to(), entries)
              : new RecordedSegment(segment.from() + 1, segment.to() - 1, entries));
    }
  }

  private void join() {
    TreeSet<Long> indices = new TreeSet<>();
    for (RecordedSegment each : segments) {
      each.entries().keySet().stream().filter(each::covers).forEach(indices::add);
    }
    Iterator<Long> gaps = gaps().iterator();
    Long gap = gaps.hasNext() ? gaps.next() : null;
    for (long index : indices) {
      while (gap != null && gap <= index) {
        steps.add(RecordedStep.GAP);
        gap = gaps.hasNext() ? gaps.next() : null;
      }
      List<TraceEvent> events = agreed(index);
      for (int i = 0; i < events.size(); i++) {
        steps.add(new RecordedStep(events.get(i), i == events.size() - 1));
      }
    }
  }

  /** Returns the indices right behind entries that nobody has recorded. */
  private List<Long> gaps() {
    List<Long> gaps = new ArrayList<>();
    long covered = -1;
    List<RecordedSegment> sorted = new ArrayList<>(segments);
    sorted.sort(Comparator.comparingLong(RecordedSegment::from));
    for (RecordedSegment each : sorted) {
      if (!whole && each.from() <= each.to()) {
        if (covered >= 0 && each.from() > covered + 1) {
          gaps.add(each.from());
        }
        covered = Math.max(covered, each.to());
      }
    }
    return gaps;
  }

  /** Returns what happened in an entry: all who have applied it have to say the same. */
  private List<TraceEvent> agreed(long index) {
    List<List<TraceEvent>> told =
        segments.stream().filter(each -> each.covers(index)).map(each -> each.at(index)).toList();
    List<TraceEvent> longest = told.stream().max(Comparator.comparingInt(List::size)).orElseThrow();
    for (List<TraceEvent> other : told) {
      for (int i = 0; i < longest.size(); i++) {
        TraceEvent one = longest.get(i);
        TraceEvent two = i < other.size() ? other.get(i) : null;
        if (two == null || !bare(one).equals(bare(two))) {
          broken.add(
              BrokenRule.of(
                  0,
                  "step "
                      + (i + 1)
                      + " of entry "
                      + index
                      + " of "
                      + group
                      + (two == null ? " was not taken by all" : " is another one by another"),
                  one,
                  two));
          return longest;
        }
      }
    }
    return longest;
  }

  /** Returns what all replicas have to record of a step alike. */
  private static TraceEvent bare(TraceEvent event) {
    return new TraceEvent(
        event.group(),
        "",
        false,
        0,
        event.index(),
        event.message(),
        event.kind(),
        event.timestamp(),
        event.waitsFor(),
        event.held(),
        event.what());
  }

  /** Returns the group's steps in the order of its log. */
  List<RecordedStep> steps() {
    return steps;
  }

  /** Returns where replicas differ. */
  List<BrokenRule> broken() {
    return broken;
  }
}
