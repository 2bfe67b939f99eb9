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

import org.HdrHistogram.Histogram;

/**
 * Measurement of one stretch of time.
 *
 * @param nanos how long it was, in nanoseconds
 * @param latencies of the operations that ended in it without an error, in nanoseconds
 * @param overOneSecond operations that took longer than a second, also those that ended later
 * @param aborts how often an operation was aborted because of others, and begun anew
 * @param errors operations that failed
 * @param cpuNanos processor time that all threads of the processes took, in nanoseconds
 */
public record Sample(
    long nanos, Histogram latencies, long overOneSecond, long aborts, long errors, long cpuNanos) {

  /** Operations that ended without an error. */
  public long operations() {
    return latencies.getTotalCount();
  }

  /** Operations a second. */
  public double rate() {
    return operations() * 1e9 / nanos;
  }

  /** The latency that so many percent of the operations did not exceed, in microseconds. */
  public double micros(double percentile) {
    return latencies.getValueAtPercentile(percentile) / 1e3;
  }

  /** Processor time for each operation, in microseconds, of client and nodes together. */
  public double cpuMicrosPerOperation() {
    return operations() == 0 ? 0 : cpuNanos / 1e3 / operations();
  }
}
