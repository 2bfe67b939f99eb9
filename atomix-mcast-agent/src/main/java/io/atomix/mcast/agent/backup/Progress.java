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
package io.atomix.mcast.agent.backup;

import io.atomix.mcast.time.LocalTime;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** Says what a command is at, every two seconds. Not thread-safe. */
final class Progress {
  private static final Duration INTERVAL = Duration.ofSeconds(2);
  private static final double MEGABYTE = 1e6;

  private final PrintWriter out;
  private long next = LocalTime.nanos() + INTERVAL.toNanos();

  Progress(PrintWriter out) {
    this.out = out;
  }

  /** The command is at something. */
  void at(String what) {
    if (LocalTime.nanos() - next >= 0) {
      out.println("mcast: " + what);
      out.flush();
      next = LocalTime.nanos() + INTERVAL.toNanos();
    }
  }

  /** The command has so many bytes of all. */
  void at(String what, long done, long all) {
    at("%s, %s of %s".formatted(what, size(done), size(all)));
  }

  /** Returns a number of bytes in words. */
  static String size(long bytes) {
    return bytes < 100_000
        ? bytes + " bytes"
        : String.format(Locale.ROOT, "%.1f MB", bytes / MEGABYTE);
  }
}
