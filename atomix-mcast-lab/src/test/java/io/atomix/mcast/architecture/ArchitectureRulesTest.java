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
package io.atomix.mcast.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import org.junit.jupiter.api.Test;

/**
 * Each rule fails on the tree below {@code broken}, and says where: a check never seen to fail
 * counts for nothing.
 */
class ArchitectureRulesTest {
  private static final String ROOT = "io.atomix.mcast.architecture.broken";
  private static final JavaClasses BROKEN = new ClassFileImporter().importPackages(ROOT);

  private final ArchitectureRules rules = new ArchitectureRules(ROOT);

  @Test
  void orderingThatImportsAnythingElseIsFound() {
    assertBroken(
        rules.orderingIsPure(), "ordering.Impure", "wire.Upwards", "LocalTime", "java.lang.Thread");
  }

  @Test
  void internalsInTheRootPackageAreFound() {
    assertBroken(rules.rootIsTheApi(), "broken.Internal", "does not have modifier PUBLIC");
  }

  @Test
  void upwardDependenciesAreFound() {
    assertBroken(rules.dependenciesPointDown(), "wire.Upwards", "client.Caller");
    assertBroken(rules.dependenciesPointDown(), "ordering.Impure", "wire.Upwards");
    assertBroken(rules.dependenciesPointDown(), "ordering.Impure", "broken.time.LocalTime");
    assertBroken(rules.dependenciesPointDown(), "exchange.Gossip", "client.Caller");
    assertBroken(rules.dependenciesPointDown(), "client.Caller", "group.Guess");
    assertBroken(rules.dependenciesPointDown(), "pipeline.Upcall", "client.Caller");
    assertThat(rules.dependenciesPointDown().evaluate(BROKEN).getFailureReport().getDetails())
        .noneMatch(detail -> detail.contains("partition.Everything"));
  }

  @Test
  void raftThatKnowsOfMulticastIsFound() {
    assertBroken(rules.raftKnowsNothingOfMulticast(), "raft.Nosy", "client.Caller", "LocalTime");
    assertBroken(rules.dependenciesPointDown(), "raft.Nosy", "client.Caller");
  }

  @Test
  void clocksAreFound() {
    assertBroken(
        rules.onlyOnePlaceReadsTheClock(),
        "client.Caller",
        "System.nanoTime",
        "System.currentTimeMillis",
        "Instant.now",
        "Clock.systemUTC",
        "Date.<init>",
        "WallClock");
  }

  @Test
  void theOnePlaceMayReadTheClock() {
    EvaluationResult result = rules.onlyOnePlaceReadsTheClock().evaluate(BROKEN);
    assertThat(result.getFailureReport().getDetails())
        .noneMatch(detail -> detail.startsWith("Method <" + ROOT + ".time.LocalTime."));
  }

  @Test
  void clocksInReplicatedCodeAreFound() {
    assertBroken(rules.replicatedCodeHasNoClock(), "group.Guess", "broken.time.LocalTime");
    assertBroken(rules.replicatedCodeHasNoClock(), "ordering.Impure", "broken.time.LocalTime");
  }

  @Test
  void randomnessInReplicatedCodeIsFound() {
    assertBroken(
        rules.replicatedCodeIsNotRandom(),
        "group.Guess",
        "ThreadLocalRandom",
        "Math.random",
        "UUID.randomUUID",
        "identityHashCode");
  }

  private static void assertBroken(ArchRule rule, String where, String... what) {
    EvaluationResult result = rule.evaluate(BROKEN);
    assertThat(result.hasViolation()).as("%s", rule.getDescription()).isTrue();
    for (String part : what) {
      assertThat(result.getFailureReport().getDetails())
          .as("%s finds %s in %s", rule.getDescription(), part, where)
          .anyMatch(detail -> detail.contains(where) && detail.contains(part));
    }
  }
}
