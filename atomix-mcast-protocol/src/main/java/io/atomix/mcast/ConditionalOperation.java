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
package io.atomix.mcast;

import java.util.Objects;
import java.util.function.Function;

/**
 * Part of a conditional message in one partition (rule 11). Each function calls exactly one method
 * of the service. If the service is a {@link PreviewingService}, the condition is judged before all
 * that comes before the message is executed.
 *
 * @param <S> the service interface
 * @param <R> what is read
 * @param <T> what the branches return
 * @param condition a query that returns whether this partition agrees, or null if it always does
 * @param read a query of the state that the condition sees, or null for none; it is read whatever
 *     the conditions say
 * @param then a command to run if all partitions agree, or null for nothing
 * @param otherwise a command to run if one does not, or null for nothing
 */
public record ConditionalOperation<S, R, T>(
    Function<S, Boolean> condition,
    Function<S, R> read,
    Function<S, T> then,
    Function<S, T> otherwise) {

  /** Checks that something is to be done at all. */
  public ConditionalOperation {
    if (condition == null && read == null && then == null && otherwise == null) {
      Objects.requireNonNull(
          condition, "condition: a partition that has nothing to do must not be named");
    }
  }
}
