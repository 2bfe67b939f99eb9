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
package io.atomix.mcast.primitives.transaction.impl;

import io.atomix.mcast.ConditionalOperation;
import io.atomix.mcast.Decision;
import io.atomix.mcast.DecisionPart;
import io.atomix.mcast.JointDecision;
import io.atomix.mcast.MulticastProxyClient;
import io.atomix.primitive.partition.PartitionId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Sends transactions: each as one conditional message (rule 11) to the partitions of its keys.
 *
 * @param <S> the service interface
 * @param <C> type of the conditions
 * @param <W> type of the changes
 * @param <Q> what the service returns for what is read
 * @param <V> type of what is read for a key
 */
public abstract class TransactionSender<S, C extends KeyCondition<String, C>, W, Q, V> {
  private final MulticastProxyClient<S> client;

  /** Creates a sender that sends through a client. */
  protected TransactionSender(MulticastProxyClient<S> client) {
    this.client = client;
  }

  /**
   * Sends a transaction.
   *
   * @param plan the transaction, with its keys as the service knows them
   * @param resultsWanted whether the caller wants the results of the branch that is done
   */
  public final CompletableFuture<TransactionOutcome<V>> send(
      TransactionPlan<String, C, W> plan, boolean resultsWanted) {
    Map<PartitionId, ConditionalOperation<S, Q, Map<String, Long>>> operations =
        new LinkedHashMap<>();
    plan.byPartition(client::getPartitionId)
        .forEach((partition, part) -> operations.put(partition, operation(part, plan, false)));
    return client
        .decideOn(operations, resultsWanted)
        .thenApply(decision -> outcome(plan, decision, false));
  }

  /** Returns what a transaction on several primitives is to do in this one. */
  public final DecisionPart<Q> part(TransactionPlan<String, C, W> plan) {
    Map<PartitionId, ConditionalOperation<S, Q, Map<String, Long>>> operations =
        new LinkedHashMap<>();
    plan.byPartition(client::getPartitionId)
        .forEach((partition, part) -> operations.put(partition, operation(part, plan, true)));
    return client.part(operations);
  }

  /** Returns what a transaction on several primitives came to in this one. */
  public final TransactionOutcome<V> outcome(
      TransactionPlan<String, C, W> plan, DecisionPart<Q> part, JointDecision decision) {
    return outcome(plan, new Decision<>(decision.held(), decision.reads(part), Map.of()), true);
  }

  /** Returns the client that it sends through. */
  public final MulticastProxyClient<S> client() {
    return client;
  }

  private TransactionOutcome<V> outcome(
      TransactionPlan<String, C, W> plan, Decision<Q, Map<String, Long>> decision, boolean joint) {
    check(plan, decision, joint);
    Map<String, V> values = new HashMap<>();
    decision.reads().values().forEach(reading -> values.putAll(values(reading)));
    Map<String, Long> results = new HashMap<>();
    decision.results().values().forEach(results::putAll);
    return new TransactionOutcome<>(decision.held(), values, results);
  }

  /**
   * Returns calls of the service that do what a transaction does in one partition.
   *
   * @param part the transaction in this partition
   * @param whole the transaction in all partitions
   * @param joint whether it has conditions on other primitives, too
   */
  protected abstract ConditionalOperation<S, Q, Map<String, Long>> operation(
      TransactionPlan<String, C, W> part, TransactionPlan<String, C, W> whole, boolean joint);

  /** Returns what was read in one partition, by key. */
  protected abstract Map<String, V> values(Q reading);

  /**
   * Throws an exception if the conditions did not hold for a reason that is an error.
   *
   * @param joint whether it had conditions on other primitives, too
   */
  protected void check(
      TransactionPlan<String, C, W> plan, Decision<Q, Map<String, Long>> decision, boolean joint) {}
}
