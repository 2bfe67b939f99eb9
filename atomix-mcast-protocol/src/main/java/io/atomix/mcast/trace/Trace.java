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

import java.util.List;
import java.util.Map;

/**
 * Record of the events of messages, from one or several nodes. As JSON, it has these fields under
 * these names; {@code docs/operations.md} describes it.
 *
 * @param version of the format
 * @param source what it is of, for people
 * @param sampling one in so many messages is in it
 * @param lost how many older events of each group, or of {@link #CALLERS}, are not kept any more
 * @param notes what else to say above the picture, such as what a failed check found
 * @param marked ids of messages to point out
 * @param segments of each replica, what is recorded without a gap
 * @param events what happened, in the order of time as far as one node's clock tells it
 */
public record Trace(
    int version,
    String source,
    int sampling,
    Map<String, Long> lost,
    List<String> notes,
    List<String> marked,
    List<Segment> segments,
    List<TraceEvent> events) {
  /** The version that this release writes; in version 1 nothing was told to be stable. */
  public static final int VERSION = 2;

  /** Stands for a group where something happened to a message at its caller. */
  public static final String CALLERS = "callers";

  /**
   * Entries of a group's log that one replica has applied one after the other while it was traced,
   * so that all that happened to sampled messages in them is in the trace: the first and the last
   * entry perhaps in part.
   *
   * @param group the group
   * @param node the node
   * @param from the index of the first entry that is told of
   * @param to the index of the last one
   * @param count how many events the trace has of these entries; those of a node and group are in
   *     the order of its segments
   */
  public record Segment(String group, String node, long from, long to, int count) {}

  /** Takes lists that are left out for empty ones. */
  public Trace {
    lost = lost == null ? Map.of() : lost;
    notes = notes == null ? List.of() : notes;
    marked = marked == null ? List.of() : marked;
    segments = segments == null ? List.of() : segments;
    events = events == null ? List.of() : events;
  }

  /** Returns the same trace with what to say above it, and messages to point out. */
  public Trace noting(List<String> newNotes, List<String> newMarked) {
    return new Trace(version, source, sampling, lost, newNotes, newMarked, segments, events);
  }
}
