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
package io.atomix.mcast.exchange;

import java.time.Duration;

/**
 * Lets statements gather that nobody waits for: those on messages whose clients have been told all
 * they want with the votes (rule 8). Telling each by itself would cost about as much as the message
 * did. As soon as something waits for such a message, nothing gathers for a while. Not thread-safe
 * but where it says so.
 */
final class StatementBatcher {
  /**
   * Time for which haste lasts: long enough to stay in force where each message waits for the one
   * before.
   */
  private static final long HURRIED_NANOS = Duration.ofMillis(5).toNanos();

  private static final int FORESEEN_PARTS = 4;

  private final Duration time;
  private final Later later;
  private final Runnable due;
  private final Runnable all;
  private boolean scheduled;
  private volatile long hurriedAt;
  private volatile boolean hurried;

  /**
   * Creates a gathering.
   *
   * @param time how long statements gather; zero for not at all
   * @param due says what has gathered for so long; some may be left, which then {@link #mayWait}
   * @param all adds all that has gathered to what is said next
   */
  StatementBatcher(Duration time, Later later, Runnable due, Runnable all) {
    this.time = time;
    this.later = later;
    this.due = due;
    this.all = all;
  }

  /** Returns whether statements may gather now. Any thread. */
  boolean mayGather(long now) {
    return !time.isZero() && !(hurried && now - hurriedAt < HURRIED_NANOS);
  }

  /**
   * Returns whether what is to be told of a message has waited for long enough. Where its client
   * says itself that it is stable, two of the client's batches have to come before that.
   */
  boolean isDue(TrackedMessage message, long now) {
    return now - message.since() >= (message.isForeseen() ? FORESEEN_PARTS : 1) * time.toNanos();
  }

  /** Returns whether a statement may wait, in which case it is released in time. */
  boolean mayWait(long now) {
    if (!mayGather(now)) {
      return false;
    }
    if (!scheduled) {
      scheduled = true;
      later.run(
          time,
          () -> {
            scheduled = false;
            due.run();
          });
    }
    return true;
  }

  /** Takes note that something waits. */
  void hurry(long now) {
    hurriedAt = now;
    hurried = true;
    all.run();
  }
}
