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

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.trace.Trace;
import io.atomix.mcast.trace.TraceEvent;
import io.atomix.mcast.trace.TraceEvent.TraceEventKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class MergeTest {
  private static List<Long> times(Trace trace, TraceEventKind kind) {
    return trace.events().stream()
        .filter(event -> event.kind() == kind)
        .map(TraceEvent::time)
        .toList();
  }

  @Test
  void whatTheLeaderRecordedCountsAndOfTheOthersTheFirst() {
    Trace follower =
        new Traced()
            .by("m2", false)
            .submitted("data-1", 90, 5, "a/1", 0, null, "k")
            .executed("data-1", 250, 6, "a/1")
            .trace();
    Trace leader = new Traced().submitted("data-1", 100, 5, "a/1", 0, null, "k").trace();
    Trace other = new Traced().by("m3", false).executed("data-1", 240, 6, "a/1").trace();
    Trace merged = Merge.of(List.of(follower, leader, other));
    assertThat(merged.events())
        .extracting(TraceEvent::node, TraceEvent::time)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("m1", 100L),
            org.assertj.core.groups.Tuple.tuple("m3", 240L));
    assertThat(merged.notes()).filteredOn(note -> note.contains("ahead")).isEmpty();
  }

  @Test
  void aClockThatIsAheadIsSetBack() {
    // m2 leads data-2, and its clock is an hour ahead.
    long hour = 3_600_000_000L;
    Trace one =
        new Traced()
            .submitted("data-1", 1000, 5, "a/1", 0, null, "k")
            .executed("data-1", 3000, 6, "a/1")
            .trace();
    Trace two =
        new Traced()
            .by("m2", true)
            .submitted("data-2", hour + 1100, 7, "a/1", 0, null, "k")
            .executed("data-2", hour + 2900, 8, "a/1")
            .trace();
    Trace merged = Merge.of(List.of(one, two));
    assertThat(times(merged, TraceEventKind.SUBMITTED))
        .allMatch(time -> time >= 900 && time <= 1200);
    assertThat(times(merged, TraceEventKind.EXECUTED))
        .allMatch(time -> time >= 2800 && time <= 3100);
    assertThat(merged.notes())
        .singleElement()
        .asString()
        .contains("m2")
        .contains("3600000.0 ms ahead");
  }

  @Test
  void aCallersClockIsComparedByItsCalls() {
    Trace group = new Traced().submitted("data-1", 5000, 5, "a/1", 0, null, "k").trace();
    Trace caller = new Traced().by("c", false).called(100, "a/1").returned(300, "a/1").trace();
    Trace merged = Merge.of(List.of(caller, group));
    assertThat(times(merged, TraceEventKind.SUBMITTED).get(0))
        .isBetween(
            times(merged, TraceEventKind.CALLED).get(0),
            times(merged, TraceEventKind.RETURNED).get(0));
  }

  @Test
  void clocksThatMayBeRightAreLeftAlone() {
    Trace one =
        new Traced()
            .submitted("data-1", 1000, 5, "a/1", 0, null, "k")
            .executed("data-1", 3000, 6, "a/1")
            .trace();
    Trace two =
        new Traced()
            .by("m2", true)
            .submitted("data-2", 1900, 7, "a/1", 0, null, "k")
            .executed("data-2", 2000, 8, "a/1")
            .trace();
    Trace merged = Merge.of(List.of(one, two));
    assertThat(times(merged, TraceEventKind.SUBMITTED)).containsExactly(1000L, 1900L);
    assertThat(merged.notes()).isEmpty();
  }

  @Test
  void aTraceOfSeveralNodesHasOneClock() {
    Trace together =
        new Traced()
            .submitted("data-1", 1000, 5, "a/1", 0, null, "k")
            .by("m2", true)
            .executed("data-2", 500, 7, "a/1")
            .trace();
    assertThat(Merge.of(List.of(together)).events())
        .extracting(TraceEvent::time)
        .containsExactly(500L, 1000L);
    assertThat(Merge.ofOneClock(List.of(together, together)).events()).hasSize(2);
  }
}
