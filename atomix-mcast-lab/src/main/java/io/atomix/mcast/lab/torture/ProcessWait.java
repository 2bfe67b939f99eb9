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
package io.atomix.mcast.lab.torture;

import io.atomix.mcast.agent.CommandException;
import io.atomix.mcast.time.LocalTime;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what other processes do. */
final class ProcessWait {
  private static final long POLL_MILLIS = 50;

  private ProcessWait() {}

  /** Waits until {@code condition} holds; whether it did before {@code limit} was over. */
  static boolean until(Duration limit, BooleanSupplier condition) {
    long end = LocalTime.nanos() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (LocalTime.nanos() - end > 0) {
        return false;
      }
      pause(Duration.ofMillis(POLL_MILLIS));
    }
    return true;
  }

  /** Lets time pass. */
  static void pause(Duration length) {
    try {
      Thread.sleep(length.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException("The torture was interrupted");
    }
  }
}
