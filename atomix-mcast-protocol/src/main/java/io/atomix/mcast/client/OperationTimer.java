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

import io.atomix.mcast.NotAppliedException;
import io.atomix.mcast.observe.GroupObserver;
import io.atomix.mcast.observe.GroupObserver.MessageKind;
import io.atomix.mcast.observe.GroupObserver.ObservedOutcome;
import io.atomix.mcast.time.LocalTime;
import io.atomix.mcast.wire.Result;
import io.atomix.primitive.PrimitiveException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Tells an observer how the operations ended that this node has called, and how long they took. */
final class OperationTimer {
  private OperationTimer() {}

  /** Watches an operation that has just begun; costs nothing if nobody observes. */
  static <T> CompletableFuture<T> operation(
      GroupObserver observer, MessageKind kind, CompletableFuture<T> operation) {
    if (observer != GroupObserver.NONE) {
      long begun = LocalTime.nanos();
      operation.whenComplete(
          (result, error) ->
              observer.called(kind, outcome(result, error), LocalTime.nanos() - begun));
    }
    return operation;
  }

  private static ObservedOutcome outcome(Object result, Throwable error) {
    Throwable cause = error instanceof CompletionException ? error.getCause() : error;
    if (cause == null) {
      return result instanceof Result.Failed ? ObservedOutcome.FAILED : ObservedOutcome.DONE;
    }
    return cause instanceof NotAppliedException || cause instanceof PrimitiveException.Unavailable
        ? ObservedOutcome.NOT_APPLIED
        : ObservedOutcome.UNKNOWN;
  }
}
