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
import io.atomix.mcast.ConflictRelation;
import io.atomix.mcast.Decision;
import io.atomix.mcast.Footprint;
import io.atomix.mcast.Invocation;
import io.atomix.mcast.client.pipeline.LocalClient;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.wire.Action;
import io.atomix.mcast.wire.GroupVerdict;
import io.atomix.mcast.wire.HostedOperation;
import io.atomix.mcast.wire.Result;
import io.atomix.primitive.Recovery;
import io.atomix.primitive.operation.Query;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.utils.serializer.Namespaces;
import io.atomix.utils.serializer.Serializer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * A primitive in three partitions, whose groups are answered for by hand. Two partitions have the
 * same number, since Atomix compares partitions by their numbers alone.
 */
abstract class MulticastOperationsFixture {
  static final Serializer SERIALIZER = Serializer.using(Namespaces.BASIC);
  static final Result NOTHING = new Result.Done(null);
  static final int RETRIES = 1;

  final LocalClient local = new LocalClient();
  final ManualThreads threads = new ManualThreads();
  final PartitionLab east = partition("east", 1);
  final PartitionLab west = partition("west", 1);
  final PartitionLab south = partition("west", 2);
  MulticastOperations<Accounts> accounts;

  interface Accounts {
    @io.atomix.primitive.operation.Command
    void add(String name, int amount);

    @io.atomix.primitive.operation.Command
    int set(String name, int amount);

    @io.atomix.primitive.operation.Command
    void blob(byte[] bytes);

    @Query
    int get(String name);

    @Query
    boolean covers(String name, int amount);

    @Query
    boolean next(String name);
  }

  /** Knows the operations by their names, and that each is about one account. */
  static final class Relation implements ConflictRelation {
    @Override
    public Class<?> serviceType() {
      return Accounts.class;
    }

    @Override
    public Footprint footprint(Invocation invocation) {
      return switch (invocation.name()) {
        case "add" -> Footprint.none().commutes(invocation.argument(0));
        case "set" -> Footprint.none().writes(invocation.argument(0));
        case "get", "covers", "next" -> Footprint.none().reads(invocation.argument(0));
        default -> ConflictRelation.everythingConflicts(invocation);
      };
    }
  }

  PartitionLab partition(String name, int number) {
    return new PartitionLab(new GroupId(name, number), local, threads);
  }

  @BeforeEach
  void openAll() {
    OperationRecorder<Accounts> recorder = new OperationRecorder<>(Accounts.class, SERIALIZER);
    ConflictRelation relation = new Relation();
    ProxyOptions options =
        new ProxyOptions(
            () -> null, null, false, Recovery.RECOVER, RETRIES, Duration.ofMillis(100));
    List<PartitionLab> labs = List.of(south, east, west);
    List<HostedSessionClient> hosted =
        labs.stream().map(lab -> lab.session("accounts", Recovery.RECOVER)).toList();
    Calls calls = new Calls(options, hosted);
    List<PrimitiveProxySession<Accounts>> sessions =
        hosted.stream()
            .map(each -> new PrimitiveProxySession<>(each, recorder, relation, calls))
            .toList();
    for (int i = 0; i < labs.size(); i++) {
      labs.get(i).open(sessions.get(i), 5);
    }
    accounts = new MulticastOperations<>("accounts", sessions, recorder, relation, calls);
  }

  @AfterEach
  void nothingIsInFlight() {
    for (PartitionLab each : List.of(east, west, south)) {
      assertThat(each.client.limiter().inFlight()).as("in flight to %s", each.group).isZero();
    }
  }

  static <T> Map<PartitionId, T> map(
      PartitionLab one, T operation, PartitionLab other, T otherOperation) {
    Map<PartitionId, T> operations = new HashMap<>();
    operations.put(one.id(), operation);
    operations.put(other.id(), otherOperation);
    return operations;
  }

  static Consumer<Accounts> setting(String name) {
    return service -> service.set(name, 1);
  }

  CompletableFuture<Void> set(String inEast, String inWest) {
    return accounts.accept(map(east, setting(inEast), west, setting(inWest)));
  }

  static Result value(Object value) {
    return new Result.Done(SERIALIZER.encode(value));
  }

  static Result verdict(boolean holds, Object read, Object result) {
    return holds ? verdict(true, read, result, null) : verdict(false, read, null, result);
  }

  static Result verdict(boolean holds, Object read, Object then, Object otherwise) {
    return new Result.Done(
        new GroupVerdict(holds, orNull(read), orNull(then), orNull(otherwise)).encode());
  }

  static byte[] orNull(Object value) {
    return value == null ? null : SERIALIZER.encode(value);
  }

  static <T> T valueOf(CompletableFuture<T> call) {
    assertThat(call).isCompleted();
    return call.join();
  }

  static io.atomix.mcast.ordering.GroupFootprint touched(Footprint footprint) {
    return footprint.of("accounts");
  }

  static List<Object> called(Action action) {
    HostedOperation operation = (HostedOperation) action;
    List<Object> call = new ArrayList<>(List.of(operation.name()));
    call.addAll(List.of((Object[]) SERIALIZER.decode(operation.value())));
    return call;
  }

  // Rule 11.

  static ConditionalOperation<Accounts, Integer, Integer> conditional(
      String name, boolean reads, boolean branches) {
    return new ConditionalOperation<>(
        service -> service.covers(name, 5),
        reads ? service -> service.get(name) : null,
        branches ? service -> service.set(name, 1) : null,
        null);
  }

  CompletableFuture<Decision<Integer, Integer>> decide(
      boolean reads, boolean branches, boolean resultsWanted) {
    return accounts.decide(
        map(west, conditional("b", reads, branches), east, conditional("a", reads, branches)),
        resultsWanted);
  }
}
