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
package io.atomix.mcast.group;

import io.atomix.mcast.wire.Result;
import io.atomix.mcast.wire.Verdict;

/**
 * Result of evaluating a conditional message in a group (rule 11). A condition that cannot be
 * evaluated does not hold, and the caller is told why.
 *
 * @param holds whether the condition holds here
 * @param read what was read, or null
 * @param failure why it could not be evaluated or read, or null
 */
record Evaluation(boolean holds, byte[] read, Result.Failed failure) {

  static Evaluation found(boolean holds, byte[] read) {
    return new Evaluation(holds, read, null);
  }

  static Evaluation failed(Result.Failed failure) {
    return new Evaluation(false, null, failure);
  }

  /** Returns what the client is told with the vote. */
  Result told() {
    return told(null, null);
  }

  /**
   * Returns what the client is told with the vote, if that includes what branches will return.
   *
   * @param then what that branch will return, or null
   * @param otherwise the same of the other
   */
  Result told(byte[] then, byte[] otherwise) {
    return failure != null
        ? failure
        : new Result.Done(new Verdict(holds, read, then, otherwise).encode());
  }

  /**
   * Returns what the client is told with the execution.
   *
   * @param held whether all groups agreed
   * @param branch what the branch returned that was run, or null if nothing was
   */
  Result told(boolean held, Result branch) {
    if (failure != null) {
      return failure;
    } else if (branch instanceof Result.Failed failed) {
      return failed;
    }
    byte[] result = branch instanceof Result.Done done ? done.value() : null;
    return new Result.Done(
        new Verdict(held, read, held ? result : null, held ? null : result).encode());
  }
}
