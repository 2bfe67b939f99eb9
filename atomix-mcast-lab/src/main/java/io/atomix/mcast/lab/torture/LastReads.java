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

import io.atomix.mcast.checker.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;

/** Reads all that there is of a round, and tries again what fails. */
final class LastReads {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private record LastRead(String object, Operation operation) {}

  private final String client;
  private final int round;
  private final Objects objects;
  private final Journal journal;

  LastReads(String client, int round, Objects objects, Journal journal) {
    this.client = client;
    this.round = round;
    this.objects = objects;
    this.journal = journal;
  }

  /**
   * Carries them out.
   *
   * @throws IllegalStateException if one did not succeed within 60 s
   */
  void run() {
    for (LastRead read : reads()) {
      boolean inTime = ProcessWait.until(LIMIT, () -> succeeds(read));
      if (!inTime) {
        throw new IllegalStateException(read + " did not succeed within " + LIMIT);
      }
    }
  }

  private boolean succeeds(LastRead read) {
    try {
      journal.run(
          client,
          Objects.name(read.object, round),
          read.operation,
          () -> objects.apply(read.object, read.operation));
      return true;
    } catch (Exception e) {
      System.out.println(client + ": " + read + ": " + e);
      return false;
    }
  }

  private static List<LastRead> reads() {
    SplittableRandom unused = new SplittableRandom(0);
    List<LastRead> reads = new ArrayList<>();
    for (String key : ClientLoad.registers()) {
      reads.add(new LastRead(Objects.REGISTERS, Operation.read(key)));
    }
    reads.add(new LastRead(Objects.REGISTERS, new Operation.Size()));
    reads.add(new LastRead(Objects.ENTRIES, new Operation.Snapshot()));
    reads.add(new LastRead(Objects.COUNTERS, new Operation.Sum()));
    reads.add(
        new LastRead(
            Objects.COUNTERS,
            new Operation.Count(new TreeSet<>(ClientLoad.counters(unused).all()))));
    reads.add(new LastRead(Objects.LEDGER, new Operation.Snapshot()));
    reads.add(
        new LastRead(
            Objects.FENCED,
            new Operation.Read(new TreeSet<>(FencedMaps.keys(ClientLoad.fenced(unused).all())))));
    return reads;
  }
}
