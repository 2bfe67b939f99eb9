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

import io.atomix.mcast.wire.ConditionalAction;
import io.atomix.mcast.wire.GroupVerdict;
import io.atomix.mcast.wire.Result;

/**
 * Result of evaluating a conditional message in a group (rule 11). A condition that cannot be
 * evaluated does not hold, and the caller is told why.
 *
 * @param holds whether the condition holds here
 * @param read what was read, or null
 * @param failure why it could not be evaluated or read, or null
 */
record Evaluation(boolean holds, byte[] read, Result.Failed failure) {

  /**
   * Rule 11: finds out whether the condition holds in a primitive, and reads what is to be read. It
   * changes nothing, and finds the same for as long as no conflicting message is executed.
   */
  static Evaluation of(
      HostedPrimitive primitive, long raftSession, long session, ConditionalAction conditional) {
    boolean holds = true;
    if (conditional.condition() != null) {
      Result tested = primitive.apply(0, raftSession, session, conditional.condition());
      if (tested instanceof Result.Failed failed) {
        return failed(notEvaluated(failed));
      }
      Object answer = primitive.answer(((Result.Done) tested).value());
      if (!(answer instanceof Boolean yes)) {
        return failed(
            new Result.Failed(
                Result.Cause.SERVICE,
                "Operation '"
                    + conditional.condition().name()
                    + "' of primitive '"
                    + primitive.name()
                    + "' was called as a condition, but does not answer with true or false"));
      }
      holds = yes;
    }
    if (conditional.read() == null) {
      return found(holds, null);
    }
    Result read = primitive.apply(0, raftSession, session, conditional.read());
    return read instanceof Result.Done done
        ? found(holds, done.value())
        : new Evaluation(holds, null, notEvaluated((Result.Failed) read));
  }

  /**
   * Returns the failure of a part of an operation: that the part is malformed must not tell the
   * caller that nothing was applied.
   */
  private static Result.Failed notEvaluated(Result.Failed failed) {
    return failed.cause() == Result.Cause.MALFORMED
        ? new Result.Failed(Result.Cause.SERVICE, failed.message())
        : failed;
  }

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
        : new Result.Done(new GroupVerdict(holds, read, then, otherwise).encode());
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
        new GroupVerdict(held, read, held ? result : null, held ? null : result).encode());
  }
}
