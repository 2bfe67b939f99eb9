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

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The production code of every module keeps the rules of the tree. */
class ArchitectureTest {
  private static final String ROOT = "io.atomix.mcast";
  private static final Pattern PRODUCTION =
      Pattern.compile(
          ".*/atomix-mcast-(protocol|primitives|history|agent|lab)/target/(classes/|[^/]*\\.jar!/).*");
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(location -> location.matches(PRODUCTION))
          .importPackages(ROOT);

  private final ArchitectureRules rules = new ArchitectureRules(ROOT);

  @Test
  void findsTheCodeOfTheModules() {
    assertThat(CLASSES)
        .extracting(JavaClass::getPackageName)
        .contains(
            ROOT,
            ROOT + ".ordering",
            ROOT + ".group",
            ROOT + ".primitives",
            ROOT + ".agent",
            ROOT + ".lab");
  }

  @Test
  void orderingImportsTheJdkAndItself() {
    rules.orderingIsPure().check(CLASSES);
  }

  @Test
  void theRootPackageIsTheApi() {
    rules.rootIsTheApi().check(CLASSES);
    assertThat(CLASSES)
        .filteredOn(type -> type.getPackageName().equals(ROOT) && type.isTopLevelClass())
        .extracting(JavaClass::getSimpleName)
        .as("the API, to which nothing is added in passing")
        .containsExactlyInAnyOrder(
            "ConditionalOperation",
            "ConflictRelation",
            "Decision",
            "DecisionPart",
            "Footprint",
            "GenericMulticastProtocol",
            "GenericMulticastProtocolBuilder",
            "GenericMulticastProtocolConfig",
            "HeldLock",
            "Invocation",
            "JointDecision",
            "MessageAwareService",
            "MulticastProxyClient",
            "NotAppliedException",
            "OutcomeUnknownException",
            "PreviewedKeys",
            "PreviewingService",
            "ReadConsistency",
            "ResultAtVote",
            "package-info");
  }

  @Test
  void dependenciesPointDown() {
    rules.dependenciesPointDown().check(CLASSES);
  }

  @Test
  void raftKnowsNothingOfMulticast() {
    rules.raftKnowsNothingOfMulticast().check(CLASSES);
  }

  @Test
  void micrometerIsNeededByTheMetricsAlone() {
    rules.onlyMetricsNeedMicrometer().check(CLASSES);
  }

  @Test
  void onlyLocalTimeReadsTheClock() {
    rules.onlyOnePlaceReadsTheClock().check(CLASSES);
  }

  @Test
  void replicatedCodeHasNoClock() {
    rules.replicatedCodeHasNoClock().check(CLASSES);
  }

  @Test
  void replicatedCodeIsNotRandom() {
    rules.replicatedCodeIsNotRandom().check(CLASSES);
  }
}
