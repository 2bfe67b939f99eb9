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

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * What one run has of faults, operations and sizes; it follows from the seed. Half of the runs have
 * all faults and operations, in usual sizes. What one fault keeps from happening, another run
 * without it comes to.
 */
final class Draw {
  private static final int USUAL_RESEND = 250;
  private static final int AT_ONCE = 10;
  private static final int USUAL_DELAY = 4000;
  private static final int LONG_DELAY = 20_000;

  /** The slots of {@link LedgerCalls#any} that are one kind of operation. */
  private static final List<List<Integer>> OPERATIONS =
      List.of(
          List.of(0, 1),
          List.of(2),
          List.of(3),
          List.of(4, 5, 6),
          List.of(7),
          List.of(8, 9, 10),
          List.of(11, 12),
          List.of(13, 14, 15),
          List.of(16),
          List.of(17, 18, 19));

  /** Everything, in usual sizes. */
  static final Draw USUAL = new Draw();

  private final Set<Disturbance> disturbances = EnumSet.allOf(Disturbance.class);
  private final List<Integer> operations = new ArrayList<>();
  private boolean smallBatches;
  private boolean restoresEverywhere;
  private boolean shortSets;
  private int resendMillis = USUAL_RESEND;
  private int longestDelay = USUAL_DELAY;

  /** What happens now and then. */
  enum Disturbance {
    ELECTION,
    STRANDED_LEADER,
    CRASH,
    RESTORE,
    SNAPSHOT,
    EXPIRY,
    KILL,
    SLOW_GROUP,
    LAG,
    CLOCKS,
    CUT
  }

  private Draw() {
    OPERATIONS.forEach(operations::addAll);
  }

  private Draw(SplittableRandom random) {
    for (Disturbance disturbance : Disturbance.values()) {
      if (random.nextInt(3) == 0) {
        disturbances.remove(disturbance);
      }
    }
    for (List<Integer> kind : OPERATIONS) {
      if (random.nextBoolean()) {
        operations.addAll(kind);
      }
    }
    if (operations.isEmpty()) {
      OPERATIONS.forEach(operations::addAll);
    }
    smallBatches = random.nextInt(4) == 0;
    restoresEverywhere = random.nextInt(6) == 0;
    shortSets = random.nextInt(4) == 0;
    resendMillis = random.nextInt(4) == 0 ? AT_ONCE : USUAL_RESEND;
    longestDelay = random.nextInt(3) == 0 ? LONG_DELAY : USUAL_DELAY;
  }

  /** Returns what the run of a seed has. */
  static Draw of(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return random.nextBoolean() ? USUAL : new Draw(random);
  }

  boolean has(Disturbance disturbance) {
    return disturbances.contains(disturbance);
  }

  /** Returns one of the operations that there are, instead of one of all. */
  int operation(int slot) {
    return operations.get(slot % operations.size());
  }

  /** Whether entries of leaders hold one command, and those of clients a few. */
  boolean smallBatches() {
    return smallBatches;
  }

  /** Whether one member is restored from a snapshot after each entry. */
  boolean restoresEverywhere() {
    return restoresEverywhere;
  }

  /** Whether a set of more than one message is too large to be told. */
  boolean shortSets() {
    return shortSets;
  }

  /** After how long leaders say again what was not answered, in milliseconds. */
  int resendMillis() {
    return resendMillis;
  }

  /** How long messages may be under way, in milliseconds. */
  int longestDelay() {
    return longestDelay;
  }

  @Override
  public String toString() {
    if (this == USUAL) {
      return "all faults and operations";
    }
    return "faults "
        + disturbances
        + ", operations "
        + operations
        + (smallBatches ? ", small batches" : "")
        + (restoresEverywhere ? ", restored after each entry" : "")
        + (shortSets ? ", sets of one" : "")
        + ", said again after "
        + resendMillis
        + " ms, up to "
        + longestDelay
        + " ms under way";
  }
}
