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
package io.atomix.mcast.lab.bench;

import io.atomix.mcast.lab.report.SecondRow;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** Tally of the operations of each second around a moment: number and latencies. Thread-safe. */
final class SecondsTally {
  private static final int DIGITS = 3;
  private static final long SECOND = 1_000_000_000;

  private final int before;
  private final List<Second> seconds = new ArrayList<>();

  private static final class Second {
    private final Histogram latencies = new Histogram(DIGITS);
    private long ended;
    private long errors;
  }

  /** Creates one of so many seconds before and after. */
  SecondsTally(int before, int after) {
    this.before = before;
    for (int i = 0; i < before + after; i++) {
      seconds.add(new Second());
    }
  }

  /**
   * An operation has ended.
   *
   * @param due when it was to begin, in nanoseconds from the moment on
   * @param now when it ended
   */
  synchronized void ended(long due, long now, boolean failed) {
    Second begun = at(due);
    if (begun != null) {
      begun.latencies.recordValue(Math.max(0, now - due));
      begun.errors += failed ? 1 : 0;
    }
    Second end = at(now);
    if (end != null && !failed) {
      end.ended++;
    }
  }

  private Second at(long nanos) {
    int index = before + (int) Math.floorDiv(nanos, SECOND);
    return index >= 0 && index < seconds.size() ? seconds.get(index) : null;
  }

  /** Adds what another one has, of as many seconds, which nobody changes meanwhile. */
  synchronized void add(SecondsTally other) {
    for (int i = 0; i < seconds.size(); i++) {
      Second mine = seconds.get(i);
      Second theirs = other.seconds.get(i);
      mine.latencies.add(theirs.latencies);
      mine.ended += theirs.ended;
      mine.errors += theirs.errors;
    }
  }

  /**
   * Returns each second.
   *
   * @param rounds how many measurements were added, which throughput is divided by
   */
  synchronized List<SecondRow> rows(int rounds) {
    List<SecondRow> rows = new ArrayList<>();
    for (int i = 0; i < seconds.size(); i++) {
      Second second = seconds.get(i);
      rows.add(
          new SecondRow(
              i - before,
              Math.round(10.0 * second.ended / rounds) / 10.0,
              second.latencies.getValueAtPercentile(99) / 1000,
              second.latencies.getMaxValue() / 1000,
              second.errors));
    }
    return rows;
  }
}
