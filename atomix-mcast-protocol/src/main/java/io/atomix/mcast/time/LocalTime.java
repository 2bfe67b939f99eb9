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
package io.atomix.mcast.time;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The only place that reads this machine's clocks. Nothing replicated may depend on what it
 * returns: it serves resending, time-outs and measurements, none of which needs a clock to be
 * right.
 */
public final class LocalTime {

  private LocalTime() {}

  /** Returns nanoseconds from an arbitrary origin; never goes back. For measuring elapsed time. */
  public static long nanos() {
    return System.nanoTime();
  }

  /**
   * Returns microseconds since 1970. May jump; for comparing what several machines have recorded.
   */
  public static long micros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }

  /**
   * Returns microseconds since 1970, as the clock was when this was first asked for and as time has
   * passed since: it does not jump.
   */
  public static long steadyMicros() {
    return Steady.MICROS + (nanos() - Steady.NANOS) / 1000;
  }

  private static final class Steady {
    private static final long MICROS = micros();
    private static final long NANOS = nanos();
  }

  /** Returns milliseconds since 1970. May jump; for telling people and logs the time. */
  public static long millis() {
    return System.currentTimeMillis();
  }
}
