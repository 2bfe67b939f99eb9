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

import io.atomix.mcast.observe.ClientCounts;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.primitive.PrimitiveException;
import io.atomix.utils.concurrent.ThreadContext;
import java.time.Duration;

/**
 * Bounds the operations that a client has in flight in one group. Thread-safe. A thread of Atomix's
 * own is never made to wait, because the answers that it would wait for may need it; it may go
 * beyond the limit, to twice of it, because most of what it calls follows on operations that have
 * just ended.
 */
final class InFlightLimiter {
  private final GroupId group;
  private final int limit;
  private final boolean waits;
  private final Duration patience;
  private int inFlight;
  private long waited;
  private long rejected;

  /**
   * Creates a bound.
   *
   * @param waits whether a caller beyond the limit waits, for as long as the patience lasts, or
   *     fails at once
   */
  InFlightLimiter(GroupId group, int limit, boolean waits, Duration patience) {
    this.group = group;
    this.limit = limit;
    this.waits = waits;
    this.patience = patience;
  }

  /**
   * Lets one operation in.
   *
   * @throws PrimitiveException.Unavailable if there is no room; nothing was sent then
   */
  synchronized void enter() {
    boolean atomixThread = ThreadContext.currentContext() != null;
    if (waits && inFlight >= limit && !atomixThread) {
      waited++;
      await();
    }
    int allowed = waits && atomixThread ? 2 * limit : limit;
    if (inFlight >= allowed) {
      rejected++;
      throw new PrimitiveException.Unavailable(
          "Group "
              + group
              + " has "
              + inFlight
              + " operations of this client in flight, and maxInFlight is "
              + limit
              + (!waits
                  ? " with onOverload: fail"
                  : atomixThread
                      ? "; a thread of Atomix cannot wait"
                      : "; none ended within " + patience.toMillis() + " ms")
              + ". Nothing was sent: try again later, raise maxInFlight, or send less");
    }
    inFlight++;
  }

  /** An operation has ended. */
  synchronized void leave() {
    inFlight--;
    notify();
  }

  synchronized int inFlight() {
    return inFlight;
  }

  /** Returns what has happened here, together with a count kept elsewhere. */
  synchronized ClientCounts counts(long retries) {
    return new ClientCounts(inFlight, waited, rejected, retries);
  }

  private void await() {
    long left = patience.toNanos();
    long deadline = io.atomix.mcast.time.LocalTime.nanos() + left;
    try {
      while (inFlight >= limit && left > 0) {
        wait(left / 1_000_000, (int) (left % 1_000_000));
        left = deadline - io.atomix.mcast.time.LocalTime.nanos();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
