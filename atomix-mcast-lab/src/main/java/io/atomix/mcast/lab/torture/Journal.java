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

import io.atomix.mcast.NotAppliedException;
import io.atomix.mcast.checker.Event;
import io.atomix.mcast.checker.HistoryFile;
import io.atomix.mcast.checker.Operation;
import io.atomix.mcast.time.LocalTime;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/**
 * Records a client's operations so that its death loses nothing: a line is with the operating
 * system before the operation begins, and another one before its result is used. {@link
 * JournalFile} reads it. Thread-safe.
 */
final class Journal implements AutoCloseable {
  private final LineFile file;
  private long operations;

  /** Begins a file; there must be none. */
  Journal(Path path) {
    file = LineFile.begin(path);
  }

  /**
   * Carries out an operation and records it.
   *
   * @param client who does it
   * @param object what it is done to
   * @param call does it, and gives the result in a form that {@link Event#completed} takes
   * @return the result
   * @throws Exception what {@code call} throws, after recording what that means
   */
  Object run(String client, String object, Operation operation, Callable<Object> call)
      throws Exception {
    long invoked = LocalTime.nanos();
    long id = begin(Event.unknown(client, operation, invoked).on(object));
    Object result;
    try {
      result = call.call();
    } catch (Exception e) {
      file.add((saysNotApplied(e) ? "-" : "?") + id + " " + LocalTime.nanos());
      throw e;
    }
    long returned = LocalTime.nanos();
    Event event = Event.completed(client, operation, invoked, returned, result).on(object);
    file.add("=" + id + " " + HistoryFile.line(event));
    return result;
  }

  /** Records an operation that was answered, of which nobody could tell before what it would be. */
  synchronized void add(Event event) {
    operations++;
    file.add("=" + operations + " " + HistoryFile.line(event));
  }

  private synchronized long begin(Event event) {
    operations++;
    file.add("+" + operations + " " + HistoryFile.line(event));
    return operations;
  }

  /** Returns whether an error says that an operation was not applied and never will be. */
  static boolean saysNotApplied(Throwable error) {
    return error instanceof NotAppliedException || error.getCause() instanceof NotAppliedException;
  }

  @Override
  public void close() {
    file.close();
  }
}
