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

import io.atomix.mcast.LocalTime;
import io.atomix.mcast.observe.Happening;
import io.atomix.mcast.observe.Tracer;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.MessageId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Keeps the latest of what happens to the sampled messages on one node: so many events of each
 * group, and as many of what the node calls. It puts the node's time on them. Thread-safe.
 */
public final class Recorder implements Tracer {
  /** How many events of a group are kept, unless somebody wants another number. */
  public static final int EVENTS = 10_000;

  private static final long EPOCH_MICROS = LocalTime.micros();
  private static final long EPOCH_NANOS = LocalTime.nanos();

  private final String node;
  private final Sampling sampling;
  private final int size;
  private final LongSupplier micros;
  private final Map<GroupId, Ring<Recorded>> groups = new ConcurrentHashMap<>();
  private final Ring<Recorded> callers;

  private record Recorded(
      GroupId group, long index, boolean leads, long time, Happening happening) {}

  /** Creates a recorder of a node that keeps so many events of each group. */
  public Recorder(String node, Sampling sampling, int size) {
    this(node, sampling, size, Recorder::now);
  }

  /**
   * Creates a recorder of a node.
   *
   * @param size how many events of each group to keep
   * @param micros tells the time in microseconds
   */
  public Recorder(String node, Sampling sampling, int size, LongSupplier micros) {
    this.node = node;
    this.sampling = sampling;
    this.size = size;
    this.micros = micros;
    this.callers = new Ring<>(size);
  }

  /** The date when this was loaded, and the time that has passed since: it does not jump. */
  private static long now() {
    return EPOCH_MICROS + (LocalTime.nanos() - EPOCH_NANOS) / 1000;
  }

  @Override
  public boolean traces(MessageId message) {
    return sampling.chooses(message);
  }

  @Override
  public void inGroup(GroupId group, long index, boolean leads, Happening happening) {
    groups
        .computeIfAbsent(group, id -> new Ring<>(size))
        .add(new Recorded(group, index, leads, micros.getAsLong(), happening));
  }

  @Override
  public void atCaller(Happening happening) {
    callers.add(new Recorded(null, 0, false, micros.getAsLong(), happening));
  }

  /**
   * Returns what is kept.
   *
   * @param source what the trace is of, for people
   */
  public Trace trace(String source) {
    List<Recorded> all = new ArrayList<>(callers.all());
    Map<String, Long> lost = new TreeMap<>();
    note(lost, Trace.CALLERS, callers);
    new TreeMap<>(groups)
        .forEach(
            (group, ring) -> {
              all.addAll(ring.all());
              note(lost, group.toString(), ring);
            });
    List<TraceEvent> events =
        all.stream()
            .sorted(Comparator.comparingLong(Recorded::time))
            .map(
                each ->
                    TraceEvent.of(
                        each.group(),
                        node,
                        each.leads(),
                        each.time(),
                        each.index(),
                        each.happening()))
            .toList();
    return new Trace(Trace.VERSION, source, sampling.oneIn(), lost, List.of(), List.of(), events);
  }

  private static void note(Map<String, Long> lost, String group, Ring<?> ring) {
    if (ring.lost() > 0) {
      lost.put(group, ring.lost());
    }
  }
}
