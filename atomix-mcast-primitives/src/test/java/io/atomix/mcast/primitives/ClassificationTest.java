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
package io.atomix.mcast.primitives;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.core.counter.impl.AtomicCounterService;
import io.atomix.core.map.impl.AtomicCounterMapService;
import io.atomix.core.map.impl.AtomicMapService;
import io.atomix.core.map.impl.AtomicTreeMapService;
import io.atomix.core.multimap.impl.AtomicMultimapService;
import io.atomix.core.set.impl.DistributedSetService;
import io.atomix.core.set.impl.DistributedTreeSetService;
import io.atomix.core.value.impl.AtomicValueService;
import io.atomix.mcast.ConflictRelation;
import io.atomix.mcast.Footprint;
import io.atomix.mcast.Invocation;
import io.atomix.mcast.conflict.ConflictRelations;
import io.atomix.primitive.operation.OperationId;
import io.atomix.primitive.operation.Operations;
import io.github.classgraph.ClassGraph;
import io.github.classgraph.ScanResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each operation of each service interface that has a relation is classified deliberately, in
 * {@code classification.txt}: an operation that is new, gone, or touches something else than that
 * file says fails here.
 */
class ClassificationTest {

  /** Services that are left to {@link ConflictRelation#everythingConflicts} on purpose. */
  private static final List<String> WITHOUT_RELATION =
      List.of(
          "barrier.impl.DistributedCyclicBarrierService",
          "election.impl.LeaderElectionService",
          "election.impl.LeaderElectorService",
          "list.impl.DistributedListService",
          "lock.impl.AtomicLockService",
          "multiset.impl.DistributedMultisetService",
          "queue.impl.DistributedQueueService",
          "semaphore.impl.AtomicSemaphoreService",
          "tree.impl.DocumentTreeService",
          "workqueue.impl.WorkQueueService");

  /**
   * Parts that other service interfaces inherit from, and that no primitive is built on directly.
   */
  private static final List<String> PARTS =
      List.of(
          "collection.impl.DistributedCollectionService", "iterator.impl.IterableService",
          "set.impl.DistributedNavigableSetService", "set.impl.DistributedSortedSetService");

  static List<Class<?>> services() {
    return List.of(
        AtomicMapService.class,
        AtomicTreeMapService.class,
        AtomicCounterMapService.class,
        AtomicCounterService.class,
        DistributedSetService.class,
        DistributedTreeSetService.class,
        AtomicMultimapService.class,
        AtomicValueService.class);
  }

  @ParameterizedTest
  @MethodSource("services")
  void everyOperationIsClassified(Class<?> service) throws IOException {
    assertThat(classification(service).keySet())
        .containsExactlyElementsOf(ServiceOperations.of(service).names());
  }

  @ParameterizedTest
  @MethodSource("services")
  void everyOperationTouchesWhatItsClassSays(Class<?> service) throws IOException {
    ConflictRelation relation = ConflictRelations.forService(service);
    ServiceOperations operations = ServiceOperations.of(service);
    RandomArguments random = new RandomArguments(new Random(1));
    assertThat(relation.serviceType()).isEqualTo(service);
    classification(service)
        .forEach(
            (name, kind) -> {
              Object[] arguments = random.of(operations.methods().get(name));
              for (Invocation call :
                  List.of(operations.call(name, arguments), operations.tell(name, arguments))) {
                assertThat(relation.footprint(call))
                    .as("%s of %s: %s", name, service, kind)
                    .isEqualTo(footprint(kind, call));
                assertThat(relation.spansGroups(call))
                    .as("%s of %s spans groups", name, service)
                    .isEqualTo(spansGroups(kind));
              }
              if (!kind.equals("nothing")) {
                assertThat(operations.ids().get(name).type().name().toLowerCase())
                    .as("type of %s of %s", name, service)
                    .isEqualTo(kind.startsWith("reads") ? "query" : "command");
              }
            });
  }

  @ParameterizedTest
  @MethodSource("services")
  void whatIsNotExpectedTouchesTheWholePrimitiveAndNeverThrows(Class<?> service) {
    ConflictRelation relation = ConflictRelations.forService(service);
    for (String name : ServiceOperations.of(service).names()) {
      Invocation right = ServiceOperations.of(service).call(name, "key");
      for (Object[] arguments : new Object[][] {null, {}, {List.of(1)}, {new Object(), 1, 2, 3}}) {
        Invocation wrong = Invocation.of(right.operation(), arguments, true);
        assertThat(relation.footprint(wrong))
            .as("%s of %s", name, service)
            .isIn(
                Footprint.none(),
                ConflictRelation.everythingConflicts(right),
                Footprint.none().readsEach(List.of(1)),
                Footprint.none().writesEach(List.of(1)));
        assertThat(relation.footprint(wrong).isEmpty())
            .isEqualTo(relation.footprint(right).isEmpty());
      }
    }
    Invocation unknown = Invocation.of(OperationId.command("none"), null, true);
    assertThat(relation.footprint(unknown)).isEqualTo(Footprint.none().writesAll());
    assertThat(relation.spansGroups(unknown)).isTrue();
  }

  @Test
  void everyServiceInterfaceOfAtomixIsAccountedFor() {
    try (ScanResult scan =
        new ClassGraph().whitelistPackages("io.atomix.core").enableAllInfo().scan()) {
      List<String> withOperations =
          scan.getAllInterfaces().loadClasses().stream()
              .filter(type -> !Operations.getMethodMap(type).isEmpty())
              .map(Class::getName)
              .collect(Collectors.toList());
      List<String> accountedFor =
          Stream.concat(
                  services().stream().map(Class::getName),
                  Stream.concat(WITHOUT_RELATION.stream(), PARTS.stream())
                      .map("io.atomix.core."::concat))
              .collect(Collectors.toList());
      assertThat(withOperations).containsExactlyInAnyOrderElementsOf(accountedFor);
    }
  }

  private static boolean spansGroups(String kind) {
    return !kind.equals("nothing") && !kind.equals("transaction step");
  }

  private static Footprint footprint(String kind, Invocation call) {
    Object first = call.arguments().isEmpty() ? null : call.argument(0);
    Footprint none = Footprint.none();
    return switch (kind) {
      case "nothing" -> none;
      case "reads whole" -> none.readsAll();
      case "writes whole", "transaction step" -> none.writesAll();
      case "reads key" -> none.reads(first);
      case "writes key" -> none.writes(first);
      case "reads keys" -> none.readsEach((Collection<?>) first);
      case "writes keys" -> none.writesEach((Collection<?>) first);
      case "writes mapped keys" -> none.writesEach(((Map<?, ?>) first).keySet());
      case "adds to key" -> call.resultWanted() ? none.writes(first) : none.commutes(first);
      case "adds to whole" -> call.resultWanted() ? none.writesAll() : none.commutesAll();
      default -> throw new AssertionError("classification.txt has an unknown class: " + kind);
    };
  }

  private static Map<String, String> classification(Class<?> service) throws IOException {
    Map<String, String> kinds = new TreeMap<>();
    String section = "";
    try (InputStream in = ClassificationTest.class.getResourceAsStream("classification.txt")) {
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
        if (line.startsWith("[")) {
          section = line.substring(1, line.length() - 1);
        } else if (section.equals(service.getSimpleName()) && line.contains(":")) {
          String kind = line.substring(0, line.indexOf(':')).trim();
          for (String name : line.substring(line.indexOf(':') + 1).trim().split(" +")) {
            assertThat(kinds.put(name, kind))
                .as("second class of %s of %s", name, section)
                .isNull();
          }
        }
      }
    }
    return kinds;
  }
}
