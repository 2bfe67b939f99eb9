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
package io.atomix.mcast.lab.demo;

import io.atomix.mcast.lab.bank.Bank;
import io.atomix.mcast.time.LocalTime;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/** Counts of what one thread did and saw; merged with those of others when they have stopped. */
final class Tally {
  private static final int DIGITS = 3;

  private final Histogram writes = new Histogram(DIGITS);
  private final Histogram observations = new Histogram(DIGITS);
  private long torn;
  private long moved;
  private long aborts;
  private String example;

  /** Does an operation that changes something. */
  void write(Runnable operation) {
    long begin = LocalTime.nanos();
    operation.run();
    writes.recordValue(LocalTime.nanos() - begin);
  }

  /** Tries a transfer until it is not aborted, and times it all. */
  void transfer(Supplier<Bank.TransferOutcome> transfer) {
    write(
        () -> {
          Bank.TransferOutcome outcome = transfer.get();
          for (; outcome == Bank.TransferOutcome.ABORTED; outcome = transfer.get()) {
            aborts++;
          }
          moved += outcome == Bank.TransferOutcome.MOVED ? 1 : 0;
        });
  }

  /** Counts an answer. */
  void observed(Watcher.Sighting sighting) {
    observations.recordValue(sighting.nanos());
    if (sighting.torn() != null) {
      torn++;
      example = example == null ? sighting.torn() : example;
    }
  }

  void add(Tally other) {
    writes.add(other.writes);
    observations.add(other.observations);
    moved += other.moved;
    aborts += other.aborts;
    addTorn(other);
  }

  /** Adds the torn observations of another tally, but nothing else. */
  void addTorn(Tally other) {
    torn += other.torn;
    example = example == null ? other.example : example;
  }

  long operations() {
    return writes.getTotalCount() + observations.getTotalCount();
  }

  long observations() {
    return observations.getTotalCount();
  }

  long torn() {
    return torn;
  }

  /** Returns how many transfers moved money. */
  long moved() {
    return moved;
  }

  /** Returns how often a transfer was tried in vain. */
  long aborts() {
    return aborts;
  }

  /** Returns how many changes were made, and transfers that were refused. */
  long writes() {
    return writes.getTotalCount();
  }

  /** Returns the first torn observation in words, or null. */
  String example() {
    return example;
  }

  /** Returns how long changes took, in milliseconds, at a percentile. */
  double writeMillis(double percentile) {
    return writes.getValueAtPercentile(percentile) / 1e6;
  }

  /** Returns how long observations took, in milliseconds, at a percentile. */
  double observationMillis(double percentile) {
    return observations.getValueAtPercentile(percentile) / 1e6;
  }
}
