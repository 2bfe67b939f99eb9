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

import io.atomix.mcast.NotAppliedException;

/**
 * Holds a multicast message back until it stands behind nothing that has to wait, in any of its
 * groups. Else the groups that have it would wait for the vote of one in whose queue it stands
 * behind others, hold up all that conflicts with it, and take its client for dead in the end (rule
 * 9). Thread-safe.
 */
final class Gate {
  private final Runnable opened;
  private int missing;
  private NotAppliedException withdrawn;

  /**
   * Creates a gate.
   *
   * @param groups in how many groups the message has to arrive here
   * @param opened what is to be done, without locks, once it has
   */
  Gate(int groups, Runnable opened) {
    this.missing = groups;
    this.opened = opened;
  }

  /**
   * In one more group, nothing stands before the message; returns whether that was the last one.
   */
  synchronized boolean arrive() {
    missing--;
    return missing == 0;
  }

  /** Tells the groups that arrived earlier; called by the last one. */
  void open() {
    opened.run();
  }

  synchronized boolean isOpen() {
    return missing == 0;
  }

  /** The message must not be sent to any group any more that it was not sent to. */
  synchronized void withdraw(NotAppliedException why) {
    if (withdrawn == null) {
      withdrawn = why;
    }
  }

  /** Returns why the message must not be sent any more, or null. */
  synchronized NotAppliedException withdrawn() {
    return withdrawn;
  }
}
