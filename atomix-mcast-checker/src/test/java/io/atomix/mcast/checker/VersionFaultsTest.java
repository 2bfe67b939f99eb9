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
package io.atomix.mcast.checker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A store whose values are right and whose versions are wrong, once. */
class VersionFaultsTest {

  private static final int RUNS = Integer.getInteger("mcast.runs", 60);

  @ParameterizedTest
  @EnumSource
  void aWrongVersionIsFoundIfItCanBeSeen(SimulatedVersions.VersionFault fault) {
    long first = Long.getLong("mcast.seed", new Random().nextInt(1 << 30));
    int happened = 0;
    int found = 0;
    int undecided = 0;
    for (long seed = first; seed < first + RUNS; seed++) {
      SimulatedVersions versions = new SimulatedVersions(new Random(~seed), fault, 1);
      Workload workload = new Workload(3, 0, 5, 5, false);
      List<Event> history =
          new SimulatedStore(seed, workload, 2, new Fault(null, 0), versions).run(4, 50);
      if (versions.happened()) {
        Verdict verdict = new StrictSerializability(100_000).decide(history);
        happened++;
        found += verdict instanceof Verdict.Violation ? 1 : 0;
        undecided += verdict instanceof Verdict.Undecided ? 1 : 0;
      }
    }
    System.out.printf(
        "%s from seed %d: happened %d, found %d, could not be seen %d, undecided %d%n",
        fault, first, happened, found, happened - found - undecided, undecided);
    assertThat(happened).isGreaterThan(RUNS / 10);
    assertThat(undecided).as("undecided of " + happened).isLessThanOrEqualTo(happened / 10);
    assertThat(found).as("found of " + happened).isGreaterThan(happened / 5);
  }
}
