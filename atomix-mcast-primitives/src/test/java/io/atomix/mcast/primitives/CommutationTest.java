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

import io.atomix.core.counter.AtomicCounterType;
import io.atomix.core.map.AtomicCounterMapType;
import io.atomix.core.map.AtomicMapType;
import io.atomix.core.map.AtomicNavigableMapType;
import io.atomix.core.multimap.AtomicMultimapType;
import io.atomix.core.set.DistributedNavigableSetType;
import io.atomix.core.set.DistributedSetType;
import io.atomix.core.value.AtomicValueType;
import io.atomix.mcast.ConflictRelation;
import io.atomix.mcast.Footprint;
import io.atomix.mcast.Invocation;
import io.atomix.mcast.primitives.counter.MulticastCounterMapType;
import io.atomix.mcast.primitives.counter.impl.MulticastCounterMapRelation;
import io.atomix.mcast.primitives.map.MulticastMapType;
import io.atomix.mcast.primitives.map.impl.MulticastMapRelation;
import io.atomix.primitive.PrimitiveType;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Operations that do not conflict commute, on Atomix's own services; and the check that says so
 * catches relations that promise too much. Replay a run with {@code -Dmcast.seed=SEED}; look at
 * more pairs with {@code -Dmcast.pairs=N}.
 */
class CommutationTest {
  private static final Logger LOG = LoggerFactory.getLogger(CommutationTest.class);
  private static final long SEED = Long.getLong("mcast.seed", System.nanoTime());
  private static final int PAIRS = Integer.getInteger("mcast.pairs", 1000);
  private static final int PAIRS_TO_CATCH_A_FAULT = 20_000;

  static Stream<Arguments> relations() {
    return Stream.of(
        Arguments.of(AtomicMapType.instance(), new AtomicMapRelation()),
        Arguments.of(MulticastMapType.instance(), new MulticastMapRelation()),
        Arguments.of(AtomicNavigableMapType.instance(), new AtomicTreeMapRelation()),
        Arguments.of(AtomicCounterMapType.instance(), new AtomicCounterMapRelation()),
        Arguments.of(MulticastCounterMapType.instance(), new MulticastCounterMapRelation()),
        Arguments.of(AtomicCounterType.instance(), new AtomicCounterRelation()),
        Arguments.of(DistributedSetType.instance(), new DistributedSetRelation()),
        Arguments.of(DistributedNavigableSetType.instance(), new DistributedTreeSetRelation()),
        Arguments.of(AtomicMultimapType.instance(), new AtomicMultimapRelation()),
        Arguments.of(AtomicValueType.instance(), new AtomicValueRelation()));
  }

  @ParameterizedTest
  @MethodSource("relations")
  void operationsThatDoNotConflictCommute(PrimitiveType<?, ?, ?> type, ConflictRelation relation) {
    LOG.info("{}: -Dmcast.seed={} -Dmcast.pairs={}", type, SEED, PAIRS);
    CommutationCheck check = new CommutationCheck(type, relation, SEED);

    assertThat(check.run(PAIRS)).as("seed %s", SEED).isEmpty();
    LOG.info(
        "{}: {} of {} pairs changed something", type, check.pairsThatChangedSomething(), PAIRS);
    assertThat(check.pairsThatChangedSomething())
        .as("pairs that changed something, seed %s", SEED)
        .isGreaterThan(PAIRS / 50);
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        fault(AtomicMapType.instance(), new AtomicMapRelation(), "size", call -> Footprint.none()),
        fault(
            AtomicMapType.instance(),
            new AtomicMapRelation(),
            "put",
            call -> Footprint.none().reads(call.argument(0))),
        fault(
            AtomicMapType.instance(),
            new AtomicMapRelation(),
            "clear",
            call -> Footprint.none().writes("a")),
        fault(
            AtomicMapType.instance(),
            new AtomicMapRelation(),
            "commit",
            call -> Footprint.none().reads("a")),
        fault(
            AtomicMapType.instance(),
            new AtomicMapRelation(),
            "putWithTtl",
            call -> Footprint.none().commutes(call.argument(0))),
        fault(
            MulticastMapType.instance(),
            new MulticastMapRelation(),
            "write",
            call -> Footprint.none().writes("a")),
        fault(
            MulticastMapType.instance(),
            new MulticastMapRelation(),
            "writeUnlessLocked",
            call -> Footprint.none().reads("a")),
        fault(
            MulticastMapType.instance(),
            new MulticastMapRelation(),
            "touch",
            call -> Footprint.none().reads(call.argument(0))),
        fault(
            MulticastMapType.instance(),
            new MulticastMapRelation(),
            "writeAndTouch",
            call -> Footprint.none().writes("a")),
        fault(
            MulticastMapType.instance(),
            new MulticastMapRelation(),
            "holds",
            call -> Footprint.none().readsEach((Collection<?>) call.argument(1))),
        fault(
            MulticastMapType.instance(),
            new MulticastMapRelation(),
            "look",
            call -> Footprint.none().readsEach((Collection<?>) call.argument(1))),
        fault(
            MulticastMapType.instance(),
            new MulticastMapRelation(),
            "entriesWithin",
            call -> Footprint.none().reads("a")),
        fault(
            MulticastMapType.instance(),
            new MulticastMapRelation(),
            "fixSnapshot",
            call -> Footprint.none().readsAll()),
        fault(
            MulticastMapType.instance(),
            new MulticastMapRelation(),
            "releaseSnapshot",
            call -> Footprint.none()),
        fault(
            AtomicNavigableMapType.instance(),
            new AtomicTreeMapRelation(),
            "pollFirstKey",
            call -> Footprint.none().readsAll()),
        fault(
            AtomicNavigableMapType.instance(),
            new AtomicTreeMapRelation(),
            "higherKey",
            call -> Footprint.none().reads(call.argument(0))),
        fault(
            AtomicCounterMapType.instance(),
            new AtomicCounterMapRelation(),
            "getAndAdd",
            call -> Footprint.none().commutes(call.argument(0))),
        fault(
            AtomicCounterMapType.instance(),
            new AtomicCounterMapRelation(),
            "put",
            call -> Footprint.none().commutes(call.argument(0))),
        fault(
            MulticastCounterMapType.instance(),
            new MulticastCounterMapRelation(),
            "addAllAndGet",
            call -> Footprint.none().commutesEach(((Map<?, ?>) call.argument(0)).keySet())),
        fault(
            MulticastCounterMapType.instance(),
            new MulticastCounterMapRelation(),
            "sum",
            call -> Footprint.none().reads("a")),
        fault(
            MulticastCounterMapType.instance(),
            new MulticastCounterMapRelation(),
            "within",
            call -> Footprint.none().readsEach(((Map<?, ?>) call.argument(0)).keySet())),
        fault(
            MulticastCounterMapType.instance(),
            new MulticastCounterMapRelation(),
            "getAll",
            call -> Footprint.none().reads("a")),
        fault(
            MulticastCounterMapType.instance(),
            new MulticastCounterMapRelation(),
            "change",
            call -> Footprint.none().commutesEach(((Map<?, ?>) call.argument(1)).keySet())),
        fault(
            AtomicCounterType.instance(),
            new AtomicCounterRelation(),
            "set",
            call -> Footprint.none().commutesAll()),
        fault(
            DistributedSetType.instance(),
            new DistributedSetRelation(),
            "addAll",
            call -> Footprint.none().writes("a")),
        fault(
            DistributedSetType.instance(),
            new DistributedSetRelation(),
            "retainAll",
            CommutationTest::namedElements),
        fault(
            DistributedSetType.instance(),
            new DistributedSetRelation(),
            "prepare",
            call -> Footprint.none().writes("a")),
        fault(
            DistributedNavigableSetType.instance(),
            new DistributedTreeSetRelation(),
            "pollFirst",
            call -> Footprint.none().writes("a")),
        fault(
            AtomicMultimapType.instance(),
            new AtomicMultimapRelation(),
            "putAllMapping",
            call -> Footprint.none().writes("a")),
        fault(
            AtomicMultimapType.instance(),
            new AtomicMultimapRelation(),
            "containsValue",
            call -> Footprint.none().reads("a")),
        fault(
            AtomicValueType.instance(),
            new AtomicValueRelation(),
            "getAndSet",
            call -> Footprint.none().readsAll()));
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("faults")
  void aFootprintThatIsTooSmallIsCaught(
      PrimitiveType<?, ?, ?> type, ConflictRelation relation, String operation) {
    LOG.info("{}, {} too small: -Dmcast.seed={}", type, operation, SEED);

    Optional<String> found =
        new CommutationCheck(type, relation, SEED).run(PAIRS_TO_CATCH_A_FAULT, operation);
    assertThat(found).as("seed %s", SEED).isPresent();
  }

  private static Footprint namedElements(Invocation call) {
    return Footprint.none().writesEach((Collection<?>) call.argument(0));
  }

  private static Arguments fault(
      PrimitiveType<?, ?, ?> type,
      ConflictRelation relation,
      String operation,
      Function<Invocation, Footprint> footprint) {
    ConflictRelation faulty =
        new ConflictRelation() {
          @Override
          public Class<?> serviceType() {
            return relation.serviceType();
          }

          @Override
          public Footprint footprint(Invocation invocation) {
            return invocation.name().equals(operation)
                ? footprint.apply(invocation)
                : relation.footprint(invocation);
          }
        };
    return Arguments.of(type, faulty, operation);
  }
}
