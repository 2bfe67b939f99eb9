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
package io.atomix.mcast.client;

import io.atomix.mcast.client.pipeline.Lab;
import io.atomix.mcast.testing.schedules.Schedules;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Schedules of threads at an {@link InFlightLimiter}. */
class InFlightLimiterSchedulesTest {
  private static final Duration LONG = Duration.ofDays(1);

  @Test
  void whoWaitsComesInAndNeverMoreThanTheLimit() {
    Schedules.explore(
        1_000,
        () -> {
          InFlightLimiter limiter = new InFlightLimiter(Lab.G, 1, true, LONG);
          AtomicInteger inside = new AtomicInteger();
          Runnable caller =
              () -> {
                limiter.enter();
                Schedules.same("inside", 1, inside.incrementAndGet());
                inside.decrementAndGet();
                limiter.leave();
              };
          Schedules.sideBySide(caller, caller, caller);
          Schedules.same("left inside", 0, limiter.inFlight());
        });
  }
}
