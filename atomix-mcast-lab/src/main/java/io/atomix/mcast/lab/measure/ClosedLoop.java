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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * Keeps a fixed number of operations under way: whenever one ends, the next begins, at once and in
 * the thread that ended it.
 */
public final class ClosedLoop {
  private static final long PATIENCE_SECONDS = 60;

  private final MeasuredOperation operation;
  private final List<Slot> slots;
  private final LatencyRecording recording;
  private final CountDownLatch running;
  private volatile boolean stopped;

  private ClosedLoop(MeasuredOperation operation, int outstanding, long seed, LongSupplier cpu) {
    this.operation = operation;
    this.slots = IntStream.range(0, outstanding).mapToObj(i -> new Slot(i, seed)).toList();
    this.recording = new LatencyRecording(cpu);
    this.running = new CountDownLatch(outstanding);
  }

  /**
   * Measures, and returns when the last operation has ended.
   *
   * @param outstanding how many operations are under way at once
   * @param threads whether each of them has a thread of its own that waits for it, for operations
   *     that block
   * @param seed what random numbers are made from
   * @param warmUp how long operations are not counted at first
   * @param time how long they are
   * @param cpu tells how much processor time was taken so far, in nanoseconds
   * @throws MeasurementException if no operation succeeded, or one has not ended after a minute
   */
  public static Sample run(
      MeasuredOperation operation,
      int outstanding,
      boolean threads,
      long seed,
      Duration warmUp,
      Duration time,
      LongSupplier cpu)
      throws InterruptedException {
    return new ClosedLoop(operation, outstanding, seed, cpu).run(threads, warmUp, time);
  }

  /**
   * Does an operation so many times, one after the other.
   *
   * @param cpu tells how much processor time was taken so far, in nanoseconds
   */
  public static Sample times(MeasuredOperation operation, int times, LongSupplier cpu) {
    Slot slot = new Slot(0, 0);
    LatencyRecording recording = new LatencyRecording(cpu);
    recording.begin();
    for (int i = 0; i < times; i++) {
      long begin = LocalTime.nanos();
      begin(operation, slot).join();
      recording.ended(LocalTime.nanos() - begin, null);
    }
    recording.end();
    return recording.sample(slot.aborts());
  }

  private Sample run(boolean threads, Duration warmUp, Duration time) throws InterruptedException {
    try {
      for (Slot slot : slots) {
        if (threads) {
          Thread thread = new Thread(() -> block(slot), "bench-" + slot.number());
          thread.setDaemon(true);
          thread.start();
        } else {
          go(slot);
        }
      }
      TimeUnit.NANOSECONDS.sleep(warmUp.toNanos());
      long aborts = aborts();
      recording.begin();
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
      recording.end();
      aborts = aborts() - aborts;
      stopped = true;
      if (!running.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new MeasurementException(
            running.getCount() + " operations have not ended for " + PATIENCE_SECONDS + " s",
            recording.error());
      }
      Sample sample = recording.sample(aborts);
      if (sample.operations() == 0 && recording.error() != null) {
        throw new MeasurementException("Every operation failed", recording.error());
      }
      return sample;
    } finally {
      stopped = true;
    }
  }

  private long aborts() {
    return slots.stream().mapToLong(Slot::aborts).sum();
  }

  private void go(Slot slot) {
    while (!stopped) {
      long begin = LocalTime.nanos();
      CompletableFuture<?> done = begin(operation, slot);
      if (!done.isDone()) {
        done.whenComplete(
            (value, error) -> {
              recording.ended(LocalTime.nanos() - begin, error);
              go(slot);
            });
        return;
      }
      done.whenComplete((value, error) -> recording.ended(LocalTime.nanos() - begin, error));
    }
    running.countDown();
  }

  private void block(Slot slot) {
    while (!stopped) {
      long begin = LocalTime.nanos();
      begin(operation, slot)
          .handle(
              (value, error) -> {
                recording.ended(LocalTime.nanos() - begin, error);
                return null;
              })
          .join();
    }
    running.countDown();
  }

  static CompletableFuture<?> begin(MeasuredOperation operation, Slot slot) {
    try {
      return operation.start(slot);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}
