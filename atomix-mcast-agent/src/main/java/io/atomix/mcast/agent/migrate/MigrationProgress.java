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
package io.atomix.mcast.agent.migrate;

import io.atomix.mcast.time.LocalTime;
import java.io.PrintWriter;
import java.time.Duration;

/**
 * Says what a move is at: on a terminal in a line that is written over, elsewhere in a line now and
 * then. Used by one thread.
 */
final class MigrationProgress {
  private static final Duration ON_TERMINAL = Duration.ofMillis(500);
  private static final Duration IN_LOG = Duration.ofSeconds(5);

  private final String name;
  private final PrintWriter out;
  private final boolean terminal;
  private long last = LocalTime.nanos();
  private int width;

  /**
   * Creates a progress.
   *
   * @param name what is moved; each line begins with it
   */
  MigrationProgress(String name, PrintWriter out, boolean terminal) {
    this.name = name;
    this.out = out;
    this.terminal = terminal;
  }

  /** Says something that stays. */
  void say(String line) {
    wipe();
    out.println(name + ": " + line);
    out.flush();
    last = LocalTime.nanos();
  }

  /** Says how far it is, if that was not said just before. */
  void at(String state) {
    long now = LocalTime.nanos();
    if (now - last < (terminal ? ON_TERMINAL : IN_LOG).toNanos()) {
      return;
    }
    if (terminal) {
      wipe();
      String line = name + ": " + state;
      out.print(line);
      out.flush();
      width = line.length();
      last = now;
    } else {
      say(state);
    }
  }

  private void wipe() {
    if (width > 0) {
      out.print("\r" + " ".repeat(width) + "\r");
      width = 0;
    }
  }
}
