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
package io.atomix.mcast.simulation;

/**
 * What has to come when nothing goes wrong any more, and how long that may take, in the time of the
 * simulation. {@code docs/testing.md} explains the bounds.
 */
enum Recovery {
  /** Every call has ended. */
  CALLS("the last fault: ", 20_000),

  /** Every client that listens has been answered once more. */
  LISTENERS("the last fault: a listening client that asks for changes: ", 20_000),

  /** Every replica has applied all, and none holds a message, an outcome, a result or an event. */
  MESSAGES("the last fault: ", 30_000),

  /** Timers that were set have run. */
  TIMERS("the last fault: ", 30_000),

  /** From when a new client has come, or has called: it is answered. */
  READS("a new client has called: ", 30_000),

  /** From when all clients were closed: no group and no exchange remembers anything of them. */
  REST("all clients have closed: ", 30_000);

  private final String since;
  private final long millis;

  Recovery(String since, long millis) {
    this.since = since;
    this.millis = millis;
  }

  /** Returns how long it may take, in milliseconds. */
  long millis() {
    return millis;
  }

  /** Returns since when, in words that go on. */
  String since() {
    return since;
  }
}
