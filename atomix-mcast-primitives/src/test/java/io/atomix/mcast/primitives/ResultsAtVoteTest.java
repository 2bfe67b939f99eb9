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

import io.atomix.mcast.ConflictRelation;
import io.atomix.mcast.Invocation;
import io.atomix.mcast.ResultAtVote;
import io.atomix.mcast.primitives.counter.MulticastCounterMapType;
import io.atomix.mcast.primitives.counter.impl.MulticastCounterMapRelation;
import io.atomix.mcast.primitives.counter.impl.MulticastCounterMapService;
import io.atomix.mcast.primitives.map.MulticastMapType;
import io.atomix.mcast.primitives.map.impl.MulticastMapRelation;
import io.atomix.mcast.primitives.map.impl.MulticastMapService;
import io.atomix.primitive.PrimitiveType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rule 8: what queries tell at the vote is what the commands return that they belong to, at the
 * same index, whatever else happens in between that does not conflict with them. Replay a run with
 * {@code -Dmcast.seed=SEED}.
 */
class ResultsAtVoteTest {
  private static final Logger LOG = LoggerFactory.getLogger(ResultsAtVoteTest.class);
  private static final long SEED = Long.getLong("mcast.seed", System.nanoTime());
  private static final int RUNS = 500;
  private static final long VOTE = 100;

  private final Random random = new Random(SEED);
  private final RandomArguments arguments = new RandomArguments(random);

  static Stream<Arguments> commands() {
    return Stream.concat(
        commands(MulticastMapType.instance(), new MulticastMapRelation()),
        commands(MulticastCounterMapType.instance(), new MulticastCounterMapRelation()));
  }

  private static Stream<Arguments> commands(
      PrimitiveType<?, ?, ?> type, ConflictRelation relation) {
    return queries(relation.serviceType()).entrySet().stream()
        .map(told -> Arguments.of(type, relation, told.getKey(), told.getValue()));
  }

  /** Returns the queries that tell what commands return, by the names of the commands. */
  private static Map<String, String> queries(Class<?> service) {
    Map<String, String> queries = new TreeMap<>();
    ServiceOperations.of(service)
        .methods()
        .forEach(
            (name, method) -> {
              ResultAtVote told = method.getAnnotation(ResultAtVote.class);
              if (told != null) {
                queries.put(name, told.value());
              }
            });
    return queries;
  }

  @Test
  void theCommandsOfSeveralKeysAreTold() {
    assertThat(queries(MulticastMapService.class))
        .containsOnlyKeys(
            "write", "writeUnlessLocked", "writeAndTouch", "writeAndTouchUnlessLocked");
    assertThat(queries(MulticastCounterMapService.class))
        .containsOnlyKeys("addAllAndGet", "change");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void whatAQueryTellsComesTrue(
      PrimitiveType<?, ?, ?> type, ConflictRelation relation, String command, String query) {
    LOG.info("{} of {}: -Dmcast.seed={}", command, type, SEED);
    HostedService service = new HostedService(type);
    ServiceOperations operations = ServiceOperations.of(relation.serviceType());
    int told = 0;
    for (int run = 0; run < RUNS; run++) {
      service.reset();
      List<Call> before = new ArrayList<>();
      for (int index = random.nextInt(12); index > 0; index--) {
        before.add(anyCall(operations, VOTE - index));
      }
      before.forEach(service::apply);
      service.passUntil(VOTE);
      Object[] values = arguments.of(operations.methods().get(command));
      Invocation executed = operations.call(command, values);
      List<Call> between = new ArrayList<>();
      for (int index = random.nextInt(4); index > 0; index--) {
        Call other = anyCall(operations, VOTE + index);
        if (!CommutationCheck.conflict(
            relation.footprint(executed), relation.footprint(other.invocation()))) {
          between.add(other);
        }
      }
      String state = service.state();
      String result = service.apply(new Call(operations.call(query, values), VOTE, VOTE)).result();
      assertThat(service.state()).as("the state that a query leaves").isEqualTo(state);
      between.forEach(service::apply);
      String returned = service.apply(new Call(executed, VOTE, VOTE)).result();
      if (!result.startsWith("failure")) {
        told++;
        assertThat(returned)
            .as("seed %d: %s after %s and %s", SEED, executed, before, between)
            .isEqualTo(result);
      }
    }
    assertThat(told).as("how often something was told").isGreaterThan(RUNS / 4);
  }

  private Call anyCall(ServiceOperations operations, long index) {
    List<String> names = operations.names();
    String name = names.get(random.nextInt(names.size()));
    Object[] values = arguments.of(operations.methods().get(name));
    return new Call(
        new Invocation(operations.ids().get(name), List.of(values), random.nextBoolean()),
        index,
        Math.min(index, VOTE));
  }
}
