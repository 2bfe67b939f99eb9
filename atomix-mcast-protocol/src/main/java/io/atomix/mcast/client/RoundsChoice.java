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

/**
 * Decides how a query of several groups is asked: in two rounds without log entries (rule 12), or
 * as a message. The rounds take two message delays more, and cost less where several queries share
 * them. Where others keep changing what is read they are in vain, so after each failure in a row
 * twice as many queries become messages before the next is tried. Thread-safe.
 */
final class RoundsChoice {
  private static final int MOST_SKIPPED = 16;

  private int underWay;
  private int skip;
  private int lastSkipped;

  /**
   * A query begins; returns whether it may be asked in rounds.
   *
   * @param enough queries under way at once, this one included, from which on the rounds are worth
   *     it
   */
  synchronized boolean begin(int enough) {
    underWay++;
    if (skip > 0) {
      skip--;
      return false;
    }
    return underWay >= enough;
  }

  /** A query that was a message from the beginning is over. */
  synchronized void endMessage() {
    underWay--;
  }

  /** The rounds of a query are over. */
  synchronized void endRounds(boolean confirmed) {
    underWay--;
    lastSkipped = confirmed ? 0 : Math.min(MOST_SKIPPED, Math.max(1, 2 * lastSkipped));
    skip = Math.max(skip, lastSkipped);
  }
}
