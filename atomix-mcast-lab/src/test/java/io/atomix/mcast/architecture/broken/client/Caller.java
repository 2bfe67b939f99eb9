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
package io.atomix.mcast.architecture.broken.client;

import io.atomix.mcast.architecture.broken.group.Guess;
import io.atomix.utils.time.WallClock;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.function.LongSupplier;

/**
 * Breaks the rules that one place reads the clock, in every way, and that callers know no state.
 */
public final class Caller {
  private final Guess state = new Guess();

  /** Returns what a group keeps for itself. */
  public Object state() {
    return state;
  }

  /** Reads clocks, one of them through a method reference. */
  public long now() {
    LongSupplier nanos = System::nanoTime;
    return nanos.getAsLong()
        + System.currentTimeMillis()
        + Instant.now().toEpochMilli()
        + Clock.systemUTC().millis()
        + new Date().getTime()
        + new WallClock().getTime().unixTimestamp();
  }
}
