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

import io.atomix.mcast.Invocation;
import io.atomix.mcast.PreviewingService;
import io.atomix.mcast.wire.HostedOperation;
import io.atomix.primitive.operation.OperationId;
import io.atomix.primitive.service.PrimitiveService;

/** Rule 11: what a hosted service can tell of conditions, most of it beforehand. */
final class Foretelling {
  private final PrimitiveService service;
  private final Waiters waiters;

  Foretelling(PrimitiveService service, Waiters waiters) {
    this.service = service;
    this.waiters = waiters;
  }

  /** Returns what {@link Waiters#isHeld} does. */
  Boolean isHeld(long version) {
    return waiters.isHeld(version);
  }

  /**
   * Returns what a condition returns whatever operations on keys come before it, null if that is
   * not known.
   *
   * @param condition the condition, or null for none
   */
  Boolean holdsAnyhow(HostedOperation condition) {
    if (condition == null) {
      return true;
    } else if (service instanceof PreviewingService previewing) {
      try {
        return previewing.holdsAnyhow(invocation(condition));
      } catch (RuntimeException e) {
        // What is wrong with it shows when it is evaluated.
      }
    }
    return null;
  }

  /** Returns a preview of the service, or null if it has none. */
  PreviewingService.Preview newPreview() {
    return service instanceof PreviewingService previewing ? previewing.newPreview() : null;
  }

  /** Returns a call as the service's conflict relation sees it. */
  Invocation invocation(HostedOperation operation) {
    Object[] arguments =
        operation.value() == null ? null : service.serializer().decode(operation.value());
    return Invocation.of(OperationId.from(operation.name(), operation.type()), arguments, false);
  }
}
