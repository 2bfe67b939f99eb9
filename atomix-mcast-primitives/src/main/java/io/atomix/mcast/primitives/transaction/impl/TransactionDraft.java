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

import io.atomix.mcast.primitives.transaction.ConditionalTransaction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * A transaction that does not yet say what to do. Each primitive adds its words: the conditions
 * that it knows, and the operations.
 *
 * @param <K> type of the keys
 * @param <C> type of the conditions
 * @param <W> type of the changes
 * @param <O> type of the lists of operations
 * @param <R> what {@code commit} returns
 * @param <U> what {@code commitAndGet} returns
 */
public abstract class TransactionDraft<K, C extends KeyCondition<K, C>, W, O, R, U>
    implements ConditionalTransaction.ConditionsStage<O, R, U> {
  private final String subject;
  private final Committer<TransactionPlan<K, C, W>, R, U> committer;
  private final List<C> conditions;

  /**
   * Creates a draft.
   *
   * @param subject names the transaction, for errors
   * @param committer what will carry it out
   * @param conditions what {@link #conditionsAnd} returned, or nothing
   */
  protected TransactionDraft(
      String subject, Committer<TransactionPlan<K, C, W>, R, U> committer, List<C> conditions) {
    this.subject = subject;
    this.committer = committer;
    this.conditions = conditions;
  }

  /** Returns what names the transaction, for errors. */
  protected final String subject() {
    return subject;
  }

  /** Returns what will carry it out. */
  protected final Committer<TransactionPlan<K, C, W>, R, U> committer() {
    return committer;
  }

  /** Returns the conditions so far. */
  public final List<C> conditions() {
    return conditions;
  }

  /** Returns a list of operations that does nothing yet. */
  protected abstract O nothing();

  /** Returns the branch that operations built, null unless they began with {@link #nothing}. */
  protected abstract TransactionBranch<K, W> branch(O operations);

  /**
   * Returns the conditions and another one.
   *
   * @param shown the key of the condition as its user wrote it, for errors
   * @throws IllegalArgumentException if it contradicts one of them
   */
  protected final List<C> conditionsAnd(C condition, Object shown) {
    for (C other : conditions) {
      if (other.key().equals(condition.key()) && condition.contradicts(other)) {
        throw new IllegalArgumentException(
            "%s: the conditions on key '%s' contradict each other: %s, and %s%s"
                .formatted(
                    subject,
                    shown,
                    other.describe(),
                    other.describe().equals(condition.describe()) ? "another: " : "",
                    condition.describe()));
      }
    }
    List<C> more = new ArrayList<>(conditions);
    if (!more.contains(condition)) {
      more.add(condition);
    }
    return Collections.unmodifiableList(more);
  }

  @Override
  public final Alternative<O, R, U> then(UnaryOperator<O> operations) {
    return new Ready(
        new TransactionPlan<>(conditions, built("then", operations), TransactionBranch.empty()));
  }

  private TransactionBranch<K, W> built(String name, UnaryOperator<O> operations) {
    Objects.requireNonNull(operations, () -> subject + ": " + name + " is null");
    TransactionBranch<K, W> branch = branch(operations.apply(nothing()));
    if (branch == null || branch.isEmpty()) {
      throw new IllegalArgumentException(
          "%s: %s does nothing; return what its last operation gave".formatted(subject, name));
    }
    return branch;
  }

  /** A transaction that can be committed, and still take an alternative. */
  private final class Ready implements Alternative<O, R, U> {
    private final TransactionPlan<K, C, W> plan;

    private Ready(TransactionPlan<K, C, W> plan) {
      this.plan = plan;
    }

    @Override
    public Committable<R, U> otherwise(UnaryOperator<O> operations) {
      return new Ready(
          new TransactionPlan<>(plan.conditions(), plan.then(), built("otherwise", operations)));
    }

    @Override
    public R commit() {
      return committer.commit(plan);
    }

    @Override
    public U commitAndGet() {
      return committer.commitAndGet(plan);
    }
  }
}
