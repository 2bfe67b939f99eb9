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

import io.atomix.mcast.time.LocalTime;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/** The heap of this JVM. */
public final class Heap {
  /** Several, because references are cleared one after another. */
  private static final int COLLECTIONS = 3;

  private static final Duration POLL = Duration.ofSeconds(2);

  /** A hundredth less is less. */
  private static final int NOTICEABLE = 100;

  private Heap() {}

  /** Returns how many bytes are in use after forced collections. */
  public static long used() {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /**
   * Returns how many bytes are in use when no more is let go: sessions keep results until their
   * client's next keep-alive, and logs what is read of them until they are compacted.
   *
   * @param stillness for how long what is in use must not have become less
   */
  public static long atRest(Duration stillness) throws InterruptedException {
    long least = used();
    long since = LocalTime.nanos();
    while (LocalTime.nanos() - since < stillness.toNanos()) {
      Thread.sleep(POLL.toMillis());
      long now = used();
      if (now < least - least / NOTICEABLE) {
        since = LocalTime.nanos();
      }
      least = Math.min(least, now);
    }
    return least;
  }
}
