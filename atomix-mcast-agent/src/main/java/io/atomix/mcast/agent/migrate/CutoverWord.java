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

import io.atomix.mcast.agent.CommandException;
import io.atomix.mcast.time.LocalTime;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** Tells when the word was given that the old programs have stopped. */
interface CutoverWord {

  /** Returns whether it was given. Does not wait for it. */
  boolean isGiven() throws InterruptedException;

  /** Returns what has to be done to give it, as an end of a sentence. */
  String how();

  /** Returns a word that is a line of input; the end of the input is none. */
  static CutoverWord line(InputStream input) {
    AtomicBoolean given = new AtomicBoolean();
    Thread reader =
        new Thread(
            () -> {
              try {
                for (int next = input.read(); next >= 0; next = input.read()) {
                  if (next == '\n') {
                    given.set(true);
                    return;
                  }
                }
              } catch (IOException e) {
                // As at the end of the input: nobody can say it there.
                given.set(false);
              }
            },
            "mcast-cutover");
    reader.setDaemon(true);
    reader.start();
    return of(given::get, "press Enter (a line on standard input)");
  }

  /**
   * Returns a word that is a file that comes to be.
   *
   * @throws CommandException if the file is there already
   */
  static CutoverWord file(Path file) {
    if (Files.exists(file)) {
      throw new CommandException(
          "--cutover-file " + file + " exists already: it would be the word at once; remove it");
    }
    return of(() -> Files.exists(file), "create the file " + file);
  }

  /** Returns a word that is given once no other program has a session with the source. */
  static CutoverWord clientsGone(OldClients clients) {
    return new CutoverWord() {
      private static final Duration PAUSE = Duration.ofSeconds(1);
      private long looked = LocalTime.nanos() - PAUSE.toNanos();

      @Override
      public boolean isGiven() throws InterruptedException {
        long now = LocalTime.nanos();
        if (now - looked < PAUSE.toNanos()) {
          return false;
        }
        looked = now;
        return clients.count().equals(OptionalInt.of(0));
      }

      @Override
      public String how() {
        return "it is given when the last of them has ended";
      }
    };
  }

  private static CutoverWord of(BooleanSupplier given, String how) {
    return new CutoverWord() {
      @Override
      public boolean isGiven() {
        return given.getAsBoolean();
      }

      @Override
      public String how() {
        return how;
      }
    };
  }
}
