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

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import io.atomix.utils.time.WallClock;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Date;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The rules that the tree of packages keeps, for a tree below any root package: the project's own,
 * and a broken one that shows that each rule can fail.
 */
final class ArchitectureRules {
  private static final Set<String> CLOCK_METHODS = Set.of("currentTimeMillis", "nanoTime");

  /** What members of one Raft group tell each other. */
  private static final Set<String> OF_MEMBERS =
      Set.of(
          ".wire.LatestTerm",
          ".wire.FollowerReport",
          ".wire.FollowerReport$FollowerProgress",
          ".wire.MemberLog",
          ".wire.LeadershipOffer",
          ".wire.LeadershipOffer$OfferAnswer");

  private final String root;

  ArchitectureRules(String root) {
    this.root = root;
  }

  /** The ordering core imports the JDK and itself, and no thread, I/O or network of the JDK. */
  ArchRule orderingIsPure() {
    return classes()
        .that()
        .resideInAPackage(below("ordering"))
        .should()
        .onlyDependOnClassesThat(
            describe(
                "are of the ordering core or of the JDK's pure part",
                type -> isIn(type, root + ".ordering") || isPureJdk(type)))
        .because("every replica must come to the same state from the same entries alone");
  }

  /**
   * Each package uses only those below it: the partition puts all together, the replica joins the
   * group with the exchange, the client (proxies above, the pipeline below) and the exchange do not
   * know each other, and wire encodes what the core says. Every package but the core and Raft may
   * use the root's words.
   */
  ArchRule dependenciesPointDown() {
    return layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("root")
        .definedBy(root)
        .layer("time")
        .definedBy(below("time"))
        .layer("conflict")
        .definedBy(below("conflict"))
        .layer("metrics")
        .definedBy(below("metrics"))
        .layer("status")
        .definedBy(below("status"))
        .layer("trace")
        .definedBy(below("trace"))
        .layer("partition")
        .definedBy(below("partition"))
        .layer("replica")
        .definedBy(below("replica"))
        .layer("relay")
        .definedBy(below("relay"))
        .layer("raft")
        .definedBy(below("raft"))
        .layer("client")
        .definedBy(root + ".client")
        .layer("pipeline")
        .definedBy(below("client.pipeline"))
        .layer("exchange")
        .definedBy(below("exchange"))
        .layer("group")
        .definedBy(below("group"))
        .layer("wire")
        .definedBy(below("wire"))
        .layer("observe")
        .definedBy(below("observe"))
        .layer("ordering")
        .definedBy(below("ordering"))
        .whereLayer("metrics")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("status")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("trace")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("partition")
        .mayOnlyBeAccessedByLayers("root", "metrics", "status", "trace")
        .whereLayer("replica")
        .mayOnlyBeAccessedByLayers("partition")
        .whereLayer("relay")
        .mayOnlyBeAccessedByLayers("partition")
        .whereLayer("raft")
        .mayOnlyBeAccessedByLayers("partition", "replica")
        .whereLayer("client")
        .mayOnlyBeAccessedByLayers("root", "partition", "replica", "metrics")
        .whereLayer("pipeline")
        .mayOnlyBeAccessedByLayers("partition", "replica", "metrics", "client")
        .whereLayer("exchange")
        .mayOnlyBeAccessedByLayers("replica")
        .whereLayer("group")
        .mayOnlyBeAccessedByLayers("partition", "replica", "exchange", "metrics", "status")
        .whereLayer("wire")
        .mayOnlyBeAccessedByLayers(
            "partition",
            "replica",
            "client",
            "pipeline",
            "exchange",
            "group",
            "metrics",
            "status",
            "raft")
        .whereLayer("observe")
        .mayOnlyBeAccessedByLayers(
            "partition",
            "relay",
            "replica",
            "client",
            "pipeline",
            "group",
            "metrics",
            "status",
            "trace")
        .whereLayer("conflict")
        .mayOnlyBeAccessedByLayers("root", "client")
        .whereLayer("time")
        .mayOnlyBeAccessedByLayers(
            "partition",
            "replica",
            "client",
            "pipeline",
            "exchange",
            "metrics",
            "status",
            "trace",
            "observe")
        .whereLayer("time")
        .mayNotAccessAnyLayer()
        .whereLayer("ordering")
        .mayNotAccessAnyLayer();
  }

  /** The root package is what programs use: all in it is public, and nothing else is there. */
  ArchRule rootIsTheApi() {
    return classes()
        .that()
        .resideInAPackage(root)
        .and()
        .areTopLevelClasses()
        .and()
        .doNotHaveSimpleName("package-info")
        .should()
        .bePublic()
        .because("internals have packages of their own");
  }

  /** Raft could be a library of its own: of ours it needs some messages, and nothing else. */
  ArchRule raftKnowsNothingOfMulticast() {
    return noClasses()
        .that()
        .resideInAPackage(below("raft"))
        .should()
        .dependOnClassesThat(
            describe(
                "are of multicast",
                type ->
                    isIn(type, root)
                        && !type.getBaseComponentType().isPrimitive()
                        && !isIn(type, root + ".raft")
                        && !OF_MEMBERS.contains(type.getName().substring(root.length()))))
        .because("it mends faults of Atomix's Raft, whatever the log is for");
  }

  /** Micrometer is an optional dependency, so only one package may need it. */
  ArchRule onlyMetricsNeedMicrometer() {
    return noClasses()
        .that()
        .resideInAPackage(root + "..")
        .and()
        .resideOutsideOfPackages(below("metrics"), below("agent"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.micrometer..")
        .because("whoever does not measure does not have it");
  }

  /** Only {@code LocalTime} reads a clock. */
  ArchRule onlyOnePlaceReadsTheClock() {
    return noClasses()
        .that()
        .doNotHaveFullyQualifiedName(root + ".time.LocalTime")
        .should()
        .accessTargetWhere(describe("a clock is read", ArchitectureRules::readsClock))
        .because(
            "time is an input like any other: tests replace it, and nothing waits for a right one");
  }

  /** What is replicated reads no clock at all, not even through {@code LocalTime}. */
  ArchRule replicatedCodeHasNoClock() {
    return noClasses()
        .that()
        .resideInAnyPackage(below("ordering"), below("group"))
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName(root + ".time.LocalTime")
        .because("replicas read different clocks: time comes with the log entry");
  }

  /** What is replicated throws no dice. */
  ArchRule replicatedCodeIsNotRandom() {
    return noClasses()
        .that()
        .resideInAnyPackage(below("ordering"), below("group"))
        .should()
        .accessTargetWhere(describe("something random is drawn", ArchitectureRules::isRandom))
        .because("replicas would draw different numbers");
  }

  private String below(String name) {
    return root + "." + name + "..";
  }

  private static boolean isIn(JavaClass type, String packageName) {
    JavaClass element = type.getBaseComponentType();
    return element.isPrimitive()
        || element.getPackageName().equals(packageName)
        || element.getPackageName().startsWith(packageName + ".");
  }

  private static boolean isPureJdk(JavaClass type) {
    String name = type.getBaseComponentType().getName();
    boolean impure =
        isAnyOf(name, "java.util.concurrent.", "java.net.", "java.nio.channels.", "java.nio.file.")
            || isAnyOf(name, "java.io.File", "java.io.Console", "java.io.RandomAccessFile")
            || isAnyOf(name, "java.lang.Thread", "java.lang.Process")
            || name.equals("java.lang.Runtime")
            || isAnyOf(name, "java.util.Timer", "java.time.Clock", "java.lang.ref.");
    boolean exception =
        type.isAssignableTo(Throwable.class) || name.startsWith("java.lang.runtime.");
    return name.startsWith("java.") && (!impure || exception);
  }

  private static boolean isAnyOf(String name, String... prefixes) {
    for (String prefix : prefixes) {
      if (name.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  private static boolean readsClock(JavaAccess<?> access) {
    JavaClass owner = access.getTargetOwner();
    String member = access.getTarget().getName();
    return owner.isEquivalentTo(System.class) && CLOCK_METHODS.contains(member)
        || owner.isAssignableTo(Clock.class) && member.startsWith("system")
        || owner.isAssignableTo(InstantSource.class) && member.equals("system")
        || owner.getPackageName().equals("java.time") && member.equals("now")
        || owner.isEquivalentTo(Date.class) && isConstructorWithoutArguments(access)
        || owner.isEquivalentTo(WallClock.class) && isNew(access)
        || owner.getName().equals("io.atomix.utils.time.WallClockTimestamp")
            && isConstructorWithoutArguments(access);
  }

  /** A subclass that calls the constructor may well tell another time. */
  private static boolean isNew(JavaAccess<?> access) {
    return access.getTarget().getName().equals("<init>")
        && !access.getOriginOwner().isAssignableTo(WallClock.class);
  }

  private static boolean isConstructorWithoutArguments(JavaAccess<?> access) {
    return access.getTarget().getFullName().endsWith(".<init>()");
  }

  private static boolean isRandom(JavaAccess<?> access) {
    JavaClass owner = access.getTargetOwner();
    String member = access.getTarget().getName();
    return owner.isAssignableTo(Random.class)
        || owner.isAssignableTo(RandomGenerator.class)
        || owner.isEquivalentTo(Math.class) && member.equals("random")
        || owner.getName().equals("java.util.UUID") && member.equals("randomUUID")
        || owner.isEquivalentTo(System.class) && member.equals("identityHashCode");
  }
}
