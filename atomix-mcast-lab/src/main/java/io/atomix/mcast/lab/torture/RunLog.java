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

import io.atomix.mcast.time.LocalTime;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Log of a run: each line with the time of day (UTC, as node logs need not have it) and the seconds
 * since the histories' zero, on the console and in the file {@code run.log}. Thread-safe.
 */
final class RunLog implements AutoCloseable {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

  private final PrintWriter console;
  private final PrintWriter file;
  private final long begun = LocalTime.nanos();

  RunLog(PrintWriter console, Path folder) {
    this.console = console;
    try {
      this.file =
          new PrintWriter(
              Files.newBufferedWriter(folder.resolve("run.log"), StandardCharsets.UTF_8), true);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write run.log in " + folder, e);
    }
  }

  /** The time of {@link LocalTime#nanos} that counts as zero. */
  long begun() {
    return begun;
  }

  /** Says one line with the time. */
  synchronized void say(String format, Object... arguments) {
    long elapsed = LocalTime.nanos() - begun;
    String time = TIME.format(Instant.ofEpochMilli(LocalTime.millis()));
    String text = String.format(Locale.ROOT, format, arguments);
    plain(String.format(Locale.ROOT, "%s %8.3f  %s", time, elapsed / 1e9, text));
  }

  /** Says something as it is. */
  synchronized void plain(String text) {
    console.println(text);
    console.flush();
    file.println(text);
  }

  @Override
  public void close() {
    file.close();
  }
}
