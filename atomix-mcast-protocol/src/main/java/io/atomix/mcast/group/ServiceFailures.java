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

import io.atomix.mcast.wire.HostedOperation;
import io.atomix.mcast.wire.Result;
import io.atomix.primitive.operation.OperationType;
import io.atomix.utils.serializer.Serializer;

/**
 * Failures of hosted services. Whatever a service throws, errors included, is a result like any
 * other, the same on every replica. Only when the machine itself fails must this replica not go on,
 * because the others need not fail.
 */
final class ServiceFailures {
  /** Causes can be made to run in a circle. */
  private static final int LONGEST_CHAIN = 50;

  private ServiceFailures() {}

  /**
   * Returns the result of a call that threw something.
   *
   * @param what what was being done, as the beginning of a sentence
   * @throws VirtualMachineError if that was what it threw
   */
  static Result.Failed result(String what, Throwable thrown) {
    VirtualMachineError fatal = ofMachine(thrown);
    if (fatal != null) {
      throw fatal;
    }
    return new Result.Failed(Result.Cause.SERVICE, what + ": " + describe(thrown));
  }

  /**
   * Returns the result of an operation that threw something.
   *
   * @param serializer that of the service
   * @throws VirtualMachineError if it threw one that may have changed half of what it changes
   */
  static Result result(
      String primitive, HostedOperation operation, Throwable thrown, Serializer serializer) {
    String what =
        "Operation '"
            + operation.name()
            + "' of primitive '"
            + primitive
            + "' failed in its service";
    if (thrown instanceof OutOfMemoryError
        && (operation.type() == OperationType.QUERY
            || asksForTooMuch(operation.value(), serializer))) {
      // Nothing has been changed by it.
      return new Result.Failed(
          Result.Cause.SERVICE,
          what + ": its arguments or its result take more memory than there is");
    }
    return result(what, thrown);
  }

  /**
   * Damaged arguments can ask for arrays of any size; services decode them before they do anything.
   */
  private static boolean asksForTooMuch(byte[] arguments, Serializer serializer) {
    try {
      serializer.decode(arguments);
      return false;
    } catch (RuntimeException e) {
      return false;
    } catch (OutOfMemoryError e) {
      return true;
    }
  }

  /**
   * Returns the failure of the machine that is the reason of an exception, or null if there is
   * none.
   */
  static VirtualMachineError ofMachine(Throwable thrown) {
    Throwable each = thrown;
    for (int i = 0; each != null && i < LONGEST_CHAIN; i++) {
      // A recursion without end is the service's own.
      if (each instanceof VirtualMachineError fatal && !(each instanceof StackOverflowError)) {
        return fatal;
      }
      each = each.getCause();
    }
    return null;
  }

  /** Returns the class and message of what is at the bottom of an exception. */
  static String describe(Throwable thrown) {
    Throwable root = thrown;
    for (int i = 0; root.getCause() != null && i < LONGEST_CHAIN; i++) {
      root = root.getCause();
    }
    return root.getClass().getName() + (root.getMessage() == null ? "" : ": " + root.getMessage());
  }
}
