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
package io.atomix.mcast.lab.measure;

import io.atomix.mcast.time.LocalTime;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Begins operations at a fixed rate, however many are under way. How long one took is counted from
 * when it should have begun: an operation that could not begin in time, because the ones before it
 * held up the caller, is as late as its user would see it (no coordinated omission).
 */
public final class OpenLoop {
  /**
   * Number of operations at once that is a sign that the rate cannot be kept; the next ones begin
   * late.
   */
  private static final int MOST_OUTSTANDING = 20_000;

  private static final long PATIENCE_SECONDS = 60;

  private final MeasuredOperation operation;
  private final double nanosBetween;
  private final Slot slot;
  private final LatencyRecording recording;
  private final Semaphore free = new Semaphore(MOST_OUTSTANDING);

  private OpenLoop(MeasuredOperation operation, int rate, long seed, LongSupplier cpu) {
    this.operation = operation;
    this.nanosBetween = 1e9 / rate;
    this.slot = new Slot(0, seed);
    this.recording = new LatencyRecording(cpu);
  }

  /**
   * Measures, and returns when the last operation has ended.
   *
   * @param operation must not block
   * @param rate operations a second
   * @param seed what random numbers are made from
   * @param warmUp how long operations are not counted at first
   * @param time how long they are
   * @param cpu tells how much processor time was taken so far, in nanoseconds
   * @throws MeasurementException if an operation has not ended after a minute
   */
  public static Sample run(
      MeasuredOperation operation,
      int rate,
      long seed,
      Duration warmUp,
      Duration time,
      LongSupplier cpu)
      throws InterruptedException {
    return new OpenLoop(operation, rate, seed, cpu).run(warmUp, time);
  }

  private Sample run(Duration warmUp, Duration time) throws InterruptedException {
    long start = LocalTime.nanos();
    long warm = start + warmUp.toNanos();
    long end = warm + time.toNanos();
    boolean counting = false;
    for (long i = 0; ; i++) {
      long due = start + (long) (i * nanosBetween);
      if (due >= end) {
        break;
      }
      if (!counting && due >= warm) {
        recording.begin();
        counting = true;
      }
      waitUntil(due);
      free.acquire();
      begin(due, counting);
    }
    recording.stopClock();
    if (!free.tryAcquire(MOST_OUTSTANDING, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new MeasurementException(
          "Operations have not ended for " + PATIENCE_SECONDS + " s", recording.error());
    }
    recording.takeLatencies();
    return recording.sample(0);
  }

  private void begin(long due, boolean counted) {
    ClosedLoop.begin(operation, slot)
        .whenComplete(
            (value, error) -> {
              if (counted) {
                recording.ended(LocalTime.nanos() - due, error);
              }
              free.release();
            });
  }

  private static void waitUntil(long due) {
    for (long left = due - LocalTime.nanos(); left > 0; left = due - LocalTime.nanos()) {
      LockSupport.parkNanos(left);
    }
  }
}
