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
import io.atomix.primitive.service.Commit;
import io.atomix.primitive.service.impl.DefaultCommit;
import io.atomix.utils.time.WallClockTimestamp;
import java.util.function.Function;

/** A call of a hosted service, which takes note if the service asks it for the time. */
final class HostedCommit<T> extends DefaultCommit<T> {
  private final HostedContext context;

  /** True once the service's executor knows the time, which it asks for first, and once. */
  private boolean executorKnows;

  HostedCommit(HostedContext context, OperationId operation, T value, boolean executorKnows) {
    super(context.currentIndex(), operation, value, context.currentSession(), context.time());
    this.context = context;
    this.executorKnows = executorKnows;
  }

  @Override
  public WallClockTimestamp wallClockTime() {
    if (executorKnows) {
      return context.tell();
    }
    executorKnows = true;
    return super.wallClockTime();
  }

  @Override
  public <U> Commit<U> map(Function<T, U> transcoder) {
    return new HostedCommit<>(context, operation(), transcoder.apply(value()), executorKnows);
  }

  @Override
  public Commit<Void> mapToNull() {
    return new HostedCommit<>(context, operation(), null, executorKnows);
  }

  /** Returns a text without the time, which would count as asked for. */
  @Override
  public String toString() {
    return "HostedCommit{index=" + index() + ", operation=" + operation() + "}";
  }
}
