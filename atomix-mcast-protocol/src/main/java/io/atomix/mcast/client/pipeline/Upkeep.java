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
package io.atomix.mcast.client.pipeline;

import java.time.Duration;

/**
 * Decides when a client that has nothing to send has something to tell, or to ask again. Passive,
 * and guarded by the pipeline's lock.
 */
final class Upkeep {
  private static final long IDLE_NANOS = Duration.ofSeconds(10).toNanos();

  /**
   * An entry for it would hold up what is called next; until then the group keeps the
   * notifications.
   */
  private static final long UNACKNOWLEDGED_NANOS = Duration.ofSeconds(2).toNanos();

  private static final int UNACKNOWLEDGED_ITEMS = 1000;

  /** A group that does not answer for so long may be without a leader. */
  private static final long SILENT_NANOS = Duration.ofMillis(250).toNanos();

  private long lastAsked;
  private long lastTold;
  private long toldResolvedBelow;

  /** Begins at a time in nanoseconds. */
  Upkeep(long now) {
    this.lastAsked = now;
    this.lastTold = now;
  }

  /** A batch is sent: it says that no message below this number will be submitted any more. */
  void told(long now, long resolvedBelow) {
    lastTold = now;
    toldResolvedBelow = resolvedBelow;
  }

  /** Returns whether a batch that is not answered has been sent long ago. */
  boolean isSilent(long now) {
    return now - lastTold >= SILENT_NANOS;
  }

  /**
   * Returns whether there is something to tell without any command.
   *
   * @param unacknowledged how many notifications are here of which the group does not know that
   * @param resolvedBelow the number below which no message will be submitted any more
   */
  boolean hasNews(long now, long unacknowledged, long resolvedBelow) {
    return unacknowledged > 0 && now - lastTold > UNACKNOWLEDGED_NANOS
        || unacknowledged >= UNACKNOWLEDGED_ITEMS
        // A group keeps its refusals for as long as it has not heard this.
        || resolvedBelow > toldResolvedBelow && now - lastTold > IDLE_NANOS;
  }

  /** Returns whether what is late may be asked for, so long after it was asked for last. */
  boolean mayAsk(long now, long againNanos) {
    return now - lastAsked > againNanos;
  }

  /** Asking for what is late begins. */
  void asked(long now) {
    lastAsked = now;
  }
}
