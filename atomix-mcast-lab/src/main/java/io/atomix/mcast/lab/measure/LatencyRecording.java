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
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** Takes down latencies from many threads; what is taken down before it begins is forgotten. */
final class LatencyRecording {
  private static final int DIGITS = 3;
  private static final long ONE_SECOND = 1_000_000_000;

  private final Recorder recorder = new Recorder(DIGITS);
  private final LongAdder overOneSecond = new LongAdder();
  private final LongAdder errors = new LongAdder();
  private final LongSupplier cpu;
  private volatile Throwable firstError;
  private long begin;
  private long cpuBegin;
  private long nanos;
  private long cpuNanos;
  private Histogram latencies;

  LatencyRecording(LongSupplier cpu) {
    this.cpu = cpu;
  }

  void ended(long nanos, Throwable error) {
    if (error != null) {
      errors.increment();
      firstError = error instanceof CompletionException ? error.getCause() : error;
      return;
    }
    recorder.recordValue(nanos);
    if (nanos > ONE_SECOND) {
      overOneSecond.increment();
    }
  }

  void begin() {
    errors.reset();
    overOneSecond.reset();
    cpuBegin = cpu.getAsLong();
    begin = LocalTime.nanos();
    recorder.reset();
  }

  void end() {
    takeLatencies();
    stopClock();
  }

  void takeLatencies() {
    latencies = recorder.getIntervalHistogram();
  }

  void stopClock() {
    nanos = LocalTime.nanos() - begin;
    cpuNanos = cpu.getAsLong() - cpuBegin;
  }

  Sample sample(long aborts) {
    return new Sample(nanos, latencies, overOneSecond.sum(), aborts, errors.sum(), cpuNanos);
  }

  Throwable error() {
    return firstError;
  }
}
