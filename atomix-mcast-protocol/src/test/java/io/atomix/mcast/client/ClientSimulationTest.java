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

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.ConditionalOperation;
import io.atomix.mcast.Decision;
import io.atomix.mcast.MulticastProxyClient;
import io.atomix.mcast.client.pipeline.LocalClient;
import io.atomix.mcast.group.GroupService;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.primitive.Recovery;
import io.atomix.primitive.operation.Command;
import io.atomix.primitive.operation.Query;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.primitive.proxy.ProxyClient;
import io.atomix.primitive.proxy.ProxySession;
import io.atomix.primitive.service.ServiceConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * A client of two groups that answer late, wrongly or never, and whose sessions are lost at any
 * moment. In the end every call has an outcome, and nothing is left of any. {@code mvn test -pl
 * atomix-mcast-protocol -Dtest=ClientSimulationTest -Dmcast.seed=N} repeats the run of seed N and
 * goes on with the next seeds; {@code -Dmcast.runs=N} sets how many.
 */
class ClientSimulationTest {
  private static final long SEED = Long.getLong("mcast.seed", new Random().nextInt(1_000_000_000));
  private static final int RUNS = Integer.getInteger("mcast.runs", 60);
  private static final int STEPS = 600;

  /**
   * Whatever it does: without a conflict relation of its own, every operation conflicts with every
   * other.
   */
  interface Register {
    @Command
    void set();

    @Command
    Object swap();

    @Query
    Object get();

    @Query
    boolean isSet();
  }

  @Test
  void everyCallHasAnOutcomeAndNothingIsLeft() {
    System.out.println("ClientSimulationTest: -Dmcast.seed=" + SEED + " -Dmcast.runs=" + RUNS);
    int completed = 0;
    for (long seed = SEED; seed < SEED + RUNS; seed++) {
      completed += new Run(seed).run();
    }
    assertThat(completed)
        .as("calls that were not spoilt by faults")
        .isGreaterThan(RUNS * STEPS / 20);
  }

  private static final class Run {
    private final long seed;
    private final Random random;
    private final LocalClient local = new LocalClient();
    private final ManualThreads threads = new ManualThreads();
    private final Map<Long, SimulatedGroup.Votes> votes = new HashMap<>();
    private final List<String> problems = new ArrayList<>();
    private final List<SimulatedGroup> groups = new ArrayList<>();
    private final List<ProxyClient<Register>> primitives = new ArrayList<>();
    private final List<CompletableFuture<?>> calls = new ArrayList<>();
    private int made;

    private Run(long seed) {
      this.seed = seed;
      random = new Random(seed);
      local.enoughForRounds(1 + random.nextInt(2));
      for (int i = 1; i <= 2; i++) {
        groups.add(
            new SimulatedGroup(new GroupId("data", i), random, local, threads, votes, problems));
      }
    }

    private int run() {
      for (int i = 0; i < STEPS; i++) {
        step();
      }
      while (!primitives.isEmpty()) {
        close();
      }
      for (int i = 0; i < 400; i++) {
        groups.forEach(SimulatedGroup::settle);
        boolean last = i > 300;
        votes.values().forEach(each -> each.decide(last));
        threads.after(Duration.ofMillis(500));
      }
      assertThat(problems).as(how()).isEmpty();
      for (int i = 0; i < calls.size(); i++) {
        assertThat(calls.get(i)).as("call %d of %s", i, how()).isDone();
      }
      assertThat(local.resolvedBelow())
          .as("the lowest unresolved number of %s", how())
          .isEqualTo(local.next());
      groups.forEach(
          group ->
              assertThat(group.client().limiter().inFlight()).as("in flight, %s", how()).isZero());
      groups.forEach(group -> group.client().close());
      threads.after(Duration.ofSeconds(5));
      assertThat(threads.timers()).as("timers, %s", how()).isZero();
      return (int) calls.stream().filter(call -> !call.isCompletedExceptionally()).count();
    }

    private String how() {
      return "-Dmcast.seed=" + seed + " -Dmcast.runs=1";
    }

    private void step() {
      int chosen = random.nextInt(100);
      if (primitives.isEmpty() || chosen < 2 && primitives.size() < 3) {
        open();
      } else if (chosen < 3) {
        close();
      } else if (chosen < 35) {
        call();
      } else if (chosen < 45) {
        votes.values().forEach(each -> each.decide(random.nextInt(20) == 0));
      } else if (chosen < 60) {
        threads.after(Duration.ofMillis(random.nextInt(700)));
      } else if (chosen < 70) {
        threads.runAll();
      } else {
        groups.get(random.nextInt(groups.size())).step();
      }
    }

    private void open() {
      ProxyOptions options =
          new ProxyOptions(
              () -> null,
              null,
              false,
              random.nextBoolean() ? Recovery.RECOVER : Recovery.CLOSE,
              random.nextInt(3),
              Duration.ofMillis(100));
      ProxyClient<Register> primitive =
          GenericMulticastProxies.newProxy(
              "register-" + ++made,
              GroupService.clientType(),
              Register.class,
              new ServiceConfig(),
              groups.stream().map(SimulatedGroup::client).toList(),
              options);
      primitives.add(primitive);
      calls.add(primitive.connect());
    }

    private void close() {
      calls.add(primitives.remove(random.nextInt(primitives.size())).close());
    }

    private void call() {
      ProxyClient<Register> primitive = primitives.get(random.nextInt(primitives.size()));
      List<ProxySession<Register>> sessions = List.copyOf(primitive.getPartitions());
      ProxySession<Register> session = sessions.get(random.nextInt(sessions.size()));
      calls.add(
          switch (random.nextInt(10)) {
            case 0 -> primitive.acceptAll(Register::set);
            case 1 -> primitive.applyAll(Register::swap);
            case 2 -> primitive.applyAll(Register::get);
            case 3 -> session.accept(Register::set);
            case 4 -> session.apply(Register::swap);
            case 5 -> session.apply(Register::get);
            case 6 ->
                several(primitive).acceptOn(onSome(sessions, (Consumer<Register>) Register::set));
            case 7 ->
                several(primitive)
                    .applyOn(onSome(sessions, (Function<Register, Object>) Register::swap));
            case 8 -> decide(several(primitive), sessions, false);
            default -> decide(several(primitive), sessions, true);
          });
    }

    private static MulticastProxyClient<Register> several(ProxyClient<Register> primitive) {
      return MulticastProxyClient.require(primitive);
    }

    private CompletableFuture<Void> decide(
        MulticastProxyClient<Register> primitive,
        List<ProxySession<Register>> sessions,
        boolean resultsWanted) {
      Function<Register, Object> read = random.nextBoolean() ? Register::get : null;
      ConditionalOperation<Register, Object, Object> operation =
          new ConditionalOperation<>(Register::isSet, read, Register::swap, null);
      Map<PartitionId, ConditionalOperation<Register, Object, Object>> operations =
          onSome(sessions, operation);
      return primitive
          .decideOn(operations, resultsWanted)
          .thenAccept(decision -> check(decision, operations.size(), read != null, resultsWanted));
    }

    private void check(
        Decision<?, ?> decision, int partitions, boolean read, boolean resultsWanted) {
      if (decision.reads().size() != (read ? partitions : 0)
          || decision.results().size() != (decision.held() && resultsWanted ? partitions : 0)) {
        problems.add("a decision on " + partitions + " partitions lacks something: " + decision);
      }
    }

    private <T> Map<PartitionId, T> onSome(List<ProxySession<Register>> sessions, T operation) {
      Map<PartitionId, T> chosen = new HashMap<>();
      chosen.put(sessions.get(0).partitionId(), operation);
      if (random.nextInt(3) > 0) {
        chosen.put(sessions.get(1).partitionId(), operation);
      }
      return chosen;
    }
  }
}
