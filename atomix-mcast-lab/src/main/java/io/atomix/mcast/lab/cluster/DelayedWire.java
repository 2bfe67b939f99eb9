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
package io.atomix.mcast.lab.cluster;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Every message and every answer takes the same time from one node to another. */
public final class DelayedWire implements Wire, AutoCloseable {
  private volatile long nanos;

  /** One thread, so that what was sent first arrives first. */
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "bench-wire");
            thread.setDaemon(true);
            return thread;
          });

  /** Creates a wire with this delay in each direction. */
  public DelayedWire(Duration delay) {
    this.nanos = delay.toNanos();
  }

  /** Sets how long messages take from now on; those under way arrive when they would have. */
  public void delay(Duration delay) {
    nanos = delay.toNanos();
  }

  @Override
  public void carry(boolean local, String type, byte[] payload, Runnable deliver) {
    carryBack(local, deliver);
  }

  @Override
  public void carryBack(boolean local, Runnable deliver) {
    long delay = nanos;
    if (local || delay == 0) {
      deliver.run();
    } else {
      timer.schedule(deliver, delay, TimeUnit.NANOSECONDS);
    }
  }

  /** Drops what is on its way. */
  @Override
  public void close() {
    timer.shutdownNow();
  }
}
