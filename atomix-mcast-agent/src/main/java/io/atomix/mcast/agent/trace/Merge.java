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

import io.atomix.mcast.agent.trace.Clocks.TimedEvent;
import io.atomix.mcast.trace.Trace;
import io.atomix.mcast.trace.TraceEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Puts together what several nodes have recorded. All replicas of a group apply the same entries:
 * of what they have recorded of the same thing, the leader's counts, else that of the first.
 */
public final class Merge {

  private Merge() {}

  /** The same thing that happened, whoever recorded it. */
  private record Thing(String group, long index, String message, TraceEvent.TraceEventKind kind) {
    Thing(TraceEvent event) {
      this(event.group(), event.index(), event.message(), event.kind());
    }
  }

  /**
   * Returns one trace of several, in which the times are those of one clock. The nodes' clocks are
   * compared; a trace of several nodes has one clock already.
   */
  public static Trace of(List<Trace> traces) {
    List<TimedEvent> events = new ArrayList<>();
    for (int i = 0; i < traces.size(); i++) {
      List<String> nodes =
          traces.get(i).events().stream().map(TraceEvent::node).distinct().toList();
      String clock = nodes.size() == 1 ? nodes.get(0) : "trace " + (i + 1);
      traces.get(i).events().forEach(event -> events.add(new TimedEvent(event, clock)));
    }
    return merge(traces, events);
  }

  /** Returns one trace of several that have the same clock, as that of nodes in one process. */
  public static Trace ofOneClock(List<Trace> traces) {
    return merge(
        traces,
        traces.stream()
            .flatMap(trace -> trace.events().stream())
            .map(event -> new TimedEvent(event, "the process"))
            .toList());
  }

  private static Trace merge(List<Trace> traces, List<TimedEvent> all) {
    Clocks clocks = Clocks.of(all);
    Comparator<TimedEvent> leadersFirst =
        Comparator.comparing((TimedEvent each) -> !each.event().leads())
            .thenComparing(clocks::time);
    Map<Thing, TimedEvent> told = new LinkedHashMap<>();
    for (TimedEvent each : all) {
      told.merge(
          new Thing(each.event()),
          each,
          (one, other) -> leadersFirst.compare(one, other) <= 0 ? one : other);
    }
    List<TraceEvent> events =
        told.values().stream()
            .map(each -> each.event().at(clocks.time(each)))
            .sorted(Comparator.comparingLong(TraceEvent::time))
            .toList();
    Map<String, Long> lost = new TreeMap<>();
    traces.forEach(trace -> trace.lost().forEach((group, n) -> lost.merge(group, n, Math::max)));
    return new Trace(
        Trace.VERSION,
        traces.stream().map(Trace::source).distinct().collect(Collectors.joining(", ")),
        traces.stream().mapToInt(Trace::sampling).max().orElse(1),
        lost,
        Stream.concat(distinct(traces.stream().map(Trace::notes)), clocks.notes().stream())
            .toList(),
        distinct(traces.stream().map(Trace::marked)).toList(),
        List.of(),
        events);
  }

  private static Stream<String> distinct(Stream<List<String>> lists) {
    return lists.flatMap(Collection::stream).distinct();
  }
}
