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
package io.atomix.mcast.integration.faults;

import io.atomix.primitive.operation.Command;
import io.atomix.primitive.operation.Query;

/** A counter that can be told to break. */
public interface Fragile {

  /** Adds one and gives the sum. */
  @Command
  int add();

  /** Adds one, then throws. */
  @Command
  int addAndThrow(Problem problem);

  /** Gives the sum. */
  @Query
  int sum();

  /** Throws. */
  @Query
  int readAndThrow(Problem problem);

  /** Ways to break. */
  enum Problem {
    EXCEPTION,
    ASSERTION,
    MISSING_CLASS,
    ENDLESS_RECURSION
  }
}
