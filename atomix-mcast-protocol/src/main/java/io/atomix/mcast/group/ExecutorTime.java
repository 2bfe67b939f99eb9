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

import io.atomix.primitive.operation.OperationId;
import io.atomix.primitive.operation.OperationType;
import io.atomix.primitive.service.PrimitiveService;
import io.atomix.primitive.service.impl.DefaultCommit;

/**
 * The time of a service's executor. It takes the time that new timers are counted from, and its
 * leave to schedule any, from the last operation that it was given: a fresh one has neither, and
 * one that was given a query has no leave, while queries are given to one replica and not to the
 * others. So, before the service is called for anything but an operation, its executor is given one
 * that does not exist.
 */
final class ExecutorTime {
  private static final String NO_OPERATION = "io.atomix.mcast.none";

  private ExecutorTime() {}

  /** Sets it to that of the service's context. */
  static void set(PrimitiveService service, HostedContext context) {
    context.enter(context.currentIndex(), null, OperationType.COMMAND);
    try {
      service.apply(
          new DefaultCommit<>(
              context.currentIndex(),
              OperationId.command(NO_OPERATION),
              null,
              null,
              context.time()));
    } catch (Throwable expected) {
      // There is no such operation; the executor's time is set all the same.
      if (ServiceFailures.ofMachine(expected) != null) {
        throw expected;
      }
    } finally {
      context.leave();
    }
  }
}
