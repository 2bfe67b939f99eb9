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

import io.atomix.mcast.ConditionalOperation;
import io.atomix.mcast.ConflictRelation;
import io.atomix.mcast.Decision;
import io.atomix.mcast.Footprint;
import io.atomix.mcast.HeldLock;
import io.atomix.mcast.Invocation;
import io.atomix.mcast.JointDecision;
import io.atomix.mcast.client.OperationRecorder.RecordedCall;
import io.atomix.mcast.wire.Action;
import io.atomix.mcast.wire.ConditionalAction;
import io.atomix.mcast.wire.GroupVerdict;
import io.atomix.mcast.wire.HostedOperation;
import io.atomix.mcast.wire.Result;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.utils.concurrent.Futures;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/** Operations of a primitive in several of its partitions, each one message. Thread-safe. */
final class MulticastOperations<S> {
  private final String name;
  private final List<PrimitiveProxySession<S>> sessions;
  private final OperationRecorder<S> recorder;
  private final ConflictRelation relation;
  private final Calls calls;

  MulticastOperations(
      String name,
      List<PrimitiveProxySession<S>> sessions,
      OperationRecorder<S> recorder,
      ConflictRelation relation,
      Calls calls) {
    this.name = name;
    this.sessions = sessions;
    this.recorder = recorder;
    this.relation = relation;
    this.calls = calls;
  }

  /** Runs one operation in all partitions, unless its conflict relation keeps them apart. */
  CompletableFuture<List<byte[]>> everywhere(RecordedCall recorded, boolean resultWanted) {
    Invocation invocation = recorded.invocation(resultWanted);
    Footprint footprint = relation.footprint(invocation);
    if (sessions.size() == 1 || footprint.isEmpty() || !relation.spansGroups(invocation)) {
      return Futures.allOf(
          sessions.stream().map(session -> session.invoke(recorded, resultWanted)).toList());
    }
    HostedOperation operation = operation(recorded, resultWanted);
    return send(
        sessions.stream().map(session -> destination(session, operation, footprint)).toList(),
        resultWanted,
        !resultWanted || isPure(recorded) || operation.isToldAtVote());
  }

  private static HostedOperation operation(RecordedCall recorded, boolean resultWanted) {
    return resultWanted ? recorded.toldAtVote() : recorded.operation();
  }

  CompletableFuture<Void> accept(Map<PartitionId, Consumer<S>> operations) {
    return eachItsOwn(record(operations, recorder::record), false).thenApply(results -> null);
  }

  <R> CompletableFuture<Map<PartitionId, R>> apply(Map<PartitionId, Function<S, R>> operations) {
    Map<PrimitiveProxySession<S>, RecordedCall> recorded =
        record(operations, operation -> recorder.record(operation::apply));
    return eachItsOwn(recorded, true)
        .thenApply(
            results -> {
              Map<PartitionId, R> byPartition = new LinkedHashMap<>();
              int next = 0;
              for (PrimitiveProxySession<S> session : recorded.keySet()) {
                byPartition.put(session.partitionId(), recorder.decode(results.get(next++)));
              }
              return byPartition;
            });
  }

  private CompletableFuture<List<byte[]>> eachItsOwn(
      Map<PrimitiveProxySession<S>, RecordedCall> operations, boolean resultWanted) {
    if (operations.size() == 1) {
      Map.Entry<PrimitiveProxySession<S>, RecordedCall> only =
          operations.entrySet().iterator().next();
      return only.getKey()
          .invoke(only.getValue(), resultWanted)
          .thenApply(Collections::singletonList);
    }
    return send(
        operations.entrySet().stream()
            .map(
                each ->
                    destination(
                        each.getKey(),
                        operation(each.getValue(), resultWanted),
                        relation.footprint(each.getValue().invocation(resultWanted))))
            .toList(),
        resultWanted,
        !resultWanted
            || operations.values().stream()
                .allMatch(recorded -> isPure(recorded) || recorded.atVote() != null));
  }

  // Rule 11: each group judges its own part of the condition; it writes only if all say yes.
  <R, T> CompletableFuture<Decision<R, T>> decide(
      Map<PartitionId, ConditionalOperation<S, R, T>> operations, boolean resultsWanted) {
    boolean atVote = resultsWanted && operations.size() > 1;
    Map<PrimitiveProxySession<S>, RecordedParts> parts =
        record(operations, operation -> conditional(operation, resultsWanted, atVote));
    Collection<RecordedParts> recordings = parts.values();
    boolean reads = operations.values().stream().anyMatch(operation -> operation.read() != null);
    boolean branches = recordings.stream().anyMatch(part -> !part.action().isQuery());
    boolean early =
        !resultsWanted
            || recordings.stream()
                .allMatch(part -> part.action().isQuery() || part.action().isToldAtVote());
    CompletableFuture<List<byte[]>> verdicts =
        parts.size() == 1
            ? decideAlone(parts.entrySet().iterator().next())
            : send(
                parts.entrySet().stream()
                    .map(
                        each ->
                            destination(
                                each.getKey(), each.getValue().action, each.getValue().footprint))
                    .toList(),
                resultsWanted || reads || !branches,
                early);
    return verdicts.thenApply(values -> decision(parts, values, resultsWanted));
  }

  private CompletableFuture<List<byte[]>> decideAlone(
      Map.Entry<PrimitiveProxySession<S>, RecordedParts> only) {
    return only.getKey()
        .decide(only.getValue().action, only.getValue().footprint)
        .thenApply(Collections::singletonList);
  }

  /**
   * Returns what a decision on several primitives is to do in this one.
   *
   * @throws IllegalArgumentException if it does something if a condition does not hold
   */
  <R, T> JointPart<S, R> part(Map<PartitionId, ConditionalOperation<S, R, T>> operations) {
    if (operations.values().stream().anyMatch(operation -> operation.otherwise() != null)) {
      throw new IllegalArgumentException(
          "The part in primitive '"
              + name
              + "' of a decision on several primitives has an alternative; such a decision does"
              + " nothing unless its conditions hold: decide otherwise by another one");
    }
    return JointPart.of(
        name, recorder, record(operations, operation -> conditional(operation, false, false)));
  }

  /** Carries out a decision on several primitives, with the limits and retries of this one. */
  CompletableFuture<JointDecision> decideTogether(
      List<JointPart<?, ?>> parts, List<HeldLock> locks) {
    JointCall call = new JointCall(parts);
    for (HeldLock lock : locks) {
      call.require(lock, session(lock.partition()).session());
    }
    return call.send(calls, sessions.get(0).context());
  }

  /** A recorded conditional operation, and what it touches whatever the groups decide. */
  record RecordedParts(ConditionalAction action, Footprint footprint) {}

  private <R, T> RecordedParts conditional(
      ConditionalOperation<S, R, T> operation, boolean resultsWanted, boolean atVote) {
    RecordedCall condition = queried(operation.condition());
    RecordedCall read = queried(operation.read());
    RecordedCall then = recorded(operation.then());
    RecordedCall otherwise = recorded(operation.otherwise());
    Footprint queried = touched(condition, true).and(touched(read, true));
    return new RecordedParts(
        new ConditionalAction(
            of(condition, false), of(read, false), of(then, atVote), of(otherwise, atVote)),
        queried.and(touched(then, resultsWanted)).and(touched(otherwise, resultsWanted)));
  }

  private <T> RecordedCall recorded(Function<S, T> call) {
    return call == null ? null : recorder.record(call::apply);
  }

  /** Groups run conditions and reads as often as they like, and on single replicas. */
  private <T> RecordedCall queried(Function<S, T> call) {
    RecordedCall recorded = recorded(call);
    if (recorded != null && !isPure(recorded)) {
      throw new IllegalArgumentException(
          "Operation '"
              + recorded.operation().name()
              + "' of primitive '"
              + name
              + "' changes it, and cannot be a condition or a read of a conditional message;"
              + " call a query that changes nothing");
    }
    return recorded;
  }

  /** Returns whether an operation changes nothing; some queries do. */
  private boolean isPure(RecordedCall recorded) {
    return recorded.operation().isQuery() && !relation.changesService(recorded.invocation(true));
  }

  private Footprint touched(RecordedCall recorded, boolean resultWanted) {
    return recorded == null
        ? Footprint.none()
        : relation.footprint(recorded.invocation(resultWanted));
  }

  private static HostedOperation of(RecordedCall recorded, boolean atVote) {
    return recorded == null ? null : operation(recorded, atVote);
  }

  /**
   * With votes, each verdict says what its group finds; with executions, each says what all found:
   * either way, what all say together is what holds.
   */
  private <R, T> Decision<R, T> decision(
      Map<PrimitiveProxySession<S>, RecordedParts> parts,
      List<byte[]> values,
      boolean resultsWanted) {
    List<GroupVerdict> verdicts = values.stream().map(GroupVerdict::decode).toList();
    boolean held = verdicts.stream().allMatch(GroupVerdict::holds);
    Map<PartitionId, R> reads = new LinkedHashMap<>();
    Map<PartitionId, T> results = new LinkedHashMap<>();
    if (verdicts.size() == parts.size()) {
      Iterator<GroupVerdict> next = verdicts.iterator();
      parts.forEach(
          (session, part) -> {
            ConditionalAction did = part.action();
            GroupVerdict verdict = next.next();
            if (did.read() != null) {
              reads.put(session.partitionId(), recorder.decode(verdict.read()));
            }
            if (resultsWanted && (held ? did.then() : did.otherwise()) != null) {
              results.put(session.partitionId(), recorder.decode(verdict.result(held)));
            }
          });
    }
    return new Decision<>(held, reads, results);
  }

  /** Records each partition's operation, and puts them into the order of the groups. */
  private <O, T> Map<PrimitiveProxySession<S>, T> record(
      Map<PartitionId, O> operations, Function<O, T> recording) {
    if (operations.isEmpty()) {
      throw new IllegalArgumentException(
          "An operation of primitive '" + name + "' is for no partition; name at least one");
    }
    Map<PrimitiveProxySession<S>, T> recorded = new LinkedHashMap<>();
    operations.keySet().stream()
        .map(this::session)
        .sorted(Comparator.comparing(session -> session.session().client().group()))
        .forEach(
            session ->
                recorded.put(
                    session,
                    recording.apply(
                        Objects.requireNonNull(
                            operations.get(session.partitionId()),
                            "the operation of " + session.partitionId()))));
    return recorded;
  }

  private PrimitiveProxySession<S> session(PartitionId partition) {
    return sessions.stream()
        .filter(session -> session.partitionId().equals(partition))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Primitive '"
                        + name
                        + "' has no partition "
                        + partition
                        + "; it has "
                        + sessions.stream().map(PrimitiveProxySession::partitionId).toList()));
  }

  private Destination destination(
      PrimitiveProxySession<S> session, Action action, Footprint footprint) {
    return new Destination(session.session(), action, footprint.of(name));
  }

  /** Sends one message to at least two partitions; results are in the order of the groups. */
  private CompletableFuture<List<byte[]>> send(
      List<Destination> destinations, boolean resultWanted, boolean early) {
    CompletableFuture<List<Result>> results =
        calls.multicast(MulticastMessage.to(destinations, resultWanted, early));
    return Completion.on(
        sessions.get(0).context(),
        behindEvents(
            destinations.stream().map(each -> calls.session(each.group())).toList(),
            results.thenApply(all -> all.stream().map(Failures::valueOf).toList())));
  }

  /**
   * Events that came before the results of their partitions are heard before the caller is told.
   * Which sessions have heard any is asked when the results are there: the first event of a session
   * may have come along with them.
   */
  static <T> CompletableFuture<T> behindEvents(
      List<HostedSessionClient> sessions, CompletableFuture<T> results) {
    return results.thenCompose(
        all -> {
          CompletableFuture<T> behind = CompletableFuture.completedFuture(all);
          for (HostedSessionClient session : sessions) {
            if (session.hearsEvents()) {
              behind = Completion.on(session.context(), behind);
            }
          }
          return behind;
        });
  }
}
