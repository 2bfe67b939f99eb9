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
import io.atomix.mcast.observe.Sampling;
import io.atomix.mcast.observe.Tracer;
import io.atomix.mcast.ordering.GroupId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongUnaryOperator;

/**
 * Keeps the latest of what happens to the sampled messages on one node: so many events of each
 * group, and as many of what the node calls. Thread-safe.
 */
public final class TraceRecorder implements Tracer {
  /** Number of events of a group that are kept, unless somebody wants another number. */
  public static final int EVENTS = 10_000;

  private final String node;
  private final Sampling sampling;
  private final int size;
  private final LongUnaryOperator dates;
  private final Map<GroupId, Ring<RecordedEvent>> groups = new ConcurrentHashMap<>();
  private final Ring<RecordedEvent> callers;
  private final Map<GroupId, Long> missed = new ConcurrentHashMap<>();

  /** Index of the last entry that was told of, of groups whose next event joins on to it. */
  private final Map<GroupId, Long> last = new ConcurrentHashMap<>();

  /**
   * An event.
   *
   * @param joins whether it comes right behind the one before it of that group, as far as log
   *     entries go
   */
  private record RecordedEvent(
      GroupId group, long index, boolean leads, boolean joins, long time, ProtocolEvent event) {}

  /** Creates a recorder of a node that keeps so many events of each group. */
  public TraceRecorder(String node, Sampling sampling, int size) {
    this(node, sampling, size, micros -> micros);
  }

  /**
   * Creates a recorder of a node.
   *
   * @param size how many events of each group to keep
   * @param dates given the date of what it is told, returns the one to keep
   */
  public TraceRecorder(String node, Sampling sampling, int size, LongUnaryOperator dates) {
    this.node = node;
    this.sampling = sampling;
    this.size = size;
    this.dates = dates;
    this.callers = new Ring<>(size);
  }

  @Override
  public Sampling sampling() {
    return sampling;
  }

  @Override
  public void inGroup(GroupId group, long index, boolean leads, long micros, ProtocolEvent event) {
    Long before = last.get(group);
    boolean joins = before != null && before <= index;
    if (index > 0) {
      last.put(group, index);
    }
    groups
        .computeIfAbsent(group, id -> new Ring<>(size))
        .add(new RecordedEvent(group, index, leads, joins, dates.applyAsLong(micros), event));
  }

  @Override
  public void atCaller(long micros, ProtocolEvent event) {
    callers.add(new RecordedEvent(null, 0, false, true, dates.applyAsLong(micros), event));
  }

  @Override
  public void begins(GroupId group) {
    last.remove(group);
  }

  @Override
  public void missed(GroupId group, long count) {
    last.remove(group);
    missed.merge(group, count, Long::sum);
  }

  /**
   * Returns what is kept.
   *
   * @param source what the trace is of, for people
   */
  public Trace trace(String source) {
    List<RecordedEvent> all = new ArrayList<>(callers.all());
    Map<String, Long> lost = new TreeMap<>();
    List<Trace.Segment> segments = new ArrayList<>();
    note(lost, Trace.CALLERS, callers);
    new TreeMap<>(groups)
        .forEach(
            (group, ring) -> {
              List<RecordedEvent> kept = ring.all();
              all.addAll(kept);
              segments.addAll(segments(group, kept));
              note(lost, group.toString(), ring);
            });
    missed.forEach((group, count) -> lost.merge(group.toString(), count, Long::sum));
    List<TraceEvent> events =
        all.stream()
            .sorted(Comparator.comparingLong(RecordedEvent::time))
            .map(
                each ->
                    each.event()
                        .accept(
                            new TracedEvents(
                                each.group(), node, each.leads(), each.time(), each.index())))
            .toList();
    return new Trace(
        Trace.VERSION, source, sampling.oneIn(), lost, List.of(), List.of(), segments, events);
  }

  private List<Trace.Segment> segments(GroupId group, List<RecordedEvent> events) {
    List<Trace.Segment> segments = new ArrayList<>();
    Trace.Segment current = null;
    for (RecordedEvent each : events) {
      if (each.index() > 0 && (current == null || !each.joins())) {
        current = new Trace.Segment(group.toString(), node, each.index(), each.index(), 1);
        segments.add(current);
      } else if (each.index() > 0) {
        current =
            new Trace.Segment(
                current.group(), node, current.from(), each.index(), current.count() + 1);
        segments.set(segments.size() - 1, current);
      }
    }
    return segments;
  }

  private static void note(Map<String, Long> lost, String group, Ring<?> ring) {
    if (ring.lost() > 0) {
      lost.put(group, ring.lost());
    }
  }
}
